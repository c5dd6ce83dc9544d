"""The printed lines of a text with their places."""

from gazette import akn
from gazette.conversion import convert
from tests.words import docx

WORD = docx(
    "table[noborders]:{b:ỦY BAN NHÂN DÂN}\n{b:TỈNH AN PHƯỚC}|{b:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM};Số: 05/2026/QĐ-UBND|Tân Lộc, ngày 05 tháng 02 năm 2026",
    "p[center,b]:QUYẾT ĐỊNH",
    "p[center,b]:Ban hành quy định thử",
    "p:Căn cứ Luật Thử ngày 01 tháng 01 năm 2020;",
    "p[center,b]:QUYẾT ĐỊNH:",
    "p:Điều 1. Mức thu",
    "p:1. Mức thu như sau{note:Ghi chú}:",
    "table:Việc|Mức;Một|10",
    "p:Điều 2. Hiệu lực./.",
    "p[right]:TM. ỦY BAN NHÂN DÂN",
    "p[right]:CHỦ TỊCH",
    "p[right]:Nguyễn Văn Mẫu",
    "p[newpage,center,b]:PHỤ LỤC I",
    "p[center,b]:BẢNG THỬ",
    "p:1. Một dòng.",
)


def test_every_line_has_its_zone_and_its_place() -> None:
    reading = akn.reading(convert(WORD, "a.docx").xml or b"")
    places = {line.text: (line.zone, line.at, line.table, line.component) for line in reading.lines}
    assert places["Số: 05/2026/QĐ-UBND"] == ("preface", "preface", False, "")
    assert places["Căn cứ Luật Thử ngày 01 tháng 01 năm 2020;"] == ("preamble", "preamble", False, "")
    assert places["1. Mức thu như sau:"] == ("body", "art_1__clause_1", False, "")
    assert places["Một"][2]
    assert places["Điều 2. Hiệu lực./."] == ("body", "art_2", False, "")
    assert places["CHỦ TỊCH"][:2] == ("conclusions", "conclusions")
    assert places["PHỤ LỤC I"][3] == "att_1"
    assert (reading.number, reading.attachments, reading.normative) == ("05/2026/QĐ-UBND", 1, True)


def test_the_lines_are_the_texts_words_and_no_others() -> None:
    xml = convert(WORD, "a.docx").xml or b""
    lines = akn.reading(xml).lines
    told = " ".join(line.text for line in lines if line.role != "note")
    assert told.replace(" ", "") in akn.to_text(xml).replace("\n", "").replace(" ", "").replace("Ghichú", "")
    assert [(line.text, line.at) for line in lines if line.role == "note"] == [("Ghi chú", "art_1__clause_1")]
    assert akn.printed_lines(xml) == tuple(line for line in lines if line.role != "note"), "beside the Word file there are no notes"


def test_a_cell_has_its_row_and_column() -> None:
    xml = convert(docx("p:Điều 1. Bảng", "table:2*Cả hai|Ba;Một|Hai|Ba", "p:Điều 2. Hết."), "a.docx").xml or b""
    cells = [line.cell for line in akn.reading(xml).lines if line.table]
    assert cells == [(0, 0), (0, 2), (1, 0), (1, 1), (1, 2)]
