"""Databases at the newest revision, as copies of one that each test process migrates once; the migrations are tried in tests/db."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from gazette.db import upgrade
from tests.postgres import database

_PLACE = tempfile.gettempdir()
"""Taken before any test turns temporary files to a folder of its own."""
_template: list[Path] = []


def begin(address: str) -> None:
    """Brings the database at *address* to the newest revision; an absent SQLite file begins as a copy of a migrated one."""
    url = make_url(address)
    if url.drivername == "sqlite" and url.database and not Path(url.database).exists():
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_migrated_file(), url.database)
    upgrade(address)


def _migrated_file() -> Path:
    if not _template:
        folder = Path(tempfile.mkdtemp(prefix="gazette-migrated-", dir=_PLACE))
        upgrade(f"sqlite:///{folder / 'gazette.db'}")
        _template.append(folder / "gazette.db")
    return _template[0]


def pytest_sessionfinish() -> None:
    """Removes the file that others are copied from."""
    for file in _template:
        shutil.rmtree(file.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(postgres_server: URL) -> Iterator[str]:
    """The name of a migrated database that nobody is connected to."""
    with database(postgres_server) as url:
        upgrade(url)
        yield str(make_url(url).database)


@pytest.fixture
def migrated_postgres(postgres_server: URL, migrated_template: str) -> Iterator[str]:
    """The address of a migrated database of this test's own, dropped after it."""
    with database(postgres_server, migrated_template) as url:
        yield url
