"""What SQLite's planner is told of the tables: how many rows a large installation has for each value of an index.

PostgreSQL counts for itself (autovacuum). SQLite would guess ten rows for one value of any index, and read every published document to
find one by its number. Its documentation allows figures written by hand (``sqlite_stat1``); so the plans are the same everywhere, and tests
can hold them.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, text

_FIGURES: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "archive_records": (1_000_000, {
        "id": "1",
        "state level secrecy compartments created id": "300000 90000 90000 20000 1 1",
        "dossier state level secrecy compartments created id": "25 15 8 8 8 1 1",
        "created id": "1 1",
        "release_date id": "5000 1",
        "attached_to": "20",
    }),
    "archive_grants": (1_500_000, {"record principal": "2 1"}),
    "archive_needs": (900_000, {
        "principal record": "3000 1",
        "principal state level created record": "3000 2000 1000 1 1",
        "record": "3",
    }),
    "archive_dossier_grants": (100_000, {"dossier principal": "2 1", "principal": "300"}),
    "archive_dossiers": (40_000, {"id": "1", "code": "2", "mark": "2", "level secrecy compartments created id": "10000 10000 2000 1 1"}),
    "archive_renditions": (4_000_000, {"id": "1", "record name version": "4 1 1", "blob": "1"}),
    "archive_audit": (10_000_000, {"object": "10", "outcome seq": "1000000 1", "action seq": "100000 1"}),
    "documents": (1_000_000, {
        "id": "1",
        "record": "1",
        "check_code": "1",
        "slug": "1",
        "work": "2",
        "kind kind_name state level secrecy compartments": "50000 50000 5000 5000 5000 5000",
        "number issued_on": "3 2",
        "state received_at id": "30000 2 1",
        "state published_at issued_on id": "90000 50 5 1",
        "number_mark": "3",
        "series_mark": "200",
    }),
    "files": (5_000_000, {"document format": "5 1", "sha256": "2"}),
    "relations": (5_000_000, {"document position": "5 1", "number day": "5 4"}),
    "history": (10_000_000, {"document": "10"}),
    "issues": (20_000, {"id": "1", "check_code": "1", "year first": "200 1", "record": "2", "sha256": "2"}),
    "issue_items": (1_000_000, {"issue document": "50 1", "document": "2"}),
    "numbers": (1_500_000, {
        "book series year number": "700000 50000 5000 1",
        "book year series number": "700000 40000 5000 1",
        "document": "2",
        "printed": "100",
        "mark": "100",
    }),
    "jobs": (1_000_000, {"state due": "300000 2"}),
}  # fmt: skip
"""For each table its rows, and for each index, named by its columns, how many rows share the first, the first two … of them."""


def tell(connection: Connection) -> None:
    """Writes the figures, on SQLite only; they hold from the next connection on."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text("ANALYZE alembic_version"))
    for table, (rows, indexes) in _FIGURES.items():
        connection.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = :tbl"), {"tbl": table})
        for name, columns in _indexes(connection, table):
            if columns in indexes:
                row = {"tbl": table, "idx": name, "stat": f"{rows} {indexes[columns]}"}
                connection.execute(text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)"), row)


def untold(connection: Connection) -> list[str]:
    """The indexes of the tables above that no figure speaks of, and the figures that speak of no index; for the tests."""
    there = {(table, columns) for table in _FIGURES for _, columns in _indexes(connection, table)}
    spoken = {(table, columns) for table, (_, indexes) in _FIGURES.items() for columns in indexes}
    return sorted(f"{table} ({columns})" for table, columns in there ^ spoken)


def _indexes(connection: Connection, table: str) -> list[tuple[str, str]]:
    names = [row.name for row in connection.execute(text(f"PRAGMA index_list({table})"))]
    return [(name, " ".join(row.name for row in connection.execute(text(f"PRAGMA index_info({name})")))) for name in names]
