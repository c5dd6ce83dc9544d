"""A stretch of the entries that PostgreSQL keeps, as arrays: read by one statement each on first use, then held in memory."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from search.cache import Cache
from search.postgres_tables import DIGITS, LABELLED, NUMBERS, lexeme_of, quoted
from search.segment import Facet, Mask, Numbers, Segment, Terms, Vocabulary

Ask = Callable[[str, tuple[Any, ...]], list[Any]]
"""Runs a statement in which `{entry}`, `{words}` and `{term}` stand for the tables of the generation; its rows."""
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)])
_POSTINGS = """
SELECT asked.at, (
    SELECT string_agg(int4send(words.n), '') FROM {words} words
    WHERE words.lexemes @@ asked.query::tsquery AND words.n + 0 >= %s AND words.n + 0 < %s)
FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, at) ORDER BY asked.at
"""
_PACKED = ", ".join(f"string_agg(int8send(\"{name}\"), '')" for name in NUMBERS)
_COLUMNS = "SELECT string_agg(int4send(n), ''), {numbers} FROM {{entry}} WHERE n >= %s AND n < %s"
_FACET = "SELECT {name}, {label}, string_agg(int4send(n), '') FROM {{entry}} WHERE n >= %s AND n < %s GROUP BY 1 ORDER BY 1"
_PHRASE = "SELECT string_agg(int4send(n), '') FROM {{entry}} WHERE n = ANY(%s) AND {condition}"


class PostgresSegment(Segment):
    """The entries `first` to `last` (exclusive) of a generation; entries only ever leave it."""

    def __init__(self, name: str, span: tuple[int, int], ask: Ask, vocabularies: dict[str, Vocabulary], cache: Cache) -> None:
        self._first, self._last = span
        super().__init__((name, *span), self._last - self._first, cache)
        self._ask = ask
        self._vocabularies = vocabularies
        self._labels: dict[tuple[str, str], str] = {}
        self.present: Mask = self._read_columns()

    def stored(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The stored values of these entries, by entry; what was removed in this moment is left out."""
        if not numbers:
            return {}
        rows = self._ask("SELECT n, kept FROM {entry} WHERE n = ANY(%s)", ([self._first + number for number in numbers],))
        return {n - self._first: kept for n, kept in rows}

    def of_document(self, document: str) -> Mask:
        """The entries of a document."""
        statement = "SELECT string_agg(int4send(n), '') FROM {entry} WHERE document = %s AND n >= %s AND n < %s"
        [(places,)] = self._ask(statement, (document, self._first, self._last))
        return present(places, self._first, self.size)

    def _read_columns(self) -> Mask:
        """Reads all columns at once; which entries there are."""
        [(places, *columns)] = self._ask(_COLUMNS.format(numbers=_PACKED), (self._first, self._last))
        at = self._places(places)
        for name, column in zip(NUMBERS, columns, strict=True):
            values = np.zeros(self.size, np.int64)
            values[at] = np.frombuffer(column or b"", ">i8")
            self._memory["column", name] = values
        return present(places, self._first, self.size)

    def _read_postings(self, field: str, terms: tuple[str, ...]) -> list[tuple[Numbers, Numbers]]:
        digits = range(DIGITS + 1) if field in {"text", "title"} else range(1)
        known = self.vocabulary(field)
        lexemes = [quoted(lexeme_of(field, term, digit)) for term in terms if term in known for digit in digits]
        if not lexemes:
            return []
        found = [self._places(places) for _, places in self._ask(_POSTINGS, (self._first, self._last, lexemes))]
        each = [found[at : at + len(digits)] for at in range(0, len(found), len(digits))]
        return [self._frequencies(places) for places in each if len(places[0])]

    def _frequencies(self, places: list[Numbers]) -> tuple[Numbers, Numbers]:
        """The entries where a term stands, and how often, put together from its binary digits."""
        more = np.zeros(self.size, np.int64)
        for digit, at in enumerate(places[1:]):
            more[at] += 1 << digit
        ids = np.sort(places[0])
        return ids, more[ids] + 1

    def _follow(self, field: str, terms: Terms, among: Mask) -> Mask:
        """Looked up in the entries' words as they follow one another, in the database."""
        if all(len(choice) == 1 for choice in terms):
            condition, wanted = f"strpos({field}_words, %s) > 0", f" {' '.join(choice[0] for choice in terms)} "
        else:
            condition, wanted = f"{field}_words ~ %s", f" {' '.join('(?:' + '|'.join(map(re.escape, choice)) + ')' for choice in terms)} "
        candidates = (np.flatnonzero(among) + self._first).tolist()
        statement = _PHRASE.format(condition=condition)
        mask = np.zeros(self.size, np.bool_)
        mask[self._places(self._ask(statement, (candidates, wanted))[0][0])] = True
        return mask

    def _read_vocabulary(self, field: str) -> Vocabulary:
        return self._vocabularies[field]

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        lengths: NDArray[np.uint8] = np.minimum(np.searchsorted(_LENGTHS, self.column(field)), 255).astype(np.uint8)
        return lengths

    def _read_column(self, name: str) -> Numbers:
        raise KeyError(name)  # every column is read at the beginning

    def _read_facet(self, name: str) -> Facet:
        statement = _FACET.format(name=f'"{name}"', label=f"min({name}_label)" if name in LABELLED else "''")
        rows = [row for row in self._ask(statement, (self._first, self._last)) if row[0]]
        places = np.full(self.size, -1, np.int32)
        for at, (value, shown, entries) in enumerate(rows):
            places[self._places(entries)] = at
            self._labels[name, value] = shown
        return Facet(tuple(row[0] for row in rows), places)

    def _read_label(self, name: str, value: str) -> str:
        return self._labels.get((name, value), "")

    def _places(self, packed: bytes | None) -> Numbers:
        return np.frombuffer(packed or b"", ">i4").astype(np.int64) - self._first


def present(packed: bytes | None, first: int, size: int) -> Mask:
    """The set of entries whose numbers PostgreSQL packed one after the other."""
    mask = np.zeros(size, np.bool_)
    mask[np.frombuffer(packed or b"", ">i4").astype(np.int64) - first] = True
    return mask
