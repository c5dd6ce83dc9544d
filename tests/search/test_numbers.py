"""Document numbers in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.numbers import find_numbers, number_terms, order_key
from search.vietnamese import normalise, syllables

SPELLINGS = [
    "12/2023/QĐ-UBND", "12/2023/qd-ubnd", "12 2023 QD UBND", "qd 12/2023", "số 12 năm 2023", "12/qđ", "Quyết định số 12/2023/QĐ-UBND",
    "quyet dinh 12/2023 ubnd", "12/2023/QĐ – UBND", "12/ 2023/QĐ - UBND", "12/2023/QĐUBND", "012/2023/qđ-ubnd", "12/2023/QÐ-UBND",
]  # fmt: skip


def found(text: str) -> list[frozenset[str]]:
    return [mention.terms for mention in find_numbers(normalise(text), list(syllables(normalise(text))))]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_asks_only_for_terms_that_the_number_has(spelling: str) -> None:
    asked = found(spelling)
    assert len(asked) == 1
    assert "n12" in asked[0]
    assert asked[0] <= number_terms("12/2023/QĐ-UBND")


@pytest.mark.parametrize("other", ["13/2023/QĐ-UBND", "12/2022/QĐ-UBND", "12/2023/NQ-HĐND", "112/2023/QĐ-UBND"])
def test_the_full_number_asks_for_something_its_near_misses_lack(other: str) -> None:
    assert not found("12 2023 qd ubnd")[0] <= number_terms(other)


@pytest.mark.parametrize("text", ["31/01/2018", "điều 5 luật đất đai", "12", "giá đất", "khoản 2 Điều 5", "50%", "100.000 đồng"])
def test_dates_articles_and_bare_figures_are_not_numbers(text: str) -> None:
    assert not any(mention.sure for mention in find_numbers(normalise(text), list(syllables(normalise(text)))))


@pytest.mark.parametrize(
    "number", ["05-CT/TW", "30c/NQ-CP", "828/QĐ-TTg", "64/2025/QH15", "01/2011/TTLT-VPCP-BNV", "4836/SNV-TCBC", "1686/NQ-UBTVQH15"]
)
def test_numbers_of_other_issuers_are_read(number: str) -> None:
    assert found(number)[0] <= number_terms(number)
    assert len(found(number)[0]) >= 3


def test_a_number_without_a_year_is_found_with_its_year_of_issue() -> None:
    assert found("3373 2017 qd ubnd")[0] <= number_terms("3373/QĐ-UBND", 2017)


def test_numbers_sort_by_year_then_by_ordinal() -> None:
    keys = [order_key("9/2023/QĐ-UBND", 2023), order_key("10/2023/QĐ-UBND", 2023), order_key("1/2024/QĐ-UBND", 2024)]
    assert keys == sorted(keys)
    assert order_key("không số", 2024) == 0


@given(
    st.integers(1, 9999),
    st.integers(1950, 2099),
    st.sampled_from(["QĐ-UBND", "NQ-HĐND", "KH-UBND", "TT-BTC", "QyĐ-XYZ12"]),
    st.sampled_from("/ -"),
)
def test_any_regular_number_is_asked_for_by_its_own_terms(ordinal: int, year: int, symbol: str, joint: str) -> None:
    number = f"{ordinal:02}/{year}/{symbol}"
    asked = found(f"{ordinal}/{year}{'/' if joint == '/' else ' '}{symbol.lower().replace('-', joint)}")
    assert asked
    assert asked[0] <= number_terms(number)


@pytest.mark.parametrize(
    "spelling",
    [
        "12⁄2023⁄QĐ‑UBND", "12∕2023∕QĐ−UBND", "１２／２０２３／ＱĐ－ＵＢＮＤ", "12-2023-qd-ubnd", "12_2023_QĐ_UBND", "12.2023.QĐ.UBND", "12\\2023\\QĐ-UBND",
        "qđ12/2023", "12/2023qđubnd", "122023qđubnd", "12/23/QĐ-UBND", "số ký hiệu: 12/2023/QĐ-UBND", "số hiệu 12/2023/QĐ-UBND",
    ],
)  # fmt: skip
def test_unusual_strokes_and_missing_ones_make_the_same_number(spelling: str) -> None:
    [mention] = find_numbers(normalise(spelling), list(syllables(normalise(spelling))))
    assert "n12" in mention.terms
    assert mention.terms <= number_terms("12/2023/QĐ-UBND") or mention.glued <= number_terms("12/2023/QĐ-UBND")


@pytest.mark.parametrize("before", ["", "số ", "Quyết định số ", "quyet dinh so ", "qđ ", "số hiệu ", "Số: "])
def test_what_is_said_before_a_number_is_no_part_of_it(before: str) -> None:
    text = normalise(f"{before}05/2023/QĐ-UBND")
    [mention] = find_numbers(text, list(syllables(text)))
    assert mention.full in number_terms("5/2023/QĐ-UBND")


def test_a_number_without_a_hyphen_and_one_with_it_find_one_another() -> None:
    for own, asked in (("01/2011/QĐUBND", "01/2011/QĐ-UBND"), ("01/2011/QĐ-UBND", "01/2011/QĐUBND")):
        [mention] = find_numbers(asked, list(syllables(asked)))
        assert mention.terms <= number_terms(own) or mention.glued <= number_terms(own)
        assert mention.full in number_terms(own)


def test_a_kind_that_does_not_stand_in_the_number_is_known_by_its_name() -> None:
    assert found("Nghị quyết 351/2017/UBTVQH14")[0] <= number_terms("351/2017/UBTVQH14", kind="Nghị quyết")
    assert found("luật số 63/2020/QH14")[0] <= number_terms("63/2020/QH14", kind="Luật")
    assert found("công văn 40/2010")[0] <= number_terms("40/SNV-TCBC", 2010, "Công văn")


@pytest.mark.parametrize("text", ["giai đoạn 2021-2025", "12 từ ngữ", "đã 12 năm", "khoản 5.Tổ chức", "12 đồng"])
def test_spans_of_years_and_words_that_resemble_symbols_are_no_numbers(text: str) -> None:
    assert not any(mention.sure for mention in find_numbers(normalise(text), list(syllables(normalise(text)))))
