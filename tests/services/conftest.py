"""Each test of this room runs in a town on SQLite and in one on PostgreSQL; one sample authority serves them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import signing
from tests.town import Town, running_authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    """The sample authority of this test process."""
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database for a town."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gazette.db'}"
    found: str = request.getfixturevalue("migrated_postgres")
    return found


@pytest.fixture
def town(tmp_path: Path, authority: signing.SampleAuthority, address: str) -> Iterator[Town]:
    """A new town."""
    built = Town(tmp_path, authority, address)
    yield built
    built.close()
