"""Inverting many entries at once: their tokens are sorted as numbers, so that each term's postings come out in order.

A token is one 64-bit number (term, entry, position); one sort of an array gives the postings of all terms. Both keepers of an
index write what comes out of here, each in its own way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from search.codec import Postings, all_places
from search.schema import GAP, SyllableField, TermField, make_schema, term_bytes
from search.vietnamese import exact, words

MAX_TOKENS = 16_000_000
"""Tokens after which an inversion is full: about 400 MB while they are sorted."""
_POSITION_BITS, _ENTRY_BITS = 22, 20
_MAX_POSITION = (1 << _POSITION_BITS) - 1
_MAX_ENTRIES = 1 << (_ENTRY_BITS - 1)  # half of what there is room for: the last document is taken whole
Row = dict[str, Any]


class Source:
    """Rows that wait to be inverted, the entries of a document one after the other."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._left = iter(rows)
        self._next = next(self._left, None)

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self._next is None

    def pour(self, inversion: "Inversion") -> Iterator[tuple[Row, dict[str, int]]]:
        """Adds rows to the inversion until it is full, but never parts a document; each row with the lengths of its texts."""
        while self._next is not None and not (inversion.full and self._next["part"] == 0):
            row, self._next = self._next, next(self._left, None)
            yield row, inversion.add(row)


class Inversion:
    """The tokens and terms of entries, numbered from 0, by field of the schema (those of `names`)."""

    def __init__(self, names: Iterable[str]) -> None:
        schema = make_schema()
        kinds = {name: type(schema[name]) for name in names}
        self._texts = {name: _Tokens() for name, kind in kinds.items() if kind is SyllableField}
        self._terms: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name, kind in kinds.items() if kind is TermField}
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether no more entries should be added."""
        return self.count >= _MAX_ENTRIES or sum(tokens.count for tokens in self._texts.values()) >= MAX_TOKENS

    def add(self, row: Row) -> dict[str, int]:
        """One more entry (`search.schema.row`); how many words each of its texts has."""
        number, lengths = self.count, {}
        for name, value in row.items():
            if name in self._texts:
                lengths[name] = self._texts[name].add(number, value)
            elif name in self._terms:
                for term in {value} if isinstance(value, str) else value:
                    self._terms[name][term].append(number)
        self.count += 1
        return lengths

    def fields(self) -> list[str]:
        """The names of the fields, in order."""
        return sorted([*self._texts, *self._terms])

    def postings(self, field: str) -> Iterator[tuple[bytes, Postings]]:
        """Every term of a field with its postings, in the order of the terms' bytes; a text's tokens are forgotten thereby."""
        return self._texts[field].postings() if field in self._texts else _existing(self._terms[field])


class _Numbering(dict[str, int]):
    """The number of each written word's term, given at the first meeting."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = self.terms.setdefault(exact(word), len(self.terms))
        return number


class _Tokens:
    """The tokens of one text field of a segment."""

    def __init__(self) -> None:
        self.numbering = _Numbering()
        self.count = 0
        self._keys: list[Any] = []

    def add(self, entry: int, parts: list[str]) -> int:
        """The tokens of an entry's text; how many they are."""
        position, length = 0, 0
        for part in parts:
            found = [self.numbering[word] for word in words(part)][: max(0, _MAX_POSITION - position)]
            if found:
                terms = np.array(found, np.uint64) << np.uint64(_ENTRY_BITS + _POSITION_BITS)
                places = np.arange(position, position + len(found), dtype=np.uint64)
                self._keys.append(terms | np.uint64(entry << _POSITION_BITS) | places)
            length += len(found)
            position += len(found) + GAP
        self.count += length
        return length

    def postings(self) -> Iterator[tuple[bytes, Postings]]:
        """Every term with its postings, in the order of the terms' bytes."""
        if not self._keys:
            return
        keys = np.concatenate(self._keys)
        self._keys.clear()
        keys.sort()
        table = _Table(keys, len(self.numbering.terms))
        for encoded, numbers in _in_order(self.numbering.terms):
            yield encoded, table.postings(numbers)


class _Table:
    """Sorted tokens as the postings of all terms at once; what each term has is a slice of them."""

    def __init__(self, keys: Any, terms: int) -> None:
        pairs = keys >> np.uint64(_POSITION_BITS)
        starts = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]]))
        pairs = pairs[starts]
        self._positions = (keys & np.uint64(_MAX_POSITION)).astype(np.uint32)
        self._starts = np.append(starts, len(keys))
        self._frequencies = np.diff(self._starts)
        self._entries = (pairs & np.uint64((1 << _ENTRY_BITS) - 1)).astype(np.int32)
        self._edges = np.searchsorted(pairs, np.arange(terms + 1, dtype=np.uint64) << np.uint64(_ENTRY_BITS)).tolist()

    def postings(self, numbers: list[int]) -> Postings:
        """The postings of a term, given by the numbers of all forms of it."""
        read = [self._one(number) for number in numbers]
        return read[0] if len(read) == 1 else _united(read)

    def _one(self, number: int) -> Postings:
        first, last = self._edges[number : number + 2]
        positions = self._positions[self._starts[first] : self._starts[last]]
        return Postings(self._entries[first:last], self._frequencies[first:last], positions)


def _united(read: list[Postings]) -> Postings:
    places = all_places(read)
    entries, frequencies = np.unique(places >> 32, return_counts=True)
    return Postings(entries.astype(np.int32), frequencies, (places & ((1 << 32) - 1)).astype(np.uint32))


def _in_order(terms: dict[str, int]) -> list[tuple[bytes, list[int]]]:
    """Terms as bytes with their numbers; terms that are cut to the same bytes are one."""
    same: dict[bytes, list[int]] = defaultdict(list)
    for term, number in terms.items():
        same[term_bytes(term)].append(number)
    return sorted(same.items())


def _existing(terms: dict[str, list[int]]) -> Iterator[tuple[bytes, Postings]]:
    same: dict[bytes, set[int]] = defaultdict(set)
    for term, numbers in terms.items():
        same[term_bytes(term)].update(numbers)
    nothing = np.empty(0, np.uint8)
    for encoded in sorted(same):
        ids = np.array(sorted(same[encoded]), np.int32)
        yield encoded, Postings(ids, np.ones(len(ids), np.uint8), nothing)
