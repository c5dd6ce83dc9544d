"""The body text of a PDF in the order it was set, for comparing it with the text of a Word file."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFException
from pdfminer.psparser import PSException

from gazette.model.errors import BadCall
from gazette.model.text import nfc

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BROKEN_WORD = re.compile(r"(?<=\w[/-])\n(?=\w)")
_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,4}[-–\s]*$")
_MARGIN = 0.06
_MOST_PAGES = 5000


@dataclass(slots=True)
class _Line:
    text: str
    y: float
    size: float


@dataclass(slots=True)
class _Page:
    height: float
    lines: list[_Line] = field(default_factory=list)


class _Body(PDFPageAggregator):
    """Collects characters outside artifacts (running heads and page numbers of a tagged PDF)."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.depth: list[bool] = []

    def begin_tag(self, tag: object, props: object = None) -> None:  # noqa: ARG002
        self.depth.append(getattr(tag, "name", "") == "Artifact")

    def end_tag(self) -> None:
        if self.depth:
            self.depth.pop()

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        before = len(self.cur_item._objs)
        width = float(super().render_char(*args, **kwargs))
        if any(self.depth):
            del self.cur_item._objs[before:]
        return width


def pdf_text(pdf: bytes) -> str:
    """The text of *pdf*, one printed line a line, without running heads, page numbers and ligatures.

    Lines come in the order the file sets them; a word broken after a slash, a hyphen
    or a soft hyphen is joined again. ``BadCall`` when the file is no readable PDF.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = list(_pages(pdf))
    except (PDFException, PSException, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError) as error:
        raise BadCall(reason=f"PDF: {error}") from error
    heads = _running_heads(pages)
    lines = [line.text for page in pages for line in page.lines if not _furniture(line, page, heads)]
    text = "\n".join(lines)
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    text = re.sub("\u00ad\n?", "", text)
    return nfc(_BROKEN_WORD.sub("", text))


def _pages(pdf: bytes) -> Iterator[_Page]:
    resources = PDFResourceManager()
    device = _Body(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf), maxpages=_MOST_PAGES):
        device.depth.clear()
        interpreter.process_page(page)
        layout: LTPage = device.get_result()
        yield _Page(float(layout.height), list(_lines(list(_chars(layout)))))


def _chars(container: "LTContainer[Any]") -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _chars(item)


def _lines(chars: list[LTChar]) -> Iterator[_Line]:
    pieces: list[str] = []
    last: LTChar | None = None
    for char in chars:
        if last is not None:
            gap = _gap(last, char)
            if gap == "\n":
                yield _Line("".join(pieces), float(last.y0), float(last.size))
                pieces = []
            elif gap and pieces and not pieces[-1].endswith(" "):
                pieces.append(gap)
        pieces.append(char.get_text())
        last = char
    if last is not None:
        yield _Line("".join(pieces), float(last.y0), float(last.size))


def _gap(last: LTChar, char: LTChar) -> str:
    size = max(float(last.size), float(char.size), 1.0)
    if abs(float(char.y0) - float(last.y0)) > 0.6 * size or float(char.x0) < float(last.x0) - 0.5 * size:
        return "\n"
    return " " if float(char.x0) - float(last.x1) > 0.16 * size else ""


def _running_heads(pages: list[_Page]) -> set[str]:
    """Lines in the top or bottom margin that stand on at least half of the pages, digits apart."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_digits(line.text) for line in page.lines if _in_margin(line, page)})
    return {text for text, count in counts.items() if text and count >= max(2, len(pages) // 2)}


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip()


def _in_margin(line: _Line, page: _Page) -> bool:
    return line.y > page.height * (1 - _MARGIN) or line.y < page.height * _MARGIN


def _furniture(line: _Line, page: _Page, heads: set[str]) -> bool:
    return _in_margin(line, page) and (bool(_PAGE_NUMBER.match(line.text)) or _without_digits(line.text) in heads)
