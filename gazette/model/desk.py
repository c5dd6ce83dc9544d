"""What the desk shows: the board, one document at work, the registers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gazette.model.citations import STANDINGS, Cited
from gazette.model.consequences import Consequence
from gazette.model.document import Book, Document, HistoryEntry
from gazette.model.effect import EffectiveDate, PartialEffect
from gazette.model.locking import LockView
from gazette.model.offering import NOTHING_OFFERED, Offered
from gazette.model.outcome import Finding, Lang
from gazette.model.provenance import ReadFact
from gazette.model.relations import Relation
from gazette.model.settling import OPEN, Settlement, decided_at_once, open_to
from gazette.model.workflow import UNFINISHED, Refusal, Transition

EDITABLE = ("kind", "number", "issuer", "place", "issued_on", "subject", "effective_from", "field")
"""The head fields a reviewer may correct; the act's own words are never changed here."""

CORRECTORS = ("editor", "drafter")
"""The roles that may correct the head of a converted document, or repair its structure."""

REPAIRABLE = ("converted", "reviewed", "approved")
"""The states in which they may."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the board: a document and the buttons this person has on it."""

    document: Document
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """The board: how many visible documents stand at each state, one page of the rows asked for, and the mark of the next page.

    A count beyond ``most`` only says that there are more.
    """

    counts: Mapping[str, int]
    rows: tuple[DeskRow, ...]
    state: str | None
    next: str | None = None
    most: int = 0

    @property
    def total(self) -> int:
        """How many documents there are to list, as far as they were counted."""
        return self.counts[self.state] if self.state else sum(self.counts[state] for state in UNFINISHED)


@dataclass(frozen=True, slots=True)
class DeskView:
    """One document at work: the buttons this person has, why the other steps are closed, and the history, oldest first."""

    document: Document
    transitions: tuple[Transition, ...]
    closed: tuple[tuple[Transition, Refusal], ...]
    history: tuple[HistoryEntry, ...]
    jobs_waiting: int = 0


@dataclass(frozen=True, slots=True)
class TextIdentity:
    """Whether the XML's text equals the Word file's: characters of each and where they first differ."""

    characters_in: int
    characters_out: int
    identical: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review page: source and result side by side. ``html`` is the reading view, safe to print as it is.

    ``cited`` are its citations against what is published and may be known; ``effect`` is how the day of effect was found, ``partial`` the
    provisions that have a day of their own. ``checks`` is what stands against its publication, each with its place in the text,
    ``follows`` what it will do to other acts.
    """

    document: Document
    findings: tuple[Finding, ...]
    html: str
    contents: tuple["ContentsLine", ...]
    text: TextIdentity | None
    transitions: tuple[Transition, ...]
    closed: tuple[tuple[Transition, Refusal], ...]
    history: tuple[HistoryEntry, ...]
    head: Mapping[str, str]
    cited: tuple[Cited, ...] = ()
    effect: EffectiveDate | None = None
    partial: tuple[PartialEffect, ...] = ()
    checks: tuple[Finding, ...] = ()
    follows: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with its place on both sides: the paragraph of the Word file and the line of the editable text; 0 where it has none."""

    finding: Finding
    paragraph: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One kept state of a document's structure: its number from 1, who kept it and when."""

    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A text that somebody was writing and has not kept: the version it was begun on, the text, and when it was put by."""

    base: str
    text: str
    at: datetime

    @property
    def stamp(self) -> str:
        """Tells this state of the copy from every other one."""
        return self.at.isoformat()


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """What an unsaved text says: findings by line (None: the whole text), and whether its words are those of the Word file."""

    findings: tuple[tuple[int | None, Finding], ...]
    identical: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class CitedAt:
    """A citation with its place on both sides: the paragraph of the Word file and the line of the editable text; 0 where it has none."""

    cited: Cited
    paragraph: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation by its place among the document's own, and whether a person confirmed it as it stands."""

    place: int
    relation: Relation
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a document to others: its citations, its relations, and what follows from them for other acts."""

    cited: tuple[CitedAt, ...] = ()
    relations: tuple[Tie, ...] = ()
    follows: tuple[Consequence, ...] = ()

    @property
    def standings(self) -> Mapping[str, int]:
        """How many citations stand how, in the order of ``STANDINGS``."""
        counted = Counter(one.cited.standing for one in self.cited)
        return {standing: counted[standing] for standing in STANDINGS}

    @property
    def asking(self) -> tuple[CitedAt, ...]:
        """The citations, those first that ask for a person."""
        order = ("ambiguous", "unclear", "outside", "resolved")
        return tuple(sorted(self.cited, key=lambda one: order.index(one.cited.standing)))


@dataclass(frozen=True, slots=True)
class Beside:
    """The Word file beside the editable text: its page as safe HTML, for each line the paragraph it comes from, what was found,
    where each value of the head was read (as the paragraph), what ties it to others, and what of the file is decided on one by one."""

    word: str = ""
    places: Mapping[int, int] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    facts: tuple[tuple[ReadFact, int], ...] = ()
    ties: Ties = field(default_factory=Ties)
    offered: Offered = NOTHING_OFFERED

    @property
    def grouped(self) -> tuple[tuple[Remark, ...], ...]:
        """What was found, each sentence once with all its places, in the order in which it was found first."""
        groups: dict[tuple[str, str], list[Remark]] = {}
        for one in self.remarks:
            groups.setdefault((one.finding.code, one.finding.message()), []).append(one)
        return tuple(map(tuple, groups.values()))


@dataclass(frozen=True, slots=True)
class Parting:
    """One place where a signed PDF says something else: the words on both sides, the provision, its paragraph and line (0: unknown)."""

    text: str
    printed: str
    provision: str = ""
    paragraph: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Opposite:
    """The issuer's signed PDF held against the text: the finding (None: they say the same), and the places where they part."""

    finding: Finding | None
    places: tuple[Parting, ...] = ()


@dataclass(frozen=True, slots=True)
class RepairView:
    """The repair page: the editable text, what was found in it by line (None: the whole text), and whether it was saved.

    ``base`` names the version that is being edited. ``difference`` shows, as safe HTML by language, where the words part from the Word
    file's; empty when they agree. ``html`` is the reading view of what would be saved. ``lock`` says who is changing it, ``copy`` what
    this person wrote and did not keep.
    """

    document: Document
    text: str
    base: str
    findings: tuple[tuple[int | None, Finding], ...] = ()
    checked: bool = False
    difference: Mapping[Lang, str] = field(default_factory=dict)
    html: str = ""
    saved: bool = False
    beside: Beside = field(default_factory=Beside)
    versions: tuple[TextVersion, ...] = ()
    copy: WorkingCopy | None = None
    lock: LockView | None = None

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """The decisions its Word file asks for, or that can still be changed."""
        return open_to(self.document.findings)

    @property
    def unsettled(self) -> bool:
        """True while tracked changes, comments or hidden text wait for a decision."""
        return any(finding.code in OPEN for finding in self.document.findings)

    @property
    def tracked(self) -> bool:
        """True when the Word file holds tracked changes, decided on or not."""
        return any(one.version for one in self.settlements)

    @property
    def decided_at_once(self) -> str:
        """What was said of all tracked changes at once: ``accepted``, ``rejected``, or nothing."""
        return decided_at_once(self.document.findings)

    @property
    def traces(self) -> bool:
        """True when the Word file carries something to decide on, or that was decided on one by one."""
        return bool(self.settlements or self.beside.offered.decided)

    @property
    def stopped(self) -> bool:
        """True when the text cannot be kept as it is."""
        return self.checked and not self.html

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, so that a finding can show its own."""
        return tuple(self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of a document's table of contents: depth from 0, eId, number as printed, heading."""

    depth: int
    eid: str
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of a register (sổ văn bản đến, sổ văn bản đi); a voided number stays with its reason (Decree 30/2020, Article 15)."""

    number: int
    printed: str
    on: date
    at: datetime
    by: str
    document: str | None
    title: str
    issuer: str | None
    signer: str | None
    recipients: str
    voided: bool = False
    reason: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """One page of a book of one year, its rows by number, and the mark of the next page."""

    book: Book
    series: str
    year: int
    rows: tuple[RegisterRow, ...]
    series_names: tuple[str, ...] = ()
    next: str | None = None
