"""The text of a PDF in the order it was set, what stands in its margins, and the XML attached to it."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from gazette.akn.operators import Interpreter
from gazette.akn.sheet import BROKEN, LIGATURES, PAGE_END
from gazette.akn.signs import Setter, Sign
from gazette.model.errors import BadCall
from gazette.model.text import nfc

_BROKEN_WORD = re.compile(r"(?<=\w[/-])\n(?=\w)")
_CUT_WORD = re.compile(r"(?<=[^\W\d_]-)\n(?=[a-zà-ỹđ])")
_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,4}[-–\s]*$")
_OPENED = str.maketrans(LIGATURES)
_MARGIN = 0.06
_MOST_PAGES = 5000
_MOST_SORTED = 20_000
_MOST_ATTACHED = 16
_SIDEWAYS = (90, 270)


@dataclass(slots=True)
class _Line:
    text: str
    y: float
    size: float


@dataclass(slots=True)
class _Page:
    height: float
    lines: list[_Line] = field(default_factory=list)
    aside: list[_Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The body text of a PDF as ``pdf_text`` tells it, and what stands in its margins: running heads, page numbers, check codes."""

    body: str
    margins: str


class _Tags:
    """Whether what is set stands in an artifact: a running head or a page number of a tagged PDF."""

    depth: list[bool]

    def begin_tag(self, tag: object, props: object = None) -> None:  # noqa: ARG002
        self.depth.append(getattr(tag, "name", "") == "Artifact")

    def end_tag(self) -> None:
        if self.depth:
            self.depth.pop()


class _Reader(_Tags, Setter):
    """Collects the signs of a page, and those of artifacts aside."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.depth = []
        self.signs: list[Sign] = []
        self.aside: list[Sign] = []

    def sign(self, sign: Sign, font: object, cid: int) -> None:  # noqa: ARG002
        (self.aside if True in self.depth else self.signs).append(sign)


class _Columns(_Tags, PDFPageAggregator):
    """Collects what is set outside artifacts for finding the columns of a page."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.depth = []

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
    return read_pdf(pdf, by_columns=by_columns).body


def read_pdf(pdf: bytes, *, by_columns: bool = False) -> PdfText:
    """What ``pdf_text`` gives, and what it leaves out; see there."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = list(_pages(pdf, by_columns=by_columns))
    except MemoryError:
        raise
    except Exception as error:  # the library meets a damaged file with whatever its parser stumbles over, assertions included
        raise BadCall(reason=f"PDF: {error}") from error
    heads = _running_heads(pages)
    bodies = ("\n".join(line.text for line in page.lines if not _furniture(line, page, heads)) for page in pages)
    margins = (line.text for page in pages for line in (*page.aside, *(line for line in page.lines if _furniture(line, page, heads))))
    text = f"\n{PAGE_END}".join(bodies).translate(_OPENED)
    text = _CUT_WORD.sub(BROKEN, re.sub("\u00ad\n?", "", text))
    return PdfText(nfc(_BROKEN_WORD.sub("", text)), nfc("\n".join(margins).translate(_OPENED)))


def attached_xml(pdf: bytes) -> tuple[bytes, ...]:
    """The XML files attached to *pdf* (ISO 32000-2, 7.11.4), at most ``_MOST_ATTACHED``; ``BadCall`` when it cannot be read."""
    try:
        catalog = PDFDocument(PDFParser(io.BytesIO(pdf))).catalog
        names = resolve1(resolve1(catalog.get("Names", {})).get("EmbeddedFiles", {}))
        specifications = [*(resolve1(catalog.get("AF")) or ()), *(resolve1(names.get("Names")) or ())]
        found = [_xml_of(resolve1(one)) for one in specifications[: 4 * _MOST_ATTACHED]]
    except Exception as error:  # as above
        raise BadCall(reason=f"PDF: {error}") from error
    return tuple(dict.fromkeys(one for one in found if one))[:_MOST_ATTACHED]


def _xml_of(specification: object) -> bytes:
    files = resolve1(specification.get("EF", {})) if isinstance(specification, dict) else {}
    stream = resolve1(files.get("F") or files.get("UF")) if isinstance(files, dict) else None
    data = bytes(stream.get_data()) if isinstance(stream, PDFStream) else b""
    return data if data.lstrip()[:1] == b"<" else b""


def _pages(pdf: bytes, *, by_columns: bool) -> Iterator[_Page]:
    resources = PDFResourceManager()
    reader, sorter = _Reader(resources), _Columns(resources)
    setting, sorting = Interpreter(resources, reader), Interpreter(resources, sorter)
    for page in PDFPage.get_pages(io.BytesIO(pdf), maxpages=_MOST_PAGES):
        reader.depth.clear()
        reader.signs, reader.aside = [], []
        setting.process_page(page)
        lines = _lines(reader.signs)
        if by_columns and len(reader.signs) <= _MOST_SORTED:
            sorter.depth.clear()
            sorting.process_page(page)
            lines = _column_lines(sorter.get_result())
        yield _Page(_height(page), list(lines), list(_lines(reader.aside)))


def _height(page: PDFPage) -> float:
    x0, y0, x1, y1 = page.mediabox
    return abs(float(x1) - float(x0)) if page.rotate in _SIDEWAYS else abs(float(y1) - float(y0))


def _column_lines(layout: LTPage) -> Iterator[_Line]:
    """The lines of a page as a reader takes them: column by column."""
    layout.analyze(LAParams(boxes_flow=0.5))
    for box in layout:
        for line in box if isinstance(box, LTTextBox) else ():
            if isinstance(line, LTTextLine):
                yield _Line(line.get_text().rstrip("\n"), float(line.y0), float(line.height))


def _lines(signs: list[Sign]) -> Iterator[_Line]:
    pieces: list[str] = []
    last: Sign | None = None
    for sign in signs:
        if last is not None:
            gap = _gap(last, sign)
            if gap == "\n":
                yield _Line("".join(pieces), last.y0, last.size)
                pieces = []
            elif gap and pieces and not pieces[-1].endswith(" "):
                pieces.append(gap)
        pieces.append(sign.text)
        last = sign
    if last is not None:
        yield _Line("".join(pieces), last.y0, last.size)


def _gap(last: Sign, sign: Sign) -> str:
    size = max(last.size, sign.size, 1.0)
    if abs(sign.y0 - last.y0) > 0.6 * size or sign.x0 < last.x0 - 0.5 * size:
        return "\n"
    return " " if sign.x0 - last.x1 > 0.16 * size else ""


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
