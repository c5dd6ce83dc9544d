"""Answers a query over a fixed state of the index: match, group by document, rank, count facets, and load the page.

Every step works on whole arrays, segment by segment. What depends on the whole index (how rare a word is, how long a text is on
average) is taken from the living entries only, so nothing that was removed has a part in any score, order, total or count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.cache import Cache
from search.entry import Entry
from search.matching import Found, Plan, bearers, full_bearers, has_words, make_plan, match, phrase_mask, variants
from search.parser import Word, parse
from search.query import FACETS, Query
from search.ranking import Ranking, Scale, Scores, scale
from search.results import FacetValue, Hit, Results
from search.schema import date_number
from search.segment import Mask, Numbers, Occurrences, Segment
from search.snippets import snippet

_UNDATED = 99_999_999
_FIELDS = ("text", "title")


@dataclass(frozen=True)
class State:
    """One state of the index: its segments with the entries still alive in each; `stamp` names the state."""

    stamp: tuple[str, int]
    segments: tuple[Segment, ...]
    alive: tuple[Mask, ...]

    @cached_property
    def entries(self) -> int:
        """How many entries are alive."""
        return sum(int(np.count_nonzero(mask)) for mask in self.alive)

    @cached_property
    def averages(self) -> dict[str, float]:
        """The average length of each text field over the living entries."""
        totals = {
            field: sum(int(segment.column(field)[mask].sum()) for segment, mask in zip(self.segments, self.alive, strict=True))
            for field in _FIELDS
        }
        return {field: total / (self.entries or 1) for field, total in totals.items()}

    def documents(self) -> int:
        """How many documents are alive."""
        return sum(int(np.count_nonzero(segment.heads(mask))) for segment, mask in zip(self.segments, self.alive, strict=True))


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

    def run(self, query: Query) -> Results:
        """The answer; `suggestion` is left to the index."""
        plan = make_plan(parse(query.text), self.state.segments)
        found = [match(plan, segment) for segment in self.state.segments]
        shown = [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)]
        heads = self._heads(shown)
        facets = self._facets(query, found, heads)
        page = self._best_candidates(query, plan, found, shown)[(query.page - 1) * query.size :]
        return Results(
            query=query,
            total=sum(map(len, heads)),
            hits=tuple(self._hits(plan, page)),
            facets=facets,
            remarks=plan.condition.remarks,
            labels=self._labels(query, facets),
        )

    def best(self, query: Query) -> tuple[int, list[Candidate]]:
        """The exact total and the places of the best documents up to the end of the page: the answer without page and facets."""
        plan = make_plan(parse(query.text), self.state.segments)
        found = [match(plan, segment) for segment in self.state.segments]
        shown = [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)]
        return sum(map(len, self._heads(shown))), self._best_candidates(query, plan, found, shown)

    def counted(self, query: Query) -> tuple[int, list[Candidate], dict[str, tuple[FacetValue, ...]]]:
        """What `best` gives, with the facets."""
        plan = make_plan(parse(query.text), self.state.segments)
        found = [match(plan, segment) for segment in self.state.segments]
        shown = [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)]
        heads = self._heads(shown)
        return sum(map(len, heads)), self._best_candidates(query, plan, found, shown), self._facets(query, found, heads)

    def _heads(self, masks: Sequence[Mask]) -> list[Numbers]:
        """The documents that these entries belong to, by their first entries."""
        return [np.flatnonzero(segment.heads(mask)) for segment, mask in zip(self.state.segments, masks, strict=True)]

    def _filtered(self, query: Query, at: int, mask: Mask, without: str | None) -> Mask:
        segment = self.state.segments[at]
        mask = mask & self.state.alive[at]
        for name, value in query.filters().items():
            if name != without:
                mask &= segment.facet(name).having(value)
        if query.date_from or query.date_to:
            dates, last = segment.column("date"), date_number(query.date_to, "9") or _UNDATED
            mask &= (dates >= max(1, date_number(query.date_from))) & (dates <= last)
        return mask

    def _facets(self, query: Query, found: Sequence[Found], heads: Sequence[Numbers]) -> dict[str, tuple[FacetValue, ...]]:
        chosen = query.filters()
        return {name: self._facet(name, self._other_heads(query, found, name) if name in chosen else heads) for name in FACETS}

    def _other_heads(self, query: Query, found: Sequence[Found], name: str) -> list[Numbers]:
        """The documents that would be found without the filter of this facet: what choosing another of its values gives."""
        return self._heads([self._filtered(query, at, one.loose, name) for at, one in enumerate(found)])

    def _facet(self, name: str, heads: Sequence[Numbers]) -> tuple[FacetValue, ...]:
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for segment, documents in zip(self.state.segments, heads, strict=True):
            for value, number in segment.facet(name).counts(documents).items() if len(documents) else ():
                counts[value] = counts.get(value, 0) + number
                labels[value] = segment.facet_label(name, value)
        values = sorted(counts, key=(lambda value: (-int(value), value)) if name == "year" else (lambda value: (-counts[value], value)))
        return tuple(FacetValue(value, labels[value], counts[value]) for value in values)

    def _labels(self, query: Query, facets: dict[str, tuple[FacetValue, ...]]) -> dict[str, dict[str, str]]:
        labels = {name: {value.value: value.label for value in values} for name, values in facets.items()}
        for name, value in query.filters().items():
            for segment in self.state.segments:
                if value in segment.facet(name).values:
                    labels[name].setdefault(value, segment.facet_label(name, value))
        return labels

    def _best_candidates(self, query: Query, plan: Plan, found: Sequence[Found], shown: Sequence[Mask]) -> list[Candidate]:
        wanted = query.page * query.size
        candidates: list[Candidate] = []
        for at, mask in enumerate(shown):
            if query.sort == "relevance" and plan.condition.wanted:
                candidates += self._relevant(plan, at, found[at], mask, wanted)
            else:
                candidates += self._sorted(query, at, mask, wanted)
        return sorted(candidates, reverse=True)[:wanted]

    def _hits(self, plan: Plan, page: Sequence[Candidate]) -> Iterator[Hit]:
        stored = {
            at: segment.stored([candidate.shown for candidate in page if -candidate.behind == at])
            for at, segment in enumerate(self.state.segments)
        }
        for candidate in page:
            values = stored[-candidate.behind].get(candidate.shown)
            if values is not None:
                entry = Entry.kept(values)
                exact = candidate.score >= self._ranking.exact_tier
                yield Hit(entry, snippet(entry.text, plan.condition.shown()), candidate.score, exact)

    def _sorted(self, query: Query, at: int, mask: Mask, wanted: int) -> list[Candidate]:
        """The first documents by date or number."""
        segment = self.state.segments[at]
        heads = np.flatnonzero(segment.heads(mask))
        keys = segment.column("order" if query.sort == "number" else "date")[heads]
        if query.sort == "oldest":
            keys = -np.where(keys == 0, _UNDATED, keys)
        best = _first(wanted, (keys,))
        pairs = zip(keys[best].tolist(), heads[best].tolist(), strict=True)
        return [Candidate(0.0, key, -at, -head, _shown_entry(segment, head, mask)) for key, head in pairs]

    def _relevant(self, plan: Plan, at: int, found: Found, mask: Mask, wanted: int) -> list[Candidate]:
        """The best documents: those that match as accented, and only if they do not fill the page the others."""
        segment = self.state.segments[at]
        exact = mask & found.exact
        best = self._best(plan, at, exact, True, wanted)
        if plan.accents and len(best) < wanted:
            best += self._best(plan, at, mask & ~segment.families(exact), False, wanted)
        return best

    def _best(self, plan: Plan, at: int, mask: Mask, exact: bool, wanted: int) -> list[Candidate]:
        segment = self.state.segments[at]
        entries = np.flatnonzero(mask)
        scores = self._scores(plan, segment, mask, entries, exact)
        if not segment.flat:
            of_documents = _best_of_documents(segment.head[entries], scores)
            entries, scores = entries[of_documents], scores[of_documents]
        dates = segment.column("date")[entries]
        best = _first(wanted, (scores, dates))
        rows = zip(scores[best].tolist(), dates[best].tolist(), entries[best].tolist(), strict=True)
        return [Candidate(score, date, -at, -entry, entry) for score, date, entry in rows]

    def _scores(self, plan: Plan, segment: Segment, mask: Mask, entries: Numbers, exact: bool) -> Scores:
        ranking = self._ranking
        scores = np.full(len(entries), ranking.exact_tier * exact, np.float64)
        if not len(entries):
            return scores
        for field, weight in (("text", 1.0), ("title", ranking.title)):
            lengths = segment.lengths(field)[entries]
            for word in plan.scored if weight else ():
                for whole, share in _readings(word, plan.accents, exact, ranking.other_accents):
                    found = _occurrences(segment, field, word, whole)
                    scores += weight * share * self._scale(field, word, whole).scores(found, entries, lengths)
        for bonus, having in self._bonuses(plan, segment, mask, exact):
            scores += bonus * having[entries]
        if ranking.recency:
            scores += ranking.recency * segment.years[entries]
        return scores

    def _scale(self, field: str, word: Word, exact: bool) -> Scale:
        key = ("scale", self.state.stamp, field, word, exact)
        return self._cache.get(key, lambda: (self._make_scale(field, word, exact), 2_500))

    def _make_scale(self, field: str, word: Word, exact: bool) -> Scale:
        pairs = zip(self.state.segments, self.state.alive, strict=True)
        having = sum(int(np.count_nonzero(_occurrences(segment, field, word, exact).mask & alive)) for segment, alive in pairs)
        return scale(self.state.entries, having, self.state.averages[field])

    def _bonuses(self, plan: Plan, segment: Segment, mask: Mask, exact: bool) -> Iterator[tuple[float, Mask]]:
        ranking, words = self._ranking, plan.scored
        if words and (ranking.title_has_all or ranking.title_phrase):
            in_title = has_words(segment, "title", words) & mask
            yield ranking.title_has_all, in_title
            if len(words) > 1 and in_title.any():
                yield ranking.title_phrase, phrase_mask(segment, "title", words, plan.accents and exact)
        for number in plan.numbers:
            whole = segment.everything if words else segment.heads(segment.everything)
            yield ranking.number_tier, bearers(segment, number) & whole
            yield ranking.full_number_tier, full_bearers(segment, number) & whole


def _readings(word: Word, accents: bool, exact: bool, other: float) -> Iterator[tuple[bool, float]]:
    """How a word is scored: as written and, with what share of the weight, whatever its accents."""
    if not accents or word.prefix:
        yield False, 1.0
        return
    yield True, 1.0
    if not exact and other:
        yield False, other


def _occurrences(segment: Segment, field: str, word: Word, exact: bool) -> Occurrences:
    return segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word))


def _best_of_documents(heads: Numbers, scores: Scores) -> Numbers:
    """For each document the place of its best entry, the first of equals; entries of a document follow one another."""
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    tops = np.maximum.reduceat(scores, starts) if len(starts) else scores
    best = np.flatnonzero(scores == np.repeat(tops, np.diff(starts, append=len(heads))))
    return best[np.flatnonzero(np.diff(heads[best], prepend=-1))]


def _first(wanted: int, keys: tuple[Numbers | Scores, ...]) -> Numbers:
    """The places of the `wanted` greatest, by the first key, then the next; the earlier of equals first."""
    leading = keys[0]
    places = np.arange(len(leading))
    if len(leading) > wanted:
        least = np.partition(leading, len(leading) - wanted)[len(leading) - wanted]
        places = np.flatnonzero(leading >= least)
    order = np.lexsort(tuple(-key[places] for key in reversed(keys)))
    return places[order[:wanted]]


def _shown_entry(segment: Segment, head: int, mask: Mask) -> int:
    """The document itself when it matches, otherwise its first provision that does."""
    return head if segment.flat else head + int(np.argmax(mask[head:]))
