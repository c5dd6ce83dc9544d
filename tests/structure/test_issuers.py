"""The issuer's slug names its province where the document tells it, and stays general where it does not."""

import pytest

from gazette import akn, structure
from gazette.model.agencies import agency
from gazette.model.draft import Draft
from gazette.model.outcome import Outcome
from tests.structure.notation import word

_BODY = """
= QUYẾT ĐỊNH
= Về việc ban hành Quy chế làm việc
= GIÁM ĐỐC SỞ TÀI CHÍNH
Căn cứ Quy chế làm việc;
= QUYẾT ĐỊNH:
Điều 1. Ban hành Quy chế làm việc.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
[[ Nơi nhận: / - Lưu: VT. | = GIÁM ĐỐC / = Nguyễn Văn Mẫu ]]
"""


def _recognised(agencies: str, place: str, symbol: str = "QĐ-STC", body: str = _BODY) -> Outcome[Draft]:
    head = (
        f"[[ {agencies} / Số: 12/{symbol} | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc / "
        f"{place}, ngày 05 tháng 3 năm 2021 ]]"
    )
    return structure.recognise(word(head + body))


def _slug(*given: str) -> str | None:
    return _recognised(*given).require().issuer_slug


@pytest.mark.parametrize(
    ("agencies", "place", "slug"),
    [
        ("UBND TỈNH AN PHƯỚC / SỞ TÀI CHÍNH", "Tân Lộc", "so-tai-chinh-tinh-an-phuoc"),
        ("SỞ TÀI CHÍNH", "Hà Tĩnh", "so-tai-chinh-tinh-ha-tinh"),
        ("SỞ TÀI CHÍNH", "TP. Vinh", "so-tai-chinh-tinh-nghe-an"),
        ("SỞ TÀI CHÍNH", "Hà Nội", "so-tai-chinh-thanh-pho-ha-noi"),
        ("ỦY BAN NHÂN DÂN / THÀNH PHỐ VINH", "Vinh", "ubnd-thanh-pho-vinh-tinh-nghe-an"),
        ("UBND TỈNH AN PHƯỚC / BAN TIẾP CÔNG DÂN", "Tân Lộc", "ban-tiep-cong-dan-tinh-an-phuoc"),
        ("TỈNH ỦY AN PHƯỚC / HUYỆN ỦY TÂN MẪU", "Tân Mẫu", "huyen-uy-tan-mau-tinh-an-phuoc"),
    ],
)
def test_the_letterhead_or_the_place_line_tells_the_province(agencies: str, place: str, slug: str) -> None:
    outcome = _recognised(agencies, place)
    assert outcome.require().issuer_slug == slug
    assert "S020" not in [finding.code for finding in outcome.findings]


def test_the_symbol_tells_the_city_when_nothing_else_does() -> None:
    assert _slug("SỞ TÀI CHÍNH", "Tân Lộc", "QĐ-STC-TPHCM") == "so-tai-chinh-thanh-pho-ho-chi-minh"


def test_the_line_above_the_bases_tells_the_province() -> None:
    body = _BODY.replace("= GIÁM ĐỐC SỞ TÀI CHÍNH", "= GIÁM ĐỐC SỞ TÀI CHÍNH TỈNH AN PHƯỚC")
    assert _recognised("SỞ TÀI CHÍNH", "Tân Lộc", body=body).require().issuer_slug == "so-tai-chinh-tinh-an-phuoc"


@pytest.mark.parametrize(
    ("agencies", "place", "slug"),
    [
        ("SỞ TÀI CHÍNH", "Tân Lộc", "so-tai-chinh"),
        ("ỦY BAN NHÂN DÂN / XÃ THÁI BÌNH", "Thái Bình", "ubnd-xa-thai-binh"),
        ("ỦY BAN NHÂN DÂN / HUYỆN CHÂU THÀNH", "Châu Thành", "ubnd-huyen-chau-thanh"),
    ],
)
def test_without_a_clue_the_slug_stays_general_and_the_editor_is_told(agencies: str, place: str, slug: str) -> None:
    outcome = _recognised(agencies, place)
    assert outcome.require().issuer_slug == slug
    assert "S020" in [finding.code for finding in outcome.findings]


@pytest.mark.parametrize("agency", ["BỘ TÀI CHÍNH", "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "CHÍNH PHỦ"])
def test_a_central_body_belongs_to_no_province(agency: str) -> None:
    outcome = _recognised(agency, "Hà Nội")
    assert "ha-noi" not in (outcome.require().issuer_slug or "")
    assert "S020" not in [finding.code for finding in outcome.findings]


def test_the_same_number_of_two_provinces_departments_has_two_addresses() -> None:
    one, other = (_recognised("SỞ TÀI CHÍNH", place).require() for place in ("Hà Tĩnh", "Thanh Hóa"))
    assert one.issuer == other.issuer == "Sở Tài chính"
    addresses = [akn.metadata(akn.write(draft).require()).work for draft in (one, other)]
    assert len(set(addresses)) == 2
    assert "/so-tai-chinh-tinh-ha-tinh/" in addresses[0]


def test_a_place_in_a_thousand_others_is_named_and_breaks_nothing() -> None:
    found = agency("SỞ Y TẾ", "ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC" + " HUYỆN BÌNH MẪU" * 5000)
    assert found.name.startswith("Sở Y tế ")
    assert agency("ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU, HUYỆN BÌNH MẪU").name == "Ủy ban nhân dân xã Đồng Mẫu, huyện Bình Mẫu"
