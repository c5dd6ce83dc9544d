"""Agencies: from the capitals of a letterhead to the name in sentences and in addresses."""

import pytest

from gazette.model.agencies import Agency, agency, opens_agency
from gazette.model.bodies import BODIES
from gazette.model.numbers import parse_number
from gazette.model.text import slug


@pytest.mark.parametrize(
    ("printed", "parent", "name", "slug"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "", "Ủy ban nhân dân tỉnh Hà Tĩnh", "ubnd-tinh-ha-tinh"),
        ("UỶ BAN NHÂN DÂN  TỈNH AN PHƯỚC", "", "Ủy ban nhân dân tỉnh An Phước", "ubnd-tinh-an-phuoc"),
        ("UBND THÀNH PHỐ HÀ NỘI", "", "Ủy ban nhân dân thành phố Hà Nội", "ubnd-thanh-pho-ha-noi"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH AN PHƯỚC", "", "Hội đồng nhân dân tỉnh An Phước", "hdnd-tinh-an-phuoc"),
        ("CỤC THUẾ TỈNH AN PHƯỚC", "", "Cục Thuế tỉnh An Phước", "cuc-thue-tinh-an-phuoc"),
        ("BCH ĐOÀN HUYỆN TÂN MẪU", "", "Ban Chấp hành Đoàn huyện Tân Mẫu", "ban-chap-hanh-doan-huyen-tan-mau"),
        ("ĐẢNG ỦY XÃ TÂN MẪU", "", "Đảng ủy xã Tân Mẫu", "dang-uy-xa-tan-mau"),
        ("QUỐC HỘI", "", "Quốc hội", "quoc-hoi"),
        ("CHÍNH PHỦ", "", "Chính phủ", "chinh-phu"),
        ("BỘ TÀI CHÍNH", "", "Bộ Tài chính", "bo-tai-chinh"),
        ("SỞ TƯ PHÁP", "ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "Sở Tư pháp tỉnh An Phước", "so-tu-phap-tinh-an-phuoc"),
        ("SỞ TƯ PHÁP TỈNH AN PHƯỚC", "", "Sở Tư pháp tỉnh An Phước", "so-tu-phap-tinh-an-phuoc"),
        ("VĂN PHÒNG", "UBND TỈNH AN PHƯỚC", "Văn phòng Ủy ban nhân dân tỉnh An Phước", "van-phong-ubnd-tinh-an-phuoc"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "", "Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("BỘ LAO ĐỘNG–THƯƠNG BINH VÀ XÃ HỘI", "", "Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("BỘ NÔNG NGHIỆP & PTNT", "", "Bộ Nông nghiệp và Phát triển nông thôn", "bo-nong-nghiep-va-phat-trien-nong-thon"),
        ("BỘ TRƯỞNG BỘ Y TẾ", "", "Bộ trưởng Bộ Y tế", "bo-truong-bo-y-te"),
        ("ỦY BAN VỀ CÁC VẤN ĐỀ XÃ HỘI", "QUỐC HỘI", "Ủy ban về các vấn đề xã hội", "uy-ban-ve-cac-van-de-xa-hoi"),
        (
            "BỘ TÀI CHÍNH - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            "",
            "Bộ Tài chính - Bộ Lao động - Thương binh và Xã hội",
            "bo-tai-chinh-bo-lao-dong-thuong-binh-va-xa-hoi",
        ),
        (
            "SỞ LĐ-TB&XH",
            "UBND TỈNH AN PHƯỚC",
            "Sở Lao động - Thương binh và Xã hội tỉnh An Phước",
            "so-lao-dong-thuong-binh-va-xa-hoi-tinh-an-phuoc",
        ),
        ("SỞ Y TẾ HÀ NỘI", "", "Sở Y tế thành phố Hà Nội", "so-y-te-thanh-pho-ha-noi"),
        ("SỞ XÂY DỰNG TP.HCM", "", "Sở Xây dựng thành phố Hồ Chí Minh", "so-xay-dung-thanh-pho-ho-chi-minh"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "UBND XÃ TÂN MẪU", "Phòng Văn hóa - Xã hội xã Tân Mẫu", "phong-van-hoa-xa-hoi-xa-tan-mau"),
        ("CÔNG TY MẪU ABC", "", "Công ty Mẫu ABC", "cong-ty-mau-abc"),
        ("CÔNG TY CỔ PHẦN CẤP NƯỚC AN PHƯỚC", "", "Công ty Cổ phần Cấp nước An Phước", "cong-ty-co-phan-cap-nuoc-an-phuoc"),
        (
            "TRƯỜNG ĐẠI HỌC KINH TẾ - KỸ THUẬT AN PHƯỚC",
            "",
            "Trường Đại học Kinh tế - Kỹ thuật An Phước",
            "truong-dai-hoc-kinh-te-ky-thuat-an-phuoc",
        ),
        ("TRƯỜNG THCS SỐ 2 XÃ TÂN MẪU", "", "Trường THCS số 2 xã Tân Mẫu", "truong-thcs-so-2-xa-tan-mau"),
        ("BỆNH VIỆN ĐA KHOA TỈNH AN PHƯỚC", "", "Bệnh viện Đa khoa tỉnh An Phước", "benh-vien-da-khoa-tinh-an-phuoc"),
        ("THANH TRA TỈNH", "UBND TỈNH AN PHƯỚC", "Thanh tra tỉnh An Phước", "thanh-tra-tinh-an-phuoc"),
    ],
)
def test_an_agency_is_named_as_sentences_name_it(printed: str, parent: str, name: str, slug: str) -> None:
    found = agency(printed, parent)
    assert (found.name, found.slug) == (name, slug)


def test_the_second_line_of_a_name_opens_no_agency() -> None:
    assert opens_agency("ỦY BAN NHÂN DÂN")
    assert not opens_agency("TỈNH AN PHƯỚC")
    assert not opens_agency("BỘI THU")


def test_every_body_of_the_table_is_known_by_its_name_in_capitals() -> None:
    for body in BODIES:
        assert agency(body.name.upper()) == Agency(body.name, slug(body.name))


def test_no_two_bodies_share_an_address_or_letters() -> None:
    slugs = [slug(body.name) for body in BODIES]
    letters = [body.symbol for body in BODIES if body.symbol]
    assert len(set(slugs)) == len(slugs)
    assert len(set(letters)) == len(letters)


def test_the_letters_of_a_body_stand_in_numbers() -> None:
    for body in BODIES:
        number = parse_number(f"12/QĐ-{body.symbol}") if body.symbol else None
        assert not body.symbol or (number is not None and number.groups[-1] == body.symbol.upper()), body.symbol
