"""Whether the letters of a PDF look like what they say: like those of a file that is trusted, or like those of a Times."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFSimpleFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, dict_value, resolve1
from PIL import Image, ImageChops, ImageDraw

from gazette.akn.outlines import Fonts, Outline, faces, is_embedded, outlines
from gazette.model.errors import BadCall
from gazette.model.text import nfc
from templates import ROOT

Shape = int
"""The filled outline as bits, row by row; 0 is a letter that shows nothing."""

_EM = 96
_LEFT, _BOTTOM, _WIDTH, _HEIGHT = -0.3, -0.4, 1.7, 1.7
_SIZE = (round(_WIDTH * _EM), round(_HEIGHT * _EM))
_LIKE = 0.3
_SIGNS = "–—‘’“”…•′″‐‑×÷₫°²³"
_ALPHABET = frozenset((*map(chr, range(0x21, 0x7F)), *_SIGNS, *map(chr, range(0x1EA0, 0x1EFA)), *"ĂÂĐÊÔƠƯăâđêôơưÐ"))
_ACCENTED = frozenset(nfc(base + mark) for base in "AEIOUYaeiouy" for mark in "\u0300\u0301\u0303\u0309\u0323")


def forms(pdf: bytes) -> frozenset[str]:
    """The letters of the fonts on the pages of a trusted *pdf*, each with its shape; ``BadCall`` when it cannot be read."""
    fonts, found = Fonts(), set()
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(pdf)))):
            for given in dict_value(page.resources.get("Font") or {}).values():
                fonts.get_font(given.objid if isinstance(given, PDFObjRef) else None, dict_value(given))
        for font, spec in fonts.specs.items():
            said = _said(font)
            for code, outline in outlines(font, spec, said).items():
                if outline:
                    found.add(form(said[code], shape(outline)))
    except MemoryError:
        raise
    except Exception as error:  # the library meets a damaged file with whatever its parser stumbles over
        raise BadCall(reason=f"PDF: {error}") from error
    return frozenset(found)


def is_honest(font: PDFFont, fonts: Fonts, said: Mapping[int, str], known: Collection[str]) -> bool:
    """Whether *font* draws for each code of *said* a letter that a reader takes for that text; *known* are the forms of a trusted file.

    A font that is not embedded is the reader's own and follows the names of its encoding. What cannot be found out is not honest.
    """
    if isinstance(font, PDFType3Font):
        return False
    spec = fonts.specs.get(font, {})
    if not is_embedded(spec):
        return isinstance(font, PDFSimpleFont) and _is_of_letters(spec) and all(font.cid2unicode.get(code) == said[code] for code in said)
    drawn = outlines(font, spec, said)
    return all(_is_shown(said[code], drawn[code], known) for code in said)


def _is_shown(text: str, outline: Outline | None, known: Collection[str]) -> bool:
    seen = None if outline is None else shape(outline)
    if not (text.isprintable() and text.strip()):
        return not seen
    return seen is not None and (form(text, seen) in known or looks_like(seen, nfc(text)))


def _is_of_letters(spec: Mapping[str, object]) -> bool:
    name = str(getattr(resolve1(spec.get("BaseFont")), "name", ""))
    return not any(signs in name for signs in ("Symbol", "Dingbat", "Wingding", "Webding"))


def _said(font: PDFFont) -> dict[int, str]:
    """What every code of *font* says."""
    if isinstance(font, PDFCIDFont):
        return dict(getattr(font.unicode_map, "cid2unichr", {}))
    found = {}
    for code in range(256) if isinstance(font, PDFSimpleFont) else ():
        try:
            found[code] = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            continue
    return found


def form(text: str, seen: Shape) -> str:
    """*text* with a name for its shape, the same for the same shape."""
    return f"{nfc(text)}:{hashlib.sha256(f'{seen:x}'.encode()).hexdigest()}"


def shape(outline: Outline) -> Shape:
    """*outline* filled (even-odd), on a grid that keeps its place in the em; what lies outside the grid makes a shape like none."""
    whole = Image.new("1", _SIZE)
    for contour in outline:
        points = [((x - _LEFT) * _EM, (_HEIGHT + _BOTTOM - y) * _EM) for x, y in contour]
        if not all(0 <= x < _SIZE[0] and 0 <= y < _SIZE[1] for x, y in points):
            return (1 << _SIZE[0] * _SIZE[1]) - 1
        filled = Image.new("1", _SIZE)
        ImageDraw.Draw(filled).polygon(points, fill=1)
        whole = ImageChops.logical_xor(whole, filled)
    return int.from_bytes(whole.tobytes(), "big")


def looks_like(seen: Shape, text: str) -> bool:
    """Whether a reader takes *seen* for *text*: it is close to that letter in one style of a Times, and no other is closer."""
    area = seen.bit_count()
    best = min((_distance(seen, area, *one) for one in _known().get(text, ())), default=1.0)
    return best <= _LIKE and all(_distance(seen, area, *one) >= best for others in _known().values() for one in others)


@cache
def _known() -> Mapping[str, tuple[tuple[Shape, int], ...]]:
    """The shapes of each letter in the styles of a Times, with their areas."""
    found: dict[str, dict[Shape, int]] = defaultdict(dict)
    for letter, seen in _references():
        found[letter][seen] = seen.bit_count()
    return {letter: tuple(shapes.items()) for letter, shapes in found.items()}


def _references() -> Iterator[tuple[str, Shape]]:
    files = (path.read_bytes() for path in sorted((ROOT / "fonts").glob("*.ttf")))
    for letter, outline in faces(files):
        if letter in _ALPHABET | _ACCENTED and (seen := shape(outline)):
            yield letter, seen


def _distance(one: Shape, area: int, other: Shape, other_area: int) -> float:
    """How much of the larger of two shapes is not common to both; 1 when their areas alone keep them apart."""
    larger = max(area, other_area, 1)
    return 1.0 if abs(area - other_area) > _LIKE * larger else (one ^ other).bit_count() / larger
