"""What the fonts in a PDF draw: the outline behind a code, found as the standard says and only where every reader finds the same."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fontTools.agl import UV2AGL
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFSimpleFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

Contour = tuple[tuple[float, float], ...]
Outline = tuple[Contour, ...]
"""The closed lines of a letter, in parts of its em."""

_PROGRAMS = ("FontFile", "FontFile2", "FontFile3")
_STRAIGHT = ("Identity-H", "Identity-V")
_SYMBOLIC = 4
_STEPS = 6
_PRIVATE = 0xF000
_Draw = Callable[[int], Outline | None]


class Fonts(PDFResourceManager):
    """pdfminer's fonts, each with what the file says of it."""

    def __init__(self) -> None:
        super().__init__()
        self.specs: dict[PDFFont, Mapping[str, Any]] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font of *spec*; of a composite font the specification of its descendant is kept, with the encoding."""
        font = super().get_font(objid, spec)
        self.specs.setdefault(font, spec)
        return font


class _Flat(BasePen):  # type: ignore[misc]
    """Takes an outline as short straight lines."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self._scale = scale
        self.contours: list[Contour] = []
        self._points: list[tuple[float, float]] = []

    def _moveTo(self, pt: Any) -> None:
        self._points = [self._at(*pt)]

    def _lineTo(self, pt: Any) -> None:
        self._points.append(self._at(*pt))

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        x0, y0 = self._getCurrentPoint()
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            x, y = (a * x0 + b * pt1[0] + c * pt2[0] + d * pt3[0], a * y0 + b * pt1[1] + c * pt2[1] + d * pt3[1])
            self._points.append(self._at(x, y))

    def _closePath(self) -> None:
        if len(self._points) > 2:
            self.contours.append(tuple(self._points))
        self._points = []

    def _endPath(self) -> None:
        self._closePath()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self._scale, y * self._scale


def outlines(font: PDFFont, spec: Mapping[str, Any], codes: Iterable[int]) -> dict[int, Outline | None]:
    """What *font* draws for each of *codes*; None where that cannot be told, or not every program would draw the same.

    A font that is not in the file draws nothing here: the reader's own program draws it by the names of its encoding.
    """
    wanted = list(codes)
    try:
        draw = _drawing(font, spec)
        return {code: draw(code) if draw else None for code in wanted}
    except MemoryError:
        raise
    except Exception:  # (a font of unknown origin breaks the libraries in any way; then nothing is proven)
        return dict.fromkeys(wanted)


def is_embedded(spec: Mapping[str, Any]) -> bool:
    """Whether the file brings a program for the font."""
    return any(name in _descriptor(spec) for name in _PROGRAMS)


def faces(files: Iterable[bytes]) -> Iterable[tuple[str, Outline]]:
    """The letters of whole font files, each with its outline, as far as they have one."""
    for data in files:
        program = TTFont(io.BytesIO(data), lazy=True)
        glyphs, scale = program.getGlyphSet(), 1 / program["head"].unitsPerEm
        for code, name in program.getBestCmap().items():
            yield chr(code), _flat(glyphs, name, scale)


def _drawing(font: PDFFont, spec: Mapping[str, Any]) -> _Draw | None:
    streams = [resolve1(_descriptor(spec)[name]) for name in _PROGRAMS if name in _descriptor(spec)]
    if len(streams) != 1 or not isinstance(streams[0], PDFStream):
        return None
    data = bytes(streams[0].get_data())
    composite = isinstance(font, PDFCIDFont)
    if composite and _name(spec.get("Encoding")) not in _STRAIGHT:
        return None
    if data[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
        program = TTFont(io.BytesIO(data), lazy=True)
        if "CFF " in program:
            return _bare(program["CFF "].cff, font, spec)
        return _composite(program, spec) if composite else _simple(program, font, spec)
    if data[:1] == b"\x01":
        program = CFFFontSet()
        program.decompile(io.BytesIO(data), None)
        return _bare(program, font, spec)
    return None


def _composite(program: TTFont, spec: Mapping[str, Any]) -> _Draw:
    """A TrueType program addressed by CIDs (ISO 32000-2, 9.7.4.2)."""
    glyphs, order, scale = program.getGlyphSet(), program.getGlyphOrder(), 1 / program["head"].unitsPerEm
    mapped = resolve1(spec.get("CIDToGIDMap"))
    table = bytes(mapped.get_data()) if isinstance(mapped, PDFStream) else None

    def draw(cid: int) -> Outline | None:
        place = cid if table is None else int.from_bytes(table[2 * cid : 2 * cid + 2], "big")
        return _flat(glyphs, order[place], scale) if place < len(order) else None

    return draw


def _simple(program: TTFont, font: PDFFont, spec: Mapping[str, Any]) -> _Draw:
    """A TrueType program addressed by single bytes (9.6.5.4): by the names of the encoding, or by the program's own tables."""
    glyphs, scale = program.getGlyphSet(), 1 / program["head"].unitsPerEm
    tables = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
    symbolic = bool(int(resolve1(_descriptor(spec).get("Flags")) or 0) & _SYMBOLIC)
    known = font.cid2unicode if isinstance(font, PDFSimpleFont) and "Encoding" in spec else {}

    def names(code: int) -> set[str]:
        own = tables.get((3, 0), {})
        by_code = {own.get(code), own.get(_PRIVATE + code), tables.get((1, 0), {}).get(code)}
        by_name = {tables.get((3, 1), {}).get(ord(known[code]))} if len(known.get(code, "")) == 1 else set()
        found = by_name | by_code if symbolic or not by_name else by_name
        return {name for name in found if name}

    def draw(code: int) -> Outline | None:
        drawn = {_flat(glyphs, name, scale) for name in names(code)}
        return drawn.pop() if len(drawn) == 1 else None

    return draw


def _bare(program: Any, font: PDFFont, spec: Mapping[str, Any]) -> _Draw | None:
    """A CFF program (Adobe Technical Note 5176), addressed by CIDs, by places, or by the names of an encoding."""
    top = program[0]
    a, b, c, d, *_ = top.FontMatrix
    if b or c or a != d:
        return None
    letters, order = top.CharStrings, top.getGlyphOrder()
    if isinstance(font, PDFCIDFont):
        by_cid = hasattr(top, "ROS")
        return lambda cid: _drawn(letters, f"cid{cid:05d}" if by_cid else order[cid] if cid < len(order) else "", a)
    if "Encoding" in spec and isinstance(font, PDFSimpleFont):
        known = font.cid2unicode
        return lambda code: _drawn(letters, _glyph_name(known.get(code, "")), a)
    own = StandardEncoding if top.Encoding == "StandardEncoding" else top.Encoding
    return lambda code: _drawn(letters, own[code] if code < len(own) else "", a)


def _glyph_name(text: str) -> str:
    return str(UV2AGL.get(ord(text), f"uni{ord(text):04X}")) if len(text) == 1 else ""


def _drawn(letters: Any, name: str, scale: float) -> Outline | None:
    if name not in letters:
        return None
    pen = _Flat(None, scale)
    letters[name].draw(pen)
    return tuple(pen.contours)


def _flat(glyphs: Any, name: str, scale: float) -> Outline:
    pen = _Flat(glyphs, scale)
    glyphs[name].draw(pen)
    return tuple(pen.contours)


def _descriptor(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    found = resolve1(spec.get("FontDescriptor"))
    return found if isinstance(found, dict) else {}


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))
