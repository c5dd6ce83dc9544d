"""Postings as the PostgreSQL index keeps them: frames that may follow one another, so that stretches are joined inside the database.

A term has two values in a row of `posting`: one with its entries and frequencies, one with its positions, which only phrases
need. A frame is the number of the entry from which it counts, its length, and what `search.codec` makes of the arrays.
"""

import struct
from collections.abc import Iterator

import numpy as np

from search.codec import NOWHERE, Numbers, Postings, PostingsUnreadable, decode, encode

_FRAME = struct.Struct("<II")  # number of the first entry, bytes of the record


def pack(first: int, postings: Postings) -> tuple[bytes, bytes]:
    """A term's entries with frequencies, and its positions, as one frame each; entries are counted from `first`."""
    places = b"" if not len(postings.positions) else _frame(first, encode(NOWHERE._replace(positions=postings.positions)))
    return _frame(first, encode(postings._replace(positions=NOWHERE.positions))), places


def unpack(packed: bytes) -> tuple[Numbers, Numbers]:
    """The entries and the frequencies of all frames; raises `PostingsUnreadable` when a bit is not what was written."""
    frames = list(_frames(packed))
    if len(frames) == 1:
        first, postings = frames[0]
        return postings.ids + first, postings.frequencies
    ids = [postings.ids + first for first, postings in frames]
    return np.concatenate([NOWHERE.ids, *ids]), np.concatenate([NOWHERE.frequencies, *(postings.frequencies for _, postings in frames)])


def unpack_positions(packed: bytes) -> Numbers:
    """The positions of all frames; raises `PostingsUnreadable`."""
    return np.concatenate([NOWHERE.positions, *(postings.positions for _, postings in _frames(packed))])


def _frame(first: int, record: bytes) -> bytes:
    return _FRAME.pack(first, len(record)) + record


def _frames(packed: bytes) -> Iterator[tuple[int, Postings]]:
    view, at = memoryview(packed), 0
    while at < len(view):
        if len(view) - at < _FRAME.size:
            raise PostingsUnreadable
        first, length = _FRAME.unpack_from(view, at)
        at += _FRAME.size + length
        yield first, decode(view[at - length : at])
