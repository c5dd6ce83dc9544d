"""How found entries are ordered: BM25 as Whoosh computes it, with weights that are data."""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from search.segment import Numbers, Occurrences

_K1, _B = 1.2, 0.75
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
Scores = NDArray[np.float64]


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
    issuer: float = 3.0  # an act of the agency whose whole name was asked for
    procedure: float = 20.0  # where a procedure's code stands in the fewest words: the row that describes it
    exact_tier: float = 1_000.0
    issuer_tier: float = 2_000.0  # the same where a number was asked for, which several agencies may share
    number_tier: float = 10_000.0
    number_year_tier: float = 20_000.0
    full_number_tier: float = 100_000.0


class Share(NamedTuple):
    """One part of a score: a code (`word`, `accents`, `title-all`, `title-phrase`, `issuer`, `procedure`, `number`,
    `number-year`, `full-number`, `recency`), field and word.
    """

    code: str
    field: str = ""
    word: str = ""


@dataclass(frozen=True)
class Scale:
    """BM25 of one word in one field: its rarity and the length norm by Whoosh's length byte."""

    idf: float
    norms: Scores

    def scores(self, found: Occurrences, entries: Numbers, lengths: NDArray[np.uint8]) -> Scores:
        """The word's score in each of the entries; `lengths` are the length bytes of these entries."""
        frequencies = found.at(entries).astype(np.float64)
        return self.idf * (_K1 + 1) * frequencies / (frequencies + self.norms[lengths])


def scale(entries: int, having: int, average_length: float) -> Scale:
    """The scale of a word that `having` of all `entries` have, in a field with this average length."""
    average = average_length or 1.0
    return Scale(log(entries / (having + 1)) + 1, _K1 * ((1 - _B) + _B * _LENGTHS / average))
