"""Converting: the worker turns a received original into Akoma Ntoso, and writes down what was found on the way."""

from dataclasses import dataclass

from gazette.conversion import Conversion
from gazette.conversion import convert as through_the_stations
from gazette.db import Work
from gazette.db.holdings import IMAGES, Holdings, Kept
from gazette.db.steps import advance
from gazette.model.document import Document, today
from gazette.model.errors import NotFound
from gazette.model.findings import CATALOGUE
from gazette.model.outcome import Finding
from gazette.model.people import WORKER
from gazette.model.pictures import pack
from gazette.services.describing import described, relations
from gazette.services.parts import Parts
from gazette.services.rechecking import looked_at
from gazette.word import LegacyConverter


@dataclass(frozen=True, slots=True)
class _Read:
    """What the worker took out of the vault: the document, its Word file and what reads an old one, and the issuer's PDF if any."""

    document: Document
    original: bytes
    signed: bytes | None
    legacy: LegacyConverter | None = None


class Convert:
    """Stations 1 to 3 for one document."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def convert(self, document_id: str) -> Document:
        """Converts a received document; one that went on already is given back as it is. Raises NotFound, ChangedMeanwhile."""
        taken = self._read(document_id)
        if taken.document.state != "received":
            return taken.document
        conversion = through_the_stations(taken.original, taken.document.source_name, legacy=taken.legacy)
        findings = conversion.findings
        if taken.signed is not None:
            findings += looked_at(self._parts, taken.signed, conversion.xml)
        with self._parts.database.write() as work:
            return self._written(work, taken.document, conversion, findings)

    def _read(self, document_id: str) -> _Read:
        with self._parts.database.write() as work:
            document = work.documents(WORKER.clearance).get(document_id)
            if document.state != "received":
                return _Read(document, b"", None)
            holdings = Holdings(work, self._parts.vault, WORKER.clearance)
            original = next((ref.format for ref in document.files if ref.format in ("docx", "doc", "rtf")), None)
            if original is None:
                raise NotFound
            signed = holdings.read(document, "pdf") if document.provenance == "issuer" else None
            legacy = None if original == "docx" else self._legacy(work, document)
            return _Read(document, holdings.read(document, original), signed, legacy)

    def _legacy(self, work: Work, document: Document) -> LegacyConverter:
        return self._parts.legacy(self._parts.vault.show(work.connection, WORKER.clearance, document.record).label)

    def _written(self, work: Work, document: Document, conversion: Conversion, findings: tuple[Finding, ...]) -> Document:
        holdings = Holdings(work, self._parts.vault, WORKER.clearance)
        if conversion.images:
            holdings.keep(document, Kept(IMAGES, IMAGES, pack(conversion.images), "original"))
        if conversion.xml is None or conversion.metadata is None or conversion.identity is None:
            return advance(work, WORKER, "convert", document, findings=findings)
        holdings.keep(document, Kept("xml", "xml", conversion.xml, "original"))
        known = described(document, conversion.metadata, today(self._parts.clock))
        same = work.lists(WORKER.clearance).same_act(known)
        if same is not None:
            findings += (CATALOGUE.finding("D001", title=same.title),)
        identity = conversion.identity
        work.documents(WORKER.clearance).relate(document.id, relations(conversion.metadata))
        return advance(
            work,
            WORKER,
            "convert",
            known,
            findings=findings,
            text_in=identity.characters_in,
            text_out=identity.characters_out,
            text_identical=identity.identical,
        )
