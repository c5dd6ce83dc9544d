"""Answers a query over a fixed state of the index: match, group by document, rank, count facets, and load the page."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import repeat
from operator import add
from typing import NamedTuple

from search.bits import flags, mask_of, members
from search.cache import Cache
from search.entry import Entry
from search.matching import Found, Plan, bearers, full_bearers, has_words, make_plan, match, phrase_mask, variants
from search.parser import Word, parse
from search.query import FACETS, Query
from search.ranking import Ranking, Scale, scale
from search.results import FacetValue, Hit, Results
from search.schema import date_number
from search.segment import Segment
from search.snippets import snippet

_FIELDS = ("text", "title")


@dataclass(frozen=True)
class State:
    """One state of the index: its segments with the entries still alive in each; `stamp` names the state."""

    stamp: tuple[str, int]
    segments: tuple[Segment, ...]
    alive: tuple[int, ...]

    @property
    def entries(self) -> int:
        """How many entries are alive."""
        return sum(mask.bit_count() for mask in self.alive)

    def documents(self) -> int:
        """How many documents are alive."""
        return sum(segment.heads(mask).bit_count() for segment, mask in zip(self.segments, self.alive, strict=True))


class Candidate(NamedTuple):
    """A document in the running: how it ranks, and its best entry."""

    key: tuple[float, int, int]
    score: float
    exact: bool
    segment: int
    entry: int


class Executor:
    """Runs queries on one state of the index."""

    def __init__(self, state: State, cache: Cache, ranking: Ranking) -> None:
        self._state = state
        self._cache = cache
        self._ranking = ranking
        self._size = sum(segment.size for segment in state.segments) or 1
        totals = {field: sum(segment.total_length(field) for segment in state.segments) for field in _FIELDS}
        self._average = {field: total / self._size for field, total in totals.items()}

    def run(self, query: Query) -> Results:
        """The answer; `suggestion` is left to the index."""
        condition = parse(query.text)
        plan = make_plan(condition, self._state.segments)
        found = [match(plan, segment) for segment in self._state.segments]
        shown = [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)]
        heads = [segment.heads(mask) for segment, mask in zip(self._state.segments, shown, strict=True)]
        total = sum(mask.bit_count() for mask in heads)
        facets = self._facets(query, found, heads)
        return Results(
            query=query,
            total=total,
            hits=tuple(self._hits(query, plan, found, shown)),
            facets=facets,
            remarks=condition.remarks,
            labels=self._labels(query, facets),
        )

    def _filtered(self, query: Query, at: int, mask: int, without: str | None) -> int:
        segment = self._state.segments[at]
        mask &= self._state.alive[at]
        for name, value in query.filters().items():
            if name != without and mask:
                mask &= segment.facet(name).get(value, 0)
        if mask and (query.date_from or query.date_to):
            mask &= self._dated(segment, query)
        return mask

    def _dated(self, segment: Segment, query: Query) -> int:
        first = date_number(query.date_from)
        last = int(str(date_number(query.date_to) or 99999999).replace("0000", "9999"))
        return segment.kept(("dates", first, last), lambda: _between(segment, first, last))

    def _facets(self, query: Query, found: Sequence[Found], heads: Sequence[int]) -> dict[str, tuple[FacetValue, ...]]:
        return {name: self._facet(name, self._facet_heads(query, found, heads, name)) for name in FACETS}

    def _facet_heads(self, query: Query, found: Sequence[Found], heads: Sequence[int], name: str) -> Sequence[int]:
        if name not in query.filters():
            return heads
        masks = [self._filtered(query, at, one.loose, name) for at, one in enumerate(found)]
        return [segment.heads(mask) for segment, mask in zip(self._state.segments, masks, strict=True)]

    def _facet(self, name: str, heads: Sequence[int]) -> tuple[FacetValue, ...]:
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for segment, documents in zip(self._state.segments, heads, strict=True):
            for value, mask in segment.facet(name).items():
                number = (mask & documents).bit_count() if documents else 0
                if number:
                    counts[value] = counts.get(value, 0) + number
                    labels[value] = segment.facet_label(name, value)
        values = sorted(counts, key=(lambda value: (-int(value), value)) if name == "year" else (lambda value: (-counts[value], value)))
        return tuple(FacetValue(value, labels[value], counts[value]) for value in values)

    def _labels(self, query: Query, facets: dict[str, tuple[FacetValue, ...]]) -> dict[str, dict[str, str]]:
        labels = {name: {value.value: value.label for value in values} for name, values in facets.items()}
        for name, value in query.filters().items():
            for segment in self._state.segments:
                if value in segment.facet(name):
                    labels[name].setdefault(value, segment.facet_label(name, value))
        return labels

    def _hits(self, query: Query, plan: Plan, found: Sequence[Found], shown: Sequence[int]) -> Iterator[Hit]:
        wanted = query.page * query.size
        candidates: list[Candidate] = []
        for at, mask in enumerate(shown):
            if mask:
                candidates += nlargest(wanted, self._candidates(query, plan, at, found[at], mask, wanted))
        for candidate in nlargest(wanted, candidates)[wanted - query.size :]:
            yield self._hit(plan, candidate)

    def _hit(self, plan: Plan, candidate: Candidate) -> Hit:
        entry = Entry(**self._state.segments[candidate.segment].stored(candidate.entry))
        return Hit(entry, snippet(entry.text, plan.condition.words()), candidate.score, candidate.exact)

    def _candidates(self, query: Query, plan: Plan, at: int, found: Found, mask: int, wanted: int) -> Iterator[Candidate]:
        segment = self._state.segments[at]
        sort = query.sort if query.sort != "relevance" or plan.condition.wanted else "newest"
        dates = segment.column("date")
        if sort != "relevance":
            numbers = segment.column("order") if sort == "number" else dates
            sign = -1 if sort == "oldest" else 1
            for entry in members(segment.heads(mask)):
                yield Candidate((sign * numbers[entry], -entry, -at), 0.0, True, at, self._shown_entry(segment, entry, mask))
            return
        for entry, score, exact in self._scored(plan, segment, found, mask, wanted):
            yield Candidate((score, dates[entry], -entry), score, exact, at, entry)

    def _shown_entry(self, segment: Segment, head: int, mask: int) -> int:
        """The document itself when it matches, otherwise its first provision that does."""
        if segment.flat or mask >> head & 1:
            return head
        rest = mask >> head
        return head + (rest & -rest).bit_length() - 1

    def _scored(self, plan: Plan, segment: Segment, found: Found, mask: int, wanted: int) -> Iterator[tuple[int, float, bool]]:
        exact = mask & found.exact
        yield from self._group(segment, self._scores(plan, segment, exact, True), True)
        seen = segment.heads(exact)
        if plan.accents and seen.bit_count() < wanted:
            rest = mask & ~exact
            others = self._group(segment, self._scores(plan, segment, rest, False), False)
            parts = segment.column("part")
            yield from (one for one in others if not seen >> (one[0] - parts[one[0]]) & 1)

    def _group(self, segment: Segment, scored: list[tuple[int, float]], exact: bool) -> Iterator[tuple[int, float, bool]]:
        """The best entry of each document."""
        if segment.flat:
            yield from ((entry, score, exact) for entry, score in scored)
            return
        parts = segment.column("part")
        best: dict[int, tuple[float, int]] = {}
        for entry, score in scored:
            head = entry - parts[entry]
            if head not in best or score > best[head][0]:
                best[head] = (score, entry)
        yield from ((entry, score, exact) for score, entry in best.values())

    def _scores(self, plan: Plan, segment: Segment, mask: int, exact: bool) -> list[tuple[int, float]]:
        ranking, entries = self._ranking, members(mask)
        if not entries:
            return []
        scores = [ranking.exact_tier * exact] * len(entries)
        for word in plan.scored:
            for field, weight in (("text", 1.0), ("title", ranking.title)):
                scores = self._add(segment, field, word, weight, plan.accents, exact, entries, scores)
        for bonus, bonus_mask in self._bonuses(plan, segment, mask, exact):
            scores = _add_bonus(scores, entries, bonus, bonus_mask & mask)
        scores = _add_impacts(scores, entries, self._recency(segment), ranking.recency)
        return list(zip(entries, scores, strict=True))

    def _add(
        self, segment: Segment, field: str, word: Word, weight: float, accents: bool, exact: bool, entries: list[int], scores: list[float]
    ) -> list[float]:
        if accents and not word.prefix:
            scores = _add_impacts(scores, entries, self._impacts(segment, field, word, True), weight)
            weight = 0.0 if exact else weight * self._ranking.other_accents
        return _add_impacts(scores, entries, self._impacts(segment, field, word, False), weight) if weight else scores

    def _impacts(self, segment: Segment, field: str, word: Word, exact: bool) -> "Callable[[int], float] | None":
        """The score of a word in each entry of the segment, kept for this state of the index."""
        key = ("impacts", self._state.stamp, segment.id, field, word, exact)
        return self._cache.get(key, lambda: self._make_impacts(segment, field, word, exact))

    def _make_impacts(self, segment: Segment, field: str, word: Word, exact: bool) -> "tuple[Callable[[int], float] | None, int]":
        found = segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word))
        if not found.mask:
            return None, 200
        impacts = self._scale(field, word, exact).impacts(segment, field, found)
        if isinstance(impacts, dict):
            return _Rare(impacts).__getitem__, 120 * len(impacts) + 200
        return impacts.__getitem__, 8 * segment.size + 200

    def _recency(self, segment: Segment) -> Callable[[int], float]:
        def make() -> tuple[Callable[[int], float], int]:
            years = array("d", (max(0, date // 10_000 - 1945) for date in segment.column("date")))
            return years.__getitem__, 8 * segment.size

        return self._cache.get(("recency", segment.id), make)

    def _scale(self, field: str, word: Word, exact: bool) -> Scale:
        having = sum(
            segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word)).count for segment in self._state.segments
        )
        return scale(self._size, having, self._average[field])

    def _bonuses(self, plan: Plan, segment: Segment, mask: int, exact: bool) -> Iterator[tuple[float, int]]:
        ranking, words = self._ranking, plan.scored
        if words:
            in_title = has_words(segment, "title", words) & mask
            yield ranking.title_has_all, in_title
            if in_title and len(words) > 1:
                yield ranking.title_phrase, phrase_mask(segment, "title", words, plan.accents and exact)
        for number in plan.numbers:
            heads = segment.heads(segment.everything)
            yield ranking.number_tier, bearers(segment, number) & (heads if not words else segment.everything)
            yield ranking.full_number_tier, full_bearers(segment, number) & (heads if not words else segment.everything)


class _Rare(dict[int, float]):
    def __missing__(self, key: int) -> float:
        return 0.0


def _add_impacts(scores: list[float], entries: list[int], impact: "Callable[[int], float] | None", weight: float) -> list[float]:
    if impact is None:
        return scores
    added = map(impact, entries)
    return list(map(add, scores, added if weight == 1.0 else map(float.__mul__, added, repeat(weight))))


def _add_bonus(scores: list[float], entries: list[int], bonus: float, mask: int) -> list[float]:
    if not mask or not bonus:
        return scores
    selected = flags(mask).ljust(entries[-1] + 1, b"\x00")
    return [score + bonus if selected[entry] else score for score, entry in zip(scores, entries, strict=True)]


def _between(segment: Segment, first: int, last: int) -> int:
    return mask_of((number for number, date in enumerate(segment.column("date")) if first <= date <= last and date), segment.size)
