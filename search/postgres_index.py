"""The index of several web nodes: kept by PostgreSQL, one schema a partition; queries run on arrays in each node.

PostgreSQL keeps the truth (entries, words under a GIN index, vocabulary) and gives atomic writing, rights and one state for all
nodes. A node reads the entries of a word with one statement when it is first asked, and then answers from memory until entries are
added; what was removed is gone at its next question.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from search.answering import answer, suggestions
from search.cache import CACHE_BYTES, Cache
from search.entry import Entry
from search.errors import IndexDamaged, IndexLocked, IndexOutdated, IndexUnreachable, IndexUnwritable
from search.executor import Executor
from search.postgres_segment import PostgresSegment, present
from search.postgres_tables import FIELDS, LOCK_STATE, READ_STATE, Tables
from search.postgres_writer import Stamp, Writer
from search.query import Query
from search.ranking import Ranking
from search.results import Explanation, Results
from search.schema import VERSION
from search.segment import Mask, Segment, Vocabulary, vocabulary_of
from search.state import State
from search.suggest import Suggestion

_SEALED = 16_384
"""Entries by which the stretch grows that keeps its arrays when others are added."""
_WAIT = "10s"
_RETRIES = 20
_READING = "-c enable_seqscan=off -c jit=off"  # the planner does not know what a tsvector costs that lies outside its row
_ALL_PLACES = "SELECT string_agg(int4send(n), '') FROM {entry} WHERE n >= %s AND n < %s"
_NEW_TERMS = "SELECT lexeme FROM {term} WHERE first >= %s"
_SIZE = "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r'"
Answer = TypeVar("Answer")


class PostgresIndex:
    """A `SearchIndex` in one schema of a PostgreSQL database. Safe to share between threads; every node sees a change at its next call.

    `readers` are roles that may read this partition (and, unless given elsewhere, no other).
    """

    def __init__(
        self,
        url: str,
        partition: str = "public",
        ranking: Ranking | None = None,
        cache_bytes: int = CACHE_BYTES,
        readers: Sequence[str] = (),
    ) -> None:
        self._partition = Tables(partition)
        self._readers = tuple(readers)
        self._name = f"{make_url(url).render_as_string()}#{partition}"
        self._engine = create_engine(url, connect_args={"options": _READING, "connect_timeout": 10}, pool_size=8, max_overflow=24)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._ranking = ranking or Ranking()
        self._cache = Cache(cache_bytes)
        self._lock = Lock()
        self._executor = Executor(State(("", -1), (), ()), self._cache, self._ranking)
        self._stamp = Stamp()
        self._vocabularies: dict[str, Vocabulary] = {}
        try:
            self._create()
            self.refresh()
        except BaseException:
            self.close()
            raise

    @property
    def executor(self) -> Executor:
        """What answers queries on the state of the last refresh."""
        return self._executor

    def forget(self) -> None:
        """Empties the cache; the next questions read from the database again."""
        self._cache.clear()

    def put(self, entries: Iterable[Entry]) -> int:
        """Adds the entries; they replace every earlier entry of the same documents. Raises `IndexLocked` after ten seconds of waiting."""
        ordered = sorted(entries, key=lambda entry: (entry.document, entry.provision is not None))
        if ordered:
            with self._writing() as (writer, stamp):
                writer.delete({entry.document for entry in ordered})
                size = writer.insert(ordered, stamp.size)
                writer.count(replace(stamp, change=stamp.change + 1, size=size))
        return len(ordered)

    def remove(self, documents: Iterable[str]) -> None:
        """Takes every entry of these documents (slugs) out, and their words from the vocabulary; unknown ones are passed over."""
        wanted = set(documents)
        if wanted:
            with self._writing() as (writer, stamp):
                writer.delete(wanted)
                writer.count(replace(stamp, change=stamp.change + 1))

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Fills new tables beside the live ones and swaps; entries of one document must follow one another.

        All in one transaction: every node is answered from the old tables until it ends. Raises `EntryRefused` when a document
        comes twice; nothing has happened then.
        """
        with self._writing() as (writer, stamp):
            generation, count = writer.replace(entries)
            writer.count(Stamp(VERSION, generation, stamp.change + 1, count))
        return count

    def search(self, query: Query) -> Results:
        """The answer to a query; raises `IndexUnreachable` when the database does not answer."""
        return self._answer(lambda executor: answer(executor, query))

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Documents whose number or title goes on from what was typed."""
        return self._answer(lambda executor: suggestions(executor, prefix, limit))

    def explain(self, query: Query, document: str) -> Explanation | None:
        """Why a document stands where it does in the answer to a query; None when it is not found."""
        return self._answer(lambda executor: executor.explain(query, document))

    def ids(self) -> set[str]:
        """The identifiers of every entry."""
        return self._answer(lambda _: {row[0] for row in self._ask(self._stamp.generation, "SELECT id FROM {entry}")})

    def stats(self) -> dict[str, int]:
        """Entries, documents, segments, bytes in the database, bytes of arrays kept in memory."""
        state = self._answer(lambda executor: executor.state)
        [(size,)] = self._ask(self._stamp.generation, _SIZE)
        return {
            "entries": state.entries, "documents": state.documents(), "segments": len(state.segments), "bytes": int(size or 0),
            "cached": self._cache.used,
        }  # fmt: skip

    def close(self) -> None:
        """Closes the connections."""
        self._cache.clear()
        self._engine.dispose()

    def refresh(self) -> bool:
        """Takes over what other nodes wrote; costs one small statement when nothing changed."""
        stamp = self._read_stamp()
        if stamp == self._stamp:
            return False
        with self._lock:
            if stamp.change <= self._stamp.change:
                return False
            try:
                self._take_over(stamp)
            except ProgrammingError as error:
                if self._read_stamp() == stamp:  # otherwise these tables have just been replaced
                    raise IndexDamaged(self._name, _reason(error)) from error
        return True

    def _take_over(self, stamp: Stamp) -> None:
        same = stamp.generation == self._stamp.generation
        vocabularies = self._read_vocabularies(stamp, self._stamp.size if same else 0)
        known = {segment.id: segment for segment in self._executor.state.segments}
        name, edge = f"{self._name}/{stamp.generation}", stamp.size // _SEALED * _SEALED
        ask = partial(self._ask, stamp.generation)
        segments: list[Segment] = []
        alive: list[Mask] = []
        for first, last in ((0, edge), (edge, stamp.size)):
            if first < last:
                segments.append(known.get((name, first, last)) or PostgresSegment(name, (first, last), ask, vocabularies, self._cache))
                [(places,)] = ask(_ALL_PLACES, (first, last))
                alive.append(present(places, first, last - first))
        self._executor = Executor(State((name, stamp.change), tuple(segments), tuple(alive)), self._cache, self._ranking)
        self._vocabularies, self._stamp = vocabularies, stamp

    def _read_vocabularies(self, stamp: Stamp, since: int) -> dict[str, Vocabulary]:
        added: dict[str, list[str]] = {field: [] for field in FIELDS}
        fields = {letter: field for field, letter in FIELDS.items()}
        for (lexeme,) in self._ask(stamp.generation, _NEW_TERMS, (since,)):
            added[fields[lexeme[0]]].append(lexeme[2:])
        return {field: self._vocabularies[field].extended(terms) if since else vocabulary_of(terms) for field, terms in added.items()}

    def _answer(self, ask: Callable[[Executor], Answer]) -> Answer:
        for attempt in range(_RETRIES):
            self.refresh()
            try:
                return ask(self._executor)
            except ProgrammingError as error:  # a rebuild has just replaced the tables
                if attempt == _RETRIES - 1:
                    raise IndexDamaged(self._name, _reason(error)) from error
        raise AssertionError

    def _ask(self, generation: int, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._reading() as connection:
            return list(connection.exec_driver_sql(replace(self._partition, generation=generation).fill(statement), values))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._reader.connect() as connection:
                yield connection
        except DBAPIError as error:
            if isinstance(error, OperationalError) or _is_forbidden(error):
                raise IndexUnreachable(self._name, _reason(error)) from error
            raise

    @contextmanager
    def _writing(self) -> Iterator[tuple[Writer, Stamp]]:
        """One transaction that holds the row of the state, which is the writer's lock."""
        try:
            with self._engine.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}'")
                stamp = self._stamp_of(connection, LOCK_STATE)
                yield Writer(connection, replace(self._partition, generation=stamp.generation), self._readers), stamp
        except DBAPIError as error:
            raise self._refused(error) from error
        self.refresh()

    def _refused(self, error: DBAPIError) -> IndexLocked | IndexUnwritable | IndexUnreachable:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            return IndexLocked(self._name, "")
        return (IndexUnwritable if isinstance(error, ProgrammingError) else IndexUnreachable)(self._name, _reason(error))

    def _read_stamp(self) -> Stamp:
        with self._reading() as connection:
            return self._stamp_of(connection, READ_STATE)

    def _stamp_of(self, connection: Connection, statement: str) -> Stamp:
        try:
            stamp = Stamp(*connection.exec_driver_sql(self._partition.fill(statement)).one())
        except ProgrammingError as error:
            if _is_forbidden(error):
                raise
            raise IndexDamaged(self._name, _reason(error)) from error
        if stamp.version != VERSION:
            raise IndexOutdated(self._name, stamp.version, VERSION)
        return stamp

    def _create(self) -> None:
        if self._exists():
            return
        try:
            with self._engine.begin() as connection:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (self._partition.partition,))
                if not self._exists():  # another node may just have made it
                    Writer(connection, self._partition, self._readers).create()
        except DBAPIError as error:
            raise self._refused(error) from error

    def _exists(self) -> bool:
        statement = self._partition.fill("SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}' AND tablename = 'state'")
        with self._reading() as connection:
            return bool(connection.exec_driver_sql(statement).scalar())


def open_postgres_index(
    url: str, partition: str = "public", ranking: Ranking | None = None, cache_bytes: int = CACHE_BYTES, readers: Sequence[str] = ()
) -> PostgresIndex:
    """The index of a partition of a PostgreSQL database (`postgresql+psycopg://…`); made when it is absent and the role may do so.

    `cache_bytes` bounds the arrays kept in memory. Raises `IndexUnreachable`, `IndexUnwritable`, `IndexOutdated`.
    """
    return PostgresIndex(url, partition, ranking, cache_bytes, readers)


def drop_postgres_index(url: str, partition: str = "public") -> None:
    """Takes a partition away with everything in it: the way out of damage and of an old schema version."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(Tables(partition).fill("DROP SCHEMA IF EXISTS {schema} CASCADE"))
    except OperationalError as error:
        raise IndexUnreachable(make_url(url).render_as_string(), _reason(error)) from error
    finally:
        engine.dispose()


def _is_forbidden(error: DBAPIError) -> bool:
    return isinstance(error.orig, psycopg.errors.InsufficientPrivilege)


def _reason(error: DBAPIError) -> str:
    return (str(error.orig).splitlines() or [type(error).__name__])[0]
