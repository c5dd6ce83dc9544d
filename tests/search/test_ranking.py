"""What stands first."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import And, Or, Term

from search import MAX_SIZE, Entry, Query, Ranking, Results, SearchIndex, open_index
from search.vietnamese import exact
from tests.search.conftest import ENTRIES, Place, numbers
from tests.search.test_numbers import SPELLINGS

Ask = Callable[..., Results]


@pytest.mark.parametrize("spelling", [text for text in SPELLINGS if text != "12/qđ"])
def test_the_act_that_bears_the_number_stands_first(ask: Ask, spelling: str) -> None:
    found = ask(spelling).hits[0].entry
    assert (found.number, found.provision) in {("12/2023/QĐ-UBND", None), ("12/2023/NQ-HĐND", None)}
    if spelling != "số 12 năm 2023":
        assert found.id == "qd-12"


def test_a_shared_number_gives_a_choice_newest_first(ask: Ask) -> None:
    assert numbers(ask("12/qđ")) == ["12/2023/QĐ-UBND", "12/2022/QĐ-UBND"]
    assert set(numbers(ask("số 12 năm 2023"))) == {"12/2023/QĐ-UBND", "12/2023/NQ-HĐND"}


def test_acts_that_cite_a_number_follow_the_act_itself(ask: Ask) -> None:
    assert numbers(ask("12/2023/QĐ-UBND")) == ["12/2023/QĐ-UBND", "13/2023/QĐ-UBND"]


def test_a_number_that_nobody_bears_is_read_as_words(ask: Ask) -> None:
    assert ask("999/2023/QĐ-UBND").total == 0


def test_a_query_without_accents_finds_every_accent(ask: Ask) -> None:
    assert set(numbers(ask("gia dat"))) == {"12/2023/QĐ-UBND", "12/2022/QĐ-UBND"}


def test_a_query_with_accents_ranks_the_word_itself_above_another_tone(ask: Ask) -> None:
    for word, number in (("má", "12/2023/NQ-HĐND"), ("mà", "112/2023/QĐ-UBND"), ("ma", "12/2022/QĐ-UBND")):
        results = ask(word if word != "ma" else "ma quỷ")
        assert results.hits[0].entry.number == number, word
        assert all(hit.score < results.hits[0].score and not hit.exact for hit in results.hits[1:]), word


def test_another_tone_never_rises_by_being_repeated(place: Place) -> None:
    index = place()
    index.put([Entry(id="right", text="một bản về má " + "khác " * 400), Entry(id="wrong", title="mà mà", text="mà " * 500)])
    assert [hit.entry.id for hit in index.search(Query("má")).hits] == ["right", "wrong"]


@pytest.mark.parametrize(
    ("query", "number"),
    [("hòa bình", "12/2022/QĐ-UBND"), ("kĩ thuật", "112/2023/QĐ-UBND"), ("lí luận", "112/2023/QĐ-UBND"), ("thúy", "112/2023/QĐ-UBND")],
)
def test_both_tone_placements_and_both_letters_i_find_the_word_exactly(ask: Ask, query: str, number: str) -> None:
    best = ask(query).hits[0]
    assert (best.entry.number, best.exact) == (number, True)


def test_words_in_the_title_weigh_more_than_words_in_the_text(place: Place) -> None:
    index = place()
    index.put([Entry(id="text", title="Khác", text="cấp nước sạch"), Entry(id="title", title="Cấp nước sạch", text="nội dung khác")])
    assert [hit.entry.id for hit in index.search(Query("nước sạch")).hits] == ["title", "text"]


def test_a_document_stands_once_and_opens_at_the_article_that_fits_best(ask: Ask) -> None:
    results = ask("hiệu lực thi hành")
    assert [hit.entry.id for hit in results.hits] == ["qd-12#art_2"]
    assert results.total == 1


def test_an_empty_query_lists_everything_newest_first(ask: Ask) -> None:
    results = ask("")
    dates = [hit.entry.date for hit in results.hits]
    assert dates == sorted(dates, reverse=True)
    assert results.total == len({entry.document for entry in ENTRIES})


@pytest.mark.parametrize("sort", ["newest", "oldest", "number"])
def test_the_other_orders(ask: Ask, sort: str) -> None:
    found = ask("", sort=sort).hits
    keys = [
        (hit.entry.year, int(hit.entry.number.partition("/")[0].partition("-")[0])) if sort == "number" else hit.entry.date for hit in found
    ]
    assert keys == sorted(keys, reverse=sort != "oldest")


def test_pages_neither_repeat_nor_lose_a_document(ask: Ask) -> None:
    for sort in ("relevance", "newest", "oldest"):
        pages = [hit.entry.id for page in range(1, 5) for hit in ask("", size=2, page=page, sort=sort).hits]
        assert len(pages) == len(set(pages)) == ask("").total


_SYLLABLES = [first + rest for first in "bcdghlmnt" for rest in ("a", "an", "ang", "e", "en", "i", "in", "o", "on", "u")]
_ONE_FIELD = Ranking(title=0, title_has_all=0, title_phrase=0, recency=0, exact_tier=0)


@pytest.fixture(scope="module")
def one_field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchIndex, Any]]:
    """Entries without titles in three segments, with Whoosh's own searcher on the same files."""
    folder, chance = tmp_path_factory.mktemp("one-field") / "index", random.Random(7)
    index = open_index(folder, ranking=_ONE_FIELD)
    for part in range(3):
        index.put(Entry(id=f"d{part}-{at}", text=" ".join(chance.choices(_SYLLABLES, k=chance.randint(5, 80)))) for at in range(60))
    with open_dir(str(folder / "g000001")).searcher() as searcher:
        yield index, searcher
    index.close()


@given(st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=3, unique=True), st.booleans())
def test_the_first_ten_are_those_of_whoosh_s_own_bm25f(one_field: tuple[SearchIndex, Any], words: list[str], either: bool) -> None:
    index, searcher = one_field
    terms = [Term("text", exact(word)) for word in words]
    theirs = searcher.search((Or if either else And)(terms), limit=None)
    ours = index.search(Query((" OR " if either else " ").join(words), size=MAX_SIZE))
    assert ours.total == len(theirs)
    assert [hit.score for hit in ours.hits] == pytest.approx([hit.score for hit in theirs])
    scores = {hit["entry"]["id"]: hit.score for hit in theirs}
    assert [scores[hit.entry.id] for hit in ours.hits[:10]] == pytest.approx([hit.score for hit in theirs[:10]])


SHARED = [
    Entry(id=f"{issuer}-{year}-{ordinal}", number=f"{ordinal}/QĐ-UBND", kind="quyet-dinh", kind_label="Quyết định", issuer=issuer,
          issuer_label=label, date=f"{year}-05-06", title=f"Quyết định số {ordinal}/QĐ-UBND phê duyệt dự toán", text="Điều 1. Phê duyệt dự toán.")
    for issuer, label in (("tinh", "UBND tỉnh An Phước"), ("xa", "Ủy ban nhân dân xã Mỹ Hoà")) for year in (2021, 2022, 2023) for ordinal in (7, 8)
]  # fmt: skip


@pytest.fixture(scope="module")
def sharing(places: Callable[[], Place]) -> SearchIndex:
    """Two agencies whose decisions are numbered anew each year."""
    index = places()()
    index.put(
        [
            *SHARED,
            Entry(
                id="citing",
                number="9/2022/QĐ-UBND",
                date="2023-07-01",
                title="Bãi bỏ Quyết định số 7/QĐ-UBND của tỉnh năm 2021",
                text="Văn bản.",
            ),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("Quyết định số 07/QĐ-UBND ngày 06 tháng 5 năm 2021 của UBND tỉnh An Phước", "tinh-2021-7"),
        ("quyet dinh 7/qd-ubnd cua uy ban nhan dan xa my hoa nam 2022", "xa-2022-7"),
        ("tìm văn bản 7/QĐ-UBND năm 2022 của Ủy ban nhân dân xã Mỹ Hòa", "xa-2022-7"),
        ("số 8 năm 2021 của UBND tỉnh An Phước", "tinh-2021-8"),
        ("8/QĐ-UBND/2021 ubnd tỉnh an phước", "tinh-2021-8"),
    ],
)
def test_a_number_as_acts_cite_it_finds_the_act_of_that_day_year_and_agency(sharing: SearchIndex, query: str, right: str) -> None:
    assert sharing.search(Query(query)).hits[0].entry.id == right


def test_words_that_the_act_lacks_do_not_hide_the_act_with_the_number(sharing: SearchIndex) -> None:
    results = sharing.search(Query("7/QĐ-UBND về nuôi cá"))
    assert {hit.entry.number for hit in results.hits} == {"7/QĐ-UBND"}
    assert results.total == 6
    assert results.remarks == ("number-first",)
    assert sharing.search(Query('7/QĐ-UBND "nuôi cá"')).total == 0  # what stands in quotation marks is meant
    assert sharing.search(Query("7/QĐ-UBND nuôi cá", year=1999)).remarks == ()


def test_an_act_found_by_another_kind_than_was_said(sharing: SearchIndex) -> None:
    assert sharing.search(Query("Nghị quyết số 9/2022/QĐ-UBND")).hits[0].entry.id == "citing"


def test_the_act_with_the_number_stands_first_however_its_words_are_accented(place: Place) -> None:
    index = place()
    citing = [Entry(id=f"c{at}", number=f"{at}/KH-UBND", title="Kế hoạch", text="hòa giải theo 12/2023/QĐ-UBND") for at in range(30, 60)]
    index.put([*citing, Entry(id="own", number="12/2023/QĐ-UBND", title="Quyết định", text="hoa giải")])
    assert index.search(Query("12/2023/QĐ-UBND hòa giải", size=5)).hits[0].entry.id == "own"


def test_a_withdrawn_act_has_no_say_in_how_a_number_is_read(place: Place) -> None:
    kept, gone = (
        Entry(id="kept", title="Đường 7", text="Năm 2031 mở 7 tuyến."),
        Entry(id="gone", number="7/2031/QĐ-UBND", date="2031-01-02"),
    )
    index = place()
    index.put([kept])
    before = index.search(Query("7 2031"))
    index.put([gone])
    index.remove(["gone"])
    after = index.search(Query("7 2031"))
    assert [(hit.entry.id, hit.score) for hit in after.hits] == [(hit.entry.id, hit.score) for hit in before.hits]


def test_the_letter_d_of_a_number_does_not_make_the_other_words_accented(ask: Ask) -> None:
    assert [hit.exact for hit in ask("12/2023/QĐ-UBND gia dat").hits] == [True]


def test_a_word_left_without_accents_among_accented_ones_means_every_accent(place: Place) -> None:
    index = place()
    common = [Entry(id=f"c{at}", title="Công nghệ", text="công việc thông báo") for at in range(120)]
    index.put(
        [
            *common,
            Entry(id="noise", title="Khác", text="cong nghệ thong tin " + "khác " * 50),
            Entry(id="law", title="Luật Công nghệ thông tin"),
        ]
    )
    assert index.search(Query("cong nghệ thong tin")).hits[0].entry.id == "law"
    assert index.search(Query("công nghệ thông tin")).hits[0].entry.id == "law"
