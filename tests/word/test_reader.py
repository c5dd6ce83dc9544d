"""What is visible is read, in reading order, and nothing twice."""

import io
import zipfile
from pathlib import Path

import pytest

from gazette.model.blocks import Blocks, Formula, Frame, NoteMark, Paragraph, Picture, Run, SectionBreak, Table
from gazette.word import read
from gazette.word.reading import Version
from tests.words import docx

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "documents" / "16-qd-con-vet-sua.docx"


def blocks(*lines: str, numbering: str = "", styles: str = "", version: Version = "accepted") -> Blocks:
    return read(docx(*lines, numbering=numbering, styles=styles), version=version).require()


def codes(*lines: str) -> list[str]:
    return [finding.code for finding in read(docx(*lines)).findings]


def first(*lines: str, styles: str = "") -> Paragraph:
    return next(blocks(*lines, styles=styles).paragraphs())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("p:Điều 1. Phạm vi điều chỉnh", "Điều 1. Phạm vi điều chỉnh"),
        ("p:Số: {b:1424}{i:/QĐ-}UBND", "Số: 1424/QĐ-UBND"),
        ("p:Chương I\nQUY ĐỊNH CHUNG", "Chương I\nQUY ĐỊNH CHUNG"),
        ("p:Trái\tphải", "Trái\tphải"),
        ("p:12/QĐ{nbhyphen}UBND", "12/QĐ-UBND"),
        ("p:Xem {link:https://example.org|trang này}.", "Xem trang này."),
        ("p:Trang {field:PAGE|7} hết", "Trang 7 hết"),
        ("p:{sym:Symbol/F0B7} gạch đầu dòng", "• gạch đầu dòng"),
        ("p:{sym:Wingdings/F0FE} đồng ý", "☑ đồng ý"),
        ("p:Mức α {font=Symbol:b}", "Mức α β"),
        ("p:Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("p:Đ{b:iê}\u0300u 5", "Điều 5"),
        ("p:Ðiều 3 và QÐ-UBND", "Điều 3 và QĐ-UBND"),
        ("p:15/2008/NÐ-CP, HÐND, BGÐ&ÐT, Ð., ð) mục, ð/c", "15/2008/NĐ-CP, HĐND, BGĐ&ĐT, Đ., đ) mục, đ/c"),
        ("p:ORÐ, MEÐ, orð, /ð/, (ð)", "ORÐ, MEÐ, orð, /ð/, (ð)"),
        ("p:{field:SYMBOL 0183 \\f Symbol|}{field:SYMBOL 0xB7 \\f Symbol|}", "••"),
        ("p:\uf0b7 mục", "• mục"),
        ("p:{hidden:bí mật}công khai", "công khai"),
        ("p:Giữ {ins:chèn} {del:xóa}", "Giữ chèn "),
        ("xml:<w:p><w:smartTag><w:r><w:t>trong thẻ</w:t></w:r></w:smartTag></w:p>", "trong thẻ"),
        ("xml:<w:p><w:sdt><w:sdtContent><w:r><w:t>ô nhập</w:t></w:r></w:sdtContent></w:sdt></w:p>", "ô nhập"),
        ("xml:<w:sdt><w:sdtContent><w:p><w:r><w:t>khối</w:t></w:r></w:p></w:sdtContent></w:sdt>", "khối"),
        ('xml:<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>5/1</w:t></w:r></w:fldSimple></w:p>', "5/1"),
        ("xml:<w:p><w:r><w:t>a\n  b</w:t></w:r></w:p>", "a   b"),
        ("xml:<w:p><w:r><w:pict><v:line/></w:pict></w:r></w:p>", ""),
        ("p:-------", "-------"),
    ],
)
def test_the_text_of_a_paragraph_is_what_a_reader_sees(line: str, text: str) -> None:
    assert first(line).text == text


def test_nested_field_instructions_stay_unseen() -> None:
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    inner = f"{begin}<w:r><w:instrText>X</w:instrText></w:r>{separate}<w:r><w:t>ẩn</w:t></w:r>{end}"
    line = f"<w:p>{begin}{inner}<w:r><w:t>lệnh</w:t></w:r>{separate}<w:r><w:t>kết quả</w:t></w:r>{end}</w:p>"
    assert first(f"xml:{line}").text == "kết quả"


@pytest.mark.parametrize("kind", ["begin", "end"])
def test_a_field_that_is_half_within_a_simple_one_does_not_swallow_what_follows(kind: str) -> None:
    half = f'<w:fldSimple w:instr="DATE"><w:r><w:fldChar w:fldCharType="{kind}"/></w:r></w:fldSimple>'
    assert first(f"xml:<w:p>{half}<w:r><w:t>sau</w:t></w:r></w:p>").text == "sau"


def test_a_field_may_span_paragraphs() -> None:
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'
    middle = '<w:p><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Chương I</w:t></w:r></w:p>'
    end = '<w:p><w:r><w:t>sau</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    assert blocks(f"xml:{begin}{middle}{end}").visible_text() == "\nChương I\nsau"


@pytest.mark.parametrize(("checked", "shown"), [("1", "☒"), ("0", "☐")])
def test_an_old_form_box_shows_its_state(checked: str, shown: str) -> None:
    data = f'<w:ffData><w:checkBox><w:default w:val="{checked}"/></w:checkBox></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    line = f'<w:p>{begin}<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    assert first(f"xml:{line}").text == shown


FIELD = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"


@pytest.mark.parametrize("instruction", [" AUTONUM ", "LISTNUM NumberDefault", r"EQ \f(1,2)", "= 1 + 2", "PAGE", r"SEQ Bảng \* ARABIC"])
def test_a_field_that_word_works_out_anew_is_reported(instruction: str) -> None:
    (finding,) = read(docx(f"xml:{FIELD.format(instruction)}", "p:Trang {field:PAGE|7}")).findings
    assert (finding.code, finding.details["field"]) == ("W050", instruction.split()[0].upper())


@pytest.mark.parametrize("instruction", ["XE mục", "TC mục", "PAGEX", "MERGEFIELD ten", "BOOKMARKS"])
def test_a_field_that_prints_nothing_is_nothing(instruction: str) -> None:
    assert codes(f"xml:{FIELD.format(instruction)}") == []


def test_a_button_prints_its_words() -> None:
    assert first(f"xml:{FIELD.format('MACROBUTTON NoMacro [Bấm để nhập tên]')}").text == "[Bấm để nhập tên]"


@pytest.mark.parametrize("block", [True, False])
def test_a_prompt_of_a_form_control_is_read_and_reported(block: bool) -> None:
    words = "<w:r><w:t>Bấm để nhập</w:t></w:r>"
    start, end = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"
    line = f"{start}<w:p>{words}</w:p>{end}" if block else f"<w:p>{start}{words}{end}</w:p>"
    outcome = read(docx("p:a", f"xml:{line}"))
    assert outcome.require().visible_text() == "a\nBấm để nhập"
    assert [(finding.code, finding.where) for finding in outcome.findings] == [("W051", "paragraph 2")]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("xml:<w:p><w:r><w:rPr><w:webHidden/></w:rPr><w:t>12</w:t></w:r></w:p>", "12"),
        ("xml:<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr><w:r><w:t>Điều 1.</w:t></w:r></w:p>", "Điều 1."),
        ("xml:<w:p><w:customXml><w:smartTag><w:r><w:t>a</w:t></w:r></w:smartTag></w:customXml></w:p>", "a"),
        ("xml:<w:p><w:dir><w:bdo><w:r><w:t>a</w:t></w:r></w:bdo></w:dir></w:p>", "a"),
        (
            "xml:<w:p><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
            "a",
        ),
        ("xml:<w:p><w:r><w:t>a</w:t><w:ptab w:alignment='right'/><w:br w:type='column'/><w:t>b</w:t></w:r></w:p>", "a\t\nb"),
        ("xml:<w:p><w:r><w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>\uf0a3</w:t></w:r></w:p>", "≤"),
        ("xml:<w:p><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>", "mới"),
        ("xml:<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>05/3</w:t></w:r></w:p></w:sdtContent></w:sdt>", "05/3"),
        ("p:{field:IF 1 = 1 a b|a} {field:MERGEFIELD Ten|Nguyễn Văn Mẫu}", "a Nguyễn Văn Mẫu"),
    ],
)
def test_what_word_wraps_or_marks_is_read_all_the_same(line: str, text: str) -> None:
    assert first(line).text == text


def test_a_paragraph_moved_with_its_mark_stands_once() -> None:
    def moved(way: str) -> str:
        return f"xml:<w:p><w:pPr><w:rPr><w:{way}/></w:rPr></w:pPr><w:{way}><w:r><w:t>chuyển</w:t></w:r></w:{way}></w:p>"

    data = docx(moved("moveFrom"), "p:giữa", moved("moveTo"), "p:cuối")
    assert read(data).require().visible_text() == "giữa\nchuyển\ncuối"
    assert read(data, version="original").require().visible_text() == "chuyển\ngiữa\ncuối"


@pytest.mark.parametrize(
    ("change", "accepted", "original", "code"),
    [("ins", "a\nb", "a", "W020"), ("moveTo", "a\nb", "a", "W020"), ("del", "a", "a\nb", "W021"), ("moveFrom", "a", "a\nb", "W021")],
)
@pytest.mark.parametrize("inside", ["{}", "<w:tbl>{}</w:tbl>", "<w:tbl><w:tr>{}</w:tr></w:tbl>"])
def test_changes_around_whole_blocks_rows_and_cells_are_reported(inside: str, change: str, accepted: str, original: str, code: str) -> None:
    paragraphs = [f"<w:p><w:r><w:t>{letter}</w:t></w:r></w:p>" for letter in "ab"]
    if "tbl" in inside:
        paragraphs = [f"<w:tc>{paragraph}</w:tc>" for paragraph in paragraphs]
    if "tr" not in inside and "tbl" in inside:
        paragraphs = [f"<w:tr>{cell}</w:tr>" for cell in paragraphs]
    data = docx("xml:" + inside.format(f"{paragraphs[0]}<w:{change}>{paragraphs[1]}</w:{change}>"))
    outcome = read(data)
    assert outcome.require().visible_text() == accepted
    assert [finding.code for finding in outcome.findings] == [code]
    assert read(data, version="original").require().visible_text() == original


@pytest.mark.parametrize(
    "stray",
    ["<w:r><w:t>chữ</w:t></w:r>", "<w:p><w:t>chữ</w:t></w:p>", "<w:tbl><w:tr><w:tc><w:r><w:t>chữ</w:t></w:r></w:tc></w:tr></w:tbl>"],
)
def test_letters_where_no_schema_allows_them_are_read(stray: str) -> None:
    assert read(docx(f"xml:{stray}")).require().visible_text() == "chữ"


def test_a_phonetic_guide_is_reported() -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>hán</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>"
    outcome = read(docx(f"xml:<w:p><w:r>{ruby}</w:r></w:p>"))
    assert outcome.require().visible_text() == "漢"
    assert [(finding.code, finding.details["text"]) for finding in outcome.findings] == [("W065", "hán")]


def test_a_day_that_word_prints_anew_is_reported() -> None:
    outcome = read(docx("xml:<w:p><w:r><w:t>ngày </w:t></w:r><w:r><w:dayLong/></w:r><w:r><w:pgNum/></w:r></w:p>"))
    assert [(finding.code, finding.details["field"]) for finding in outcome.findings] == [("W050", "dayLong"), ("W050", "pgNum")]


def test_runs_of_one_look_are_joined_and_looks_are_kept() -> None:
    paragraph = first("p:a{b:b}{b:c}{i:d}{sup:2}{u:e}")
    assert paragraph.inlines == (
        Run("a"),
        Run("bc", bold=True),
        Run("d", italic=True),
        Run("2", script="super"),
        Run("e", underline=True),
    )


def test_bold_comes_from_the_style_and_can_be_taken_back() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:rPr><w:b/></w:rPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    bold, plain = "<w:r><w:t>đậm</w:t></w:r>", '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>nhạt</w:t></w:r>'
    paragraph = first(f'xml:<w:p><w:pPr><w:pStyle w:val="U"/></w:pPr>{bold}{plain}</w:p>', styles=styles)
    assert paragraph.inlines == (Run("đậm", bold=True), Run("nhạt"))
    assert paragraph.align == "center"


def test_styles_that_inherit_from_each_other_do_not_hang() -> None:
    styles = '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    assert first("p[style=A]:x", styles=styles).text == "x"


def test_shape_is_read() -> None:
    paragraph = first("p[right,indent=36,h2,newpage]:x")
    assert (paragraph.align, paragraph.indent, paragraph.heading, paragraph.page_break_before) == ("right", 36.0, 2, True)


def test_a_page_break_begins_the_next_paragraph() -> None:
    assert [p.page_break_before for p in blocks("p:a", "break", "p:b").paragraphs()] == [False, False, True]


def test_a_page_break_inside_a_paragraph_parts_it() -> None:
    line = 'xml:<w:p><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>'
    assert [(p.text, p.page_break_before) for p in blocks(line).paragraphs()] == [("a", False), ("b", True)]


def test_notes_are_read_where_they_are_called() -> None:
    read_blocks = blocks("p:Một{note:ghi một} hai{note:ghi hai}", "p:ba{endnote:cuối}")
    assert read_blocks.visible_text() == "Một hai\nghi một\nghi hai\nba\ncuối"
    assert [note.mark for note in read_blocks.notes.values()] == ["1", "2", "i"]
    assert NoteMark("footnote-1") in first("p:Một{note:ghi một}").inlines


def section_of_notes(said: str) -> str:
    return f"xml:<w:p><w:pPr><w:sectPr><w:footnotePr>{said}</w:footnotePr></w:sectPr></w:pPr></w:p>"


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ('<w:numFmt w:val="upperRoman"/>', ["I", "II", "III"]),
        ('<w:numStart w:val="5"/>', ["5", "6", "7"]),
        ('<w:numRestart w:val="eachSect"/>', ["1", "2", "1"]),
        ('<w:numFmt w:val="chicago"/><w:numRestart w:val="eachSect"/>', ["*", "†", "*"]),
    ],
)
def test_notes_are_numbered_as_their_section_says(said: str, marks: list[str]) -> None:
    read_blocks = blocks("p:a{note:x}{note:y}", section_of_notes(said), "p:b{note:z}", section_of_notes(said))
    assert [note.mark for note in read_blocks.notes.values()] == marks


def test_notes_that_begin_anew_on_each_page_are_numbered_through_and_reported() -> None:
    outcome = read(docx("p:a{note:x}", "p:b{note:y}", section_of_notes('<w:numRestart w:val="eachPage"/>')))
    assert [note.mark for note in outcome.require().notes.values()] == ["1", "2"]
    assert [finding.code for finding in outcome.findings] == ["W052"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    read_blocks = blocks("p:trước{box:trong khung}", "p:sau")
    assert read_blocks.visible_text() == "trước\ntrong khung\nsau"
    assert isinstance(read_blocks.blocks[1], Frame)


def test_a_picture_has_its_bytes_size_and_description() -> None:
    read_blocks = blocks("p:{image}")
    assert next(read_blocks.paragraphs()).inlines == (Picture("image1.png", "Bản đồ", 10.0, 20.0),)
    assert read_blocks.images["image1.png"].media_type == "image/png"


def test_cells_merge_down_and_across() -> None:
    (table,) = blocks("table[header]:v:a|b|c;^|2*d").blocks
    assert isinstance(table, Table)
    assert [[(cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows] == [[(1, 2), (1, 1), (1, 1)], [(2, 1)]]
    assert [row.header for row in table.rows] == [True, False]
    assert table.widths == (100.0, 100.0, 100.0)


@pytest.mark.parametrize(("line", "borders"), [("table:a|b", True), ("table[noborders]:a|b", False)])
def test_layout_tables_have_no_borders(line: str, borders: bool) -> None:
    (table,) = blocks(line).blocks
    assert isinstance(table, Table)
    assert table.borders is borders


def test_text_in_a_merged_cell_is_kept_and_reported() -> None:
    cell = "<w:tr><w:tc><w:tcPr><w:vMerge w:val='{}'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    line = f"xml:<w:tbl>{cell.format('restart', 'trên')}{cell.format('continue', 'dưới')}</w:tbl>"
    assert blocks(line).visible_text() == "trên\ndưới"
    assert codes(line) == ["W033"]


def test_a_table_within_a_cell_is_read_in_place() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    line = f"xml:<w:tbl><w:tr><w:tc><w:p><w:r><w:t>trước</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert blocks(line).visible_text().split() == ["trước", "trong"]


def test_a_landscape_section_is_announced_where_it_begins() -> None:
    kinds = blocks("p:a", "section", "p:b", "section[landscape]", "p:c", "section").blocks
    breaks = [(place, block.landscape) for place, block in enumerate(kinds) if isinstance(block, SectionBreak)]
    assert breaks == [(2, True), (5, False)]


def test_paragraphs_are_counted_in_reading_order() -> None:
    assert [p.where for p in blocks("p:a", "table:b|c", "p:d{box:e}", "p:f").paragraphs()] == [1, 2, 3, 4, 5, 6]


def test_a_formula_keeps_its_characters_and_becomes_mathml() -> None:
    line = "xml:<w:p><m:oMath><m:f><m:num><m:r><m:t>a+1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    (formula,) = first(line).inlines
    assert isinstance(formula, Formula)
    assert formula.text == "a+12"
    assert "<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in formula.mathml


@pytest.mark.parametrize(("version", "text"), [("accepted", "Giữ mới "), ("original", "Giữ  cũ")])
def test_both_readings_of_tracked_changes_are_offered(version: Version, text: str) -> None:
    assert blocks("p:Giữ {ins:mới} {del:cũ}", version=version).visible_text() == text


def test_a_paragraph_whose_end_was_deleted_joins_the_next() -> None:
    line = 'xml:<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>một </w:t></w:r></w:p>'
    assert blocks(line, "p:hai").visible_text() == "một hai"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("p:{ins:x}", "W020"),
        ("p:{del:x}", "W021"),
        ("p:x{comment:y}", "W023"),
        ("p:{hidden:x}", "W024"),
        ("p:{field:REF x|Error! Reference source not found.}", "W028"),
        ("p:{field:REF x|Lỗi! Không tìm thấy nguồn tham chiếu.}", "W028"),
        ("p:{field:PAGEREF x|Lỗi! Thẻ đánh dấu không được xác định.}", "W028"),
        ("p:{field:REF x|Error: Reference source not found}", "W028"),
        ("xml:<w:p><w:pPr><w:pPrChange/></w:pPr></w:p>", "W022"),
        ("xml:<w:p><w:r><w:rPr><w:b/><w:rPrChange/></w:rPr><w:t>x</w:t></w:r></w:p>", "W022"),
        ("xml:<w:tbl><w:tr><w:tc><w:tcPr><w:cellIns/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>", "W020"),
        ("xml:<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>", "W021"),
        ("xml:<w:tbl><w:tr><w:tc><w:tcPr><w:cellMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>", "W022"),
        ("xml:<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "W020"),
        ("xml:<w:p><w:r><w:drawing><a:blip r:embed='nowhere'/></w:drawing></w:r></w:p>", "W030"),
        ("p:{sym:Wingdings/F04F}", "W032"),
        ("xml:<w:p><w:r><w:footnoteReference w:id='99'/></w:r></w:p>", "W035"),
        ("p:Vie\u0323\u0302t", "W042"),
        ("p:Ðiều", "W043"),
        ("p:an\u200bphước", "W063"),
        ("p:an\x96phước", "W063"),
    ],
)
def test_what_an_editor_must_know_is_a_finding(line: str, code: str) -> None:
    assert codes(line) == [code]


def test_findings_name_their_paragraph() -> None:
    (finding,) = read(docx("p:a", "table:b|c{ins:d}", "p:e")).findings
    assert finding.where == "paragraph 3"


def test_findings_do_not_grow_without_end() -> None:
    findings = read(docx(*["p:{ins:x}"] * 300)).findings
    assert len(findings) == 101
    assert findings[-1].details["count"] == "200"


def test_the_last_section_of_the_body_turns_its_pages() -> None:
    turned = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    parts = docx("p:x")
    with zipfile.ZipFile(io.BytesIO(parts)) as source:
        document = source.read("word/document.xml").replace(b"</w:body>", turned.encode() + b"</w:body>")
    found = read(docx("p:x", extra={"word/document.xml": document})).require()
    assert [one.landscape for one in found.blocks if isinstance(one, SectionBreak)] == [True]


def test_hidden_words_are_told_beside_the_text() -> None:
    blocks = read(docx("p:Một", "p:Hai{hidden:chữ }{hidden:ẩn}")).require()
    assert [(one.kind, one.text, one.where) for one in blocks.asides] == [("hidden", "chữ ẩn", "paragraph 2")]
    assert "ẩn" not in blocks.visible_text()


def test_comments_are_told_with_their_authors() -> None:
    (comment,) = read(SAMPLE.read_bytes()).require().asides
    assert (comment.kind, comment.text) == ("comment", "Trần Thị Thí Dụ: Đề nghị Sở rà soát lại chỉ tiêu này trước khi trình ký.")
    (unknown,) = read(docx("p:Một{comment:phần ý kiến không có trong tệp}")).require().asides
    assert (unknown.kind, unknown.text, unknown.where) == ("comment", "", "paragraph 1")
