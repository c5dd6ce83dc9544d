"""The index in a folder: other processes, locks, damage, whole builds."""

import multiprocessing
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import (
    Entry,
    EntryRefused,
    IndexLocked,
    IndexOutdated,
    IndexUnwritable,
    Query,
    WhooshIndex,
    open_index,
    rebuild_index,
)
from search.folder import IndexFolder
from tests.search.conftest import ENTRIES
from tests.search.test_index import NUMBER, VIETNAMESE


@pytest.fixture
def index(tmp_path: Path) -> WhooshIndex:
    """The sample entries in a folder."""
    index = open_index(tmp_path / "index")
    index.put(ENTRIES)
    return index


def test_another_process_writes_and_this_one_reads(index: WhooshIndex) -> None:
    program = (
        "import sys, pathlib, search; search.open_index(pathlib.Path(sys.argv[1])).put([search.Entry(id='other', title='Từ nơi khác')])"
    )
    subprocess.run([sys.executable, "-c", program, str(index.folder)], check=True)
    assert index.search(Query("nơi khác")).hits[0].entry.id == "other"


def test_a_second_writer_waits_and_is_told_who_writes(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.folder._PATIENCE", 0.1)
    with IndexFolder(index.folder).writing("put"), pytest.raises(IndexLocked) as caught:
        index.put([Entry(id="x")])
    assert f"pid {os.getpid()}" in caught.value.sentence("vi")
    assert "try again later" in caught.value.sentence("en")
    assert index.put([Entry(id="x")]) == 1


def test_a_second_rebuild_is_refused_at_once(index: WhooshIndex) -> None:
    with IndexFolder(index.folder).rebuilding(), pytest.raises(IndexLocked):
        index.replace_all(ENTRIES)
    assert index.replace_all(ENTRIES) == len(ENTRIES)


def test_what_others_write_during_a_rebuild_is_found_at_once_and_after_it(index: WhooshIndex) -> None:
    other = open_index(index.folder)

    def entries() -> Iterator[Entry]:
        yield from ENTRIES[:3]
        other.put([Entry(id="moi", title="văn bản mới"), Entry(id="moi#a", title="bảng giá đất mới")])
        other.remove(["qd-12"])
        assert index.search(Query("văn bản mới")).total == 1
        assert index.search(Query("12/2023/QĐ-UBND")).hits[0].entry.document != "qd-12"
        yield from ENTRIES[3:]

    index.replace_all(entries())
    assert index.ids() == other.ids() == {entry.id for entry in ENTRIES if entry.document != "qd-12"} | {"moi", "moi#a"}
    assert other.search(Query("văn bản mới")).hits[0].entry.title == "văn bản mới"
    assert index.stats()["documents"] == other.stats()["documents"] == len({entry.document for entry in ENTRIES})


def test_a_rebuild_that_fails_leaves_nothing_of_its_own(index: WhooshIndex) -> None:
    with pytest.raises(EntryRefused):
        index.replace_all([*ENTRIES, ENTRIES[0]])
    assert [child.name for child in index.folder.glob("g*")] == ["g000001"]
    assert index.ids() == {entry.id for entry in ENTRIES}


def test_rebuilds_leave_only_the_live_generation_and_readers_of_others_go_on(index: WhooshIndex) -> None:
    reader = open_index(index.folder)
    before = reader.search(Query("giá")).hits
    for _ in range(3):
        index.replace_all(ENTRIES)
    assert [child.name for child in index.folder.glob("g*")] == ["g000004"]
    assert tuple(reader.executor.run(Query("giá")).hits) == before


def test_the_lock_of_a_killed_writer_does_not_stay(index: WhooshIndex) -> None:
    program = (
        "import sys, os, pathlib; from search.folder import IndexFolder\n"
        "with IndexFolder(pathlib.Path(sys.argv[1])).writing('put'): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(index.folder)], check=False).returncode == -9
    assert index.put([Entry(id="x")]) == 1


def _open_and_count(folder: str) -> int:
    return open_index(Path(folder)).search(Query("giá")).total


def test_several_processes_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_open_and_count, [str(tmp_path / "new")] * 4) == [0] * 4


def test_a_folder_that_another_process_is_just_filling_is_waited_for(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "new")
    with ThreadPoolExecutor(1) as other, folder.writing("create"):
        opened = other.submit(open_index, folder.path)
        folder.go_live(folder.new_generation())
    assert opened.result().search(Query("giá")).total == 0


@pytest.mark.parametrize(
    "current", ["g000001", '{"format": "gazette-search", "version": 0, "generation": "g000001"}'], ids=["before version 4", "version 0"]
)
def test_an_index_of_another_version_asks_for_a_rebuild(index: WhooshIndex, current: str) -> None:
    (index.folder / "CURRENT").write_text(current)
    with pytest.raises(IndexOutdated):
        open_index(index.folder)
    with pytest.raises(IndexOutdated):
        index.put(ENTRIES)
    assert rebuild_index(index.folder, ENTRIES).stats()["entries"] == len(ENTRIES)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnwritable) as caught:
        open_index(tmp_path / "file" / "index")
    assert "Không ghi được" in caught.value.sentence("vi")


def test_odd_entries_are_kept_clean_or_refused(tmp_path: Path) -> None:
    with pytest.raises(EntryRefused):
        Entry(id=" ")
    entry = Entry.from_json({"id": "a", "title": "e\u0302\x00\ud800", "year": "2023", "unknown": 1, "text": "z" * 70_000})
    assert (entry.title, entry.year) == ("ê", 2023)
    index = open_index(tmp_path)
    index.put([entry])
    assert index.search(Query("z" * 70_000)).total <= 1


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(NUMBER, VIETNAMESE, VIETNAMESE), min_size=1, max_size=8), st.data())
def test_an_index_built_at_once_answers_as_one_written_entry_by_entry(
    tmp_path_factory: pytest.TempPathFactory, given_entries: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    entries = [Entry(id=f"e{at}", number=number, title=title, text=text) for at, (number, title, text) in enumerate(given_entries)]
    at_once = rebuild_index(tmp_path_factory.mktemp("once"), entries)
    one_by_one = open_index(tmp_path_factory.mktemp("one"))
    one_by_one.put(sorted(entries, key=lambda entry: entry.id))
    for _ in range(6):
        query = Query(data.draw(st.one_of(VIETNAMESE, VIETNAMESE.map(lambda text: f'"{text}"'), NUMBER)), size=50)
        once, one = at_once.search(query), one_by_one.search(query)
        assert once.total == one.total
        assert sorted((hit.score, hit.entry.id) for hit in once.hits) == sorted((hit.score, hit.entry.id) for hit in one.hits)


def test_a_small_cache_is_never_exceeded_and_changes_no_answer(tmp_path: Path) -> None:
    chance = random.Random(3)
    words = [first + rest for first in "bcdghl" for rest in ("a", "an", "e", "en", "i", "o", "on")]
    large, limit = open_index(tmp_path / "index"), 20_000
    large.replace_all(Entry(id=f"d{at}", text=" ".join(chance.choices(words, k=20))) for at in range(400))
    small = open_index(tmp_path / "index", cache_bytes=limit)
    for _ in range(60):
        first, second, third = chance.sample(words, 3)
        query = Query(f'{first} OR "{second} {third}"')
        told = [[(hit.entry.id, hit.score) for hit in index.search(query).hits] for index in (large, small)]
        assert told[0] == told[1]
        assert small.stats()["cached"] <= limit
    assert large.stats()["cached"] > 3 * limit
