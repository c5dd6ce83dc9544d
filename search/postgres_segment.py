"""A stretch of the entries that PostgreSQL keeps, as arrays: a query's words are read with one statement, then held in memory."""

import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from search.cache import Cache
from search.codec import Postings, all_places
from search.postgres_postings import unpack, unpack_positions
from search.postgres_tables import LABELLED, NUMBERS, Stamp, lexeme_of, storable
from search.segment import FIXED, Facet, Mask, Numbers, Segment, Terms, Vocabulary

Ask = Callable[[str, tuple[Any, ...]], list[Any]]
"""Runs a statement in which `{state}`, `{entry}`, `{posting}` and `{term}` stand for the tables of the generation; its rows."""
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)])
_UNPACK: dict[str, Callable[[bytes], Any]] = {"postings": unpack, "positions": unpack_positions}
_READ = """
SELECT p.lexeme, p.{column} FROM {{state}} s LEFT JOIN {{posting}} p ON p.lexeme = ANY(%s) AND p.first >= %s AND p.first < %s
WHERE s.born = %s AND s.generation = %s AND s.removed = %s AND s.edges @> %s::integer[] ORDER BY p.first
"""
_PACKED = ", ".join(f"string_agg(int8send(\"{name}\"), '')" for name in NUMBERS)
_COLUMNS = "SELECT string_agg(int4send(n), ''), {numbers} FROM {{entry}} WHERE n >= %s AND n < %s"
_PLACES = "SELECT string_agg(int4send(n), '') FROM {entry} WHERE n >= %s AND n < %s"
_FACET = "SELECT {name}, {label}, string_agg(int4send(n), '') FROM {{entry}} WHERE n >= %s AND n < %s GROUP BY 1 ORDER BY 1"


class Superseded(Exception):
    """What was asked of is no longer the index: something was taken out, stretches were joined, or everything was built anew."""


class PostgresSegment(Segment):
    """The entries `first` to `last` (exclusive) of a generation; entries only ever leave it."""

    def __init__(self, stamp: Stamp, span: tuple[int, int], ask: Ask, vocabularies: dict[str, Vocabulary], cache: Cache) -> None:
        self._first, self._last = self.span = span
        super().__init__((stamp.born, stamp.generation, span), self._last - self._first, cache)
        self._stamp = stamp
        self._ask = ask
        self._vocabularies = vocabularies
        self._labels: dict[tuple[str, str], str] = {}

    def seen_from(self, stamp: Stamp, ask: Ask) -> "PostgresSegment":
        """The same stretch, with all that is in memory, as a part of another state."""
        other = copy(self)
        other._stamp, other._ask = stamp, ask
        return other

    def read_columns(self, ask: Ask) -> Mask:
        """Reads all columns at once; which entries there are."""
        [(places, *columns)] = ask(_COLUMNS.format(numbers=_PACKED), self.span)
        at = self._places_of(places)
        for name, column in zip(NUMBERS, columns, strict=True):
            values = np.zeros(self.size, np.int64)
            values[at] = np.frombuffer(column or b"", ">i8")
            self._memory["column", name] = values
        return self._mask(places)

    def read_present(self, ask: Ask) -> Mask:
        """Which entries there are."""
        [(places,)] = ask(_PLACES, self.span)
        return self._mask(places)

    def gather(self, terms: Iterable[tuple[str, str]]) -> None:
        """Reads the terms that are not in memory with one statement."""
        self._load("postings", self._known(terms))

    def stored(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The stored values of these entries, by entry."""
        if not numbers:
            return {}
        rows = self._ask("SELECT n, kept FROM {entry} WHERE n = ANY(%s)", ([self._first + number for number in numbers],))
        if len(rows) < len(set(numbers)):
            raise Superseded
        return {n - self._first: json.loads(kept) for n, kept in rows}

    def of_document(self, document: str) -> Mask:
        """The entries of a document."""
        [(places,)] = self._ask(f"{_PLACES} AND document = ANY(%s)", (*self.span, storable([document])))
        return self._mask(places)

    def _known(self, terms: Iterable[tuple[str, str]]) -> list[str]:
        return [lexeme_of(field, term) for field, term in dict.fromkeys(terms) if term in self.vocabulary(field)]

    def _load(self, column: str, lexemes: Sequence[str]) -> dict[str, Any]:
        """What stands in a column of `posting` for each lexeme, from memory or else from the database."""
        found = {lexeme: self._cache.known((self.id, column, lexeme)) for lexeme in lexemes}
        missing = [lexeme for lexeme, value in found.items() if value is None]
        return found | self._read(column, missing) if missing else found

    def _read(self, column: str, lexemes: list[str]) -> dict[str, Any]:
        now = self._stamp
        values = (lexemes, *self.span, now.born, now.generation, now.removed, list(self.span))
        rows = self._ask(_READ.format(column=column), values)
        if not rows:
            raise Superseded
        packed: dict[str, bytes] = dict.fromkeys(lexemes, b"")
        for lexeme, part in rows:
            if lexeme is not None:
                packed[lexeme] += part
        return {lexeme: self._keep(column, lexeme, parts) for lexeme, parts in packed.items()}

    def _keep(self, column: str, lexeme: str, packed: bytes) -> Any:
        return self._cache.get((self.id, column, lexeme), lambda: (_UNPACK[column](packed), 2 * len(packed) + FIXED))

    def _read_postings(self, field: str, terms: tuple[str, ...]) -> list[tuple[Numbers, Numbers]]:
        read = self._load("postings", self._known((field, term) for term in terms))
        return [(ids - self._first, frequencies) for ids, frequencies in read.values() if len(ids)]

    def _places(self, field: str, words: Terms) -> list[Numbers]:
        choices = [self._known((field, term) for term in choice) for choice in words]
        every = [lexeme for choice in choices for lexeme in choice]
        postings, positions = self._load("postings", every), self._load("positions", every)
        return [
            all_places([Postings(postings[one][0] - self._first, postings[one][1], positions[one]) for one in choice]) for choice in choices
        ]

    def _read_vocabulary(self, field: str) -> Vocabulary:
        return self._vocabularies[field]

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        lengths: NDArray[np.uint8] = np.minimum(np.searchsorted(_LENGTHS, self.column(field)), 255).astype(np.uint8)
        return lengths

    def _read_column(self, name: str) -> Numbers:
        raise KeyError(name)  # every column is read at the beginning

    def _read_facet(self, name: str) -> Facet:
        statement = _FACET.format(name=f'"{name}"', label=f"min({name}_label)" if name in LABELLED else "''")
        rows = [row for row in self._ask(statement, self.span) if row[0]]
        places = np.full(self.size, -1, np.int32)
        for at, (value, shown, entries) in enumerate(rows):
            places[self._places_of(entries)] = at
            self._labels[name, value] = shown
        return Facet(tuple(row[0] for row in rows), places)

    def _read_label(self, name: str, value: str) -> str:
        return self._labels.get((name, value), "")

    def _places_of(self, packed: bytes | None) -> Numbers:
        return np.frombuffer(packed or b"", ">i4").astype(np.int64) - self._first

    def _mask(self, packed: bytes | None) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        mask[self._places_of(packed)] = True
        return mask
