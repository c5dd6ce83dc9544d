"""Which entries of a segment meet a condition: every node of the condition becomes two sets, matched and matched exactly."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from search.lookup import bearers, cited, common, full_bearers, has_words, nearer_bearers, phrase_mask, variants
from search.parser import Day, Either, Having, Node, Number, Phrase, Procedure, Synonym, Titled, Within, Word
from search.planning import Plan
from search.schema import DATE_FIELDS
from search.segment import Mask, Segment
from search.vietnamese import exact


class Found(NamedTuple):
    """The entries that match at all, and those among them that match as accented."""

    loose: Mask
    exact: Mask


def match(plan: Plan, segment: Segment) -> Found:
    """The entries of the segment that meet the condition."""
    loose = exact = segment.everything
    for node in plan.condition.wanted:
        found = _find(plan, segment, node)
        loose, exact = loose & found.loose, exact & found.exact
    gone = _unwanted(plan, segment)
    return Found(loose & ~gone, exact & ~gone)


def numbered(plan: Plan, segment: Segment, days: bool) -> Mask:
    """The entries that bear a number asked for and meet what was asked with signs; words, and unless `days` days, do not count."""
    signs = (Phrase, Titled, Having, Within, Procedure, *((Day,) if days else ()))
    asked = [_find(plan, segment, node).loose for node in plan.condition.wanted if isinstance(node, signs)]
    borne = reduce(or_, (bearers(segment, number) for number in plan.numbers if number.mention.sure), ~segment.everything)
    return common(segment, asked) & borne & ~_unwanted(plan, segment)


def closeness(plan: Plan, segment: Segment, entries: Mask) -> int:
    """How close the closest of these entries bears a number asked for: 6 as written, 4 of its year, 2 at all, 0 not.

    One more when it is an act of the agency that was named.
    """
    facet = segment.facet("issuer")
    of_issuer = reduce(or_, (facet.having(issuer) for issuer in plan.issuers), ~segment.everything)
    for worth, bearing in ((6, full_bearers), (4, nearer_bearers), (2, bearers)):
        borne = [bearing(segment, number) & entries for number in plan.numbers if number.mention.sure]
        if any(mask.any() for mask in borne):
            return worth + any((mask & of_issuer).any() for mask in borne)
    return 0


def _unwanted(plan: Plan, segment: Segment) -> Mask:
    """Every entry of the documents that the condition takes out."""
    gone = ~segment.everything
    for node in plan.condition.unwanted:
        found = _find(plan, segment, node)
        gone = gone | segment.families(found.exact if isinstance(node, Word | Phrase) and node.marked else found.loose)
    return gone


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
    return Found(common(segment, (one.loose for one in asked)) | other, common(segment, (one.exact for one in asked)) | other)


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
    as_written = (plan.accents or word.marked) and not word.prefix and word.exact not in plan.free
    return Found(loose, segment.mask("text", word.exact) if as_written else loose)


def _find_number(plan: Plan, segment: Segment, number: Number) -> Found:
    if number in plan.as_words:
        found = [_find_word(plan, segment, word) for word in number.words]
        return Found(common(segment, (one.loose for one in found)), common(segment, (one.exact for one in found)))
    own = bearers(segment, number)
    others = cited(segment, number) if number.mention.sure else has_words(segment, "text", number.words)
    return Found(own | others, own | others)
