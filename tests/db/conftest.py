"""Each test of this room runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gazette.db import Database, upgrade

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gazette.db'}"
    found: str = request.getfixturevalue("postgres_database")
    return found


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A migrated database whose clock stands at noon in Hanoi."""
    upgrade(address)
    database = Database(address, lambda: NOON)
    yield database
    database.close()
