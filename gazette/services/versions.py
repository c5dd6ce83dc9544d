"""What the vault keeps of a repair besides the present text: earlier states of the XML, and what each person is writing."""

import json

import archive
from gazette.db import Work
from gazette.model.desk import TextVersion, WorkingCopy
from gazette.model.document import Document
from gazette.model.errors import BadCall, NotFound
from gazette.model.people import Actor

_MEDIA = "application/json"
_MOST_CHARACTERS = 8_000_000


def versions(work: Work, vault: archive.Vault, actor: Actor, document: Document) -> tuple[TextVersion, ...]:
    """The states of the document's XML that were kept, the newest first."""
    kept = vault.show(work.connection, actor.clearance, document.record).renditions
    found = [TextVersion(item.version, item.actor, item.created) for item in kept if item.name == "xml"]
    return tuple(sorted(found, key=lambda one: -one.number))


def read_version(work: Work, vault: archive.Vault, actor: Actor, document: Document, number: int) -> bytes:
    """An earlier state of the XML. Raises NotFound."""
    if number not in {one.number for one in versions(work, vault, actor, document)}:
        raise NotFound
    return vault.read(work.connection, actor.clearance, document.record, "xml", number)


def read_copy(work: Work, vault: archive.Vault, actor: Actor, document: Document) -> WorkingCopy | None:
    """What this person wrote last and neither kept nor dropped, whatever became of the text since."""
    item = vault.show(work.connection, actor.clearance, document.record).rendition(_name(actor))
    if item is None:
        return None
    written = json.loads(vault.read(work.connection, actor.clearance, document.record, item.name))
    return WorkingCopy(written["base"], written["text"], item.created) if written["text"] else None


def end_copy(work: Work, vault: archive.Vault, actor: Actor, document: Document) -> None:
    """Ends this person's working copy: what it says is kept, or dropped."""
    if read_copy(work, vault, actor, document) is not None:
        write_copy(work, vault, actor, document, ("", ""))


def write_copy(work: Work, vault: archive.Vault, actor: Actor, document: Document, written: tuple[str, str]) -> None:
    """Puts by what this person is writing: the version it was begun on, and the text. It bears the record's label."""
    base, text = written
    if len(text) > _MOST_CHARACTERS:
        raise BadCall(reason="văn bản quá dài / the text is too long")
    data = json.dumps({"base": base, "text": text}, ensure_ascii=False).encode()
    vault.add_rendition(work.connection, actor.clearance, document.record, _name(actor), data, _MEDIA, "xml", "desk")


def _name(actor: Actor) -> str:
    return f"working-copy-{actor.user}"[:64]
