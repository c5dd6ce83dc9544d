"""Which province a place or an agency belongs to: the seats of the provinces, and the agencies that only a province tells apart."""

import re
from dataclasses import dataclass, replace
from datetime import date

from gazette.model.agencies import Agency, capitals, in_sentence
from gazette.model.succession import official, successors
from gazette.model.text import slug

_SEATS = {
    "Vinh": "tỉnh Nghệ An",
    "Hạ Long": "tỉnh Quảng Ninh",
    "Việt Trì": "tỉnh Phú Thọ",
    "Vĩnh Yên": "tỉnh Vĩnh Phúc",
    "Phủ Lý": "tỉnh Hà Nam",
    "Đồng Hới": "tỉnh Quảng Bình",
    "Đông Hà": "tỉnh Quảng Trị",
    "Tam Kỳ": "tỉnh Quảng Nam",
    "Quy Nhơn": "tỉnh Bình Định",
    "Tuy Hòa": "tỉnh Phú Yên",
    "Nha Trang": "tỉnh Khánh Hòa",
    "Phan Rang - Tháp Chàm": "tỉnh Ninh Thuận",
    "Phan Thiết": "tỉnh Bình Thuận",
    "Pleiku": "tỉnh Gia Lai",
    "Buôn Ma Thuột": "tỉnh Đắk Lắk",
    "Gia Nghĩa": "tỉnh Đắk Nông",
    "Đà Lạt": "tỉnh Lâm Đồng",
    "Biên Hòa": "tỉnh Đồng Nai",
    "Đồng Xoài": "tỉnh Bình Phước",
    "Thủ Dầu Một": "tỉnh Bình Dương",
    "Vũng Tàu": "tỉnh Bà Rịa - Vũng Tàu",
    "Bà Rịa": "tỉnh Bà Rịa - Vũng Tàu",
    "Tân An": "tỉnh Long An",
    "Mỹ Tho": "tỉnh Tiền Giang",
    "Cao Lãnh": "tỉnh Đồng Tháp",
    "Long Xuyên": "tỉnh An Giang",
    "Rạch Giá": "tỉnh Kiên Giang",
    "Vị Thanh": "tỉnh Hậu Giang",
}
"""The towns where provincial offices sat before July 2025 whose names are not the province's own."""
_CITIES = {
    "thành phố Huế": (date(2025, 1, 1), "tỉnh Thừa Thiên Huế"),
    "thành phố Cần Thơ": (date(2004, 1, 1), "tỉnh Cần Thơ"),
    "thành phố Đà Nẵng": (date(1997, 1, 1), "tỉnh Quảng Nam - Đà Nẵng"),
}
"""Cities that stood below a province until that day."""
_SEAT_BY_NAME = {capitals(name): province for name, province in _SEATS.items()}
_STATED = re.compile(r"(?<!\w)(?P<unit>TỈNH ỦY|THÀNH ỦY|TỈNH|THÀNH PHỐ|TP\.?|THỊ XÃ)(?: |(?<=\.))(?P<name>(?!ỦY\b|ĐOÀN\b|ĐỘI\b)[^,;()]+)$")
_UNIT = re.compile(r"^(?:TỈNH|THÀNH PHỐ|TP\.?|THỊ XÃ) ?(?!\w*ỦY\b)")
_LOCAL = re.compile(
    r"(?:CHỦ TỊCH |THƯỜNG TRỰC |VĂN PHÒNG )?(?:UBND|ỦY BAN NHÂN DÂN|HĐND|HỘI ĐỒNG NHÂN DÂN|ĐOÀN ĐẠI BIỂU QUỐC HỘI)"
    r"|(?:VĂN PHÒNG )?(?:TỈNH|HUYỆN|THÀNH|QUẬN|THỊ) ỦY|SỞ (?!GIAO DỊCH|HỮU|CHỈ HUY)"
    r"|BAN DÂN TỘC|BAN QUẢN LÝ (?:CÁC )?KHU (?:KINH TẾ|CÔNG NGHIỆP|CHẾ XUẤT)"
)
_OWN_PLACE = re.compile(r"(?:huyện|quận|thị xã|thị trấn|phường|xã|đặc khu|(?:Huyện|Quận|Thị) ủy) (?P<name>.+)$")
_SYMBOL = re.compile(r"(?:^|[-/.])[A-ZĐ]*?(?:TP\.?)?HCM(?:$|[-/.])")


@dataclass(frozen=True, slots=True)
class Clues:
    """What a document tells about its issuer's province: other lines of its head, the place line, the symbol, the day."""

    lines: tuple[str, ...] = ()
    place: str = ""
    symbol: str = ""
    day: date | None = None


def is_local(found: Agency, lines: tuple[str, ...] = ()) -> bool:
    """True when only a province tells *found* apart: a department, a committee, or what stands below one in *lines*."""
    return any(_LOCAL.match(capitals(one)) for one in (found.name, *lines))


def province_stated(line: str, day: date | None = None) -> str:
    """The province that *line* names with its unit (``… TỈNH HÀ TĨNH``, ``… THÀNH PHỐ VINH``); empty when it names none."""
    match = _STATED.search(capitals(line))
    if match is None:
        return ""
    if match.group("unit").startswith("TỈNH"):
        return f"tỉnh {in_sentence(match.group('name'))}"
    city = official(match.group("name"))
    return city if day is None and city in _CITIES else province_of(match.group("name"), day)


def province_of(place: str, day: date | None = None) -> str:
    """The province of the town or province *place* on *day*; empty for places that no table knows or that several share."""
    name = _UNIT.sub("", capitals(place))
    found = official(name) or _SEAT_BY_NAME.get(name, "")
    began, before = _CITIES.get(found, (None, ""))
    if began is not None:
        return "" if day is None else before if day < began else found
    later = successors(found, day) if day else (found,)
    return later[0] if len(later) == 1 else ""


def located(found: Agency, clues: Clues) -> tuple[Agency, bool]:
    """*found* with its province in its slug, and whether the province is known (or none is needed).

    The name stays as the document prints it; without a clue the slug stays general.
    """
    if not is_local(found, clues.lines):
        return found, True
    province = province_stated(found.name, clues.day) or _told(found, clues)
    if not province:
        return found, False
    name = slug(province)
    bare = name.partition("-")[2] if name.startswith("tinh-") else name.removeprefix("thanh-pho-")
    said = found.slug.endswith((name, f"tinh-uy-{bare}", f"thanh-uy-{bare}"))
    return (found if said else replace(found, slug=f"{found.slug}-{name}")), True


def _told(found: Agency, clues: Clues) -> str:
    stated = next(filter(None, (province_stated(one, clues.day) for one in clues.lines)), "")
    if stated:
        return stated
    own = _OWN_PLACE.search(found.name)
    if clues.place and not (own and slug(own.group("name")) == slug(_UNIT.sub("", capitals(clues.place)))):
        placed = province_of(clues.place, clues.day)
        if placed:
            return placed
    return "thành phố Hồ Chí Minh" if _SYMBOL.search(clues.symbol) else ""
