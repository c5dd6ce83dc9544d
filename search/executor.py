"""Answers a query over a fixed state of the index: match, group by document, rank, count facets, and load the page."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import add, neg
from typing import NamedTuple

from search.bits import mask_of, members
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

_UNDATED = 99_999_999
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
    """A document in the running, greatest first: score, date (or what it is sorted by), segment and place in it (both negated).

    `shown` is the entry that stands for the document on the page.
    """

    score: float
    key: int
    behind: int
    below: int
    shown: int


class Executor:
    """Runs queries on one state of the index."""

    def __init__(self, state: State, cache: Cache, ranking: Ranking) -> None:
        self.state = state
        self._cache = cache
        self._ranking = ranking
        self._size = sum(segment.size for segment in state.segments) or 1
        totals = {field: sum(segment.total_length(field) for segment in state.segments) for field in _FIELDS}
        self._average = {field: total / self._size for field, total in totals.items()}

    def run(self, query: Query) -> Results:
        """The answer; `suggestion` is left to the index."""
        condition = parse(query.text)
        plan = make_plan(condition, self.state.segments)
        found = [match(plan, segment) for segment in self.state.segments]
        shown = [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)]
        heads = [segment.heads(mask) for segment, mask in zip(self.state.segments, shown, strict=True)]
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
        segment = self.state.segments[at]
        mask &= self.state.alive[at]
        for name, value in query.filters().items():
            if name != without and mask:
                mask &= segment.facet(name).get(value, 0)
        if mask and (query.date_from or query.date_to):
            mask &= self._dated(segment, query)
        return mask

    def _dated(self, segment: Segment, query: Query) -> int:
        first = date_number(query.date_from)
        last = date_number(query.date_to, "9") or _UNDATED
        return segment.kept(("dates", first, last), lambda: _between(segment, first, last))

    def _facets(self, query: Query, found: Sequence[Found], heads: Sequence[int]) -> dict[str, tuple[FacetValue, ...]]:
        return {name: self._facet(name, self._facet_heads(query, found, heads, name)) for name in FACETS}

    def _facet_heads(self, query: Query, found: Sequence[Found], heads: Sequence[int], name: str) -> Sequence[int]:
        if name not in query.filters():
            return heads
        masks = [self._filtered(query, at, one.loose, name) for at, one in enumerate(found)]
        return [segment.heads(mask) for segment, mask in zip(self.state.segments, masks, strict=True)]

    def _facet(self, name: str, heads: Sequence[int]) -> tuple[FacetValue, ...]:
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for segment, documents in zip(self.state.segments, heads, strict=True):
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
            for segment in self.state.segments:
                if value in segment.facet(name):
                    labels[name].setdefault(value, segment.facet_label(name, value))
        return labels

    def _hits(self, query: Query, plan: Plan, found: Sequence[Found], shown: Sequence[int]) -> Iterator[Hit]:
        wanted = query.page * query.size
        candidates: list[Candidate] = []
        for at, mask in enumerate(shown):
            if mask and query.sort == "relevance" and plan.condition.wanted:
                candidates += self._relevant(plan, at, found[at], mask, wanted)
            elif mask:
                candidates += self._sorted(query, at, mask, wanted)
        for candidate in nlargest(wanted, candidates)[wanted - query.size :]:
            yield self._hit(plan, candidate)

    def _hit(self, plan: Plan, candidate: Candidate) -> Hit:
        segment = self.state.segments[-candidate.behind]
        entry = Entry(**segment.stored(candidate.shown))
        exact = candidate.score >= self._ranking.exact_tier
        return Hit(entry, snippet(entry.text, plan.condition.words()), candidate.score, exact)

    def _sorted(self, query: Query, at: int, mask: int, wanted: int) -> list[Candidate]:
        """The first documents by date or number."""
        segment = self.state.segments[at]
        column = segment.column("order" if query.sort == "number" else "date")
        heads = members(segment.heads(mask))
        keys = (_UNDATED if query.sort == "oldest" and not column[head] else column[head] for head in heads)
        best = nlargest(wanted, zip(map(neg, keys) if query.sort == "oldest" else keys, map(neg, heads), strict=True))
        return [Candidate(0.0, key, -at, head, self._shown_entry(segment, -head, mask)) for key, head in best]

    def _relevant(self, plan: Plan, at: int, found: Found, mask: int, wanted: int) -> list[Candidate]:
        """The best documents: those that match as accented, and only if they do not fill the page the others."""
        segment = self.state.segments[at]
        exact = mask & found.exact
        best = self._best(plan, at, exact, True, wanted)
        seen = segment.families(exact)
        if plan.accents and len(best) < wanted:
            best += self._best(plan, at, mask & ~seen, False, wanted)
        return best

    def _best(self, plan: Plan, at: int, mask: int, exact: bool, wanted: int) -> list[Candidate]:
        segment = self.state.segments[at]
        entries = members(mask)
        scores = self._scores(plan, segment, mask, entries, exact)
        least = _worth(scores, wanted) if segment.flat else float("-inf")
        dates = segment.column("date")
        ranked = [(score, dates[entry], -entry) for score, entry in zip(scores, entries, strict=True) if score >= least]
        if not segment.flat:
            ranked = self._best_of_documents(segment, ranked)
        return [Candidate(score, date, -at, entry, -entry) for score, date, entry in nlargest(wanted, ranked)]

    def _best_of_documents(self, segment: Segment, ranked: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
        parts = segment.column("part")
        best: dict[int, tuple[float, int, int]] = {}
        for one in ranked:
            head = parts[-one[2]] + one[2]
            if head not in best or one > best[head]:
                best[head] = one
        return list(best.values())

    def _shown_entry(self, segment: Segment, head: int, mask: int) -> int:
        """The document itself when it matches, otherwise its first provision that does."""
        if segment.flat or mask >> head & 1:
            return head
        rest = mask >> head
        return head + (rest & -rest).bit_length() - 1

    def _scores(self, plan: Plan, segment: Segment, mask: int, entries: list[int], exact: bool) -> list[float]:
        if not entries:
            return []
        ranking = self._ranking
        scores = [ranking.exact_tier * exact] * len(entries)
        for word in plan.scored:
            for field, weight in (("text", 1.0), ("title", ranking.title)):
                scores = self._add(segment, field, word, weight, plan.accents, exact, entries, scores)
        for bonus, bonus_mask in self._bonuses(plan, segment, mask, exact):
            scores = _add_bonus(scores, entries, bonus, bonus_mask & mask)
        return _add_impacts(scores, entries, self._recency(segment)) if ranking.recency else scores

    def _add(
        self, segment: Segment, field: str, word: Word, weight: float, accents: bool, exact: bool, entries: list[int], scores: list[float]
    ) -> list[float]:
        if accents and not word.prefix:
            scores = _add_impacts(scores, entries, self._impacts(segment, field, word, True, weight))
            weight = 0.0 if exact else weight * self._ranking.other_accents
        return _add_impacts(scores, entries, self._impacts(segment, field, word, False, weight)) if weight else scores

    def _impacts(self, segment: Segment, field: str, word: Word, exact: bool, weight: float) -> "Callable[[int], float] | None":
        """The score of a word in each entry of the segment, kept for this state of the index."""
        key = ("impacts", self.state.stamp, segment.id, field, word, exact, weight)
        return self._cache.get(key, lambda: self._make_impacts(segment, field, word, exact, weight))

    def _make_impacts(
        self, segment: Segment, field: str, word: Word, exact: bool, weight: float
    ) -> "tuple[Callable[[int], float] | None, int]":
        found = segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word))
        if not found.mask:
            return None, 200
        impacts = self._scale(field, word, exact).impacts(segment, field, found, weight)
        if isinstance(impacts, dict):
            return _Rare(impacts).__getitem__, 120 * len(impacts) + 200
        return impacts.__getitem__, 8 * segment.size + 200

    def _recency(self, segment: Segment) -> Callable[[int], float]:
        def make() -> tuple[Callable[[int], float], int]:
            years = array("d", (self._ranking.recency * max(0, date // 10_000 - 1945) for date in segment.column("date")))
            return years.__getitem__, 8 * segment.size

        return self._cache.get(("recency", segment.id), make)

    def _scale(self, field: str, word: Word, exact: bool) -> Scale:
        having = sum(
            segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word)).count for segment in self.state.segments
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


def _add_impacts(scores: list[float], entries: list[int], impact: "Callable[[int], float] | None") -> list[float]:
    return list(map(add, scores, map(impact, entries))) if impact else scores


def _add_bonus(scores: list[float], entries: list[int], bonus: float, mask: int) -> list[float]:
    for number in members(mask) if bonus else ():
        scores[bisect_left(entries, number)] += bonus
    return scores


def _worth(scores: list[float], wanted: int) -> float:
    """The least score that can still stand among the `wanted` best."""
    return sorted(scores, reverse=True)[wanted - 1] if len(scores) > wanted else float("-inf")


def _between(segment: Segment, first: int, last: int) -> int:
    return mask_of((number for number, date in enumerate(segment.column("date")) if first <= date <= last and date), segment.size)
