"""Dates as people write them, and numbers in words."""

import calendar
import re

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d\d)|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})")
_LONG_DAY = re.compile(
    r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)|(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d\d)", re.IGNORECASE
)
_MONTH = re.compile(r"(\d{1,2})[/.-]((?:19|20)\d\d)|((?:19|20)\d\d)-(\d{1,2})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNITS = {"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
FIRST, LAST = 1, 9999_12_31


def days_in(text: str) -> list[tuple[int, int, int]]:
    """The days written in a text: where each starts and ends, and the day as 20230831."""
    found = []
    for match in (*_DAY.finditer(text), *_LONG_DAY.finditer(text)):
        day = _day(match)
        before = text[: match.start()].rstrip()[-1:]
        if day and before not in {"/", "-", "."} and text[match.end() : match.end() + 1] not in {"/", "-"}:
            found.append((match.start(), match.end(), day))
    return sorted(found)


def period(text: str) -> tuple[int, int] | None:
    """The first and the last day (as 20230831) of a day, month, year or range (`2020..2023`, `>=1/7/2023`, `..2022`)."""
    first, dots, last = text.partition("..")
    if dots:
        start, end = _single(first) or (FIRST, FIRST), _single(last) or (LAST, LAST)
        return (start[0], end[1]) if (_single(first) or _single(last)) else None
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign) and (one := _single(text[len(sign) :])):
            return {">=": (one[0], LAST), "<=": (FIRST, one[1]), ">": (one[1] + 1, LAST), "<": (FIRST, one[0] - 1)}[sign]
    return _single(text)


def _single(text: str) -> tuple[int, int] | None:
    text = text.strip()
    if match := _DAY.fullmatch(text) or _LONG_DAY.fullmatch(text):
        day = _day(match)
        return (day, day) if day else None
    if match := _MONTH.fullmatch(text):
        year, month = int(match[2] or match[3]), int(match[1] or match[4])
        return (year * 10_000 + month * 100 + 1, year * 10_000 + month * 100 + 31) if 1 <= month <= 12 else None
    return (int(text) * 10_000 + 101, int(text) * 10_000 + 1231) if _YEAR.fullmatch(text) else None


def _day(match: re.Match[str]) -> int | None:
    given = [int(group) for group in match.groups() if group]
    year, month, day = given if given[0] > 99 else reversed(given)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return year * 10_000 + month * 100 + day


def spelt_number(words: list[str]) -> tuple[int, int] | None:
    """A number up to 99 that the folded words begin with (`mười hai`, `hai mươi mốt`), and how many words it takes."""
    if not words or words[0] not in {*_UNITS, "muoi"}:
        return None
    if words[0] == "muoi":
        unit = _UNITS.get(words[1]) if len(words) > 1 else None
        return (10 + unit, 2) if unit else (10, 1)
    tens = _UNITS[words[0]]
    if len(words) > 1 and words[1] == "muoi" and tens > 1:
        unit = _UNITS.get("mot" if words[2] == "mot" else words[2]) if len(words) > 2 else None
        return (tens * 10 + unit, 3) if unit else (tens * 10, 2)
    return tens, 1
