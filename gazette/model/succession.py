"""Which body took the place of which, and when: provinces, ministries, departments and central bodies, as one dated table."""

import re
from dataclasses import dataclass
from datetime import date

from gazette.model.bodies import GOVERNMENT_1992, GOVERNMENT_2002, GOVERNMENT_2007, GOVERNMENT_2025


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
    Change("tỉnh Cần Thơ", ("thành phố Cần Thơ", "tỉnh Hậu Giang"), date(2004, 1, 1), "22/2003/QH11"),
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
_RESOLVED_2025 = (GOVERNMENT_2025, "176/2025/QH15")
_RESOLVED_2007 = (GOVERNMENT_2007, "01/2007/QH12")
_RESOLVED_2002 = (GOVERNMENT_2002, "02/2002/QH11")
_DEPARTMENTS_2025 = (GOVERNMENT_2025, "45/2025/NĐ-CP")
_FINANCE_2025 = (GOVERNMENT_2025, "29/2025/NĐ-CP")
_FIELDS_2025 = (
    ("Kế hoạch và Đầu tư", ("Tài chính",)),
    ("Giao thông vận tải", ("Xây dựng",)),
    ("Tài nguyên và Môi trường", ("Nông nghiệp và Môi trường",)),
    ("Nông nghiệp và Phát triển nông thôn", ("Nông nghiệp và Môi trường",)),
    ("Thông tin và Truyền thông", ("Khoa học và Công nghệ",)),
    ("Lao động - Thương binh và Xã hội", ("Nội vụ",)),
)
_SHARED_2025 = {
    "Bộ Lao động - Thương binh và Xã hội": ("Bộ Y tế", "Bộ Giáo dục và Đào tạo", "Bộ Nông nghiệp và Môi trường"),
    "Bộ Thông tin và Truyền thông": ("Bộ Văn hóa, Thể thao và Du lịch",),
}
"""Ministries that besides the main one took over some of the duties."""


def _ministry_2025(old: str, new: tuple[str, ...]) -> Change:
    name = f"Bộ {old}"
    return Change(name, (*(f"Bộ {one}" for one in new), *_SHARED_2025.get(name, ())), *_RESOLVED_2025)


_BODIES = (
    *(_ministry_2025(old, new) for old, new in _FIELDS_2025),
    *(Change(f"Sở {old}", tuple(f"Sở {one}" for one in new), *_DEPARTMENTS_2025) for old, new in _FIELDS_2025),
    Change("Ủy ban Dân tộc", ("Bộ Dân tộc và Tôn giáo",), *_RESOLVED_2025),
    Change("Ban Tôn giáo Chính phủ", ("Bộ Dân tộc và Tôn giáo",), GOVERNMENT_2025),
    Change("Bảo hiểm xã hội Việt Nam", ("Bộ Tài chính",), *_FINANCE_2025),
    Change("Ủy ban Quản lý vốn nhà nước tại doanh nghiệp", ("Bộ Tài chính",), GOVERNMENT_2025),
    Change("Ban Quản lý Lăng Chủ tịch Hồ Chí Minh", ("Bộ Quốc phòng",), GOVERNMENT_2025),
    Change("Tổng cục Thuế", ("Cục Thuế",), *_FINANCE_2025),
    Change("Tổng cục Hải quan", ("Cục Hải quan",), *_FINANCE_2025),
    Change("Tổng cục Thống kê", ("Cục Thống kê",), *_FINANCE_2025),
    Change("Tổng cục Dự trữ Nhà nước", ("Cục Dự trữ Nhà nước",), *_FINANCE_2025),
    Change("Tổng cục Thi hành án dân sự", ("Cục Quản lý Thi hành án dân sự",), GOVERNMENT_2025),
    Change("Tổng cục Du lịch", ("Cục Du lịch Quốc gia Việt Nam",)),
    Change("Bộ Công nghiệp", ("Bộ Công Thương",), *_RESOLVED_2007),
    Change("Bộ Thương mại", ("Bộ Công Thương",), *_RESOLVED_2007),
    Change("Bộ Thủy sản", ("Bộ Nông nghiệp và Phát triển nông thôn",), *_RESOLVED_2007),
    Change("Bộ Văn hóa - Thông tin", ("Bộ Văn hóa, Thể thao và Du lịch", "Bộ Thông tin và Truyền thông"), *_RESOLVED_2007),
    Change("Bộ Bưu chính, Viễn thông", ("Bộ Thông tin và Truyền thông",), *_RESOLVED_2007),
    Change("Ủy ban Thể dục Thể thao", ("Bộ Văn hóa, Thể thao và Du lịch",), *_RESOLVED_2007),
    Change(
        "Ủy ban Dân số, Gia đình và Trẻ em",
        ("Bộ Y tế", "Bộ Lao động - Thương binh và Xã hội", "Bộ Văn hóa, Thể thao và Du lịch"),
        *_RESOLVED_2007,
    ),
    Change("Bộ Khoa học, Công nghệ và Môi trường", ("Bộ Khoa học và Công nghệ", "Bộ Tài nguyên và Môi trường"), *_RESOLVED_2002),
    Change("Ban Tổ chức - Cán bộ Chính phủ", ("Bộ Nội vụ",), *_RESOLVED_2002),
    Change("Ủy ban Dân tộc và Miền núi", ("Ủy ban Dân tộc",), *_RESOLVED_2002),
    Change("Ủy ban Quốc gia Dân số và Kế hoạch hóa gia đình", ("Ủy ban Dân số, Gia đình và Trẻ em",), *_RESOLVED_2002),
    Change("Ủy ban Bảo vệ và Chăm sóc trẻ em Việt Nam", ("Ủy ban Dân số, Gia đình và Trẻ em",), *_RESOLVED_2002),
    Change("Tổng cục Bưu điện", ("Bộ Bưu chính, Viễn thông",), *_RESOLVED_2002),
    Change("Tổng cục Địa chính", ("Bộ Tài nguyên và Môi trường",), *_RESOLVED_2002),
    Change("Tổng cục Khí tượng Thủy văn", ("Bộ Tài nguyên và Môi trường",), *_RESOLVED_2002),
    Change("Tổng cục Quản lý ruộng đất", ("Tổng cục Địa chính",)),
    Change("Thanh tra Nhà nước", ("Thanh tra Chính phủ",), date(2004, 10, 1), "22/2004/QH11"),
    Change("Bộ Công nghiệp nặng", ("Bộ Công nghiệp",)),
    Change("Bộ Công nghiệp nhẹ", ("Bộ Công nghiệp",)),
    Change("Bộ Năng lượng", ("Bộ Công nghiệp",)),
    Change("Bộ Nông nghiệp và Công nghiệp thực phẩm", ("Bộ Nông nghiệp và Phát triển nông thôn",)),
    Change("Bộ Lâm nghiệp", ("Bộ Nông nghiệp và Phát triển nông thôn",)),
    Change("Bộ Thủy lợi", ("Bộ Nông nghiệp và Phát triển nông thôn",)),
    Change("Bộ Thương mại và Du lịch", ("Bộ Thương mại", "Tổng cục Du lịch")),
    Change("Bộ Văn hóa - Thông tin - Thể thao", ("Bộ Văn hóa - Thông tin", "Ủy ban Thể dục Thể thao")),
    Change("Bộ Giao thông vận tải và Bưu điện", ("Bộ Giao thông vận tải", "Tổng cục Bưu điện")),
    Change("Bộ Giáo dục", ("Bộ Giáo dục và Đào tạo",)),
    Change("Bộ Đại học, Trung học chuyên nghiệp và Dạy nghề", ("Bộ Giáo dục và Đào tạo",)),
    Change("Ủy ban Kế hoạch Nhà nước", ("Bộ Kế hoạch và Đầu tư",)),
    Change("Ủy ban Nhà nước về Hợp tác và Đầu tư", ("Bộ Kế hoạch và Đầu tư",)),
    Change("Ủy ban Khoa học Nhà nước", ("Bộ Khoa học, Công nghệ và Môi trường",)),
    Change("Viện Khoa học và Công nghệ Việt Nam", ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam",)),
    Change("Viện Khoa học xã hội Việt Nam", ("Viện Hàn lâm Khoa học xã hội Việt Nam",)),
    Change("Phòng Thương mại và Công nghiệp Việt Nam", ("Liên đoàn Thương mại và Công nghiệp Việt Nam",)),
    Change("Ủy ban Pháp luật", ("Ủy ban Pháp luật và Tư pháp",)),
    Change("Ủy ban Tư pháp", ("Ủy ban Pháp luật và Tư pháp",)),
    Change("Ủy ban Kinh tế và Ngân sách", ("Ủy ban Kinh tế", "Ủy ban Tài chính, Ngân sách")),
    Change("Ủy ban Kinh tế", ("Ủy ban Kinh tế và Tài chính",)),
    Change("Ủy ban Tài chính, Ngân sách", ("Ủy ban Kinh tế và Tài chính",)),
    Change("Ủy ban về các vấn đề xã hội", ("Ủy ban Xã hội",)),
    Change("Ủy ban Xã hội", ("Ủy ban Văn hóa và Xã hội",)),
    Change("Ủy ban Văn hóa, Giáo dục, Thanh niên, Thiếu niên và Nhi đồng", ("Ủy ban Văn hóa, Giáo dục",)),
    Change("Ủy ban Văn hóa, Giáo dục", ("Ủy ban Văn hóa và Xã hội",)),
    Change("Ủy ban Quốc phòng và An ninh", ("Ủy ban Quốc phòng, An ninh và Đối ngoại",)),
    Change("Ủy ban Đối ngoại", ("Ủy ban Quốc phòng, An ninh và Đối ngoại",)),
    Change("Ban Dân nguyện", ("Ủy ban Dân nguyện và Giám sát",)),
    Change("Ban Công tác đại biểu", ("Ủy ban Công tác đại biểu",)),
    Change("Ban Tư tưởng - Văn hóa Trung ương", ("Ban Tuyên giáo Trung ương",)),
    Change("Ban Khoa giáo Trung ương", ("Ban Tuyên giáo Trung ương",)),
    Change("Ban Tuyên giáo Trung ương", ("Ban Tuyên giáo và Dân vận Trung ương",)),
    Change("Ban Dân vận Trung ương", ("Ban Tuyên giáo và Dân vận Trung ương",)),
    Change("Ban Kinh tế Trung ương", ("Ban Chính sách, chiến lược Trung ương",)),
    Change("Hội đồng Bộ trưởng", ("Chính phủ",), GOVERNMENT_1992),
    Change("Hội đồng Nhà nước", ("Chủ tịch nước", "Ủy ban Thường vụ Quốc hội"), GOVERNMENT_1992),
    Change("Hội đồng Chính phủ", ("Hội đồng Bộ trưởng",)),
    Change("Ủy ban Hành chính", ("Ủy ban nhân dân",)),
)
CHANGES: tuple[Change, ...] = (*_PLACES, *_BODIES)
"""All changes: of places (``tỉnh Bình Phước``) and of bodies (``Bộ Giao thông vận tải``; a department keeps its province)."""

_POINTS = re.compile(r"[\s–-]+")
_OFFICIAL = {
    _POINTS.sub(" ", name.removeprefix("tỉnh ").removeprefix("thành phố ").upper()): name
    for name in (*(change.old for change in _PLACES), *PROVINCES)
} | {"HCM": "thành phố Hồ Chí Minh"}
_BY_OLD = {change.old: change for change in CHANGES}
_PLACE = re.compile(r"(?:tỉnh|thành phố) .+$")


def official(name: str) -> str:
    """The full name of the province, of today or before, that is called *name* (``HÀ NỘI``: ``thành phố Hà Nội``); empty for none."""
    return _OFFICIAL.get(_POINTS.sub(" ", name.upper()), "")


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
