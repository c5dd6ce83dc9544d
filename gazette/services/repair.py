"""Repairing: a converted document as plain text that an editor puts right; the words must stay those of the Word file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gazette import akn, word
from gazette.db import Work
from gazette.db.errors import ChangedMeanwhile
from gazette.db.holdings import Holdings, Kept
from gazette.db.steps import record
from gazette.model.blocks import Image
from gazette.model.desk import CORRECTORS, REPAIRABLE, RepairView
from gazette.model.document import Document, today
from gazette.model.outcome import Finding, Lang
from gazette.model.people import Actor
from gazette.model.pictures import shown
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.workflow import STATES
from gazette.services.describing import described, relations
from gazette.services.matching import text_difference
from gazette.services.parts import Parts

_WORD_FILES = ("docx", "doc", "rtf")
_OURS = ("A", "E")
_MATCHED = ("D011", "D013")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a repair works on: the document, its XML and pictures, the words of its Word file, the issuer's PDF."""

    document: Document
    xml: bytes
    images: dict[str, bytes]
    words: str
    signed: bytes | None

    @property
    def base(self) -> str:
        """Tells one version of the XML from another."""
        return hashlib.sha256(self.xml).hexdigest()


@dataclass(frozen=True, slots=True)
class _Repaired:
    """A text that was read: its XML when it can be kept, what was found, and how its words stand to the Word file's."""

    xml: bytes | None
    findings: tuple[Finding, ...]
    comparison: akn.Comparison | None = None
    identity: akn.TextIdentity | None = None


class Repair:
    """The editable text of a document at work."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open(self, actor: Actor, document_id: str) -> RepairView:
        """The document as editable text. Raises RoleMissing, StepClosed, NotFound."""
        taken = self._take(actor, document_id)
        return _view(taken, akn.to_editable(akn.read(taken.xml).require()), None)

    def check(self, actor: Actor, document_id: str, text: str) -> RepairView:
        """What saving *text* would find, with nothing kept. Raises as ``open``."""
        taken = self._take(actor, document_id)
        return _view(taken, text, self._read(taken, text))

    def save(self, actor: Actor, document_id: str, text: str, base: str) -> RepairView:
        """Keeps *text* as a new version of the XML; ``saved`` is False, and nothing kept, when an error stands in the way.

        The document waits for review again, by somebody else. Words that differ from the Word file's are kept as an error finding, which
        closes every step to publication until they agree. *base* is the ``base`` of the view that was edited. Raises ChangedMeanwhile when
        that is no longer the present text, and as ``open``.
        """
        taken = self._take(actor, document_id)
        if taken.base != base:
            raise ChangedMeanwhile
        made = self._read(taken, text)
        if made.xml is None or made.xml == taken.xml:
            return _view(taken, text, made)
        with self._parts.database.write() as work:
            saved = self._keep(work, actor, taken, made)
        return replace(_view(taken, text, made), document=saved, saved=True)

    def _take(self, actor: Actor, document_id: str) -> _Taken:
        if not actor.has(*CORRECTORS):
            raise RoleMissing(vi="cần vai trò Biên tập Công báo hoặc Chuyên viên soạn thảo", en="needs the role editor or drafter")
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            if document.state not in REPAIRABLE or not document.file("xml"):
                state = STATES[document.state]
                raise StepClosed(vi=f"văn bản đang ở bước “{state.vi}”", en=f"the document stands at “{state.en}”")
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            original = holdings.read(document, next(ref.format for ref in document.files if ref.format in _WORD_FILES))
            xml, images = holdings.read(document, "xml"), holdings.images(document)
            signed = holdings.read(document, "pdf") if document.provenance == "issuer" else None
            label = self._parts.vault.show(work.connection, actor.clearance, document.record).label
        blocks = word.read(original, name=document.source_name, legacy=self._parts.legacy(label), painter=word.TextOnly()).require()
        return _Taken(document, xml, images, blocks.visible_text(), signed)

    def _read(self, taken: _Taken, text: str) -> _Repaired:
        known = dict.fromkeys((*taken.images, *akn.image_names(taken.xml)), Image(b"", ""))
        outcome = akn.from_editable(text, known)
        if outcome.value is None or any(finding.code == "E018" for finding in outcome.findings):
            return _Repaired(None, outcome.findings)
        xml = akn.write(outcome.value).require()
        findings = outcome.findings + akn.validate(xml)
        identity = akn.text_identity(taken.words, xml)
        comparison = akn.compare(taken.words, akn.to_text(xml))
        if any(finding.level == "error" for finding in findings):
            return _Repaired(None, findings, comparison, identity)
        if not identity.identical:
            findings += (akn.CATALOGUE.finding("A008", before=identity.before, after=identity.after),)
        difference = text_difference(taken.signed, xml) if taken.signed is not None else None
        return _Repaired(xml, findings + ((difference,) if difference else ()), comparison, identity)

    def _keep(self, work: Work, actor: Actor, taken: _Taken, made: _Repaired) -> Document:
        documents = work.documents(actor.clearance)
        document = documents.get(taken.document.id)
        if document.version != taken.document.version or made.xml is None or made.identity is None:
            raise ChangedMeanwhile
        Holdings(work, self._parts.vault, actor.clearance).keep(document, Kept("xml", "xml", made.xml, "xml"))
        facts = akn.metadata(made.xml)
        documents.relate(document.id, relations(facts))
        kept = tuple(one for one in document.findings if one.code[0] not in _OURS and one.code not in _MATCHED)
        changed = replace(
            described(document, facts, today(self._parts.clock)).written_by("repair", actor.user),
            state="converted",
            findings=kept + made.findings,
            text_in=made.identity.characters_in,
            text_out=made.identity.characters_out,
            text_identical=made.identity.identical,
        )
        return record(work, actor, "repair", changed)


def _shown(comparison: akn.Comparison | None) -> Mapping[Lang, str]:
    """Where the words part, in the languages of the pages; nothing when they agree."""
    if comparison is None or comparison.identical:
        return {}
    return {"vi": akn.comparison_html(comparison, "vi"), "en": akn.comparison_html(comparison, "en")}


def _view(taken: _Taken, text: str, made: _Repaired | None) -> RepairView:
    findings = made.findings if made else ()
    comparison = made.comparison if made else None
    return RepairView(
        document=taken.document,
        text=text,
        base=taken.base,
        findings=tuple((akn.line_of(finding), finding) for finding in findings),
        checked=made is not None,
        difference=_shown(comparison),
        html=akn.to_html(made.xml, image_url=lambda source: shown(taken.images, source))
        if made is not None and made.xml is not None
        else "",
    )
