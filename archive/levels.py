"""Labels on records and clearances of people: handling levels and state secrecy as tables of data, and which dominates which."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Self

from archive.errors import LabelRefused, NotPermitted, StateSecretRefused, UnknownLabel


@dataclass(frozen=True, slots=True)
class Rank:
    """One row of a level table: its place in the order, its stable id, its names for people."""

    rank: int
    id: str
    vi: str
    en: str

    def name(self, lang: str = "vi") -> str:
        """The name shown to people."""
        return self.vi if lang == "vi" else self.en


LEVELS = (
    Rank(0, "cong-khai", "Công khai", "Public"),
    Rank(1, "noi-bo", "Nội bộ", "Internal"),
    Rank(2, "han-che", "Hạn chế", "Restricted"),
    Rank(3, "bi-mat", "Bí mật", "Confidential"),
)
"""Handling levels of an information asset (QCVN 12:2026/BCA 3.5.2.1.2); never to be called «độ mật», which is state secrecy."""

SECRECY = (
    Rank(0, "none", "Không phải bí mật nhà nước", "Not a state secret"),
    Rank(1, "mat", "Mật", "Secret"),
    Rank(2, "toi-mat", "Tối mật", "Top secret"),
    Rank(3, "tuyet-mat", "Tuyệt mật", "Of the utmost secrecy"),
)
"""State secrecy (Law 117/2025/QH15), a second axis that exists in the closed profile only."""

MARKS = {
    "luu-hanh-noi-bo": ("Lưu hành nội bộ", "For internal circulation"),
    "xem-xong-tra-lai": ("Xem xong trả lại", "Return after reading"),
    "khong-pho-bien": ("Không phổ biến", "Not for distribution"),
    "nguoi-co-ten": ("Chỉ người có tên", "Named persons only"),
    "tai-lieu-thu-hoi": ("Tài liệu thu hồi", "To be withdrawn"),
}
"""Circulation marks (Decree 30/2020/NĐ-CP, box 11 and practice): shown and tracked, never a level."""

NEED_TO_KNOW = 2
"""From this handling level on, and for every state secret, clearance alone does not open a record: an assignment or grant is needed."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def _check_ranks(level: int, secrecy: int) -> None:
    if not 0 <= level < len(LEVELS):
        raise UnknownLabel(name=level)
    if not 0 <= secrecy < len(SECRECY):
        raise UnknownLabel(name=secrecy)


def _check_compartments(compartments: frozenset[str]) -> None:
    for name in compartments:
        if not _NAME.match(name):
            raise UnknownLabel(name=name)


def find_rank(table: tuple[Rank, ...], name: str) -> Rank:
    """The row of *table* with the id *name*; raises UnknownLabel."""
    for row in table:
        if row.id == name:
            return row
    raise UnknownLabel(name=name)


@dataclass(frozen=True, slots=True)
class Label:
    """What a record bears: handling level, state secrecy, compartments, circulation marks, personal data, release date.

    Compartments are short ASCII names (``to-cong-tac-1``). The release date only proposes a review; it opens nothing by itself.
    Raises UnknownLabel for a rank, mark or compartment that cannot be.
    """

    level: int = 1
    secrecy: int = 0
    compartments: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    personal_data: bool = False
    release_date: date | None = None

    def __post_init__(self) -> None:
        _check_ranks(self.level, self.secrecy)
        _check_compartments(self.compartments)
        for mark in self.marks - MARKS.keys():
            raise UnknownLabel(name=mark)

    @classmethod
    def named(cls, name: str, compartments: Iterable[str] = ()) -> Self:
        """The label of a level's id; the id of a state-secrecy level gives that secrecy at the highest handling level."""
        if any(row.id == name for row in LEVELS):
            return cls(level=find_rank(LEVELS, name).rank, compartments=frozenset(compartments))
        return cls(level=LEVELS[-1].rank, secrecy=find_rank(SECRECY, name).rank, compartments=frozenset(compartments))

    @property
    def id(self) -> str:
        """The stable id of the level a person would name: the secrecy when there is one, else the handling level."""
        return SECRECY[self.secrecy].id if self.secrecy else LEVELS[self.level].id

    @property
    def needs_to_know(self) -> bool:
        """Whether reading takes an assignment or grant besides the clearance."""
        return self.level >= NEED_TO_KNOW or self.secrecy > 0

    @property
    def is_public(self) -> bool:
        """Whether nothing but the record's state keeps it from everybody."""
        return self.level == 0 and self.secrecy == 0 and not self.compartments

    def raised(self, *others: "Label") -> "Label":
        """This label with at least the level, secrecy and compartments of *others*; marks, personal data and release date stay its own."""
        level = max(self.level, *(other.level for other in others)) if others else self.level
        secrecy = max(self.secrecy, *(other.secrecy for other in others)) if others else self.secrecy
        compartments = self.compartments.union(*(other.compartments for other in others))
        return replace(self, level=level, secrecy=secrecy, compartments=compartments)

    def covers(self, other: "Label") -> bool:
        """Whether nothing of *other* is higher than here in level, secrecy and compartments."""
        return self.level >= other.level and self.secrecy >= other.secrecy and self.compartments >= other.compartments

    def join(self, other: "Label") -> "Label":
        """The least label that is at least both; the later release date stands, and a missing one means never."""
        return Label(
            level=max(self.level, other.level),
            secrecy=max(self.secrecy, other.secrecy),
            compartments=self.compartments | other.compartments,
            marks=self.marks | other.marks,
            personal_data=self.personal_data or other.personal_data,
            release_date=max(self.release_date, other.release_date) if self.release_date and other.release_date else None,
        )


@dataclass(frozen=True, slots=True)
class Clearance:
    """Who asks, and how far they are cleared, at this moment.

    ``need_to_know`` holds ids of records, dossiers, distribution lists and groups the person is assigned to. ``opened`` holds ids of
    records that break-glass opens for reading, whatever their label; it is in force as long as the caller puts it here. ``member`` is
    False for the public, which reads published records only. ``request`` is the id of the request or job, for the log. There is no
    other way in: no role, and no administrator, reads more than this value says.
    """

    subject: str
    level: int = 0
    secrecy: int = 0
    compartments: frozenset[str] = frozenset()
    need_to_know: frozenset[str] = frozenset()
    member: bool = True
    opened: frozenset[str] = frozenset()
    request: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        _check_ranks(self.level, self.secrecy)
        _check_compartments(self.compartments)
        if self.member and not (0 < len(self.subject) <= 200 and self.subject.isprintable()):
            raise NotPermitted()

    @property
    def principals(self) -> frozenset[str]:
        """The names under which a grant can reach this person; empty for the public."""
        return self.need_to_know | {self.subject} if self.member else frozenset()

    @property
    def ordinary(self) -> Self:
        """The same person without what break-glass opened."""
        return replace(self, opened=frozenset()) if self.opened else self


ANYONE = Clearance("", member=False)
"""The public: reads what is labelled Công khai and published."""


def dominates(clearance: Clearance, label: Label) -> bool:
    """Whether the clearance reaches the label in level, secrecy and compartments; need-to-know is asked apart (see policy)."""
    return clearance.level >= label.level and clearance.secrecy >= label.secrecy and clearance.compartments >= label.compartments


class Profile(StrEnum):
    """The three deployments of one program: what each may hold at all."""

    PUBLIC = "public"
    OFFICE = "office"
    CLOSED = "closed"

    def check(self, label: Label) -> None:
        """Raises StateSecretRefused or LabelRefused when a deployment of this profile must not hold *label*."""
        if label.secrecy and self is not Profile.CLOSED:
            raise StateSecretRefused()
        if self is Profile.PUBLIC and not label.is_public:
            raise LabelRefused()

    def levels(self) -> tuple[Rank, ...]:
        """The levels a person may choose here, lowest first; state secrecy only in the closed profile."""
        if self is Profile.PUBLIC:
            return LEVELS[:1]
        return LEVELS if self is Profile.OFFICE else LEVELS + SECRECY[1:]


def highest(first: Label, *others: Label) -> Label:
    """The join of all labels: what a dossier, a copy or an export of several records must bear at least."""
    return reduce(Label.join, others, first)
