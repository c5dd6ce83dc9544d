"""A gazette issue: its number over an interval, its parts, its items."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gazette.model.document import Document, FileRef
from gazette.model.outcome import Finding, Lang

IssueState = Literal["draft", "approved", "published"]

_ENTRIES_IN_FRONT, _ENTRIES_A_PAGE = 9, 20
"""Lines of the contents, of two printed lines each, on the front page and on the pages after it."""

_PART = re.compile(r"([0-9]{1,5})(?:([+-])([0-9]{1,5}))?")
_WITH_YEAR = re.compile(r"^\d+[a-z]?/(19|20)\d\d/", re.IGNORECASE)

_ADDRESS = re.compile(r"[a-z]+(?:_[\w-]+)?(?:__[a-z]+_[\w-]+)*")
"""An eId of a text, or the name of one of its zones."""


@dataclass(frozen=True, slots=True, order=True)
class IssueNumber:
    """The number of an issue: one, two or more consecutive numbers of a year (domain: an interval, never overlapping)."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        if not (1 <= self.first <= self.last and 1900 <= self.year <= 2999):
            raise ValueError(f"no issue number: {self.year}, {self.first} to {self.last}")

    @property
    def label(self) -> str:
        """As the front page prints it: ``18``, ``713 + 714``, ``từ số 367 đến số 370``."""
        if self.last == self.first:
            return str(self.first)
        return f"{self.first} + {self.last}" if self.last == self.first + 1 else f"từ số {self.first} đến số {self.last}"

    @property
    def part(self) -> str:
        """As addresses carry it: ``18``, ``713+714``, ``367-370``."""
        if self.last == self.first:
            return str(self.first)
        return f"{self.first}{'+' if self.last == self.first + 1 else '-'}{self.last}"

    @property
    def title(self) -> str:
        """``Công báo số 12 + 13``."""
        return f"Công báo {self.words}"

    @property
    def words(self) -> str:
        """Within a sentence: ``số 12 + 13``, ``từ số 367 đến số 370``."""
        return self.label if self.last > self.first + 1 else f"số {self.label}"

    def within(self, year: int) -> str:
        """The title as an issue of *year* refers to it: with the year only where that is another."""
        return self.title if year == self.year else f"{self.title} năm {self.year}"

    @classmethod
    def parse(cls, year: int, part: str) -> "IssueNumber":
        """The number an address names, from ``18``, ``713+714`` or ``367-370``; ``ValueError`` otherwise."""
        found = _PART.fullmatch(part.replace(" ", ""))
        if not found:
            raise ValueError(f"no issue number: {part}")
        first = int(found[1])
        return cls(year, first, int(found[3]) if found[3] else first)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an issue, in printed order."""

    id: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """The heading in *lang*."""
        return self.vi if lang == "vi" else self.en


PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        Part("quy-pham-phap-luat", "PHẦN VĂN BẢN QUY PHẠM PHÁP LUẬT", "LEGAL NORMATIVE DOCUMENTS"),
        Part("van-ban-khac", "PHẦN VĂN BẢN KHÁC", "OTHER DOCUMENTS"),
    )
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an issue prints of a document that runs over several; without any name the whole of it.

    ``begins`` is the eId of the provision that it begins with (empty: from the beginning), ``ends`` that of the first which it leaves to
    the next issue (empty: to the end). ``previous`` and ``following`` are the issues that hold the neighbouring stretches, ``year``
    is that of its own issue.
    """

    begins: str = ""
    ends: str = ""
    previous: IssueNumber | None = None
    following: IssueNumber | None = None
    year: int = 0

    @property
    def whole(self) -> bool:
        """True when the issue prints the document from beginning to end."""
        return not self.begins and not self.ends

    @property
    def comes_from(self) -> str:
        """``Tiếp theo Công báo số 12 + 13``; empty for what begins here."""
        return f"Tiếp theo {self.previous.within(self.year)}" if self.previous else ""

    @property
    def goes_on(self) -> str:
        """``Xem tiếp Công báo số 14``; empty for what ends here."""
        return f"Xem tiếp {self.following.within(self.year)}" if self.following else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stands behind the title in contents: where the text began, and where it goes on."""
        return tuple(f"({said})" for said in (self.comes_from, self.goes_on) if said)


WHOLE = Stretch()


@dataclass(frozen=True, slots=True)
class IssueItem:
    """One document in an issue: its place (from 1), its part, and its pages once the issue is typeset.

    ``stretch`` is what the issue prints of it; ``estimate`` on how many pages, as long as the issue is at work and it was measured.
    """

    position: int
    part: str
    document: Document
    first_page: int | None = None
    last_page: int | None = None
    stretch: Stretch = WHOLE
    estimate: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved an issue, when (UTC), and what exactly: the sum of :func:`seal_of`."""

    by: str
    at: datetime
    seal: str


@dataclass(frozen=True, slots=True)
class Order:
    """Who ordered an approved issue to come out, and when it is due (UTC)."""

    by: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """A warning that somebody answers for: its key (:func:`key_of`), the document and code, the reason, who, and when (UTC)."""

    key: str
    document: str
    code: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue as one line of a list: without its items, with how many of its documents the reader may know of."""

    issue: "Issue"
    documents: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A gazette issue; after publication its bytes, number, date and order never change (domain: immutability).

    ``withheld`` says that something in it was given a label above what this reader may know: it is not among ``items``.
    ``budget`` is how many pages it should have at most, if anybody said.
    """

    id: str
    number: IssueNumber
    date: date
    state: IssueState
    check_code: str
    items: tuple[IssueItem, ...] = ()
    record: str | None = None
    pdf: FileRef | None = None
    pages: int | None = None
    created_by: str = ""
    published_at: datetime | None = None
    version: int = 1
    withheld: bool = False
    approval: Approval | None = None
    order: Order | None = None
    budget: int | None = None

    @property
    def approved(self) -> bool:
        """Whether it stands exactly as it was approved. Whatever changed since then has taken the approval back."""
        return self.state == "approved" and self.approval is not None and self.approval.seal == seal_of(self)

    @property
    def title(self) -> str:
        """``Công báo số 12 + 13``."""
        return self.number.title

    @property
    def estimate(self) -> int | None:
        """On how many pages it will stand, as far as its items were measured; None before that."""
        return self.pages_with(len(self.items)) if any(item.estimate for item in self.items) else None

    def pages_with(self, items: int) -> int:
        """How many pages its first *items* are estimated to take, with contents and imprint."""
        contents = 1 + max(0, items - _ENTRIES_IN_FRONT + _ENTRIES_A_PAGE - 1) // _ENTRIES_A_PAGE
        return contents + sum(item.estimate or 0 for item in self.items[:items]) + 1

    def by_part(self) -> tuple[tuple[Part, tuple[IssueItem, ...]], ...]:
        """The parts that hold something, each with its items in printed order."""
        groups = ((part, tuple(item for item in self.items if item.part == part.id)) for part in PARTS.values())
        return tuple((part, items) for part, items in groups if items)


def seal_of(issue: Issue) -> str:
    """The SHA-256 over all that an approval covers: number, date, order, and each document's version and files."""
    items = [
        [item.part, item.document.id, item.document.version, sorted(ref.sha256 for ref in item.document.files), *_sealed(item.stretch)]
        for item in issue.items
    ]
    whole = [issue.number.year, issue.number.first, issue.number.last, issue.date.isoformat(), issue.withheld, items]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _sealed(stretch: Stretch) -> list[str]:
    neighbours = (number.title for number in (stretch.previous, stretch.following) if number)
    return [] if stretch.whole else [stretch.begins, stretch.ends, *neighbours]


def key_of(document: Document, finding: Finding) -> str:
    """The name of one finding in one document as it stands: another when the document or the finding changes."""
    whole = [document.id, document.version, finding.code, finding.level, finding.where, finding.message("vi")]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PreflightRow:
    """One thing found in an issue: in which item (None: in the issue itself), and who answers for it if it is a warning."""

    finding: Finding
    item: IssueItem | None = None
    key: str = ""
    passed: Pass | None = None

    @property
    def place(self) -> str:
        """Where in the document it stands: an eId, a zone's name, or empty."""
        return self.finding.where if self.item and _ADDRESS.fullmatch(self.finding.where) else ""

    @property
    def told(self) -> str:
        """The place as the station that found it told it in words; empty for an item of the issue."""
        return "" if self.place or self.finding.where.startswith("mục ") else self.finding.where


@dataclass(frozen=True, slots=True)
class PreflightReport:
    """What checking an issue found, the gravest first; an error stops its approval and publication."""

    issue: Issue
    rows: tuple[PreflightRow, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, without where."""
        return tuple(row.finding for row in self.rows)

    @property
    def ready(self) -> bool:
        """True when no error stands."""
        return not any(finding.level == "error" for finding in self.findings)

    @property
    def waiting(self) -> tuple[PreflightRow, ...]:
        """The warnings that nobody answers for yet."""
        return tuple(row for row in self.rows if row.finding.level == "warning" and row.passed is None)

    @property
    def approvable(self) -> bool:
        """True when no error stands and somebody answers for every warning."""
        return self.ready and not self.waiting


def part_of(document: Document) -> str:
    """The part a document belongs to: normative acts bear the year in their number (Law 64/2025, Article 7.3)."""
    normative = document.kind in ("nghi-quyet", "quyet-dinh") and bool(_WITH_YEAR.match(document.number or ""))
    return "quy-pham-phap-luat" if normative else "van-ban-khac"


def printed_order(document: Document) -> tuple[object, ...]:
    """The key by which an issue sorts: part, People's Council before the rest, issuer, date, number."""
    order = list(PARTS).index(part_of(document))
    council = (document.issuer_slug or "").startswith(("hdnd", "hoi-dong-nhan-dan"))
    number = int(found[0]) if (found := re.match(r"\d+", document.number or "")) else 0
    return (order, not council, document.issuer or "", document.issued_on or date.min, number)
