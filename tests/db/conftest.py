"""Each test of this room runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gazette.db import Database
from tests.migrated import begin

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gazette.db'}"
    found: str = request.getfixturevalue("postgres_database")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database at the newest revision."""
    if request.param == "sqlite":
        begin(file := f"sqlite:///{tmp_path / 'gazette.db'}")
        return file
    found: str = request.getfixturevalue("migrated_postgres")
    return found


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A migrated database whose clock stands at noon in Hanoi."""
    database = Database(address, lambda: NOON)
    yield database
    database.close()
