"""Days off as a table: public holidays, days off given for them, Saturdays worked instead; built in by year, extended by the Office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from gazette.model.effect import Source
from gazette.model.outcome import Lang

DayKind = Literal["holiday", "in-lieu", "worked"]
DAY_KINDS: Mapping[str, tuple[str, str]] = {
    "holiday": ("Ngày nghỉ lễ, tết", "Public holiday"),
    "in-lieu": ("Nghỉ bù, nghỉ hoán đổi", "Day off in lieu"),
    "worked": ("Làm việc bù", "Day worked instead"),
}
HOLIDAY_LAWS = (
    Source("Bộ luật Lao động số 10/2012/QH13", "Điều 115", date(2013, 5, 1), date(2020, 12, 31)),
    Source("Bộ luật Lao động số 45/2019/QH14", "Điều 112", date(2021, 1, 1)),
)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day that is not what its day of the week says. ``source`` says where that is written; a built-in one has no ``id``."""

    day: date
    kind: DayKind
    name: str
    source: str = ""
    id: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    removed_by: str = ""
    removed_at: datetime | None = None

    def label(self, lang: Lang = "vi") -> str:
        """What kind of day it is."""
        return DAY_KINDS[self.kind][lang != "vi"]


_FIXED = (((1, 1), "Tết Dương lịch"), ((4, 30), "Ngày Chiến thắng"), ((5, 1), "Ngày Quốc tế lao động"), ((9, 2), "Quốc khánh"))
_TET, _KINGS, _BESIDE, _FOR = "Tết Nguyên đán", "Giỗ Tổ Hùng Vương", "Quốc khánh (ngày liền kề)", "Nghỉ bù, hoán đổi"
_YEARS: Mapping[int, tuple[tuple[str, DayKind, str], ...]] = {
    2020: (("0124 0125 0126 0127 0128", "holiday", _TET), ("0123 0129", "in-lieu", _TET), ("0402", "holiday", _KINGS)),
    2021: (
        ("0210 0211 0212 0213 0214", "holiday", _TET),
        ("0215 0216", "in-lieu", _TET),
        ("0421", "holiday", _KINGS),
        ("0503", "in-lieu", _FOR),
        ("0903", "holiday", _BESIDE),
    ),
    2022: (
        ("0103", "in-lieu", _FOR),
        ("0131 0201 0202 0203 0204", "holiday", _TET),
        ("0410", "holiday", _KINGS),
        ("0411 0502 0503", "in-lieu", _FOR),
        ("0901", "holiday", _BESIDE),
    ),
    2023: (
        ("0102", "in-lieu", _FOR),
        ("0120 0121 0122 0123 0124", "holiday", _TET),
        ("0125 0126", "in-lieu", _TET),
        ("0429", "holiday", _KINGS),
        ("0502 0503 0904", "in-lieu", _FOR),
        ("0901", "holiday", _BESIDE),
    ),
    2024: (
        ("0208 0209 0210 0211 0212", "holiday", _TET),
        ("0213 0214", "in-lieu", _TET),
        ("0418", "holiday", _KINGS),
        ("0429", "in-lieu", _FOR),
        ("0504", "worked", _FOR),
        ("0903", "holiday", _BESIDE),
    ),
    2025: (
        ("0127 0128 0129 0130 0131", "holiday", _TET),
        ("0407", "holiday", _KINGS),
        ("0426", "worked", _FOR),
        ("0502", "in-lieu", _FOR),
        ("0901", "holiday", _BESIDE),
    ),
    2026: (
        ("0102", "in-lieu", _FOR),
        ("0110", "worked", _FOR),
        ("0216 0217 0218 0219 0220", "holiday", _TET),
        ("0426", "holiday", _KINGS),
        ("0427", "in-lieu", _FOR),
        ("0822", "worked", _FOR),
        ("0831", "in-lieu", _FOR),
        ("0901", "holiday", _BESIDE),
    ),
}
"""What each year's notices gave besides the fixed days, month and day in four figures. Lunar days are given, not computed."""


def _built_in() -> tuple[SpecialDay, ...]:
    found = []
    for year, rows in _YEARS.items():
        law = next(source for source in HOLIDAY_LAWS if source.holds(date(year, 7, 1)))
        found += [SpecialDay(date(year, month, day), "holiday", name, str(law)) for (month, day), name in _FIXED]
        for days, kind, name in rows:
            told = f"{law}; thông báo lịch nghỉ năm {year}"
            found += [SpecialDay(date(year, int(text[:2]), int(text[2:])), kind, name, told) for text in days.split()]
    return tuple(sorted(found, key=lambda one: one.day))


BUILT_IN = _built_in()
"""The days off of the years that are known; others are entered on the page of the table."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of an installation: the built-in ones, and what the Office entered; an entered row wins over a built-in one."""

    days: Mapping[date, SpecialDay] = field(default_factory=dict)

    @classmethod
    def of(cls, entered: Iterable[SpecialDay] = ()) -> "Calendar":
        """The calendar with these rows beside the built-in ones."""
        return cls({one.day: one for one in (*BUILT_IN, *entered)})

    def off(self, day: date) -> SpecialDay | None:
        """The holiday, or day off in lieu, that *day* is."""
        found = self.days.get(day)
        if found is None and any((day.month, day.day) == fixed for fixed, _ in _FIXED):
            return SpecialDay(day, "holiday", next(name for fixed, name in _FIXED if fixed == (day.month, day.day)))
        return found if found and found.kind != "worked" else None

    def weekend(self, day: date) -> bool:
        """Whether *day* is a Saturday or Sunday on which nobody worked."""
        found = self.days.get(day)
        return day.weekday() >= 5 and not (found and found.kind == "worked")

    def after(self, day: date, working_days: int) -> date:
        """The last of so many working days after *day*, which is not counted itself (Civil Code 91/2015/QH13, Article 147)."""
        while working_days:
            day += timedelta(days=1)
            working_days -= not (self.weekend(day) or self.off(day))
        return day
