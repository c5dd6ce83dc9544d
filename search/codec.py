"""How a segment keeps its postings: as plain arrays that NumPy reads where they lie, behind Whoosh's own codec interface.

Whoosh's standard codec pickles and compresses 128 postings at a time with their positions, so reading a common word for the
first time means unpickling everything about it. Here a term's entries, frequencies and positions are three arrays of the
narrowest whole numbers that hold them, one after the other and with a check sum: reading is one look into the mapped file.
Whoosh's writer, merging, term table, columns and query execution work on it unchanged.
"""

import io
import struct
import zlib
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.matching import ListMatcher
from whoosh.writing import SegmentWriter

Numbers = NDArray[Any]
_HEADER = struct.Struct("<4sIIIBBB")  # magic, check sum, postings, positions, width of each array (0: the array is left out)
_MAGIC = b"GzP2"
_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


class PostingsUnreadable(Exception):
    """The postings of a term are not what was written."""


class Postings(NamedTuple):
    """Where a term stands: entries ascending, how often in each, and (when asked for) its positions entry after entry."""

    ids: Numbers
    frequencies: Numbers
    positions: Numbers


NOWHERE = Postings(np.empty(0, np.int32), np.empty(0, np.uint8), np.empty(0, np.uint8))


def all_places(read: Sequence[Postings]) -> Numbers:
    """Every place where one of several terms stands, ascending: the entry in the high half, the position in the low half."""
    keys = [(np.repeat(one.ids.astype(np.int64), one.frequencies) << 32) | one.positions for one in read if len(one.ids)]
    return keys[0] if len(keys) == 1 else np.sort(np.concatenate(keys)) if keys else np.empty(0, np.int64)


def encode(postings: Postings) -> bytes:
    """The bytes of a term's postings."""
    ids, frequencies, positions = postings
    gaps = np.array(ids, np.int64)
    gaps[1:] -= ids[:-1]
    once = len(frequencies) == np.count_nonzero(frequencies == 1)
    parts = [_narrow(gaps), _NONE if once else _narrow(frequencies), _narrow(positions) if len(positions) else _NONE]
    body = b"".join([part.tobytes() for part in parts])
    widths = [part.itemsize if len(part) else 0 for part in parts]
    return _HEADER.pack(_MAGIC, zlib.crc32(body), len(ids), len(positions), *widths) + body


def decode(record: Any) -> Postings:
    """What `encode` was given; raises `PostingsUnreadable` when a single bit differs."""
    if len(record) < _HEADER.size:
        raise PostingsUnreadable
    magic, checksum, count, positions, *widths = _HEADER.unpack_from(record)
    body = memoryview(record)[_HEADER.size :]
    if magic != _MAGIC or zlib.crc32(body) != checksum:
        raise PostingsUnreadable
    gaps, frequencies, places = _arrays(body, (count, count, positions), widths)
    ids = np.cumsum(gaps, dtype=np.int32)
    return Postings(ids, frequencies if widths[1] else np.ones(count, np.uint8), places)


def _arrays(body: memoryview, lengths: tuple[int, ...], widths: list[int]) -> list[Numbers]:
    found, at = [], 0
    for length, width in zip(lengths, widths, strict=True):
        found.append(np.frombuffer(body, _TYPES[width], length, at) if width else _NONE)
        at += length * width
    return found


_NONE: Numbers = np.empty(0, np.uint8)


def _narrow(numbers: Numbers) -> Numbers:
    top = numbers[0] if len(numbers) == 1 else numbers.max(initial=0)  # most terms stand in one entry
    return numbers.astype(_TYPES[1 if top < 1 << 8 else 2 if top < 1 << 16 else 4])


class ArrayPostingsWriter(PostingsWriter):  # type: ignore[misc]
    """Writes one term after the other: posting by posting as Whoosh's writer does, or as whole arrays."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._info: Any = None
        self._given: Postings | None = None
        self._ids: list[int] = []
        self._values: list[bytes] = []

    def start_postings(self, format_: Any, terminfo: Any) -> None:
        """Begins a term."""
        del format_
        self._info, self._given, self._ids, self._values = terminfo, None, [], []

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        """One posting of the term."""
        del weight, length
        self._ids.append(id_)
        self._values.append(vbytes)

    def add_all(self, postings: Postings) -> None:
        """All postings of the term at once."""
        self._given = postings

    def finish_postings(self) -> Any:
        """Writes the term; Whoosh keeps the returned information in its term table."""
        postings = self._given or self._collected()
        info, start = self._info, self._file.tell()
        record = encode(postings)
        self._file.write(record)
        info.set_extent(start, len(record))
        info._weight, info._df = float(postings.frequencies.sum()), len(postings.ids)
        info._maxweight = float(postings.frequencies.max())
        info._minid, info._maxid = int(postings.ids[0]), int(postings.ids[-1])
        return info

    def written(self) -> bool:
        """Whether part of the term is in the file already."""
        return False

    def _collected(self) -> Postings:
        frequencies = np.array([len(value) // 4 or 1 for value in self._values], np.uint32)
        return Postings(np.array(self._ids, np.int32), frequencies, np.frombuffer(b"".join(self._values), np.uint32))


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's standard codec with postings as arrays."""

    length_stats = False  # Whoosh would look up the length of every posting's field only to skip blocks that we do not have

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> ArrayPostingsWriter:
        """The writer of a field's postings."""
        del byteids
        return ArrayPostingsWriter(dbfile)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """The postings of a term for Whoosh's own query execution and merging."""
        offset, length = extent(terminfo)
        postings = decode(dbfile.get(offset, length))
        ids, weights = postings.ids.tolist(), postings.frequencies.astype(float).tolist()
        return ListMatcher(ids, weights, _values(postings), format_, scorer=scorer, term=term, terminfo=terminfo)

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        """A segment that is mapped when it is read."""
        del storage
        return ArraySegment(self, indexname)


def extent(terminfo: Any) -> tuple[int, int]:
    """Where a term's record lies; Whoosh gives the length as a tuple of one after reading."""
    offset, length = terminfo.extent()
    return offset, length[0] if isinstance(length, tuple) else length


def _values(postings: Postings) -> list[bytes]:
    if not len(postings.positions):
        return [b""] * len(postings.ids)
    ends = np.cumsum(postings.frequencies, dtype=np.int64).tolist()
    packed = memoryview(array("I", postings.positions.tolist()).tobytes())
    return [bytes(packed[start * 4 : end * 4]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment whose one file is mapped; Whoosh would copy it into the memory of every reading process."""

    def create_compound_file(self, storage: Any) -> None:
        """Puts the segment's files together into one, and seals it."""
        super().create_compound_file(storage)
        storage.seal(self.make_filename(self.COMPOUND_EXT))

    def open_compound_file(self, storage: Any) -> "MappedSegment":
        """The files within the segment's file."""
        return MappedSegment(storage.open_file(self.make_filename(self.COMPOUND_EXT)))


class MappedSegment(CompoundStorage):  # type: ignore[misc]
    """The files within a segment's file, read in place."""

    def open_file(self, name: str, *_: Any, **__: Any) -> Any:
        """One of the files."""
        return _MappedFile(self.view(name), name)

    def view(self, name: str) -> memoryview:
        """The bytes of one of the files, not copied."""
        offset, length = self.range(name)
        return memoryview(self._source)[offset : offset + length]


class _MappedFile(BufferFile):  # type: ignore[misc]
    def __init__(self, view: memoryview, name: str) -> None:
        self._buf, self._name, self.onclose = view, name, None
        self.file = io.BufferedReader(_Window(view))
        self.is_real = self.is_closed = False


class _Window(io.RawIOBase):
    """A read position in a view."""

    def __init__(self, view: memoryview) -> None:
        self._view, self._at = view, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        taken = self._view[self._at : self._at + len(buffer)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)


def segment_writer(index: Any, megabytes: int) -> Any:
    """Whoosh's writer on an index, writing postings as arrays."""
    return SegmentWriter(index, limitmb=megabytes, codec=ArrayCodec())
