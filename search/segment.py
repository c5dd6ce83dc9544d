"""One segment of the index as arrays: postings, vocabulary, columns, facets, stored entries.

Whoosh's own query execution walks postings one by one in Python; here they are NumPy arrays, read where they lie in the
mapped file and kept, as far as the cache allows, in the form in which queries use them. A set of entries is an array of
booleans, one an entry. Only this module, `codec` and `bulk` touch private names of whoosh-reloaded 2.7.5 (its W3 codec).
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.reading import SegmentReader

from search.cache import Cache
from search.codec import NOWHERE, Postings, decode, extent
from search.schema import DATE_FIELDS, FACET_FIELDS, term_bytes
from search.vietnamese import fold_forms, fold_text

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
_COLUMNS = {**dict.fromkeys(DATE_FIELDS, ">u4"), "order": ">u8", "part": ">u4", "text": ">u4", "title": ">u4"}
_LENGTHS = ("_text_len", "_title_len")
_DENSE = 16  # a term in more than a sixteenth of the entries is kept as an array over all of them
_FIXED = 300  # bytes that any kept value costs


@dataclass(frozen=True)
class Occurrences:
    """Where a word stands and how often: `dense` has one frequency an entry; a rare word has its entries and frequencies."""

    size: int
    dense: NDArray[np.float32] | None
    ids: NDArray[np.int32]
    frequencies: NDArray[np.float32]

    @cached_property
    def mask(self) -> Mask:
        """The set of entries."""
        if self.dense is not None:
            return self.dense > 0
        mask = np.zeros(self.size, np.bool_)
        mask[self.ids] = True
        return mask

    def at(self, entries: Numbers) -> NDArray[np.float32]:
        """The frequency in each of these entries."""
        if self.dense is not None:
            return self.dense[entries]
        found = np.zeros(self.size, np.float32)
        found[self.ids] = self.frequencies
        return found[entries]

    @property
    def bytes(self) -> int:
        """What it costs to keep."""
        return _FIXED + (5 * self.size if self.dense is not None else 8 * len(self.ids) + self.size)


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


@dataclass(frozen=True)
class Facet:
    """A facet as a column: for each entry the place of its value in `values`, or -1."""

    values: tuple[str, ...]
    places: NDArray[np.int32]

    def having(self, value: str) -> Mask:
        """The entries with this value."""
        mask: Mask = self.places == (self.values.index(value) if value in self.values else -2)
        return mask

    def agreeing(self, words: str, label: Callable[[str], str]) -> Mask:
        """The entries whose value has these folded words in a row, in its code or in its label."""
        wanted = f" {words} "
        found = [
            at
            for at, value in enumerate(self.values)
            if wanted in f" {fold_text(value.replace('-', ' '))} " or wanted in f" {fold_text(label(value))} "
        ]
        mask: Mask = np.isin(self.places, found)
        return mask

    def counts(self, entries: Numbers) -> dict[str, int]:
        """How many of these entries have each value."""
        numbers = np.bincount(self.places[entries] + 1, minlength=len(self.values) + 1)
        return {self.values[at - 1]: int(numbers[at]) for at in np.flatnonzero(numbers).tolist() if at}


class Segment:
    """The entries of one segment, numbered from 0; immutable, so one object serves every later state of the index."""

    def __init__(self, storage: Any, schema: Any, segment: Any, cache: Cache) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self._cache = cache
        self._lock = RLock()  # Whoosh's files have one read position
        self._memory: dict[Any, Any] = {}
        self.id = segment.segment_id()
        self.size: int = self._reader.doc_count_all()
        self._files = self._reader._storage.a
        self._postings_file = self._files.view(segment.make_filename(".pst"))
        self._segment = segment
        self.everything: Mask = np.ones(self.size, np.bool_)
        parts = self.column("part")
        self.flat = not parts.any()
        self.head: Numbers = np.arange(self.size) - parts
        """The first entry of the document that each entry belongs to."""

    @cached_property
    def years(self) -> NDArray[np.float64]:
        """How many years after 1945 each entry is dated; 0 for what is undated."""
        return np.maximum(0, self.column("date") // 10_000 - 1945).astype(np.float64)

    def occurrences(self, field: str, terms: Iterable[str]) -> Occurrences:
        """Where at least one of the terms stands, frequencies added up."""
        wanted = tuple(terms)
        return self._cache.get((self.id, "occurrences", field, wanted), lambda: self._read_occurrences(field, wanted))

    def mask(self, field: str, term: str) -> Mask:
        """The entries that have the term."""
        return self.occurrences(field, (term,)).mask

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], Mask]) -> Mask:
        """A set of entries worked out once for this segment, then kept in the cache."""
        return self._cache.get((self.id, *key), lambda: (make(), self.size + _FIXED))

    def places(self, field: str, terms: tuple[str, ...]) -> Numbers:
        """Every place where one of the terms stands, ascending: the entry in the high half, the position in the low half."""
        return self._cache.get((self.id, "places", field, terms), lambda: self._read_places(field, terms))

    def vocabulary(self, field: str) -> Vocabulary:
        """The field's vocabulary, read once."""
        with self._lock:
            if ("vocabulary", field) not in self._memory:
                self._memory["vocabulary", field] = _vocabulary(self._terms(field))
            found: Vocabulary = self._memory["vocabulary", field]
            return found

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """The length of the field in each entry, as Whoosh's length byte."""
        lengths: NDArray[np.uint8] = self._column(f"_{field}_len", "u1")
        return lengths

    def column(self, name: str) -> Numbers:
        """The numbers of a column, one an entry: a date (20230831, 0 for none), `order`, `part`, or the words of `text` or `title`."""
        numbers: Numbers = self._column(name, _COLUMNS[name])
        return numbers

    def facet(self, name: str) -> Facet:
        """A facet as a column."""
        with self._lock:
            if ("facet", name) not in self._memory:
                values = tuple(self._terms(name))
                places = np.full(self.size, -1, np.int32)
                for at, value in enumerate(values):
                    places[self.postings(name, value).ids] = at
                self._memory["facet", name] = Facet(values, places)
            found: Facet = self._memory["facet", name]
            return found

    def facet_label(self, name: str, value: str) -> str:
        """What readers see for a facet value, taken from one entry that has it."""
        with self._lock:
            key = ("label", name, value)
            if key not in self._memory:
                stored = self.stored(int(self.postings(name, value).ids[0]))
                self._memory[key] = stored.get(f"{name}_label") or value
            label: str = self._memory[key]
            return label

    def heads(self, mask: Mask) -> Mask:
        """The first entries of the documents that these entries belong to."""
        if self.flat:
            return mask
        heads = np.zeros(self.size, np.bool_)
        heads[self.head[mask]] = True
        return heads

    def families(self, mask: Mask) -> Mask:
        """Every entry of the documents that these entries belong to."""
        return mask if self.flat else self.heads(mask)[self.head]

    def stored(self, number: int) -> dict[str, Any]:
        """The stored values of an entry."""
        with self._lock:
            values: dict[str, Any] = self._reader.stored_fields(number)["entry"]
            return values

    def postings(self, field: str, term: str) -> Postings:
        """A term's postings as they lie in the file."""
        with self._lock:
            terms = self._reader._terms
            found = terms._tindex.get(terms._keycoder(field, term_bytes(term)))
        if found is None:
            return NOWHERE
        offset, length = extent(W3TermInfo.from_bytes(found))
        return decode(self._postings_file[offset : offset + length])

    def warm(self) -> None:
        """Reads what every query needs: columns, facets and vocabularies."""
        for name in FACET_FIELDS:
            self.facet(name)
        for name in ("text", "title"):
            self.vocabulary(name)

    def _read_occurrences(self, field: str, terms: tuple[str, ...]) -> tuple[Occurrences, int]:
        read = [postings for term in terms if len((postings := self.postings(field, term)).ids)]
        if len(read) > 1 or (read and len(read[0].ids) * _DENSE > self.size):
            dense = np.zeros(self.size, np.float32)
            for postings in read:
                dense[postings.ids] += postings.frequencies
            ids = np.flatnonzero(dense).astype(np.int32)
            whole = len(ids) * _DENSE > self.size
            found = Occurrences(self.size, dense if whole else None, _NO_IDS if whole else ids, _NO_FREQUENCIES if whole else dense[ids])
        else:
            one = read[0] if read else NOWHERE
            found = Occurrences(self.size, None, one.ids.astype(np.int32), one.frequencies.astype(np.float32))
        return found, found.bytes

    def _read_places(self, field: str, terms: tuple[str, ...]) -> tuple[Numbers, int]:
        read = [self.postings(field, term) for term in terms]
        keys = [(np.repeat(one.ids.astype(np.int64), one.frequencies) << 32) | one.positions for one in read if len(one.ids)]
        places = keys[0] if len(keys) == 1 else np.sort(np.concatenate(keys)) if keys else np.empty(0, np.int64)
        return places, places.nbytes + _FIXED

    def _terms(self, field: str) -> list[str]:
        with self._lock:
            encoded = _keys(self._files.view(self._segment.make_filename(".trm")), self._reader._terms, field)
        return [term.decode("utf-8", "surrogatepass") for term in encoded]

    def _column(self, name: str, kind: str) -> Any:
        with self._lock:
            if name not in self._memory:
                filename = self._reader._codec.column_filename(self._segment, name)
                read = np.frombuffer(self._files.view(filename), kind) if self._files.file_exists(filename) else np.empty(0)
                values = np.zeros(self.size, np.uint8 if kind == "u1" else np.int64)
                values[: len(read)] = read
                self._memory[name] = values
            return self._memory[name]


_NO_IDS: NDArray[np.int32] = np.empty(0, np.int32)
_NO_FREQUENCIES: NDArray[np.float32] = np.empty(0, np.float32)


def _keys(view: memoryview, terms: Any, field: str) -> list[bytes]:
    """The terms of a field in the order of the term table, read off the table itself: Whoosh's cursor takes ten times as long."""
    if field not in terms._fieldmap:
        return []
    data, prefix = bytes(view), terms._fieldmap[field].to_bytes(2, "big")
    found, at, end = [], terms._tindex.closest_key_pos(prefix), terms._tindex.endofdata
    while at is not None and at < end:
        key_length, value_length = int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")
        if data[at + 8 : at + 10] != prefix:
            break
        found.append(data[at + 10 : at + 8 + key_length])
        at += 8 + key_length + value_length
    return found


def _vocabulary(terms: list[str]) -> Vocabulary:
    pairs = sorted(zip(fold_forms(terms), terms, strict=True))
    variants = {folded: tuple(term for _, term in same) for folded, same in groupby(pairs, key=lambda pair: pair[0])}
    return Vocabulary(variants, list(variants))
