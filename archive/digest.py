"""The name of a sequence of bytes: its SHA-256 digest in lower-case hexadecimal."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

CHUNK = 1 << 20
_HEX = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, order=True)
class ContentId:
    """SHA-256 (FIPS 180-4) of some bytes as 64 lower-case hexadecimal digits; raises ValueError for anything else."""

    hex: str

    def __post_init__(self) -> None:
        if not _HEX.match(self.hex):
            raise ValueError("a content id is 64 lower-case hexadecimal digits")

    def __str__(self) -> str:
        return self.hex

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The content id of *data*."""
        return cls(hashlib.sha256(data).hexdigest())

    @classmethod
    def of_chunks(cls, chunks: Iterable[bytes]) -> Self:
        """The content id of the bytes that *chunks* give one after another, holding one chunk at a time."""
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
        return cls(digest.hexdigest())


def chunks_of(source: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of *source* from where it stands, in chunks of at most *size* bytes."""
    while chunk := source.read(size):
        yield chunk
