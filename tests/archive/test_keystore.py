"""Data keys under level keys under one master key: bound to labels, replaced in one go, destroyed for good, and out of reach when locked."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, event, select

from archive import Label
from archive.custody import KeyFile, KeyId, Shares
from archive.epochs import Epoch
from archive.errors import ArchiveLocked, KeyDestroyed, KeyRefused, SealBroken
from archive.holders import share
from archive.keystore import KeyStore, open_key_store
from archive.keytables import entries, slots, state
from archive.sealing import new_key
from tests.archive.conftest import Clock

SECRET, INNER = Label.named("bi-mat"), Label.named("noi-bo")
GROUPED = Label.named("bi-mat", ["to-1", "to-2"])
RECORD, OTHER = "a" * 32, "b" * 32


def _store(folder: Path, epoch: Epoch | None = None) -> KeyStore:
    custody = KeyFile(folder / "kho.khoa")
    if not custody.opened.exists():
        custody.make(new_key())
    store = open_key_store(f"sqlite:///{folder / 'keys' / 'keys.db'}", custody, Clock(), epoch)
    store.make(next(custody.candidates()))
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KeyStore]:
    store = _store(tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyStore]:
    if request.param == "sqlite":
        store = _store(tmp_path)
    else:
        custody = KeyFile(tmp_path / "kho.khoa")
        custody.make(new_key())
        store = KeyStore(create_engine(request.getfixturevalue("postgres_database")), custody, Clock())
        store.make(next(custody.candidates()))
    yield store
    store.close()


def test_a_key_is_found_under_its_own_version_and_label(either: KeyStore) -> None:
    first, second = either.new(RECORD, ["v1", "v2"], GROUPED)
    assert first != second
    assert either.find(RECORD, "v1", GROUPED) == first
    assert either.find(RECORD, "v2", GROUPED) == second
    for label in (SECRET, INNER):
        with pytest.raises(SealBroken):
            either.find(RECORD, "v1", label)
    with pytest.raises(KeyDestroyed):
        either.find(RECORD, "v3", GROUPED)


def test_a_row_moved_to_another_record_version_or_label_does_not_open(store: KeyStore) -> None:
    store.new(RECORD, ["v1"], SECRET)
    store.new(OTHER, ["v1"], SECRET)
    store.new(RECORD, ["v1"], INNER)
    with store.engine.begin() as connection:
        stolen = connection.scalar(select(entries.c.wrapped).where(entries.c.record == RECORD, entries.c.label == "3.0."))
        for where in (entries.c.record == OTHER, entries.c.label == "1.0."):
            connection.execute(entries.update().where(where).values(wrapped=stolen))
    for record, label in ((OTHER, SECRET), (RECORD, INNER)):
        with pytest.raises(SealBroken):
            store.find(record, "v1", label)


def test_a_new_label_opens_before_the_old_one_is_forgotten(either: KeyStore) -> None:
    (key,) = either.new(RECORD, ["v1"], INNER)
    either.relabel(RECORD, SECRET)
    assert either.find(RECORD, "v1", INNER) == either.find(RECORD, "v1", SECRET) == key
    assert either.settle(RECORD, SECRET) == 1
    assert either.find(RECORD, "v1", SECRET) == key
    with pytest.raises(SealBroken):
        either.find(RECORD, "v1", INNER)


def test_everything_opens_after_a_rotation_and_nothing_with_the_old_key(either: KeyStore, tmp_path: Path) -> None:
    keys = [either.new(f"{number:032x}", ["v1"], label)[0] for number, label in enumerate((SECRET, INNER, GROUPED, INNER))]
    before = next(either.custody.candidates())
    with either.engine.begin() as connection:
        wrapped = set(connection.scalars(select(entries.c.wrapped))) | set(connection.scalars(select(slots.c.wrapped)))
    rotation = either.rotate()
    assert (rotation.levels, rotation.keys) == (7, 4)  # six levels and state secrecies, one set of compartments
    found = [either.find(f"{number:032x}", "v1", label) for number, label in enumerate((SECRET, INNER, GROUPED, INNER))]
    assert found == keys
    with either.engine.begin() as connection:
        assert not wrapped & (set(connection.scalars(select(entries.c.wrapped))) | set(connection.scalars(select(slots.c.wrapped))))
    (tmp_path / "kho.khoa").write_bytes(before)
    with pytest.raises(KeyRefused):
        either.find(f"{0:032x}", "v1", SECRET)


class _PowerCut(BaseException):
    """Ends the process, as far as the test is concerned."""


@pytest.mark.parametrize("step", ["prepared", "committed"])
def test_a_rotation_that_is_broken_off_leaves_a_store_that_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    store = _store(tmp_path)
    (key,) = store.new(RECORD, ["v1"], SECRET)

    def cut(*_: object) -> None:
        raise _PowerCut

    prepare = store.custody.prepare
    with monkeypatch.context() as patched:
        if step == "prepared":
            patched.setattr(store.custody, "prepare", lambda fresh: (prepare(fresh), cut()))
        else:
            patched.setattr(store.custody, "settle", cut)
        with pytest.raises(_PowerCut):
            store.rotate()
    store.close()
    again = _store(tmp_path)
    assert again.find(RECORD, "v1", SECRET) == key
    with monkeypatch.context() as patched:
        prepare_again = again.custody.prepare
        patched.setattr(again.custody, "prepare", lambda fresh: (prepare_again(fresh), cut()))
        with pytest.raises(_PowerCut):
            again.rotate()
    assert again.find(RECORD, "v1", SECRET) == key
    again.rotate()
    assert again.find(RECORD, "v1", SECRET) == key
    again.close()


def test_two_stores_on_one_file_see_each_others_rotation(tmp_path: Path) -> None:
    first, second = _store(tmp_path), _store(tmp_path)
    (key,) = first.new(RECORD, ["v1"], SECRET)
    assert second.find(RECORD, "v1", SECRET) == key
    first.rotate()
    assert second.find(RECORD, "v1", SECRET) == key
    (other,) = second.new(OTHER, ["v1"], SECRET)
    second.rotate()
    assert first.find(OTHER, "v1", SECRET) == other
    first.close()
    second.close()


def test_destroyed_keys_stay_destroyed_in_a_copy_made_before(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.new(RECORD, ["v1", "v2"], SECRET)
    (kept,) = store.new(OTHER, ["v1"], SECRET)
    with store.engine.begin() as connection:
        gone = set(connection.scalars(select(entries.c.wrapped).where(entries.c.record == RECORD)))
        level = connection.scalar(select(slots.c.wrapped))
    store.close()
    shutil.copytree(tmp_path / "keys", tmp_path / "old")
    store = _store(tmp_path)
    told = store.destroy(RECORD)
    assert (told.keys, told.master) == (2, True)
    assert store.is_destroyed(RECORD)
    assert store.destroy(RECORD).at == told.at
    with pytest.raises(KeyDestroyed):
        store.find(RECORD, "v1", SECRET)
    assert store.find(OTHER, "v1", SECRET) == kept
    store.close()
    left = b"".join(path.read_bytes() for path in sorted((tmp_path / "keys").iterdir()))
    assert not any(wrapped in left for wrapped in (*gone, level))
    copy = open_key_store(f"sqlite:///{tmp_path / 'old' / 'keys.db'}", store.custody, Clock())
    with pytest.raises(KeyRefused):
        copy.find(RECORD, "v1", SECRET)
    copy.close()


def test_without_the_master_key_the_store_is_locked_and_opens_again_with_it(store: KeyStore, tmp_path: Path) -> None:
    (key,) = store.new(RECORD, ["v1"], SECRET)
    away = (tmp_path / "kho.khoa").rename(tmp_path / "cat-di")
    assert store.locked
    for use in (lambda: store.find(RECORD, "v1", SECRET), lambda: store.new(OTHER, ["v1"], SECRET), store.rotate):
        with pytest.raises(ArchiveLocked):
            use()
    away.rename(tmp_path / "kho.khoa")
    assert store.find(RECORD, "v1", SECRET) == key


def test_a_key_file_that_others_may_read_is_refused(store: KeyStore, tmp_path: Path) -> None:
    path = tmp_path / "kho.khoa"
    path.chmod(0o644)
    os.utime(path, ns=(1, 1))
    with pytest.raises(KeyRefused):
        store.new(RECORD, ["v1"], SECRET)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(KeyRefused):
        store.new(RECORD, ["v1"], SECRET)


def test_the_first_key_of_a_level_takes_the_same_statements_as_any_other(either: KeyStore) -> None:
    seen: list[str] = []
    event.listen(either.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    either.unlocked()
    asked = []
    for number, label in enumerate((INNER, INNER, SECRET, SECRET, Label.named("han-che"), Label(level=3, secrecy=2))):
        seen.clear()
        either.new(f"{number:032x}", ["v1", ""], label)
        asked.append(tuple(seen))
    assert len(set(asked)) == 1


def test_a_store_from_before_gets_the_level_keys_it_lacks(tmp_path: Path) -> None:
    store = _store(tmp_path)
    (key,) = store.new(RECORD, ["v1"], SECRET)
    with store.engine.begin() as connection:
        connection.execute(delete(slots).where(slots.c.label != "3.0."))
    store.close()
    again = _store(tmp_path)
    assert again.find(RECORD, "v1", SECRET) == key
    with again.engine.begin() as connection:
        assert len(connection.execute(select(slots.c.label)).all()) == 6
    again.close()


def test_what_was_not_copied_yet_is_counted(store: KeyStore) -> None:
    store.new(RECORD, ["v1", "v2"], SECRET)
    assert store.uncopied() == 2
    store.noted_copy()
    assert store.uncopied() == 0
    store.new(OTHER, ["v1"], SECRET)
    assert store.uncopied() == 1


HOLDERS = {"chanh-van-phong": "mat khau cua mot", "bao-mat": "mat khau cua hai", "luu-tru": "mat khau cua ba"}


def test_any_two_of_three_holders_open_and_one_alone_does_not(tmp_path: Path) -> None:
    shares, key = Shares(tmp_path / "shares.json", tmp_path / "ram" / "key"), new_key()
    shares.share(key, HOLDERS, 2)
    shares.lock()
    assert shares.stamp() is None
    assert shares.holders() == (2, ("bao-mat", "chanh-van-phong", "luu-tru"))
    for pair in (("chanh-van-phong", "luu-tru"), ("luu-tru", "bao-mat")):
        shares.unlock({name: HOLDERS[name] for name in pair})
        assert list(shares.candidates()) == [key]
        shares.lock()
    for wrong in ({"luu-tru": HOLDERS["luu-tru"]}, {"luu-tru": HOLDERS["luu-tru"], "bao-mat": "sai mat khau 123"}, {}, {"ai-do": "x" * 12}):
        with pytest.raises(KeyRefused):
            shares.unlock(wrong)
        assert shares.stamp() is None
    assert key not in shares.sealed.read_bytes()


@pytest.mark.parametrize(("holders", "needed"), [({}, 1), (HOLDERS, 4), (HOLDERS, 0), ({"mot": "ngan"}, 1)])
def test_shares_that_would_open_nothing_or_too_much_are_refused(tmp_path: Path, holders: dict[str, str], needed: int) -> None:
    with pytest.raises(KeyRefused):
        Shares(tmp_path / "shares.json", tmp_path / "key").share(new_key(), holders, needed)


def test_shares_that_are_no_shares_are_refused(tmp_path: Path) -> None:
    shares = Shares(tmp_path / "shares.json", tmp_path / "key")
    for content in (b"", b"[]", b'{"format": "gazette-shares-1"}', b'{"format": "khac"}', b"\xff"):
        shares.sealed.write_bytes(content)
        with pytest.raises(KeyRefused):
            shares.unlock(HOLDERS)


def test_a_key_held_by_people_is_not_replaced_without_them(tmp_path: Path) -> None:
    shares, key = Shares(tmp_path / "shares.json", tmp_path / "ram" / "key"), new_key()
    shares.share(key, HOLDERS, 2)
    store = open_key_store(f"sqlite:///{tmp_path / 'keys.db'}", shares, Clock())
    store.make(key)
    store.new(RECORD, ["v1"], SECRET)
    with pytest.raises(KeyRefused):
        store.rotate()
    assert not store.destroy(RECORD).master
    store.close()


def test_what_people_unlock_opens_no_copy_made_before_a_shredding(tmp_path: Path) -> None:
    folder, medium = tmp_path / "keys", tmp_path / "ket-sat" / "khoa-ky"
    store = _store(tmp_path, Epoch(folder))
    share(store, folder, HOLDERS, 2)
    assert store.epoch is not None
    store.epoch.add(medium)
    store.new(RECORD, ["v1"], SECRET)
    other = store.new(OTHER, ["v1"], SECRET)[0]
    shutil.copytree(folder, tmp_path / "old")
    shutil.move(medium, tmp_path / "away")
    with pytest.raises(KeyRefused, match="khoa-ky"):
        store.destroy(RECORD)
    assert store.find(RECORD, "v1", SECRET)
    shutil.move(tmp_path / "away", medium)
    done = store.destroy(RECORD)
    assert (done.master, done.epoch, done.outside) == (False, True, (str(medium),))
    assert store.find(OTHER, "v1", SECRET) == other
    (tmp_path / "old" / "epoch.key").unlink()
    (tmp_path / "old" / "epoch.places").write_text(f"{medium}\n", encoding="utf-8")
    custody = Shares(tmp_path / "old" / "shares.json", tmp_path / "ram" / "old")
    custody.unlock(HOLDERS)
    copy = open_key_store(f"sqlite:///{tmp_path / 'old' / 'keys.db'}", custody, Clock(), Epoch(tmp_path / "old"))
    with pytest.raises(KeyRefused):
        copy.find(RECORD, "v1", SECRET)
    store.custody.lock()
    store.close()
    copy.close()


@pytest.mark.parametrize("step", ["prepare", "settle"])
def test_a_new_epoch_that_is_broken_off_leaves_a_store_that_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    store = _store(tmp_path, Epoch(tmp_path / "keys"))
    key = store.new(RECORD, ["v1"], SECRET)[0]
    store.renew_epoch()
    with monkeypatch.context() as broken:
        broken.setattr(Epoch, step, _break_off)
        with pytest.raises(OSError, match="đứt"):
            store.renew_epoch()
    again = _store(tmp_path, Epoch(tmp_path / "keys"))
    assert again.find(RECORD, "v1", SECRET) == key
    assert again.renew_epoch()
    assert store.find(RECORD, "v1", SECRET) == key
    store.close()
    again.close()


def _break_off(*_: object) -> None:
    raise OSError("đứt")


def test_a_copy_that_opens_by_itself_is_remembered_after_it_is_out_of_date(tmp_path: Path) -> None:
    store = _store(tmp_path, Epoch(tmp_path / "keys"))
    for record in (RECORD, OTHER, "c" * 32):
        store.new(record, ["v1"], SECRET)
    store.noted_copy()
    first = store.destroy(RECORD).copied
    assert first
    assert store.destroy(OTHER).copied == first
    store.keep_epoch(tmp_path / "ket-sat" / "khoa-ky")
    store.noted_copy()
    done = store.destroy("c" * 32)
    assert (done.copied, done.epoch) == (first, True)
    store.close()


def test_where_the_epoch_was_kept_apart_from_the_first_no_copy_opens_by_itself(tmp_path: Path) -> None:
    store, place = _store(tmp_path, Epoch(tmp_path / "keys")), tmp_path / "ket-sat" / "khoa-ky"
    store.keep_epoch(place)
    store.new(RECORD, ["v1"], SECRET)
    store.noted_copy()
    assert store.destroy(RECORD).copied == ""
    assert store.epoch is not None
    place.unlink()
    with pytest.raises(KeyRefused, match="khoa-ky"):
        store.destroy(OTHER)
    store.epoch.forget(place)
    store.destroy(OTHER)
    with pytest.raises(KeyRefused):
        store.epoch.forget(place)
    store.close()


def test_a_master_key_is_named_without_being_told() -> None:
    key = new_key()
    assert KeyId.of(key) == KeyId.of(bytes(key)) != KeyId.of(new_key())
    assert key.hex()[:8] not in KeyId.of(key).hex


def test_a_store_whose_state_is_lost_opens_nothing(store: KeyStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(delete(state))
    with pytest.raises(KeyRefused):
        store.new(RECORD, ["v1"], SECRET)
