"""A town on SQLite for the worker; the queue itself is tried on both engines in tests/db."""

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


@pytest.fixture
def town(tmp_path: Path, authority: signing.SampleAuthority) -> Iterator[Town]:
    """A new town."""
    built = Town(tmp_path, authority)
    yield built
    built.close()
