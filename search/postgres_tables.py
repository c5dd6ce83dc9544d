"""What the PostgreSQL index keeps: the tables of a partition, the statements on them, and the state that all nodes share.

A partition is a schema of its own (`search_public`), so that a role can be given one partition and no other, and so that nothing
is counted across partitions. In it stands one row of `state`, and for each generation three tables: `entry` (dates, sort keys,
facets, what is shown), `posting` (where each term stands, as `search.postgres_postings` packs it) and `term` (the vocabulary).

The words are analysed in Python, exactly as for Whoosh; PostgreSQL's own parser never sees a text. A lexeme is the letter of the
field and the term. Entries are numbered as they are written; they lie in stretches, whose edges stand in the state. What stands in
a stretch only ever becomes less.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from search.schema import DATE_FIELDS, FACET_FIELDS, VERSION

FIELDS = {"text": "t", "title": "h", "number": "n", "procedure": "p"}
"""The letter of each searched field."""
LAYOUT = 1000 + VERSION
"""The version of these tables together with that of the terms in them."""
SEALED = 16_384
"""Entries from which a stretch is no longer joined with later ones."""
_GROWTH = 4
_PARTITION = re.compile(r"[a-z][a-z0-9_]{0,40}")
_STRANGE = re.compile("[\x00\ud800-\udfff]")
LABELLED = ("kind", "issuer", "field", "status")
NUMBERS = (*DATE_FIELDS, "order", "part", "text", "title")
_TEXTS = ("document", "id", *FACET_FIELDS, *(f"{name}_label" for name in LABELLED))
COLUMNS = ("n", *_TEXTS, *NUMBERS, "kept")
COLUMN_TYPES = ("int4", *("text" for _ in _TEXTS), *("int8" for _ in NUMBERS), "bytea")
POSTING_TYPES = ("text", "int4", "bytea", "bytea")
TERM_TYPES = ("text", "int4", "int4")
_DEFINITIONS = ", ".join([*(f'"{name}" text COLLATE "C" NOT NULL' for name in _TEXTS), *(f'"{name}" bigint NOT NULL' for name in NUMBERS)])
CREATE_STATE = f"""
CREATE SCHEMA {{schema}};
CREATE TABLE {{state}} (
    single boolean PRIMARY KEY DEFAULT true CHECK (single), version integer NOT NULL DEFAULT {LAYOUT},
    born text NOT NULL DEFAULT gen_random_uuid()::text, generation integer NOT NULL DEFAULT 0, change bigint NOT NULL DEFAULT 0,
    removed bigint NOT NULL DEFAULT 0, edges integer[] NOT NULL DEFAULT ARRAY[0]);
INSERT INTO {{state}} DEFAULT VALUES;
"""
CREATE_TABLES = f"""
CREATE TABLE {{entry}} (n integer NOT NULL, {_DEFINITIONS}, kept bytea NOT NULL);
CREATE TABLE {{posting}} (lexeme text COLLATE "C" NOT NULL, first integer NOT NULL, postings bytea NOT NULL, positions bytea NOT NULL);
ALTER TABLE {{posting}} ALTER postings SET STORAGE EXTERNAL, ALTER positions SET STORAGE EXTERNAL;
CREATE TABLE {{term}} (lexeme text COLLATE "C" NOT NULL, entries integer NOT NULL, first integer NOT NULL);
"""
CREATE_INDEXES = """
CREATE UNIQUE INDEX ON {entry} (n);
CREATE INDEX ON {entry} USING hash (document);
CREATE INDEX ON {posting} (lexeme, first);
CREATE INDEX ON {posting} (first);
CREATE UNIQUE INDEX ON {term} (lexeme);
CREATE INDEX ON {term} (entries) WHERE entries <= 0;
CREATE INDEX ON {term} (first);
ANALYZE {entry}, {posting}, {term};
"""
OLD_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
WHERE schemaname = '{schema}' AND tablename ~ '^(entry|posting|term)_[0-9]+$' AND tablename !~ '_{generation}$'
"""
_COLUMN_LIST = ", ".join(f'"{name}"' for name in COLUMNS)
COPY_ENTRY = f"COPY {{entry}} ({_COLUMN_LIST}) FROM STDIN (FORMAT BINARY)"
COPY_POSTING = "COPY {posting} (lexeme, first, postings, positions) FROM STDIN (FORMAT BINARY)"
COPY_TERM = "COPY {term} (lexeme, entries, first) FROM STDIN (FORMAT BINARY)"
TAKE_ENTRIES = "DELETE FROM {entry} WHERE document = ANY(%s) RETURNING n, kept"
FORGET_TERMS = """
UPDATE {term} t SET entries = t.entries - gone.entries
FROM unnest(%s::text[], %s::integer[]) AS gone (lexeme, entries) WHERE t.lexeme = gone.lexeme
"""
DROP_TERMS = """
WITH gone AS (DELETE FROM {term} WHERE entries <= 0 RETURNING lexeme)
DELETE FROM {posting} p USING gone WHERE p.lexeme = gone.lexeme
"""
ADD_TERMS = """
INSERT INTO {term} AS t (lexeme, entries, first)
SELECT lexeme, entries, %s FROM unnest(%s::text[], %s::integer[]) AS added (lexeme, entries)
ON CONFLICT (lexeme) DO UPDATE SET entries = t.entries + excluded.entries
"""
JOIN_STRETCHES = """
WITH taken AS (DELETE FROM {posting} WHERE first >= %s AND first < %s RETURNING lexeme, first, postings, positions)
INSERT INTO {posting} (lexeme, first, postings, positions)
SELECT lexeme, %s, string_agg(postings, '' ORDER BY first), string_agg(positions, '' ORDER BY first) FROM taken GROUP BY lexeme
"""
READ_STATE = "SELECT to_json(s) FROM {state} s"
LOCK_STATE = READ_STATE + " FOR UPDATE"
WRITE_STATE = "UPDATE {state} SET generation = %s, change = %s, removed = %s, edges = %s"


@dataclass(frozen=True)
class Tables:
    """The names of a partition's tables in one generation."""

    partition: str
    generation: int = 0

    def __post_init__(self) -> None:
        if not _PARTITION.fullmatch(self.partition):
            raise ValueError(self.partition)

    def fill(self, statement: str) -> str:
        """A statement with the names in place of `{schema}`, `{state}`, `{generation}`, `{entry}`, `{posting}` and `{term}`."""
        schema = f"search_{self.partition}"
        tables = {name: f"{schema}.{name}_{self.generation}" for name in ("entry", "posting", "term")}
        return statement.format(schema=schema, state=f"{schema}.state", generation=self.generation, **tables)

    def script(self, statements: str) -> list[str]:
        """Several statements, one by one."""
        return [statement.strip() for statement in self.fill(statements).split(";") if statement.strip()]


@dataclass(frozen=True)
class Stamp:
    """A state of a partition: which one it is (`born`), generation of tables, number of changes and of the last one that took
    entries out, and the edges of its stretches: the first entry of each, and the number of the next entry."""

    born: str = ""
    generation: int = -1
    change: int = -1
    removed: int = -1
    edges: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> "Stamp":
        """The stamp in a row of `state` of this version."""
        return cls(state["born"], state["generation"], state["change"], state["removed"], tuple(state["edges"]))

    @property
    def size(self) -> int:
        """The number of the next entry."""
        return self.edges[-1]


def extended(edges: tuple[int, ...], last: int) -> tuple[int, ...]:
    """The edges with a new stretch up to `last`, joined with those before it that are at most four times as long."""
    starts = list(edges)
    while len(starts) > 1 and starts[-1] - starts[-2] <= min(SEALED - 1, _GROWTH * (last - starts[-1])):
        starts.pop()
    return (*starts, last)


def entry_row(n: int, values: Mapping[str, Any], lengths: Mapping[str, int]) -> tuple[Any, ...]:
    """The row of `entry` for what `search.schema.row` made, under the number `n`."""
    stored = values["entry"]
    found = {
        "n": n, "id": stored["id"], "document": values["document"], "kept": json.dumps(stored, ensure_ascii=False).encode(),
        **{name: values.get(name, "") for name in FACET_FIELDS},
        **{f"{name}_label": stored.get(f"{name}_label", "") for name in LABELLED},
        **{name: values[name] for name in (*DATE_FIELDS, "order", "part")},
        **lengths,
    }  # fmt: skip
    return tuple(found[name] for name in COLUMNS)


def storable(texts: Iterable[str]) -> list[str]:
    """Those of the texts that PostgreSQL takes: no entry has others, but an address that somebody made up may."""
    return [text for text in texts if not _STRANGE.search(text)]


def lexeme_of(field: str, term: str) -> str:
    """The lexeme of a term of a field."""
    return FIELDS[field] + term
