"""Staff find in the archive what they may know of, out of indexes that lie in memory, one for each label."""

from pathlib import Path

import pytest

import archive
from gazette.model.document import Upload
from gazette.model.errors import NotAllowed, Unavailable
from gazette.model.people import Actor
from gazette.services import NewDossier
from gazette.services.keep import Decision
from tests.town import Town

CANARY = "zirkon"


def _kept(town: Town, level: str, text: str, *, title: str = "Báo cáo", compartments: tuple[str, ...] = ()) -> str:
    upload = Upload("bao-cao.txt", text.encode())
    return town.services.keep.put(town.who("archivist"), upload, title=title, level=level, compartments=compartments).id


def _found(town: Town, who: Actor, words: str) -> list[str]:
    return [record.id for record in town.services.partitions.find(who, words)]


def _at(town: Town, level: str) -> Actor:
    """An editor cleared for *level*, to whom nothing was given."""
    clearance = archive.Clearance("bien-tap-2", level=archive.Label.named(level).level)
    return Actor("bien-tap-2", "Người thử", frozenset({"editor"}), clearance)


@pytest.fixture
def stocked(town: Town) -> tuple[Town, dict[str, str]]:
    kept = {level: _kept(town, level, f"Nội dung {CANARY} của mức này") for level in ("cong-khai", "noi-bo", "han-che", "bi-mat")}
    town.services.partitions.catch_up()
    return town, kept


def test_each_finds_what_the_clearance_and_the_need_to_know_open_the_newest_first(stocked: tuple[Town, dict[str, str]]) -> None:
    town, kept = stocked
    assert _found(town, town.who("archivist"), CANARY) == list(reversed(kept.values()))
    assert _found(town, _at(town, "cong-khai"), CANARY) == [kept["cong-khai"]]
    assert _found(town, _at(town, "bi-mat"), CANARY) == [kept["noi-bo"], kept["cong-khai"]]
    town.services.keep.grant(town.who("archivist"), kept["han-che"], "bien-tap-2")
    assert _found(town, _at(town, "bi-mat"), CANARY) == [kept["han-che"], kept["noi-bo"], kept["cong-khai"]]
    assert _found(town, _at(town, "noi-bo"), CANARY) == [kept["noi-bo"], kept["cong-khai"]]
    assert _found(town, town.who("archivist"), "khong-co-chu-nay") == []
    with pytest.raises(NotAllowed):
        _found(town, Actor("x", "X", frozenset(), archive.Clearance("x", level=3)), CANARY)


def test_an_index_above_the_clearance_is_not_even_opened(stocked: tuple[Town, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    town, _ = stocked
    opened: list[Path] = []
    monkeypatch.setattr("search.open_index", lambda place: opened.append(place))
    with pytest.raises(AttributeError):
        _found(town, _at(town, "cong-khai"), CANARY)
    assert [(place.parent / "LABEL").read_text() for place in opened] == ['{"level": 0, "secrecy": 0, "compartments": []}']


def test_the_indexes_follow_what_happens_to_records(stocked: tuple[Town, dict[str, str]]) -> None:
    town, kept = stocked
    keep, clerk, second = town.services.keep, town.who("archivist"), town.who("security-officer")
    assert town.services.partitions.catch_up() == 0
    for record in kept.values():
        keep.grant(clerk, record, second.user)
    keep.reclassify(second, clerk, kept["noi-bo"], "bi-mat", Decision("rà soát", "01/QĐ"))
    keep.shred(clerk, second, kept["han-che"], Decision("hết hạn", "02/QĐ"))
    dossier = town.services.dossiers.open(clerk, NewDossier("01", "Kín", "", "han-che"))
    town.services.dossiers.place(clerk, kept["cong-khai"], dossier.id)
    assert town.services.partitions.catch_up() > 0
    assert _found(town, _at(town, "noi-bo"), CANARY) == []
    assert _found(town, clerk, CANARY) == [kept["bi-mat"], kept["noi-bo"], kept["cong-khai"]]


def test_what_is_published_is_found_by_its_title(town: Town) -> None:
    record = _kept(town, "cong-khai", "Nội dung", title="tep-mau.txt")
    town.services.partitions.catch_up()
    with town.database.write() as work:
        town.parts.vault.publish(work.connection, town.who("publisher").clearance, record, "Quyết định về zirkon")
    town.services.partitions.catch_up()
    assert _found(town, _at(town, "cong-khai"), CANARY) == [record]


def test_without_an_index_or_without_the_keys_nobody_is_answered(stocked: tuple[Town, dict[str, str]]) -> None:
    town, kept = stocked
    folder = town.parts.partitions
    assert folder is not None
    assert folder.is_dir()
    away = town.keys.custody.opened.rename(town.home / "cat-di")
    with pytest.raises(Unavailable):
        _found(town, town.who("archivist"), CANARY)
    assert _found(town, _at(town, "cong-khai"), CANARY) == [kept["cong-khai"]]
    town.services.partitions.catch_up()
    assert not folder.exists()
    with pytest.raises(Unavailable):
        _found(town, _at(town, "cong-khai"), CANARY)
    away.rename(town.keys.custody.opened)
    town.services.partitions.catch_up()
    assert len(_found(town, town.who("archivist"), CANARY)) == len(kept)
    told = [path for path in town.home.rglob("*") if path.is_file() and not path.is_relative_to(town.home / "vault")]
    assert not any(CANARY.encode() in path.read_bytes() for path in told)


def test_a_search_is_in_the_log_with_its_hits_and_without_its_words(stocked: tuple[Town, dict[str, str]]) -> None:
    town, kept = stocked
    archivist = town.who("archivist")
    _found(town, archivist, CANARY)
    with town.database.read() as work:
        (row,) = town.parts.vault.audit.newest(work.connection, archivist.clearance, 1, action="search")
    assert row.details is not None
    assert all(kept[level] in row.details for level in ("noi-bo", "han-che", "bi-mat"))
    assert CANARY not in row.details


def test_many_changes_are_followed_in_parts_and_reading_alone_changes_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazette.services.partitions._ROWS", 2)
    town.services.partitions.catch_up()
    assert _found(town, town.who("archivist"), CANARY) == []
    kept = [_kept(town, "noi-bo", CANARY) for _ in range(5)]
    assert town.services.partitions.catch_up() == 5
    for _ in range(5):
        assert _found(town, town.who("archivist"), CANARY) == list(reversed(kept))
    assert town.services.partitions.catch_up() == 0
