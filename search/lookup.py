"""Where words, phrases and document numbers stand in a segment: the sets that conditions and scores are made of."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from search.parser import Number, Word
from search.segment import Mask, Segment


def variants(segment: Segment, field: str, word: Word) -> tuple[str, ...]:
    """The terms of a field that agree with the word without accents."""
    vocabulary = segment.vocabulary(field)
    if word.prefix:
        return tuple(term for folded in vocabulary.starting(word.folded) for term in vocabulary.variants[folded])
    return vocabulary.variants.get(word.folded, ())


def has_words(segment: Segment, field: str, words: Iterable[Word]) -> Mask:
    """The entries that have all the words, whatever their accents, in a field."""
    return common(segment, (segment.occurrences(field, variants(segment, field, word)).mask for word in words))


def phrase_mask(segment: Segment, field: str, words: Sequence[Word], accents: bool) -> Mask:
    """The entries where the words follow one another; with accents only as accented."""
    terms = tuple((word.exact,) if accents else variants(segment, field, word) for word in words)
    if len(words) == 1:
        return segment.occurrences(field, terms[0]).mask
    return segment.phrase(field, terms)


def bearers(segment: Segment, number: Number) -> Mask:
    """The entries whose own number is the one asked for."""
    whole, glued = (_with_terms(segment, terms) for terms in (number.mention.terms, number.mention.glued))
    mask: Mask = whole | glued
    return mask


def full_bearers(segment: Segment, number: Number) -> Mask:
    """The entries whose own number is written just so."""
    return segment.mask("number", number.mention.full)


def nearer_bearers(segment: Segment, number: Number) -> Mask:
    """The entries whose own number is the one asked for, and of the year that was written with it."""
    nearer = number.mention.nearer
    return bearers(segment, number) & segment.mask("number", nearer) if nearer else ~segment.everything


def cited(segment: Segment, number: Number) -> Mask:
    """The entries that name the number in their text."""
    return phrase_mask(segment, "text", number.cited, False)


def common(segment: Segment, masks: Iterable[Mask]) -> Mask:
    """The entries that are in all of these sets."""
    return reduce(and_, masks, segment.everything)


def _with_terms(segment: Segment, terms: Iterable[str]) -> Mask:
    return common(segment, (segment.mask("number", term) for term in sorted(terms)))
