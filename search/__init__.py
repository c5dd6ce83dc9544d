"""Vietnamese full-text search over published entries: numbers first, accents forgiven, nothing told that was not put in."""

from search.entry import Entry
from search.errors import (
    EntryRefused,
    FileRefused,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnreachable,
    IndexUnwritable,
    NotAnIndex,
    SearchError,
)
from search.form import Form
from search.index import SearchIndex
from search.lines import read_entries
from search.postgres_index import PostgresIndex, drop_postgres_index, open_postgres_index
from search.query import FACETS, MAX_SIZE, Query, Sort
from search.ranking import Ranking, Share
from search.results import Explanation, FacetValue, Hit, Results
from search.suggest import Suggestion
from search.whoosh_index import WhooshIndex, open_index, rebuild_index

__all__ = [
    "FACETS", "MAX_SIZE",
    "Entry", "EntryRefused", "Explanation", "FacetValue", "FileRefused", "Form", "Hit", "IndexDamaged", "IndexLocked", "IndexMissing",
    "IndexOutdated", "IndexUnreachable", "IndexUnwritable", "NotAnIndex", "PostgresIndex", "Query", "Ranking", "Results", "SearchError",
    "SearchIndex", "Share", "Sort", "Suggestion", "WhooshIndex", "drop_postgres_index", "open_index", "open_postgres_index", "read_entries",
    "rebuild_index",
]  # fmt: skip
