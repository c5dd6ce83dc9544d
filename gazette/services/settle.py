"""Settling: an editor decides on what the Word file carries besides its text; publication waits for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gazette import akn, word
from gazette.conversion import Conversion
from gazette.conversion import convert as through_the_stations
from gazette.db import Work
from gazette.db.holdings import IMAGES, Holdings, Kept
from gazette.db.steps import record
from gazette.model.blocks import Blocks
from gazette.model.document import Document, today
from gazette.model.errors import BadCall
from gazette.model.findings import CATALOGUE
from gazette.model.offering import Offered
from gazette.model.outcome import Finding, Lang, Outcome
from gazette.model.people import Actor
from gazette.model.pictures import pack
from gazette.model.refusals import NotAccepted
from gazette.model.settling import ONE_BY_ONE, SETTLEMENTS, Choice, Decided, Settlement, Version, asked_of, choice_of, decided_at_once
from gazette.services import locking
from gazette.services.describing import described, judged, relations
from gazette.services.locking import Thing
from gazette.services.matching import text_difference
from gazette.services.offering import offer
from gazette.services.parts import Parts
from gazette.services.taking import WORD_FILES, repairable
from gazette.word import LegacyConverter

_BESIDE = frozenset({"W023", "W024"})
"""Findings on what is no part of the text."""
_LONGEST_NOTE = 4000
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
        if settlement is None or not settlement.ends & asked_of(before):
            raise BadCall(reason=name)
        if not settlement.version:
            return self._noted(actor, taken.document, settlement, _settled(before, settlement))
        present = choice_of(before)
        if settlement.version == present.version and not present.decided.tracked:
            return self._written(actor, taken, settlement.vi, (_settled(before, settlement), None))
        choice = Choice(settlement.version, present.decided.without_tracked())
        made = _read_anew(taken, choice)
        return self._written(actor, taken, settlement.vi, (_settled(_found(taken, made, choice.decided), settlement), made))

    def decide(self, actor: Actor, document_id: str, choices: Mapping[str, str], answers: Mapping[str, str] | None = None) -> Document:
        """Decides on changes, comments and hidden words one by one; where that changes the text, the Word file is read anew.

        *choices*: by key one of the ``CHOICES`` of its kind, empty to leave it open; *answers*: by the key of a comment what is said to
        it, for the history. Raises as ``settle``, and BadCall for a key or choice that is none.
        """
        taken = self._taken(actor, document_id)
        present = choice_of(taken.document.findings)
        offered = offer(taken.original, taken.legacy, present)
        if any(name not in ("", *offered.choices(key)) for key, name in choices.items()):
            raise BadCall(reason="dau-vet")
        before = _explicit(present, offered, taken.document.findings)
        held = replace(offered, decided=before)
        choices = {key: name for key, name in choices.items() if name != held.chosen(key)}
        if not choices:
            return taken.document
        decided = before.with_choices(choices)
        note = _told(offered, choices, answers or {})
        if (decided.accepted, decided.rejected, decided.shown) != (before.accepted, before.rejected, before.shown):
            made = _read_anew(taken, Choice("accepted", decided))
            return self._written(actor, taken, note, (_found(taken, made, decided), made))
        read = _read(taken, Choice(present.version, decided))
        gone = _BESIDE | {ONE_BY_ONE}
        findings = (
            *(one for one in taken.document.findings if one.code not in gone),
            *(one for one in read.findings if one.code in _BESIDE),
        )
        with self._parts.database.write() as work:
            changed = replace(taken.document, findings=(*findings, *_kept_in(decided)))
            return record(work, actor, "settle", changed, note)

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

    def _written(self, actor: Actor, taken: _Sources, note: str, result: tuple[tuple[Finding, ...], Conversion | None]) -> Document:
        findings, made = result
        thing = Thing("text", taken.document.record)
        with self._parts.database.write() as work:
            locking.take(work, self._parts.vault, actor, thing)
            document = self._kept(work, actor, taken, made) if made is not None else taken.document
            changed = replace(document.written_by("repair", actor.user), state="converted", findings=findings)
            saved = record(work, actor, "settle", changed, note)
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


def _read_anew(taken: _Sources, choice: Choice) -> Conversion:
    made = through_the_stations(taken.original, taken.document.source_name, legacy=taken.legacy, choice=choice)
    if made.xml is None or made.metadata is None or made.identity is None:
        raise NotAccepted(vi="không đọc được văn bản theo cách này", en="the text cannot be read in this way")
    return made


def _explicit(present: Choice, offered: Offered, findings: Iterable[Finding]) -> Decided:
    """What was decided, one by one also where it was decided on all at once."""
    at_once = decided_at_once(findings)
    return present.decided.with_choices(dict.fromkeys((one.key for one in offered.changes), at_once)) if at_once else present.decided


def _kept_in(decided: Decided) -> tuple[Finding, ...]:
    return (CATALOGUE.finding(ONE_BY_ONE, **decided.told()),) if decided else ()


def _told(offered: Offered, choices: Mapping[str, str], answers: Mapping[str, str]) -> str:
    """What was decided, for the history: each in its words."""
    said = {key: f" → {answer.strip()}" for key, answer in answers.items() if answer.strip()}
    told = (f"{offered.named(key, name)}{said.get(key, '')}" for key, name in choices.items())
    return "; ".join(told)[:_LONGEST_NOTE]


def _found(taken: _Sources, made: Conversion, decided: Decided) -> tuple[Finding, ...]:
    """What is to be known of the text read anew: what the stations found, what does not hang on the text, what was settled before."""
    before = taken.document.findings
    codes = {finding.code for finding in before}
    found = (*made.findings, *(one for one in before if one.code in _LASTING), *_kept_in(decided))
    difference = text_difference(taken.signed, made.xml) if taken.signed is not None else None
    if difference is not None:
        found = (*found, difference)
    for other in SETTLEMENTS.values():
        if other.told in codes and not other.version:
            found = _settled(found, other)
    return found


def _settled(findings: Iterable[Finding], settlement: Settlement) -> tuple[Finding, ...]:
    gone = {*settlement.ends, settlement.told}
    return (*(one for one in findings if one.code not in gone), CATALOGUE.finding(settlement.told))


def _words(taken: _Sources, version: Version) -> str:
    return _read(taken, Choice(version)).require().visible_text()


def _read(taken: _Sources, choice: Choice) -> Outcome[Blocks]:
    name, version, decided = taken.document.source_name, choice.version, choice.decided
    return word.read(taken.original, name=name, legacy=taken.legacy, version=version, painter=word.TextOnly(), decided=decided)
