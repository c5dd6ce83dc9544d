"""Which entries of a segment meet a condition: every node of the condition becomes two sets, matched and matched exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from search.numbers import full_term
from search.parser import Condition, Day, Either, Having, Node, Number, Phrase, Procedure, Synonym, Titled, Within, Word
from search.schema import DATE_FIELDS
from search.segment import Mask, Segment
from search.vietnamese import exact


class Found(NamedTuple):
    """The entries that match at all, and those among them that match as accented."""

    loose: Mask
    exact: Mask


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

    @property
    def procedures(self) -> list[Procedure]:
        """The procedures asked for by their codes."""
        return [node for node in self.condition.wanted if isinstance(node, Procedure)]


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


def bearers(segment: Segment, number: Number) -> Mask:
    """The entries whose own number is the one asked for."""
    return _common(segment, (segment.mask("number", term) for term in sorted(number.terms)))


def full_bearers(segment: Segment, number: Number) -> Mask:
    """The entries whose own number is written just so."""
    written = " ".join(word.folded for word in number.words)
    return segment.mask("number", full_term(written))


def has_words(segment: Segment, field: str, words: Iterable[Word]) -> Mask:
    """The entries that have all the words, whatever their accents, in a field."""
    return _common(segment, (segment.occurrences(field, variants(segment, field, word)).mask for word in words))


def variants(segment: Segment, field: str, word: Word) -> tuple[str, ...]:
    """The terms of a field that agree with the word without accents."""
    vocabulary = segment.vocabulary(field)
    if word.prefix:
        return tuple(term for folded in vocabulary.starting(word.folded) for term in vocabulary.variants[folded])
    return vocabulary.variants.get(word.folded, ())


def phrase_mask(segment: Segment, field: str, words: Sequence[Word], accents: bool) -> Mask:
    """The entries where the words follow one another; with accents only as accented."""
    terms = tuple((word.exact,) if accents else variants(segment, field, word) for word in words)
    if len(words) == 1:
        return segment.occurrences(field, terms[0]).mask
    return segment.phrase(field, terms)


def _find(plan: Plan, segment: Segment, node: Node) -> Found:
    match node:
        case Word():
            return _find_word(plan, segment, node)
        case Number():
            return _find_number(plan, segment, node)
        case Synonym():
            return _find_synonym(plan, segment, node)
        case Either():
            found = [_find(plan, segment, choice) for choice in node.choices]
            return Found(reduce(or_, (one.loose for one in found)), reduce(or_, (one.exact for one in found)))
        case Phrase():
            mask = phrase_mask(segment, "text", node.words, node.marked)
        case Titled():
            accents = any(word.marked for word in node.words)
            mask = phrase_mask(segment, "title", node.words, accents) if node.phrase else has_words(segment, "title", node.words)
        case Procedure():
            mask = segment.mask("procedure", node.term)
        case Day():
            mask = _on_day(segment, node)
        case Having():
            mask = segment.facet(node.facet).agreeing(node.words, segment.described(node.facet))
        case Within():
            dates = segment.column(node.column)
            mask = (dates >= node.first) & (dates <= node.last)
    return Found(mask, mask)


def _find_synonym(plan: Plan, segment: Segment, node: Synonym) -> Found:
    asked = [_find_word(plan, segment, word) for word in node.asked]
    other = segment.mask("text", node.other.exact) if isinstance(node.other, Word) else phrase_mask(segment, "text", node.other.words, True)
    return Found(_common(segment, (one.loose for one in asked)) | other, _common(segment, (one.exact for one in asked)) | other)


def _on_day(segment: Segment, node: Day) -> Mask:
    """A date of the document, or the day written with strokes or in words, with or without leading noughts."""
    mask: Mask = reduce(or_, (segment.column(name) == node.day for name in DATE_FIELDS))
    day, month, year = str(node.day % 100), str(node.day // 100 % 100), (str(node.day // 10_000),)
    days, months = (day, day.zfill(2)), (month, month.zfill(2))
    forms = ((days, months, year), (days, (exact("tháng"),), months, (exact("năm"),), year), (year, months, days))
    for terms in forms:
        mask = mask | segment.phrase("text", terms)
    return mask


def _find_word(plan: Plan, segment: Segment, word: Word) -> Found:
    loose = segment.occurrences("text", variants(segment, "text", word)).mask
    return Found(loose, segment.mask("text", word.exact) if (plan.accents or word.marked) and not word.prefix else loose)


def _find_number(plan: Plan, segment: Segment, number: Number) -> Found:
    if number in plan.as_words:
        found = [_find_word(plan, segment, word) for word in number.words]
        return Found(_common(segment, (one.loose for one in found)), _common(segment, (one.exact for one in found)))
    own = bearers(segment, number)
    others = _cited(segment, number) if number.sure else has_words(segment, "text", number.words)
    return Found(own | others, own | others)


def _common(segment: Segment, masks: Iterable[Mask]) -> Mask:
    return reduce(and_, masks, segment.everything)


def _cited(segment: Segment, number: Number) -> Mask:
    return phrase_mask(segment, "text", number.words, False)


def _borne_or_cited(segment: Segment, number: Number) -> bool:
    return bool(bearers(segment, number).any() or (number.sure and _cited(segment, number).any()))
