"""PDFs of other producers: what they put round the text does not count, what they change in it always does."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gazette import akn
from gazette.conversion import convert
from tests.akn.documents import xml_of
from tests.akn.test_pdf import pdf_of
from tests.words import docx

XML = xml_of("= THÔNG BÁO\n= Về việc thử\n1. Kinh tế tăng 5%, không giảm.\n2. Mức thu là 10 đồng.")
TEXT = "THÔNG BÁO\nVề việc thử\n1. Kinh tế tăng 5%, không giảm.\n2. Mức thu là 10 đồng."
STAMPS = (
    "DỰ THẢO",
    "D\nỰ\nT\nH\nẢ\nO",
    "ĐÃ KÝ",
    "Ký bởi: Nguyễn Văn Mẫu\nThời gian ký: 09/03/2026 10:11:12 +07:00",
    "Người ký: Ủy ban nhân dân tỉnh An Phước\nNgày ký: 09.03.2026\n10:11",
    "Email: vanthu@anphuoc.example\nCơ quan: Tỉnh An Phước",
)


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("line", [0, 2, 4])
def test_a_stamp_on_lines_of_its_own_does_not_count(stamp: str, line: int) -> None:
    lines = TEXT.split("\n")
    printed = "\n".join((*lines[:line], stamp, *lines[line:]))
    assert akn.printed_mismatch(XML, printed) is None


@pytest.mark.parametrize(
    "added",
    [
        "Ký bởi: Mẫu, mức thu 20",
        "KHÔNG",
        "ĐÃ KÝ 7",
        "Email: không",
        "DỰ THẢO bỏ",
        "Ký bởi: Nguyễn Văn Mẫu\nkhông",
        "ĐÃ KÝ\nKHÔNG",
        "không",
        "Thời gian ký: 5",
    ],
)
def test_what_is_no_stamp_counts_even_on_a_line_of_its_own(added: str) -> None:
    assert akn.printed_mismatch(XML, TEXT.replace("\n2.", f"\n{added}\n2.")) is not None


def test_a_stamp_within_a_line_counts() -> None:
    assert akn.printed_mismatch(XML, TEXT.replace("tăng 5%", "tăng ĐÃ KÝ 5%")) is not None


def test_a_word_broken_with_a_hyphen_at_the_end_of_a_line_is_whole_and_a_hyphen_elsewhere_is_not() -> None:
    assert akn.printed_mismatch(XML, TEXT.replace("Kinh tế", "Ki-\nnh tế")) is None
    assert akn.printed_mismatch(XML, TEXT.replace("Kinh tế", "Ki\u00adnh tế")) is None
    assert akn.printed_mismatch(XML, TEXT.replace("Kinh tế", "Ki-nh tế")) is not None
    assert akn.printed_mismatch(XML, TEXT.replace("10", "1-\n0")) is not None


def test_ligatures_of_either_side_are_letters() -> None:
    xml = xml_of("= THÔNG BÁO\n= Về việc thử\n1. Offi\ufb01ce.")
    assert akn.printed_mismatch(xml, "THÔNG BÁO\nVề việc thử\n1. Offifice.") is None


TABLE = convert(docx("p:THÔNG BÁO", "p:Về việc thử", "table:Một hai ba bốn|Năm sáu bảy tám", "p:Hết."), "a.docx").xml or b""
CUT = "THÔNG BÁO\nVề việc thử\nMột hai\nNăm sáu\n\fba bốn\nbảy tám\nHết."


def test_a_table_row_cut_in_two_by_the_end_of_a_page_is_one_row() -> None:
    assert akn.printed_mismatch(TABLE, CUT) is None
    assert akn.printed_mismatch(TABLE, CUT.replace("\f", "")) is not None, "without a page's end nothing is cut"
    assert akn.printed_mismatch(TABLE, CUT.replace("ba bốn\nbảy tám", "bảy tám\nba bốn")) is not None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([(XML, f"ĐÃ KÝ\n{TEXT}".replace("Kinh", "Ki-\nnh")), (TABLE, CUT)]), st.data())
def test_a_changed_word_is_found_whatever_stands_round_it(case: tuple[bytes, str], data: st.DataObject) -> None:
    xml, printed = case
    assert akn.printed_mismatch(xml, printed) is None
    words = [word for word in re.finditer(r"\w+", printed) if word.group(0) not in ("ĐÃ", "KÝ")]
    word = data.draw(st.sampled_from(words))
    new = data.draw(st.sampled_from(["", "không", f"không {word.group(0)}", f"{word.group(0)} {word.group(0)}", "7"]))
    assume(new != word.group(0))
    assert akn.printed_mismatch(xml, printed[: word.start()] + new + printed[word.end() :]) is not None


def test_columns_set_line_by_line_across_the_page_are_read_column_by_column() -> None:
    rows = (("Một hai ba bốn", "Chín mười một trăm"), ("năm sáu bảy tám.", "nghìn vạn triệu."), ("Hết cột một.", "Hết cột hai."))
    placed = "\n".join(
        f"#place(dx: {x}cm, dy: {y * 0.45}cm)[{text}]" for y, row in enumerate(rows) for x, text in zip((0, 5), row, strict=True)
    )
    pdf = pdf_of(f'#set page(width: 12cm, height: 8cm, margin: 1.5cm)\n#set document(title: "Thử")\n#set text(size: 9pt)\n{placed}')
    text = " ".join(akn.pdf_text(pdf, by_columns=True).split())
    assert text.startswith("Một hai ba bốn năm sáu bảy tám. Hết cột một. Chín mười")
