"""Answers a query over a fixed state of the index: match, group by document, rank, count facets, and load the page.

Every step works on whole arrays, segment by segment. What depends on the whole index (how rare a word is, how long a text is on
average) is taken from the living entries only, so nothing that was removed has a part in any score, order, total or count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from search.cache import Cache
from search.entry import Entry
from search.matching import Found, closeness, match, numbered
from search.parser import parse
from search.planning import Plan, make_plan
from search.query import FACETS, Query
from search.ranking import Ranking, Scores
from search.results import Explanation, FacetValue, Hit, Results
from search.schema import date_number
from search.scoring import Scorer
from search.segment import Mask, Numbers, Segment
from search.snippets import snippet
from search.state import State
from search.turning import Candidate, Turn, beyond, first, place_of_mark, read_mark, written_mark

_UNDATED = 99_999_999


class _Matched(NamedTuple):
    """What a query found: its plan, the entries of each segment, and those of them that pass its filters.

    `widened` when the acts with the number asked for were let in though they lack words that stood beside it.
    """

    query: Query
    plan: Plan
    found: list[Found]
    shown: list[Mask]
    widened: bool = False


class _Page(NamedTuple):
    """The documents of a page, and whether others stand before and after them."""

    candidates: list[Candidate]
    before: bool
    after: bool


class Executor:
    """Runs queries on one state of the index."""

    def __init__(self, state: State, cache: Cache, ranking: Ranking) -> None:
        self.state = state
        self._ranking = ranking
        self._scorer = Scorer(state, cache, ranking)
        cache.keep_only({state.stamp, *(segment.id for segment in state.segments)})

    def run(self, query: Query) -> Results:
        """The answer; `suggestion` is left to the index."""
        matched = self._match(query)
        heads = self._heads(matched.shown)
        facets = self._facets(matched, heads)
        page = self._page(matched)
        hits = tuple(self._hits(matched.plan, page.candidates))
        return Results(
            query=query,
            total=sum(map(len, heads)),
            hits=hits,
            facets=facets,
            remarks=(*matched.plan.condition.remarks, *(("number-first",) if matched.widened else ())),
            labels=self._labels(query, facets),
            after=written_mark(page.candidates[-1], hits[-1].entry.document) if hits and page.after else "",
            before=written_mark(page.candidates[0], hits[0].entry.document) if hits and page.before else "",
        )

    def best(self, query: Query) -> tuple[int, list[Candidate]]:
        """The exact total and the places of the documents of the page: the answer without texts and facets."""
        matched = self._match(query)
        return sum(map(len, self._heads(matched.shown))), self._page(matched).candidates

    def counted(self, query: Query) -> tuple[int, list[Candidate], dict[str, tuple[FacetValue, ...]]]:
        """What `best` gives, with the facets."""
        matched = self._match(query)
        heads = self._heads(matched.shown)
        return sum(map(len, heads)), self._page(matched).candidates, self._facets(matched, heads)

    def explain(self, query: Query, document: str) -> Explanation | None:
        """Why a document stands where it does among the most relevant; None when the query does not find it."""
        matched = self._match(replace(query, sort="relevance"))
        best = self._standing(matched, document)
        if best is None:
            return None
        at, segment = -best.behind, self.state.segments[-best.behind]
        only = np.zeros(segment.size, np.bool_)
        only[best.shown] = True
        shares = self._scorer.shares(matched.plan, segment, only, np.flatnonzero(only), bool(matched.found[at].exact[best.shown]))
        parts = [(share, float(np.sum(worth))) for share, worth in shares]
        shown = segment.stored([best.shown]).get(best.shown, {})
        return Explanation(document, shown.get("id", document), best.score, tuple(part for part in parts if part[1]))

    def _match(self, query: Query) -> _Matched:
        plan = make_plan(parse(query.text), self.state.segments, self.state.alive)
        matched = self._passing(query, plan, [match(plan, segment) for segment in self.state.segments])
        return self._widened(matched) or matched

    def _passing(self, query: Query, plan: Plan, found: list[Found]) -> _Matched:
        return _Matched(query, plan, found, [self._filtered(query, at, one.loose, None) for at, one in enumerate(found)])

    def _widened(self, matched: _Matched) -> _Matched | None:
        """The answer with the acts that bear the number asked for, when none of them has all that was typed beside it."""
        plan, segments = matched.plan, self.state.segments
        if not any(number.mention.sure for number in plan.numbers) or len(plan.condition.wanted) == 1:
            return None
        for days in (True, False):
            borne = [numbered(plan, segment, days) for segment in segments]
            both = [Found(one.loose | mask, one.exact | mask) for one, mask in zip(matched.found, borne, strict=True)]
            wider = self._passing(matched.query, plan, both)
            if self._closest(plan, wider.shown) > self._closest(plan, matched.shown):
                return wider._replace(widened=True)
        return None

    def _closest(self, plan: Plan, shown: Sequence[Mask]) -> int:
        return max((closeness(plan, segment, mask) for segment, mask in zip(self.state.segments, shown, strict=True)), default=0)

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

    def _facets(self, matched: _Matched, heads: Sequence[Numbers]) -> dict[str, tuple[FacetValue, ...]]:
        chosen = matched.query.filters()
        return {name: self._facet(name, self._other_heads(matched, name) if name in chosen else heads) for name in FACETS}

    def _other_heads(self, matched: _Matched, name: str) -> list[Numbers]:
        """The documents that would be found without the filter of this facet: what choosing another of its values gives."""
        return self._heads([self._filtered(matched.query, at, one.loose, name) for at, one in enumerate(matched.found)])

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

    def _page(self, matched: _Matched) -> _Page:
        """The page that the query's mark, or else its number, names."""
        query, turn = matched.query, self._turn(matched)
        start = 0 if turn else (query.page - 1) * query.size
        found = self._candidates(matched, start + query.size + 1, turn)
        if turn and not turn.forward:
            return _Page(found[-query.size :], len(found) > query.size, True)
        return _Page(found[start : start + query.size], bool(turn) or start > 0, len(found) > start + query.size)

    def _turn(self, matched: _Matched) -> Turn | None:
        """Where the mark's document stands now; where it stood, when it is found no more."""
        mark = read_mark(matched.query.after or matched.query.before)
        if mark is None:
            return None
        standing = self._standing(matched, mark.document)
        return Turn(standing[:4] if standing else place_of_mark(mark), forward=bool(matched.query.after))

    def _standing(self, matched: _Matched, document: str) -> Candidate | None:
        """The place of a document among all that are found."""
        for at, segment in enumerate(self.state.segments):
            own = matched.shown[at] & segment.of_document(document)
            if own.any():
                return self._candidates_at(matched, at, own, 1, None)[0]
        return None

    def _candidates(self, matched: _Matched, wanted: int, turn: Turn | None) -> list[Candidate]:
        """The first `wanted` documents after the place where the page is turned, or the last before it."""
        found = [one for at, mask in enumerate(matched.shown) for one in self._candidates_at(matched, at, mask, wanted, turn)]
        found.sort(reverse=True)
        return found[-wanted:] if turn and not turn.forward else found[:wanted]

    def _candidates_at(self, matched: _Matched, at: int, mask: Mask, wanted: int, turn: Turn | None) -> list[Candidate]:
        if matched.query.sort == "relevance" and matched.plan.condition.wanted:
            return self._relevant(matched, at, mask, wanted, turn)
        return self._sorted(matched.query, at, mask, wanted, turn)

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

    def _sorted(self, query: Query, at: int, mask: Mask, wanted: int, turn: Turn | None) -> list[Candidate]:
        """The first documents by date or number."""
        segment = self.state.segments[at]
        heads = np.flatnonzero(segment.heads(mask))
        keys = segment.column("order" if query.sort == "number" else "date")[heads]
        if query.sort == "oldest":
            keys = -np.where(keys == 0, _UNDATED, keys)
        if turn:
            kept = beyond(turn, at, np.zeros(len(keys)), keys, heads)
            heads, keys = heads[kept], keys[kept]
        best = first(wanted, (keys,), turn)
        pairs = zip(keys[best].tolist(), heads[best].tolist(), strict=True)
        return [Candidate(0.0, key, -at, -head, _shown_entry(segment, head, mask)) for key, head in pairs]

    def _relevant(self, matched: _Matched, at: int, mask: Mask, wanted: int, turn: Turn | None) -> list[Candidate]:
        """The best documents: those that match as accented, and only if they do not fill the page the others (backwards: the reverse)."""
        segment, plan = self.state.segments[at], matched.plan
        exact = mask & matched.found[at].exact
        classes = [(exact, True), *([(mask & ~segment.families(exact), False)] if plan.accents else [])]
        best: list[Candidate] = []
        for entries, accented in classes if turn is None or turn.forward else reversed(classes):
            if len(best) < wanted or plan.numbers:  # the act with the number stands first, however its words are accented
                best += self._best(plan, at, (entries, accented), wanted, turn)
        return best

    def _best(self, plan: Plan, at: int, matching: tuple[Mask, bool], wanted: int, turn: Turn | None) -> list[Candidate]:
        segment = self.state.segments[at]
        entries, scores = self._scorer.scores(plan, segment, *matching)
        if not segment.flat:
            of_documents = _best_of_documents(segment.head[entries], scores)
            entries, scores = entries[of_documents], scores[of_documents]
        dates = segment.column("date")[entries]
        if turn:
            kept = beyond(turn, at, scores, dates, entries)
            entries, scores, dates = entries[kept], scores[kept], dates[kept]
        best = first(wanted, (scores, dates), turn)
        rows = zip(scores[best].tolist(), dates[best].tolist(), entries[best].tolist(), strict=True)
        return [Candidate(score, date, -at, -entry, entry) for score, date, entry in rows]


def _best_of_documents(heads: Numbers, scores: Scores) -> Numbers:
    """For each document the place of its best entry, the first of equals; entries of a document follow one another."""
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    tops = np.maximum.reduceat(scores, starts) if len(starts) else scores
    best = np.flatnonzero(scores == np.repeat(tops, np.diff(starts, append=len(heads))))
    return best[np.flatnonzero(np.diff(heads[best], prepend=-1))]


def _shown_entry(segment: Segment, head: int, mask: Mask) -> int:
    """The document itself when it matches, otherwise its first provision that does."""
    return head if segment.flat else head + int(np.argmax(mask[head:]))
