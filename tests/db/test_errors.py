"""A database that is locked, full or away is told in one sentence, and nothing is half-written."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

import archive
from gazette.db import Database, Work, engines, upgrade
from gazette.db.errors import (
    ArchiveRefused,
    ArchiveUnavailable,
    ChangedMeanwhile,
    DatabaseLocked,
    DatabaseUnreachable,
    DiskFull,
    translated,
)
from gazette.model.errors import BadCall, NotFound, StateSecretMark, Unavailable
from tests.db.rows import EVERYTHING, add


def _clock() -> datetime:
    return datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrated SQLite file, whose writers wait 50 ms instead of 15 s."""
    monkeypatch.setattr(engines, "BUSY_WAIT", 50)
    upgrade(f"sqlite:///{tmp_path / 'gazette.db'}")
    return tmp_path / "gazette.db"


def test_a_locked_database_is_unavailable_and_readers_go_on(file: Path) -> None:
    database = Database(f"sqlite:///{file}", _clock)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseLocked) as refusal, database.write() as work:
        add(work)
    assert refusal.value.exit_code == 3
    with database.read() as work:
        assert work.lists(EVERYTHING).by_state() == {}
    other.execute("ROLLBACK")
    other.close()
    with database.write() as work:
        add(work)
    database.close()


def _fill(work: Work) -> None:
    """Writes more than the disk, cut down to what the file takes now, can hold."""
    pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    work.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    for _ in range(50):
        add(work, subject="x" * 4000)


def test_a_full_disk_is_unavailable_and_leaves_nothing(file: Path) -> None:
    database = Database(f"sqlite:///{file}", _clock)
    with pytest.raises(DiskFull), database.write() as work:
        _fill(work)
    with database.read() as work:
        assert work.lists(EVERYTHING).by_state() == {}
    database.close()


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://gazette@/gazette?host={tmp_path}"
    with pytest.raises(DatabaseUnreachable):
        upgrade(address)
    database = Database(address, _clock)
    with pytest.raises(DatabaseUnreachable) as refusal, database.read():
        pass
    assert "\n" not in refusal.value.message("vi")
    database.close()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "gazette.db"
    file.write_bytes(b"khong phai co so du lieu" * 100)
    with pytest.raises(Unavailable):
        upgrade(f"sqlite:///{file}")


@pytest.mark.parametrize("address", ["mysql://a/b", "khong phai dia chi", "postgresql://a/b"])
def test_an_address_of_another_kind_is_a_bad_call(address: str) -> None:
    with pytest.raises(BadCall):
        Database(address, _clock)


def test_reading_cannot_write_on_sqlite(file: Path) -> None:
    database = Database(f"sqlite:///{file}", _clock)
    with pytest.raises(Unavailable), database.read() as work:
        add(work)
    database.close()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (archive.RecordNotFound(), NotFound),
        (archive.StateSecretRefused(), StateSecretMark),
        (archive.LabelRefused(), ArchiveRefused),
        (archive.StoreFailed(reason="đầy"), ArchiveUnavailable),
    ],
)
def test_what_the_archive_refuses_is_told_in_the_models_words(theirs: archive.ArchiveError, ours: type[Exception]) -> None:
    with pytest.raises(ours), translated():
        raise theirs


def test_two_rows_of_one_key_are_a_change_in_between(database: Database) -> None:
    with database.write() as work:
        made = add(work)
    with pytest.raises(ChangedMeanwhile), database.write() as work:
        add(work, check_code=made.check_code)
