"""Places and their provinces: nothing is a province that the tables or the words themselves do not call one."""

from datetime import date

import pytest

from gazette.model.agencies import agency
from gazette.model.succession import successors
from gazette.model.territory import Clues, located, province_of, province_stated

DAY = date(2020, 3, 5)


@pytest.mark.parametrize(
    ("place", "day", "province"),
    [
        ("Hà Tĩnh", DAY, "tỉnh Hà Tĩnh"),
        ("Tp. Hồ Chí Minh", DAY, "thành phố Hồ Chí Minh"),
        ("TP.Hồ Chí Minh", DAY, "thành phố Hồ Chí Minh"),
        ("Hoà Bình", DAY, "tỉnh Hòa Bình"),
        ("Vinh", DAY, "tỉnh Nghệ An"),
        ("Vĩnh Yên", date(2025, 9, 1), "tỉnh Phú Thọ"),
        ("Huế", DAY, "tỉnh Thừa Thiên Huế"),
        ("Huế", date(2025, 9, 1), "thành phố Huế"),
        ("Huế", None, ""),
        ("Thừa Thiên - Huế", DAY, "tỉnh Thừa Thiên Huế"),
        ("Cần Thơ", date(2001, 1, 1), "tỉnh Cần Thơ"),
        ("Hà Bắc", date(2001, 1, 1), ""),
        ("Tân Lộc", DAY, ""),
        ("xã Hà Nam", DAY, ""),
        ("", DAY, ""),
    ],
)
def test_a_place_line_names_a_province_or_nothing(place: str, day: date | None, province: str) -> None:
    assert province_of(place, day) == province


@pytest.mark.parametrize(
    ("line", "province"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "tỉnh An Phước"),
        ("TỈNH ỦY AN PHƯỚC", "tỉnh An Phước"),
        ("TỈNH ỦY", ""),
        ("UBND TP HÀ NỘI", "thành phố Hà Nội"),
        ("UBND THÀNH PHỐ TÂN LỘC", ""),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", ""),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""),
        ("TỈNH ĐOÀN THANH NIÊN", ""),
    ],
)
def test_a_line_states_a_province_only_with_its_unit(line: str, province: str) -> None:
    assert province_stated(line, DAY) == province


@pytest.mark.parametrize(
    "name", ["BỘ Y TẾ", "SỞ GIAO DỊCH CHỨNG KHOÁN HÀ NỘI", "PHÒNG THƯƠNG MẠI VÀ CÔNG NGHIỆP VIỆT NAM", "TỔNG CỤC THUẾ"]
)
def test_a_central_body_needs_no_province(name: str) -> None:
    found = agency(name)
    assert located(found, Clues((), "Hà Nội", "", DAY)) == (found, True)


def test_an_agency_that_names_its_province_keeps_its_slug_even_when_the_province_is_gone() -> None:
    for name in ("UBND TỈNH HÀ TÂY", "SỞ TÀI CHÍNH TỈNH HÀ TÂY", "TỈNH ỦY HÀ TÂY", "THÀNH ỦY HÀ NỘI", "UBND THÀNH PHỐ HÀ NỘI"):
        assert located(agency(name), Clues(("SỞ TƯ PHÁP",), "Vinh", "", DAY)) == (agency(name), True)


def test_an_undated_paper_of_a_city_needs_no_province() -> None:
    for name in ("UBND THÀNH PHỐ ĐÀ NẴNG", "SỞ Y TẾ THÀNH PHỐ CẦN THƠ", "UBND THÀNH PHỐ HUẾ"):
        assert located(agency(name), Clues()) == (agency(name), True)


def test_what_was_located_once_stays_as_it_is() -> None:
    clues = Clues((), "Vinh", "", DAY)
    once, _ = located(agency("SỞ TÀI CHÍNH"), clues)
    assert located(once, clues) == (once, True)


def test_every_seat_lies_in_a_province_known_to_have_been() -> None:
    for name in ("Vũng Tàu", "Mỹ Tho", "Gia Nghĩa", "Vị Thanh", "Đông Hà"):
        province = province_of(name, DAY)
        assert province
        assert len(successors(province)) == 1
