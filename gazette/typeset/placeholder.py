"""What is printed where a picture cannot be: a dashed frame of its size with its description, drawn and not typed.

The words are outlines, so the text of the PDF stays exactly the text of the document; a reading machine hears the description.
"""

from collections.abc import Iterator
from functools import lru_cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from gazette.typeset.fonts import regular

_NOTICE = "[Hình không hiển thị được]"
_SIZE, _LINE, _MARGIN = 12.0, 15.0, 10.0
_USUAL = (227.0, 85.0)
_LEAST = 150.0


def placeholder(description: str, size: tuple[float, float]) -> bytes:
    """An SVG of *size* points (0: not known) that shows where a picture stands; too small for words, it is crossed out."""
    width, height = (given or usual for given, usual in zip(size, _USUAL, strict=True))
    lines = [_NOTICE, *_wrapped(description, width - 2 * _MARGIN)] if width >= _LEAST else []
    room = int((height - _MARGIN) / _LINE)
    marks = (
        "".join(_outlined(lines[:room], width, height)) if room and lines else f"M0 0L{width:.1f} {height:.1f}M{width:.1f} 0L0 {height:.1f}"
    )
    style = 'fill="#444"' if room and lines else 'stroke="#777" stroke-width="0.5"'
    frame = f'<rect x="0.5" y="0.5" width="{width - 1:.1f}" height="{height - 1:.1f}" fill="none" stroke="#777" stroke-dasharray="5 3"/>'
    box = f'width="{width:.1f}" height="{height:.1f}" viewBox="0 0 {width:.1f} {height:.1f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{frame}<path d="{marks}" {style}/></svg>'.encode("ascii")


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _advance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _outlined(lines: list[str], width: float, height: float) -> Iterator[str]:
    top = (height - len(lines) * _LINE) / 2 + _SIZE
    for number, line in enumerate(lines):
        left, base = (width - _advance(line)) / 2, top + number * _LINE
        for char in line:
            outline, advance = _glyph(ord(char), round(left, 2), round(base, 2))
            yield outline
            left += advance


def _advance(text: str) -> float:
    return sum(_glyph(ord(char), 0.0, 0.0)[1] for char in text)


def _glyph(code: int, left: float, base: float) -> tuple[str, float]:
    """The outline of a character that stands at *left* on *base*, and how far it reaches; nothing for one the font has not."""
    font = _font()
    name = font.getBestCmap().get(code)
    if name is None:
        return "", 0.0
    scale = _SIZE / font["head"].unitsPerEm
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs, lambda value: f"{value:.2f}")
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, left, base)))
    return pen.getCommands(), glyphs[name].width * scale


@lru_cache(maxsize=1)
def _font() -> TTFont:
    return TTFont(regular())
