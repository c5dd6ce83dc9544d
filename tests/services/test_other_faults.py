"""The pre-flight of an issue with faults of a second making: spellings, tables, notes, capacities, numbers of provisions, the issuer's PDF."""

from pathlib import Path

import pytest

from gazette.model.document import Upload
from tests.services.test_preflight import TERMS, act
from tests.town import Town


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


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
    ),
    act(
        "09/2026/CT-UBND",
        "ngày 22 tháng 02 năm 2026",
        "Điều 1. Mức thu theo Phụ lục số 01 và Phụ lục số 03 ban hành kèm theo Quyết định này.",
        "Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 02 năm 2026./.",
        signer=("KT. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Lê Văn Mẫu"),
        annex=("p[newpage,center,b]:PHỤ LỤC 01", "p[center,b]:MỨC THU THỬ", "p:TỐI MẬT", "p:1. Mức thu là 10 đồng."),
    ),
)


SEEDED = {
    1: "R101 R107 R109 R114 R203 R204 R304 R604 R701 R701 R702 R703 R704 S008 S009",
    2: "R107 R110 R203 R205 R602 R802",
}
"""The faults of each document, by its place among ``FAULTY``."""


def test_faults_of_a_second_making_are_listed_and_nothing_else(town: Town) -> None:
    assert town.services.offices.take_in(town.who("clerk"), TERMS.encode()) == 4
    found = {}
    for place, word in enumerate(FAULTY, 1):
        received = town.services.receive.receive(town.who("clerk"), Upload("qd.docx", word)).document
        town.forward(received, "converted")
        found[place] = town.services.review.open(town.who("editor"), received.id).checks
    assert {place: " ".join(sorted(finding.code for finding in checks)) for place, checks in found.items()} == SEEDED
    places = {finding.code: finding.where for checks in found.values() for finding in checks}
    assert (places["R802"], places["S008"], places["R703"]) == ("att_1", "Điều 1 khoản 3", "art_1")
