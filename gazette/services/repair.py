"""Repairing: a converted document as plain text that an editor puts right; the words must stay those of the Word file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gazette import akn
from gazette.db import Work
from gazette.db.errors import ChangedMeanwhile
from gazette.db.holdings import Holdings, Kept
from gazette.db.steps import record
from gazette.model.blocks import Image
from gazette.model.desk import LiveCheck, Opposite, RepairView
from gazette.model.document import HANOI, Document, today
from gazette.model.errors import BadCall
from gazette.model.locking import CopyElsewhere, LockView
from gazette.model.outcome import Finding, Lang
from gazette.model.people import Actor
from gazette.model.pictures import shown
from gazette.services import locking
from gazette.services.beside import places_of, side_by_side, turned
from gazette.services.checking import Checking
from gazette.services.describing import described, judged, relations
from gazette.services.locking import Thing
from gazette.services.matching import text_difference
from gazette.services.opposite import opposite
from gazette.services.parts import Parts
from gazette.services.taking import Taken, Taking, repairable
from gazette.services.versions import end_copy, read_copy, read_version, versions, write_copy

_OURS = ("A", "E")
_MATCHED = ("D011", "D013")


@dataclass(frozen=True, slots=True)
class _Repaired:
    """A text that was read: its XML when it can be kept, what was found, and how its words stand to the Word file's."""

    xml: bytes | None
    findings: tuple[Finding, ...]
    comparison: akn.Comparison | None = None
    identity: akn.TextIdentity | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """What an editor does to one line: one of ``akn.MOVES``, the line from 1, and for a split the column from 0."""

    name: str
    line: int
    column: int = 0


class Repair:
    """The editable text of a document at work, beside its Word file."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._taking = Taking(parts)

    def open(self, actor: Actor, document_id: str) -> RepairView:
        """The document as editable text beside its Word file, with all that was found in it. Raises RoleMissing, StepClosed, NotFound."""
        taken = self._taking.fresh(actor, document_id)
        return self._beside(actor, taken, _view(taken, taken.editable, None))

    def check(self, actor: Actor, document_id: str, text: str) -> RepairView:
        """What saving *text* would find, with nothing kept. Raises as ``open``."""
        taken = self._taking.again(actor, document_id)
        return self._beside(actor, taken, _view(taken, text, self._read(taken, text)))

    def live(self, actor: Actor, document_id: str, text: str) -> LiveCheck:
        """What stands against *text* while it is being written; nothing is kept, the issuer's PDF is not asked. Raises as ``open``."""
        made = _understood(self._taking.again(actor, document_id), text)
        identical = made.identity is not None and made.identity.identical
        return LiveCheck(tuple((akn.line_of(finding), finding) for finding in made.findings), identical, made.xml is not None)

    def move(self, actor: Actor, document_id: str, text: str, move: Move) -> tuple[RepairView, int]:
        """*text* after a move of one of its lines, and the line to go on at; nothing is kept. Raises BadCall, and as ``open``."""
        taken = self._taking.again(actor, document_id)
        if move.name not in akn.MOVES:
            raise BadCall(reason=move.name)
        made = akn.moved(text, move.name, move.line, move.column)
        return self._beside(actor, taken, _view(taken, made.text, None)), made.line

    def save(self, actor: Actor, document_id: str, text: str, base: str) -> RepairView:
        """Keeps *text* as a new version of the XML; ``saved`` is False, and nothing kept, when an error stands in the way.

        The document waits for review again, by somebody else. Words that differ from the Word file's are kept as an error finding, which
        closes every step to publication until they agree. *base* is the ``base`` of the view that was edited. Raises ChangedMeanwhile when
        that is no longer the present text, LockedByAnother, and as ``open``.
        """
        taken = self._taking.fresh(actor, document_id)
        if taken.base != base:
            raise ChangedMeanwhile
        made = self._read(taken, text)
        if made.xml is None or made.xml == taken.xml:
            return self._beside(actor, taken, _view(taken, text, made))
        thing = Thing("text", taken.document.record)
        with self._parts.database.write() as work:
            locking.take(work, self._parts.vault, actor, thing)
            saved = self._keep(work, actor, taken, made)
            end_copy(work, self._parts.vault, actor, taken.document)
            locking.give_back(work, self._parts.vault, actor, thing)
        return replace(_view(taken, text, made), document=saved, saved=True)

    def put_by(self, actor: Actor, document_id: str, text: str, base: str, known: str = "") -> tuple[LockView, str]:
        """Keeps what this person is writing as their working copy, and the document locked for them; the document stays as it is.

        *known* is the ``stamp`` of the copy that this text goes on from, empty for none; the new one is given back. Raises CopyElsewhere
        when another text was put by meanwhile, LockedByAnother, BadCall, and as ``open``.
        """
        with self._parts.database.write() as work:
            document = repairable(work, actor, document_id)
            lock = locking.take(work, self._parts.vault, actor, Thing("text", document.record))
            before = read_copy(work, self._parts.vault, actor, document)
            if before is not None and before.stamp != known:
                raise CopyElsewhere(at=f"{before.at.astimezone(HANOI):%H:%M %d/%m/%Y}")
            write_copy(work, self._parts.vault, actor, document, (base, text))
            copy = read_copy(work, self._parts.vault, actor, document)
        return lock, copy.stamp if copy else ""

    def drop(self, actor: Actor, document_id: str) -> None:
        """Drops this person's working copy. Raises as ``open``."""
        with self._parts.database.write() as work:
            end_copy(work, self._parts.vault, actor, repairable(work, actor, document_id))

    def take_over(self, actor: Actor, document_id: str, reason: str) -> LockView:
        """Takes over the lock that another holds, with a reason. Raises RoleMissing, and as ``open``."""
        with self._parts.database.write() as work:
            document = repairable(work, actor, document_id)
            return locking.steal(work, self._parts.vault, actor, Thing("text", document.record), reason)

    def give_back(self, actor: Actor, document_id: str) -> None:
        """Ends this person's lock without keeping anything. Raises as ``open``."""
        with self._parts.database.write() as work:
            document = repairable(work, actor, document_id)
            locking.give_back(work, self._parts.vault, actor, Thing("text", document.record))

    def opposite(self, actor: Actor, document_id: str) -> Opposite | None:
        """What the issuer's signed PDF says otherwise than the present text; None without such a PDF. Raises as ``open``."""
        taken = self._taking.again(actor, document_id)
        return opposite(taken, turned(places_of(taken, taken.editable)))

    def differences(self, actor: Actor, document_id: str, number: int) -> Mapping[Lang, str]:
        """What changed since an earlier state of the structure, as safe HTML by language. Raises NotFound, and as ``open``."""
        taken = self._taking.again(actor, document_id)
        before, now = _shown_structure(self._earlier(actor, taken.document, number)), _shown_structure(taken.editable)
        compared = akn.compare(before, now)
        return {"vi": akn.comparison_html(compared, "vi"), "en": akn.comparison_html(compared, "en")}

    def restore(self, actor: Actor, document_id: str, number: int) -> RepairView:
        """Makes an earlier state of the structure the present one again, as a new version. Raises as ``save`` and ``differences``."""
        taken = self._taking.again(actor, document_id)
        return self.save(actor, document_id, self._earlier(actor, taken.document, number), taken.base)

    def _earlier(self, actor: Actor, document: Document, number: int) -> str:
        with self._parts.database.write() as work:
            xml = read_version(work, self._parts.vault, actor, document, number)
        return akn.to_editable(akn.read(xml).require())

    def _beside(self, actor: Actor, taken: Taken, view: RepairView) -> RepairView:
        """The view with all that stands around the text."""
        with self._parts.database.write() as work:
            document = taken.document
            documents = work.documents(actor.clearance)
            checks = Checking(self._parts, work, actor.clearance).document(document)
            history = documents.history(document)
            copy = read_copy(work, self._parts.vault, actor, document)
            kept = versions(work, self._parts.vault, actor, document)
            lock = locking.standing(work, self._parts.vault, actor, Thing("text", document.record))
            around = side_by_side(taken, view.text, (*document.findings, *checks), history, documents)
        stale = copy is not None and copy.text == view.text
        return replace(view, beside=around, versions=kept, lock=lock, copy=None if stale else copy)

    def _read(self, taken: Taken, text: str) -> _Repaired:
        made = _understood(taken, text)
        if made.xml is None or made.identity is None:
            return made
        if not made.identity.identical:
            missing = akn.CATALOGUE.finding("A008", before=made.identity.before, after=made.identity.after)
            made = replace(made, findings=(*made.findings, missing))
        difference = text_difference(taken.signed, made.xml) if taken.signed is not None else None
        return replace(made, findings=(*made.findings, difference)) if difference else made

    def _keep(self, work: Work, actor: Actor, taken: Taken, made: _Repaired) -> Document:
        documents = work.documents(actor.clearance)
        document = documents.get(taken.document.id)
        if document.version != taken.document.version or made.xml is None or made.identity is None:
            raise ChangedMeanwhile
        Holdings(work, self._parts.vault, actor.clearance).keep(document, Kept("xml", "xml", made.xml, "xml"))
        facts = akn.metadata(made.xml)
        documents.relate(document.id, judged(relations(facts), document.relations))
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


def _understood(taken: Taken, text: str) -> _Repaired:
    """*text* read, written as XML, validated, and its words held against the Word file's."""
    known = dict.fromkeys((*taken.images, *akn.image_names(taken.xml)), Image(b"", ""))
    outcome = akn.from_editable(text, known)
    if outcome.value is None or any(finding.code == "E018" for finding in outcome.findings):
        return _Repaired(None, outcome.findings)
    xml = akn.write(outcome.value).require()
    findings = outcome.findings + akn.validate(xml)
    identity = akn.text_identity(taken.words, xml)
    comparison = None if identity.identical else akn.compare(taken.words, akn.to_text(xml))
    stopped = any(finding.level == "error" for finding in findings)
    return _Repaired(None if stopped else xml, findings, comparison, identity)


def _shown_structure(text: str) -> str:
    """The editable text with its indents as signs, so that a comparison sees them."""
    return "\n".join("› " * ((len(line) - len(line.lstrip(" "))) // 2) + line.strip(" ") for line in text.split("\n"))


def _shown(comparison: akn.Comparison | None) -> Mapping[Lang, str]:
    """Where the words part, in the languages of the pages; nothing when they agree."""
    if comparison is None or comparison.identical:
        return {}
    return {"vi": akn.comparison_html(comparison, "vi"), "en": akn.comparison_html(comparison, "en")}


def _view(taken: Taken, text: str, made: _Repaired | None) -> RepairView:
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
