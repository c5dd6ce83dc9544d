"""Keeping sealed: deposits with key and log row, the cipher against the library's raw speed, and the replacement of many keys."""

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import archive
from archive.engines import sqlite_engine
from archive.sealing import Seal
from benchmarks.tables import Table

DEPOSITS, SIZE = 400, 100_000
KEYS = 20_000
LARGE, ROUNDS = 2 << 20, 200
OFFICER = archive.Clearance("can-bo", level=3)
SECRET = archive.Label.named("bi-mat")


def sealing(runs: int, folder: Path) -> Iterator[Table]:
    """Deposits, cipher and rotation on one core; the median of *runs*."""
    table = Table("Keeping sealed (SQLite, local folder)", ("what", "figure"))
    keys = key_store(folder)
    deposits = [_deposits(folder / f"kho-{number}", keys) for number in range(runs)]
    table.add("deposits of 100 KB a second of processor time", sorted(cpu for cpu, _ in deposits)[runs // 2])
    table.add("deposits of 100 KB a second by the clock", sorted(wall for _, wall in deposits)[runs // 2])
    raw, sealed = (sorted(act() for _ in range(runs))[runs // 2] for act in (_raw, _sealed))
    table.add("2 MB sealed, part of the library's raw speed, %", 100 * raw / sealed)
    _fill(keys)
    table.add(f"new master and level keys over {KEYS:,} data keys, s", _taken(keys.rotate))
    keys.close()
    yield table


def key_store(folder: Path) -> archive.KeyStore:
    """An empty key store with its key file in *folder*."""
    custody = archive.KeyFile(folder / "archive.key")
    custody.make(archive.new_key())
    keys = archive.open_key_store(f"sqlite:///{folder / 'keys.db'}", custody, _now)
    keys.make(next(custody.candidates()))
    return keys


def _deposits(folder: Path, keys: archive.KeyStore) -> tuple[float, float]:
    folder.mkdir()
    engine = sqlite_engine(folder / "archive.db")
    with engine.begin() as connection:
        archive.create_all(connection)
    audit = archive.Audit("bench.localhost", _now, keys=keys)
    blobs = archive.open_blobs((folder / "blobs").as_uri())
    vault = archive.Vault(blobs, audit, archive.Profile.OFFICE, _now, engine.begin, keys=keys)
    papers = [secrets.token_bytes(SIZE) for _ in range(DEPOSITS)]
    wall, cpu = time.perf_counter(), time.process_time()
    for paper in papers:
        with engine.begin() as connection:
            vault.deposit(connection, OFFICER, paper, title="Tờ trình", label=SECRET, media_type="application/pdf")
    spent = DEPOSITS / (time.process_time() - cpu), DEPOSITS / (time.perf_counter() - wall)
    engine.dispose()
    return spent


def _raw() -> float:
    cipher, data = AESGCM(archive.new_key()), secrets.token_bytes(LARGE)
    return _taken(lambda: [cipher.encrypt(number.to_bytes(12, "big"), data, b"ho so") for number in range(ROUNDS)])


def _sealed() -> float:
    data = secrets.token_bytes(LARGE)
    return _taken(lambda: [b"".join(Seal(archive.new_key(), b"ho so").seal([data])) for _ in range(ROUNDS)])


def _fill(keys: archive.KeyStore) -> None:
    """A level with many data keys: versions of one record, made as a deposit makes them."""
    keys.new(secrets.token_hex(16), [f"{number:032x}" for number in range(KEYS)], SECRET)


def _taken(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _now() -> datetime:
    return datetime.now(UTC)
