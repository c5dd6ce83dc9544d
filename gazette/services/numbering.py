"""The register of issued documents: which number comes next, and how it is printed."""

from datetime import date

from gazette import akn
from gazette.db import Taken, Work
from gazette.model.document import Document
from gazette.model.numbers import blank_number
from gazette.model.people import Actor
from gazette.model.refusals import StepClosed

ISSUED = "issued"
"""The book of issued documents (sổ văn bản đi)."""

_OPEN = "cong-khai"
_HEAD_LINES = 30
_MOST = 9999


def numbered(work: Work, actor: Actor, document: Document, taken: tuple[bytes, date]) -> str:
    """The next number of the document's series, as printed: ``05/QĐ-UBND``, ``05/2026/QĐ-UBND`` for normative acts.

    *taken* is its XML, and the day the number is given with. What is above Công khai is numbered in series of its own, a level each: a
    hole among the open numbers would tell everybody that something is hidden there. Raises StepClosed when the symbol is not known.
    """
    xml, day = taken
    symbol, normative = _symbol(document, xml)
    closed = "" if document.level == _OPEN else f"/{document.level}"
    name = f"{document.issuer_slug or 'office'}/{document.kind or 'van-ban'}{'/qppl' if normative else ''}{closed}"
    _, printed = work.numbers.take(Taken(ISSUED, name, day, work.now, actor.user, document.id), _after(symbol, normative, day))
    return printed


def widest_number(document: Document, xml: bytes, day: date) -> str:
    """The longest number there must be room for on a page that is numbered later. Raises StepClosed as ``numbered``."""
    symbol, normative = _symbol(document, xml)
    return f"{_MOST}{_after(symbol, normative, day)}"


def _after(symbol: str, normative: bool, day: date) -> str:
    return f"/{day.year}/{symbol}" if normative else f"/{symbol}"


def _symbol(document: Document, xml: bytes) -> tuple[str, bool]:
    """The letters after the number, and whether the blank holds a year, which marks a normative act (Law 64/2025, Article 7.3)."""
    for line in akn.to_text(xml).splitlines()[:_HEAD_LINES]:
        head, colon, rest = line.partition(":")
        blank = blank_number(rest) if colon and head.strip().casefold() == "số" else None
        if blank is not None:
            return blank.symbol, blank.year is not None
    if document.symbol:
        return document.symbol, False
    raise StepClosed(vi="không đọc được ký hiệu văn bản", en="the document's symbol is not known")
