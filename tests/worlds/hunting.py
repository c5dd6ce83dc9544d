"""Looking for the canary in bytes of any kind: folded, in other encodings, and inside what is packed, compressed or written in base64."""

import base64
import io
import re
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import quote

from tests.worlds.world import CANARY

DEEPEST = 4
"""So many packages inside each other are looked into."""

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")


def _forms() -> Iterator[bytes]:
    """The canary as it is, folded, in other cases, encodings and escapes."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", CANARY) if not unicodedata.combining(sign))
    for word in {CANARY, unicodedata.normalize("NFD", CANARY), bare, CANARY.lower(), CANARY.upper(), bare.lower(), bare.upper()}:
        yield word.encode()
        yield word.encode("utf-16-le")
        yield word.encode("utf-16-be")
        yield quote(word).encode()
        for written in (word.encode(), word.encode("utf-16-le")):
            for lead in range(3):
                # What surrounds the word changes the groups at its ends: the middle is what any base64 of it holds.
                data = b"x" * lead + written
                yield base64.b64encode(data)[4 if lead else 0 : len(data) // 3 * 4]


FORMS = tuple({form for form in _forms() if len(form) >= 5})


def found(data: bytes, depth: int = 0) -> bool:
    """Whether the canary is in *data*, or in anything packed into it."""
    if any(form in data for form in FORMS):
        return True
    return depth < DEEPEST and any(found(inner, depth + 1) for inner in _inside(data))


def _inside(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    elif data.startswith(b"\x1f\x8b"):
        yield _inflated(data, zlib.MAX_WBITS | 16)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as packed:
            members = (packed.extractfile(member) for member in packed if member.isfile())
            yield from (member.read() for member in members if member is not None)
    elif data.startswith(b"%PDF"):
        yield from map(_inflated, _STREAM.findall(data))
    else:
        yield _inflated(data)
        for text in _BASE64.findall(data):
            written = text.translate(None, b"\r\n=").translate(bytes.maketrans(b"-_", b"+/"))
            decoded = base64.b64decode(written[: len(written) // 4 * 4])
            if decoded[:2] in (b"PK", b"\x1f\x8b", b"%P", b"x\x9c", b"x\xda"):
                yield decoded


def _inflated(data: bytes, form: int = zlib.MAX_WBITS) -> bytes:
    """What a compressed stream holds as far as it can be read; nothing when it is none."""
    try:
        return zlib.decompressobj(form).decompress(data)
    except zlib.error:
        return b""
