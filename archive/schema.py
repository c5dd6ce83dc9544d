"""Making and removing the archive's tables, with the triggers that keep its log append-only, on SQLite and PostgreSQL alike."""

from sqlalchemy import Connection, delete, insert, select, text

from archive.audit import anchors, log_rows, log_state, signed_heads
from archive.nodes import AUDIT, PUBLIC, Nodes, tree_nodes
from archive.publications import publication_rows, publication_state
from archive.tables import metadata

APPEND_ONLY = (log_rows.name, signed_heads.name, anchors.name, publication_rows.name)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION archive_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRES = "CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION archive_append_only()"


def create_all(connection: Connection) -> None:
    """Makes what is missing of the archive's tables, triggers and counters; doing it again changes nothing."""
    metadata.create_all(connection)
    if connection.scalar(select(log_state.c.id)) is None:
        connection.execute(insert(log_state).values(id=1, size=0, peaks="", last=""))
    if connection.scalar(select(publication_state.c.id)) is None:
        connection.execute(insert(publication_state).values(id=1, size=0, peaks="", note=""))
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text(_FUNCTION))
    for table in APPEND_ONLY:
        for verb in ("update", "delete", *(["truncate"] if postgres else [])):
            connection.execute(text((_POSTGRES if postgres else _SQLITE).format(table=table, verb=verb)))


def refill_nodes(connection: Connection) -> None:
    """Stores the hash trees' nodes anew from the leaves: for logs begun before nodes were stored, and when a check found wrong ones."""
    connection.execute(delete(tree_nodes))
    Nodes(AUDIT, log_rows).refill(connection)
    Nodes(PUBLIC, publication_rows).refill(connection)


def drop_all(connection: Connection) -> None:
    """Removes every table of the archive and all that is in them: for a migration's way back on an empty installation, and tests."""
    metadata.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS archive_append_only()"))
