"""Bytes under one key, chunk by chunk: AES-256-GCM in the STREAM construction, so that no chunk can be cut off, moved or exchanged."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from archive.errors import SealBroken

CHUNK = 1 << 18
"""Bytes of plain text in every chunk but the last, which may hold fewer."""

TAG = 16
KEY = 32
_NONCE = 12
Fetch = Callable[[int, int], Iterable[bytes]]
"""Gives the sealed bytes from one place up to and without another."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A cipher for one version of one record: *key* is used for these bytes only, *context* says whose they are.

    Each chunk is sealed under a nonce of its own: its number (11 bytes) and whether it is the last (1 byte), as in STREAM (Hoang,
    Reyhanitabar, Rogaway, Vizár 2015). A chunk that is missing, doubled, exchanged, from another version, or behind which the tail was
    cut off, gives :class:`SealBroken`.
    """

    key: bytes = field(repr=False)
    context: bytes

    def seal(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The sealed form of the bytes that *chunks* give one after another."""
        cipher = AESGCM(self.key)
        for number, (piece, last) in enumerate(_pieces(chunks, CHUNK)):
            yield cipher.encrypt(_nonce(number, last), piece, self.context)

    def open(self, sealed: Iterable[bytes]) -> Iterator[bytes]:
        """The plain bytes again, each chunk only after it was found genuine. Raises SealBroken."""
        cipher = AESGCM(self.key)
        for number, (piece, last) in enumerate(_pieces(sealed, CHUNK + TAG)):
            yield self._opened(cipher, number, piece, last)

    def open_range(self, fetch: Fetch, size: int, start: int, end: int | None) -> Iterator[bytes]:
        """The plain bytes from *start* up to and without *end*, of *size* in all; only the chunks they lie in are fetched.

        Raises SealBroken.
        """
        end = size if end is None else min(end, size)
        if start >= end:
            return
        cipher, final = AESGCM(self.key), chunk_count(size) - 1
        first, beyond = start // CHUNK, (end - 1) // CHUNK + 1
        stop = min(beyond * (CHUNK + TAG), sealed_size(size))
        for number, (piece, _) in enumerate(_pieces(fetch(first * (CHUNK + TAG), stop), CHUNK + TAG), start=first):
            plain = self._opened(cipher, number, piece, number == final)
            here = number * CHUNK
            yield plain[max(0, start - here) : end - here]

    def _opened(self, cipher: AESGCM, number: int, piece: bytes | memoryview, last: bool) -> bytes:
        try:
            return cipher.decrypt(_nonce(number, last), piece, self.context)
        except (InvalidTag, ValueError):
            raise SealBroken from None


def chunk_count(size: int) -> int:
    """How many chunks hold *size* plain bytes; nothing at all is one empty chunk."""
    return max(1, -(-size // CHUNK))


def sealed_size(size: int) -> int:
    """How many bytes the sealed form of *size* plain bytes has."""
    return size + TAG * chunk_count(size)


def new_key() -> bytes:
    """A fresh key of 256 random bits."""
    return AESGCM.generate_key(bit_length=8 * KEY)


def wrap(key: bytes, secret: bytes, context: bytes) -> bytes:
    """A short *secret*, such as another key, under *key*, bound to *context*: a random nonce and the AES-256-GCM cipher text."""
    nonce = AESGCM.generate_key(bit_length=128)[:_NONCE]  # random bits from where the keys are from
    return nonce + AESGCM(key).encrypt(nonce, secret, context)


def unwrap(key: bytes, wrapped: bytes, context: bytes) -> bytes:
    """What :func:`wrap` wrapped; raises SealBroken for another key, another context, or changed bytes."""
    try:
        return AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], context)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + bytes([last])


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes | memoryview, bool]]:
    """The bytes of *chunks* cut anew into pieces of *size*, each with whether it is the last; one empty piece for nothing."""
    held = b""
    for chunk in chunks:
        view = memoryview(held + chunk if held else chunk)
        whole = max(0, (len(view) - 1) // size) * size
        for at in range(0, whole, size):
            yield view[at : at + size], False
        held = bytes(view[whole:])
    yield held, True
