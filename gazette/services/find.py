"""Finding: the public search over published documents."""

import search
from gazette.services.parts import Parts


class Find:
    """The search page's questions."""

    def __init__(self, parts: Parts) -> None:
        self._index = parts.index

    def find(self, query: search.Query) -> search.Results:
        """The answer to a query; no query raises."""
        return self._index.search(query)

    def explain(self, query: search.Query, document: str) -> search.Explanation | None:
        """Why a document (a slug) stands where it does in the answer to a query."""
        return self._index.explain(query, document)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[search.Suggestion, ...]:
        """What the reader may be typing."""
        return tuple(self._index.suggest(prefix, limit))
