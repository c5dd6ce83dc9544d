"""A segment that Whoosh wrote, as arrays read where they lie in its mapped file.

Only this module, `codec` and `bulk` touch private names of whoosh-reloaded 2.7.5 (its W3 codec).
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.reading import SegmentReader

from search.cache import Cache
from search.codec import NOWHERE, Postings, all_places, decode, extent
from search.files import signature
from search.schema import DATE_FIELDS, term_bytes
from search.segment import FIXED, Facet, Mask, Numbers, Segment, Terms, Vocabulary, vocabulary_of

_COLUMNS = {**dict.fromkeys(DATE_FIELDS, ">u4"), "order": ">u8", "part": ">u4", "text": ">u4", "title": ">u4"}


class WhooshSegment(Segment):
    """The entries of one of Whoosh's segments."""

    def __init__(self, name: tuple[str, str], storage: Any, schema: Any, segment: Any, cache: Cache) -> None:
        self._path = storage.path(segment.make_filename(segment.COMPOUND_EXT))
        self.signature = signature(self._path)
        self._reader = SegmentReader(storage, schema, segment)
        super().__init__(name, self._reader.doc_count_all(), cache)
        self._files = self._reader._storage.a
        self._postings_file = self._files.view(segment.make_filename(".pst"))
        self._segment = segment

    def unchanged(self) -> bool:
        """Whether its file is still the one that was opened."""
        try:
            return signature(self._path) == self.signature
        except FileNotFoundError:
            return False

    def gather(self, terms: Iterable[tuple[str, str]]) -> None:
        """Nothing to do: postings are read where they lie."""

    def stored(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The stored values of these entries, by entry."""
        with self._lock:  # Whoosh's files have one read position
            return {number: self._reader.stored_fields(number)["entry"] for number in numbers}

    def of_document(self, document: str) -> Mask:
        """The entries of a document."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.postings("document", document).ids] = True
        return mask

    def postings(self, field: str, term: str) -> Postings:
        """A term's postings as they lie in the file."""
        with self._lock:
            terms = self._reader._terms
            found = terms._tindex.get(terms._keycoder(field, term_bytes(term)))
        if found is None:
            return NOWHERE
        offset, length = extent(W3TermInfo.from_bytes(found))
        return decode(self._postings_file[offset : offset + length])

    def _read_postings(self, field: str, terms: tuple[str, ...]) -> list[tuple[Numbers, Numbers]]:
        read = [self.postings(field, term) for term in terms]
        return [(postings.ids, postings.frequencies) for postings in read if len(postings.ids)]

    def _places(self, field: str, words: Terms) -> list[Numbers]:
        return [self._cache.get((self.id, "places", field, terms), partial(self._read_places, field, terms)) for terms in words]

    def _read_places(self, field: str, terms: tuple[str, ...]) -> tuple[Numbers, int]:
        places = all_places([self.postings(field, term) for term in terms])
        return places, places.nbytes + FIXED

    def _read_vocabulary(self, field: str) -> Vocabulary:
        return vocabulary_of(self._terms(field))

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        lengths: NDArray[np.uint8] = self._read_numbers(f"_{field}_len", "u1")
        return lengths

    def _read_column(self, name: str) -> Numbers:
        numbers: Numbers = self._read_numbers(name, _COLUMNS[name])
        return numbers

    def _read_facet(self, name: str) -> Facet:
        values = tuple(self._terms(name))
        places = np.full(self.size, -1, np.int32)
        for at, value in enumerate(values):
            places[self.postings(name, value).ids] = at
        return Facet(values, places)

    def _read_label(self, name: str, value: str) -> str:
        first = int(self.postings(name, value).ids[0])
        label: str = self.stored([first])[first].get(f"{name}_label") or ""
        return label

    def _terms(self, field: str) -> list[str]:
        """The terms of a field in the order of their bytes; they are decoded all at once, and none has a NUL in it."""
        with self._lock:
            encoded = _keys(self._files.view(self._segment.make_filename(".trm")), self._reader._terms, field)
        return b"\0".join(encoded).decode("utf-8", "surrogatepass").split("\0") if encoded else []

    def _read_numbers(self, name: str, kind: str) -> Any:
        filename = self._reader._codec.column_filename(self._segment, name)
        read = np.frombuffer(self._files.view(filename), kind) if self._files.file_exists(filename) else np.empty(0)
        values = np.zeros(self.size, np.uint8 if kind == "u1" else np.int64)
        values[: len(read)] = read
        return values


def _keys(view: memoryview, terms: Any, field: str) -> list[bytes]:
    """The terms of a field in the order of the term table, read off the table itself: Whoosh's cursor takes twenty times as long."""
    table = terms._tindex
    if field not in terms._fieldmap:
        return []
    begins = [table.closest_key_pos((terms._fieldmap[field] + more).to_bytes(2, "big")) for more in (0, 1)]
    kind = np.dtype(table.extras["indextype"]).newbyteorder(">")
    places = np.frombuffer(view, kind, table.indexlen, table.indexbase).astype(np.int64)
    first, last = (len(places) if begin is None else int(np.searchsorted(places, begin)) for begin in begins)
    data, records = bytes(view), places[first:last]
    octets = np.frombuffer(view, np.uint8)
    lengths = sum(octets[records + at].astype(np.int64) << (24 - 8 * at) for at in range(4))
    starts, ends = (records + 10).tolist(), (records + 8 + lengths).tolist()
    return [data[start:end] for start, end in zip(starts, ends, strict=True)]
