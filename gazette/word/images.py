"""The pictures of a package: each part once, with the media type its bytes show."""

import posixpath

from gazette.model.blocks import Image
from gazette.word.package import Package, Relationship
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x01\x00\x00\x00", "image/x-emf"),
    (b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
    (b"\x01\x00\x09\x00", "image/x-wmf"),
)
_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


def media_type(data: bytes) -> str:
    """The media type of a picture by its first bytes; ``application/octet-stream`` when unknown."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if b"<svg" in data[:512] else "application/octet-stream"


class Images:
    """Collects the pictures that the text shows, by key (the file name within the package)."""

    def __init__(self, package: Package, remarks: Remarks) -> None:
        self._package = package
        self._remarks = remarks
        self._keys: dict[str, str] = {}
        self.found: dict[str, Image] = {}

    def key(self, arrow: Relationship | None, reference: str) -> str:
        """The key of the picture *arrow* points to; "" (and a remark) when it is missing or outside the file."""
        if arrow is None or (not arrow.external and arrow.target not in self._package):
            self._remarks.note("W030", target=arrow.target if arrow else reference)
            return ""
        if arrow.external:
            self._remarks.note("W027", target=arrow.target[:200])
            return ""
        part = arrow.target.lower()
        if part not in self._keys:
            self._keys[part] = self._take(part)
        return self._keys[part]

    def _take(self, part: str) -> str:
        try:
            data = self._package.read(part)
        except Refusal:
            self._remarks.note("W030", target=part)
            return ""
        kind = media_type(data)
        if kind not in _SHOWN:
            self._remarks.note("W031", kind=kind.removeprefix("image/").removeprefix("x-").upper())
        key = posixpath.basename(part)
        if key in self.found:
            key = part.replace("/", "-")
        self.found[key] = Image(data, kind)
        return key
