"""The mark of a state secret, looked for before anything of a file is stored."""

from collections.abc import Iterable
from typing import NoReturn

import archive
from gazette import akn, structure, word
from gazette.model.blocks import Blocks, Paragraph, Run
from gazette.model.clearing import OFFICER
from gazette.model.document import Upload
from gazette.model.errors import BadCall, StateSecretMark
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted
from gazette.services.parts import Parts
from gazette.services.telling import tell_holders

_WORD = (word.FileKind.DOCX, word.FileKind.DOC, word.FileKind.RTF)


def refuse_marked(parts: Parts, actor: Actor, *uploads: Upload, label: archive.Label | None = None) -> None:
    """Raises StateSecretMark when a Word or PDF file among *uploads* bears the mark; read in memory only, and the log names nothing of it.

    What cannot be read as either bears no mark that anybody could see here. The closed profile may hold state secrets, under a *label*
    that says so: NotAccepted otherwise.
    """
    closed = parts.vault.profile is archive.Profile.CLOSED
    if closed and (label is None or label.secrecy):
        return
    if any(bears_mark(upload) for upload in uploads):
        if closed:
            raise _unlabelled()
        _refuse(parts, actor)


def refuse_marked_blocks(parts: Parts, actor: Actor, blocks: Blocks, label: archive.Label) -> None:
    """The same for a Word file that was read already."""
    if structure.secret_mark(blocks) is None:
        return
    if parts.vault.profile is not archive.Profile.CLOSED:
        _refuse(parts, actor)
    if not label.secrecy:
        raise _unlabelled()


def _unlabelled() -> NotAccepted:
    return NotAccepted(
        vi="tài liệu mang dấu bí mật nhà nước phải được gán mức Mật, Tối mật hoặc Tuyệt mật",
        en="a document with a state-secret mark must be labelled with its level of state secrecy",
    )


def refuse_marked_lines(parts: Parts, actor: Actor, lines: Iterable[str]) -> None:
    """The same for the lines of a file's text in their order, where the file is no Word file."""
    if parts.vault.profile is not archive.Profile.CLOSED and structure.secret_mark(_blocks(lines)) is not None:
        _refuse(parts, actor)


def _refuse(parts: Parts, actor: Actor) -> NoReturn:
    entry = archive.Entry(actor.user, "deposit", "", archive.Label(level=0), outcome="refused", details={"code": StateSecretMark.code})
    with parts.database.write() as work:
        parts.vault.audit.append(work.connection, entry)
        tell_holders(work, "secret-refused", (OFFICER,))
    raise StateSecretMark


def bears_mark(upload: Upload) -> bool:
    """Whether a Word or PDF file bears the mark, as far as it can be read; nothing is stored or logged."""
    if upload.data.lstrip()[:5] == b"%PDF-":
        return _is_marked_pdf(upload)
    if word.sniff(upload.data) not in _WORD:
        return False
    blocks = word.read(upload.data, name=upload.name, painter=word.TextOnly())
    return blocks.value is not None and structure.secret_mark(blocks.value) is not None


def _is_marked_pdf(upload: Upload) -> bool:
    try:
        lines = akn.pdf_text(upload.data).splitlines()
    except BadCall:
        return False
    return structure.secret_mark(_blocks(lines)) is not None


def _blocks(lines: Iterable[str]) -> Blocks:
    return Blocks(tuple(Paragraph((Run(line),), where=place) for place, line in enumerate(lines, 1)))
