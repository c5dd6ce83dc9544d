"""How long dossiers are kept: the schedule of periods as data with dates, the yearly list of dossiers, and what is due for appraisal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gazette.model.outcome import Lang

FOR_EVER: Mapping[Lang, str] = {"vi": "Vĩnh viễn", "en": "For ever"}


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the schedule: for which dossiers, how many years (None: for ever), by which rule, and from when to when it holds.

    ``kind`` stays the same through the editions. Rows that were entered here have an ``id``; built-in ones have none.
    """

    kind: str
    vi: str
    en: str
    years: int | None
    ground: str
    since: date
    until: date | None = None
    id: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None

    def name(self, lang: Lang = "vi") -> str:
        """Which dossiers the row is about."""
        return self.vi if lang == "vi" else self.en

    def period(self, lang: Lang = "vi") -> str:
        """The period in words."""
        return period(self.years, lang)

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def period(years: int | None, lang: Lang = "vi") -> str:
    """A retention period in words."""
    if years is None:
        return FOR_EVER[lang]
    return f"{years} năm" if lang == "vi" else f"{years} years"


_EDITIONS: tuple[tuple[str, date, date | None], ...] = (
    ("TT 09/2011/TT-BNV", date(2011, 7, 18), date(2023, 2, 14)),
    ("TT 10/2022/TT-BNV", date(2023, 2, 15), None),
)
_ROWS: tuple[tuple[str, str, str, tuple[int | None, int | None]], ...] = (
    ("qppl", "Hồ sơ xây dựng văn bản quy phạm pháp luật", "Drafting of normative acts", (None, None)),
    ("bao-cao-nam", "Kế hoạch, báo cáo công tác năm và nhiều năm", "Plans and reports of a year or more", (None, None)),
    ("bao-cao-ky", "Kế hoạch, báo cáo tháng, quý, sáu tháng", "Plans and reports of months and quarters", (20, 20)),
    ("van-ban-di", "Tập lưu và sổ đăng ký văn bản đi", "Copies and register of issued documents", (50, 50)),
    ("so-van-ban-den", "Sổ đăng ký văn bản đến", "Register of incoming documents", (20, 20)),
    ("nhan-su", "Hồ sơ gốc cán bộ, công chức, viên chức", "Personal files of officials", (70, 70)),
    ("cong-bao", "Hồ sơ biên tập, phát hành Công báo", "Composing and publishing the gazette", (None, None)),
    ("to-chuc-hop", "Hồ sơ tổ chức hội nghị, cuộc họp", "Meetings and conferences", (20, 10)),
    ("trao-doi", "Công văn trao đổi công việc", "Working correspondence", (10, 10)),
    ("tieu-huy", "Hồ sơ tiêu hủy tài liệu hết giá trị", "Destruction of records of no more value", (20, 20)),
)

BUILT_IN: tuple[Term, ...] = tuple(
    Term(kind, vi, en, years[place], ground, since, until)
    for place, (ground, since, until) in enumerate(_EDITIONS)
    for kind, vi, en, years in _ROWS
)
"""A table to begin with. Its periods were not checked against the circulars' annexes: the Office checks them and enters its own rows."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows of all editions; what was entered here wins over what is built in, a later edition over an earlier one."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, entered: Iterable[Term]) -> "Schedule":
        """The schedule of this installation: the built-in rows and those that were entered."""
        return cls((*BUILT_IN, *entered))

    def on(self, day: date) -> Mapping[str, Term]:
        """The row in force on a day for each kind of dossiers."""
        found: dict[str, Term] = {}
        for term in sorted(self.terms, key=lambda one: (bool(one.id), one.since)):
            if term.holds_on(day):
                found[term.kind] = term
        return found


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the yearly list of dossiers (Decree 30/2020/NĐ-CP, Article 28): what it is called, its kind, who makes it.

    It is ``draft``, then ``proposed``, then ``approved`` with the number and day of the decision.
    """

    id: str
    year: int
    code: str
    heading: str
    title: str
    kind: str
    maker: str
    note: str
    state: str = "draft"
    proposed_by: str = ""
    approved_by: str = ""
    decision: str = ""
    decided_on: date | None = None

    @property
    def dossier_code(self) -> str:
        """What the opened dossier is called: codes begin anew each year."""
        return f"{self.code}-{self.year}"


@dataclass(frozen=True, slots=True)
class Retained:
    """What is fixed of a dossier's keeping: its line in the list, its kind, and from its closing on the period and the rule it follows."""

    dossier: str
    kind: str
    entry: str = ""
    closed_on: date | None = None
    closed_by: str = ""
    years: int | None = None
    ground: str = ""

    def ends(self, today: Term | None) -> int | None:
        """The last year in which the dossier is kept; None while it is open, and for ever.

        Years count from the year in which it was closed. When the schedule of *today* keeps such dossiers longer, that counts.
        """
        if self.closed_on is None or self.years is None or (today is not None and today.years is None):
            return None
        return self.closed_on.year + max(self.years, (today.years or 0) if today else 0)


@dataclass(frozen=True, slots=True)
class Item:
    """A dossier in a proposal of destruction, with what was fixed of it then; it is ``waiting``, ``destroyed``, or ``kept`` for a cause."""

    dossier: str
    closed_on: date
    years: int
    ground: str
    state: str = "waiting"
    cause: str = ""
    records: int = 0


@dataclass(frozen=True, slots=True)
class Disposal:
    """A proposal to destroy dossiers that are due, and what became of it: ``proposed``, ``refused``, ``approved`` or ``carried-out``."""

    id: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    items: tuple[Item, ...]
    state: str = "proposed"
    decided_by: str = ""
    decided_at: datetime | None = None
    decision: str = ""
    decision_reason: str = ""
    carried_by: str = ""
    carried_at: datetime | None = None
    protocol: str = ""


CAUSES: Mapping[str, tuple[str, str]] = {
    "held": ("có lệnh giữ nguyên trạng", "an order holds it"),
    "published": ("có tài liệu đang công bố", "something in it is published"),
}
"""Why a dossier that was to be destroyed is kept."""

STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("Dự thảo", "Draft"),
    "proposed": ("Đã trình", "Proposed"),
    "approved": ("Đã duyệt", "Approved"),
    "refused": ("Không duyệt", "Refused"),
    "carried-out": ("Đã tiêu hủy", "Carried out"),
    "waiting": ("Chờ tiêu hủy", "Waiting"),
    "destroyed": ("Đã tiêu hủy", "Destroyed"),
    "kept": ("Giữ lại", "Kept"),
}
"""States of lines of the list, of proposals and of the dossiers in them, in Vietnamese and English."""

DECIDERS = ("leader",)
"""Who approves lists and destructions: the head of the agency."""


def obstacle(proposed_by: str, user: str) -> tuple[str, str] | None:
    """Why *user* may not decide what *proposed_by* proposed, in Vietnamese and English."""
    if proposed_by == user:
        return "người đề nghị không được tự quyết định", "whoever proposed it may not decide it"
    return None
