"""Metafiles (EMF, WMF), which no browser shows: how large they are, and a page with nothing else on it.

SVG is not painted: LibreOffice would follow its links to files of this machine.
"""

import base64
import struct
import zlib
from typing import Protocol

from gazette.word.kit import RIM
from gazette.word.legacy import LegacyMissing
from gazette.word.package import Limits

METAFILES = ("image/x-emf", "image/x-wmf")
_GZIP = b"\x1f\x8b"
_RIM = RIM / 20
_LARGEST = 1600.0
_USUAL = (360.0, 240.0)
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles><style:page-layout style:name="page">
<style:page-layout-properties fo:page-width="{wide}pt" fo:page-height="{high}pt" fo:margin="0pt"/></style:page-layout>
<style:style style:name="whole" style:family="graphic"><style:graphic-properties style:vertical-pos="from-top"
 style:vertical-rel="page" style:horizontal-pos="from-left" style:horizontal-rel="page" style:wrap="run-through" fo:margin="0pt"
 fo:padding="0pt" fo:border="none"/></style:style></office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles><office:body><office:text>
<draw:frame draw:style-name="whole" text:anchor-type="page" text:anchor-page-number="1" svg:x="{rim}pt" svg:y="{rim}pt"
 svg:width="{width}pt" svg:height="{height}pt"><draw:image><office:binary-data>{content}</office:binary-data></draw:image></draw:frame>
<text:p/></office:text></office:body></office:document>"""


class PagePainter(Protocol):
    """Anything that paints the first page of an OpenDocument text."""

    def paint(self, page: bytes, pixels: tuple[int, int], limits: Limits, seconds: float, /) -> bytes:
        """*page*, within its rim, as that many pixels of blue, green, red and alpha; raises ``LegacyMissing`` or ``LegacyFailed``."""


class TextOnly:
    """Paints nothing: for those who read a file for its words alone; its metafiles stay as they are."""

    def paint(self, _page: bytes, _pixels: tuple[int, int], _limits: Limits, _seconds: float) -> bytes:
        """Always ``LegacyMissing``."""
        raise LegacyMissing


def unpacked(data: bytes, most: int) -> bytes:
    """What is in an .emz or .wmz (gzip) of at most *most* bytes; *data* itself when it is none, or damaged or larger."""
    if not data.startswith(_GZIP):
        return data
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = inflater.decompress(data, most)
    except zlib.error:
        return data
    return plain if inflater.eof else data


def page_size(data: bytes, kind: str, shown: tuple[float, float]) -> tuple[float, float]:
    """Width and height in points on which to draw: as *shown* in the text, otherwise the drawing's own; never absurd."""
    width, height = shown if min(shown) > 0 else _own_size(data, kind)
    if not (0 < width < 1e6 and 0 < height < 1e6):
        width, height = _USUAL
    scale = min(1.0, _LARGEST / max(width, height))
    return max(width * scale, 1.0), max(height * scale, 1.0)


def page(data: bytes, size: tuple[float, float]) -> bytes:
    """An OpenDocument text whose one page shows, within a rim, the drawing *data* in *size* points and nothing else."""
    content = base64.b64encode(data).decode("ascii")
    wide, high = (side + 2 * _RIM for side in size)
    return _PAGE.format(wide=wide, high=high, rim=_RIM, width=size[0], height=size[1], content=content).encode("ascii")


def _own_size(data: bytes, kind: str) -> tuple[float, float]:
    if kind == "image/x-emf" and len(data) >= 40:
        left, top, right, bottom = struct.unpack_from("<4i", data, 24)
        return (right - left) * 72 / 2540, (bottom - top) * 72 / 2540
    if data.startswith(b"\xd7\xcd\xc6\x9a") and len(data) >= 16:
        left, top, right, bottom, inch = struct.unpack_from("<4hH", data, 6)
        return abs(right - left) * 72 / max(inch, 1), abs(bottom - top) * 72 / max(inch, 1)
    return _USUAL
