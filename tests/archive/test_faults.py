"""What surrounds the archive fails under its hands: whatever it acknowledged is kept, and it stays whole."""

import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from archive import (
    ArchiveError,
    BlobStore,
    Label,
    LocalBlobs,
    Recovered,
    against_log,
    create_all,
    open_blobs,
)
from archive import blobs as blob_stores
from tests.archive.conftest import HEAD, KEY, OFFICER, House, key_store, sqlite_engine
from tests.archive.faulty import FAULTS, faulty_s3
from tests.archive.steps import COMMIT, PLACES, after

DATA = b"noi dung cua ho so " * 4000
SECRET, INNER, OPEN = Label.named("bi-mat"), Label.named("noi-bo"), Label(level=0)
ERRORS = (ArchiveError, SQLAlchemyError)
_STORY = """
import sys
from pathlib import Path
from tests.archive.test_faults import full_disk_story
full_disk_story(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
"""


@dataclass
class Kept:
    """What a house acknowledged: the bytes of each record, by its id; None for one that was destroyed."""

    house: House
    records: dict[str, bytes | None]

    def acts(self, chance: random.Random) -> list[Callable[[], None]]:
        """Deposits in all forms, a new version, a change of label and a destruction, as far as there is something to do them to."""
        alive = [name for name, data in self.records.items() if data is not None]
        acts = [lambda: self.deposit(SECRET), lambda: self.deposit(OPEN), lambda: self.deposit(INNER, stream=True)]
        if alive:
            name = chance.choice(alive)
            acts += [lambda: self.version(name), lambda: self.regrade(name, chance.choice((SECRET, INNER)))]
            acts += [lambda: self.destroy(name), lambda: self.shred(chance.choice(alive))]
        return acts

    def deposit(self, label: Label, *, stream: bool = False) -> None:
        data = DATA + os.urandom(8)
        with self.house.engine.begin() as connection:
            record = self.house.vault.deposit(
                connection,
                OFFICER,
                BytesIO(data) if stream else data,
                title="Mẫu",
                label=label,
                media_type="text/plain",
                grants=[HEAD.subject],
            )
        self.records[record.id] = data

    def version(self, name: str) -> None:
        data = DATA + os.urandom(8)
        with self.house.engine.begin() as connection:
            self.house.vault.add_rendition(connection, OFFICER, name, "original", data, "text/plain")
        self.records[name] = data

    def regrade(self, name: str, label: Label) -> None:
        with self.house.engine.begin() as connection:
            self.house.vault.reclassify(connection, OFFICER, name, label, "rà soát", HEAD, "01/QĐ")
        with self.house.engine.begin() as connection:
            self.house.vault.tidy(connection)

    def destroy(self, name: str) -> None:
        with self.house.engine.begin() as connection:
            self.house.vault.dispose(connection, OFFICER, name, "hết hạn", HEAD, "02/QĐ")
        self.records[name] = None
        with self.house.engine.begin() as connection:
            self.house.vault.purge(connection, OFFICER)

    def shred(self, name: str) -> None:
        with self.house.engine.begin() as connection:
            destroy = self.house.vault.shred(connection, OFFICER, name, "hết hạn", HEAD, "03/QĐ")
        self.records[name] = None
        with self.house.engine.begin() as connection:
            destroy(connection)


def is_whole(house: House, records: dict[str, bytes | None], blobs: BlobStore | None = None) -> None:
    """All that was acknowledged is there, and what the archive and an auditor check finds nothing."""
    vault = house.vault
    with house.engine.begin() as connection:
        vault.tidy(connection)
    with house.engine.begin() as connection:
        vault.purge(connection, OFFICER)
        vault.recover(connection)
    with house.engine.begin() as connection:
        assert vault.recover(connection) == Recovered()
        assert not vault.unsettled(connection)
    for name, data in records.items():
        if data is not None:
            with house.engine.begin() as connection:
                assert vault.read(connection, OFFICER, name) == data
    with house.engine.begin() as connection:
        assert vault.audit.verify(connection) == []
        assert list(vault.sweep(connection, None)) == []
        ordered = {row.object for row in vault.audit.rows(connection) if (row.action, row.outcome) == ("shred", "done")}
        certified = vault.certificates(connection, OFFICER)
        assert certified.keys() == ordered
        assert all(one.holds(KEY.public_key()) for one in certified.values())
        rows = [replace(row, details=vault.audit.opened(row.object, row.action, row.details or "")) for row in vault.audit.rows(connection)]
        assert list(against_log(rows, blobs or house.blobs)) == []


def _house(folder: Path) -> House:
    engine, keys = sqlite_engine(folder / "archive.db"), key_store(folder)
    with engine.begin() as connection:
        create_all(connection)
    return House(engine, LocalBlobs(folder / "blobs"), keys=keys)


def _put_away(house: House) -> None:
    house.engine.dispose()
    assert house.keys is not None
    house.keys.close()


class _Limit:
    """No file may grow: every write fails (EFBIG), for who can mount no disk. Only for a process of its own."""

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@dataclass
class _Ballast:
    """A file that takes all that is left of a small disk: every write that needs room fails (ENOSPC)."""

    path: Path

    def fill(self) -> None:
        with suppress(OSError), self.path.open("ab", buffering=0) as file:
            for size in (1 << 16, 1):
                with suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def empty(self) -> None:
        self.path.unlink(missing_ok=True)


def full_disk_story(folder: Path, kind: str, seed: int, rounds: int) -> None:
    """Acts until the disk is full after a step, frees it, and goes on; then tells on stdout what it acknowledged, and what failed."""
    disk, chance, failed = _Limit() if kind == "limit" else _Ballast(folder / "ballast"), random.Random(seed), 0
    house = _house(folder)
    kept = Kept(house, {})
    kept.deposit(SECRET)
    steps = [*PLACES, COMMIT]
    for number in range(rounds):
        act = chance.choice(kept.acts(chance))
        with after(steps[(seed + number) % len(steps)], house.engine, disk.fill):
            try:
                act()
            except ERRORS:
                failed += 1
            finally:
                disk.empty()
        kept.deposit(chance.choice((SECRET, OPEN)))
    _put_away(house)
    told = {name: data and data.hex() for name, data in kept.records.items()}
    print(json.dumps({"failed": failed, "records": told}))


def _filled(folder: Path, kind: str, seed: int, rounds: int) -> int:
    command = [sys.executable, "-c", _STORY, str(folder), kind, str(seed), str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    house = _house(folder)
    is_whole(house, {name: data and bytes.fromhex(data) for name, data in told["records"].items()})
    _put_away(house)
    return int(told["failed"])


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root")
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_nothing_acknowledged_is_lost_when_no_byte_more_can_be_written(tmp_path: Path) -> None:
    assert _filled(tmp_path, "limit", 15, 20) > 5  # this story also fills the disk while a destroyed key is swept out of its file


def test_nothing_acknowledged_is_lost_when_the_disk_is_full(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "dia") as disk:
        assert _filled(disk, "ballast", 1, 20) > 5


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 22))
@pytest.mark.parametrize("kind", ["limit", "ballast"])
def test_a_full_disk_at_every_step_of_every_act(tmp_path: Path, kind: str, seed: int) -> None:
    if kind == "limit":
        _filled(tmp_path, kind, seed, 40)
        return
    with _small_disk(tmp_path / "dia") as disk:
        _filled(disk, kind, seed, 40)


def _s3_house(folder: Path, blobs: BlobStore) -> House:
    engine, keys = sqlite_engine(folder / "archive.db"), key_store(folder)
    with engine.begin() as connection:
        create_all(connection)
    return House(engine, blobs, keys=keys)


def _s3_fails(folder: Path, server: str, bucket: str, patch: pytest.MonkeyPatch, plan: list[list[str]]) -> set[str]:
    """Acts before a server that meets each act with the faults planned for it; which faults were met."""
    with faulty_s3(server) as faulty:
        patch.setenv("AWS_ENDPOINT_URL", faulty.address)
        with patch.context() as impatient:
            impatient.setitem(blob_stores._CLIENT, "timeout", timedelta(seconds=1))
            impatient.setitem(blob_stores._RETRY, "max_retries", 2)
            house = _s3_house(folder, open_blobs(bucket))
        kept, chance = Kept(house, {}), random.Random(len(plan))
        kept.deposit(SECRET)
        for number, faults in enumerate(plan):
            acts = kept.acts(chance)
            faulty.plan.extend(faults)
            with suppress(*ERRORS):
                acts[number % len(acts)]()
            faulty.plan.clear()
        healthy = open_blobs(bucket)
        _put_away(house)
        house = _s3_house(folder, healthy)
        is_whole(house, kept.records)
        _put_away(house)
        return set(faulty.met)


def test_a_failing_s3_loses_nothing_that_was_acknowledged(
    tmp_path: Path, s3_server: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = [
        ["500"],
        ["lost", "503"],
        ["cut"] * 9,
        ["", "lost"],
        ["", "", "lost"],
        ["hang"],
        ["500"] * 9,
        ["", "cut"],
        ["503", "lost", "cut"],
    ]
    assert _s3_fails(tmp_path, s3_server, bucket, monkeypatch, plan) == set(FAULTS)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_an_s3_that_fails_by_chance_loses_nothing(
    tmp_path: Path, s3_server: str, bucket: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    plan = [[chance.choice(("", *FAULTS)) for _ in range(chance.randint(1, 6))] for _ in range(12)]
    _s3_fails(tmp_path, s3_server, bucket, monkeypatch, plan)
