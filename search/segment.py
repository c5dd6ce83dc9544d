"""One segment of the Whoosh index, read into arrays and bit sets: postings, vocabulary, columns, facets, stored entries.

Whoosh's own query execution walks postings one by one in Python; here a term's postings are read block by block once and
kept. This is the only module that touches private names of whoosh-reloaded 2.7.5 (its W3 codec).
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from threading import RLock
from typing import Any

from whoosh.reading import SegmentReader, TermNotFound

from search.bits import flags, mask_of, members
from search.cache import Cache
from search.schema import term_bytes
from search.vietnamese import fold

_COLUMN_CODES = {"date": "I", "order": "Q", "part": "I"}
_DENSE = 8  # a term in more than an eighth of the entries is kept as an array, a rarer one as a dictionary


@dataclass(frozen=True)
class Occurrences:
    """Where a word stands: the set of entries, how many, and how often in each (an array over all, or a dictionary)."""

    mask: int
    count: int
    frequencies: "array[float] | dict[int, float]"

    def pairs(self) -> list[tuple[int, float]]:
        """Entry and frequency, ascending."""
        frequencies = self.frequencies
        return [(number, frequencies[number]) for number in members(self.mask)]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a field: those behind each folded form, and the folded forms in order."""

    variants: dict[str, tuple[str, ...]]
    folded: list[str]

    def starting(self, prefix: str, limit: int = 2000) -> list[str]:
        """The folded forms that start so, at most `limit`."""
        at = bisect_left(self.folded, prefix)
        found: list[str] = []
        while at < len(self.folded) and len(found) < limit and self.folded[at].startswith(prefix):
            found.append(self.folded[at])
            at += 1
        return found


class Segment:
    """The entries of one segment, numbered from 0; immutable, so one object serves every later state of the index."""

    def __init__(self, storage: Any, schema: Any, segment: Any, cache: Cache) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self._cache = cache
        self._lock = RLock()  # Whoosh's files have one read position
        self._memory: dict[Any, Any] = {}
        self.id = segment.segment_id()
        self.size: int = self._reader.doc_count_all()
        self.everything: int = (1 << self.size) - 1
        parts = self.column("part")
        self.flat = not any(parts)

    def occurrences(self, field: str, terms: Iterable[str]) -> Occurrences:
        """Where at least one of the terms stands, frequencies added up."""
        wanted = tuple(terms)
        return self._cache.get((self.id, "occurrences", field, wanted), lambda: self._read_occurrences(field, wanted))

    def mask(self, field: str, term: str) -> int:
        """The entries that have the term."""
        return self.occurrences(field, (term,)).mask

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], int]) -> int:
        """A set of entries worked out once for this segment, then kept in the cache."""
        return self._cache.get((self.id, *key), lambda: (make(), self.size // 8 + 200))

    def positions(self, field: str, term: str) -> dict[int, bytes]:
        """The packed positions of the term in each entry (32-bit numbers, ascending)."""
        return self._cache.get((self.id, "positions", field, term), lambda: self._read_positions(field, term))

    def vocabulary(self, field: str) -> Vocabulary:
        """The field's vocabulary, read once."""
        with self._lock:
            if ("vocabulary", field) not in self._memory:
                self._memory["vocabulary", field] = self._read_vocabulary(field)
            found: Vocabulary = self._memory["vocabulary", field]
            return found

    def lengths(self, field: str) -> bytes:
        """The length of the field in each entry, as Whoosh's length byte."""
        return bytes(self._column(f"_{field}_len", "B"))

    def column(self, name: str) -> "array[int]":
        """The numbers of a column (`date`, `order`, `part`), one an entry."""
        return self._column(name, _COLUMN_CODES[name])

    def facet(self, name: str) -> dict[str, int]:
        """The values of a facet with the entries that have them."""
        with self._lock:
            if ("facet", name) not in self._memory:
                terms = [term.decode("utf-8") for term in self._reader.lexicon(name)]
                self._memory["facet", name] = {term: mask_of(self._postings(name, term)[0], self.size) for term in terms}
            found: dict[str, int] = self._memory["facet", name]
            return found

    def facet_label(self, name: str, value: str) -> str:
        """What readers see for a facet value, taken from one entry that has it."""
        with self._lock:
            key = ("label", name, value)
            if key not in self._memory:
                stored = self.stored(next(iter(members(self.facet(name)[value]))))
                self._memory[key] = stored.get(f"{name}_label") or value
            label: str = self._memory[key]
            return label

    def heads(self, mask: int) -> int:
        """The first entries of the documents that these entries belong to."""
        if self.flat:
            return mask
        parts = self.column("part")
        return mask_of({number - parts[number] for number in members(mask)}, self.size)

    def families(self, mask: int) -> int:
        """Every entry of the documents that these entries belong to."""
        if self.flat or not mask:
            return mask
        parts, heads = self.column("part"), flags(self.heads(mask)).ljust(self.size, b"\x00")
        return mask_of((number for number, part in enumerate(parts) if heads[number - part]), self.size)

    def stored(self, number: int) -> dict[str, Any]:
        """The stored values of an entry."""
        with self._lock:
            values: dict[str, Any] = self._reader.stored_fields(number)["entry"]
            return values

    def total_length(self, field: str) -> int:
        """How many words the field has in all entries."""
        length: int = self._reader.field_length(field)
        return length

    def _postings(self, field: str, term: str, positions: bool = False) -> tuple[list[int], list[float], list[bytes]]:
        with self._lock:
            schema_field = self._reader.schema[field]
            try:
                matcher = self._reader._terms.matcher(field, term_bytes(term), schema_field.format)
            except TermNotFound:
                return [], [], []
            ids: list[int] = []
            weights: list[float] = []
            values: list[bytes] = []
            while not matcher._atend:
                matcher._read_ids()
                matcher._read_weights()
                ids.extend(matcher._ids)
                weights.extend(matcher._weights)
                if positions:
                    matcher._read_values()
                    values.extend(matcher._values)
                matcher._next_block()
            return ids, weights, values

    def _read_occurrences(self, field: str, terms: tuple[str, ...]) -> tuple[Occurrences, int]:
        read = [self._postings(field, term)[:2] for term in terms]
        total = sum(len(ids) for ids, _ in read)
        frequencies: array[float] | dict[int, float]
        if total * _DENSE > self.size:
            frequencies = array("f", bytes(4 * self.size))
            for ids, weights in read:
                for number, weight in zip(ids, weights, strict=True):
                    frequencies[number] += weight
        else:
            frequencies = {}
            for ids, weights in read:
                for number, weight in zip(ids, weights, strict=True):
                    frequencies[number] = frequencies.get(number, 0.0) + weight
        mask = mask_of((number for ids, _ in read for number in ids), self.size)
        size = self.size // 8 + (4 * self.size if isinstance(frequencies, array) else 120 * total) + 200
        return Occurrences(mask, mask.bit_count(), frequencies), size

    def _read_positions(self, field: str, term: str) -> tuple[dict[int, bytes], int]:
        ids, _, values = self._postings(field, term, positions=True)
        return dict(zip(ids, values, strict=True)), sum(map(len, values)) + 150 * len(ids) + 200

    def _read_vocabulary(self, field: str) -> Vocabulary:
        variants: dict[str, list[str]] = {}
        for encoded in self._reader.lexicon(field):
            term = encoded.decode("utf-8", "surrogatepass")
            variants.setdefault(fold(term), []).append(term)
        return Vocabulary({folded: tuple(terms) for folded, terms in variants.items()}, sorted(variants))

    def _column(self, name: str, code: str) -> "array[int]":
        with self._lock:
            if ("column", name) not in self._memory:
                values: array[int] = array(code)
                if self._reader._perdoc.has_column(name):
                    file, offset, length = self._reader._perdoc._get_column_file(name)
                    values.frombytes(bytes(file.get(offset, length)))
                    values.byteswap()  # Whoosh writes the network's byte order; bytes of one are left alone
                values.extend(array(code, bytes(values.itemsize * (self.size - len(values)))))
                self._memory["column", name] = values
            column: array[int] = self._memory["column", name]
            return column
