"""Automatic numbers as Word prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.word import read
from gazette.word.counting import letter, roman, vietnamese, written
from tests.words import docx, levels


def labels(numbering: str, *lines: str, styles: str = "") -> list[str]:
    return [p.label for p in read(docx(*lines, numbering=numbering, styles=styles)).require().paragraphs()]


def override(body: str, num: str = "2", abstract: str = "1") -> str:
    return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{body}</w:num>'


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("decimal|Điều %1.", ["Điều 1.", "Điều 2."]),
        ("upperRoman|%1.", ["I.", "II."]),
        ("lowerLetter|%1)", ["a)", "b)"]),
        ("decimalZero|%1", ["01", "02"]),
        ("decimal|%1.|5", ["5.", "6."]),
        ("none|Ghi chú:", ["Ghi chú:", "Ghi chú:"]),
        ("bullet|\uf0b7", ["•", "•"]),
        ("bullet|-", ["-", "-"]),
        ("vietnameseCounting|Phần %1", ["Phần một", "Phần hai"]),
    ],
)
def test_a_list_prints_its_pattern(row: str, printed: list[str]) -> None:
    assert labels(levels(row), "p[num=1]:x", "p[num=1]:y") == printed


def test_levels_restart_below_a_higher_one() -> None:
    numbering = levels("decimal|%1.", "decimal|%1.%2.", "lowerLetter|%3)")
    lines = [f"p[num=1/{level}]:x" for level in (0, 1, 2, 2, 1, 2, 0, 1)]
    assert labels(numbering, *lines) == ["1.", "1.1.", "a)", "b)", "1.2.", "a)", "2.", "2.1."]


def test_a_level_without_its_parent_counts_the_parent_as_begun() -> None:
    assert labels(levels("decimal|%1.", "decimal|%1.%2."), "p[num=1/1]:x") == ["1.1."]


def test_lists_of_one_abstract_list_go_on_counting() -> None:
    numbering = levels("decimal|%1.") + override("")
    assert labels(numbering, "p[num=1]:x", "p[num=2]:y", "p[num=1]:z") == ["1.", "2.", "3."]


def test_a_start_override_begins_anew_once() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = levels("decimal|%1.") + override(start)
    assert labels(numbering, "p[num=1]:a", "p[num=1]:b", "p[num=2]:c", "p[num=2]:d") == ["1.", "2.", "1.", "2."]


def test_an_overridden_level_prints_its_own_pattern() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = levels("decimal|%1.") + override(f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>')
    assert labels(numbering, "p[num=2]:a", "p[num=2]:b") == ["A)", "B)"]


def test_legal_numbering_prints_digits() -> None:
    numbering = levels("upperRoman|%1.", "decimal|%1.%2").replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>')
    assert labels(numbering, "p[num=1]:a", "p[num=1/1]:b") == ["I.", "1.1"]


def test_a_level_that_never_restarts_goes_on() -> None:
    numbering = levels("decimal|Chương %1", "decimal|Điều %2.").replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/>')
    lines = [f"p[num=1/{level}]:x" for level in (0, 1, 1, 0, 1)]
    assert labels(numbering, *lines) == ["Chương 1", "Điều 1.", "Điều 2.", "Chương 2", "Điều 3."]


def test_numbers_come_from_the_style_too() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = levels("decimal|Chương %1", "decimal|Điều %2.").replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="D"/>')
    assert labels(numbering, "p[style=D]:x", "p[style=D]:y", styles=styles) == ["Điều 1.", "Điều 2."]


def test_number_zero_takes_the_styles_number_away() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(levels("decimal|%1."), "p[style=D,num=0]:x", styles=styles) == [""]


@pytest.mark.parametrize("reference", ["p[num=9]:x", "p[num=1/7]:x"])
def test_a_number_that_leads_nowhere_prints_nothing(reference: str) -> None:
    assert labels(levels("decimal|%1."), reference) == [""]


@pytest.mark.parametrize(("suffix", "text"), [("space", "1. x"), ("nothing", "1.x"), ("tab", "1.\tx")])
def test_the_suffix_stands_between_number_and_text(suffix: str, text: str) -> None:
    (paragraph,) = read(docx("p[num=1]:x", numbering=levels(f"decimal|%1.|1|{suffix}"))).require().paragraphs()
    assert paragraph.text == text


def test_numbers_in_tables_follow_reading_order() -> None:
    row = '<w:tc><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    line = f"xml:<w:tbl><w:tr>{row * 2}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    assert labels(levels("decimal|%1"), line, "p[num=1]:x") == ["1", "2", "3", "4"]


def test_a_deleted_item_is_not_counted() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr></w:p>'
    assert labels(levels("decimal|%1."), "p[num=1]:a", f"xml:{gone}", "p[num=1]:b") == ["1.", "2."]


@pytest.mark.parametrize(("count", "text"), [(1, "một"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (44, "bốn mươi bốn")])
def test_vietnamese_counting_is_idiomatic(count: int, text: str) -> None:
    assert vietnamese(count) == text


@given(st.integers(1, 4999))
def test_roman_numbers_read_back(count: int) -> None:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [values[sign] for sign in roman(count)]
    total = sum(-one if one < two else one for one, two in zip(digits, [*digits[1:], 0], strict=True))
    assert total == count


def test_letters_repeat_after_z() -> None:
    assert [letter(count) for count in (1, 26, 27, 53)] == ["A", "Z", "AA", "AAA"]


@given(st.integers(-5, 10_000), st.sampled_from(["decimal", "upperRoman", "lowerLetter", "chicago", "custom", "nonsense"]))
def test_every_count_is_written_in_every_format(count: int, number_format: str) -> None:
    assert len(written(count, number_format, "001, 002")) < 200
