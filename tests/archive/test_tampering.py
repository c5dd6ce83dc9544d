"""Fourteen ways to change log, register and store by SQL and files: each is found and placed by who holds an old signed head, offline."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, insert, select

from archive import Finding, Head, LogRow, Record, SignedHead, against_log, verify
from archive.audit import log_rows, log_state, signed_heads
from archive.tables import grants, records, renditions
from tests.archive.conftest import CLERK, KEY, House
from tests.archive.tampering import disarm, rewrite, set_row

MALLORY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@dataclass
class Kept:
    """An archive of four records and ten rows, the head that somebody took home at six, and a backup of that day."""

    house: House
    records: list[Record]
    head: SignedHead
    backup: Path

    @property
    def files(self) -> Path:
        return self.backup.with_name("blobs")

    def blob(self, place: int) -> Path:
        name = self.records[place].renditions[0].blob.hex
        return self.files / name[:2] / name[2:4] / name

    def offline(self) -> set[tuple[str, str]]:
        """What is found with an export, the register's ids, the files, the old head and the public key alone."""
        exported = [LogRow.from_json(row.to_json()) for row in self.house.log()]
        with self.house.engine.begin() as connection:
            known = set(connection.scalars(select(records.c.id)))
            heads = [self.head, *self.house.audit.heads(connection)]
        found: list[Finding] = [*verify(exported, heads, KEY.public_key()), *against_log(exported, self.house.blobs, known)]
        return {(finding.code, finding.where) for finding in found}


@pytest.fixture
def kept(lite: House, tmp_path: Path) -> Kept:
    made = [lite.deposit(CLERK, data=f"nội dung {place}".encode()) for place in range(3)]
    for record in made:
        with lite.engine.begin() as connection:
            lite.vault.read(connection, CLERK, record.id)
    with lite.engine.begin() as connection:
        head = lite.audit.sign_head(connection)
    with lite.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{tmp_path / 'old.db'}'")
        connection.exec_driver_sql("BEGIN")
    made.append(lite.deposit(CLERK, data=b"moi"))
    for record in made[:3]:
        with lite.engine.begin() as connection:
            lite.vault.show(connection, CLERK, record.id)
    return Kept(lite, made, head, tmp_path / "old.db")


def _sql(act: Callable[[Connection, Kept], object]) -> Callable[[Kept], None]:
    def run(kept: Kept) -> None:
        with kept.house.engine.begin() as connection:
            disarm(connection)
            act(connection, kept)

    return run


def _exchange(connection: Connection, one: int, other: int) -> None:
    for source, target in ((one, 99), (other, one), (99, other)):
        set_row(connection, source, seq=target)


def _back_date(rows: list[LogRow]) -> list[LogRow]:
    return [*rows[:3], replace(rows[3], time="2020-01-01T00:00:00.000000Z"), *rows[4:]]


def _restore(kept: Kept) -> None:
    kept.house.engine.dispose()
    place = Path(str(kept.house.engine.url.database))
    for old in place.parent.glob(f"{place.name}-*"):
        old.unlink()
    shutil.copy(kept.backup, place)
    with kept.house.engine.begin() as connection:
        disarm(connection)
        rewrite(connection, lambda rows: rows[:5])


def _forge(connection: Connection, _kept: Kept) -> None:
    rewrite(connection, lambda rows: [replace(rows[0], actor="nguoi-khac"), *rows[1:]])
    size, peaks = connection.execute(select(log_state.c.size, log_state.c.peaks)).one()
    forged = Head("nhat-ky.anphuoc.example", size, bytes.fromhex(peaks.split()[0])).sign(MALLORY)
    connection.execute(insert(signed_heads).values(size=size, time="2026-03-02", note=forged.note))


def _flip(kept: Kept) -> None:
    path = kept.blob(0)
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)


def _swap(kept: Kept) -> None:
    one, other = kept.blob(0), kept.blob(1)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _remove(connection: Connection, record: str) -> None:
    for table in (grants, renditions):
        connection.execute(delete(table).where(table.c.record == record))
    connection.execute(delete(records).where(records.c.id == record))


def _remove_with_log(connection: Connection, kept: Kept) -> None:
    gone = kept.records[1].id
    _remove(connection, gone)
    rewrite(connection, lambda rows: [row for row in rows if row.object != gone])


EDITS: dict[str, tuple[Callable[[Kept], object], Callable[[Kept], set[tuple[str, str]]]]] = {
    "a row changed": (_sql(lambda c, _: set_row(c, 2, actor="nguoi-khac")), lambda _: {("L001", "2")}),
    "details changed": (_sql(lambda c, _: set_row(c, 2, details="{}")), lambda _: {("L003", "2")}),
    "a row dropped": (_sql(lambda c, _: c.execute(delete(log_rows).where(log_rows.c.seq == 4))), lambda _: {("L002", "4")}),
    "two rows reordered": (_sql(lambda c, _: _exchange(c, 2, 3)), lambda _: {("L004", "2"), ("L004", "3")}),
    "a row back-dated": (_sql(lambda c, _: rewrite(c, _back_date)), lambda _: {("L005", "4"), ("L007", "1-6")}),
    "a row inserted": (
        _sql(lambda c, _: rewrite(c, lambda rows: [*rows[:2], rows[1], *rows[2:]])),
        lambda _: {("L005", "3"), ("L007", "1-6")},
    ),
    "the tail cut": (_sql(lambda c, _: rewrite(c, lambda rows: rows[:4])), lambda _: {("L006", "5-6")}),
    "everything recomputed": (
        _sql(lambda c, _: rewrite(c, lambda rows: [replace(rows[0], actor="nguoi-khac"), *rows[1:]])),
        lambda _: {("L007", "1-6")},
    ),
    "an older backup restored": (_restore, lambda _: {("L006", "6")}),
    "the stored heads replaced": (_sql(_forge), lambda _: {("L007", "1-6"), ("L008", "10")}),
    "a blob flipped": (_flip, lambda kept: {("F002", kept.blob(0).name)}),
    "two blobs swapped": (_swap, lambda kept: {("F002", kept.blob(0).name), ("F002", kept.blob(1).name)}),
    "a blob missing": (lambda kept: kept.blob(2).unlink(), lambda kept: {("F001", kept.blob(2).name)}),
    "a record removed": (_sql(lambda c, kept: _remove(c, kept.records[1].id)), lambda kept: {("F005", kept.records[1].id)}),
    "a record removed with its log": (_sql(_remove_with_log), lambda _: {("L007", "1-6")}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_who_holds_an_old_head_finds_the_edit_and_its_place(kept: Kept, edit: str) -> None:
    act, expected = EDITS[edit]
    wanted = expected(kept)
    act(kept)
    found = kept.offline()
    assert wanted <= found, found


def test_nothing_is_found_where_nothing_was_changed(kept: Kept) -> None:
    assert kept.offline() == set()


def test_a_destroyed_record_is_not_missed(kept: Kept) -> None:
    head = replace(CLERK, subject="chanh-van-phong")
    with kept.house.engine.begin() as connection:
        kept.house.vault.grant(connection, CLERK, kept.records[0].id, head.subject)
    with kept.house.engine.begin() as connection:
        kept.house.vault.dispose(connection, CLERK, kept.records[0].id, "hết hạn", head, "01/QĐ-VP")
    with kept.house.engine.begin() as connection:
        kept.house.vault.purge(connection, CLERK)
    assert kept.offline() == set()
    assert not kept.blob(0).exists()
