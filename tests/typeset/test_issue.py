"""The gazette issue: contents from metadata, running heads, pages of the items, attachments."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from gazette.model.issue import IssueNumber
from gazette.typeset import CheckMark, IssueItem, IssueSheet, TypesetIssue, issue
from gazette.typeset.issue import contents_line, statement
from gazette.typeset.sources import Facts
from tests.typeset.texts import EXAMPLE, act, article, fonts_of, packed, text_of

LONG = act("".join(article("Nội dung rất dài. " * 80, f"Điều {number}.") for number in range(1, 9)))
SHEET = IssueSheet(
    number=IssueNumber(2026, 12, 13),
    day=date(2026, 7, 24),
    province="tỉnh An Phước",
    publisher="Văn phòng Ủy ban nhân dân tỉnh An Phước",
    contacts=("Số 01 đường Mẫu, thành phố Tân Lộc",),
    check=CheckMark("CB-2026-12", "https://congbao.anphuoc.example/kiem-tra/CB-2026-12"),
    log_head="5f2c8d0e",
    items=(
        IssueItem("ke-hoach", LONG, "van-ban-khac", "Ủy ban nhân dân tỉnh", "Quyết định về văn bản khác.", date(2026, 7, 3)),
        IssueItem("nghi-quyet", EXAMPLE, "quy-pham-phap-luat", "Hội đồng nhân dân tỉnh", "Nghị quyết thứ nhất.", date(2026, 1, 20)),
        IssueItem("quyet-dinh", LONG, "quy-pham-phap-luat", "Ủy ban nhân dân tỉnh", "", date(2026, 2, 5)),
    ),
)


@pytest.fixture(scope="module")
def made() -> TypesetIssue:
    return issue(SHEET).require()


@pytest.fixture(scope="module")
def pages(made: TypesetIssue) -> list[str]:
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        return [_page(opened, index) for index in range(len(opened.pages))]


def test_the_front_page_bears_name_number_date_and_publisher(pages: list[str]) -> None:
    for words in ("CÔNG BÁO", "TỈNH AN PHƯỚC", "Số 12 + 13", "Ngày 24-7-2026", "MỤC LỤC"):
        assert words in pages[0]
    assert "CÔNG BÁO/Số" not in pages[0]


def test_the_contents_name_every_item_with_date_and_page(made: TypesetIssue, pages: list[str]) -> None:
    for words in ("20-01-2026 -", "Nghị quyết thứ nhất.", "05-02-2026 -", "Quyết định số 12/2026/QĐ-UBND về cây xanh.", "03-7-2026 -"):
        assert words in pages[0]
    for first, _ in made.pages.values():
        assert str(first) in pages[0].split()


def test_normative_acts_come_first_and_each_item_knows_its_pages(made: TypesetIssue, pages: list[str]) -> None:
    assert list(made.pages) == ["nghi-quyet", "quyet-dinh", "ke-hoach"]
    spans = list(made.pages.values())
    assert spans[0][0] == 2
    assert [first for first, _ in spans[1:]] == [last + 1 for _, last in spans[:-1]]
    assert spans[-1][1] == made.count - 1
    assert "PHẦN VĂN BẢN QUY PHẠM PHÁP LUẬT" in pages[spans[0][0] - 1]
    assert "PHẦN VĂN BẢN KHÁC" in pages[spans[2][0] - 1]


def test_running_heads_have_the_number_at_the_outer_edge(pages: list[str]) -> None:
    head = "CÔNG BÁO/Số 12 + 13/Ngày 24-7-2026"
    for number, page in enumerate(pages[1:], start=2):
        assert page.count(head) == 1
        assert str(number) in page.split()[:8]


def test_every_page_bears_the_code_and_the_address_that_checks_it(pages: list[str]) -> None:
    for number, page in enumerate(pages, start=1):
        assert f"Mã kiểm tra: CB-2026-12, trang {number}." in page
        assert "https://congbao.anphuoc.example/kiem-tra/CB-2026-12" in page


def test_the_imprint_says_who_publishes_what_it_is_worth_and_how_to_verify(pages: list[str]) -> None:
    last = packed(pages[-1])
    for words in ("XUẤT BẢN", "CB-2026-12", "5f2c8d0e", "có giá trị như văn bản gốc", "Số 01 đường Mẫu"):
        assert packed(words) in last


def test_every_document_s_xml_is_attached_unchanged(made: TypesetIssue) -> None:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.attachments["nghi-quyet.xml"].get_file().read_bytes() == EXAMPLE
        assert sorted(pdf.attachments) == ["ke-hoach.xml", "nghi-quyet.xml", "quyet-dinh.xml"]
        assert pdf.open_metadata().pdfa_status == "3A"


def test_the_issue_holds_one_family_of_fonts_and_the_same_bytes_each_time(made: TypesetIssue) -> None:
    assert fonts_of(made.pdf) == {"Tinos"}
    assert issue(SHEET).require().pdf == made.pdf


def test_an_item_that_cannot_be_printed_refuses_the_issue_and_is_named() -> None:
    outcome = issue(replace(SHEET, items=(*SHEET.items, IssueItem("hong", act(article("漢")), "van-ban-khac", "UBND"))))
    assert outcome.refused
    assert [(finding.code, finding.where) for finding in outcome.findings if finding.level == "error"] == [("T003", "hong")]


def test_an_empty_issue_is_refused() -> None:
    assert [finding.code for finding in issue(replace(SHEET, items=())).findings] == ["T010"]


def test_a_signed_document_says_so_where_the_signature_stood() -> None:
    signed = replace(SHEET, items=(replace(SHEET.items[1], signed=True),))
    assert "(Đã ký)" in text_of(issue(signed).require().pdf)
    assert "(Đã ký)" not in text_of(issue(SHEET).require().pdf)


def test_the_statement_follows_the_law_of_the_day() -> None:
    assert "64/2025/QH15" in statement(date(2026, 7, 24))
    assert "34/2016/NĐ-CP" in statement(date(2020, 1, 1))
    assert statement(date(1999, 1, 1)) == ""


def test_a_contents_line_is_made_from_what_is_known() -> None:
    assert contents_line(Facts("", "04/CT-UBND", None, "Về mùa bão", "", "CHỈ THỊ")) == "Chỉ thị số 04/CT-UBND về mùa bão."
    assert contents_line(Facts("", "", None, "rà soát", "", "")) == "Rà soát."


@pytest.mark.parametrize(
    ("number", "subject", "kind", "line"),
    [
        ("12/UBND-VX", "Rà soát văn bản", "", "Công văn số 12/UBND-VX về việc rà soát văn bản."),
        ("12/UBND-VX", "Về việc rà soát", "", "Công văn số 12/UBND-VX về việc rà soát."),
        ("12/UBND-VX", "", "", "Công văn số 12/UBND-VX."),
        ("9/2026/QH16", "Thủ đô", "LUẬT", "Luật số 9/2026/QH16 Thủ đô."),
        ("2/QĐ-UBND", "SỔ THEO DÕI", "QUYẾT ĐỊNH", "Quyết định số 2/QĐ-UBND SỔ THEO DÕI."),
    ],
)
def test_a_contents_line_keeps_capitals_that_belong_to_a_name(number: str, subject: str, kind: str, line: str) -> None:
    assert contents_line(Facts("", number, None, subject, "", kind)) == line


def test_an_issue_of_more_than_two_numbers_says_number_once() -> None:
    words = text_of(issue(replace(SHEET, number=IssueNumber(2026, 367, 370))).require().pdf)
    assert "CÔNG BÁO/Từ số 367 đến số 370/Ngày 24-7-2026" in words
    assert "số từ" not in words.casefold()


def _page(pdf: pikepdf.Pdf, index: int) -> str:
    single = pikepdf.new()
    single.pages.append(pdf.pages[index])
    written = io.BytesIO()
    single.save(written)
    return text_of(written.getvalue())
