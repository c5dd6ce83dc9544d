"""The default index: kept by Whoosh in a folder, written by one process, read by many."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import reduce
from operator import or_
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import numpy as np
from whoosh.index import TOC, FileIndex

from search.answering import answer, explain, suggestions
from search.bulk import build
from search.cache import CACHE_BYTES, Cache
from search.codec import PostingsUnreadable, segment_writer
from search.entry import Entry
from search.errors import IndexDamaged, IndexOutdated, SearchError
from search.executor import Executor
from search.files import GenerationFiles, Signature, signature
from search.folder import IndexFolder
from search.query import Query
from search.ranking import Ranking
from search.results import Explanation, Results
from search.schema import document_rows, make_schema, term_bytes
from search.segment import Mask, Segment
from search.state import State
from search.suggest import Suggestion
from search.whoosh_segment import WhooshSegment

_WRITER_MEGABYTES = 256
_RETRIES = 20
_Segments = dict[tuple[str, str], WhooshSegment]
Answer = TypeVar("Answer")


class _Mark(NamedTuple):
    """What tells a state of the index from any other: the generation, Whoosh's count of changes, and the file that tells of them."""

    generation: str
    change: int
    contents: Signature


class WhooshIndex:
    """A `SearchIndex` in a folder. Safe to share between threads; other processes' changes are seen by the next call.

    Made by hand, and not by `open_index`, it also stands for a folder that cannot be read: every question raises `IndexDamaged` or
    `IndexOutdated` until somebody, in whatever process, has called `replace_all`.
    """

    def __init__(self, folder: Path, ranking: Ranking | None = None, cache_bytes: int = CACHE_BYTES) -> None:
        self._folder = IndexFolder(folder)
        self._ranking = ranking or Ranking()
        self._cache = Cache(cache_bytes)
        self._lock = Lock()
        self._segments: _Segments = {}
        self._executor = Executor(State(None, (), ()), self._cache, self._ranking)

    @property
    def folder(self) -> Path:
        """Where the index stands."""
        return self._folder.path

    @property
    def executor(self) -> Executor:
        """What answers queries on the state of the last refresh."""
        return self._executor

    def forget(self) -> None:
        """Empties the cache of postings; the next questions read from the files again."""
        self._cache.clear()

    def put(self, entries: Iterable[Entry]) -> int:
        """Adds the entries; they replace every earlier entry of the same documents. Raises `IndexLocked`, `IndexUnwritable`."""
        ordered = sorted(entries, key=lambda entry: (entry.document, entry.provision is not None))
        if ordered:
            self._write("put", {entry.document for entry in ordered}, ordered)
        return len(ordered)

    def remove(self, documents: Iterable[str]) -> None:
        """Takes every entry of these documents (slugs) out; unknown ones are passed over."""
        wanted = set(documents)
        if wanted:
            self._write("remove", wanted, ())

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Builds a new index beside the live one and swaps; entries of one document must follow one another.

        Until the swap readers are answered from the old index, and what others put in or take out is done there; then it is done
        in the new one too. Raises `EntryRefused` when a document comes twice; the old index then stays.
        """
        with self._folder.rebuilding():
            with self._folder.writing("rebuild"):
                generation = self._folder.new_generation()
            try:
                build(self._folder.storage(generation), make_schema(), document_rows(entries))
                with self._folder.writing("rebuild"):
                    self._carry_over(self._folder.touched(), generation)
                    self._folder.go_live(generation)
            except BaseException:
                self._folder.throw_away(generation)
                raise
        self.refresh()
        return self._executor.state.entries

    def search(self, query: Query) -> Results:
        """The answer to a query; only a damaged index raises."""
        return self._answer(lambda: answer(self._executor, query))

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Documents whose number or title goes on from what was typed."""
        return self._answer(lambda: suggestions(self._executor, prefix, limit))

    def explain(self, query: Query, document: str) -> Explanation | None:
        """Why a document stands where it does in the answer to a query; None when it is not found."""
        return self._answer(lambda: explain(self._executor, query, document))

    def ids(self) -> set[str]:
        """The identifiers of every entry."""
        return self._answer(lambda: {entry["id"] for entry in _stored(self._executor.state)})

    def close(self) -> None:
        """Forgets what is kept in memory; the files are closed with the last reader of them."""
        self._cache.clear()

    def stats(self) -> dict[str, int]:
        """Entries, documents, segments, bytes on disk, bytes of postings kept in memory."""
        state = self._answer(lambda: self._executor.state)
        size = state.stamp.contents.size + sum(segment.signature.size for segment in self._segments.values())
        return {
            "entries": state.entries, "documents": state.documents(), "segments": len(state.segments), "bytes": size,
            "cached": self._cache.used,
        }  # fmt: skip

    def refresh(self) -> bool:
        """Takes over what other processes wrote; costs one look into the folder when nothing changed."""
        with self._lock:
            for attempt in range(_RETRIES):
                try:
                    return self._take_over()
                except FileNotFoundError as error:  # the writer may just have replaced these files
                    if attempt == _RETRIES - 1:
                        raise IndexDamaged(self.folder, error.filename or "") from error
                    time.sleep(0.01)
                except SearchError:
                    raise
                except Exception as error:  # Whoosh meets damage with whatever its unpickling raises
                    raise IndexDamaged(self.folder, type(error).__name__) from error
        return False

    def _answer(self, ask: Callable[[], Answer]) -> Answer:
        self.refresh()
        try:
            return ask()
        except SearchError:
            raise
        except Exception as error:
            if not _is_damage(error):
                raise
            raise IndexDamaged(self.folder, type(error).__name__) from error

    def _take_over(self) -> bool:
        generation = self._folder.current()
        storage = self._folder.storage(generation)
        change = TOC._latest_generation(storage, "MAIN")
        mark = _Mark(generation, change, signature(storage.path(TOC._filename("MAIN", change))))
        known = {name: segment for name, segment in self._segments.items() if segment.unchanged()}
        if mark == self._executor.state.stamp and len(known) == len(self._segments):
            return False
        try:
            state, self._segments = self._read(storage, mark, known)
        except BaseException:
            storage.give_up()
            raise
        storage.settle()
        self._executor = Executor(state, self._cache, self._ranking)
        return True

    def _read(self, storage: GenerationFiles, mark: "_Mark", known: _Segments) -> tuple[State, _Segments]:
        toc = TOC.read(storage, "MAIN", gen=mark.change)
        listed = {(mark.generation, one.segment_id()): one for one in toc.segments if one.doc_count_all()}
        segments = {name: known.get(name) or WhooshSegment(name, storage, toc.schema, one, self._cache) for name, one in listed.items()}
        alive = tuple(_living(segments[name], list(one.deleted_docs())) for name, one in listed.items())
        return State(mark, tuple(segments.values()), alive), segments

    def _write(self, purpose: str, documents: set[str], entries: Sequence[Entry]) -> None:
        with self._folder.writing(purpose):
            generation = self._folder.current()
            self._folder.touch(documents)
            _exchange(self._folder.storage(generation), documents, entries)
        self.refresh()

    def _carry_over(self, documents: set[str], generation: str) -> None:
        """Brings documents in a new generation to the state that they have in the live one; into a damaged one nothing was written."""
        if documents:
            with suppress(IndexDamaged, IndexOutdated):
                self.refresh()
                _exchange(
                    self._folder.storage(generation), documents, [Entry.kept(values) for values in _stored(self._executor.state, documents)]
                )


def open_index(folder: Path, ranking: Ranking | None = None, cache_bytes: int = CACHE_BYTES) -> WhooshIndex:
    """The index in a folder; an absent or empty folder becomes an empty index.

    `cache_bytes` bounds the postings kept in memory. Raises `IndexDamaged` or `IndexOutdated` (then: `rebuild_index`), and
    `NotAnIndex` for a folder that holds something else.
    """
    IndexFolder(folder).create()
    index = WhooshIndex(folder, ranking, cache_bytes)
    index.refresh()
    return index


def rebuild_index(folder: Path, entries: Iterable[Entry]) -> WhooshIndex:
    """A new index in a folder whatever stood in it before: the way out of damage and of an old schema version."""
    index = WhooshIndex(folder)
    index.replace_all(entries)
    return index


def _exchange(storage: GenerationFiles, documents: set[str], entries: Iterable[Entry]) -> None:
    """Takes documents out of a generation and puts entries in, in one commit of Whoosh's writer."""
    writer = segment_writer(FileIndex(storage), _WRITER_MEGABYTES)
    try:
        for document in sorted(documents):
            writer.delete_by_term("document", term_bytes(document))
        for values in document_rows(entries):
            writer.add_document(**values)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _living(segment: Segment, gone: list[int]) -> Mask:
    alive = segment.everything.copy()
    alive[gone] = False
    return alive


def _stored(state: State, documents: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """What is kept of the living entries, or of those of some documents."""
    for segment, alive in zip(state.segments, state.alive, strict=True):
        chosen = alive & reduce(or_, map(segment.of_document, documents)) if documents else alive
        yield from (segment.stored([number])[number] for number in np.flatnonzero(chosen).tolist())


def _is_damage(error: Exception) -> bool:
    """Whether an error came out of reading the files and not out of our own reckoning."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    module = str(trace.tb_frame.f_globals.get("__name__", "")) if trace else ""
    return isinstance(error, PostingsUnreadable) or module.startswith("whoosh")
