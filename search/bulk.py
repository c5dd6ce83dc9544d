"""Building whole segments at once: the tokens of many entries are sorted as numbers, not handed over posting by posting.

Whoosh's writer takes every posting as a Python tuple and sorts those. Here a token is one 64-bit number (term, entry,
position), so that one sort of an array gives the postings of a segment in their order. Files, term table and columns are
written by Whoosh's own writers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.index import TOC

from search.codec import ArrayCodec, Postings
from search.schema import GAP, SyllableField, TermField, term_bytes
from search.vietnamese import exact, words

MAX_TOKENS = 16_000_000
"""Tokens after which a segment is closed: about 400 MB while it is sorted."""
_POSITION_BITS, _ENTRY_BITS = 22, 20
_MAX_POSITION = (1 << _POSITION_BITS) - 1
_MAX_ENTRIES = 1 << _ENTRY_BITS
_CHUNK = 1 << 16
Row = dict[str, Any]


def build(storage: Any, schema: Any, rows: Iterable[Row]) -> int:
    """Writes the rows (`schema.row`) as the segments of a fresh index; how many there were. Memory is bounded by `MAX_TOKENS`."""
    segments, count, left = [], 0, iter(rows)
    while (segment := _build_segment(storage, schema, left)) is not None:
        segments.append(segment)
        count += segment.doc_count_all()
    TOC(schema, segments, TOC._latest_generation(storage, "MAIN") + 1).write(storage, "MAIN")
    return count


def _build_segment(storage: Any, schema: Any, rows: Iterator[Row]) -> Any:
    first = next(rows, None)
    if first is None:
        return None
    segment = ArrayCodec().new_segment(storage, "MAIN")
    entries = _Entries(segment.codec().per_document_writer(storage, segment), schema)
    try:
        entries.add(first)
        while not entries.full and (row := next(rows, None)) is not None:
            entries.add(row)
    finally:
        entries.writer.close()
    segment.set_doc_count(entries.count)
    _write_fields(segment.codec().field_writer(storage, segment), schema, entries)
    storage.temp_storage(f"{segment.indexname}.tmp").destroy()
    segment.create_compound_file(storage)
    return segment


class _Entries:
    """The rows of one segment: columns written, tokens collected."""

    def __init__(self, writer: Any, schema: Any) -> None:
        self.writer = writer
        self.count = 0
        self.texts = {name: _Tokens() for name, field in schema.items() if isinstance(field, SyllableField)}
        self.terms: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name, field in schema.items() if isinstance(field, TermField)
        }
        self._fields = dict(schema.items())

    @property
    def full(self) -> bool:
        """Whether the segment must be closed."""
        return self.count >= _MAX_ENTRIES or sum(tokens.count for tokens in self.texts.values()) >= MAX_TOKENS

    def add(self, row: Row) -> None:
        """One more entry."""
        number, writer = self.count, self.writer
        writer.start_doc(number)
        for name, value in row.items():
            field, length = self._fields[name], 0
            if name in self.texts:
                length = value = self.texts[name].add(number, value)
            elif name in self.terms:
                for term in {value} if isinstance(value, str) else value:
                    self.terms[name][term].append(number)
            if field.column_type:
                writer.add_column_value(name, field.column_type, value)
            writer.add_field(name, field, value if field.stored else None, length)
        writer.finish_doc()
        self.count += 1


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
        starts = np.searchsorted(keys, np.arange(len(self.numbering.terms) + 1, dtype=np.uint64) << np.uint64(_ENTRY_BITS + _POSITION_BITS))
        for encoded, number in _in_order(self.numbering.terms):
            yield encoded, _postings(np.concatenate([keys[starts[one] : starts[one + 1]] for one in number]))


def _in_order(terms: dict[str, int]) -> list[tuple[bytes, list[int]]]:
    """Terms as bytes with their numbers; terms that are cut to the same bytes are one."""
    same: dict[bytes, list[int]] = defaultdict(list)
    for term, number in terms.items():
        same[term_bytes(term)].append(number)
    return sorted(same.items())


def _postings(keys: Any) -> Postings:
    places = np.sort(keys & np.uint64((1 << (_ENTRY_BITS + _POSITION_BITS)) - 1))
    entries = (places >> np.uint64(_POSITION_BITS)).astype(np.int32)
    starts = np.flatnonzero(np.diff(entries, prepend=-1))
    frequencies = np.diff(starts, append=len(entries))
    return Postings(entries[starts], frequencies, (places & np.uint64(_MAX_POSITION)).astype(np.uint32))


def _write_fields(writer: Any, schema: Any, entries: _Entries) -> None:
    for name in sorted([*entries.texts, *entries.terms]):
        writer.start_field(name, schema[name])
        for term, postings in entries.texts[name].postings() if name in entries.texts else _existing(entries.terms[name]):
            writer.start_term(term)
            writer._postwriter.add_all(postings)
            writer.finish_term()
        writer.finish_field()
    writer.close()


def _existing(terms: dict[str, list[int]]) -> Iterator[tuple[bytes, Postings]]:
    same: dict[bytes, set[int]] = defaultdict(set)
    for term, numbers in terms.items():
        same[term_bytes(term)].update(numbers)
    nothing = np.empty(0, np.uint8)
    for encoded in sorted(same):
        ids = np.array(sorted(same[encoded]), np.int32)
        yield encoded, Postings(ids, np.ones(len(ids), np.uint8), nothing)
