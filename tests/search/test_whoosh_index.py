"""The life of an index: writing, other processes, rebuilding, damage."""

import multiprocessing
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import (
    Entry,
    EntryRefused,
    IndexDamaged,
    IndexLocked,
    IndexOutdated,
    IndexUnwritable,
    Query,
    WhooshIndex,
    open_index,
    rebuild_index,
)
from search.folder import IndexFolder
from search.vietnamese import fold_text, words
from tests.search.conftest import ENTRIES, decision, numbers

SYLLABLES = "giá đất của tỉnh Ủy ban hoà kỹ má mạ Đường quý số năm 12 2023 QĐ-UBND “việc” (a) x/y".split()  # noqa: SIM905
VIETNAMESE = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map(" ".join)
NUMBER = st.one_of(
    st.builds("{}/{}/{}".format, st.integers(1, 9999), st.integers(1980, 2030), st.sampled_from(["QĐ-UBND", "NQ-HĐND", "TT-BTC", "QH15"])),
    st.builds("{}/{}".format, st.integers(1, 9999), st.sampled_from(["QĐ-UBND", "KH-UBND", "UBND-VX"])),
    st.builds("{:02}-{}/TW".format, st.integers(1, 99), st.sampled_from(["CT", "KL", "QĐ"])),
    st.text(alphabet="12aqđ/-. ", min_size=1, max_size=10).filter(lambda text: bool(words(text)) and not re.search(r"(?<!\S)-", text)),
)  # fmt: skip


def test_what_was_put_is_found_and_what_was_removed_is_gone(index: WhooshIndex) -> None:
    assert index.ids() == {entry.id for entry in ENTRIES}
    index.remove(["qd-12"])
    assert index.ids() == {entry.id for entry in ENTRIES if entry.document != "qd-12"}
    assert index.search(Query("phụ lục")).total == 0
    assert index.suggest("bang gia") == []
    assert "dat-dai" in {value.value for value in index.search(Query()).facets["field"]}


def test_putting_a_document_again_replaces_all_its_entries(index: WhooshIndex) -> None:
    index.put([decision("12/2023/QĐ-UBND", "Tên mới", id="qd-12")])
    assert "qd-12#art_2" not in index.ids()
    assert index.search(Query("phụ lục")).total == 0
    assert index.search(Query("tên mới")).total == 1


def test_a_word_of_a_removed_document_is_never_suggested(index: WhooshIndex) -> None:
    index.put([Entry(id="hidden", title="zirconium")])
    assert index.search(Query("zirconiumm")).suggestion == "zirconium"
    index.remove(["hidden"])
    assert index.search(Query("zirconiumm")).suggestion is None


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(NUMBER, VIETNAMESE), min_size=1, max_size=12))
def test_any_entry_is_found_by_its_own_number_and_by_its_title_without_accents(
    tmp_path_factory: pytest.TempPathFactory, given_entries: list[tuple[str, str]]
) -> None:
    entries = [Entry(id=f"e{at}", number=number, title=title) for at, (number, title) in enumerate(given_entries)]
    index = rebuild_index(tmp_path_factory.mktemp("any"), entries)
    for entry in entries:
        for asked in (entry.number, entry.number.lower(), fold_text(entry.title)):
            assert entry.id in {hit.entry.id for hit in index.search(Query(asked, size=200)).hits}, asked


def test_an_entry_is_found_by_any_four_words_of_its_text_in_quotes(shared_index: WhooshIndex) -> None:
    for entry in ENTRIES:
        every = words(entry.text)
        for at in range(len(every) - 3):
            for phrase in (" ".join(every[at : at + 4]), fold_text(" ".join(every[at : at + 4]))):
                assert entry.document in {hit.entry.document for hit in shared_index.search(Query(f'"{phrase}"')).hits}, phrase


def test_a_second_reader_sees_each_change_at_its_next_question(index: WhooshIndex) -> None:
    reader = open_index(index.folder)
    index.put([decision("77/2024/QĐ-UBND", "Mới")])
    assert numbers(reader.search(Query("77/2024/qđ-ubnd"))) == ["77/2024/QĐ-UBND"]
    assert reader.refresh() is False
    index.remove(["77-2024-qđ-ubnd"])
    assert reader.search(Query("77/2024/qđ-ubnd")).total == 0


def test_another_process_writes_and_this_one_reads(index: WhooshIndex) -> None:
    program = (
        "import sys, pathlib, search; search.open_index(pathlib.Path(sys.argv[1])).put([search.Entry(id='other', title='Từ nơi khác')])"
    )
    subprocess.run([sys.executable, "-c", program, str(index.folder)], check=True)
    assert index.search(Query("nơi khác")).hits[0].entry.id == "other"


def test_a_rebuild_swaps_while_readers_go_on(index: WhooshIndex) -> None:
    reader, failures, stop = open_index(index.folder), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = reader.search(Query("giá đất")).total
            if found not in {2, 5}:
                failures.append(found)

    thread = threading.Thread(target=read)
    thread.start()
    for count in (5, 2, 5):
        index.replace_all(Entry(id=f"n{at}", title="giá đất") for at in range(count))
        reader.search(Query("giá"))
    stop.set()
    thread.join()
    assert not failures
    assert reader.search(Query("giá đất")).total == 5
    assert len(list(index.folder.glob("g*"))) == 2


def test_a_reader_that_was_asleep_during_two_rebuilds_wakes_up_well(index: WhooshIndex) -> None:
    reader = open_index(index.folder)
    for name in ("first", "second", "third"):
        index.replace_all([Entry(id=name, title=name)])
    assert reader.ids() == {"third"}


def test_a_rebuild_that_fails_leaves_the_old_index(index: WhooshIndex) -> None:
    def entries() -> object:
        yield Entry(id="new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.replace_all(entries())  # type: ignore[arg-type]
    assert index.ids() == {entry.id for entry in ENTRIES}
    with pytest.raises(EntryRefused):
        index.replace_all([Entry(id="a"), Entry(id="b"), Entry(id="a")])
    assert index.replace_all(ENTRIES) == len(ENTRIES)


def test_a_second_writer_is_told_who_writes(index: WhooshIndex) -> None:
    with IndexFolder(index.folder).writing("rebuild"), pytest.raises(IndexLocked) as caught:
        index.put([Entry(id="x")])
    assert f"pid {os.getpid()}" in caught.value.sentence("vi")
    assert "try again later" in caught.value.sentence("en")
    assert index.put([Entry(id="x")]) == 1


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
    with folder.writing("create"):
        generation = folder.new_generation()
        timer = threading.Timer(0.3, folder.go_live, [generation])
        timer.start()
        assert open_index(folder.path).search(Query("giá")).total == 0
        timer.join()


@pytest.mark.parametrize("damage", ["SCHEMA", "CURRENT", "toc", "seg", "seg-short", "no-generation"])
def test_damage_is_noticed_said_and_mended_by_a_rebuild(index: WhooshIndex, damage: str) -> None:
    generation = index.folder / "g000001"
    if damage == "no-generation":
        (index.folder / "CURRENT").write_text("g000009")
    elif damage in {"SCHEMA", "CURRENT"}:
        (index.folder / damage).write_text("\x00nonsense")
    else:
        file = next(generation.glob(f"*.{damage[:3]}"))
        file.write_bytes(file.read_bytes()[: 200 if damage == "seg-short" else 0] or b"\x00" * 64)
    with pytest.raises(IndexDamaged) as caught:
        open_index(index.folder).search(Query("giá"))
    assert "bị hỏng" in caught.value.sentence("vi")
    assert rebuild_index(index.folder, ENTRIES).search(Query("giá đất")).total == 2


def test_an_index_of_another_version_asks_for_a_rebuild(index: WhooshIndex) -> None:
    (index.folder / "SCHEMA").write_text('{"format": "gazette-search", "version": 0}')
    with pytest.raises(IndexOutdated):
        open_index(index.folder)
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


def test_a_changed_bit_in_the_postings_is_noticed_when_they_are_read(index: WhooshIndex) -> None:
    rebuild_index(index.folder, ENTRIES)
    file = next((index.folder / "g000002").glob("*.seg"))
    data = bytearray(file.read_bytes())
    data[data.rindex(b"GzP2") + 19] ^= 1
    file.write_bytes(data)
    reader = open_index(index.folder)
    with pytest.raises(IndexDamaged):
        _ = [reader.search(Query(text)) for entry in ENTRIES for text in (entry.number, f"{entry.title} {entry.text}")]


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


def test_what_was_removed_has_no_part_in_any_score(tmp_path: Path) -> None:
    without, with_removed = open_index(tmp_path / "a"), open_index(tmp_path / "b")
    without.put(ENTRIES)
    with_removed.put([*ENTRIES, Entry(id="closed", number="99/2023/QĐ-UBND", title="giá đất", text="giá đất " * 300)])
    with_removed.remove(["closed"])
    for text in ("giá đất", "quyết định", "gia", "12/2023"):
        assert with_removed.search(Query(text)) == without.search(Query(text))


def test_memory_for_postings_stays_within_its_limit(tmp_path: Path) -> None:
    index = open_index(tmp_path, cache_bytes=20_000)
    index.put(ENTRIES)
    for word in ["giá", "đất", "quy", "định", "hiệu", "lực", "tỉnh", "kỹ", "thuật", "má", "mạ", "ngân", "sách"]:
        index.search(Query(word))
    assert index.stats()["cached"] <= 20_000
