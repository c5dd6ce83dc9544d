# the collected numbers stay one list
"""Document numbers as printed and as read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.numbers import blank_number, find_number, number_at, number_key, parse_number

REAL = [
    "3373/QĐ-UBND",
    "04/CT-UBND",
    "23/KH-UBND",
    "90/KH-VP",
    "828/QĐ-TTg",
    "05-CT/TW",
    "01-KL/TW",
    "21-KL/TW",
    "128/2025/QĐ-UBND",
    "1818/TTr-VP",
    "4836/SNV-TCBC",
    "2157/QĐ-UBND",
    "10316/VPCP-TTĐT",
    "484/UBND-HCTC",
    "30c/NQ-CP",
    "01/2012/UBTVQH13",
    "64/2025/QH15",
    "80/VBHN-VPQH",
    "01/2011/TTLT-VPCP-BNV",
    "21/2015/L-CTN",
    "285/CCTTHC",
    "399-QĐ/TW",
    "05-HD/VPTW",
    "351/2017/UBTVQH14",
    "1686/NQ-UBTVQH15",
    "36-HD/VPTW",
    "18/2003/QH11",
    "144/2002/QĐ/BTC",
    "256/2004/QĐ-UB",
    "100-SL-L.002",
    "102-SL/L-004",
    "54-LCT/HĐNN8",
    "1141-TC/QĐ/CĐKT",
    "1177 TC/QĐ/CĐKT",
    "15/CP",
    "25-HĐBT",
    "22/98/TT-BTC",
    "34/2003/QĐ-BGD&ĐT",
    "12/QĐ.UB",
    "30/2020/nđ-cp",
    "19/2006/TTLT/BLĐTBXH-BTC",
    "12-QĐ‑UBND",
]


@pytest.mark.parametrize("raw", REAL)
def test_every_collected_number_parses_and_keeps_its_raw_text(raw: str) -> None:
    number = parse_number(raw)
    assert number is not None
    assert number.raw == raw
    assert number.ordinal
    assert number.slug.isascii()


@pytest.mark.parametrize(
    "raw",
    [
        "QĐ - UBND",
        "1.011442.000.00.00.H38",
        "ngày 5",
        "",
        "12",
        "Điều 5",
        "24/24",
        "1/2/2023",
        "7957:2008",
        "5/ba-bon",
        "0123.456.789",
        "50/km",
    ],
)
def test_what_is_no_number_is_none(raw: str) -> None:
    assert parse_number(raw) is None


def test_the_parts_of_a_number_are_read() -> None:
    number = parse_number("12/2023/QĐ-UBND")
    assert number is not None
    assert (number.ordinal, number.year, number.symbol, number.groups) == ("12", 2023, "QĐ-UBND", ("QĐ", "UBND"))
    assert number.slug == "12-2023-qd-ubnd"


def test_damaged_spellings_share_one_key() -> None:
    assert number_key("63/ 2006/QÐ – UBND") == number_key("63/2006/QĐ-UBND") == "63/2006/QĐ-UBND"


@pytest.mark.parametrize("text", ["     /QĐ-UBND", "…/QĐ-UBND", "......./2026/QĐ-UBND", "/QĐ-UBND"])
def test_a_blank_number_has_a_symbol_and_no_ordinal(text: str) -> None:
    number = blank_number(text)
    assert number is not None
    assert (number.ordinal, number.symbol) == ("", "QĐ-UBND")


def test_a_number_is_found_inside_a_sentence() -> None:
    number = find_number("theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020")
    assert number is not None
    assert number.raw == "30/2020/NĐ-CP"


@given(
    st.integers(1, 99999),
    st.one_of(st.none(), st.integers(1945, 2099)),
    st.lists(st.sampled_from(["QĐ", "UBND", "TTg", "HĐND", "CP", "BTC", "QH15", "TTr", "QyĐ"]), min_size=1, max_size=3),
    st.sampled_from(["-", "–", " - ", "/"]),
)
def test_any_number_of_the_pattern_is_read_and_its_key_has_no_odd_spelling(
    ordinal: int, year: int | None, groups: list[str], dash: str
) -> None:
    raw = "/".join(part for part in (str(ordinal), str(year or ""), dash.join(groups)) if part)
    number = parse_number(raw)
    assert number is not None
    assert (number.raw, number.ordinal, number.year) == (raw, str(ordinal), year)
    assert number_at(f"{raw} ngày", 0) == len(raw)
    assert " " not in number.key
