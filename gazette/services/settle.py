"""Settling: an editor decides on what the Word file carries besides its text; publication waits for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gazette import akn, word
from gazette.conversion import Conversion
from gazette.conversion import convert as through_the_stations
from gazette.db import Work
from gazette.db.holdings import IMAGES, Holdings, Kept
from gazette.db.steps import record
from gazette.model.document import Document, today
from gazette.model.errors import BadCall
from gazette.model.findings import CATALOGUE
from gazette.model.outcome import Finding, Lang
from gazette.model.people import Actor
from gazette.model.pictures import pack
from gazette.model.refusals import NotAccepted
from gazette.model.settling import SETTLEMENTS, Settlement, Version, version_of
from gazette.services import locking
from gazette.services.describing import described, judged, relations
from gazette.services.locking import Thing
from gazette.services.matching import text_difference
from gazette.services.parts import Parts
from gazette.services.taking import WORD_FILES, repairable
from gazette.word import LegacyConverter

_LASTING = frozenset({"D001", "D010", "D012", "D014"})
"""Findings that do not hang on which text of the Word file counts."""


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a new reading needs: the document, its Word file and what reads an old one, the issuer's PDF if any."""

    document: Document
    original: bytes
    legacy: LegacyConverter | None
    signed: bytes | None


class Settle:
    """The decisions on tracked changes, comments and hidden text."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def changes(self, actor: Actor, document_id: str) -> Mapping[Lang, str]:
        """What the tracked changes change, the original text against the accepted one, as safe HTML by language.

        Raises RoleMissing, StepClosed, NotFound.
        """
        taken = self._taken(actor, document_id)
        compared = akn.compare(_words(taken, "original"), _words(taken, "accepted"))
        return {"vi": akn.comparison_html(compared, "vi"), "en": akn.comparison_html(compared, "en")}

    def settle(self, actor: Actor, document_id: str, name: str) -> Document:
        """Decides by one of ``SETTLEMENTS``; where another text then counts, the Word file is read anew, and somebody else reviews it.

        A structure that was put right before stays among the versions. Raises BadCall for what the document does not ask for,
        NotAccepted when nothing is left of the text, LockedByAnother, ChangedMeanwhile, and as ``changes``.
        """
        taken = self._taken(actor, document_id)
        settlement, before = SETTLEMENTS.get(name), taken.document.findings
        if settlement is None or not settlement.ends & {finding.code for finding in before}:
            raise BadCall(reason=name)
        if not settlement.version:
            return self._noted(actor, taken.document, settlement, _settled(before, settlement))
        if settlement.version == version_of(before):
            return self._written(actor, taken, settlement, None)
        made = through_the_stations(taken.original, taken.document.source_name, legacy=taken.legacy, version=settlement.version)
        if made.xml is None or made.metadata is None or made.identity is None:
            raise NotAccepted(vi="không đọc được văn bản theo cách này", en="the text cannot be read in this way")
        return self._written(actor, taken, settlement, made)

    def _taken(self, actor: Actor, document_id: str) -> _Sources:
        with self._parts.database.write() as work:
            document = repairable(work, actor, document_id)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            original = holdings.read(document, next(ref.format for ref in document.files if ref.format in WORD_FILES))
            signed = holdings.read(document, "pdf") if document.provenance == "issuer" else None
            label = self._parts.vault.show(work.connection, actor.clearance, document.record).label
        return _Sources(document, original, self._parts.legacy(label), signed)

    def _noted(self, actor: Actor, document: Document, settlement: Settlement, findings: tuple[Finding, ...]) -> Document:
        with self._parts.database.write() as work:
            return record(work, actor, "settle", replace(document, findings=findings), settlement.vi)

    def _written(self, actor: Actor, taken: _Sources, settlement: Settlement, made: Conversion | None) -> Document:
        findings = _settled(taken.document.findings, settlement) if made is None else _found(taken, settlement, made)
        thing = Thing("text", taken.document.record)
        with self._parts.database.write() as work:
            locking.take(work, self._parts.vault, actor, thing)
            document = self._kept(work, actor, taken, made) if made is not None else taken.document
            changed = replace(document.written_by("repair", actor.user), state="converted", findings=findings)
            saved = record(work, actor, "settle", changed, settlement.vi)
            locking.give_back(work, self._parts.vault, actor, thing)
        return saved

    def _kept(self, work: Work, actor: Actor, taken: _Sources, made: Conversion) -> Document:
        """The document with the text of *made* as the next version of its XML."""
        document, facts, identity = taken.document, made.metadata, made.identity
        assert made.xml is not None
        assert facts is not None
        assert identity is not None
        holdings = Holdings(work, self._parts.vault, actor.clearance)
        if made.images:
            holdings.keep(document, Kept(IMAGES, IMAGES, pack(made.images), "original"))
        holdings.keep(document, Kept("xml", "xml", made.xml, "original"))
        work.documents(actor.clearance).relate(document.id, judged(relations(facts), document.relations))
        known = described(document, facts, today(self._parts.clock))
        return replace(known, text_in=identity.characters_in, text_out=identity.characters_out, text_identical=identity.identical)


def _found(taken: _Sources, settlement: Settlement, made: Conversion) -> tuple[Finding, ...]:
    """What is to be known of the text read anew: what the stations found, what does not hang on the text, what was settled before."""
    before = taken.document.findings
    codes = {finding.code for finding in before}
    found = (*made.findings, *(one for one in before if one.code in _LASTING))
    difference = text_difference(taken.signed, made.xml) if taken.signed is not None else None
    if difference is not None:
        found = (*found, difference)
    for other in SETTLEMENTS.values():
        if other.told in codes and other.told not in settlement.ends:
            found = _settled(found, other)
    return _settled(found, settlement)


def _settled(findings: Iterable[Finding], settlement: Settlement) -> tuple[Finding, ...]:
    gone = {*settlement.ends, settlement.told}
    return (*(one for one in findings if one.code not in gone), CATALOGUE.finding(settlement.told))


def _words(taken: _Sources, version: Version) -> str:
    name = taken.document.source_name
    read = word.read(taken.original, name=name, legacy=taken.legacy, version=version, painter=word.TextOnly())
    return read.require().visible_text()
