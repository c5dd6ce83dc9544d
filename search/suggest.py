"""What to offer a reader while typing, and the word that was probably meant; both only from what the index shows anyone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import nlargest
from itertools import chain, islice
from operator import or_
from typing import Any, Literal

import numpy as np

from search.lookup import has_words, phrase_mask
from search.numbers import KIND_SYMBOLS, ORDINAL_FIGURES, begun_term
from search.parser import Condition, Number, Word, parse
from search.procedures import ANY, begun, codes_in
from search.segment import Mask, Segment
from search.turning import first
from search.vietnamese import Syllable, exact, fold, fold_text, normalise, spell, syllables

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_AGENCIES = 2
"""Agencies that are suggested at once."""
_FEW_TERMS = 60
"""Terms with one beginning that are looked up without further ado."""
_LOOKED_AT = 40
"""The newest titles that are looked through for a beginning that more terms have."""
_AT_ONCE = 10
_CODES = 20
"""Codes of procedures that are looked up for a beginning."""
By = Literal["number", "title", "procedure", "issuer"]


@dataclass(frozen=True)
class Suggestion:
    """What the reader may be looking for; `by` tells what agrees with the words so far, `text` is the question that asks for it.

    A document by its number or title; a procedure, by its code or name, in the act or the row that names it; an agency, whose
    `title` is its name and which has no address of its own.
    """

    by: By
    number: str
    title: str
    document: str
    url: str
    text: str = ""


def suggest(segments: Sequence[Segment], alive: Sequence[Mask], prefix: str, limit: int) -> list[Suggestion]:
    """Up to `limit` suggestions for what was typed so far: codes, numbers, agencies, titles, names of procedures; the newest first."""
    query = normalise(prefix)[:200]
    typed = list(syllables(query))
    if not typed or limit < 1:
        return []
    found: dict[tuple[str, str], Suggestion] = {}
    for one in chain(
        _by_code(segments, alive, begun(query.strip()), limit),
        _documents("number", _newest(segments, alive, [_heads(segment, _numbered(segment, typed)) for segment in segments], limit)),
        _agencies(segments, alive, " ".join(item.folded for item in typed)),
        _documents("title", _going_on(segments, alive, [_heads(segment, segment.everything) for segment in segments], typed, limit)),
        _procedures(_going_on(segments, alive, [_coded_rows(segment) for segment in segments], typed, limit)),
    ):
        found.setdefault((one.document, one.title), one)
        if len(found) == limit:
            break
    return list(found.values())


def _documents(by: By, rows: Iterable[dict[str, Any]]) -> Iterator[Suggestion]:
    for values in rows:
        number, title = values.get("number", ""), values.get("title", "")
        yield Suggestion(by, number, title, values.get("document", ""), values.get("url", ""), number if by == "number" else title)


def _procedures(rows: Iterable[dict[str, Any]], begun: str = "") -> Iterator[Suggestion]:
    """Procedures with their codes, by the entries that name them."""
    for values in rows:
        named = codes_in(f"{values.get('title', '')}\n{values.get('text', '')}")
        code = next((one.written for one in named if one.term.startswith(begun)), "")
        yield Suggestion("procedure", code, values.get("title", ""), values.get("document", ""), values.get("url", ""), code)


def _by_code(segments: Sequence[Segment], alive: Sequence[Mask], begun: str, limit: int) -> Iterator[Suggestion]:
    """Procedures by a code that begins so; none when nothing was begun."""
    if begun:
        coded = [_coded(segment, living, begun) for segment, living in zip(segments, alive, strict=True)]
        yield from _procedures(_newest(segments, alive, coded, limit), begun)


def _agencies(segments: Sequence[Segment], alive: Sequence[Mask], typed: str) -> Iterator[Suggestion]:
    counts: Counter[str] = Counter()
    for segment, living in zip(segments, alive, strict=True):
        facet = segment.facet("issuer")
        for at, shown in enumerate(segment.described("issuer")):
            if f" {typed}" in shown:
                having = int(np.count_nonzero((facet.places == at) & living))
                counts[segment.facet_label("issuer", facet.values[at])] += having
    for label, count in counts.most_common(_AGENCIES):
        if count:
            yield Suggestion("issuer", "", label, "", "", f'cơ-quan:"{label}"')


def did_you_mean(segments: Sequence[Segment], alive: Sequence[Mask], text: str) -> str | None:
    """The query with each unknown word replaced by a known word one slip away; None when nothing is better.

    Of several, the one that stands most often with the other words of the query; with accents when the query has any.
    """
    query = normalise(text)
    pieces, at, changed = [], 0, False
    wanted = Condition(tuple(node for node in parse(query).wanted if not isinstance(node, Number))).words()
    doubtful = {word.exact: word for word in wanted if not word.prefix and not _living(segments, alive, word.folded)}
    if not doubtful:
        return None
    among = [
        has_words(segment, "text", (word for word in wanted if not word.prefix and word.exact not in doubtful)) & living
        for segment, living in zip(segments, alive, strict=True)
    ]
    marked = any(word.marked for word in wanted)
    for item in syllables(query):
        better = _better(segments, (among, alive), item.folded, marked) if item.exact in doubtful else None
        pieces += [query[at : item.start], better or query[item.start : item.end]]
        changed, at = changed or better is not None, item.end
    return "".join([*pieces, query[at:]]).strip() if changed else None


def known(segments: Sequence[Segment], alive: Sequence[Mask], term: str) -> int:
    """How many living entries have the word, given by its exact form; one without marks stands for every accent."""
    folded = fold(term)
    if term == folded:
        return _living(segments, alive, folded)
    return sum(int(np.count_nonzero(segment.mask("text", term) & living)) for segment, living in zip(segments, alive, strict=True))


def together(segments: Sequence[Segment], alive: Sequence[Mask], words: Sequence[str]) -> int:
    """In how many living entries these words follow one another; with accents as accented, otherwise whatever the accents."""
    asked = [Word(exact(word), fold(word)) for word in words]
    accents = any(word.marked for word in asked)
    return sum(
        int(np.count_nonzero(phrase_mask(segment, "text", asked, accents) & living))
        for segment, living in zip(segments, alive, strict=True)
    )


def _numbered(segment: Segment, typed: Sequence[Syllable]) -> Mask:
    rest = typed[1:] if typed[0].folded in KIND_SYMBOLS.values() and len(typed) > 1 else typed
    if not rest[0].folded[0].isdigit():
        return ~segment.everything
    begun = begun_term([item.folded for item in rest])
    if (figures := begun.removeprefix("=")).isdecimal() and len(figures) < ORDINAL_FIGURES:  # thousands of terms may begin so
        return _ordinals(segment, int(figures))
    return segment.occurrences("number", segment.vocabulary("number").starting(begun)).mask


def _ordinals(segment: Segment, begun: int) -> Mask:
    """The entries whose number's ordinal begins with these figures."""
    ordinals = segment.column("order") % 10**ORDINAL_FIGURES
    beginnings = (ordinals // 10**figures == begun for figures in range(ORDINAL_FIGURES))
    return reduce(or_, beginnings) & (ordinals > 0) if begun else ~segment.everything


def _heads(segment: Segment, mask: Mask) -> Mask:
    """Those of the entries that stand for a whole document."""
    heads: Mask = mask & (segment.column("part") == 0)
    return heads


def _coded(segment: Segment, living: Mask, code: str) -> Mask:
    """Where the first living codes that begin so stand: for each of them the row before the annex, the annex before the act."""
    masks = (segment.mask("procedure", term) & living for term in segment.vocabulary("procedure").starting(code))
    return reduce(or_, map(segment.innermost, islice(filter(np.any, masks), _CODES)), ~segment.everything)


def _coded_rows(segment: Segment) -> Mask:
    """The rows and provisions that name a procedure."""
    coded: Mask = segment.mask("procedure", ANY) & (segment.column("part") > 0)
    return coded


def _going_on(
    segments: Sequence[Segment], alive: Sequence[Mask], masks: Sequence[Mask], typed: Sequence[Syllable], limit: int
) -> Iterator[dict[str, Any]]:
    """What is stored of the newest of these entries whose titles have the whole words, and one that goes on from the last.

    Thousands of terms may begin so; then many titles have one of them, and the newest titles are looked through first.
    """
    words = [Word(item.exact, item.folded, prefix=item is typed[-1]) for item in typed]
    having = [mask & has_words(segment, "title", words[:-1]) if mask.any() else mask for segment, mask in zip(segments, masks, strict=True)]
    if any(len(segment.vocabulary("title").starting(words[-1].folded, _FEW_TERMS + 1)) > _FEW_TERMS for segment in segments):
        found = list(islice(_heading(_newest(segments, alive, having, _LOOKED_AT), words[-1].folded), limit))
        if len(found) == limit:
            yield from found
            return
    begun = [mask & has_words(segment, "title", words[-1:]) if mask.any() else mask for segment, mask in zip(segments, having, strict=True)]
    yield from _newest(segments, alive, begun, limit)


def _heading(rows: Iterable[dict[str, Any]], begun: str) -> Iterator[dict[str, Any]]:
    """Those of the rows whose number or title has a word that begins so."""
    for values in rows:
        heading = fold_text(" ".join((values.get("number", ""), values.get("title", ""))))
        if f" {begun}" in f" {heading}":
            yield values


def _newest(segments: Sequence[Segment], alive: Sequence[Mask], masks: Sequence[Mask], limit: int) -> Iterator[dict[str, Any]]:
    """What is stored of the newest of these entries, read a few at a time."""

    def rows() -> Iterator[tuple[int, int, int]]:
        for at, (segment, living, mask) in enumerate(zip(segments, alive, masks, strict=True)):
            numbers = np.flatnonzero(mask & living)
            dates = segment.column("date")[numbers]
            newest = first(limit, (dates,))
            yield from ((date, -at, -number) for date, number in zip(dates[newest].tolist(), numbers[newest].tolist(), strict=True))

    chosen = nlargest(limit, rows())
    for start in range(0, len(chosen), _AT_ONCE):
        some = chosen[start : start + _AT_ONCE]
        places = {at: segments[-at].stored([-number for _, its, number in some if its == at]) for at in {at for _, at, _ in some}}
        yield from (values for _, at, number in some if (values := places[at].get(-number)) is not None)


def _better(segments: Sequence[Segment], sets: tuple[Sequence[Mask], Sequence[Mask]], folded: str, marked: bool) -> str | None:
    """The word one slip away that is meant most probably; `sets` are the entries with the other words, and all living ones."""
    if len(folded) < 2 or folded.isdigit():
        return None
    among, alive = sets
    counted = {
        other: (_living(segments, among, other), times) for other in set(_slips(folded)) if (times := _living(segments, alive, other))
    }
    best = max(counted, key=lambda other: (counted[other], other), default="")
    if not best or not marked:
        return best or None
    return _spelling(segments, among if counted[best][0] else alive, best)


def _living(segments: Sequence[Segment], alive: Sequence[Mask], folded: str) -> int:
    total = 0
    for segment, living in zip(segments, alive, strict=True):
        terms = segment.vocabulary("text").variants.get(folded)
        if terms:
            total += int(np.count_nonzero(segment.occurrences("text", terms).mask & living))
    return total


def _spelling(segments: Sequence[Segment], alive: Sequence[Mask], folded: str) -> str:
    counts: dict[str, int] = {}
    for segment, living in zip(segments, alive, strict=True):
        for term in segment.vocabulary("text").variants.get(folded, ()):
            counts[term] = counts.get(term, 0) + int(np.count_nonzero(segment.mask("text", term) & living))
    return spell(max(counts, key=lambda term: (counts[term], term)))


def _slips(word: str) -> Iterator[str]:
    """Every word that one wrong, missing, doubled or swapped letter could have turned into this one."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return chain(
        (left + right[1:] for left, right in splits if right and len(word) > 2),
        (left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        (left + letter + right[1:] for left, right in splits if right for letter in _LETTERS),
        (left + letter + right for left, right in splits for letter in _LETTERS),
    )
