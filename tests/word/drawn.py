"""Pictures written by hand for the tests: a few lines of EMF and WMF (MS-EMF, MS-WMF), and files that only pretend."""

import io
import struct

from PIL import Image


def emf(width: int = 400, height: int = 200, *, bounds: tuple[int, int, int, int] | None = None) -> bytes:
    """A framed ellipse of *width* × *height* device pixels; *bounds* replaces what the header says of its size."""
    records = [
        struct.pack("<II4i", 43, 24, 10, 10, width - 10, height - 10),
        struct.pack("<II4i", 42, 24, 40, 40, width // 2, height - 40),
        struct.pack("<IIIII", 14, 20, 0, 16, 20),
    ]
    size = 108 + sum(map(len, records))
    left, top, right, bottom = bounds or (0, 0, width, height)
    frame = [max(-(2**31), min(side * 26, 2**31 - 1)) for side in (left, top, right, bottom)]
    head = struct.pack("<II8i", 1, 108, left, top, right, bottom, *frame)
    head += struct.pack("<IIIIHHIIIiiii", 0x464D4520, 0x10000, size, len(records) + 1, 1, 0, 0, 0, 0, 1920, 1080, 508, 286)
    return head + struct.pack("<IIIii", 0, 0, 0, 508000, 286000) + b"".join(records)


def wmf(width: int = 2000, height: int = 1000) -> bytes:
    """The same drawing as a placeable metafile of 1440 units an inch."""
    records = [
        _record(0x020B, 0, 0),
        _record(0x020C, height, width),
        _record(0x041B, height - 50, width - 50, 50, 50),
        _record(0x0418, height - 200, width // 2, 200, 200),
        _record(0),
    ]
    words = sum(map(len, records)) // 2
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + words, 0, max(map(len, records)) // 2, 0)
    placed = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, width, height, 1440, 0)
    check = 0
    for word in struct.unpack("<10H", placed):
        check ^= word
    return placed + struct.pack("<H", check) + head + b"".join(records)


def raster(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    """A one-coloured picture that Pillow writes as *kind*."""
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind)
    return written.getvalue()


def _record(function: int, *values: int) -> bytes:
    return struct.pack(f"<IH{len(values)}h", 3 + len(values), function, *values)
