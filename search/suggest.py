"""What to offer a reader while typing, and the word that was probably meant; both only from what the index shows anyone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from typing import Literal

import numpy as np

from search.matching import has_words
from search.numbers import KIND_SYMBOLS
from search.parser import Condition, Number, Word, parse
from search.segment import Mask, Segment
from search.vietnamese import Syllable, fold, normalise, spell, syllables

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Suggestion:
    """A document that the reader may be looking for; `by` tells whether its number or its title agrees."""

    by: Literal["number", "title"]
    number: str
    title: str
    document: str
    url: str


def suggest(segments: Sequence[Segment], alive: Sequence[Mask], prefix: str, limit: int) -> list[Suggestion]:
    """Up to `limit` documents whose number, or whose title, has what was typed so far; the newest first."""
    typed = list(syllables(normalise(prefix)[:200]))
    if not typed or limit < 1:
        return []
    found: dict[str, Suggestion] = {}
    for by in ("number", "title"):
        masks = [(_numbered if by == "number" else _titled)(segment, typed) for segment in segments]
        for segment, number in _newest(segments, alive, masks, limit):
            stored = segment.stored([number]).get(number)
            if stored is None:
                continue
            one = Suggestion(
                "number" if by == "number" else "title", *(stored.get(key, "") for key in ("number", "title", "document", "url"))
            )
            found.setdefault(one.document, one)
    return list(found.values())[:limit]


def did_you_mean(segments: Sequence[Segment], alive: Sequence[Mask], text: str) -> str | None:
    """The query with each unknown word replaced by the commonest known word one slip away; None when nothing is better."""
    query = normalise(text)
    pieces, at, changed = [], 0, False
    wanted = Condition(tuple(node for node in parse(query).wanted if not isinstance(node, Number))).words()
    doubtful = {word.exact for word in wanted if not word.prefix}
    for item in syllables(query):
        better = _better(segments, alive, item.folded) if item.exact in doubtful else None
        pieces += [query[at : item.start], better or query[item.start : item.end]]
        changed, at = changed or better is not None, item.end
    return "".join([*pieces, query[at:]]).strip() if changed else None


def is_known(segments: Sequence[Segment], alive: Sequence[Mask], term: str) -> bool:
    """Whether a living entry has the word, given by its exact form; one without marks stands for every accent."""
    folded = fold(term)
    if term == folded:
        return _living(segments, alive, folded) > 0
    return any(bool((segment.mask("text", term) & living).any()) for segment, living in zip(segments, alive, strict=True))


def _numbered(segment: Segment, typed: Sequence[Syllable]) -> Mask:
    rest = typed[1:] if typed[0].folded in KIND_SYMBOLS.values() and len(typed) > 1 else typed
    if not rest[0].folded[0].isdigit():
        return ~segment.everything
    key = "=" + "/".join([rest[0].folded.lstrip("0") or "0", *(item.folded for item in rest[1:])])
    terms = segment.vocabulary("number").starting(key, 200)
    return segment.occurrences("number", terms).mask


def _titled(segment: Segment, typed: Sequence[Syllable]) -> Mask:
    words = [Word(item.exact, item.folded, prefix=item is typed[-1]) for item in typed]
    return has_words(segment, "title", words)


def _newest(segments: Sequence[Segment], alive: Sequence[Mask], masks: Sequence[Mask], limit: int) -> list[tuple[Segment, int]]:
    def heads() -> Iterator[tuple[int, int, int]]:
        for at, (segment, living, mask) in enumerate(zip(segments, alive, masks, strict=True)):
            numbers = np.flatnonzero(mask & living & (segment.column("part") == 0))
            dates = segment.column("date")[numbers]
            newest = np.lexsort((numbers, -dates))[:limit]
            yield from ((date, -at, -number) for date, number in zip(dates[newest].tolist(), numbers[newest].tolist(), strict=True))

    return [(segments[-at], -number) for _, at, number in nlargest(limit, heads())]


def _better(segments: Sequence[Segment], alive: Sequence[Mask], folded: str) -> str | None:
    if len(folded) < 2 or folded.isdigit() or _living(segments, alive, folded):
        return None
    counted = {other: _living(segments, alive, other) for other in set(_slips(folded))}
    best = max(counted, key=lambda other: (counted[other], other), default="")
    return _spelling(segments, best) if best and counted[best] else None


def _living(segments: Sequence[Segment], alive: Sequence[Mask], folded: str) -> int:
    total = 0
    for segment, living in zip(segments, alive, strict=True):
        terms = segment.vocabulary("text").variants.get(folded)
        if terms:
            total += int(np.count_nonzero(segment.occurrences("text", terms).mask & living))
    return total


def _spelling(segments: Sequence[Segment], folded: str) -> str:
    counts: dict[str, int] = {}
    for segment in segments:
        for term in segment.vocabulary("text").variants.get(folded, ()):
            counts[term] = counts.get(term, 0) + int(np.count_nonzero(segment.mask("text", term)))
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
