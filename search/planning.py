"""How a condition is to be read over one state of the index: which numbers are numbers, which accents count, which agency is meant.

Only living entries have a say in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from search.abbreviations import full_forms, short_forms
from search.lookup import bearers, cited, variants
from search.numbers import year_of
from search.parser import Condition, Either, Node, Number, Procedure, Synonym, Word
from search.segment import Mask, Segment
from search.vietnamese import fold_text

_HARDLY = 50
"""A word without marks that stands in so many times fewer entries than its accented forms was typed without them, and others with it."""
_LEAST_LABEL = 2  # words


@dataclass(frozen=True)
class Plan:
    """A condition made ready for every segment.

    `accents` tells whether the question has any; a word in `free` (an exact form) was typed without its own all the same. A number
    that some act bears (or cites) is a number; one in `as_words` is read as words. `issuers` are the agencies that the words name.
    """

    condition: Condition
    accents: bool
    free: frozenset[str] = frozenset()
    as_words: frozenset[Number] = frozenset()
    issuers: frozenset[str] = frozenset()

    @property
    def scored(self) -> list[Word]:
        """The words that give a score: all but those of recognised numbers, each once."""
        nodes = [node for node in self.condition.wanted if not isinstance(node, Number) or node in self.as_words]
        return list(dict.fromkeys(Condition(tuple(nodes)).words()))

    @property
    def numbers(self) -> list[Number]:
        """The recognised numbers."""
        return [number for number in _numbers(self.condition.wanted) if number not in self.as_words]

    @property
    def procedures(self) -> list[Procedure]:
        """The procedures asked for by their codes."""
        return [node for node in self.condition.wanted if isinstance(node, Procedure)]


class _Living:
    """The living entries of all segments, as far as a plan asks about them."""

    def __init__(self, segments: Sequence[Segment], alive: Sequence[Mask]) -> None:
        self.pairs = list(zip(segments, alive, strict=True))

    def bears(self, number: Number) -> bool:
        return any(bool((bearers(segment, number) & alive).any()) for segment, alive in self.pairs)

    def cites(self, number: Number) -> bool:
        return number.mention.sure and any(bool((cited(segment, number) & alive).any()) for segment, alive in self.pairs)

    def having(self, word: Word, exact: bool) -> int:
        return sum(
            int(np.count_nonzero(segment.occurrences("text", (word.exact,) if exact else variants(segment, "text", word)).mask & alive))
            for segment, alive in self.pairs
        )

    def issuers(self) -> Iterator[tuple[str, str]]:
        """Each agency that issued anything, with its name as it is compared."""
        for segment, alive in self.pairs:
            facet = segment.facet("issuer")
            for value, label in zip(facet.values, segment.labels("issuer"), strict=True):
                if (facet.having(value) & alive).any():
                    yield value, shortened(label)


def make_plan(condition: Condition, segments: Sequence[Segment], alive: Sequence[Mask]) -> Plan:
    """The plan for a condition over the living entries of these segments."""
    for segment in segments:
        segment.gather(_asked_for(condition, segment))
    living = _Living(segments, alive)
    read = {number: _reading(number, living) for number in _numbers((*condition.wanted, *condition.unwanted))}
    years = [year for node in condition.wanted if isinstance(node, Word) and (year := year_of(node.folded))]
    read = {number: _nearer(known, years) for number, known in read.items()}
    wanted, unwanted = (tuple(_replaced(node, read) for node in nodes) for nodes in (condition.wanted, condition.unwanted))
    accents = any(word.marked for node in wanted if _tells_accents(node) for word in Condition((node,)).words())
    plain = {word for word in condition.words() if accents and not word.marked and not word.prefix and word.folded.isalpha()}
    return Plan(
        replace(condition, wanted=wanted, unwanted=unwanted),
        accents,
        frozenset(word.exact for word in plain) if any(_hardly_so(word, living) for word in plain) else frozenset(),
        frozenset(number for number, known in read.items() if known is None),
        _named_issuers(condition, living),
    )


def _asked_for(condition: Condition, segment: Segment) -> Iterator[tuple[str, str]]:
    """The terms that a segment is going to be asked for, each with its field."""
    numbers = list(_numbers(condition.wanted))
    for word in (*condition.words(), *(word for number in numbers for word in number.cited)):
        for field in ("text", "title"):
            yield from ((field, term) for term in variants(segment, field, word))
    for mention in (number.mention for number in numbers):
        yield from (("number", term) for term in (*mention.terms, *mention.glued, mention.full))
    for node in condition.wanted:
        if isinstance(node, Procedure):
            yield "procedure", node.term


def _reading(number: Number, living: _Living) -> Number | None:
    """The number as it is known; with another kind than was said, when only that exists; None when nobody bears or cites it."""
    if living.bears(number):
        return number
    bare = replace(number, mention=number.mention.without_kind())
    if bare != number and bare.mention.terms and living.bears(bare):
        return bare
    return number if living.cites(number) else None


def _nearer(number: Number | None, years: Sequence[str]) -> Number | None:
    """The number with the one year that stands somewhere beside it, when it has none itself."""
    if number is None or number.mention.nearer or len(years) != 1:
        return number
    return replace(number, mention=replace(number.mention, nearer=f"y{years[0]}"))


def _hardly_so(word: Word, living: _Living) -> bool:
    return living.having(word, True) * _HARDLY < living.having(word, False)


def _numbers(nodes: Sequence[Node]) -> Iterator[Number]:
    for node in nodes:
        if isinstance(node, Number):
            yield node
        elif isinstance(node, Either):
            yield from _numbers(node.choices)


def _replaced(node: Node, read: dict[Number, Number | None]) -> Node:
    if isinstance(node, Number):
        return read[node] or node
    return Either(tuple(_replaced(choice, read) for choice in node.choices)) if isinstance(node, Either) else node


def _tells_accents(node: Node) -> bool:
    """Whether marks in it show that the reader types accents; the Đ of a number or of an abbreviation (`HĐND`) does not."""
    short = isinstance(node, Synonym) and len(node.asked) == 1 and node.asked[0].folded in full_forms()
    return not isinstance(node, Number | Procedure) and not short


def _named_issuers(condition: Condition, living: _Living) -> frozenset[str]:
    """The agencies whose whole name stands in the question, abbreviated or not; where one name lies within another, the longer."""
    asked = f" {shortened(' '.join(word.folded for word in condition.words()))} "
    if asked.count(" ") <= _LEAST_LABEL:
        return frozenset()
    named = {(value, label) for value, label in living.issuers() if label.count(" ") >= _LEAST_LABEL - 1 and f" {label} " in asked}
    return frozenset(value for value, label in named if not any(label != other and f" {label} " in f" {other} " for _, other in named))


@lru_cache(maxsize=2_000)
def shortened(text: str) -> str:
    """A folded text with every full form that has an abbreviation written short, so that both ways of writing are one."""
    found = f" {fold_text(text)} "
    for full, short in _SHORT:
        found = found.replace(f" {full} ", f" {short} ")
    return found.strip()


_SHORT = sorted(((" ".join(full), fold_text(short)) for full, short in short_forms().items()), key=lambda pair: -len(pair[0]))
