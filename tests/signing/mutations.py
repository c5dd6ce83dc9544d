"""Random damage to PDF files, the same again from the same seed: bytes flipped, parts cut, doubled, exchanged, put in, and tables changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Mutation = Callable[[Random, bytearray], None]

_OBJECT = re.compile(rb"(\d{1,6}) 0 obj\b.*?\bendobj", re.DOTALL)
_TABLE = re.compile(rb"\d{10} \d{5} [nf]|startxref\s+\d+|/Prev \d+|/Size \d+|/Root \d+|/Index ?\[[^\]]*\]|/W ?\[[^\]]*\]")
_NAME = re.compile(rb"/[A-Z][A-Za-z]{2,15}")
_WORDS = (
    b"/V",
    b"/AP",
    b"/Annots",
    b"/Contents",
    b"/ByteRange",
    b"/Kids",
    b"/Parent",
    b"/Length",
    b"/Filter",
    b"/JavaScript",
    b"/DSS",
    b"null",
)


def _flip(chance: Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(chance: Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    size = min(chance.choice((1, 4, 32, 500)), len(data) - start)
    data[start : start + size] = chance.randbytes(size)


def _cut_off(chance: Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_out(chance: Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 2, 20, 1000, 20000))]


def _double(chance: Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    part = data[start : start + chance.choice((1, 20, 1000, len(data)))]
    place = chance.choice((start, len(data), chance.randrange(len(data))))
    data[place:place] = part


def _objects(chance: Random, data: bytearray) -> list[tuple[int, int]]:
    found = [m.span() for m in _OBJECT.finditer(bytes(data))]
    return chance.sample(found, 2) if len(found) > 1 else []


def _exchange_objects(chance: Random, data: bytearray) -> None:
    two = sorted(_objects(chance, data))
    if two:
        (a, b), (c, d) = two
        data[a:d] = data[c:d] + data[b:c] + data[a:b]


def _override_object(chance: Random, data: bytearray) -> None:
    """One object's body under the number of another, put in somewhere or at the end."""
    two = _objects(chance, data)
    if two:
        (a, b), (c, d) = two
        number = data[c : data.index(b" ", c)]
        body = data[data.index(b" ", a) : b]
        place = chance.choice((len(data), d, data.rfind(b"startxref") % len(data)))
        data[place:place] = b"\n" + number + body + b"\n"


def _put_in_object(chance: Random, data: bytearray) -> None:
    place = chance.choice((len(data), chance.randrange(len(data)), *(m.end() for m in re.finditer(rb"%%EOF\n?", bytes(data)))))
    data[place:place] = b"\n%d 0 obj\n<</Type/Page/Contents 1 0 R>>\nendobj\n" % chance.randrange(1, 60)


def _change_table(chance: Random, data: bytearray) -> None:
    found = [m.span() for m in _TABLE.finditer(bytes(data))]
    for _ in range(chance.choice((1, 3)) if found else 0):
        start, stop = chance.choice(found)
        digits = [at for at in range(start, min(stop, len(data))) if chr(data[at]).isdigit()]
        if digits:
            data[chance.choice(digits)] = ord(chance.choice("0123456789"))


def _change_name(chance: Random, data: bytearray) -> None:
    found = [m.span() for m in _NAME.finditer(bytes(data))]
    if found:
        start, stop = chance.choice(found)
        data[start:stop] = chance.choice(_WORDS).ljust(stop - start)[: stop - start]


def _append(chance: Random, data: bytearray) -> None:
    tails = (
        b"\n",
        b" " * 9,
        b"%%EOF\n",
        b"\nstartxref\n0\n%%EOF\n",
        b"\x00" * 5,
        b"PK\x03\x04",
        chance.randbytes(40),
        bytes(data[: chance.randrange(len(data))]),
    )
    data += chance.choice(tails)


KINDS: tuple[Mutation, ...] = (
    _flip,
    _overwrite,
    _cut_off,
    _cut_out,
    _double,
    _exchange_objects,
    _override_object,
    _put_in_object,
    _change_table,
    _change_name,
    _append,
)


@dataclass(frozen=True)
class Mutant:
    """A damaged file, and how it was damaged."""

    data: bytes
    source: int
    kinds: str


def mutant(seed: int, sources: list[bytes]) -> Mutant:
    """The mutant with this seed: one of the files, damaged once to three times."""
    chance = Random(seed)
    source = chance.randrange(len(sources))
    data = bytearray(sources[source])
    kinds = [chance.choice(KINDS) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    for kind in kinds:
        if len(data) > 1:
            kind(chance, data)
    return Mutant(bytes(data), source, " ".join(kind.__name__.strip("_") for kind in kinds))


def signed_range(pdf: bytes) -> tuple[int, int, int]:
    """The range of the signature that reaches furthest: where the gap begins and ends, and where the range ends."""
    ranges = [tuple(map(int, m.groups())) for m in re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)]
    begin, end, rest = max(ranges, key=lambda found: found[1] + found[2])
    return begin, end, end + rest


def covered_bytes_kept(before: bytes, after: bytes, *, uncovered: bool) -> bool:
    """Whether everything that the last signature covers is still there, and nothing else but in the gap of its value.

    uncovered  whether what follows the signed range may be other validation data
    """
    begin, end, stop = signed_range(before)
    same = after[:begin] == before[:begin] and after[end:stop] == before[end:stop]
    return same and (uncovered or after[stop:] == before[stop:])
