"""The index of several web nodes: kept by PostgreSQL, one schema a partition; queries run on arrays in each node.

PostgreSQL keeps the truth (entries, packed postings, vocabulary) and gives atomic writing, rights and one state for all nodes. A
node reads the words of a query with one statement when they are first asked, and then answers from memory until entries are
added; what was removed is gone at its next question.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, make_url

from search.answering import answer, explain, suggestions
from search.cache import CACHE_BYTES, Cache
from search.codec import PostingsUnreadable
from search.entry import Entry
from search.errors import IndexDamaged, IndexOutdated, SearchError
from search.executor import Executor
from search.postgres_database import SWEEP_WAIT, Database
from search.postgres_segment import Ask, PostgresSegment, Superseded
from search.postgres_tables import FIELDS, LAYOUT, LOCK_STATE, READ_STATE, Stamp, Tables
from search.postgres_writer import Writer
from search.query import Query
from search.ranking import Ranking
from search.results import Explanation, Results
from search.segment import Mask, Vocabulary, vocabulary_of
from search.state import State
from search.suggest import Suggestion

_RETRIES = 5
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
        self._database = Database(url, self._name)
        self._ranking = ranking or Ranking()
        self._cache = Cache(cache_bytes)
        self._lock = Lock()
        self._executor = Executor(State(("", -1), (), ()), self._cache, self._ranking)
        self._stamp = Stamp()
        self._segments: tuple[PostgresSegment, ...] = ()
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
            with self._writing() as writer:
                writer.change({entry.document for entry in ordered}, ordered)
        return len(ordered)

    def remove(self, documents: Iterable[str]) -> None:
        """Takes every entry of these documents (slugs) out, and their words from the vocabulary; unknown ones are passed over."""
        wanted = set(documents)
        if wanted:
            with self._writing() as writer:
                writer.change(wanted)

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Fills new tables beside the live ones and swaps; entries of one document must follow one another.

        All in one transaction: every node is answered from the old tables until it ends. What was damaged or outdated is whole
        again afterwards. Raises `EntryRefused` when a document comes twice; nothing has happened then.
        """
        self._create_anew_unless_readable()
        with self._writing() as writer:
            count = writer.replace(entries)
        self._sweep()
        return count

    def search(self, query: Query) -> Results:
        """The answer to a query; raises `IndexUnreachable` when the database does not answer."""
        return self._answer(lambda executor: answer(executor, query))

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Documents whose number or title goes on from what was typed."""
        return self._answer(lambda executor: suggestions(executor, prefix, limit))

    def explain(self, query: Query, document: str) -> Explanation | None:
        """Why a document stands where it does in the answer to a query; None when it is not found."""
        return self._answer(lambda executor: explain(executor, query, document))

    def ids(self) -> set[str]:
        """The identifiers of every entry."""
        return self._answer(lambda _: {row[0] for row in self._asking(self._stamp)("SELECT id FROM {entry}", ())})

    def stats(self) -> dict[str, int]:
        """Entries, documents, segments, bytes in the database, bytes of arrays kept in memory."""
        state = self._answer(lambda executor: executor.state)
        [(size,)] = self._asking(self._stamp)(_SIZE, ())
        return {
            "entries": state.entries, "documents": state.documents(), "segments": len(state.segments), "bytes": int(size or 0),
            "cached": self._cache.used,
        }  # fmt: skip

    def close(self) -> None:
        """Closes the connections."""
        self._cache.clear()
        self._database.close()

    def refresh(self) -> bool:
        """Takes over what other nodes wrote; costs one small statement when nothing changed. Raises `IndexDamaged`, `IndexOutdated`."""
        stamp = self._stamp_of(self._database.ask)
        while stamp != self._stamp:
            try:
                self._take_over_now()
                return True
            except Superseded as error:  # a rebuild dropped these tables, or they are lost
                before, stamp = stamp, self._stamp_of(self._database.ask)
                if stamp == before:
                    raise IndexDamaged(self._name, str(error)) from error
        return False

    def _take_over_now(self) -> None:
        with self._lock, self._database.snapshot() as ask:
            self._follow(ask)

    def _follow(self, ask: Ask) -> Ask:
        """Takes over the state that a snapshot sees; what asks the tables of that state in the snapshot."""
        stamp = self._stamp_of(ask)

        def ask_tables(statement: str, values: tuple[Any, ...]) -> list[Any]:
            return ask(self._filled(stamp, statement), values)

        if stamp != self._stamp:
            self._take_over(stamp, ask_tables)
        return ask_tables

    def _take_over(self, stamp: Stamp, ask: Ask) -> None:
        same = (stamp.born, stamp.generation) == (self._stamp.born, self._stamp.generation)
        vocabularies = self._read_vocabularies(ask, self._stamp.size if same else 0)
        state = self._executor.state
        known = {segment.id: (segment, mask) for segment, mask in zip(self._segments, state.alive, strict=True)}
        segments: list[PostgresSegment] = []
        alive: list[Mask] = []
        for span in pairwise(stamp.edges):
            segment = PostgresSegment(stamp, span, self._asking(stamp), vocabularies, self._cache)
            if segment.id not in known:
                segments.append(segment)
                alive.append(segment.read_columns(ask))
            else:
                segments.append(known[segment.id][0].seen_from(stamp, self._asking(stamp)))
                alive.append(known[segment.id][1] if stamp.removed == self._stamp.removed else segment.read_present(ask))
        self._segments = tuple(segments)
        self._executor = Executor(State((stamp.born, stamp.change), self._segments, tuple(alive)), self._cache, self._ranking)
        self._vocabularies, self._stamp = vocabularies, stamp

    def _read_vocabularies(self, ask: Ask, since: int) -> dict[str, Vocabulary]:
        added: dict[str, list[str]] = {field: [] for field in FIELDS}
        fields = {letter: field for field, letter in FIELDS.items()}
        for (lexeme,) in ask(_NEW_TERMS, (since,)):
            added[fields[lexeme[0]]].append(lexeme[1:])
        return {field: self._vocabularies[field].extended(terms) if since else vocabulary_of(terms) for field, terms in added.items()}

    def _answer(self, ask: Callable[[Executor], Answer]) -> Answer:
        """From what is in memory and in the tables; when a writer changes these meanwhile, from a snapshot of them."""
        for attempt in range(_RETRIES):
            self.refresh()
            try:
                return self._answer_from_snapshot(ask) if attempt else ask(self._executor)
            except PostingsUnreadable as error:
                raise IndexDamaged(self._name, type(error).__name__) from error
            except Superseded as error:
                if attempt == _RETRIES - 1:
                    raise IndexDamaged(self._name, str(error)) from error
        raise AssertionError

    def _answer_from_snapshot(self, ask: Callable[[Executor], Answer]) -> Answer:
        with self._database.snapshot() as reading:
            with self._lock:
                ask_tables = self._follow(reading)
                state = self._executor.state
                segments = tuple(segment.seen_from(self._stamp, ask_tables) for segment in self._segments)
            return ask(Executor(State(state.stamp, segments, state.alive), self._cache, self._ranking))

    def _asking(self, stamp: Stamp) -> Ask:
        """Asks the tables of one generation."""
        return lambda statement, values: self._database.ask(self._filled(stamp, statement), values)

    def _filled(self, stamp: Stamp, statement: str) -> str:
        return replace(self._partition, generation=stamp.generation).fill(statement)

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        """One transaction that holds the row of the state, which is the writer's lock. Raises `IndexDamaged` when tables are lost."""
        try:
            with self._database.writing() as connection:
                yield self._writer(connection)
        except Superseded as error:
            raise IndexDamaged(self._name, str(error)) from error
        self.refresh()

    def _writer(self, connection: Connection) -> Writer:
        stamp = self._stamp_of(lambda statement, _: list(connection.exec_driver_sql(statement)), LOCK_STATE)
        return Writer(connection, replace(self._partition, generation=stamp.generation), stamp, self._readers)

    def _sweep(self) -> None:
        """Drops the tables of former generations, unless somebody (a backup) is reading them: then the next rebuild does."""
        with suppress(SearchError), self._database.writing(SWEEP_WAIT) as connection:
            self._writer(connection).sweep()

    def _stamp_of(self, ask: Ask, statement: str = READ_STATE) -> Stamp:
        try:
            rows = ask(self._partition.fill(statement), ())
        except Superseded as error:
            raise IndexDamaged(self._name, str(error)) from error
        if not rows:
            raise IndexDamaged(self._name, "state")
        [(state,)] = rows
        if state.get("version") != LAYOUT:
            raise IndexOutdated(self._name, state.get("version"), LAYOUT)
        return Stamp.of(state)

    def _create(self) -> None:
        if not self._exists():
            with self._creating() as writer:
                if not self._exists():  # another node may just have made it
                    writer.create()

    def _create_anew_unless_readable(self) -> None:
        if not self._is_readable():
            with self._creating() as writer:
                if not self._is_readable():
                    writer.drop()
                    writer.create()

    def _is_readable(self) -> bool:
        try:
            self._stamp_of(self._database.ask)
        except (IndexDamaged, IndexOutdated):
            return False
        return True

    @contextmanager
    def _creating(self) -> Iterator[Writer]:
        with self._database.writing() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (self._partition.partition,))
            yield Writer(connection, self._partition, Stamp(), self._readers)

    def _exists(self) -> bool:
        statement = self._partition.fill("SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'")
        return bool(self._database.ask(statement)[0][0])


def open_postgres_index(
    url: str, partition: str = "public", ranking: Ranking | None = None, cache_bytes: int = CACHE_BYTES, readers: Sequence[str] = ()
) -> PostgresIndex:
    """The index of a partition of a PostgreSQL database (`postgresql+psycopg://…`); made when it is absent and the role may do so.

    `cache_bytes` bounds the arrays kept in memory. Raises `IndexUnreachable`, `IndexUnwritable`, `IndexOutdated`.
    """
    return PostgresIndex(url, partition, ranking, cache_bytes, readers)


def drop_postgres_index(url: str, partition: str = "public") -> None:
    """Takes a partition away with everything in it: the way out of damage and of an old schema version."""
    database = Database(url, f"{make_url(url).render_as_string()}#{partition}")
    try:
        with database.writing() as connection:
            Writer(connection, Tables(partition), Stamp(), ()).drop()
    finally:
        database.close()
