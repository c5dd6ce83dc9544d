"""The pictures of a text: decoded once to know that they can be printed, and handed to typst inside SVG, which takes text only."""

import base64
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from gazette.model.outcome import Finding
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.placeholder import placeholder

_LARGEST = 60_000_000
"""Pixels; a scanned A3 sheet at 600 dpi has 70 million, one at 400 dpi 31 million."""


@dataclass(slots=True)
class Pictures:
    """Gives the pictures a text refers to names of their own; a missing or unreadable one is a finding."""

    given: Mapping[str, bytes]
    prefix: str
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    names: dict[tuple[str, str, tuple[float, float]], str | None] = field(default_factory=dict)

    def take(self, source: str, alt: str, size: tuple[float, float]) -> str | None:
        """The name under which the template finds picture *source* of *size* points; None when it is missing.

        One that cannot be decoded is replaced by a frame with its description.
        """
        shown = (source, alt, size)
        if shown not in self.names:
            self.names[shown] = self._taken(source, alt, size)
        return self.names[shown]

    def _taken(self, source: str, alt: str, size: tuple[float, float]) -> str | None:
        data = self.given.get(source, self.given.get(source.rpartition("/")[2]))
        if data is None:
            self.findings.append(CATALOGUE.finding("T005", name=source))
            return None
        drawing = _drawing(data)
        if drawing is None:
            self.findings.append(CATALOGUE.finding("T006", name=source))
            drawing = placeholder(alt, size)
        if not alt.strip():
            self.findings.append(CATALOGUE.finding("T004", name=source))
        name = f"{self.prefix}image{len(self.files)}.svg"
        self.files[name] = drawing
        return name


def _drawing(data: bytes) -> bytes | None:
    """*data* inside an SVG of its own size; None when no picture can be decoded from it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"))
            if image.width * image.height > _LARGEST:
                return None
            image.load()
            kind, content = _printable(image, data)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    size = f'width="{image.width}" height="{image.height}"'
    encoded = base64.b64encode(content).decode("ascii")
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} {size}><image {size} xlink:href="data:image/{kind};base64,{encoded}"/></svg>'.encode("ascii")


def _printable(image: Image.Image, data: bytes) -> tuple[str, bytes]:
    """The picture as it is when typst draws it well, otherwise as PNG."""
    if image.format == "PNG" and image.mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        return "png", data
    if image.format == "JPEG" and image.mode in ("L", "RGB"):
        return "jpeg", data
    written = io.BytesIO()
    image.convert("RGBA" if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info else "RGB").save(written, "PNG")
    return "png", written.getvalue()
