"""The public site's database role on PostgreSQL: what is not published is not there for it, whatever it asks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

import archive
from benchmarks.shelves import fill
from gazette.db import Database, upgrade
from gazette.db.errors import DatabaseUnreachable
from gazette.db.street import READS
from gazette.model.errors import BadCall

CLOSED = ("accounts", "sessions", "archive_audit", "archive_dossiers", "archive_needs", "numbers", "proposals", "emergencies")


def now() -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC)


def test_the_role_reads_what_is_published_and_nothing_else(postgres_database: str) -> None:
    upgrade(postgres_database)
    office = Database(postgres_database, now)
    fill(office, 300)
    with office.write() as work:
        work.connection.execute(text("DO $$ BEGIN CREATE ROLE gazette_street LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"))
    office.open_to("gazette_street")
    office.open_to("gazette_street")
    street = Database(make_url(postgres_database).set(username="gazette_street").render_as_string(hide_password=False), now, read_only=True)
    try:
        with office.read() as mine, street.read() as theirs:
            assert theirs.lists(archive.ANYONE).published(500) == mine.lists(archive.ANYONE).published(500) != ()
            assert theirs.lists(archive.ANYONE).issue_lines(50) == mine.lists(archive.ANYONE).issue_lines(50) != ()
            states = set(theirs.connection.scalars(text("SELECT DISTINCT state FROM documents")))
            assert states <= {"published", "withdrawn"}
            assert theirs.connection.scalar(text("SELECT max(level) FROM archive_records")) == 0
            assert mine.connection.scalar(text("SELECT max(level) FROM archive_records")) == 3
            assert theirs.connection.scalar(text("SELECT count(*) FROM archive_grants")) == 0
        for table in CLOSED:
            with pytest.raises(ProgrammingError), street.engine.connect() as connection:
                connection.execute(text(f"SELECT * FROM {table}"))
        for table in READS:
            with pytest.raises(DatabaseUnreachable), street.write() as work:
                work.connection.execute(text(f"DELETE FROM {table}"))
    finally:
        street.close()
        office.close()


def test_only_plain_names_and_only_postgresql(postgres_database: str, tmp_path: object) -> None:
    upgrade(postgres_database)
    for address, role in ((postgres_database, 'x"; DROP TABLE documents; --'), (f"sqlite:///{tmp_path}/a.db", "ai")):
        upgrade(address)
        database = Database(address, now)
        with pytest.raises(BadCall):
            database.open_to(role)
        database.close()


def test_sqlite_is_opened_for_reading(tmp_path: object) -> None:
    address = f"sqlite:///{tmp_path}/a.db"
    upgrade(address)
    database = Database(address, now, read_only=True)
    with pytest.raises(DatabaseUnreachable), database.write() as work:
        work.connection.execute(text("DELETE FROM documents"))
    with database.read() as work:
        assert work.lists(archive.ANYONE).published_count() == 0
    database.close()
