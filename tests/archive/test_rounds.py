"""The nightly round: every blob within ninety nights whatever is missed, every fault found, and what can be mended is."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import CYCLE, BlobDamaged, ContentId, LocalBlobs, MirroredBlobs, StoreFailed, nights_due, walk
from archive.mirror import restore
from archive.rounds import is_due
from tests.archive.conftest import CLERK, HEAD, House

FIRST = date(2026, 11, 1)


@given(st.binary(max_size=8), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_ninety_nights_in_a_row_read_every_file_exactly_once(data: bytes, begin: date) -> None:
    content = ContentId.of(data)
    assert sum(is_due(content, begin + timedelta(days=night)) for night in range(CYCLE)) == 1


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_no_night_is_left_out_however_long_the_machine_stood_still(pauses: list[int]) -> None:
    last, walked = FIRST, {FIRST}
    for pause in pauses:
        tonight = last + timedelta(days=pause)
        nights = nights_due(last, tonight)
        assert len(nights) <= CYCLE
        assert nights[-1] == tonight
        walked |= set(nights)
        last = tonight
    turns = {night.toordinal() % CYCLE for night in walked}
    assert turns >= {(FIRST + timedelta(days=day)).toordinal() % CYCLE for day in range(min((last - FIRST).days + 1, CYCLE))}
    assert nights_due(None, FIRST) == (FIRST,)


@pytest.fixture
def mirrored(lite: House, tmp_path: Path) -> House:
    return House(lite.engine, MirroredBlobs(LocalBlobs(tmp_path / "one"), LocalBlobs(tmp_path / "two")))  # type: ignore[arg-type]


def _whole_cycle(house: House) -> list[tuple[str, str]]:
    with house.engine.begin() as connection:
        walked = walk(connection, house.blobs, [FIRST + timedelta(days=night) for night in range(CYCLE)])
    return [(finding.code, finding.where) for finding in walked.findings]


def _place(folder: Path, blob: str) -> Path:
    return folder / blob[:2] / blob[2:4] / blob


def _flip(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"!")


@pytest.mark.parametrize(("harm", "code"), [(_flip, "F002"), (Path.unlink, "F001")])
def test_what_the_first_store_lost_is_mended_from_the_second(
    mirrored: House, tmp_path: Path, harm: Callable[[Path], object], code: str
) -> None:
    record = mirrored.deposit(CLERK, data=b"mot")
    blob = record.renditions[0].blob.hex
    harm(_place(tmp_path / "one", blob))
    assert _whole_cycle(mirrored) == [(code, blob), ("F006", blob)]
    assert _whole_cycle(mirrored) == []
    with mirrored.engine.begin() as connection:
        assert mirrored.vault.read(connection, CLERK, record.id) == b"mot"


@pytest.mark.parametrize("harm", [_flip, Path.unlink])
def test_what_the_second_store_lost_is_copied_anew(mirrored: House, tmp_path: Path, harm: Callable[[Path], object]) -> None:
    blob = mirrored.deposit(CLERK, data=b"mot").renditions[0].blob.hex
    harm(_place(tmp_path / "two", blob))
    assert _whole_cycle(mirrored) == [("F007", blob)]
    assert _whole_cycle(mirrored) == []


def test_files_that_changed_places_are_found_and_mended(mirrored: House, tmp_path: Path) -> None:
    one, other = (_place(tmp_path / "one", mirrored.deposit(CLERK, data=data).renditions[0].blob.hex) for data in (b"mot", b"hai"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    found = _whole_cycle(mirrored)
    assert {code for code, _ in found} == {"F002", "F006"}
    assert {where for _, where in found} == {one.name, other.name}
    assert (one.read_bytes(), other.read_bytes()) == (first, second)


def test_what_both_have_lost_is_told_and_nothing_is_made_up(mirrored: House, tmp_path: Path) -> None:
    blob = mirrored.deposit(CLERK, data=b"mot").renditions[0].blob.hex
    _flip(_place(tmp_path / "one", blob))
    _place(tmp_path / "two", blob).unlink()
    assert _whole_cycle(mirrored) == [("F002", blob)]


def test_reading_mends_on_the_way(mirrored: House, tmp_path: Path) -> None:
    record = mirrored.deposit(CLERK, data=b"mot")
    place = _place(tmp_path / "one", record.renditions[0].blob.hex)
    good = place.read_bytes()
    _flip(place)
    with mirrored.engine.begin() as connection:
        assert mirrored.vault.read(connection, CLERK, record.id) == b"mot"
    assert place.read_bytes() == good


def test_a_second_store_that_is_away_stops_no_deposit_and_is_told(mirrored: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreFailed(reason="away")

    for name in ("exists", "stream", "put_chunks"):
        monkeypatch.setattr(mirrored.blobs.second, name, away)  # type: ignore[attr-defined]
    blob = mirrored.deposit(CLERK, data=b"mot").renditions[0].blob.hex
    assert _whole_cycle(mirrored) == [("F008", blob)]
    monkeypatch.undo()
    assert _whole_cycle(mirrored) == [("F007", blob)]


def test_what_is_destroyed_leaves_both_stores(mirrored: House, tmp_path: Path) -> None:
    record = mirrored.deposit(CLERK, data=b"mot")
    with mirrored.engine.begin() as connection:
        mirrored.vault.dispose(connection, CLERK, record.id, "hết hạn", HEAD, "01/QĐ-VP")
    with mirrored.engine.begin() as connection:
        mirrored.vault.purge(connection, CLERK)
    assert not [path for folder in ("one", "two") for path in (tmp_path / folder).rglob("*") if path.is_file()]


def test_bad_bytes_never_take_the_place_of_good_ones(tmp_path: Path) -> None:
    store = LocalBlobs(tmp_path / "one")
    with pytest.raises(BlobDamaged):
        restore(store, ContentId.of(b"mot"), [b"khac"])
