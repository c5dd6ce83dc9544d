"""The plans of the lists, on both engines: every one walks an index from a place in it; no table is read from its beginning to its end."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

import archive
from benchmarks.shelves import ARCHIVIST, SPAN, fill
from gazette.db import Database, Work, planning
from gazette.model.workflow import STATES, UNFINISHED

BIG = {
    "archive_records", "archive_dossiers", "archive_grants", "archive_renditions", "archive_audit", "documents", "files", "relations", "history", "numbers", "issue_items",
}  # fmt: skip
"""The tables that grow with the years."""

READERS = {
    "public": archive.ANYONE,
    "Công khai": archive.Clearance("can-bo-7"),
    "Nội bộ": archive.Clearance("can-bo-8", level=1),
    "Bí mật": archive.Clearance("can-bo-9", level=3, compartments=frozenset({"to-1"})),
    "archivist": archive.Clearance(ARCHIVIST, level=3, need_to_know=frozenset({"HS-1", "to-soan"})),
}
MIDDLE = SPAN[0] + (SPAN[1] - SPAN[0]) / 2
WANTED = {
    "all": archive.Wanted(),
    "of a dossier": archive.Wanted("HS-1"),
    "withdrawn": archive.Wanted(state=archive.State.WITHDRAWN),
    "of a year": archive.Wanted(since=datetime(2015, 1, 1, tzinfo=UTC), before=datetime(2016, 1, 1, tzinfo=UTC)),
}
DESK: dict[str, Callable[[Work, archive.Clearance], object]] = {
    "what waits": lambda work, reader: work.lists(reader).desk(UNFINISHED, 51),
    "a state, deep": lambda work, reader: work.lists(reader).desk({"published"}, 51, (MIDDLE, "f")),
    "counts": lambda work, reader: work.lists(reader).counted(STATES),
    "published": lambda work, reader: work.lists(reader).published(50),
    "published, deep": lambda work, reader: work.lists(reader).published(50, after=(MIDDLE, "2015-01-01 f")),
    "register": lambda work, reader: work.lists(reader).register("issued", "QĐ", 2015, 501, ("QĐ", 3)),
    "registers of all series": lambda work, reader: work.lists(reader).register("issued", None, 2015, 501),
    "series": lambda work, reader: work.lists(reader).series("issued", 2015),
}


@pytest.fixture
def full(database: Database) -> Database:
    """A small part of twenty years; PostgreSQL has counted it and may not read a table because it is small."""
    fill(database, 2000)
    with database.write() as work:
        if work.connection.dialect.name == "postgresql":
            work.connection.execute(text("ANALYZE"))
    return database


@contextmanager
def _asked(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The selects that are asked inside."""
    taken: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            taken.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield taken
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _whole_tables(work: Work, ask: Callable[[], object]) -> list[str]:
    """The big tables that *ask* reads from end to end."""
    connection = work.connection
    with _asked(connection) as taken:
        ask()
    explain = _scanned_on_postgres if connection.dialect.name == "postgresql" else _scanned_on_sqlite
    return [f"{table}: {statement[:200]}" for statement, parameters in taken for table in explain(connection, statement, parameters)]


def _scanned_on_sqlite(connection: Connection, statement: str, parameters: Sequence[Any]) -> list[str]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    found = (re.match(r"SCAN (\w+)", row[3]) for row in rows)
    return [match[1] for match in found if match and match[1] in BIG]


def _scanned_on_postgres(connection: Connection, statement: str, parameters: Any) -> list[str]:
    for way in ("seqscan", "mergejoin", "hashjoin"):  # the cheaper ones for a few hundred rows, and never for a million
        connection.execute(text(f"SET LOCAL enable_{way} = off"))
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalars()
    nodes = list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
    return [node["Relation Name"] for node in nodes if node.get("Relation Name") in BIG and not _is_held(node)]


def _is_held(node: dict[str, Any]) -> bool:
    return "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan"


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from _nodes(part)


def test_no_list_of_the_archive_reads_a_table_from_end_to_end(full: Database, tmp_path: Path) -> None:
    audit = archive.Audit("ke-hoach.example", lambda: MIDDLE)
    vault = archive.Vault(archive.LocalBlobs(tmp_path), audit, archive.Profile.OFFICE, lambda: MIDDLE, full.independent)
    for after in (None, archive.mark(MIDDLE, "f")):
        for name, wanted in WANTED.items():
            for who, reader in READERS.items():
                with full.write() as work:
                    found = _whole_tables(work, lambda: vault.list(work.connection, reader, wanted, after=after))  # noqa: B023
                    assert found == [], (name, who)


def test_no_page_of_dossiers_reads_a_table_from_end_to_end(full: Database, tmp_path: Path) -> None:
    audit = archive.Audit("ke-hoach.example", lambda: MIDDLE)
    vault = archive.Vault(archive.LocalBlobs(tmp_path), audit, archive.Profile.OFFICE, lambda: MIDDLE, full.independent)
    for after in (None, archive.mark(MIDDLE, "f")):
        for who, reader in READERS.items():
            with full.read() as work:
                found = _whole_tables(work, lambda: vault.dossiers.list(work.connection, reader, after=after))  # noqa: B023
                assert found == [], who


def test_no_list_of_the_desk_or_the_site_reads_a_table_from_end_to_end(full: Database) -> None:
    for name, ask in DESK.items():
        for reader in READERS.values():
            with full.read() as work:
                assert _whole_tables(work, lambda: ask(work, reader)) == [], name  # noqa: B023


def test_a_select_without_an_index_is_noticed(full: Database) -> None:
    with full.read() as work:
        by_title = text("SELECT id FROM documents WHERE subject = 'x'")
        assert _whole_tables(work, lambda: work.connection.execute(by_title)) != []


def test_the_planner_is_told_of_every_index_of_the_big_tables(database: Database) -> None:
    with database.read() as work:
        if work.connection.dialect.name == "sqlite":
            assert planning.untold(work.connection) == []
            assert set(work.connection.scalars(text("SELECT tbl FROM sqlite_stat1"))) >= BIG
