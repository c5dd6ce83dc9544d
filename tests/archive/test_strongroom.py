"""What is above Công khai lies sealed: bytes, titles and what the log says; labels bind it, locking hides it, shredding ends it."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from archive import ArchiveLocked, Certificate, ContentId, Epoch, Finding, KeyDestroyed, Label, LocalBlobs, Record, SealBroken, WrongState
from archive.holdings import unsettled
from archive.sealing import CHUNK
from archive.tables import holds, leftovers, records, renditions
from tests.archive.conftest import CLERK, HEAD, KEY, OFFICER, House, key_store

CANARY = "zirkon-mật-ong"
PLAIN = (f"Nội dung {CANARY}. " * 9000).encode()
OPEN, INNER, SECRET = Label(level=0), Label.named("noi-bo"), Label.named("bi-mat")


def _stored(house: House) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(house.blobs.folder.rglob("*")) if path.is_file())


def _do(house: House, act: Callable[..., Any], *args: Any, **more: Any) -> Any:
    with house.engine.begin() as connection:
        return act(connection, *args, **more)


def _read(house: House, record: Record, who: Any = OFFICER) -> bytes:
    return bytes(_do(house, house.vault.read, who, record.id))


def _regrade(house: House, record: Record, label: Label) -> None:
    _do(house, house.vault.grant, OFFICER, record.id, HEAD.subject)
    _do(house, house.vault.reclassify, OFFICER, record.id, label, "rà soát", HEAD, "01/QĐ")
    _do(house, house.vault.tidy)


@pytest.mark.parametrize("level", ["noi-bo", "han-che", "bi-mat", "tuyet-mat"])
def test_nothing_above_public_lies_open(sealed: House, level: str) -> None:
    person = OFFICER if level != "tuyet-mat" else type(OFFICER)("can-bo-mat", level=3, secrecy=3)
    record = sealed.deposit(person, level, PLAIN, title=f"Tờ trình {CANARY}")
    assert CANARY.encode() not in _stored(sealed)
    assert _read(sealed, record, person) == PLAIN
    assert record.renditions[0].sha256 == ContentId.of(PLAIN)
    assert _do(sealed, sealed.vault.show, person, record.id).title == f"Tờ trình {CANARY}"
    assert _do(sealed, sealed.vault.list, person).records[0].title == f"Tờ trình {CANARY}"
    with sealed.engine.begin() as connection:
        assert CANARY not in str(connection.execute(records.select()).all())


def test_the_reason_of_a_hold_is_sealed_and_follows_the_label(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN, title="Việc")
    _do(sealed, sealed.vault.hold, OFFICER, record.id, f"vụ án {CANARY}")

    def lies_open() -> bool:
        with sealed.engine.begin() as connection:
            return CANARY in str(connection.execute(holds.select()).all())

    def reasons() -> list[str]:
        return [hold.reason for hold in _do(sealed, sealed.vault.show, OFFICER, record.id).holds]

    assert (lies_open(), reasons()) == (False, [f"vụ án {CANARY}"])
    assert [held.title for held in _do(sealed, sealed.vault.held, OFFICER)] == ["Việc"]
    _regrade(sealed, record, OPEN)
    assert (lies_open(), reasons()) == (True, [f"vụ án {CANARY}"])
    _regrade(sealed, record, INNER)
    assert (lies_open(), reasons()) == (False, [f"vụ án {CANARY}"])


def test_what_is_public_lies_open_published_or_not(sealed: House) -> None:
    sealed.deposit(CLERK, "cong-khai", PLAIN)
    assert PLAIN in _stored(sealed)


def test_streams_and_ranges_of_sealed_bytes_are_the_plain_ones(sealed: House) -> None:
    with sealed.engine.begin() as connection:
        record = sealed.vault.deposit(connection, OFFICER, io.BytesIO(PLAIN), title="x", label=SECRET, media_type="text/plain")
    assert CANARY.encode() not in _stored(sealed)
    for start, end in ((0, None), (5, 9), (CHUNK - 3, CHUNK + 3), (len(PLAIN) - 1, None), (0, 0), (len(PLAIN), None)):
        with sealed.engine.begin() as connection:
            opened = sealed.vault.open(connection, OFFICER, record.id, within=(start, end))
        assert b"".join(opened.chunks) == PLAIN[start:end]


def test_a_version_more_has_a_key_of_its_own(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", b"ban dau")
    for data in (b"ban hai", b"ban ba"):
        _do(sealed, sealed.vault.add_rendition, OFFICER, record.id, "original", data, "text/plain")
    found = [bytes(_do(sealed, sealed.vault.read, OFFICER, record.id, "original", version)) for version in (1, 2, 3)]
    assert found == [b"ban dau", b"ban hai", b"ban ba"]


def test_a_label_lowered_past_the_vault_opens_nothing(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN)
    with sealed.engine.begin() as connection:
        connection.execute(update(records).values(level=1))
    with pytest.raises(SealBroken):
        _read(sealed, record)


def test_sealed_bytes_moved_to_another_record_open_nothing(sealed: House) -> None:
    first, second = sealed.deposit(OFFICER, "bi-mat", PLAIN), sealed.deposit(OFFICER, "bi-mat", b"khac")
    with sealed.engine.begin() as connection:
        stolen = {"blob": first.renditions[0].blob.hex, "sha256": first.renditions[0].sha256.hex, "size": len(PLAIN)}
        connection.execute(update(renditions).where(renditions.c.record == second.id).values(**stolen))
    with pytest.raises(SealBroken):
        _read(sealed, second)
    with sealed.engine.begin() as connection:
        opened = sealed.vault.open(connection, OFFICER, second.id)
        with pytest.raises(SealBroken):
            list(opened.chunks)


@pytest.mark.parametrize("way", [(INNER, SECRET), (SECRET, INNER), (OPEN, SECRET), (SECRET, OPEN), (OPEN, INNER), (INNER, OPEN)])
def test_a_new_label_changes_how_the_bytes_lie_and_the_old_form_goes(sealed: House, way: tuple[Label, Label]) -> None:
    record = sealed.deposit(OFFICER, label=way[0], data=PLAIN, title=CANARY)
    _do(sealed, sealed.vault.add_rendition, OFFICER, record.id, "xml", PLAIN[::-1], "text/xml")
    _regrade(sealed, record, way[1])
    assert _read(sealed, record) == PLAIN
    assert _do(sealed, sealed.vault.read, OFFICER, record.id, "xml") == PLAIN[::-1]
    assert (PLAIN in _stored(sealed)) == way[1].is_public
    with sealed.engine.begin() as connection:
        assert not unsettled(connection)
        assert list(sealed.vault.sweep(connection, None)) == []
        assert (CANARY in str(connection.execute(records.select()).all())) == way[1].is_public
        assert sealed.audit.verify(connection) == []


def test_what_shares_a_label_is_sealed_with_it(sealed: House) -> None:
    root = sealed.deposit(OFFICER, label=OPEN, data=PLAIN)
    sealed.deposit(OFFICER, "bi-mat", b"kem theo", attached_to=root.id)
    _do(sealed, sealed.vault.tidy)
    assert PLAIN not in _stored(sealed)
    assert _read(sealed, root) == PLAIN


def test_a_change_of_label_that_is_rolled_back_changes_nothing(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "noi-bo", PLAIN, grants=[HEAD.subject])
    with pytest.raises(ZeroDivisionError), sealed.engine.begin() as connection:  # noqa: PT012
        sealed.vault.reclassify(connection, OFFICER, record.id, SECRET, "rà soát", HEAD, "01/QĐ")
        raise ZeroDivisionError
    _do(sealed, sealed.vault.tidy)
    assert _read(sealed, record) == PLAIN


def test_locked_only_what_is_public_is_served(sealed: House, tmp_path: Path) -> None:
    public, secret = sealed.deposit(OFFICER, label=OPEN, data=b"mo"), sealed.deposit(OFFICER, "bi-mat", PLAIN, title=CANARY)
    away = (tmp_path / "keys.master").rename(tmp_path / "cat-di")
    assert _read(sealed, public) == b"mo"
    with pytest.raises(ArchiveLocked):
        _read(sealed, secret)
    with pytest.raises(ArchiveLocked):
        sealed.deposit(OFFICER, "noi-bo")
    assert CANARY not in {record.title for record in _do(sealed, sealed.vault.list, OFFICER).records}
    away.rename(tmp_path / "keys.master")
    assert _read(sealed, secret) == PLAIN


def test_what_the_log_says_of_closed_records_is_sealed_and_the_log_stays_whole(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN)
    _do(sealed, sealed.vault.hold, OFFICER, record.id, f"vụ án {CANARY}")
    assert CANARY not in str(sealed.log())
    with sealed.engine.begin() as connection:
        told = sealed.audit.entries(connection, OFFICER, record=record.id)
        assert CANARY in str(told[-1].details)
        assert sealed.audit.entries(connection, CLERK, record=record.id)[-1].details is None
        assert sealed.audit.verify(connection) == []


def _shred(house: House, record: Record) -> Certificate:
    _do(house, house.vault.grant, OFFICER, record.id, HEAD.subject)
    destroy = _do(house, house.vault.shred, OFFICER, record.id, "hết hạn", HEAD, "02/QĐ-VP")
    certificate: Certificate = _do(house, destroy)
    _do(house, house.vault.purge, OFFICER)
    return certificate


def test_a_shredded_record_stays_unreadable_in_a_backup_from_before(lite: House, tmp_path: Path) -> None:
    house = House(lite.engine, lite.blobs, keys=key_store(tmp_path))
    gone, kept = house.deposit(OFFICER, "bi-mat", PLAIN), house.deposit(OFFICER, "bi-mat", b"con lai")
    shutil.copytree(house.blobs.folder, tmp_path / "cu" / "blobs")
    with house.engine.begin() as connection:
        rows = [dict(row) for row in connection.execute(renditions.select()).mappings()]
    certificate = _shred(house, gone)
    assert certificate.holds(KEY.public_key())
    assert gone.renditions[0].sha256.hex in certificate.note
    with house.engine.begin() as connection:
        assert sorted(row["id"] for row in rows) == sorted(connection.scalars(renditions.select().with_only_columns(renditions.c.id)))
        connection.execute(update(records).values(state="kept"))  # the register as it was before
    old = House(house.engine, LocalBlobs(tmp_path / "cu" / "blobs"), keys=house.keys)
    assert _read(old, kept) == b"con lai"
    with pytest.raises(KeyDestroyed):
        _read(old, gone)
    assert house.keys is not None
    house.keys.close()


def test_a_certificate_that_was_changed_does_not_hold(sealed: House) -> None:
    certificate = _shred(sealed, sealed.deposit(OFFICER, "bi-mat", PLAIN))
    text = certificate.to_json()
    assert Certificate.from_json(text).holds(KEY.public_key())
    for old, new in (("02/QĐ-VP", "03/QĐ-VP"), ("Certificate of", "Certificat of"), (certificate.leaf[:8], "0" * 8)):
        assert not Certificate.from_json(text.replace(old, new)).holds(KEY.public_key())


def test_the_log_of_a_shredded_record_says_nothing_of_it_and_stays_whole(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN, title=CANARY)
    _do(sealed, sealed.vault.hold, OFFICER, record.id, CANARY)
    (hold,) = _do(sealed, sealed.vault.show, OFFICER, record.id).holds
    _do(sealed, sealed.vault.release_hold, OFFICER, record.id, hold.id, "xong")
    _shred(sealed, record)
    with sealed.engine.begin() as connection:
        told = {row.action: row.details for row in sealed.audit.entries(connection, OFFICER, record=record.id)}
        assert told["hold"] is None
        assert "02/QĐ-VP" in str(told["shred"])
        assert sealed.audit.verify(connection) == []
        assert list(sealed.vault.sweep(connection, None)) == []


def test_what_was_never_sealed_is_not_shredded(sealed: House) -> None:
    with pytest.raises(WrongState):
        _shred(sealed, sealed.deposit(OFFICER, label=OPEN))


def test_shredding_broken_off_before_the_keys_is_finished_and_certified_by_the_next_tidying(sealed: House) -> None:
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN, grants=[HEAD.subject])
    destroy = _do(sealed, sealed.vault.shred, OFFICER, record.id, "hết hạn", HEAD, "02/QĐ-VP")
    assert _do(sealed, sealed.vault.certificates, OFFICER) == {}
    assert [finding.where for finding in _swept(sealed) if finding.code == "F009"] == [record.id]
    _do(sealed, sealed.vault.purge, OFFICER)
    assert sealed.keys is not None
    assert sealed.keys.is_destroyed(record.id)
    certificate = _do(sealed, sealed.vault.certificates, OFFICER)[record.id]
    assert certificate.holds(KEY.public_key())
    assert f"people: {OFFICER.subject}, {HEAD.subject}" in certificate.note
    assert "decision: 02/QĐ-VP" in certificate.note
    assert "keys destroyed: 2 at" in certificate.note
    assert _do(sealed, destroy) == certificate
    assert _do(sealed, sealed.vault.certificates, CLERK) == {}
    assert _swept(sealed) == []


def _swept(house: House) -> list[Finding]:
    with house.engine.begin() as connection:
        return list(house.vault.sweep(connection, None))


def test_shredding_waits_for_the_medium_of_the_epoch_and_the_check_says_so(sealed: House, tmp_path: Path) -> None:
    assert sealed.keys is not None
    sealed.keys.epoch = Epoch(tmp_path)
    safe = tmp_path / "ket-sat" / "khoa-ky"
    sealed.keys.keep_epoch(safe)
    record = sealed.deposit(OFFICER, "bi-mat", PLAIN, grants=[HEAD.subject])
    _do(sealed, sealed.vault.shred, OFFICER, record.id, "hết hạn", HEAD, "02/QĐ-VP")
    away = safe.rename(tmp_path / "mang-di")
    assert _do(sealed, sealed.vault.recover).finished == ()
    assert [finding.where for finding in _swept(sealed)] == [record.id]
    away.rename(safe)
    assert _do(sealed, sealed.vault.recover).finished == (record.id,)
    assert _swept(sealed) == []


def test_an_archive_from_before_there_were_keys_is_sealed_bit_by_bit(house: House, tmp_path: Path) -> None:
    closed = [house.deposit(OFFICER, "bi-mat", PLAIN + bytes([number]), title=CANARY) for number in range(3)]
    public = house.deposit(OFFICER, label=OPEN, data=b"cong khai")
    with house.engine.begin() as connection:
        connection.execute(insert(leftovers).values(record="", blob=""))
    sealed = House(house.engine, house.blobs, keys=key_store(tmp_path))
    with pytest.raises(ZeroDivisionError), sealed.engine.begin() as connection:  # noqa: PT012
        assert sealed.vault.close_rest(connection, 2) == 2
        raise ZeroDivisionError  # broken off: the next attempt begins again
    assert all(_read(sealed, record) == PLAIN + bytes([number]) for number, record in enumerate(closed))
    counted = []
    while not counted or counted[-1]:
        counted.append(_do(sealed, sealed.vault.close_rest, 2))
        _do(sealed, sealed.vault.tidy)
    assert counted == [2, 1, 0]
    assert CANARY.encode() not in _stored(sealed)
    assert all(_read(sealed, record) == PLAIN + bytes([number]) for number, record in enumerate(closed))
    assert _read(sealed, public) == b"cong khai"
    with sealed.engine.begin() as connection:
        assert not sealed.vault.unsettled(connection)
        strangers = {finding.code for finding in sealed.vault.sweep(connection, None)}
        assert strangers <= {"F004"}  # sealed bytes of the attempt that was broken off
        assert CANARY not in str(connection.execute(records.select()).all())
    assert sealed.keys is not None
    sealed.keys.close()
