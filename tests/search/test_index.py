"""The life of an index, whatever keeps it: writing, reading beside the writer, rebuilding, forgetting."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Entry, EntryRefused, Query, SearchIndex
from search.turning import Candidate, written_mark
from search.vietnamese import fold_text, words
from tests.search.conftest import ENTRIES, Place, decision, numbers

SYLLABLES = "giá đất của tỉnh Ủy ban hoà kỹ má mạ Đường quý số năm 12 2023 QĐ-UBND “việc” (a) x/y".split()  # noqa: SIM905
VIETNAMESE = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map(" ".join)
NUMBER = st.one_of(
    st.builds("{}/{}/{}".format, st.integers(1, 9999), st.integers(1980, 2030), st.sampled_from(["QĐ-UBND", "NQ-HĐND", "TT-BTC", "QH15"])),
    st.builds("{}/{}".format, st.integers(1, 9999), st.sampled_from(["QĐ-UBND", "KH-UBND", "UBND-VX"])),
    st.builds("{:02}-{}/TW".format, st.integers(1, 99), st.sampled_from(["CT", "KL", "QĐ"])),
    st.text(alphabet="12aqđ/-. ", min_size=1, max_size=10).filter(lambda text: bool(words(text)) and not re.search(r"(?<!\S)-", text)),
)  # fmt: skip


@pytest.fixture(scope="module")
def changing_index(places: Callable[[], Place]) -> SearchIndex:
    """An index that every example fills anew."""
    return places()()


def test_what_was_put_is_found_and_what_was_removed_is_gone(index: SearchIndex) -> None:
    assert index.ids() == {entry.id for entry in ENTRIES}
    index.remove(["qd-12"])
    assert index.ids() == {entry.id for entry in ENTRIES if entry.document != "qd-12"}
    assert index.search(Query("phụ lục")).total == 0
    assert index.suggest("bang gia") == []
    assert "dat-dai" in {value.value for value in index.search(Query()).facets["field"]}


def test_putting_a_document_again_replaces_all_its_entries(index: SearchIndex) -> None:
    index.put([decision("12/2023/QĐ-UBND", "Tên mới", id="qd-12")])
    assert "qd-12#art_2" not in index.ids()
    assert index.search(Query("phụ lục")).total == 0
    assert index.search(Query("tên mới")).total == 1


def test_a_begun_word_counts_every_document_however_many_words_begin_so(index: SearchIndex) -> None:
    index.put([Entry(id="many", text=" ".join(f"zq{at:04}" for at in range(2_500))), Entry(id="last", text="zz9")])
    assert index.search(Query("z*")).total == 2


def test_a_word_of_a_removed_document_is_never_suggested(index: SearchIndex) -> None:
    index.put([Entry(id="hidden", title="zirconium")])
    assert index.search(Query("zirconiumm")).suggestion == "zirconium"
    index.remove(["hidden"])
    assert index.search(Query("zirconiumm")).suggestion is None


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(NUMBER, VIETNAMESE), min_size=1, max_size=12))
def test_any_entry_is_found_by_its_own_number_and_by_its_title_without_accents(
    changing_index: SearchIndex, given_entries: list[tuple[str, str]]
) -> None:
    entries = [Entry(id=f"e{at}", number=number, title=title) for at, (number, title) in enumerate(given_entries)]
    index = changing_index
    index.replace_all(entries)
    for entry in entries:
        for asked in (entry.number, entry.number.lower(), fold_text(entry.title)):
            assert entry.id in {hit.entry.id for hit in index.search(Query(asked, size=200)).hits}, asked


def test_an_entry_is_found_by_any_four_words_of_its_text_in_quotes(shared_index: SearchIndex) -> None:
    for entry in ENTRIES:
        every = words(entry.text)
        for at in range(len(every) - 3):
            for phrase in (" ".join(every[at : at + 4]), fold_text(" ".join(every[at : at + 4]))):
                assert entry.document in {hit.entry.document for hit in shared_index.search(Query(f'"{phrase}"')).hits}, phrase


def test_a_second_reader_sees_each_change_at_its_next_question(place: Place, index: SearchIndex) -> None:
    reader = place()
    index.put([decision("77/2024/QĐ-UBND", "Mới")])
    assert numbers(reader.search(Query("77/2024/qđ-ubnd"))) == ["77/2024/QĐ-UBND"]
    assert reader.refresh() is False
    index.remove(["77-2024-qđ-ubnd"])
    assert reader.search(Query("77/2024/qđ-ubnd")).total == 0


def test_a_rebuild_swaps_while_readers_go_on(place: Place, index: SearchIndex) -> None:
    reader, failures, stop = place(), list[int](), threading.Event()

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


def test_a_reader_that_was_asleep_during_two_rebuilds_wakes_up_well(place: Place, index: SearchIndex) -> None:
    reader = place()
    for name in ("first", "second", "third"):
        index.replace_all([Entry(id=name, title=name)])
    assert reader.ids() == {"third"}


def test_a_rebuild_that_fails_leaves_the_old_index(index: SearchIndex) -> None:
    def entries() -> object:
        yield Entry(id="new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.replace_all(entries())  # type: ignore[arg-type]
    assert index.ids() == {entry.id for entry in ENTRIES}
    with pytest.raises(EntryRefused):
        index.replace_all([Entry(id="a"), Entry(id="b"), Entry(id="a")])
    assert index.replace_all(ENTRIES) == len(ENTRIES)


def test_what_was_removed_has_no_part_in_any_score(places: Callable[[], Place]) -> None:
    without, with_removed = places()(), places()()
    without.put(ENTRIES)
    with_removed.put([*ENTRIES, Entry(id="closed", number="99/2023/QĐ-UBND", title="giá đất", text="giá đất " * 300)])
    with_removed.remove(["closed"])
    for text in ("giá đất", "quyết định", "gia", "12/2023"):
        assert with_removed.search(Query(text)) == without.search(Query(text))


def test_memory_for_postings_stays_within_its_limit(place: Place) -> None:
    index = place(cache_bytes=20_000)
    index.put(ENTRIES)
    for word in ["giá", "đất", "quy", "định", "hiệu", "lực", "tỉnh", "kỹ", "thuật", "má", "mạ", "ngân", "sách"]:
        index.search(Query(word))
    assert index.stats()["cached"] <= 20_000


def test_a_mark_turns_pages_without_repeating_or_losing_anything_while_others_are_published(index: SearchIndex) -> None:
    for asked in (
        Query(size=2),
        Query("quyết định", size=1),
        Query("gia", size=1, sort="oldest"),
        Query("quyet dinh", size=1, sort="number"),
    ):
        whole = [hit.entry.document for hit in index.search(replace(asked, size=50)).hits]
        page, seen, new = index.search(asked), list[str](), 0
        while True:
            seen += [hit.entry.document for hit in page.hits if not hit.entry.document.startswith("new")]
            if page.next is None:
                break
            new += 1
            if new < 4:
                index.put([decision(f"9{new}/2029/QĐ-UBND", f"Quyết định {new}", "Gia hạn.", id=f"new{new}", date="2029-01-01")])
            page = index.search(page.next)
        assert seen == whole, asked
        index.remove([f"new{number}" for number in range(4)])


def test_a_page_leads_back_to_the_one_before(index: SearchIndex) -> None:
    for asked in (Query(size=2), Query("quyết định má", size=1), Query("gia dat", size=1), Query("năm:2023", size=2, sort="oldest")):
        pages = [index.search(asked)]
        while following := pages[-1].next:
            pages.append(index.search(following))
        assert (pages[0].previous, pages[-1].next) == (None, None)
        for before, page in pairwise(pages):
            assert page.previous is not None
            back = index.search(page.previous)
            assert (back.hits, back.before, back.after) == (before.hits, before.before, before.after)


def test_a_mark_holds_when_its_document_is_withdrawn_and_when_it_is_nonsense(index: SearchIndex) -> None:
    first = index.search(Query(size=2))
    assert first.next is not None
    rest = [hit.entry.id for hit in index.search(Query(size=50)).hits][2:]
    index.remove([first.hits[-1].entry.document])
    assert [hit.entry.id for hit in index.search(replace(first.next, size=50)).hits] == rest
    for mark in ("", "~", "nan~1~x", "1~99999999999999999999~x", "x" * 5000, "1e999~1~x"):
        assert index.search(Query(size=2, after=mark)).hits == index.search(Query(size=2)).hits


def test_the_shares_of_a_score_add_up_to_it(index: SearchIndex) -> None:
    for text in ("bảng giá đất", "gia dat", "12/2023/QĐ-UBND", "12/2023 phụ lục", "qu*"):
        for hit in index.search(Query(text)).hits:
            found = index.explain(Query(text, sort="newest"), hit.entry.document)
            assert found is not None
            assert found.entry == hit.entry.id
            assert sum(worth for _, worth in found.parts) == pytest.approx(hit.score)
    assert index.explain(Query("bảng giá đất"), "05-ct/tw") is None
    assert index.explain(Query("bảng giá đất"), "khong-co") is None


@pytest.mark.parametrize("word", ["aaệ" * 150, "a" + "ệ" * 200, "ẻ" * 333, "𐒰" * 200, "x" * 70_000])
def test_a_word_longer_than_any_word_is_found_and_breaks_no_search(place: Place, word: str) -> None:
    index = place()
    index.replace_all([Entry(id="long", number=f"1/{word}", text=f"mở đầu {word} kết"), Entry(id="other", text="mở đầu")])
    assert index.search(Query("mo dau")).total == 2
    assert index.search(Query(word[:300])).total == 1
    index.put([Entry(id="long", text=word)])
    assert index.search(Query("mo dau")).total == 1


def test_a_document_is_never_parted_when_a_build_is_cut_into_pieces(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        Entry(id=f"vb-{at}{provision}", provision=provision[1:] or None, title=f"Quy chế {at}", text=f"khoản {at} của quy chế")
        for at in range(6)
        for provision in ("", "#art_1", "#art_2")
    ]
    index.replace_all(entries)
    queries = [Query(text) for text in ("quy chế", "khoản 3", '"khoản 4 của"', "")]
    answers = [index.search(query) for query in queries]
    monkeypatch.setattr("search.inversion.MAX_TOKENS", 15)
    index.replace_all(entries)
    assert [index.search(query) for query in queries] == answers
    assert [answer.total for answer in answers] == [6, 1, 1, 6]


def test_what_was_kept_of_former_states_is_forgotten(index: SearchIndex) -> None:
    kept = []
    for at in range(12):
        index.put([decision("77/2024/QĐ-UBND", f"Bảng giá đất lần {at}")])
        index.search(Query("bảng giá đất OR quyết định"))
        kept.append(index.stats()["cached"])
    assert kept[-1] < 2 * kept[0]


@pytest.mark.parametrize("document", ["a\0b", "\ud800", "x" * 9_000, "'; DROP TABLE entry", "%s{entry}"])
def test_a_document_that_somebody_made_up_is_simply_not_found(shared_index: SearchIndex, document: str) -> None:
    mark = written_mark(Candidate(1.0, 20230831, 0, 0, 0), document)
    assert shared_index.explain(Query("giá đất"), document) is None
    assert shared_index.search(Query("giá đất", after=mark)).total == 2
    assert isinstance(shared_index.search(Query(f"giá {document}")).hits, tuple)
    assert shared_index.search(Query("giá", issuer=document)).total == 0
    assert isinstance(shared_index.suggest(document), list)


def test_a_slug_may_be_as_long_as_it_likes(index: SearchIndex) -> None:
    slug = "quyet-dinh-" * 500
    index.put([Entry(id=slug, title="zirconium", issuer=slug, issuer_label=slug, signer=slug)])
    assert index.search(Query("zirconium")).hits[0].entry.id == slug
    index.put([Entry(id=slug, title="hafni")])
    assert index.search(Query("zirconium")).total == 0
    index.remove([slug, "a\0b", "\ud800"])
    assert index.search(Query("hafni")).total == 0
