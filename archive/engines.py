"""How the archive opens a SQLite file of its own: WAL, foreign keys, full flushing, every transaction a writer from its start."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON")


def sqlite_engine(path: Path, *pragmas: str) -> Engine:
    """An engine on a SQLite file, with *pragmas* besides the usual ones."""
    engine = create_engine(f"sqlite:///{path}")

    def settle(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
