"""What the writer makes: the agreed shape, ASCII eIds, and the same again when it is read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gazette import akn
from gazette.model.naming import number_name, roman
from tests.akn.documents import xml_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "rooms" / "akn-example.xml"
NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


def test_the_documented_example_is_valid_and_the_same_when_read_and_written() -> None:
    example = EXAMPLE.read_bytes()
    assert akn.validate(example) == ()
    written = akn.write(akn.read(example).require()).require()
    assert akn.validate(written) == ()
    assert akn.to_text(written) == akn.to_text(example)


def test_eids_are_ascii_and_follow_the_naming_convention() -> None:
    root = etree.fromstring(xml_of())
    eids = [str(value) for value in root.xpath("//@eId")]
    for wanted in ("chp_1", "chp_1__art_1", "chp_1__art_1__clause_1", "chp_1__art_1__clause_1__point_a", "chp_1__art_2"):
        assert wanted in eids
    assert "chp_1__art_1__clause_1__point_dd" in eids
    assert "att_1__art_1" in eids
    assert len(eids) == len(set(eids))
    assert all(eid.isascii() for eid in eids)


def test_the_work_address_is_built_from_kind_issuer_date_and_number() -> None:
    assert akn.metadata(xml_of()).work == "/akn/vn/act/quyet-dinh/ubnd-tinh-an-phuoc/2026-03-09/12-2026-qd-ubnd"


@pytest.mark.parametrize(
    ("label", "level", "name"),
    [
        ("Điều 12a.", "article", "12a"),
        ("Điều 5đ.", "article", "5dd"),
        ("“Điều 20.", "article", "20"),
        ("đ)", "point", "dd"),
        ("d)", "point", "d"),
        ("a1)", "point", "a1"),
        ("1.", "clause", "1"),
        ("Chương IV", "chapter", "4"),
        ("Chương IIa", "chapter", "2a"),
        ("CHƯƠNG 11:", "chapter", "11"),
        ("Phần thứ nhất", "part", "1"),
        ("PHẦN THỨ HAI", "part", "2"),
        ("Mục 3.", "section", "3"),
        ("Tiểu mục 1", "subsection", "1"),
    ],
)
def test_a_printed_label_has_one_ascii_name(label: str, level: str, name: str) -> None:
    assert number_name(label, level) == name


@given(st.integers(1, 3999))
def test_roman_numbers_are_read(number: int) -> None:
    digits = [("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10)]
    text, rest = "", number
    for letters, value in [*digits, ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)]:
        text, rest = text + letters * (rest // value), rest % value
    assert roman(text) == number


def test_a_number_that_occurs_twice_gets_a_second_name() -> None:
    xml = xml_of("Điều 1. Một.\nĐiều 1. Hai.")
    assert b'eId="art_1"' in xml
    assert b'eId="art_1-2"' in xml
