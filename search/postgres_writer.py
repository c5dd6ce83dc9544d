"""Writing the PostgreSQL index inside a transaction that the caller holds: entries in and out, a whole generation beside the live one."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from search.entry import Entry
from search.postgres_tables import (
    ADD_TERMS,
    COPY_ENTRY,
    COPY_WORDS,
    COUNT_TERMS,
    CREATE_INDEXES,
    CREATE_STATE,
    CREATE_TABLES,
    DELETE_ENTRIES,
    DROP_TABLES,
    DROP_TERMS,
    FORGET_TERMS,
    WRITE_STATE,
    Rows,
    Tables,
    rows_of,
)
from search.schema import VERSION, document_rows

_BATCH = 500


@dataclass(frozen=True)
class Stamp:
    """A state of a partition: schema version, generation of tables, number of changes, and the number of the next entry."""

    version: int = VERSION
    generation: int = -1
    change: int = -1
    size: int = 0


class Writer:
    """Changes one partition; `readers` are the roles that may read what it creates."""

    def __init__(self, connection: Connection, tables: Tables, readers: Sequence[str]) -> None:
        self._connection = connection
        self._tables = tables
        self._readers = readers

    def create(self) -> None:
        """Makes an empty partition."""
        for script in (CREATE_STATE, CREATE_TABLES, CREATE_INDEXES):
            self._run(self._tables, script)
        self._allow()

    def delete(self, documents: set[str]) -> None:
        """Takes the documents' entries out, and the words that now stand nowhere out of the vocabulary."""
        wanted = (sorted(documents),)
        for statement, values in ((FORGET_TERMS, wanted), (DROP_TERMS, ()), (DELETE_ENTRIES, wanted)):
            self._connection.exec_driver_sql(self._tables.fill(statement), values)

    def insert(self, entries: Iterable[Entry], first: int) -> int:
        """Adds entries under the numbers from `first`; the number after the last."""
        for batch in _batches(entries, first):
            self._copy(self._tables, batch)
            counts = Counter(lexeme for rows in batch for lexeme in rows.lexemes)
            lexemes = sorted(counts)
            values = (first, lexemes, [counts[lexeme] for lexeme in lexemes])
            self._connection.exec_driver_sql(self._tables.fill(ADD_TERMS), values)
            first += len(batch)
        return first

    def replace(self, entries: Iterable[Entry]) -> tuple[int, int]:
        """Fills the tables of the next generation and drops those of this one; the new generation, and how many entries it has."""
        tables, count = replace(self._tables, generation=self._tables.generation + 1), 0
        self._run(tables, CREATE_TABLES)
        for batch in _batches(entries, 0):
            self._copy(tables, batch)
            count += len(batch)
        self._run(tables, COUNT_TERMS + ";" + CREATE_INDEXES)
        self._run(self._tables, DROP_TABLES)
        self._allow()
        return tables.generation, count

    def count(self, stamp: Stamp) -> None:
        """Tells every node the new state."""
        self._connection.exec_driver_sql(self._tables.fill(WRITE_STATE), (stamp.generation, stamp.change, stamp.size))

    def _run(self, tables: Tables, statements: str) -> None:
        for statement in tables.script(statements):
            self._connection.exec_driver_sql(statement)

    def _allow(self) -> None:
        quote = self._connection.dialect.identifier_preparer.quote_identifier
        for role in map(quote, self._readers):
            self._run(
                self._tables, f"GRANT USAGE ON SCHEMA {{schema}} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {{schema}} TO {role}"
            )

    def _copy(self, tables: Tables, batch: list[Rows]) -> None:
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor:
            with cursor.copy(tables.fill(COPY_ENTRY)) as copy:
                for rows in batch:
                    copy.write_row(rows.entry)
            with cursor.copy(tables.fill(COPY_WORDS)) as copy:
                for words in itertools.chain.from_iterable(rows.words for rows in batch):
                    copy.write_row(words)


def _batches(entries: Iterable[Entry], first: int) -> Iterator[list[Rows]]:
    numbered = (rows_of(n, values) for n, values in enumerate(document_rows(entries), first))
    while batch := list(itertools.islice(numbered, _BATCH)):
        yield batch
