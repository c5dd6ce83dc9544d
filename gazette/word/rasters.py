"""Makes PNG files: of pixels that LibreOffice painted, and of pictures browsers do not show (TIFF, BMP)."""

import io
import warnings

from PIL import Image

RASTERS = ("image/tiff", "image/bmp")
_LARGEST = 60_000_000
"""Pixels; a scanned A4 sheet at 600 dpi has 35 million."""


class NotDrawn(Exception):
    """No picture came out of it; the reason is the text."""


def png_of_raster(data: bytes) -> bytes:
    """The first picture of a TIFF or BMP as PNG; ``NotDrawn`` with the reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=("TIFF", "BMP"))
            if image.width * image.height > _LARGEST:
                raise NotDrawn(f"{image.width} × {image.height} > {_LARGEST} pixels")
            image.load()
            return _png(image if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, MemoryError, Image.DecompressionBombError) as error:
        raise NotDrawn(type(error).__name__) from None


def png_of_pixels(pixels: bytes, size: tuple[int, int]) -> bytes:
    """The PNG of *pixels* (blue, green, red, alpha); ``NotDrawn`` when nothing is drawn on them."""
    if len(pixels) != size[0] * size[1] * 4:
        raise NotDrawn("too few pixels")
    image = Image.frombuffer("RGBA", size, pixels, "raw", "BGRA", 0, 1).convert("RGB")
    if image.getcolors(1) is not None:
        raise NotDrawn("blank")
    red, green, blue = image.split()
    grey = red.tobytes() == green.tobytes() == blue.tobytes()
    return _png(red if grey else image)


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
