"""Whether a reader of a PDF sees the words that are read out of it, or something over, under or instead of them."""

import io
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot, inf, sqrt
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, mult_matrix

from gazette.akn.ink import WHITE, Colour, colour_of, near
from gazette.akn.letterforms import is_honest
from gazette.akn.operators import Interpreter
from gazette.akn.outlines import Fonts
from gazette.akn.signs import Setter, Sign
from gazette.model.errors import BadCall

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_SMALLEST_LETTER = 1.5
_SMALLEST_FILL = 2.0
_THICK = 3.0
_OPAQUE = 0.5
_MOST_BLANKS = 3
_LEAN = 0.5
_HIDDEN = 0x02 | 0x20
_UNSEEN_MODES = (3, 7)


@dataclass(frozen=True, slots=True)
class Sight:
    """What may keep a reader from seeing the words: ``doubts`` by name, and how much is drawn beside letters.

    ``pictures`` is the area of images and signature appearances in square points, ``shapes`` the number of painted
    outlines that are neither lines nor rectangles.
    """

    doubts: frozenset[str]
    pictures: float
    shapes: int


@dataclass(frozen=True, slots=True)
class _View:
    """Through what the next sign is seen: the clip, whether it is a plain rectangle, and how opaque the paint is."""

    clip: Box
    plain: bool = True
    alpha: float = 1.0
    odd: bool = False

    def within(self, points: Sequence[Point], *, plain: bool) -> "_View":
        return replace(self, clip=_common(self.clip, _around(points)), plain=self.plain and plain)


@dataclass(frozen=True, slots=True)
class _Fill:
    outlines: tuple[tuple[Point, ...], ...]
    evenodd: bool
    colour: Colour | None
    box: Box

    def covers(self, point: Point) -> bool:
        if not _inside(point, self.box):
            return False
        hits = sum(_enclosed(point, outline) for outline in self.outlines)
        return bool(hits % 2 if self.evenodd else hits)


@dataclass(slots=True)
class _Page:
    letters: list[Point] = field(default_factory=list)
    fills: list[_Fill] = field(default_factory=list)


class _Eye(Setter):
    """Sees a page as it is painted, in order."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.doubts: set[str] = set()
        self.pictures = 0.0
        self.shapes = 0
        self.view = _View((-inf, -inf, inf, inf))
        self.kept: list[_View] = []
        self._page = _Page()
        self._mode = 0
        self._size = 0.0
        self._ink: Colour | None = None
        self._pale = False
        self._blanks: dict[int, set[int]] = {}
        self.said: dict[PDFFont, dict[int, str]] = {}

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        self._page = _Page()
        self.kept.clear()
        shown = _common(_box(page.mediabox), _box(page.cropbox))
        self.view = _View(_around([apply_matrix_pt(ctm, corner) for corner in _corners(shown)]))

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:  # noqa: ARG002
        self.kept.append(self.view)
        whole = mult_matrix(matrix, self.ctm or (1, 0, 0, 1, 0, 0))
        self.view = self.view.within([apply_matrix_pt(whole, corner) for corner in _corners(_box(bbox))], plain=True)

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        self.view = self.kept.pop()

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002
        self.picture(_common(self.view.clip, _around([self._at(corner) for corner in _corners((0, 0, 1, 1))])))

    def picture(self, box: Box) -> None:
        """A picture stands in *box*: what it shows is not known, so words under it and on it are not."""
        if box[0] < box[2] and box[1] < box[3]:
            self.pictures += (box[2] - box[0]) * (box[3] - box[1])
            self._fill(_Fill((tuple(_corners(box)),), evenodd=False, colour=None, box=box))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        outlines = tuple(self.outlines(path))
        self.shapes += sum(len(outline) > 2 and not _is_rectangle(outline) for outline in outlines)
        if fill and self.view.alpha >= _OPAQUE and outlines:
            box = _common(self.view.clip, _around([point for outline in outlines for point in outline]))
            if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST_FILL:
                self._fill(_Fill(outlines, evenodd, colour_of(graphicstate.ncs, graphicstate.ncolor), box))
        if stroke and self.ctm:
            self._strokes(outlines, graphicstate.linewidth * hypot(self.ctm[0], self.ctm[1]))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        self._size = _letter_size(mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY), textstate.fontsize, textstate.scaling * 0.01)
        if not _is_upright(mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)) or textstate.scaling <= 0 or textstate.fontsize <= 0:
            self.doubts.add("turned")
        stroked = self._mode % 4 == 1
        self._ink = colour_of(graphicstate.scs, graphicstate.scolor) if stroked else colour_of(graphicstate.ncs, graphicstate.ncolor)
        self._pale = self._ink is None or near(self._ink, WHITE)
        super().render_string(textstate, seq, ncs, graphicstate)

    def sign(self, sign: Sign, font: PDFFont, cid: int) -> None:
        self.said.setdefault(font, {})[cid] = sign.text
        if sign.text.isprintable() and sign.text.strip():
            self._letter(sign)
        else:
            self._blank(font, cid)

    def outlines(self, path: Sequence[Any]) -> Iterator[tuple[Point, ...]]:
        """The corners of each part of *path* on the page; curves are taken by their ends."""
        points: list[Point] = []
        for segment in path:
            if segment[0] == "m" and points:
                yield tuple(points)
                points = []
            if len(segment) > 2:
                points.append(self._at((float(segment[-2]), float(segment[-1]))))
        if len(points) > 1:
            yield tuple(points)

    def _blank(self, font: Any, cid: int) -> None:
        """Several signs of one font that all say nothing: letters can be shown that nothing reads."""
        blanks = self._blanks.setdefault(id(font), set())
        blanks.add(cid)
        if len(blanks) > _MOST_BLANKS:
            self.doubts.add("font")

    def _letter(self, sign: Sign) -> None:
        middle = ((sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2)
        view = self.view
        if self._mode in _UNSEEN_MODES or self._size < _SMALLEST_LETTER or view.alpha < _OPAQUE or view.odd:
            self.doubts.add("invisible")
        if not view.plain or not _inside(middle, view.clip):
            self.doubts.add("outside")
        under = next((fill for fill in reversed(self._page.fills) if fill.covers(middle)), None)
        if under is not None and under.colour is None:
            self.doubts.add("covered")
        elif self._pale if under is None else self._ink is None or near(self._ink, under.colour or WHITE):
            self.doubts.add("invisible")
        self._page.letters.append(middle)

    def _fill(self, fill: _Fill) -> None:
        self._page.fills.append(fill)
        if any(fill.covers(letter) for letter in self._page.letters):
            self.doubts.add("covered")

    def _strokes(self, outlines: Sequence[tuple[Point, ...]], width: float) -> None:
        if width < _THICK:
            return
        for outline in outlines:
            for one in pairwise(outline):
                box = _around(one)
                thick = (box[0] - width / 2, box[1] - width / 2, box[2] + width / 2, box[3] + width / 2)
                if any(_inside(letter, thick) for letter in self._page.letters):
                    self.doubts.add("covered")

    def _at(self, point: Point) -> Point:
        return apply_matrix_pt(self.ctm, point) if self.ctm else point


class _Painter(Interpreter):
    """Goes through what pdfminer leaves out: clips, opacity and shadings (ISO 32000-2, 8.4.5, 8.5.4, 8.7.4)."""

    device: _Eye

    def do_q(self) -> None:
        super().do_q()
        self.device.kept.append(self.device.view)

    def do_Q(self) -> None:
        if self.gstack:
            self.device.view = self.device.kept.pop()
        super().do_Q()

    def render_contents(self, resources: Any, streams: Any, ctm: Any = (1, 0, 0, 1, 0, 0)) -> None:
        depth = len(self.device.kept)
        super().render_contents(resources, streams, ctm)
        del self.device.kept[depth:]

    def do_W(self) -> None:
        outlines = list(self.device.outlines(self.curpath))
        points = [point for outline in outlines for point in outline]
        self.device.view = self.device.view.within(points, plain=len(outlines) == 1 and _is_rectangle(points))

    def do_W_a(self) -> None:
        self.do_W()

    def do_gs(self, name: Any) -> None:
        states = resolve1(self.resources.get("ExtGState")) or {}
        state = resolve1(states.get(getattr(name, "name", ""))) or {}
        view = self.device.view
        alpha = resolve1(state.get("ca", view.alpha))
        mask, blend = (getattr(resolve1(state.get(key)), "name", "") if key in state else None for key in ("SMask", "BM"))
        odd = view.odd if mask is None and blend is None else (mask not in (None, "None") or blend not in (None, "Normal", "Compatible"))
        self.device.view = replace(view, alpha=float(alpha) if isinstance(alpha, (int, float)) else 0.0, odd=odd)

    def do_sh(self, name: object) -> None:  # noqa: ARG002
        self.device.picture(self.device.view.clip)


def sight(pdf: bytes, known: Collection[str] = ()) -> Sight:
    """How *pdf* shows its words; ``BadCall`` when it cannot be read. *known* are the letter forms of a trusted file (``forms``)."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(pdf)))
        resources = Fonts()
        eye = _Eye(resources)
        painter = _Painter(resources, eye)
        eye.doubts.update(_of_catalog(document.catalog))
        for page in PDFPage.create_pages(document):
            painter.process_page(page)
            _annotations(page, eye)
        if not all(is_honest(font, resources, said, known) for font, said in eye.said.items()):
            eye.doubts.add("font")
    except MemoryError:
        raise
    except Exception as error:  # the library meets a damaged file with whatever its parser stumbles over
        raise BadCall(reason=f"PDF: {error}") from error
    return Sight(frozenset(eye.doubts), eye.pictures, eye.shapes)


def _of_catalog(catalog: dict[str, Any]) -> Iterator[str]:
    layers = resolve1(catalog.get("OCProperties")) or {}
    if resolve1(layers.get("OCGs")):
        yield "layer"
    if catalog.get("Collection") is not None:
        yield "attachment"
    if (resolve1(catalog.get("AcroForm")) or {}).get("XFA") is not None:
        yield "form"


def _annotations(page: PDFPage, eye: _Eye) -> None:
    for one in resolve1(page.annots) or ():
        annotation = resolve1(one) or {}
        subtype = getattr(resolve1(annotation.get("Subtype")), "name", "")
        if int(resolve1(annotation.get("F")) or 0) & _HIDDEN or (subtype in ("Link", "Popup") and "AP" not in annotation):
            continue
        if subtype != "Widget" or _field_type(annotation) != "Sig":
            eye.doubts.add("annotation")
        elif "AP" in annotation:
            eye.picture(_around([eye._at(corner) for corner in _corners(_box(resolve1(annotation.get("Rect"))))]))


def _field_type(widget: dict[str, Any]) -> str:
    kind = widget.get("FT") or (resolve1(widget.get("Parent")) or {}).get("FT")
    return str(getattr(resolve1(kind), "name", ""))


def _letter_size(matrix: Any, fontsize: float, scaling: float) -> float:
    a, b, c, d, *_ = matrix
    return min(hypot(a, b) * abs(scaling), hypot(c, d), sqrt(abs((a * d - b * c) * scaling))) * abs(fontsize)


def _is_upright(matrix: Any) -> bool:
    """Whether letters stand as they are read, leaning at most: a turned 6 is a 9."""
    a, b, c, d, *_ = matrix
    return bool(a > 0 and d > 0 and abs(b) < _LEAN * a and abs(c) < _LEAN * d)


def _box(given: Any) -> Box:
    x0, y0, x1, y1 = (float(resolve1(side)) for side in given)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _corners(box: Box) -> list[Point]:
    return [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]


def _around(points: Sequence[Point]) -> Box:
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _is_rectangle(points: Sequence[Point]) -> bool:
    x0, y0, x1, y1 = _around(points)
    return all(min(abs(x - x0), abs(x - x1)) < 0.1 and min(abs(y - y0), abs(y - y1)) < 0.1 for x, y in points)


def _enclosed(point: Point, outline: Sequence[Point]) -> bool:
    (x, y), within = point, False
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            within = not within
    return within
