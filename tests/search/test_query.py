"""What readers may type, and how a question says itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Form, Query, SearchIndex
from search.parser import Either, Number, Phrase, Word, parse
from search.vietnamese import exact
from tests.search.conftest import numbers

TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ['"', "“", "-", "OR", "HOẶC", "*", "12/2023/QĐ-UBND", "giá", "dat", "/", "số", "năm", "2023", ":", "(", "\\", "qd", "-đất"]
        ),
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=250, deadline=None)
@given(TYPED)
def test_no_text_whatever_raises(shared_index: SearchIndex, text: str) -> None:
    results = shared_index.search(Query(text))
    assert results.total >= len(results.hits)
    assert results.to_json()["query"] == Query(text).text


@settings(max_examples=60, deadline=None)
@given(TYPED, st.text(max_size=12), st.integers(), st.integers(), st.text(max_size=10))
def test_no_filter_or_page_whatever_raises(shared_index: SearchIndex, text: str, code: str, page: int, size: int, date: str) -> None:
    asked = Query(text, kind=code, field=code, date_from=date, date_to=date, page=page, size=size, sort=code)  # type: ignore[arg-type]
    assert shared_index.search(asked).total >= 0


def test_words_phrases_exclusions_and_choices_are_told_apart() -> None:
    condition = parse('giá "bảng giá đất" -nhà -"quy chế" hộ OR tổ số 12/2023/QĐ-UBND khoá*')
    kinds = [type(node) for node in condition.wanted]
    assert kinds == [Word, Phrase, Either, Number, Word]
    assert [type(node) for node in condition.unwanted] == [Word, Phrase]
    assert condition.wanted[-1] == Word(exact("khoá"), "khoa", prefix=True)


def test_an_open_quotation_mark_is_remarked_and_not_refused(shared_index: SearchIndex) -> None:
    results = shared_index.search(Query('"bảng giá'))
    assert numbers(results) == ["12/2023/QĐ-UBND"]
    assert results.remark_sentences("vi")[0].startswith("Thiếu dấu đóng")
    assert results.remark_sentences("en")[0].startswith("A closing quotation mark")


def test_a_hyphen_inside_a_number_excludes_nothing() -> None:
    assert not parse("12/2023/QĐ-UBND QĐ - UBND").unwanted


def test_a_phrase_means_its_words_in_their_order(shared_index: SearchIndex) -> None:
    assert numbers(shared_index.search(Query('"bảng giá đất"'))) == ["12/2023/QĐ-UBND"]
    assert numbers(shared_index.search(Query('"đất giá bảng"'))) == []
    assert numbers(shared_index.search(Query('"bang gia dat"'))) == ["12/2023/QĐ-UBND"]
    assert numbers(shared_index.search(Query('"bảng giá đạt"'))) == []


def test_a_phrase_does_not_run_from_the_title_into_the_text(shared_index: SearchIndex) -> None:
    assert numbers(shared_index.search(Query('"tỉnh An Phước Quyết định"'))) == []


def test_an_excluded_word_takes_out_the_whole_document(shared_index: SearchIndex) -> None:
    without = numbers(shared_index.search(Query("-phụ")))
    assert "12/2023/QĐ-UBND" not in without
    assert "12/2023/NQ-HĐND" in without


def test_an_excluded_word_with_accents_leaves_other_tones(shared_index: SearchIndex) -> None:
    assert "12/2022/QĐ-UBND" in numbers(shared_index.search(Query("-giá")))
    assert "12/2022/QĐ-UBND" not in numbers(shared_index.search(Query("-gia")))


def test_either_word_may_do(shared_index: SearchIndex) -> None:
    assert set(numbers(shared_index.search(Query("ngân OR lãng")))) == {"12/2023/NQ-HĐND", "05-CT/TW"}


def test_a_star_stands_for_any_ending(shared_index: SearchIndex) -> None:
    assert "05-CT/TW" in numbers(shared_index.search(Query("lãn*")))


def test_a_slip_of_one_letter_is_noticed(shared_index: SearchIndex) -> None:
    results = shared_index.search(Query("bảng giá đấtt"))
    assert (numbers(results), results.suggestion, results.remarks) == (["12/2023/QĐ-UBND"], "bảng giá đất", ("mended",))


@pytest.mark.parametrize("text", ["zzzzz", "", "12/2099/QĐ-UBND", "-giá"])
def test_nothing_is_suggested_when_nothing_better_is_known(shared_index: SearchIndex, text: str) -> None:
    assert shared_index.search(Query(text)).suggestion is None


def test_a_question_says_itself_in_both_languages() -> None:
    asked = Query("giá đất", kind="quyet-dinh", issuer="ubnd", year=2023, date_from="2023-01-31", sort="newest")
    labels = {"kind": {"quyet-dinh": "Quyết định"}, "issuer": {"ubnd": "UBND tỉnh An Phước"}}
    assert asked.in_words("vi", labels) == "Quyết định của UBND tỉnh An Phước, năm 2023, từ ngày 31/01/2023, có “giá đất”, mới nhất trước"
    assert asked.in_words("en", labels) == "Quyết định of UBND tỉnh An Phước, in 2023, from 31/01/2023, with “giá đất”, newest first"
    assert Query("12/2023/QĐ-UBND").in_words() == "Mọi văn bản, số 12/2023/QĐ-UBND"
    assert Query().in_words() == "Mọi văn bản"


def test_a_question_becomes_the_parameters_of_the_public_page() -> None:
    assert Query("giá", kind="quyet-dinh", year=2023, page=2).parameters() == "q=gi%C3%A1&loai=quyet-dinh&nam=2023&trang=2"
    assert Query().parameters() == ""


def test_the_fields_of_a_form_become_one_question(shared_index: SearchIndex) -> None:
    form = Form(words="quyết định", phrase='bảng "giá đất', either="phụ lục", without="nhà ở", title="bảng")
    assert form.text == 'quyết định "bảng giá đất" phụ OR lục -nhà -ở tiêu-đề:bảng'
    assert numbers(shared_index.search(Query(form.text))) == ["12/2023/QĐ-UBND"]
    assert Form(phrase='"', either="  ", title="-").text == ""


@given(
    st.builds(
        Query,
        text=st.text(max_size=40),
        kind=st.sampled_from(["", "quyet-dinh", "a&b=c"]),
        year=st.none() | st.integers(1, 9999),
        issuer=st.text(max_size=8),
        date_from=st.sampled_from(["", "2023-01-01"]),
        sort=st.sampled_from(["relevance", "newest", "number"]),
    )
)
def test_a_question_is_read_back_from_its_own_parameters(query: Query) -> None:
    assert Query.from_parameters(query.parameters()) == query


@given(st.text(max_size=200))
def test_no_parameters_whatever_raise(text: str) -> None:
    assert Query.from_parameters(text).page == 1
