"""How found entries are ordered: BM25 as Whoosh computes it, with weights that are data."""

from array import array
from dataclasses import dataclass
from math import log

from whoosh.util.numeric import byte_to_length

from search.segment import Occurrences, Segment

_K1, _B = 1.2, 0.75
_LENGTHS = [byte_to_length(byte) for byte in range(256)]


@dataclass(frozen=True)
class Ranking:
    """The weights. `title` multiplies the score of words in the title; the others are added once.

    The three tiers are far apart on purpose: a document with the very number asked for stands before every other, and one
    with the words exactly as accented stands before one that only agrees without accents.
    """

    title: float = 2.0
    title_has_all: float = 4.0
    title_phrase: float = 6.0
    other_accents: float = 0.2
    recency: float = 0.02  # for each year
    exact_tier: float = 1_000.0
    number_tier: float = 10_000.0
    full_number_tier: float = 100_000.0


@dataclass(frozen=True)
class Scale:
    """BM25 of one word in one field: its rarity and the length norm by Whoosh's length byte."""

    idf: float
    norms: tuple[float, ...]

    def impacts(self, segment: Segment, field: str, found: Occurrences, weight: float = 1.0) -> "array[float] | dict[int, float]":
        """The word's score, times `weight`, in each entry of the segment that has it."""
        lengths, norms, top = segment.lengths(field), self.norms, weight * self.idf * (_K1 + 1)
        pairs = ((number, top * tf / (tf + norms[lengths[number]])) for number, tf in found.pairs())
        if isinstance(found.frequencies, dict):
            return dict(pairs)
        dense = array("d", bytes(8 * segment.size))
        for number, score in pairs:
            dense[number] = score
        return dense


def scale(entries: int, having: int, average_length: float) -> Scale:
    """The scale of a word that `having` of all `entries` have, in a field with this average length."""
    average = average_length or 1.0
    norms = tuple(_K1 * ((1 - _B) + _B * length / average) for length in _LENGTHS)
    return Scale(log(entries / (having + 1)) + 1, norms)
