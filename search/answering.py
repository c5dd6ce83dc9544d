"""The answer to a question over one state of the index: as it was typed, else as it was probably meant."""

from dataclasses import replace
from functools import partial

from search.asking import subject
from search.executor import Executor
from search.mending import mend
from search.query import Query
from search.results import Explanation, Results
from search.state import State
from search.suggest import Suggestion, did_you_mean, known, suggest, together
from search.vietnamese import normalise


def answer(executor: Executor, query: Query) -> Results:
    """The results of the query; when there are none, those of the query as it was probably meant, and the page says so."""
    results, state = executor.run(query), executor.state
    if results.total or not query.text.strip():
        return results
    meant: str | None = None
    for mending in _MENDING:
        better = mending(state, meant or query.text)
        if better and (again := executor.run(replace(query, text=better))).total:
            return replace(again, query=query, suggestion=better, remarks=(*again.remarks, "mended"))
        meant = better or meant
    return results


def explain(executor: Executor, query: Query, document: str) -> Explanation | None:
    """Why a document stands where it does in the answer, be it that to the query as it was probably meant; None when it is not found."""
    return executor.explain(query, document) or executor.explain(answer(executor, query).answered, document)


def _undone(state: State, text: str) -> str | None:
    return mend(text, partial(known, state.segments, state.alive), partial(together, state.segments, state.alive))


def _unslipped(state: State, text: str) -> str | None:
    return did_you_mean(state.segments, state.alive, text)


def _unasked(_: State, text: str) -> str | None:
    written = normalise(text)
    found = subject(written, seeking=True)
    return found if found != written.strip() else None


_MENDING = (_undone, _unslipped, _unasked)
"""Each is given what the one before it made of the text."""


def suggestions(executor: Executor, prefix: str, limit: int) -> list[Suggestion]:
    """What a reader who typed this may be looking for."""
    return suggest(executor.state.segments, executor.state.alive, prefix, limit)
