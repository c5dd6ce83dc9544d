"""Certified electronic copies and annexes in files of their own: what they show at the top right of the first page, and where that is."""

from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from signing.errors import DocumentRefused
from signing.profiles import Box

VIETNAM = timezone(timedelta(hours=7), "+07")
MM = 72 / 25.4
_WIDTH, _HEIGHT, _ABOVE, _ASIDE = 100.0, 16.0, 3.0, 15.0
_DEEPEST = 50


class CopyForm(StrEnum):
    """The three forms of copies (Decree 30/2020, Article 25)."""

    FULL = "sao-y"
    REISSUED = "sao-luc"
    EXTRACT = "trich-sao"

    @property
    def printed(self) -> str:
        """The form as it is printed."""
        return {"sao-y": "SAO Y", "sao-luc": "SAO LỤC", "trich-sao": "TRÍCH SAO"}[self.value]


def copy_text(form: CopyForm, organisation: str, at: datetime, notice: str = "") -> str:
    """What a certified electronic copy shows: form, copying organisation, time of signing (Decree 30/2020, Annex I, Part II).

    `notice` stands behind them: that the text was corrected since.
    """
    return "; ".join(filter(None, (form.printed, organisation, moment(at), notice)))


def annex_text(number: str, at: datetime) -> str:
    """What an annex in a file of its own shows: number and symbol of its document, time of signing (Decree 30/2020, Annex I, II.8)."""
    return f"{number}; {moment(at)}"


def moment(at: datetime) -> str:
    """A moment in Vietnam's time as ISO 8601 to the second, zone included: `2026-11-22T10:53:19+07:00`."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def top_right(width: float, height: float) -> Box:
    """The place on a first page of this size (points): 100 × 16 mm, 3 mm below the upper edge and 15 mm from the right one.

    With margins of 20 mm and more (Decree 30/2020, Annex I) it covers no text.
    """
    wide = min(_WIDTH * MM, width - 2 * _ASIDE * MM)
    return Box(0, width - _ASIDE * MM - wide, height - (_ABOVE + _HEIGHT) * MM, wide, _HEIGHT * MM)


def first_page_top_right(page: Any) -> Box:
    """The same on a page of a PDF, wherever its corner is; raises DocumentRefused for a page without a size, or turned."""
    left, low, right, high = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
    if right <= left or high <= low or int((_inherited(page, "/Rotate") or (0,))[0]) % 360:
        raise DocumentRefused("Trang đầu không có khổ giấy hoặc bị xoay.", "The first page has no size, or is turned.")
    box = top_right(right - left, high - low)
    return Box(0, left + box.x, low + box.y, box.width, box.height)


def _inherited(page: Any, key: str) -> tuple[float, ...] | None:
    for _ in range(_DEEPEST):
        if key in page:
            told = page[key]
            return tuple(float(n) for n in told) if isinstance(told, list) else (float(told),)
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None
