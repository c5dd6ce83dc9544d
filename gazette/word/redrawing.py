"""Draws pictures that no browser shows as PNG: each once, sharp enough for print, within the time of one file."""

import time
from dataclasses import dataclass, field
from hashlib import sha256

from gazette.word.legacy import LegacyFailed
from gazette.word.metafiles import METAFILES, PagePainter, page, page_size
from gazette.word.package import Limits
from gazette.word.rasters import RASTERS, NotDrawn, png_of_pixels, png_of_raster

_DENSITY = 300 / 72
_SMALLEST, _LARGEST = 600, 3500
"""Pixels of the longer side: small previews may be enlarged on screen, 3500 are 30 cm in print."""


@dataclass(slots=True)
class Redrawer:
    """Redraws the pictures of one file; what was drawn, or could not be, is remembered by content."""

    painter: PagePainter
    limits: Limits
    spent: float = 0.0
    drawn: dict[bytes, bytes | NotDrawn] = field(default_factory=dict)

    def png(self, data: bytes, kind: str, shown: tuple[float, float]) -> bytes:
        """*data* of media type *kind* as PNG, *shown* points large; ``NotDrawn`` with the reason, ``LegacyMissing``."""
        digest = sha256(data).digest()
        if digest not in self.drawn:
            try:
                self.drawn[digest] = self._drawn(data, kind, shown)
            except NotDrawn as reason:
                self.drawn[digest] = reason
        made = self.drawn[digest]
        if isinstance(made, NotDrawn):
            raise made
        return made

    def _drawn(self, data: bytes, kind: str, shown: tuple[float, float]) -> bytes:
        if len(data) > self.limits.picture_bytes:
            raise NotDrawn(f"{len(data)} > {self.limits.picture_bytes} bytes")
        if kind in RASTERS:
            return png_of_raster(data)
        if kind not in METAFILES:
            raise NotDrawn("not supported")
        left = self.limits.picture_seconds - self.spent
        if left <= 0:
            raise NotDrawn(f"> {self.limits.picture_seconds} seconds")
        return self._painted(page_size(data, kind, shown), data, left)

    def _painted(self, size: tuple[float, float], data: bytes, seconds: float) -> bytes:
        longer = max(size)
        scale = min(max(longer * _DENSITY, _SMALLEST), _LARGEST) / longer
        pixels = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
        started = time.monotonic()
        try:
            return png_of_pixels(self.painter.paint(page(data, size), pixels, self.limits, seconds), pixels)
        except LegacyFailed as failure:
            raise NotDrawn(str(failure)) from None
        finally:
            self.spent += time.monotonic() - started
