"""Engines by one setting: SQLite in WAL mode with one writer, or PostgreSQL."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from gazette.db.tables import as_json
from gazette.model.errors import BadCall

BUSY_WAIT = 15_000
"""How long SQLite waits for the write lock, in milliseconds."""


def open_engines(address: str, *, read_only: bool = False) -> tuple[Engine, Engine]:
    """The engine that writes and the one that only reads, which share their connections on PostgreSQL. Raises BadCall for no address.

    With *read_only* neither writes: SQLite's file is opened for reading, PostgreSQL is told so for every transaction.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BadCall(reason=f"database_url {address!r}") from error
    if url.get_backend_name() == "sqlite" and read_only:
        reader = _sqlite(str(url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})), "BEGIN", read_only=True)
        return reader, reader
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(address, "BEGIN IMMEDIATE"), _sqlite(address, "BEGIN", read_only=True)
    if url.drivername == "postgresql+psycopg":
        engine = create_engine(url, json_serializer=as_json, pool_pre_ping=True, connect_args=_told(url, read_only))
        # Whoever reads sees one moment, as on SQLite: never one list from before a publication and the next from after it.
        return engine, engine.execution_options(isolation_level="REPEATABLE READ")
    raise BadCall(reason=f"database_url {url.drivername}")


def compact(engine: Engine) -> None:
    """Writes SQLite's file anew, so that nothing deleted or overwritten is left in it; PostgreSQL does that by VACUUM in its own time."""
    if engine.dialect.name != "sqlite":
        return
    held = engine.raw_connection()
    try:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            held.cursor().execute(statement)
    finally:
        held.close()


def _told(url: URL, read_only: bool) -> dict[str, Any]:
    """What each connection to PostgreSQL is opened with, besides what the address says."""
    said = url.query.get("options", ())
    own = ["-c jit=off"]  # these statements take milliseconds, compiling one of many parts takes eighty
    if read_only:
        own.append("-c default_transaction_read_only=on")
    return {"connect_timeout": 10, "options": " ".join([*([said] if isinstance(said, str) else said), *own])}


def _sqlite(address: str, begin: str, *, read_only: bool = False) -> Engine:
    engine = create_engine(address, json_serializer=as_json)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # pysqlite's own transactions would start late and commit behind our back.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_WAIT}")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL" if read_only else "PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> Any:
        connection.exec_driver_sql(begin)

    return engine
