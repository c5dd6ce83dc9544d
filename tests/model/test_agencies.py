"""Agencies: from the capitals of a letterhead to the name in sentences and in addresses."""

import pytest

from gazette.model.agencies import agency, opens_agency


@pytest.mark.parametrize(
    ("printed", "parent", "name", "slug"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "", "Ủy ban nhân dân tỉnh Hà Tĩnh", "ubnd-tinh-ha-tinh"),
        ("UỶ BAN NHÂN DÂN  TỈNH AN PHƯỚC", "", "Ủy ban nhân dân tỉnh An Phước", "ubnd-tinh-an-phuoc"),
        ("UBND THÀNH PHỐ HÀ NỘI", "", "Ủy ban nhân dân thành phố Hà Nội", "ubnd-thanh-pho-ha-noi"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH AN PHƯỚC", "", "Hội đồng nhân dân tỉnh An Phước", "hdnd-tinh-an-phuoc"),
        ("QUỐC HỘI", "", "Quốc hội", "quoc-hoi"),
        ("CHÍNH PHỦ", "", "Chính phủ", "chinh-phu"),
        ("BỘ TÀI CHÍNH", "", "Bộ Tài chính", "bo-tai-chinh"),
        ("SỞ TƯ PHÁP", "ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "Sở Tư pháp tỉnh An Phước", "so-tu-phap-tinh-an-phuoc"),
        ("SỞ TƯ PHÁP TỈNH AN PHƯỚC", "", "Sở Tư pháp tỉnh An Phước", "so-tu-phap-tinh-an-phuoc"),
        ("VĂN PHÒNG", "UBND TỈNH AN PHƯỚC", "Văn phòng Ủy ban nhân dân tỉnh An Phước", "van-phong-ubnd-tinh-an-phuoc"),
        ("CÔNG TY MẪU ABC", "", "CÔNG TY MẪU ABC", "cong-ty-mau-abc"),
    ],
)
def test_an_agency_is_named_as_sentences_name_it(printed: str, parent: str, name: str, slug: str) -> None:
    found = agency(printed, parent)
    assert (found.name, found.slug) == (name, slug)


def test_the_second_line_of_a_name_opens_no_agency() -> None:
    assert opens_agency("ỦY BAN NHÂN DÂN")
    assert not opens_agency("TỈNH AN PHƯỚC")
    assert not opens_agency("BỘI THU")
