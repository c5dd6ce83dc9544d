"""What the PostgreSQL index keeps: the tables of a partition, and an entry as their rows.

A partition is a schema of its own (`search_public`), so that a role can be given one partition and no other, and so that nothing
is counted across partitions. In it stands one row of `state`, and for each generation three tables: `entry` (dates, sort keys,
facets, what is shown), `words` (the analysed words as `tsvector` under a GIN index) and `term` (the vocabulary).

The words are analysed here, in Python, exactly as for Whoosh; PostgreSQL's own parser never sees a text. A lexeme is the letter
of the field, a digit, and the term. Digit 0 means that the term stands there; digits 1 to 6 are the binary digits of how much
oftener than once, because a `tsvector` counts no further than 256 places and stops at position 16,383. An entry with more words
than a `tsvector` holds (1 MB) has several rows in `words`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search.schema import DATE_FIELDS, FACET_FIELDS, VERSION, term_bytes
from search.vietnamese import exact, words

FIELDS = {"text": "t", "title": "h", "number": "n", "procedure": "p"}
"""The letter of each searched field."""
DIGITS = 6
_MOST = 1 << DIGITS
_VECTOR_BYTES = 700_000
_PARTITION = re.compile(r"[a-z][a-z0-9_]{0,40}")
LABELLED = ("kind", "issuer", "field", "status")
NUMBERS = (*DATE_FIELDS, "order", "part", "text", "title")
COLUMNS = (
    "n", "document", "id", *FACET_FIELDS, *(f"{name}_label" for name in LABELLED), *NUMBERS, "title_words", "text_words", "kept",
)  # fmt: skip
_TEXTS = ", ".join(f'"{name}" text COLLATE "C" NOT NULL' for name in (*FACET_FIELDS, *(f"{name}_label" for name in LABELLED)))
_NUMBERS = ", ".join(f'"{name}" bigint NOT NULL' for name in NUMBERS)
CREATE_STATE = f"""
CREATE SCHEMA {{schema}};
CREATE TABLE {{state}} (
    single boolean PRIMARY KEY DEFAULT true CHECK (single), version integer NOT NULL DEFAULT {VERSION},
    generation integer NOT NULL DEFAULT 0, change bigint NOT NULL DEFAULT 0, size integer NOT NULL DEFAULT 0);
INSERT INTO {{state}} DEFAULT VALUES;
"""
CREATE_TABLES = f"""
CREATE TABLE {{entry}} (
    n integer PRIMARY KEY, document text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, {_TEXTS}, {_NUMBERS},
    title_words text COLLATE "C" NOT NULL, text_words text COLLATE "C" NOT NULL, kept json NOT NULL);
CREATE TABLE {{words}} (n integer NOT NULL, lexemes tsvector NOT NULL);
CREATE TABLE {{term}} (lexeme text COLLATE "C" PRIMARY KEY, entries integer NOT NULL, first integer NOT NULL);
"""
CREATE_INDEXES = """
CREATE INDEX ON {entry} (document);
CREATE INDEX ON {words} (n);
CREATE INDEX ON {words} USING gin (lexemes) WITH (fastupdate = off);
CREATE INDEX ON {term} (entries) WHERE entries <= 0;
CREATE INDEX ON {term} (first);
ANALYZE {entry}, {words}, {term};
"""
DROP_TABLES = "DROP TABLE IF EXISTS {entry}, {words}, {term}"
_COLUMN_LIST = ", ".join(f'"{name}"' for name in COLUMNS)
COPY_ENTRY = f"COPY {{entry}} ({_COLUMN_LIST}) FROM STDIN"
COPY_WORDS = "COPY {words} (n, lexemes) FROM STDIN"
FORGET_TERMS = """
WITH gone AS (DELETE FROM {words} w USING {entry} e WHERE e.n = w.n AND e.document = ANY(%s) RETURNING w.lexemes),
counted AS (
    SELECT found.lexeme COLLATE "C" AS lexeme, count(*) AS entries FROM gone, unnest(gone.lexemes) AS found
    WHERE substr(found.lexeme, 2, 1) = '0' GROUP BY 1)
UPDATE {term} t SET entries = t.entries - counted.entries FROM counted WHERE t.lexeme = counted.lexeme
"""
DROP_TERMS = "DELETE FROM {term} WHERE entries <= 0"
DELETE_ENTRIES = "DELETE FROM {entry} WHERE document = ANY(%s)"
ADD_TERMS = """
INSERT INTO {term} AS t (lexeme, entries, first)
SELECT lexeme, entries, %s FROM unnest(%s::text[], %s::integer[]) AS added (lexeme, entries)
ON CONFLICT (lexeme) DO UPDATE SET entries = t.entries + excluded.entries
"""
COUNT_TERMS = """
INSERT INTO {term} (lexeme, entries, first)
SELECT found.lexeme, count(*), min(w.n) FROM {words} w, unnest(w.lexemes) AS found WHERE substr(found.lexeme, 2, 1) = '0' GROUP BY 1
"""
READ_STATE = "SELECT version, generation, change, size FROM {state}"
LOCK_STATE = READ_STATE + " FOR UPDATE"
WRITE_STATE = "UPDATE {state} SET generation = %s, change = %s, size = %s"


@dataclass(frozen=True)
class Tables:
    """The names of a partition's tables in one generation."""

    partition: str
    generation: int = 0

    def __post_init__(self) -> None:
        if not _PARTITION.fullmatch(self.partition):
            raise ValueError(self.partition)

    def fill(self, statement: str) -> str:
        """A statement with the names in place of `{schema}`, `{state}`, `{entry}`, `{words}` and `{term}`."""
        schema = f"search_{self.partition}"
        generation = {name: f"{schema}.{name}_{self.generation}" for name in ("entry", "words", "term")}
        return statement.format(schema=schema, state=f"{schema}.state", **generation)

    def script(self, statements: str) -> list[str]:
        """Several statements, one by one."""
        return [statement.strip() for statement in self.fill(statements).split(";") if statement.strip()]


@dataclass(frozen=True)
class Rows:
    """An entry as rows: that of `entry`, those of `words`, and the lexemes of the terms it has."""

    entry: tuple[Any, ...]
    words: tuple[tuple[int, str], ...]
    lexemes: tuple[str, ...]


def rows_of(n: int, values: dict[str, Any]) -> Rows:
    """The rows of an entry that `search.schema.row` made, under the number `n`."""
    stored = values["entry"]
    texts = {field: [[exact(word) for word in words(part)] for part in values[field]] for field in ("title", "text")}
    lengths = {field: sum(map(len, parts)) for field, parts in texts.items()}
    counts = {field: Counter(_cut(word) for part in parts for word in part) for field, parts in texts.items()}
    counts |= {name: Counter({_cut(term): 1 for term in values[name]}) for name in ("number", "procedure")}
    found = {
        "n": n, "id": stored["id"], "document": values["document"], "kept": json.dumps(stored, ensure_ascii=False),
        "title_words": _phrases(texts["title"]), "text_words": _phrases(texts["text"]), **lengths,
        **{name: values.get(name, "") for name in FACET_FIELDS},
        **{f"{name}_label": stored.get(f"{name}_label", "") for name in LABELLED},
        **{name: values[name] for name in (*DATE_FIELDS, "order", "part")},
    }  # fmt: skip
    lexemes = [lexeme for field, count in counts.items() for term, often in count.items() for lexeme in _lexemes(field, term, often)]
    vectors = tuple((n, vector) for vector in _vectors(lexemes))
    return Rows(tuple(found[name] for name in COLUMNS), vectors, tuple(lexeme for lexeme in lexemes if lexeme[1] == "0"))


def lexeme_of(field: str, term: str, digit: int = 0) -> str:
    """The lexeme of a term of a field."""
    return f"{FIELDS[field]}{digit}{_cut(term)}"


def quoted(lexeme: str) -> str:
    """A lexeme as `tsvector` and `tsquery` read it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _cut(term: str) -> str:
    return term if len(term) < 100 else term_bytes(term).decode("utf-8", "ignore")


def _lexemes(field: str, term: str, often: int) -> Iterator[str]:
    yield lexeme_of(field, term)
    more = min(often, _MOST) - 1
    yield from (lexeme_of(field, term, digit + 1) for digit in range(DIGITS) if more >> digit & 1)


def _vectors(lexemes: list[str]) -> Iterator[str]:
    taken: list[str] = []
    size = 0
    for lexeme in lexemes:
        if size > _VECTOR_BYTES:
            yield " ".join(taken)
            taken, size = [], 0
        taken.append(quoted(lexeme))
        size += len(lexeme.encode())
    yield " ".join(taken)


def _phrases(parts: list[list[str]]) -> str:
    """The words one after the other, a space on either side of each; no phrase runs from one line into the next."""
    return "\n".join(f" {' '.join(part)} " for part in parts)
