"""Checks of a text: for each a text that is right and one that is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gazette.model.checks.reading import PrintedLine, Reading
from gazette.model.checks.registry import text_findings
from gazette.model.checks.texts import TEXT_CHECKS
from gazette.model.draft import Signer
from gazette.model.places import place_in_words

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
    "R114": lambda: signed("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "R206": lambda: said("năm 2020 của Chính phủ.", "năm 2020 của Chính phủ; thực hiện theo trình tự, thủ tục rút gọn."),
    "R601": lambda: body("Ban hành kèm theo Quyết định này Quy định về cây xanh."),
    "R602": lambda: annexed("Mức chi theo Phụ lục II ban hành kèm theo Quyết định này."),
    "R603": lambda: annexed("Không nói gì.", headed="BẢNG"),
    "R604": lambda: body("Khen thưởng 05 cá nhân (có danh sách kèm theo)."),
    "R701": lambda: body("Ông Nguyễn Văn Mẫu, CCCD số 012345678901, được khen thưởng."),
    "R702": lambda: body("Liên hệ ông Mẫu, điện thoại 0912 345 678."),
    "R703": lambda: body("Nộp vào tài khoản số 1234567890 tại Ngân hàng mẫu."),
    "R704": lambda: body("Gửi về hộp thư nguoi.mau@gmail.com."),
    "R705": lambda: body("Ghi căn cước (ví dụ: căn cước công dân số 012345678901)."),
    "R801": lambda: good(lines=(PrintedLine("MẬT", "preface", "preface"), *good().lines)),
    "R802": lambda: body("TỐI MẬT"),
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
    "- Tối mật;",
    "Lệ phí cấp căn cước công dân là 250.000.000 đồng; mức thu 100 000 000 đ.",
    "Cấp thẻ căn cước trong các năm 2021-2022-2023.",
    "Công ty thử, mã số thuế 0312345678, điện thoại của Văn phòng.",
    "Mã hồ sơ 012345678901; mã thủ tục 1.012345.000.00.00.H02 về căn cước.",
    "Kinh phí 1.234.567.890.123 đồng từ tài khoản tiền gửi ngân hàng.",
    "Bãi bỏ Quy định ban hành kèm theo Quyết định số 12/2020/QĐ-UBND.",
    "Hồ sơ gồm văn bản đề nghị kèm theo danh sách tập thể, cá nhân.",
    "Báo cáo theo Mẫu số 01 ban hành kèm theo Thông tư này.",
)
PERSONAL = {
    "R701": (
        "CCCD: 012 345 678 901", "CCCD số 012.345.678.901", "CCCD 0123 4567 8901", "C.C.C.D số 012345678901", "Căn cước số: 012-345-678-901",
        "số căn cước 0 1 2 3 4 5 6 7 8 9 0 1", "CMND 123 456 789", "CMND số 12345 6789", "giấy chứng minh nhân dân số 123.456.789 do tỉnh cấp",
        "mã định danh cá nhân 012345678901", "CCCD\u00a0số\u00a0012\u00a0345\u00a0678\u00a0901", "CCCD số ０１２３４５６７８９０１", "hộ chiếu số B1234567",
        "ông Mẫu (012080001234)", "CCCD số 012345678901/Công an cấp",
    ),
    "R702": (
        "ĐT: 0912.345.678", "SĐT 091 234 5678", "ĐTDĐ: 0912-345-678", "điện thoại: (+84) 912 345 678", "số máy 0912 34 56 78", "+84 (0) 912 345 678",
        "gọi số 0912345678", "Tel: 84912345678", "ĐT(0912)345678", "điện thoại: 0084912345678", "điện thoại: 0912345678/0987654321",
        "ông Mẫu, 0912 345 678", "ĐT: 0 9 1 2 3 4 5 6 7 8",
    ),
    "R703": (
        "STK: 0123 4567 8901 2345", "tài khoản: 1234.5678.9012 mở tại Vietcombank", "TK 12345678 BIDV", "số TK: 1234-5678-9012",
        "chuyển khoản vào số 1234567890123 tại Agribank", "STK 012345678901 tại ngân hàng thử",
    ),
}  # fmt: skip
"""Personal numbers in the ways in which people write them."""


def test_nothing_is_found_in_a_text_that_is_right() -> None:
    assert codes(good()) == []


@pytest.mark.parametrize("code", BAD)
def test_each_fault_is_found_and_nothing_else(code: str) -> None:
    assert codes(BAD[code]()) == [code]


def test_every_check_of_a_text_has_an_example() -> None:
    assert list(BAD) == [check.code for check in TEXT_CHECKS]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in PERSONAL.items() for text in texts])
def test_personal_numbers_are_found_however_they_are_written(code: str, text: str) -> None:
    assert codes(body(f"{text}, khen thưởng.")) == [code]


def cells(*rows: tuple[str, ...]) -> Reading:
    """The good decision with a table."""
    table = (
        PrintedLine(text, "body", "art_1", table=True, cell=(row, place)) for row, of in enumerate(rows) for place, text in enumerate(of)
    )
    return good(*table)


def test_the_head_of_a_column_says_what_its_numbers_are() -> None:
    people = cells(
        ("Họ tên", "Số CMND", "Số tiền", "MST"), ("Mẫu", "123456789", "250.000.000", "0312345678"), ("Thử", "2", "300000000", "")
    )
    assert codes(people) == ["R701"]
    assert codes(cells(("Họ tên", "Số tài khoản"), ("Mẫu", "1234567890123"))) == ["R703"]


def test_the_cell_on_the_left_says_what_a_number_is() -> None:
    assert codes(cells(("Họ tên:", "Mẫu"), ("Số căn cước", "123456789012"), ("Số tiền", "123456789012"))) == ["R701"]


def test_the_subject_may_name_a_person_and_the_letterhead_only_its_agency() -> None:
    assert codes(said("Quy định thử", "Khen thưởng ông Mẫu, CCCD 012345678901")) == ["R701"]
    assert codes(good(lines=(PrintedLine("Điện thoại: 0912 345 678", "preface", "preface"), *good().lines))) == []


@pytest.mark.parametrize(
    "mark", ["M Ậ T", "mật", "Độ mật: Mật", "MẬT - HỎA TỐC", "T.Ố.I M.Ậ.T", "МẬТ", "BẢN SAO - MẬT", "Mức độ mật: TUYỆT MẬT"]
)
def test_a_mark_of_secrecy_is_one_however_it_is_printed(mark: str) -> None:
    assert codes(good(lines=(PrintedLine(mark, "preface", "preface"), *good().lines))) == ["R801"]


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_words_of_good_papers_are_no_fault(text: str) -> None:
    assert codes(body(text)) == []


@pytest.mark.parametrize(
    ("capacity", "title"),
    [
        ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ("TUQ. CHỦ TỊCH", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ"),
        ("Q. CHỦ TỊCH", "Q. CHỦ TỊCH"),
        ("", "CHỦ TỊCH"),
        ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TM. ĐOÀN CHỦ TỊCH", "CHỦ TỌA KỲ HỌP"),
        ("TM. CHÍNH PHỦ", "THỦ TƯỚNG"),
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    ],
)
def test_signatures_as_the_decree_prints_them_are_right(capacity: str, title: str) -> None:
    assert codes(signed(capacity, title)) == []


@pytest.mark.parametrize(
    ("capacity", "title", "code"),
    [
        ("KT. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "R107"),
        ("TL. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG", "R107"),
        ("TUQ. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC SỞ NỘI VỤ", "R107"),
        ("TM. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG", "R107"),
        ("TL. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "R107"),
        ("KT. PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH", "R107"),
        ("KT. GIÁM ĐỐC", "GIÁM ĐỐC", "R107"),
        ("", "PHÓ CHỦ TỊCH", "R108"),
        ("TM. HỘI ĐỒNG NHÂN DÂN", "PHÓ CHỦ TỊCH", "R108"),
        ("KT CHỦ TỊCH", "PHÓ CHỦ TỊCH", "R114"),
        ("KT/BỘ TRƯỞNG", "THỨ TRƯỞNG", "R114"),
    ],
)
def test_each_capacity_has_its_place_and_its_titles(capacity: str, title: str, code: str) -> None:
    assert codes(signed(capacity, title)) == [code]


@pytest.mark.parametrize("text", ["Theo Phụ lục I, II kèm theo.", "Theo Phụ lục số 01 và Phụ lục số 02 ban hành kèm theo Quyết định này."])
def test_each_annex_of_a_list_is_looked_for(text: str) -> None:
    assert codes(annexed(text)) == ["R602"]


def test_an_annex_of_another_act_is_not_looked_for() -> None:
    assert codes(annexed("Theo Phụ lục II kèm theo Nghị định số 15/2020/NĐ-CP và Phụ lục I của Quyết định này.")) == []


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
