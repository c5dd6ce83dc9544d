"""The body text of a PDF in the order it was set, for comparing it with the text of a Word file."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from gazette.akn.sheet import BROKEN, LIGATURES, PAGE_END
from gazette.model.errors import BadCall
from gazette.model.text import nfc

_BROKEN_WORD = re.compile(r"(?<=\w[/-])\n(?=\w)")
_CUT_WORD = re.compile(r"(?<=[^\W\d_]-)\n(?=[a-zà-ỹđ])")
_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,4}[-–\s]*$")
_OPENED = str.maketrans(LIGATURES)
_MARGIN = 0.06
_MOST_PAGES = 5000
_MOST_SORTED = 20_000


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


def pdf_text(pdf: bytes, *, by_columns: bool = False) -> str:
    """The text of *pdf*, one printed line a line, a form feed after each page, without running heads, page numbers and ligatures.

    Lines come in the order the file sets them, or with *by_columns* in the order of the columns seen on the page; a word broken
    after a slash, a hyphen or a soft hyphen is joined again. ``BadCall`` when the file is no readable PDF.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = list(_pages(pdf, by_columns=by_columns))
    except Exception as error:  # the library meets a damaged file with whatever its parser stumbles over, assertions included
        raise BadCall(reason=f"PDF: {error}") from error
    heads = _running_heads(pages)
    bodies = ("\n".join(line.text for line in page.lines if not _furniture(line, page, heads)) for page in pages)
    text = f"\n{PAGE_END}".join(bodies).translate(_OPENED)
    text = _CUT_WORD.sub(BROKEN, re.sub("\u00ad\n?", "", text))
    return nfc(_BROKEN_WORD.sub("", text))


def _pages(pdf: bytes, *, by_columns: bool) -> Iterator[_Page]:
    resources = PDFResourceManager()
    device = _Body(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf), maxpages=_MOST_PAGES):
        device.depth.clear()
        interpreter.process_page(page)
        layout: LTPage = device.get_result()
        chars = list(_chars(layout))
        yield _Page(float(layout.height), list(_column_lines(layout) if by_columns and len(chars) <= _MOST_SORTED else _lines(chars)))


def _column_lines(layout: LTPage) -> Iterator[_Line]:
    """The lines of a page as a reader takes them: column by column."""
    layout.analyze(LAParams(boxes_flow=0.5))
    for box in layout:
        for line in box if isinstance(box, LTTextBox) else ():
            if isinstance(line, LTTextLine):
                yield _Line(line.get_text().rstrip("\n"), float(line.y0), float(line.height))


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
