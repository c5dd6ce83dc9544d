"""The sweep finds what is missing, changed, swapped or strange in the store, and nothing in a sound one."""

from pathlib import Path

import pytest

from archive import ContentId, sweep
from tests.archive.conftest import CLERK, HEAD, OFFICER, House


def _path(house: House, content: ContentId) -> Path:
    (path,) = house.blobs.folder.rglob(content.hex)
    return path


def _found(house: House) -> list[tuple[str, str]]:
    with house.engine.begin() as connection:
        return [(finding.code, finding.where) for finding in sweep(connection, house.blobs)]


@pytest.fixture
def three(house: House) -> tuple[House, list[ContentId]]:
    return house, [house.deposit(CLERK, data=data).renditions[0].blob for data in (b"mot", b"hai", b"bon muoi")]


def test_a_sound_store_gives_no_finding_and_tells_its_progress(three: tuple[House, list[ContentId]]) -> None:
    house, _ = three
    told: list[tuple[int, int]] = []
    with house.engine.begin() as connection:
        assert list(sweep(connection, house.blobs, lambda done, of: told.append((done, of)))) == []
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_flipped_bit_a_missing_file_and_a_stranger_are_found(three: tuple[House, list[ContentId]]) -> None:
    house, (one, two, _) = three
    _path(house, one).write_bytes(b"mou")
    _path(house, two).unlink()
    stranger = house.blobs.put(b"khach la")
    assert set(_found(house)) == {("F002", one.hex), ("F001", two.hex), ("F004", stranger.content.hex)}


def test_two_files_that_changed_places_are_both_found(three: tuple[House, list[ContentId]]) -> None:
    house, (one, two, _) = three
    first, second = _path(house, one), _path(house, two)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    assert set(_found(house)) == {("F002", one.hex), ("F002", two.hex)}


def test_the_bytes_of_a_destroyed_record_are_strangers_until_they_are_purged(house: House) -> None:
    record = house.deposit(OFFICER)
    with house.engine.begin() as connection:
        house.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "01/QĐ-VP")
    assert [code for code, _ in _found(house)] == ["F004"]
    with house.engine.begin() as connection:
        house.vault.purge(connection, OFFICER)
    assert _found(house) == []


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    from archive.findings import SENTENCES, Finding

    for code, (vi, en) in SENTENCES.items():
        assert Finding(code, "5-9").message("vi") == f"{vi} [5-9]"
        assert Finding(code, "5-9").message("en") == f"{en} [5-9]"
