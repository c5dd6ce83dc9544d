"""Writing the PostgreSQL index inside a transaction that the caller holds: entries in and out, a whole generation beside the live one."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from search.codec import Postings
from search.entry import Entry
from search.inversion import Inversion, Source
from search.postgres_postings import pack
from search.postgres_tables import (
    ADD_TERMS,
    COLUMN_TYPES,
    COPY_ENTRY,
    COPY_POSTING,
    COPY_TERM,
    CREATE_INDEXES,
    CREATE_STATE,
    CREATE_TABLES,
    DROP_TERMS,
    FIELDS,
    FORGET_TERMS,
    JOIN_STRETCHES,
    OLD_TABLES,
    POSTING_TYPES,
    TAKE_ENTRIES,
    TERM_TYPES,
    WRITE_STATE,
    Stamp,
    Tables,
    entry_row,
    extended,
    lexeme_of,
    storable,
)
from search.schema import document_rows

_BUILDING = "SET LOCAL maintenance_work_mem = '256MB'"


class Writer:
    """Changes one partition, whose state the caller has locked; `readers` are the roles that may read what it creates."""

    def __init__(self, connection: Connection, tables: Tables, stamp: Stamp, readers: Sequence[str]) -> None:
        self._connection = connection
        self._tables = tables
        self._stamp = stamp
        self._readers = readers

    def create(self) -> None:
        """Makes an empty partition."""
        for script in (CREATE_STATE, CREATE_TABLES, CREATE_INDEXES):
            self._run(self._tables, script)
        self._allow()

    def drop(self) -> None:
        """Takes the partition away."""
        self._run(self._tables, "DROP SCHEMA IF EXISTS {schema} CASCADE")

    def sweep(self) -> None:
        """Drops the tables of other generations than the live one."""
        old = [name for (name,) in self._execute(OLD_TABLES)]
        if old:
            self._execute(f"DROP TABLE {', '.join(old)}")

    def change(self, gone: set[str], entries: Iterable[Entry] = ()) -> None:
        """Takes documents out and adds entries."""
        removed = self._delete(gone)
        first = self._stamp.size
        last, counts = self._fill(self._tables, entries, first)
        edges = self._stamp.edges
        if last > first:
            self._execute(ADD_TERMS, (first, list(counts), list(counts.values())))
            edges = extended(edges, last)
            if edges[-2] < first:
                self._execute(JOIN_STRETCHES, (edges[-2], last, edges[-2]))
        change = self._stamp.change + 1
        self._tell(replace(self._stamp, change=change, removed=change if removed else self._stamp.removed, edges=edges))

    def replace(self, entries: Iterable[Entry]) -> int:
        """Fills the tables of the next generation and makes it the live one; how many entries it has."""
        tables = replace(self._tables, generation=self._tables.generation + 1)
        self._connection.exec_driver_sql(_BUILDING)
        self._run(tables, CREATE_TABLES)
        count, counts = self._fill(tables, entries, 0)
        with self._copying(tables, COPY_TERM, TERM_TYPES) as write:
            for lexeme, having in counts.items():
                write((lexeme, having, 0))
        self._run(tables, CREATE_INDEXES)
        self._allow()
        change = self._stamp.change + 1
        self._tell(replace(self._stamp, generation=tables.generation, change=change, removed=change, edges=extended((0,), count)))
        return count

    def _delete(self, documents: set[str]) -> bool:
        """Takes the documents' entries out, and the words that now stand nowhere; whether there were any."""
        taken = sorted(self._execute(TAKE_ENTRIES, (sorted(storable(documents)),)))
        if not taken:
            return False
        source = Source(document_rows(Entry.kept(json.loads(kept)) for _, kept in taken))
        counts: Counter[str] = Counter()
        while not source.empty:
            inversion = Inversion(FIELDS)
            for _ in source.pour(inversion):
                pass
            for lexeme, postings in _inverted(inversion):
                counts[lexeme] += len(postings.ids)
        self._execute(FORGET_TERMS, (list(counts), list(counts.values())))
        self._execute(DROP_TERMS)
        return True

    def _fill(self, tables: Tables, entries: Iterable[Entry], first: int) -> tuple[int, Counter[str]]:
        """Copies entries, numbered from `first`, and their postings; the number after the last, and how many have each lexeme."""
        counts: Counter[str] = Counter()
        source = Source(document_rows(entries))
        while not source.empty:
            inversion = Inversion(FIELDS)
            with self._copying(tables, COPY_ENTRY, COLUMN_TYPES) as write:
                for n, (row, lengths) in enumerate(source.pour(inversion), first):
                    write(entry_row(n, row, lengths))
            with self._copying(tables, COPY_POSTING, POSTING_TYPES) as write:
                for lexeme, postings in _inverted(inversion):
                    counts[lexeme] += len(postings.ids)
                    write((lexeme, first, *pack(first, postings)))
            first += inversion.count
        return first, counts

    def _tell(self, stamp: Stamp) -> None:
        """Tells every node the new state."""
        self._execute(WRITE_STATE, (stamp.generation, stamp.change, stamp.removed, list(stamp.edges)))

    def _execute(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        found = self._connection.exec_driver_sql(self._tables.fill(statement), values)
        return list(found) if found.returns_rows else []

    def _run(self, tables: Tables, statements: str) -> None:
        for statement in tables.script(statements):
            self._connection.exec_driver_sql(statement)

    def _allow(self) -> None:
        quote = self._connection.dialect.identifier_preparer.quote_identifier
        for role in self._readers:
            for grant in ("USAGE ON SCHEMA {schema}", "SELECT ON ALL TABLES IN SCHEMA {schema}"):
                self._connection.exec_driver_sql(f"GRANT {self._tables.fill(grant)} TO {quote(role)}")

    @contextmanager
    def _copying(self, tables: Tables, statement: str, types: Sequence[str]) -> Iterator[Any]:
        """Gives what writes a row of a COPY in PostgreSQL's binary form."""
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(tables.fill(statement)) as copy:
            copy.set_types(types)
            yield copy.write_row


def _inverted(inversion: Inversion) -> Iterator[tuple[str, Postings]]:
    for field in FIELDS:
        for term, postings in inversion.postings(field):
            yield lexeme_of(field, term.decode()), postings
