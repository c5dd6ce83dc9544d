"""A document taken out to be repaired: its text, its Word file as it was read, the issuer's PDF; read once for one person's work on it."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from gazette import akn, pages, structure, word
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.model.blocks import Blocks
from gazette.model.checks.reading import PrintedLine
from gazette.model.citations import Cited
from gazette.model.desk import CORRECTORS, REPAIRABLE
from gazette.model.document import Document
from gazette.model.draft import Draft
from gazette.model.offering import NOTHING_OFFERED, Offered
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.settling import choice_of, open_to
from gazette.model.workflow import STATES
from gazette.services.offering import offer
from gazette.services.parts import Parts

WORD_FILES = ("docx", "doc", "rtf")
"""The formats in which a Word file comes."""

_MOST = 8


@dataclass(frozen=True)
class Taken:
    """What a repair works on: the document, its XML and pictures, its Word file, and the issuer's PDF when there is one.

    *original* are the bytes of the Word file; *shown* is it with what is *offered* to be decided on marked in place, if there is any.
    """

    document: Document
    xml: bytes
    images: dict[str, bytes]
    blocks: Blocks
    signed: bytes | None
    offered: Offered = NOTHING_OFFERED
    shown: Blocks | None = None
    original: bytes = b""

    @property
    def base(self) -> str:
        """Tells one version of the XML from another."""
        return hashlib.sha256(self.xml).hexdigest()

    @cached_property
    def words(self) -> str:
        """The words of the Word file."""
        return self.blocks.visible_text()

    @cached_property
    def draft(self) -> Draft:
        """The document as it was recognised."""
        return akn.read(self.xml).require()

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """Its citations, as the text alone resolves them."""
        return structure.cited(self.draft)

    @property
    def evidence(self) -> str:
        """The words that tell its day of effect."""
        return self.draft.effective.evidence if self.draft.effective else ""

    @cached_property
    def editable(self) -> str:
        """The document as editable text."""
        return akn.to_editable(self.draft)

    @cached_property
    def page(self) -> str:
        """The Word file as safe HTML."""
        return pages.word_view(self.shown or self.blocks, self.offered)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, str], ...]:
        """The paragraphs of the Word file with their numbers."""
        return tuple((paragraph.where, paragraph.text) for paragraph in self.blocks.paragraphs())

    @cached_property
    def printed(self) -> tuple[PrintedLine, ...]:
        """The printed lines of the text."""
        return akn.printed_lines(self.xml)

    @cached_property
    def paragraph_of_line(self) -> dict[int, int]:
        """For each printed line the paragraph of the Word file it comes from."""
        return akn.beside(self.paragraphs, ((at, line.text) for at, line in enumerate(self.printed)))


class Taking:
    """Takes documents out. What one person took is kept for their next look, as long as the text is the same and they may see it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._kept: OrderedDict[tuple[str, str, str], Taken] = OrderedDict()
        self._lock = Lock()

    def fresh(self, actor: Actor, document_id: str) -> Taken:
        """Reads everything anew; each reading is logged. Raises RoleMissing, StepClosed, NotFound.

        A Word file that this person has open already is not worked out a second time: an old one takes LibreOffice seconds.
        """
        with self._parts.database.write() as work:
            document = repairable(work, actor, document_id)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            original = holdings.read(document, next(ref.format for ref in document.files if ref.format in WORD_FILES))
            xml, images = holdings.read(document, "xml"), holdings.images(document)
            signed = holdings.read(document, "pdf") if document.provenance == "issuer" else None
            label = self._parts.vault.show(work.connection, actor.clearance, document.record).label
        known = self._of(actor, document)
        if known is not None and known.document.findings == document.findings and known.original == original:
            return self._keep(actor, replace(known, document=document, xml=xml, images=images, signed=signed))
        legacy, choice = word.ConvertedOnce(self._parts.legacy(label)), choice_of(document.findings)
        read = word.read(
            original,
            name=document.source_name,
            legacy=legacy,
            version=choice.version,
            painter=word.TextOnly(),
            decided=choice.decided,
        )
        asked = bool(open_to(document.findings) or choice.decided)
        offered = offer(original, legacy, choice) if asked else NOTHING_OFFERED
        shown = word.marked(original, read.require(), choice, legacy=legacy) if asked else None
        return self._keep(actor, Taken(document, xml, images, read.require(), signed, offered, shown, original))

    def again(self, actor: Actor, document_id: str) -> Taken:
        """What this person has open already, when it is still what it was; else read anew. Raises as ``fresh``."""
        with self._parts.database.read() as work:
            document = repairable(work, actor, document_id)
        found = self._of(actor, document)
        if found is not None and found.document.version == document.version:
            return found
        return self.fresh(actor, document_id)

    def _of(self, actor: Actor, document: Document) -> Taken | None:
        ref = document.file("xml")
        with self._lock:
            return self._kept.get((actor.user, document.id, ref.sha256 if ref else ""))

    def _keep(self, actor: Actor, taken: Taken) -> Taken:
        with self._lock:
            self._kept[(actor.user, taken.document.id, taken.base)] = taken
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return taken


def repairable(work: Work, actor: Actor, document_id: str) -> Document:
    """The document, when this person may repair it now. Raises RoleMissing, StepClosed, NotFound."""
    if not actor.has(*CORRECTORS):
        raise RoleMissing(vi="cần vai trò Biên tập Công báo hoặc Chuyên viên soạn thảo", en="needs the role editor or drafter")
    document = work.documents(actor.clearance).get(document_id)
    if document.state not in REPAIRABLE or not document.file("xml"):
        state = STATES[document.state]
        raise StepClosed(vi=f"văn bản đang ở bước “{state.vi}”", en=f"the document stands at “{state.en}”")
    return document
