"""Which entries of a segment meet a condition: every node of the condition becomes two bit sets, matched and matched exactly."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.bits import common, mask_of, members, union
from search.numbers import full_term
from search.parser import Condition, Either, Node, Number, Phrase, Word
from search.segment import Segment

FIELDS = ("text", "title")


class Found(NamedTuple):
    """The entries that match at all, and those among them that match as accented."""

    loose: int
    exact: int


@dataclass(frozen=True)
class Plan:
    """A condition made ready for every segment: whether accents count, and how each number is to be read.

    A number that some act bears (or cites) is a number; one that nobody bears falls back to its words.
    """

    condition: Condition
    accents: bool
    as_words: frozenset[Number]

    @property
    def scored(self) -> list[Word]:
        """The words that give a score: all but those of recognised numbers, each once."""
        nodes = [node for node in self.condition.wanted if not isinstance(node, Number) or node in self.as_words]
        return list(dict.fromkeys(Condition(tuple(nodes)).words()))

    @property
    def numbers(self) -> list[Number]:
        """The recognised numbers."""
        return [node for node in self.condition.wanted if isinstance(node, Number) and node not in self.as_words]


def make_plan(condition: Condition, segments: Sequence[Segment]) -> Plan:
    """The plan for a condition over these segments."""
    numbers = [node for node in (*condition.wanted, *condition.unwanted) if isinstance(node, Number)]
    accents = any(word.marked for word in condition.words())
    unknown = {number for number in numbers if not any(_borne_or_cited(segment, number) for segment in segments)}
    return Plan(condition, accents, frozenset(unknown))


def match(plan: Plan, segment: Segment) -> Found:
    """The entries of the segment that meet the condition."""
    loose = exact = segment.everything
    for node in plan.condition.wanted:
        found = _find(plan, segment, node)
        loose, exact = loose & found.loose, exact & found.exact
    for node in plan.condition.unwanted:
        found = _find(plan, segment, node)
        gone = segment.families(found.exact if isinstance(node, Word | Phrase) and node.marked else found.loose)
        loose, exact = loose & ~gone, exact & ~gone
    return Found(loose, exact)


def bearers(segment: Segment, number: Number) -> int:
    """The entries whose own number is the one asked for."""
    return segment.everything & common(segment.mask("number", term) for term in sorted(number.terms))


def full_bearers(segment: Segment, number: Number) -> int:
    """The entries whose own number is written just so."""
    written = " ".join(word.folded for word in number.words)
    return segment.mask("number", full_term(written))


def has_words(segment: Segment, field: str, words: Iterable[Word]) -> int:
    """The entries that have all the words, whatever their accents, in a field."""
    return segment.everything & common(segment.occurrences(field, variants(segment, field, word)).mask for word in words)


def variants(segment: Segment, field: str, word: Word) -> tuple[str, ...]:
    """The terms of a field that agree with the word without accents."""
    vocabulary = segment.vocabulary(field)
    if word.prefix:
        return tuple(term for folded in vocabulary.starting(word.folded) for term in vocabulary.variants[folded])
    return vocabulary.variants.get(word.folded, ())


def phrase_mask(segment: Segment, field: str, words: Sequence[Word], accents: bool) -> int:
    """The entries where the words follow one another; with accents only as accented."""
    terms = [(word.exact,) if accents else variants(segment, field, word) for word in words]
    within = segment.everything & common(segment.occurrences(field, choice).mask for choice in terms)
    if not within or len(words) == 1:
        return within
    return segment.kept(("phrase", field, tuple(terms)), lambda: _follow(segment, field, terms, within))


def _find(plan: Plan, segment: Segment, node: Node) -> Found:
    if isinstance(node, Word):
        return _find_word(plan, segment, node)
    if isinstance(node, Phrase):
        mask = phrase_mask(segment, "text", node.words, node.marked)
        return Found(mask, mask)
    if isinstance(node, Either):
        found = [_find(plan, segment, choice) for choice in node.choices]
        return Found(union(one.loose for one in found), union(one.exact for one in found))
    return _find_number(plan, segment, node)


def _find_word(plan: Plan, segment: Segment, word: Word) -> Found:
    loose = segment.occurrences("text", variants(segment, "text", word)).mask
    return Found(loose, segment.mask("text", word.exact) if (plan.accents or word.marked) and not word.prefix else loose)


def _find_number(plan: Plan, segment: Segment, number: Number) -> Found:
    if number in plan.as_words:
        found = [_find_word(plan, segment, word) for word in number.words]
        return Found(common(one.loose for one in found), common(one.exact for one in found))
    own = bearers(segment, number)
    others = _cited(segment, number) if number.sure else has_words(segment, "text", number.words)
    return Found(own | others, own | others)


def _cited(segment: Segment, number: Number) -> int:
    return phrase_mask(segment, "text", number.words, False)


def _borne_or_cited(segment: Segment, number: Number) -> bool:
    return bool(bearers(segment, number) or (number.sure and _cited(segment, number)))


def _follow(segment: Segment, field: str, terms: Sequence[tuple[str, ...]], within: int) -> int:
    places = [[segment.positions(field, term) for term in choice] for choice in terms]
    return mask_of((number for number in members(within) if _follows(number, places)), segment.size)


def _follows(number: int, places: Sequence[Sequence[dict[int, bytes]]]) -> bool:
    starts = _places(number, places[0])
    for offset, choice in enumerate(places[1:], 1):
        if not starts:
            return False
        starts &= {place - offset for place in _places(number, choice)}
    return bool(starts)


def _places(number: int, choice: Sequence[dict[int, bytes]]) -> set[int]:
    found: set[int] = set()
    for positions in choice:
        packed = positions.get(number)
        if packed:
            found.update(array("I", packed))
    return found
