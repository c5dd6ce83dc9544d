"""What a found entry is worth: a sum of named shares, so that an order can be explained to an editor by the very sum that made it."""

from collections.abc import Iterator

import numpy as np

from search.cache import Cache
from search.lookup import bearers, full_bearers, has_words, nearer_bearers, phrase_mask, variants
from search.parser import Word
from search.planning import Plan
from search.ranking import Ranking, Scale, Scores, Share, scale
from search.segment import Mask, Numbers, Occurrences, Segment
from search.state import State


class Scorer:
    """Scores entries on one state of the index; how rare a word is, is reckoned over the living entries only."""

    def __init__(self, state: State, cache: Cache, ranking: Ranking) -> None:
        self._state = state
        self._cache = cache
        self._ranking = ranking

    def scores(self, plan: Plan, segment: Segment, mask: Mask, exact: bool) -> tuple[Numbers, Scores]:
        """The entries of the mask and the score of each; `exact` when all of them match as accented."""
        entries = np.flatnonzero(mask)
        scores = np.zeros(len(entries), np.float64)
        if len(entries):
            for _, share in self.shares(plan, segment, mask, entries, exact):
                scores += share
        return entries, scores

    def shares(self, plan: Plan, segment: Segment, mask: Mask, entries: Numbers, exact: bool) -> Iterator[tuple[Share, Scores | float]]:
        """The parts of the score of each of the entries, which are those of the mask."""
        ranking = self._ranking
        yield Share("accents"), ranking.exact_tier * exact
        for field, weight in (("text", 1.0), ("title", ranking.title)):
            lengths = segment.lengths(field)[entries]
            for word in plan.scored if weight else ():
                for whole, part in _readings(word, plan, exact, ranking.other_accents):
                    found = _occurrences(segment, field, word, whole)
                    written = word.exact if whole else word.folded
                    worth: Scores = weight * part * self._scale(field, word, whole).scores(found, entries, lengths)
                    yield Share("word", field, written), worth
        for share, bonus, having in self._bonuses(plan, segment, mask, exact):
            extra: Scores = bonus * having[entries].astype(np.float64)
            yield share, extra
        if ranking.recency:
            recent: Scores = ranking.recency * segment.years[entries]
            yield Share("recency"), recent

    def _scale(self, field: str, word: Word, exact: bool) -> Scale:
        key = (self._state.stamp, "scale", field, word, exact)
        return self._cache.get(key, lambda: (self._make_scale(field, word, exact), 2_500))

    def _make_scale(self, field: str, word: Word, exact: bool) -> Scale:
        pairs = zip(self._state.segments, self._state.alive, strict=True)
        having = sum(int(np.count_nonzero(_occurrences(segment, field, word, exact).mask & alive)) for segment, alive in pairs)
        return scale(self._state.entries, having, self._state.averages[field])

    def _bonuses(self, plan: Plan, segment: Segment, mask: Mask, exact: bool) -> Iterator[tuple[Share, float, Mask]]:
        ranking, words = self._ranking, plan.scored
        if words and (ranking.title_has_all or ranking.title_phrase):
            in_title = has_words(segment, "title", words) & mask
            yield Share("title-all"), ranking.title_has_all, in_title
            if len(words) > 1 and in_title.any():
                yield Share("title-phrase"), ranking.title_phrase, phrase_mask(segment, "title", words, plan.accents and exact)
        for procedure in plan.procedures:
            row = segment.innermost(segment.mask("procedure", procedure.term) & mask)
            yield Share("procedure", word=procedure.written), ranking.procedure, row
        for issuer in sorted(plan.issuers):
            worth = ranking.issuer_tier if plan.numbers else ranking.issuer
            yield Share("issuer", word=segment.facet_label("issuer", issuer)), worth, segment.facet("issuer").having(issuer)
        for number in plan.numbers:
            whole = segment.everything if words else segment.heads(segment.everything)
            yield Share("number", word=number.written), ranking.number_tier, bearers(segment, number) & whole
            yield Share("number-year", word=number.written), ranking.number_year_tier, nearer_bearers(segment, number) & whole
            yield Share("full-number", word=number.written), ranking.full_number_tier, full_bearers(segment, number) & whole


def _readings(word: Word, plan: Plan, exact: bool, other: float) -> Iterator[tuple[bool, float]]:
    """How a word is scored: as written and, with what share of the weight, whatever its accents."""
    if not plan.accents or word.prefix or word.exact in plan.free:
        yield False, 1.0
        return
    yield True, 1.0
    if not exact and other:
        yield False, other


def _occurrences(segment: Segment, field: str, word: Word, exact: bool) -> Occurrences:
    return segment.occurrences(field, (word.exact,) if exact else variants(segment, field, word))
