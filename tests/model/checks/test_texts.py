"""Checks of a text: for each a text that is right and one that is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gazette.model.checks.reading import PrintedLine, Reading, place_in_words
from gazette.model.checks.registry import text_findings
from gazette.model.checks.texts import TEXT_CHECKS
from gazette.model.draft import Signer

CHIEF = Signer("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu")


def good(*more: PrintedLine, **changes: object) -> Reading:
    """A decision in which nothing is wrong, with lines and facts of a test."""
    lines = (
        PrintedLine("Số: 05/2026/QĐ-UBND", "preface", "preface", "number"),
        PrintedLine("Tân Lộc, ngày 05 tháng 02 năm 2026", "preface", "preface", "place-date"),
        PrintedLine("Quy định thử", "preface", "preface", "subject"),
        PrintedLine("Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;", "preamble", "preamble", "recital"),
        PrintedLine("Căn cứ Nghị định số 93/2020/NĐ-CP ngày 18 tháng 8 năm 2020 của Chính phủ.", "preamble", "preamble", "recital"),
        PrintedLine("Điều 1. Phạm vi", "body", "art_1"),
        *more,
        PrintedLine("Quyết định này có hiệu lực từ ngày 20 tháng 02 năm 2026./.", "body", "art_2"),
        PrintedLine("- Lưu: VT.", "conclusions", "conclusions", "recipient"),
    )
    known = Reading(lines, "quyet-dinh", "05/2026/QĐ-UBND", "QĐ-UBND", "ubnd-tinh-an-phuoc", date(2026, 2, 5), (CHIEF,), ("Lưu: VT",))
    return replace(known, **changes)  # type: ignore[arg-type]


def codes(reading: Reading) -> list[str]:
    """What is found."""
    return [finding.code for finding in text_findings(reading)]


def said(old: str, new: str) -> Reading:
    """The good decision with other words in one place."""
    reading = good()
    assert any(old in line.text for line in reading.lines)
    return replace(reading, lines=tuple(replace(line, text=line.text.replace(old, new)) for line in reading.lines))


def body(text: str, *, table: bool = False, **changes: object) -> Reading:
    """The good decision with one more line in Điều 1."""
    return good(PrintedLine(text, "body", "art_1", table=table), **changes)


def signed(capacity: str, title: str, name: str = "Nguyễn Văn Mẫu") -> Reading:
    """The good decision with another signature."""
    return good(signers=(Signer(capacity, title, name),))


def annexed(text: str, *, attachments: int = 1, headed: str = "PHỤ LỤC I") -> Reading:
    """The good decision with an annex."""
    reading = body(text, attachments=attachments)
    annex = PrintedLine(headed, "preface", "att_1", "", "att_1")
    return replace(reading, lines=(*reading.lines, annex))


def _swapped() -> Reading:
    lines = list(good().lines)
    lines[3], lines[4] = replace(lines[4], text=lines[4].text[:-1] + ";"), replace(lines[3], text=lines[3].text[:-1] + ".")
    return good(lines=tuple(lines))


BAD: dict[str, Callable[[], Reading]] = {
    "R101": lambda: said("Số: 05/", "Số: 5/"),
    "R102": lambda: said("ngày 05 tháng 02", "ngày 5 tháng 02"),
    "R103": lambda: said("ngày 05 tháng 02", "ngày 05 tháng 06"),
    "R104": _swapped,
    "R105": lambda: said("2019;", "2019"),
    "R106": lambda: said("./.", "."),
    "R107": lambda: signed("KT. CHỦ TỊCH", "CHỦ TỊCH"),
    "R108": lambda: signed("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"),
    "R109": lambda: good(PrintedLine("TS. Nguyễn Văn Mẫu", "conclusions", "conclusions", "signature")),
    "R110": lambda: good(kind="chi-thi"),
    "R111": lambda: said("- Lưu: VT.", "- Như Điều 2."),
    "R112": lambda: good(signers=()),
    "R113": lambda: good(lines=tuple(line for line in good().lines if line.role != "subject")),
    "R206": lambda: said("năm 2020 của Chính phủ.", "năm 2020 của Chính phủ; thực hiện theo trình tự, thủ tục rút gọn."),
    "R601": lambda: body("Ban hành kèm theo Quyết định này Quy định về cây xanh."),
    "R602": lambda: annexed("Mức chi theo Phụ lục II ban hành kèm theo Quyết định này."),
    "R603": lambda: annexed("Không nói gì.", headed="BẢNG"),
    "R701": lambda: body("Ông Nguyễn Văn Mẫu, CCCD số 012345678901, được khen thưởng."),
    "R702": lambda: body("Liên hệ ông Mẫu, điện thoại 0912 345 678."),
    "R703": lambda: body("Nộp vào tài khoản số 1234567890 tại Ngân hàng mẫu."),
    "R704": lambda: body("Gửi về hộp thư nguoi.mau@gmail.com."),
    "R705": lambda: body("Ghi căn cước (ví dụ: căn cước công dân số 012345678901)."),
    "R801": lambda: good(lines=(PrintedLine("MẬT", "preface", "preface"), *good().lines)),
}

HARMLESS = (
    "Căn cứ Quyết định số 012345678/QĐ-UBND; mã thủ tục 1.012345.000.00.00.H02.",
    "Kinh phí là 123.456.789.012 đồng, bằng số 0912345678 đồng.",
    "Hồ sơ gồm bản sao căn cước công dân hoặc hộ chiếu; thời hạn 15 ngày; mức thu 250000000 đồng.",
    "Mở tài khoản số 1 tại hệ thống thông tin; tài khoản người dùng gồm 12345678 ký tự.",
    "Đường dây nóng của Văn phòng: 0234.3456789.",
    "Gửi về hộp thư vanphong@anphuoc.gov.vn.",
    "Biểu thuế ban hành kèm theo Nghị định số 26/2023/NĐ-CP và Phụ lục IV của Nghị định số 08/2022/NĐ-CP.",
    "Bảo mật thông tin; tài liệu mật được quản lý theo quy định.",
)


def test_nothing_is_found_in_a_text_that_is_right() -> None:
    assert codes(good()) == []


@pytest.mark.parametrize("code", BAD)
def test_each_fault_is_found_and_nothing_else(code: str) -> None:
    assert codes(BAD[code]()) == [code]


def test_every_check_of_a_text_has_an_example() -> None:
    assert list(BAD) == [check.code for check in TEXT_CHECKS]


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_words_of_good_papers_are_no_fault(text: str) -> None:
    assert codes(body(text)) == []


@pytest.mark.parametrize(
    ("capacity", "title"),
    [
        ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("KT/BỘ TRƯỞNG", "THỨ TRƯỞNG"),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ("TUQ. CHỦ TỊCH", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ"),
        ("Q. CHỦ TỊCH", "Q. CHỦ TỊCH"),
        ("", "CHỦ TỊCH"),
    ],
)
def test_signatures_as_the_decree_prints_them_are_right(capacity: str, title: str) -> None:
    assert codes(signed(capacity, title)) == []


def test_a_finding_does_not_repeat_the_number_that_it_warns_of() -> None:
    (finding,) = text_findings(BAD["R701"]())
    assert "0123" not in finding.message("vi") + finding.message("en")
    assert finding.message("vi").count("8901") == 1


def test_rules_of_form_ask_only_what_was_issued_under_them() -> None:
    old = said("ngày 05 tháng 02 năm 2026", "ngày 5 tháng 02 năm 2012")
    assert codes(replace(old, day=date(2012, 2, 5), number="05/2012/QĐ-UBND")) == []


def test_an_annex_that_lies_beside_the_text_is_named_by_it() -> None:
    assert codes(annexed("Mức chi theo Phụ lục I ban hành kèm theo Quyết định này.")) == []


def test_a_quoted_instruction_names_no_annex_of_ones_own() -> None:
    line = PrintedLine("Phụ lục V ban hành kèm theo Quyết định này.", "body", "art_1", quoted=True)
    assert codes(good(line)) == []


@pytest.mark.parametrize(
    ("at", "vi", "en"),
    [
        ("art_5__clause_2__point_dd", "điểm đ khoản 2 Điều 5", "point đ, clause 2, Article 5"),
        ("att_1__art_3", "Điều 3, Văn bản kèm theo 1", "Article 3, Attachment 1"),
        ("preamble", "phần căn cứ", "legal bases"),
        ("", "", ""),
    ],
)
def test_a_place_is_told_in_words(at: str, vi: str, en: str) -> None:
    assert (place_in_words(at), place_in_words(at, "en")) == (vi, en)
