"""Hostile and odd packages: each is read or refused with one sentence, quickly."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.word import CATALOGUE, Limits, read
from tests.words import NAMESPACES, docx, levels, package, relationships, xml_document

SOUND = docx("p:Điều 1. Phạm vi{note:ghi}", "table:v:a|b;^|c", "p:{image}{box:khung}")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")
LOCKED_DOC = OLE + (b"\xec\xa5" + b"\x00" * 8 + b"\x00\x01").ljust(512, b"\x00") + "WordDocument".encode("utf-16-le")
MACRO_TYPE = '<Override PartName="/a" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
TEXT = "Điều 1. Phạm vi\nghi\na\nb\nc\n\nkhung"


def refusal(data: bytes, limits: Limits | None = None) -> str:
    outcome = read(data, limits=limits or Limits())
    assert outcome.refused
    assert outcome.findings[-1].level == "error"
    return outcome.findings[-1].code


def text_of(data: bytes) -> str:
    return read(data).require().visible_text()


def body(text: str = "x") -> str:
    return xml_document(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "W001"),
        (b"\x00" * 18, "W001"),
        ("Chỉ là chữ".encode(), "W002"),
        (b"%PDF-1.7\n%...", "W002"),
        (b"<html><body>x</body></html>", "W062"),
        (b"\x89PNG\r\n\x1a\n0000", "W002"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "W002"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "W003"),
        (LOCKED_DOC, "W003"),
        (b"PK\x03\x04 not a zip document", "W004"),
        (zipped(("xl/workbook.xml", "<x/>")), "W002"),
        (package({"word/document.xml": body()}, main="word/missing.xml"), ""),
        (zipped(("[Content_Types].xml", '<Types xmlns="x"/>')), "W006"),
        (package({"word/document.xml": "<w:document"}), "W007"),
        (package({"word/document.xml": b""}), "W007"),
        (package({"word/document.xml": body(), "word/vbaProject.bin": b"x"}), "W009"),
        (package({"word/document.xml": body()}, types=MACRO_TYPE), "W009"),
        (package({"word/document.xml": body(), "WORD/Document.xml": body()}), "W010"),
        (docx("xml:<w:altChunk r:id='x'/>"), "W011"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(data: bytes, code: str) -> None:
    if not code:
        assert text_of(data) == "x"
        return
    assert refusal(data) == code


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml"])
def test_entities_and_document_types_are_refused(doctype: str, part: str) -> None:
    parts = {part: doctype + body("&x;").partition("?>")[2]}
    assert refusal(docx("p:x", extra=parts)) == "W008"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"word/document.xml": b" " * 60_000_000})
    started = time.process_time()
    assert refusal(bomb) == "W005"
    assert time.process_time() - started < 1


def test_limits_are_settings() -> None:
    assert refusal(SOUND, Limits(file_bytes=100)) == "W005"
    assert refusal(SOUND, Limits(parts=3)) == "W005"
    assert refusal(SOUND, Limits(unpacked_bytes=1000)) == "W005"
    assert refusal(SOUND, Limits(paragraphs=3)) == "W005"


def test_a_million_empty_paragraphs_are_refused_in_seconds() -> None:
    document = package({"word/document.xml": xml_document("<w:p/>" * 1_000_000)})
    started = time.process_time()
    assert refusal(document) == "W005"
    assert time.process_time() - started < 8


def test_a_table_of_very_many_rows_takes_time_by_their_number() -> None:
    row = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    document = package({"word/document.xml": xml_document(f"<w:tbl>{row * 60_000}</w:tbl><w:p/>")})
    started = time.process_time()
    assert read(document).value is not None
    assert time.process_time() - started < 8


@pytest.mark.parametrize("merge", ["vMerge", "hMerge"])
def test_a_cell_that_swallows_very_many_takes_time_by_their_number(merge: str) -> None:
    cell = "<w:tc><w:tcPr><w:{} w:val='{}'/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    parts = [cell.format(merge, "restart"), *[cell.format(merge, "continue")] * 30_000]
    rows = "</w:tr><w:tr>".join(parts) if merge == "vMerge" else "".join(parts)
    started = time.process_time()
    assert len(text_of(docx(f"xml:<w:tbl><w:tr>{rows}</w:tr></w:tbl>")).split()) == 30_001
    assert time.process_time() - started < 8


def test_very_many_styles_one_upon_the_other_take_time_by_their_number() -> None:
    styles = "".join(f'<w:style w:styleId="S{place}"><w:basedOn w:val="S{place + 1}"/></w:style>' for place in range(20_000))
    started = time.process_time()
    assert read(docx(*(f"p[style=S{place}]:x" for place in range(20_000)), styles=styles)).value is not None
    assert time.process_time() - started < 8


def test_a_pattern_of_a_number_is_never_longer_than_word_can_write_it() -> None:
    (paragraph,) = read(docx("p[num=1]:x", numbering=levels("decimal|" + "%1" * 100_000))).require().paragraphs()
    assert len(paragraph.label) < 256


@pytest.mark.parametrize("part", ["numbering", "footnotes"])
def test_a_part_too_large_to_be_parsed_whole_refuses_the_file(part: str) -> None:
    assert refusal(docx("p:x{note:y}", extra={f"word/{part}.xml": f"<x>{'<y/>' * 200}</x>"}), Limits(xml_bytes=700)) == "W005"


def test_deep_nesting_is_refused_without_a_traceback() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 75 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 75
    assert refusal(docx(f"xml:{deep}")) == "W014"
    deeper = "<w:tbl><w:tr><w:tc>" * 2000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2000
    assert refusal(docx(f"xml:{deeper}")) == "W007"
    wrapped = "<w:smartTag>" * 240 + "<w:r><w:t>x</w:t></w:r>" + "</w:smartTag>" * 240
    assert text_of(docx(f"xml:<w:p>{wrapped}</w:p>")) == "x"


def test_a_huge_attribute_is_read_or_refused() -> None:
    outcome = read(docx(f'xml:<w:p w:rsidR="{"x" * 12_000_000}"/>'))
    assert outcome.refused or outcome.value is not None


def test_backslash_names_are_read_and_reported() -> None:
    members = zipfile.ZipFile(io.BytesIO(SOUND))
    odd = zipped(*((name, members.read(name)) for name in members.namelist()))
    renamed = odd.replace(b"word/", b"word\\").replace(b"_rels/", b"_rels\\").replace(b"media/", b"media\\")
    outcome = read(renamed)
    assert outcome.require().visible_text() == TEXT
    assert "W037" in [finding.code for finding in outcome.findings]


def test_the_main_part_may_have_any_name() -> None:
    parts = {"odd/document2.xml": body("văn bản")}
    assert text_of(package(parts, main="odd/document2.xml")) == "văn bản"


def test_strict_namespaces_are_read() -> None:
    strict = body("nghiêm ngặt").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert text_of(package({"word/document.xml": strict})) == "nghiêm ngặt"


def test_missing_styles_and_broken_relationships_do_not_matter() -> None:
    broken = relationships({"r1": ("styles", "nowhere.xml", False), "r2": ("numbering", "../../..//x", False)})
    assert text_of(docx("p:x", extra={"word/_rels/document.xml.rels": broken})) == "x"


def test_damaged_styles_are_left_out_and_reported() -> None:
    outcome = read(docx("p:x", extra={"word/styles.xml": "<w:styles"}))
    assert outcome.require().visible_text() == "x"
    assert [finding.code for finding in outcome.findings] == ["W036"]


@pytest.mark.parametrize("part", ["numbering", "footnotes"])
def test_damaged_numbers_or_notes_refuse_the_file(part: str) -> None:
    assert refusal(docx("p:x{note:y}", extra={f"word/{part}.xml": "<w:n"})) == "W007"


_ANCHORED = (
    '<w:drawing><wp:anchor behindDoc="1"><wp:docPr id="1" name="x"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>'
    "<w:p><w:r><w:t>DỰ </w:t></w:r><w:r><w:t>THẢO</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing>"
)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ('<w:pict><v:shape><v:textpath string="DỰ THẢO &amp; MẬT"/></v:shape></w:pict>', "DỰ THẢO & MẬT"),
        (_ANCHORED, "DỰ THẢO"),
        (_ANCHORED.replace('behindDoc="1"', 'behindDoc="0"'), ""),
        ('<w:pict><v:shape id="WordPictureWatermark1"/></w:pict>', "[picture]"),
    ],
)
def test_what_stands_behind_the_pages_is_reported(mark: str, text: str) -> None:
    arrows = relationships({f"h{place}": ("header", "header1.xml", False) for place in range(3)})
    header = f"<w:hdr {NAMESPACES}><w:p><w:r>{mark}</w:r></w:p></w:hdr>"
    outcome = read(docx("p:x", extra={"word/header1.xml": header, "word/_rels/document.xml.rels": arrows}))
    assert [finding.details["text"] for finding in outcome.findings if finding.code == "W029"] == ([text] if text else [])
    assert not text or "W064" not in {finding.code for finding in outcome.findings}


def test_the_lines_of_page_headers_are_kept_beside_the_text() -> None:
    arrows = relationships({"h1": ("header", "header1.xml", False)})
    box = "<w:r><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></w:r>"
    header = f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>Trang</w:t><w:tab/><w:t>2</w:t></w:r>{box}</w:p><w:p/></w:hdr>"
    blocks = read(docx("p:x", extra={"word/header1.xml": header, "word/_rels/document.xml.rels": arrows})).require()
    assert blocks.headers == ("Trang\t2", "MẬT")
    assert blocks.visible_text() == "x"


def _with_page_lines(kind: str, *lines: str) -> bytes:
    element = "hdr" if kind == "header" else "ftr"
    content = "".join(f"<w:p>{line if line.startswith('<') else f'<w:r><w:t>{line}</w:t></w:r>'}</w:p>" for line in lines)
    arrows = relationships({"p1": (kind, f"{kind}1.xml", False)})
    part = f"<w:{element} {NAMESPACES}>{content}</w:{element}>"
    body = ("p:QUYẾT ĐỊNH", "p:Về quản lý   chợ trên địa bàn tỉnh An Phước")
    return docx(*body, extra={f"word/{kind}1.xml": part, "word/_rels/document.xml.rels": arrows})


@pytest.mark.parametrize("kind", ["header", "footer"])
@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Mẫu AP-07", "Trang 2/5"), "Mẫu AP-07"),
        (("Số: 12/QĐ-UBND", "Số: 12/QĐ-UBND", "UBND thành phố Tân Lộc"), "Số: 12/QĐ-UBND | UBND thành phố Tân Lộc"),
        (("Trang 2 trên tổng số 5", "- iv -", "Page 3 of 7"), ""),
        (("VỀ QUẢN LÝ CHỢ TRÊN ĐỊA BÀN TỈNH AN PHƯỚC",), ""),
        (('<w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r><w:r><w:footnoteReference w:id="9"/></w:r>',), ""),
    ],
)
def test_words_that_only_page_headers_and_footers_show_are_named(kind: str, lines: tuple[str, ...], told: str) -> None:
    findings = read(_with_page_lines(kind, *lines)).findings
    assert [(finding.code, finding.details["words"]) for finding in findings] == ([("W064", told)] if told else [])


@pytest.mark.parametrize(
    ("lock", "codes"),
    [
        ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', ["W034"]),
        ('<w:documentProtection w:edit="readOnly" w:enforcement="0"/>', []),
        ('<w:writeProtection w:recommended="1"/>', ["W034"]),
    ],
)
def test_a_lock_that_is_enforced_is_reported(lock: str, codes: list[str]) -> None:
    arrows = relationships({"s": ("settings", "settings.xml", False)})
    extra = {"word/settings.xml": f"<w:settings {NAMESPACES}>{lock}</w:settings>", "word/_rels/document.xml.rels": arrows}
    assert [finding.code for finding in read(docx("p:x", extra=extra)).findings] == codes


def test_a_digital_signature_in_the_package_is_reported() -> None:
    assert [finding.code for finding in read(docx("p:x", extra={"_xmlsignatures/sig1.xml": "<x/>"})).findings] == ["W049"]


def test_outside_templates_watermarks_and_locks_are_reported() -> None:
    settings_part = f"<w:settings {NAMESPACES}><w:documentProtection/></w:settings>"
    header = f"<w:hdr {NAMESPACES}><w:p><w:r><w:pict><v:shape><v:textpath string='DỰ THẢO'/></v:shape></w:pict></w:r></w:p></w:hdr>"
    extra = {
        "word/settings.xml": settings_part,
        "word/header1.xml": header.replace("'", '"'),
        "word/_rels/settings.xml.rels": relationships({"t": ("attachedTemplate", "http://example.org/t.dotm", True)}),
        "word/_rels/document.xml.rels": relationships(
            {
                "s": ("settings", "settings.xml", False),
                "h": ("header", "header1.xml", False),
                "o": ("oleObject", "http://example.org/o", True),
            }
        ),
    }
    outcome = read(docx("p:x", extra=extra))
    assert outcome.require().visible_text() == "x"
    assert sorted(finding.code for finding in outcome.findings) == ["W027", "W027", "W029", "W034"]


def test_the_name_is_only_compared() -> None:
    assert [f.code for f in read(docx("p:x"), name="a.doc").findings] == ["W045"]
    assert read(docx("p:x"), name="a.DOCX").findings == ()


def test_a_part_whose_checksum_lies_is_refused() -> None:
    place = SOUND.index(b"word/document.xml") + 60
    assert refusal(SOUND[:place] + bytes([SOUND[place] ^ 0xFF]) + SOUND[place + 1 :]) in ("W004", "W007")


def test_every_finding_has_both_sentences() -> None:
    for kind in CATALOGUE.values():
        assert kind.vi
        assert kind.en
        assert kind.vi != kind.en


@settings(max_examples=60, deadline=10_000)
@given(st.integers(0, len(SOUND) - 1))
def test_a_file_cut_short_anywhere_is_read_or_refused(length: int) -> None:
    outcome = read(SOUND[:length])
    assert outcome.refused
    assert outcome.findings


@settings(max_examples=150, deadline=10_000)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_file_with_any_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    outcome = read(bytes(data))
    assert outcome.value is not None or outcome.findings[-1].level == "error"


@settings(max_examples=150, deadline=10_000)
@given(st.data())
def test_a_document_part_with_anything_cut_or_doubled_is_read_or_refused(data: st.DataObject) -> None:
    source = zipfile.ZipFile(io.BytesIO(SOUND)).read("word/document.xml")
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 300)))
    changed = source[:start] + source[end:] if data.draw(st.booleans()) else source[:end] + source[start:]
    outcome = read(docx("p:x", extra={"word/document.xml": changed}))
    assert outcome.value is not None or outcome.findings[-1].level == "error"


_TAGS = """w:p w:r w:tbl w:tr w:tc w:sdt w:sdtContent w:ins w:del w:pict w:txbxContent w:hyperlink m:oMath m:f w:drawing
mc:AlternateContent mc:Choice w:pPr w:rPr w:fldSimple w:object w:ruby w:sectPr"""
_LEAVES = """<w:t>chữ</w:t>;<w:tab/>;<w:br/>;<w:br w:type="page"/>;<w:fldChar w:fldCharType="begin"/>;<w:delText>x</w:delText>;
<w:fldChar w:fldCharType="end"/>;<w:gridSpan w:val="-3"/>;<w:vMerge/>;<w:footnoteReference w:id="1"/>;<w:sym w:char="zz"/>;<a:blip/>;
<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>;<w:pgSz w:w="x" w:h="99999999999999999999"/>"""
_TREES = st.recursive(
    st.sampled_from(_LEAVES.split(";")),
    lambda inner: st.builds(
        lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
        st.sampled_from(_TAGS.split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=10_000)
@given(_TREES)
def test_elements_in_any_order_are_read_or_refused(tree: str) -> None:
    outcome = read(docx(f"xml:{tree}"))
    assert outcome.value is not None or outcome.findings[-1].level == "error"
