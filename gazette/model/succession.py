"""Which body took the place of which, and when: provinces, ministries, departments and central bodies, as one dated table."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """*old* gave way to *new* on the day *since*, by *act*; an act or a day we are not sure of is left out.

    Several names in *new* share the duties of the old body.
    """

    old: str
    new: tuple[str, ...]
    since: date | None = None
    act: str = ""


_MERGED = (date(2025, 7, 1), "202/2025/QH15")
_PROVINCES_2025 = {
    "tỉnh Tuyên Quang": ("tỉnh Hà Giang",),
    "tỉnh Lào Cai": ("tỉnh Yên Bái",),
    "tỉnh Thái Nguyên": ("tỉnh Bắc Kạn",),
    "tỉnh Phú Thọ": ("tỉnh Vĩnh Phúc", "tỉnh Hòa Bình"),
    "tỉnh Bắc Ninh": ("tỉnh Bắc Giang",),
    "tỉnh Hưng Yên": ("tỉnh Thái Bình",),
    "thành phố Hải Phòng": ("tỉnh Hải Dương",),
    "tỉnh Ninh Bình": ("tỉnh Hà Nam", "tỉnh Nam Định"),
    "tỉnh Quảng Trị": ("tỉnh Quảng Bình",),
    "thành phố Đà Nẵng": ("tỉnh Quảng Nam",),
    "tỉnh Quảng Ngãi": ("tỉnh Kon Tum",),
    "tỉnh Gia Lai": ("tỉnh Bình Định",),
    "tỉnh Khánh Hòa": ("tỉnh Ninh Thuận",),
    "tỉnh Lâm Đồng": ("tỉnh Đắk Nông", "tỉnh Bình Thuận"),
    "tỉnh Đắk Lắk": ("tỉnh Phú Yên",),
    "thành phố Hồ Chí Minh": ("tỉnh Bà Rịa - Vũng Tàu", "tỉnh Bình Dương"),
    "tỉnh Đồng Nai": ("tỉnh Bình Phước",),
    "tỉnh Tây Ninh": ("tỉnh Long An",),
    "thành phố Cần Thơ": ("tỉnh Sóc Trăng", "tỉnh Hậu Giang"),
    "tỉnh Vĩnh Long": ("tỉnh Bến Tre", "tỉnh Trà Vinh"),
    "tỉnh Đồng Tháp": ("tỉnh Tiền Giang",),
    "tỉnh Cà Mau": ("tỉnh Bạc Liêu",),
    "tỉnh An Giang": ("tỉnh Kiên Giang",),
}
_UNCHANGED_2025 = (
    "thành phố Hà Nội", "thành phố Huế", "tỉnh Lai Châu", "tỉnh Điện Biên", "tỉnh Sơn La", "tỉnh Lạng Sơn", "tỉnh Quảng Ninh",
    "tỉnh Thanh Hóa", "tỉnh Nghệ An", "tỉnh Hà Tĩnh", "tỉnh Cao Bằng",
)  # fmt: skip
PROVINCES = (*_PROVINCES_2025, *_UNCHANGED_2025)
"""The 34 provinces and cities under the central government since 1 July 2025 (Resolution 202/2025/QH15)."""

_SPLIT_1997 = date(1997, 1, 1)
_PLACES = (
    *(Change(old, (new,), *_MERGED) for new, olds in _PROVINCES_2025.items() for old in olds),
    Change("tỉnh Thừa Thiên Huế", ("thành phố Huế",), date(2025, 1, 1), "175/2024/QH15"),
    Change("tỉnh Hà Tây", ("thành phố Hà Nội",), date(2008, 8, 1), "15/2008/QH12"),
    Change("tỉnh Bắc Thái", ("tỉnh Bắc Kạn", "tỉnh Thái Nguyên"), _SPLIT_1997),
    Change("tỉnh Hà Bắc", ("tỉnh Bắc Giang", "tỉnh Bắc Ninh"), _SPLIT_1997),
    Change("tỉnh Hải Hưng", ("tỉnh Hải Dương", "tỉnh Hưng Yên"), _SPLIT_1997),
    Change("tỉnh Nam Hà", ("tỉnh Hà Nam", "tỉnh Nam Định"), _SPLIT_1997),
    Change("tỉnh Vĩnh Phú", ("tỉnh Vĩnh Phúc", "tỉnh Phú Thọ"), _SPLIT_1997),
    Change("tỉnh Quảng Nam - Đà Nẵng", ("tỉnh Quảng Nam", "thành phố Đà Nẵng"), _SPLIT_1997),
    Change("tỉnh Sông Bé", ("tỉnh Bình Dương", "tỉnh Bình Phước"), _SPLIT_1997),
    Change("tỉnh Minh Hải", ("tỉnh Bạc Liêu", "tỉnh Cà Mau"), _SPLIT_1997),
)
_GOVERNMENT_2025 = (date(2025, 3, 1), "176/2025/QH15")
_DEPARTMENTS_2025 = (date(2025, 3, 1), "45/2025/NĐ-CP")
_FIELDS_2025 = (
    ("Kế hoạch và Đầu tư", "Tài chính"),
    ("Giao thông vận tải", "Xây dựng"),
    ("Tài nguyên và Môi trường", "Nông nghiệp và Môi trường"),
    ("Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường"),
    ("Thông tin và Truyền thông", "Khoa học và Công nghệ"),
    ("Lao động - Thương binh và Xã hội", "Nội vụ"),
)
_GOVERNMENT_2002 = (date(2002, 8, 5), "02/2002/QH11")
_GOVERNMENT_2007 = date(2007, 7, 31)
_BODIES = (
    *(Change(f"Bộ {old}", (f"Bộ {new}",), *_GOVERNMENT_2025) for old, new in _FIELDS_2025),
    *(Change(f"Sở {old}", (f"Sở {new}",), *_DEPARTMENTS_2025) for old, new in _FIELDS_2025),
    Change("Ủy ban Dân tộc", ("Bộ Dân tộc và Tôn giáo",), *_GOVERNMENT_2025),
    Change("Tổng cục Thuế", ("Cục Thuế",), date(2025, 3, 1), "29/2025/NĐ-CP"),
    Change("Tổng cục Hải quan", ("Cục Hải quan",), date(2025, 3, 1), "29/2025/NĐ-CP"),
    Change("Bộ Công nghiệp", ("Bộ Công Thương",), _GOVERNMENT_2007),
    Change("Bộ Thương mại", ("Bộ Công Thương",), _GOVERNMENT_2007),
    Change("Bộ Thủy sản", ("Bộ Nông nghiệp và Phát triển nông thôn",), _GOVERNMENT_2007),
    Change("Bộ Văn hóa - Thông tin", ("Bộ Văn hóa, Thể thao và Du lịch", "Bộ Thông tin và Truyền thông"), _GOVERNMENT_2007),
    Change("Bộ Bưu chính, Viễn thông", ("Bộ Thông tin và Truyền thông",), _GOVERNMENT_2007),
    Change("Bộ Khoa học, Công nghệ và Môi trường", ("Bộ Khoa học và Công nghệ", "Bộ Tài nguyên và Môi trường"), *_GOVERNMENT_2002),
    Change("Ban Tổ chức - Cán bộ Chính phủ", ("Bộ Nội vụ",), *_GOVERNMENT_2002),
    Change("Thanh tra Nhà nước", ("Thanh tra Chính phủ",), date(2004, 10, 1), "22/2004/QH11"),
    Change("Ủy ban Kế hoạch Nhà nước", ("Bộ Kế hoạch và Đầu tư",)),
    Change("Hội đồng Bộ trưởng", ("Chính phủ",), date(1992, 9, 30)),
    Change("Hội đồng Nhà nước", ("Chủ tịch nước", "Ủy ban Thường vụ Quốc hội"), date(1992, 9, 30)),
    Change("Hội đồng Chính phủ", ("Hội đồng Bộ trưởng",)),
    Change("Ủy ban Hành chính", ("Ủy ban nhân dân",)),
)
CHANGES: tuple[Change, ...] = (*_PLACES, *_BODIES)
"""All changes: of places (``tỉnh Bình Phước``) and of bodies (``Bộ Giao thông vận tải``; a department keeps its province)."""

_BY_OLD = {change.old: change for change in CHANGES}
_PLACE = re.compile(r"(?:tỉnh|thành phố) .+$")


def successors(name: str, day: date | None = None) -> tuple[str, ...]:
    """The bodies that stood in the place of *name* on *day* (now, without one): the name itself while nothing changed.

    Both parts of a name may change: ``Sở Kế hoạch và Đầu tư tỉnh Bình Phước`` became ``Sở Tài chính tỉnh Đồng Nai``.
    """
    place = _PLACE.search(name)
    body, where = (name[: place.start()].rstrip(), place.group()) if place else (name, "")
    places = _followed(where, day) if where else ("",)
    return tuple(f"{one} {there}".strip() for one in _followed(body, day) for there in places)


def _followed(name: str, day: date | None) -> tuple[str, ...]:
    change = _BY_OLD.get(name)
    if change is None or (day is not None and change.since is not None and change.since > day):
        return (name,)
    return tuple(dict.fromkeys(later for new in change.new for later in _followed(new, day)))
