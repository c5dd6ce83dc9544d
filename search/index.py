"""The one interface of every search index, whatever keeps it."""

from collections.abc import Iterable
from typing import Protocol

from search.entry import Entry
from search.query import Query
from search.results import Explanation, Results
from search.suggest import Suggestion


class SearchIndex(Protocol):
    """A searchable copy of published entries; it holds only what it is given and may be rebuilt at any time."""

    def put(self, entries: Iterable[Entry]) -> int:
        """Adds the entries; they replace every earlier entry of the same documents. Returns how many were written."""

    def remove(self, documents: Iterable[str]) -> None:
        """Takes every entry of these documents out."""

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Builds a new index beside the live one and swaps; entries of one document must follow one another."""

    def search(self, query: Query) -> Results:
        """The answer to a query; no query raises."""

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """What the reader may be typing: numbers and titles of the index only."""

    def explain(self, query: Query, document: str) -> Explanation | None:
        """Why a document stands where it does in the answer to a query; None when it is not found."""

    def ids(self) -> set[str]:
        """The identifiers of every entry, for comparing with the truth."""

    def stats(self) -> dict[str, int]:
        """Figures of the index."""

    def close(self) -> None:
        """Lets go of files and connections."""

    def refresh(self) -> bool:
        """Looks whether another process changed the index; cheap. True when it did."""
