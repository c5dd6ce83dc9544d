"""The visible part of a signature: the leader's blue picture, the red seal, or a few lines of text in a checked font."""
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import BaseStampStyle, StaticStampStyle, TextStampStyle

from signing.errors import AppearanceRefused

MAX_PICTURE = 8 * 1024 * 1024
MAX_PIXELS = 16_000_000
_UNITS = 1000


@dataclass(frozen=True)
class Appearance:
    """What the reader sees in the signature's box: a transparent PNG, or text set in the font file at `font`.

    Decree 30/2020 asks for the leader's picture in blue, the seal in red at its real size, and for copies and
    separate annexes black text of size 10 without a picture. `font_size` is in points.
    """

    picture: bytes | None = field(default=None, repr=False)
    text: str | None = None
    font: Path | None = None
    font_size: int = 10


def stamp_style(appearance: Appearance, room: tuple[float, float] | None = None) -> BaseStampStyle:
    """The drawing instructions; text is broken into lines that fit `room`, width and height in points.

    Raises AppearanceRefused when a letter is missing, the text does not fit, or the picture cannot be read.
    """
    if appearance.picture is not None:
        return StaticStampStyle(
            background=PdfImage(_picture(appearance.picture)), background_opacity=1.0, border_width=0, background_layout=_FILL
        )
    if appearance.text and appearance.font is not None:
        return _text_style(fitted(appearance, room) if room else appearance.text, appearance.font, appearance.font_size)
    raise AppearanceRefused("Hình thức chữ ký cần ảnh hoặc chữ kèm phông.", "The appearance needs a picture, or text with a font.")


def missing_letters(text: str, font: Path) -> str:
    """The letters of `text` that the font cannot draw, each once, in order."""
    with _opened(font) as opened:
        known = set(opened.getBestCmap())
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known))


def fitted(appearance: Appearance, room: tuple[float, float]) -> str:
    """The text with the line breaks it needs within `room`; raises AppearanceRefused when it is too long even so."""
    width, height = room
    if appearance.font is None or appearance.text is None:
        raise AppearanceRefused("Hình thức chữ ký cần chữ kèm phông.", "The appearance needs text with a font.")
    advance = _advances(appearance.font, appearance.font_size)
    lines: list[str] = []
    for told in appearance.text.split("\n"):
        line = ""
        for word in told.split(" "):
            longer = f"{line} {word}" if line else word
            if line and advance(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    if len(lines) * _leading(appearance.font_size) > height or any(advance(line) > width for line in lines):
        raise AppearanceRefused("Dòng chữ không đặt vừa ô ký.", "The text does not fit the signature's box.")
    return "\n".join(lines)


def _advances(font: Path, size: int) -> Callable[[str], float]:
    with _opened(font) as opened:
        names, widths, units = opened.getBestCmap(), opened["hmtx"], opened["head"].unitsPerEm
        known = {code: widths[name][0] for code, name in names.items()}
    return lambda text: sum(known.get(ord(letter), units) for letter in text) * size / units


def _leading(size: int) -> int:
    # Vietnamese marks stand two high; closer lines touch.
    return round(size * 1.4)


UNSEEN: BaseStampStyle = StaticStampStyle(border_width=0, background=None)
"""Nothing is drawn: a signature without a picture leaves the page as it is."""

_FILL = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(), InnerScaling.STRETCH_TO_FIT)
_TOP_LEFT = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MAX, Margins(), InnerScaling.NO_SCALING)


def _picture(data: bytes) -> Image.Image:
    if len(data) > MAX_PICTURE:
        raise AppearanceRefused("Ảnh chữ ký quá lớn.", "The signature picture is too large.")
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise AppearanceRefused("Ảnh chữ ký quá nhiều điểm ảnh.", "The signature picture has too many pixels.")
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as cause:
        raise AppearanceRefused("Ảnh chữ ký không phải là PNG đọc được.", "The signature picture is not a readable PNG.") from cause


def _text_style(text: str, font: Path, size: int) -> BaseStampStyle:
    missing = missing_letters(text, font)
    if missing:
        raise AppearanceRefused(f"Phông {font.name} thiếu chữ: {missing}", f"The font {font.name} lacks the letters: {missing}")
    box = TextBoxStyle(font=_ScaledFont(font, size), font_size=size, leading=_leading(size))
    # A percent sign in the text must stay itself: the stamp is a format string.
    return TextStampStyle(
        stamp_text=text.replace("%", "%%"), text_box_style=box, border_width=0, background=None, inner_content_layout=_TOP_LEFT
    )


def _opened(font: Path) -> TTFont:
    try:
        return TTFont(font, lazy=True)
    except (TTLibError, OSError, AssertionError) as cause:
        raise AppearanceRefused(f"Không đọc được phông {font.name}.", f"The font {font.name} cannot be read.") from cause


def font_engine(writer: Any, font: Path, size: int) -> GlyphAccumulator:
    """What embeds letters of a font in a PDF; see `_ScaledFont`."""
    return _ScaledFont(font, size).create_font_engine(writer)


class _ScaledFont(FontEngineFactory):
    """Gives fonts of 2048 units an em of 1000 first: the widths the PDF library writes are only right for 1000."""

    def __init__(self, font: Path, size: int) -> None:
        self._font = font
        self._size = size

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        scaled = io.BytesIO()
        with _opened(self._font) as font:
            if font["head"].unitsPerEm != _UNITS:
                from fontTools.ttLib.scaleUpem import scale_upem  # a third of a second that only a drawn signature needs

                scale_upem(font, _UNITS)
            font.save(scaled)
        if obj_stream is None and writer.stream_xrefs:
            obj_stream = writer.prepare_object_stream()
        return GlyphAccumulator(writer, scaled, self._size, obj_stream=obj_stream)
