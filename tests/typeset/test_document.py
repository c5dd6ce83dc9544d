"""One document: what its PDF is, what it says, and what is refused."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gazette.typeset import CheckMark, TypesetDocument, document
from gazette.typeset.inlines import InlineReader
from gazette.typeset.letterheads import titles
from tests.typeset.texts import EXAMPLE, act, article, fonts_of, packed, table, text_of, turned

CHECK = CheckMark("AP-7K3M-92QX", "https://congbao.anphuoc.example/kiem-tra/AP-7K3M-92QX")
SIGNED = (
    '<conclusions><container name="recipients"><p class="recipients-title">Nơi nhận:</p><p class="recipient">- Lưu: VT.</p></container>'
    '<container name="signature"><p class="position">CHỦ TỊCH</p><p class="signer">Nguyễn Văn Mẫu</p></container></conclusions>'
)


def made(xml: bytes, **options: object) -> TypesetDocument:
    return document(xml, **options).require()  # type: ignore[arg-type]


def test_the_pdf_says_it_is_pdfa_3a_and_pdfua_1_and_is_tagged_in_vietnamese() -> None:
    with pikepdf.open(io.BytesIO(made(EXAMPLE).pdf)) as pdf:
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "vi-VN"
        assert [str(intent.S) for intent in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]


def test_the_xml_travels_inside_unchanged_as_the_source() -> None:
    with pikepdf.open(io.BytesIO(made(EXAMPLE).pdf)) as pdf:
        assert pdf.attachments["akn.xml"].get_file().read_bytes() == EXAMPLE
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Source"]


def test_only_tinos_is_embedded() -> None:
    assert fonts_of(made(EXAMPLE).pdf) == {"Tinos"}


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made(EXAMPLE, check=CHECK).pdf == made(EXAMPLE, check=CHECK).pdf


def test_every_word_can_be_read_back_from_the_page() -> None:
    words = "Ủy ban nhân dân tỉnh Ẵ ẫ ỡ ự ỹ Đ đ, 25 m², “trích dẫn”, 12/2026/QĐ-UBND, 99,98% – 1.600 triệu đồng/năm"
    assert packed(words) in packed(text_of(made(act(article(words))).pdf))


def test_another_reader_finds_the_words_too(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "a.pdf").write_bytes(made(EXAMPLE).pdf)
    shown = subprocess.run(["pdftotext", "-enc", "UTF-8", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True, text=True).stdout
    for line in ("ỦY BAN NHÂN DÂN", "Độc lập - Tự do - Hạnh phúc", "Tân Lộc, ngày 09 tháng 3 năm 2026", "Điều 2. Nội dung sau đây:"):
        assert line in shown


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_no_text_is_taken_for_markup(text: str) -> None:
    assert text in packed(text_of(made(act(article(f"({text})"))).pdf))


@pytest.mark.parametrize(
    "text", ['#panic("x")', "]#import", "$x^2$ *b* _i_ `c` @l <l> // c", '"); read("/etc/passwd") #("', "= A\\ #{", "</p>"]
)
def test_hostile_text_is_printed_as_it_is(text: str) -> None:
    assert packed(text) in packed(text_of(made(act(article(text))).pdf))


def test_a_character_without_a_glyph_refuses_the_document_and_is_named() -> None:
    outcome = document(act(article("Chữ 漢 không in được")))
    assert outcome.refused
    assert [finding.code for finding in outcome.findings] == ["T003"]
    assert "漢 (U+6F22)" in outcome.findings[0].message("vi")


def test_a_windows_dash_typed_as_a_control_code_is_printed_with_a_warning() -> None:
    outcome = document(act(article("năm 2010\x962015"), after=SIGNED))
    assert "2010–2015" in text_of(outcome.require().pdf)
    assert [finding.code for finding in outcome.findings] == ["T011"]


@pytest.mark.parametrize("xml", [b"", b"<a", b"\xff\xfe", b"<a/>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'])
def test_what_is_no_akoma_ntoso_is_refused_with_one_sentence(xml: bytes) -> None:
    outcome = document(xml)
    assert outcome.refused
    assert [finding.code for finding in outcome.findings] in (["T001"], ["T002"])


def test_signature_and_seal_belong_between_title_and_name_the_seal_a_third_over_the_signature() -> None:
    leader, seal = made(act(article("Nội dung."), after=SIGNED)).boxes
    assert (leader.role, seal.role, leader.page, seal.page) == ("leader", "seal", 0, 0)
    assert seal.left < leader.left < seal.right < leader.right
    assert seal.right - leader.left == pytest.approx((leader.right - leader.left) / 3)
    assert seal.right - seal.left == pytest.approx(seal.top - seal.bottom)
    assert leader.left > 297, "the signature stands on the right half"
    assert 0 < leader.bottom < leader.top < 842


def test_a_document_without_signature_block_is_printed_and_says_so() -> None:
    outcome = document(act(article("Nội dung.")))
    assert outcome.require().boxes == ()
    assert [finding.code for finding in outcome.findings] == ["T008"]


def test_a_document_without_a_date_is_printed_and_says_so() -> None:
    outcome = document(act(article("Nội dung."), date="", after=SIGNED))
    assert [finding.code for finding in outcome.findings] == ["T009"]


def test_the_check_code_stands_at_the_foot_of_every_page() -> None:
    long = "".join(article("Nội dung rất dài. " * 60, f"Điều {number}.") for number in range(1, 8))
    printed = made(act(long), check=CHECK)
    assert printed.pages > 1
    assert text_of(printed.pdf).count(CHECK.code + ".") == printed.pages


def test_page_numbers_begin_on_the_second_page_and_an_annex_counts_for_itself() -> None:
    long = "".join(article("Nội dung rất dài. " * 60, f"Điều {number}.") for number in range(1, 8))
    title = '<preface><p class="annex-number">Phụ lục</p></preface>'
    annex = f"<attachments><attachment><doc>{title}<mainBody><p>Hết.</p></mainBody></doc></attachment></attachments>"
    pdf = made(act(long, after=annex)).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        words = [_words(opened, index) for index in range(len(opened.pages))]
    assert [page[0] for page in words[1:-1]] == [str(number) for number in range(2, len(words))]
    assert sorted(words[-1]) == ["Hết.", "Phụ", "lục"]
    assert words[0][0] == "QUYẾT"


def test_a_landscape_table_turns_its_pages_and_only_those() -> None:
    row = "<tr><td><p>a</p></td><td><p>b</p></td></tr>"
    pdf = made(act(table(row, "landscape") + article("Sau bảng.", "Điều 2."))).pdf
    assert turned(pdf) == [False, True, False]


def test_header_rows_repeat_on_every_page() -> None:
    head = "<tr><th><p>Tên thủ tục</p></th><th><p>Thời hạn</p></th></tr>"
    rows = "".join(f"<tr><td><p>Thủ tục {number}</p></td><td><p>10 ngày</p></td></tr>" for number in range(120))
    printed = made(act(table(head + rows)))
    assert printed.pages > 2
    assert text_of(printed.pdf).count("Tên thủ tục") == printed.pages


def test_a_footnote_stands_on_the_page() -> None:
    note = (
        '<article><num>Điều 1.</num><content><p>Luật<authorialNote marker="1"><p>Đã sửa đổi.</p></authorialNote>.</p></content></article>'
    )
    assert "Đã sửa đổi." in text_of(made(act(note)).pdf)


def test_a_text_of_one_hundred_pages_is_set() -> None:
    body = "".join(
        f"<chapter><num>Chương {n}</num><heading>TÊN</heading>{article('Nội dung. ' * 220, f'Điều {n}.')}</chapter>" for n in range(1, 140)
    )
    assert made(act(body)).pages >= 100


def _words(pdf: pikepdf.Pdf, index: int) -> list[str]:
    single = pikepdf.new()
    single.pages.append(pdf.pages[index])
    written = io.BytesIO()
    single.save(written)
    return text_of(written.getvalue()).split()


def test_number_and_date_below_the_title_stand_as_contracts_print_them() -> None:
    preface = etree.fromstring(
        '<preface><p class="kind">HỢP ĐỒNG</p><p class="number">Số: 05/HĐ-VP</p><p class="place-date">Tân Lộc, 07/7/2026</p></preface>'
    )
    made_of = titles(preface, InlineReader(lambda *_: None), 1)
    assert [part.get("align") for part in made_of] == [None, "center", "right"]
