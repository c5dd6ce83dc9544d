"""Turning pages by a mark: the next page begins after a document, not after a count, so that what is published meanwhile moves nothing."""

from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import numpy as np

from search.ranking import Scores
from search.segment import Mask, Numbers

_SEPARATOR = "~"
_LONGEST = 400


class Candidate(NamedTuple):
    """A document in the running, greatest first: score, date (or what it is sorted by), segment and place in it (both negated).

    `shown` is the entry that stands for the document on the page.
    """

    score: float
    key: int
    behind: int
    below: int
    shown: int


class Mark(NamedTuple):
    """The document at the edge of a page, and what it was ordered by when that page was made."""

    score: float
    key: int
    document: str


@dataclass(frozen=True)
class Turn:
    """A place in the order (score, key, segment and entry negated) with the direction in which the page lies."""

    place: tuple[float, int, int, int]
    forward: bool = True


def written_mark(candidate: Candidate, document: str) -> str:
    """The mark as an address carries it."""
    return _SEPARATOR.join((repr(candidate.score), str(candidate.key), document))


def read_mark(text: str) -> Mark | None:
    """The mark in an address; None for what is none."""
    pieces = text[:_LONGEST].split(_SEPARATOR, 2)
    try:
        mark = Mark(float(pieces[0]), int(pieces[1]), pieces[2])
    except (ValueError, IndexError):
        return None
    return mark if isfinite(mark.score) and abs(mark.key) < 1 << 62 else None


def place_of_mark(mark: Mark) -> tuple[float, int, int, int]:
    """Where a document stood that is found no more: before all others with the same score and key, so that none of them is lost."""
    return mark.score, mark.key, 1, 0


def beyond(turn: Turn, at: int, scores: Scores, keys: Numbers, entries: Numbers) -> Mask:
    """Which of these entries of the segment `at` lie on the side of the place to which the page is turned."""
    score, key, behind, below = turn.place
    equal = (scores == score) & (keys == key)
    later: Mask = (entries > -below) if at == -behind else np.full(len(entries), at > -behind)
    after: Mask = (scores < score) | ((scores == score) & (keys < key)) | (equal & later)
    if turn.forward:
        return after
    itself = equal & (entries == -below) if at == -behind else np.zeros(len(entries), np.bool_)
    before: Mask = ~(after | itself)
    return before


def first(wanted: int, keys: tuple[Numbers | Scores, ...], turn: Turn | None = None) -> Numbers:
    """The places of the `wanted` greatest, by the first key, then the next, the earlier of equals first; turned back, the least."""
    if turn and not turn.forward:
        return len(keys[0]) - 1 - first(wanted, tuple(-key[::-1] for key in keys))
    leading = keys[0]
    places = np.arange(len(leading))
    if len(leading) > wanted:
        least = np.partition(leading, len(leading) - wanted)[len(leading) - wanted]
        places = np.flatnonzero(leading >= least)
    order = np.lexsort(tuple(-key[places] for key in reversed(keys)))
    return places[order[:wanted]]
