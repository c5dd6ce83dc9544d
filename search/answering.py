"""The answer to a question over one state of the index: as it was typed, else as it was probably meant."""

from dataclasses import replace
from functools import partial

from search.executor import Executor
from search.mending import mend
from search.query import Query
from search.results import Results
from search.suggest import Suggestion, did_you_mean, is_known, suggest


def answer(executor: Executor, query: Query) -> Results:
    """The results of the query; when there are none, those of the mended query, or a word that was probably meant."""
    results, state = executor.run(query), executor.state
    if results.total or not query.text.strip():
        return results
    mended = mend(query.text, partial(is_known, state.segments, state.alive))
    if mended and (again := executor.run(replace(query, text=mended))).total:
        return replace(again, query=query, suggestion=mended, remarks=(*again.remarks, "mended"))
    return replace(results, suggestion=did_you_mean(state.segments, state.alive, query.text))


def suggestions(executor: Executor, prefix: str, limit: int) -> list[Suggestion]:
    """What a reader who typed this may be looking for."""
    return suggest(executor.state.segments, executor.state.alive, prefix, limit)
