"""The pictures of a package: each part once, as a browser and the typesetter can show it."""

import posixpath
from dataclasses import dataclass

from gazette.model.blocks import Image
from gazette.word.legacy import LegacyMissing
from gazette.word.metafiles import unpacked
from gazette.word.package import Package, Relationship
from gazette.word.rasters import NotDrawn
from gazette.word.redrawing import Redrawer
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
    (b"\x01\x00\x09\x00", "image/x-wmf"),
    (b"\x02\x00\x09\x00", "image/x-wmf"),
)
_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")


def media_type(data: bytes) -> str:
    """The media type of a picture by its first bytes; ``application/octet-stream`` when unknown."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"\x01\x00\x00\x00") and data[40:44] == b" EMF":
        return "image/x-emf"
    if data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if b"<svg" in data[:1024] else "application/octet-stream"


@dataclass(frozen=True, slots=True)
class _Taken:
    """A part of the package as it was taken in: its key among the pictures, and what must be said wherever it is shown."""

    key: str
    code: str = ""
    kind: str = ""
    reason: str = ""


class Images:
    """Collects the pictures that the text shows, by key (the file name within the package)."""

    def __init__(self, package: Package, remarks: Remarks, redrawer: Redrawer) -> None:
        self.package = package
        self._remarks = remarks
        self._redrawer = redrawer
        self._parts: dict[str, _Taken] = {}
        self.found: dict[str, Image] = {}

    def key(self, arrow: Relationship | None, reference: str, size: tuple[float, float] = (0.0, 0.0)) -> str:
        """The key of the picture *arrow* points to, shown in *size* points; "" (and a remark) when it is missing or outside."""
        if arrow is None or (not arrow.external and arrow.target not in self.package):
            self._remarks.note("W030", target=arrow.target if arrow else reference)
            return ""
        if arrow.external:
            self._remarks.note("W027", target=arrow.target[:200])
            return ""
        part = arrow.target.lower()
        if part not in self._parts:
            self._parts[part] = self._take(part, size)
        taken = self._parts[part]
        if taken.code == "W030":
            self._remarks.note("W030", target=part)
        elif taken.code == "W031":
            self._remarks.note("W031", kind=taken.kind, reason=taken.reason)
        elif taken.code:
            self._remarks.note(taken.code, "" if taken.code == "W039" else None, kind=taken.kind)
        return taken.key

    def _take(self, part: str, size: tuple[float, float]) -> _Taken:
        try:
            data = unpacked(self.package.read(part), self._redrawer.limits.picture_bytes)
        except Refusal:
            return _Taken("", "W030")
        kind = media_type(data)
        if kind in _SHOWN:
            return _Taken(self._kept(part, Image(data, kind)))
        name = kind.removeprefix("image/").removeprefix("x-").removesuffix("+xml").upper()
        try:
            drawn = Image(self._redrawer.png(data, kind, size), "image/png")
        except NotDrawn as failure:
            return _Taken(self._kept(part, Image(data, kind)), "W031", name, str(failure))
        except LegacyMissing:
            return _Taken(self._kept(part, Image(data, kind)), "W038", name)
        return _Taken(self._kept(posixpath.splitext(part)[0] + ".png", drawn), "W039", name)

    def _kept(self, part: str, image: Image) -> str:
        key = posixpath.basename(part)
        if self.found.get(key, image) != image:
            key = part.replace("/", "-")
        self.found[key] = image
        return key
