"""Faults of a second making: spellings, tables, notes, capacities, numbers of provisions, signatures, and the text of the issuer's PDF."""

from pathlib import Path

import pytest

from gazette.model.document import Upload
from tests.services.test_preflight import TERMS, act, known, signed_page
from tests.town import Town


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


BASES = ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",)
LATER = "Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026./."


def fees(amount: str) -> bytes:
    """A decision on a fee of *amount*: its Điều come out of order, a comment stands in it, and nobody names its annex."""
    return act(
        "10/2026/QĐ-UBND",
        "ngày 27 tháng 4 năm 2026",
        f"Điều 1. Mức thu thử là {amount} đồng{{comment:Xem lại mức này.}}.",
        "Điều 3. Người nộp tiền là tổ chức.",
        LATER,
        bases=BASES,
        annex=("p[newpage,center,b]:PHỤ LỤC", "p[center,b]:MẪU GIẤY THỬ", "p:Kính gửi cơ quan thử."),
    )


def told(*recipients: str) -> bytes:
    """A decision that goes to *recipients* in their order: its first khoản is the second, and a change is still tracked."""
    return act(
        "11/2026/QĐ-UBND",
        "ngày 28 tháng 4 năm 2026",
        "Điều 1. Mức thu thử{ins: từ nay} như sau:",
        "2. Mức thứ nhất là 10 đồng.",
        LATER,
        bases=BASES,
        recipients=("Như Điều 2;", *recipients),
    )


FAULTY = (
    act(
        "7/2026/QĐ-UBND",
        "ngày 25 tháng 4 năm 2026",
        "Điều 1. Khen thưởng các cá nhân sau đây (có danh sách kèm theo):",
        "table:STT|Họ và tên|Số CCCD|Số tài khoản|Liên hệ;1|Nguyễn Văn Thử|012 345 678 901|1234-5678-9012|0912 345 678",
        "Người nhận thay: bà Lê Thị Thử{note:Chứng minh nhân dân số 123.456.789 do tỉnh cấp.}, thư điện tử thu.le@yahoo.com.",
        "1. Mức thưởng là 1.000.000 đồng.",
        "3. Mức hỗ trợ là 500.000 đồng.",
        "Điều 2. Quyết định này có hiệu lực từ ngày 04 tháng 5 năm 2026.",
        "Điều 2. Thi hành ngay./.",
        signer=("T/M ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG", "ThS. Hoàng Văn Lạ"),
        bases=("Căn cứ Quyết định số 01/2025/QĐ-UBND ngày 10/4/2025 của UBND tỉnh An Phước quy định mức thu thử;",),
    ),
    act(
        "09/2026/CT-UBND",
        "ngày 22 tháng 02 năm 2026",
        "Điều 1. Mức thu theo Phụ lục số 01 và Phụ lục số 03 ban hành kèm theo Quyết định này.",
        "Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 02 năm 2026./.",
        signer=("KT. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Lê Văn Mẫu"),
        annex=("p[newpage,center,b]:PHỤ LỤC 01", "p[center,b]:MỨC THU THỬ", "p:TỐI MẬT", "p:1. Mức thu là 10 đồng."),
    ),
    fees("1.250.000"),
    told("Sở Tài chính mẫu;", "Kho bạc mẫu;"),
)


SEEDED = {
    1: "R101 R107 R109 R114 R203 R204 R304 R501 R604 R701 R701 R702 R703 R704 S008 S009",
    2: "D010 R107 R110 R203 R205 R602 R802",
    3: "D011 D014 R202 R402 R603 S008 S010 W023",
    4: "D011 S016 W020",
}
"""The faults of each document, by its place among ``FAULTY``."""


def tampered(page: bytes) -> bytes:
    """A signed *page* that was changed where it does not show: in the day that it says it was made."""
    changed = page.replace(b"CreateDate>2026", b"CreateDate>2027")
    assert changed != page
    return changed


def test_faults_of_a_second_making_are_listed_and_nothing_else(town: Town) -> None:
    known(town)
    assert town.services.offices.take_in(town.who("clerk"), TERMS.encode()) == 4
    signed = {
        2: tampered(signed_page(town, FAULTY[1])),
        3: signed_page(town, fees("1.260.000"), sealed=False),
        4: signed_page(town, told("Kho bạc mẫu;", "Sở Tài chính mẫu;")),
    }
    found = {}
    for place, word in enumerate(FAULTY, 1):
        page = Upload("qd.pdf", signed[place]) if place in signed else None
        received = town.services.receive.receive(town.who("clerk"), Upload("qd.docx", word), signed_pdf=page).document
        document = town.forward(received, "converted")
        found[place] = (*document.errors, *town.services.review.open(town.who("editor"), received.id).checks)
    assert {place: " ".join(sorted(finding.code for finding in checks)) for place, checks in found.items()} == SEEDED
    assert sum(len(codes.split()) for codes in SEEDED.values()) == 34
    places = {finding.code: finding.where for checks in found.values() for finding in checks}
    assert (places["R802"], places["S009"], places["S016"], places["R703"]) == ("att_1", "art_2-2", "art_1__clause_2", "art_1")
    parted = [finding.message("vi") for checks in found.values() for finding in checks if finding.code == "D011"]
    assert "“Điều 1. Mức thu thử là 1.250.000 đồng.” so với “Điều 1. Mức thu thử là 1.260.000 đồng." in parted[0]
    assert "“- Sở Tài chính mẫu;” so với “- Kho bạc mẫu;" in parted[1]
