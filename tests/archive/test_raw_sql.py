"""No raw SQL and no raw searcher outside the modules named here: what goes past the rule would go past every test of the rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RAW = {
    "archive/engines.py": "how a transaction begins on SQLite",
    "archive/schema.py": "the triggers that keep the log append-only",
    "gazette/db/engines.py": "how a transaction begins on SQLite",
    "gazette/db/migrating.py": "the revision the database stands at",
    "gazette/db/planning.py": "what SQLite's planner is told of the indexes",
    "gazette/db/street.py": "what PostgreSQL lets the public site's role read",
    "gazette/db/tables.py": "the condition of a partial index",
    "search/postgres_database.py": "how statements reach the index in PostgreSQL",
    "search/postgres_index.py": "which state the index in PostgreSQL has",
    "search/postgres_writer.py": "the rows of the index in PostgreSQL",
}
LABELLED = {"documents", "records"}
SELECTING = {
    "archive/dossiers.py", "archive/families.py", "archive/holdings.py", "archive/indexing.py", "archive/listing.py", "archive/policy.py", "archive/register.py",
}  # fmt: skip
"""The archive's own modules that read the register; the product's read documents in ``gazette/db`` only."""


def _modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_raw_sql_stands_in_the_named_modules_only() -> None:
    found = set()
    for name, tree in _modules("archive", "gazette", "signing", "search"):
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
            for alias in node.names
        }
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if "text" in imported or {"exec_driver_sql", "__table__"} & attributes:
            found.add(name)
    assert found == RAW.keys()


def test_nothing_keeps_rows_beyond_the_statement_that_the_rule_stood_on() -> None:
    """No ORM session, so no identity map that would still give what a clearance no longer opens (N28)."""
    for name, tree in _modules("archive", "gazette", "signing", "search"):
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {module for module in imported if module.startswith(("sqlalchemy.orm", "sqlalchemy.ext"))}, name


def test_the_tables_of_labelled_rows_are_named_in_their_rooms_only() -> None:
    found = set()
    for name, tree in _modules("archive", "gazette"):
        for node in ast.walk(tree):
            known = isinstance(node, ast.ImportFrom) and node.module in ("archive.tables", "gazette.db.tables")
            if known and LABELLED & {alias.name for alias in node.names}:
                found.add(name)
    assert {name for name in found if not name.startswith("gazette/db/")} <= SELECTING


def test_nobody_but_search_touches_an_index() -> None:
    for name, tree in _modules("archive", "gazette", "signing"):
        calls = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
        assert not {"searcher", "open_dir", "correct_query", "expand_prefix"} & calls, name
