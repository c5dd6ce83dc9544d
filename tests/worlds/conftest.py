"""The worlds, built once for a test process."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog.testing

import signing
from tests.town import running_authority
from tests.worlds.chance import Chance, foreseen
from tests.worlds.world import KINDS, World, build


@pytest.fixture(scope="package")
def chance() -> Iterator[Chance]:
    """Every random byte of this package's tests."""
    with foreseen() as chance, structlog.testing.capture_logs() as logs:
        chance.logs = logs
        yield chance


@pytest.fixture(scope="package")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    """One sample authority for every world."""
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture(scope="package")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the worlds, and what they start, make their temporary files."""
    folder = tmp_path_factory.mktemp("spare")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.setenv("TMPDIR", str(folder))
        yield folder


@pytest.fixture(scope="package")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, authority: signing.SampleAuthority, chance: Chance, spare: Path
) -> Iterator[dict[str, World]]:
    """The worlds by the names of ``KINDS``, on SQLite."""
    assert spare.is_dir()
    folder = tmp_path_factory.mktemp("worlds")
    built = {name: build(folder / name, authority, chance, kinds) for name, kinds in KINDS.items()}
    yield built
    for world in built.values():
        world.town.close()
