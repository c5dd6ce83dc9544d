"""One segment of the index as arrays: occurrences, vocabulary, columns, facets, stored entries.

Queries never walk postings one by one: words are NumPy arrays, read on first use from whatever keeps the index and held, as
far as the cache allows, in the form in which queries use them. A set of entries is an array of booleans, one an entry.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.cache import Cache
from search.schema import FACET_FIELDS
from search.vietnamese import fold_forms, fold_text

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Value = TypeVar("Value")
Terms = tuple[tuple[str, ...], ...]
"""The words of a phrase; for each of them the terms that will do."""
_DENSE = 16  # a term in more than a sixteenth of the entries is kept as an array over all of them
FIXED = 300
"""Bytes that any kept value costs."""
MOST_FORMS = 20_000
"""Folded forms that a begun word stands for at most: more than begin alike in any vocabulary met, and still answered in a second."""


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
        return FIXED + (5 * self.size if self.dense is not None else 8 * len(self.ids) + self.size)


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a field: those behind each folded form."""

    variants: dict[str, tuple[str, ...]]

    def __contains__(self, term: str) -> bool:
        return term in self.variants.get(fold_forms((term,))[0], ())

    @cached_property
    def folded(self) -> list[str]:
        """The folded forms in order; put in order when somebody first asks for a beginning."""
        return sorted(self.variants)

    def starting(self, prefix: str, limit: int = MOST_FORMS) -> list[str]:
        """The folded forms that start so, at most `limit`."""
        at = bisect_left(self.folded, prefix)
        found: list[str] = []
        while at < len(self.folded) and len(found) < limit and self.folded[at].startswith(prefix):
            found.append(self.folded[at])
            at += 1
        return found

    def extended(self, terms: Iterable[str]) -> "Vocabulary":
        """This vocabulary with some more terms."""
        added, variants = list(terms), dict(self.variants)
        for form, term in zip(fold_forms(added), added, strict=True):
            variants[form] = tuple(sorted({*variants.get(form, ()), term}))
        return Vocabulary(variants)


@dataclass(frozen=True)
class Facet:
    """A facet as a column: for each entry the place of its value in `values`, or -1."""

    values: tuple[str, ...]
    places: NDArray[np.int32]

    def having(self, value: str) -> Mask:
        """The entries with this value."""
        mask: Mask = self.places == (self.values.index(value) if value in self.values else -2)
        return mask

    def agreeing(self, words: str, described: Sequence[str]) -> Mask:
        """The entries whose value has these folded words in a row, in its code or in its label (`Segment.described`)."""
        mask: Mask = np.isin(self.places, [at for at, shown in enumerate(described) if f" {words} " in shown])
        return mask

    def counts(self, entries: Numbers) -> dict[str, int]:
        """How many of these entries have each value."""
        numbers = np.bincount(self.places[entries] + 1, minlength=len(self.values) + 1)
        return {self.values[at - 1]: int(numbers[at]) for at in np.flatnonzero(numbers).tolist() if at}


class Segment(ABC):
    """The entries of one segment, numbered from 0; immutable, so one object serves every later state of the index."""

    def __init__(self, name: Hashable, size: int, cache: Cache) -> None:
        self.id: Hashable = name
        self.size = size
        self.everything: Mask = np.ones(size, np.bool_)
        self._cache = cache
        self._lock = RLock()
        self._memory: dict[Any, Any] = {}

    @cached_property
    def flat(self) -> bool:
        """Whether every document has one entry only."""
        return not self.column("part").any()

    @cached_property
    def head(self) -> Numbers:
        """The first entry of the document that each entry belongs to."""
        return np.arange(self.size) - self.column("part")

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

    def phrase(self, field: str, terms: Terms) -> Mask:
        """The entries where the words follow one another, each given by the terms that will do; worked out once, then kept."""
        return self._cache.get((self.id, "phrase", field, terms), lambda: (self._phrase(field, terms), self.size + FIXED))

    def vocabulary(self, field: str) -> Vocabulary:
        """The field's vocabulary, read once."""
        return self._once(("vocabulary", field), lambda: self._read_vocabulary(field))

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """The length of the field in each entry, as Whoosh's length byte."""
        return self._once(("length", field), lambda: self._read_lengths(field))

    def column(self, name: str) -> Numbers:
        """The numbers of a column, one an entry: a date (20230831, 0 for none), `order`, `part`, or the words of `text` or `title`."""
        return self._once(("column", name), lambda: self._read_column(name))

    def facet(self, name: str) -> Facet:
        """A facet as a column."""
        return self._once(("facet", name), lambda: self._read_facet(name))

    def facet_label(self, name: str, value: str) -> str:
        """What readers see for a facet value, taken from one entry that has it."""
        return self._once(("label", name, value), lambda: self._read_label(name, value) or value)

    def labels(self, name: str) -> list[str]:
        """What readers see for each value of a facet."""
        return self._once(("labels", name), lambda: [self.facet_label(name, value) for value in self.facet(name).values])

    def described(self, name: str) -> list[str]:
        """For each value of a facet its code and its label, folded, with spaces around each."""
        return self._once(("described", name), lambda: [self._described(name, value) for value in self.facet(name).values])

    def _described(self, name: str, value: str) -> str:
        return f" {fold_text(value.replace('-', ' '))}  {fold_text(self.facet_label(name, value))} "

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

    def innermost(self, mask: Mask) -> Mask:
        """Those of the entries that have the fewest words among these entries of the same document."""
        entries = np.flatnonzero(mask)
        if self.flat or not len(entries):
            return mask
        words = self.column("text")[entries]
        fewest = np.full(self.size, np.iinfo(np.int64).max)
        np.minimum.at(fewest, self.head[entries], words)
        inner = np.zeros(self.size, np.bool_)
        inner[entries[words == fewest[self.head[entries]]]] = True
        return inner

    def warm(self) -> None:
        """Reads what every query needs: columns, facets and vocabularies."""
        for name in FACET_FIELDS:
            self.facet(name)
        for name in ("text", "title"):
            self.vocabulary(name)

    @abstractmethod
    def gather(self, terms: Iterable[tuple[str, str]]) -> None:
        """Told which terms (field, term) a query is going to ask for: where every reading is a journey, they are read at once."""

    @abstractmethod
    def stored(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The stored values of these entries, by entry; what was removed in this moment is left out."""

    @abstractmethod
    def of_document(self, document: str) -> Mask:
        """The entries of a document, given by its slug."""

    @abstractmethod
    def _read_postings(self, field: str, terms: tuple[str, ...]) -> list[tuple[Numbers, Numbers]]:
        """For each of the terms that stand anywhere its entries, ascending, and how often it stands in each."""

    @abstractmethod
    def _places(self, field: str, words: Terms) -> list[Numbers]:
        """For each of the words every place where it stands, ascending: the entry in the high half, the position in the low half."""

    @abstractmethod
    def _read_vocabulary(self, field: str) -> Vocabulary: ...

    @abstractmethod
    def _read_lengths(self, field: str) -> NDArray[np.uint8]: ...

    @abstractmethod
    def _read_column(self, name: str) -> Numbers: ...

    @abstractmethod
    def _read_facet(self, name: str) -> Facet: ...

    @abstractmethod
    def _read_label(self, name: str, value: str) -> str: ...

    def _phrase(self, field: str, terms: Terms) -> Mask:
        together = reduce(and_, (self.occurrences(field, choice).mask for choice in terms), self.everything)
        return self._follow(field, terms, together) if together.any() else together

    def _follow(self, field: str, terms: Terms, among: Mask) -> Mask:
        """Those `among` the entries where the words follow one another.

        The rarest word's places are looked up, shifted, among those of the next rarer ones.
        """
        every = sorted(((places, offset) for offset, places in enumerate(self._places(field, terms))), key=lambda one: len(one[0]))
        starts = every[0][0][among[every[0][0] >> 32]] - every[0][1]
        for places, offset in every[1:]:
            wanted = starts + offset
            at = np.searchsorted(places, wanted)
            at[at == len(places)] = 0
            starts = starts[places[at] == wanted]
        mask = np.zeros(self.size, np.bool_)
        mask[starts >> 32] = True
        return mask

    def _once(self, key: Hashable, read: Callable[[], Value]) -> Value:
        with self._lock:
            if key not in self._memory:
                self._memory[key] = read()
            value: Value = self._memory[key]
            return value

    def _read_occurrences(self, field: str, terms: tuple[str, ...]) -> tuple[Occurrences, int]:
        read = self._read_postings(field, terms)
        if len(read) > 1 or (read and len(read[0][0]) * _DENSE > self.size):
            dense = np.zeros(self.size, np.float32)
            for ids, frequencies in read:
                dense[ids] += frequencies
            having = np.flatnonzero(dense).astype(np.int32)
            whole = len(having) * _DENSE > self.size
            found = (
                Occurrences(self.size, dense, _NO_IDS, _NO_FREQUENCIES) if whole else Occurrences(self.size, None, having, dense[having])
            )
        elif read:
            found = Occurrences(self.size, None, read[0][0].astype(np.int32), read[0][1].astype(np.float32))
        else:
            found = Occurrences(self.size, None, _NO_IDS, _NO_FREQUENCIES)
        return found, found.bytes


def vocabulary_of(terms: Sequence[str]) -> Vocabulary:
    """The vocabulary that these terms, each given once, make."""
    variants: dict[str, tuple[str, ...]] = {}
    for folded, term in zip(fold_forms(terms), terms, strict=True):
        variants[folded] = (*variants[folded], term) if folded in variants else (term,)
    return Vocabulary(variants)


_NO_IDS: NDArray[np.int32] = np.empty(0, np.int32)
_NO_FREQUENCIES: NDArray[np.float32] = np.empty(0, np.float32)
