"""A process that keeps sealed records is killed at every step of it: what was acknowledged can be read, log and keys are whole."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from archive import Audit, KeyStore, Label, LocalBlobs, LogRow, Profile, Recovered, Vault, against_log, create_all
from archive.register import find
from tests.archive.conftest import KEY, OFFICER, Clock, key_store, sqlite_engine
from tests.archive.steps import COMMIT, after

DATA = b"noi dung mat " * 5000
AFTER = "after commit"
STEPS = ("key made", "bytes kept", "row logged", "record written", "version written", COMMIT, AFTER, "relabelled", "tidied")
_STORY = """
import sys
from pathlib import Path
from tests.archive.test_killed import story
story(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
"""


def _parts(folder: Path) -> tuple[Engine, KeyStore, Vault]:
    engine, keys = sqlite_engine(folder / "archive.db"), key_store(folder)
    with engine.begin() as connection:
        create_all(connection)
    audit = Audit("nhat-ky.anphuoc.example", Clock(), KEY, keys=keys)
    return engine, keys, Vault(LocalBlobs(folder / "blobs"), audit, Profile.OFFICE, Clock(), engine.begin, keys=keys)


def story(folder: Path, step: str, lives: int) -> None:
    """Keeps records and changes a label, telling each on stdout once it is done, until *step* was reached *lives* times."""

    def dies() -> None:
        nonlocal lives
        lives -= 1
        if lives <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    engine, _, vault = _parts(folder)
    with after(step, engine, dies) if step != AFTER else nullcontext():
        _keep_on(engine, vault, dies if step == AFTER else lambda: None)


def _keep_on(engine: Engine, vault: Vault, committed: Callable[[], None]) -> None:
    while True:
        with engine.begin() as connection:
            grants = ["chanh-van-phong"]
            label = Label(level=0)
            record = vault.deposit(
                connection, OFFICER, DATA, title="Mật", label=label.named("noi-bo"), media_type="text/plain", grants=grants
            )
            opened = vault.deposit(connection, OFFICER, DATA, title="Mở", label=label, media_type="text/plain")
        print(record.id, opened.id, flush=True)
        committed()
        for one in (record, opened):
            with engine.begin() as connection:
                second = OFFICER.__class__("chanh-van-phong", level=3)
                vault.reclassify(connection, OFFICER, one.id, label.named("bi-mat"), "rà soát", second, "01/QĐ")
            with engine.begin() as connection:
                vault.tidy(connection)


def _killed(folder: Path, step: str, lives: int) -> None:
    command = [sys.executable, "-c", _STORY, str(folder), step, str(lives)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == -9, done.stderr
    engine, keys, vault = _parts(folder)
    with engine.begin() as connection:
        vault.tidy(connection)
    for name in done.stdout.split():
        with engine.begin() as connection:
            assert vault.read(connection, OFFICER, name) == DATA
    with engine.begin() as connection:
        assert vault.audit.verify(connection) == []
        assert {finding.code for finding in vault.sweep(connection, None)} <= {"F004"}
        vault.recover(connection)
        assert vault.recover(connection) == Recovered()
        assert list(vault.sweep(connection, None)) == []
        assert list(against_log(_told(vault, connection), LocalBlobs(folder / "blobs"))) == []
        assert not vault.unsettled(connection)
        for name, labels in keys.records().items():
            assert find(connection, name) is not None
            assert len(labels) == 1
    with engine.begin() as connection:
        assert vault.audit.verify(connection) == []
    engine.dispose()
    keys.close()


def _told(vault: Vault, connection: Connection) -> list[LogRow]:
    """The log as an auditor of the highest clearance exports it."""
    rows = vault.audit.rows(connection)
    return [replace(row, details=vault.audit.opened(row.object, row.action, row.details or "")) for row in rows]


@pytest.mark.parametrize(("step", "lives"), [("bytes kept", 3), ("before commit", 1), ("relabelled", 2)])
def test_nothing_acknowledged_is_lost(tmp_path: Path, step: str, lives: int) -> None:
    _killed(tmp_path, step, lives)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(200))
def test_nothing_acknowledged_is_lost_wherever_it_ends(tmp_path: Path, number: int) -> None:
    chance = random.Random(number)
    step = STEPS[number % len(STEPS)]
    _killed(tmp_path, step, 1 if step.endswith("commit") else chance.randint(1, 12))


def shredding_story(folder: Path, step: str) -> None:
    """Keeps two records, tells them, and is killed in the middle of shredding the first."""
    engine, _, vault = _parts(folder)
    kept = []
    for _ in range(2):
        with engine.begin() as connection:
            grants = ["chanh-van-phong"]
            kept.append(vault.deposit(connection, OFFICER, DATA, title="Mật", label=Label(level=3), media_type="text/plain", grants=grants))
    print(*(record.id for record in kept), flush=True)
    with after(step, engine, lambda: os.kill(os.getpid(), signal.SIGKILL)) if step != AFTER else nullcontext():
        with engine.begin() as connection:
            second = OFFICER.__class__("chanh-van-phong", level=3)
            destroy = vault.shred(connection, OFFICER, kept[0].id, "hết hạn", second, "01/QĐ")
        if step == AFTER:
            os.kill(os.getpid(), signal.SIGKILL)
        with engine.begin() as connection:
            destroy(connection)


@pytest.mark.parametrize("step", [AFTER, "master replaced", "destroyed", "certified"])
def test_a_destruction_cut_between_register_and_keys_is_finished_with_its_certificate(tmp_path: Path, step: str) -> None:
    story_of = "import sys; from pathlib import Path; from tests.archive.test_killed import shredding_story as go; go(Path(sys.argv[1]), sys.argv[2])"
    done = subprocess.run([sys.executable, "-c", story_of, str(tmp_path), step], capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == -9, done.stderr
    gone, kept = done.stdout.split()
    engine, keys, vault = _parts(tmp_path)
    with engine.begin() as connection:
        assert vault.unsettled(connection)
        assert vault.recover(connection).finished == (gone,)
    with engine.begin() as connection:
        certificate = vault.certificates(connection, OFFICER)[gone]
        assert certificate.holds(KEY.public_key())
        assert "keys destroyed: 2 at" in certificate.note
        assert keys.is_destroyed(gone)
        assert vault.read(connection, OFFICER, kept) == DATA
        assert vault.audit.verify(connection) == []
        assert list(vault.sweep(connection, None)) == []
        assert vault.recover(connection) == Recovered()
    engine.dispose()
    keys.close()
