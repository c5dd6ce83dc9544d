"""Sets of entry numbers as Python integers: one bit an entry, so that AND, OR, NOT and counting run at machine speed."""

from collections.abc import Iterable
from itertools import compress, count

_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
_ONE = ord("1")


def mask_of(numbers: Iterable[int], size: int) -> int:
    """The set of these numbers, all below `size`."""
    digits = bytearray(b"0") * size
    for number in numbers:
        digits[number] = _ONE
    digits.reverse()
    return int(digits, 2) if size else 0


def members(mask: int) -> list[int]:
    """The numbers of a set, ascending."""
    return list(compress(count(), flags(mask)))


def union(masks: Iterable[int]) -> int:
    """The members of any of the sets."""
    every = 0
    for mask in masks:
        every |= mask
    return every


def common(masks: Iterable[int]) -> int:
    """The members of all the sets; of no set at all, every number (-1 is all bits)."""
    shared = -1
    for mask in masks:
        shared &= mask
    return shared


def flags(mask: int) -> bytes:
    """One byte a number, 0 or 1, up to the highest member."""
    return format(mask, "b")[::-1].encode("ascii").translate(_DIGITS) if mask else b""
