"""Automatic numbers as Word prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.word import read
from gazette.word.counting import letter, roman, written
from gazette.word.spelling import vietnamese
from tests.words import NAMESPACES, docx, levels


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
        ("cardinalText|Phần %1", ["Phần One", "Phần Two"]),
        ("decimalEnclosedCircle|%1", ["①", "②"]),
        ("decimalEnclosedFullstop|%1", ["⒈", "⒉"]),
        ("decimalFullWidth|%1", ["１", "２"]),
        ("numberInDash|%1", ["- 1 -", "- 2 -"]),
        ("chicago|%1", ["*", "†"]),
        ("hex|%1|15", ["F", "10"]),
        ("ordinal|%1|21", ["21st", "22nd"]),
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


def test_a_start_override_is_used_once_and_later_restarts_begin_as_the_level_says() -> None:
    start = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride>'
    numbering = levels("decimal|%1.", "lowerLetter|%2)") + override(start)
    lines = [f"p[num=2/{level}]:x" for level in (0, 1, 1, 0, 1)]
    assert labels(numbering, *lines) == ["1.", "d)", "e)", "2.", "a)"]


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


def test_an_overridden_level_goes_on_counting_unless_it_is_started_anew() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = levels("decimal|%1.") + override(f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>')
    assert labels(numbering, "p[num=1]:a", "p[num=2]:b", "p[num=1]:c") == ["1.", "B)", "3."]


def test_the_first_of_two_lists_of_one_name_counts() -> None:
    twice = levels("decimal|A%1.") + levels("decimal|B%1.", abstract="2")
    assert labels(twice, "p[num=1]:x", "p[num=1]:y") == ["A1.", "A2."]


def test_counts_in_words_are_spelled_in_the_language_of_the_document() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    numbering = levels("ordinalText|%1", "cardinalText|%2")
    lines = [f"p[num=1/{level}]:x" for level in (0, 0, 1, 1)]
    assert labels(numbering, *lines, styles=styles) == ["Thứ nhất", "Thứ hai", "Một", "Hai"]


def test_a_custom_format_stands_in_an_alternative() -> None:
    custom = '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    both = f'<mc:AlternateContent>{custom}<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    numbering = levels("decimal|%1").replace('<w:numFmt w:val="decimal"/>', both)
    assert labels(numbering, "p[num=1]:x", "p[num=1]:y") == ["001", "002"]


def test_a_format_nobody_knows_is_counted_in_digits_and_reported() -> None:
    outcome = read(docx("p[num=1]:x", numbering=levels("thaiLetters|%1.")))
    assert next(outcome.require().paragraphs()).label == "1."
    assert [(finding.code, finding.details["kind"]) for finding in outcome.findings] == [("W047", "thaiLetters")]


def test_a_bullet_of_an_unknown_sign_is_marked_and_reported() -> None:
    numbering = levels("bullet|\uf04f").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>')
    outcome = read(docx("p[num=1]:x", numbering=numbering))
    assert next(outcome.require().paragraphs()).label == "\ufffd"
    assert [finding.code for finding in outcome.findings] == ["W032"]


def test_legal_numbering_leaves_leading_zeros() -> None:
    numbering = levels("decimalZero|%1", "upperRoman|%1.%2").replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>')
    assert labels(numbering, "p[num=1]:a", "p[num=1/1]:b") == ["01", "01.1"]


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


def test_a_style_stands_on_the_level_of_the_style_it_is_based_on() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="E"><w:basedOn w:val="D"/></w:style>'
    numbering = levels("decimal|Chương %1", "decimal|Điều %2.").replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="D"/>')
    assert labels(numbering, "p[style=D]:x", "p[style=E]:y", styles=styles) == ["Điều 1.", "Điều 2."]


def test_number_zero_takes_the_styles_number_away() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(levels("decimal|%1."), "p[style=D,num=0]:x", styles=styles) == [""]


@pytest.mark.parametrize("reference", ["p[num=9]:x", "p[num=1/7]:x"])
def test_a_number_that_leads_nowhere_prints_nothing_and_is_reported(reference: str) -> None:
    outcome = read(docx(reference, numbering=levels("decimal|%1.")))
    assert next(outcome.require().paragraphs()).label == ""
    assert [finding.code for finding in outcome.findings] == ["W048"]


@pytest.mark.parametrize(("suffix", "text"), [("space", "1. x"), ("nothing", "1.x"), ("tab", "1.\tx")])
def test_the_suffix_stands_between_number_and_text(suffix: str, text: str) -> None:
    (paragraph,) = read(docx("p[num=1]:x", numbering=levels(f"decimal|%1.|1|{suffix}"))).require().paragraphs()
    assert paragraph.text == text


def test_numbers_in_tables_follow_reading_order() -> None:
    row = '<w:tc><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    line = f"xml:<w:tbl><w:tr>{row * 2}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    assert labels(levels("decimal|%1"), line, "p[num=1]:x") == ["1", "2", "3", "4"]


def test_the_number_of_a_cell_continued_from_above_is_counted_but_not_printed() -> None:
    cell = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    rows = "".join(f"<w:tr>{cell.format(merge)}</w:tr>" for merge in ("restart", "continue", "restart"))
    outcome = read(docx(f"xml:<w:tbl>{rows}</w:tbl>", numbering=levels("decimal|%1")))
    assert [p.label for p in outcome.require().paragraphs()] == ["1", "3"]
    assert outcome.findings == ()


def test_an_empty_item_has_its_number() -> None:
    assert labels(levels("decimal|%1."), "p[num=1]:a", "p[num=1]:", "p[num=1]:b") == ["1.", "2.", "3."]


def test_an_item_hidden_with_its_mark_is_not_counted() -> None:
    mark = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>'
    hidden = f"xml:<w:p>{mark}<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    assert labels(levels("decimal|%1."), "p[num=1]:a", hidden, "p[num=1]:b") == ["1.", "2."]


def test_items_in_boxes_and_notes_are_numbered() -> None:
    item = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>trong</w:t></w:r></w:p>'
    boxed = f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{item}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    noted = f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{item}</w:footnote></w:footnotes>'
    data = docx(f"xml:{boxed}", "p[num=1]:sau{note:x}", numbering=levels("decimal|%1."), extra={"word/footnotes.xml": noted})
    assert read(data).require().visible_text() == "\n1.\ttrong\n2.\tsau\n3.\ttrong"


def test_a_deleted_item_is_not_counted() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr></w:p>'
    assert labels(levels("decimal|%1."), "p[num=1]:a", f"xml:{gone}", "p[num=1]:b") == ["1.", "2."]


_VIETNAMESE = [(1, "một"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (44, "bốn mươi bốn"), (105, "một trăm linh năm")]


@pytest.mark.parametrize(("count", "text"), _VIETNAMESE)
def test_vietnamese_counting_is_idiomatic(count: int, text: str) -> None:
    assert vietnamese(count) == text


@st.composite
def _counted_lists(draw: st.DrawFn) -> tuple[list[int | None], list[int], list[int]]:
    """The restarts and starts of a list's levels, and the levels of its items: none begins below its parent."""
    depth = draw(st.integers(1, 4))
    restarts = [draw(st.sampled_from([None, *range(place + 1)])) for place in range(depth)]
    starts = draw(st.lists(st.integers(0, 9), min_size=depth, max_size=depth))
    items = [0]
    for _ in range(draw(st.integers(0, 12))):
        items.append(draw(st.integers(0, min(items[-1] + 1, depth - 1))))
    return restarts, starts, items


def _place_in_list(items: list[int], restarts: list[int | None], place: int) -> int:
    """How many items of its own level go before the last of *items*, back to the one that restarts it (17.9.11)."""
    before, restart = 0, restarts[place]
    for earlier in reversed(items[:-1]):
        if earlier < place and (restart is None or earlier < restart):
            return before
        before += earlier == place
    return before


@given(_counted_lists())
def test_a_count_is_the_place_since_the_last_restart(found: tuple[list[int | None], list[int], list[int]]) -> None:
    restarts, starts, items = found
    numbering = levels(*(f"decimal|%{place + 1}|{start}" for place, start in enumerate(starts)))
    for place, restart in enumerate(restarts):
        if restart is not None:
            numbering = numbering.replace(f'w:ilvl="{place}">', f'w:ilvl="{place}"><w:lvlRestart w:val="{restart}"/>')
    expected = [str(starts[place] + _place_in_list(items[: end + 1], restarts, place)) for end, place in enumerate(items)]
    assert labels(numbering, *(f"p[num=1/{place}]:x" for place in items)) == expected


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
