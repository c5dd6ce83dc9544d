"""The agencies that issue documents, as tables of patterns: their full name and their ASCII name."""

import re
from dataclasses import dataclass

from gazette.model.bodies import BODIES
from gazette.model.institutions import in_small_letters
from gazette.model.local_bodies import LOCAL_BODIES, UNITS
from gazette.model.succession import official, successors
from gazette.model.text import fold_space, slug


@dataclass(frozen=True, slots=True)
class Agency:
    """An issuing agency: its display name (``Ủy ban nhân dân tỉnh Hà Tĩnh``) and its slug (``ubnd-tinh-ha-tinh``)."""

    name: str
    slug: str

    @property
    def successors(self) -> tuple[str, ...]:
        """The names of the bodies that stand in its place today; its own name while it exists."""
        return successors(self.name)


_PLACES = {
    "TỈNH": "tỉnh",
    "THÀNH PHỐ": "thành phố",
    "TP": "thành phố",
    "TP.": "thành phố",
    "HUYỆN": "huyện",
    "QUẬN": "quận",
    "THỊ XÃ": "thị xã",
    "THỊ TRẤN": "thị trấn",
    "PHƯỜNG": "phường",
    "XÃ": "xã",
    "ĐẶC KHU": "đặc khu",
}
_BODIES = {
    "ỦY BAN NHÂN DÂN": ("Ủy ban nhân dân", "ubnd"),
    "UBND": ("Ủy ban nhân dân", "ubnd"),
    "ỦY BAN HÀNH CHÍNH": ("Ủy ban Hành chính", "ubhc"),
    "ĐOÀN ĐẠI BIỂU QUỐC HỘI": ("Đoàn đại biểu Quốc hội", "doan-dbqh"),
    "CHỦ TỊCH ỦY BAN NHÂN DÂN": ("Chủ tịch Ủy ban nhân dân", "chu-tich-ubnd"),
    "CHỦ TỊCH UBND": ("Chủ tịch Ủy ban nhân dân", "chu-tich-ubnd"),
    "HỘI ĐỒNG NHÂN DÂN": ("Hội đồng nhân dân", "hdnd"),
    "HĐND": ("Hội đồng nhân dân", "hdnd"),
    "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN": ("Thường trực Hội đồng nhân dân", "thuong-truc-hdnd"),
    "VĂN PHÒNG ỦY BAN NHÂN DÂN": ("Văn phòng Ủy ban nhân dân", "van-phong-ubnd"),
    "VĂN PHÒNG HĐND VÀ UBND": ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "van-phong-hdnd-va-ubnd"),
    "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN": ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "van-phong-hdnd-va-ubnd"),
    "VĂN PHÒNG ĐOÀN ĐBQH VÀ HĐND": ("Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân", "van-phong-doan-dbqh-va-hdnd"),
    "VĂN PHÒNG ĐOÀN ĐẠI BIỂU QUỐC HỘI VÀ HỘI ĐỒNG NHÂN DÂN": (
        "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân",
        "van-phong-doan-dbqh-va-hdnd",
    ),
    "VĂN PHÒNG UBND": ("Văn phòng Ủy ban nhân dân", "van-phong-ubnd"),
}
_FIELDS = (
    "Ngoại vụ",
    "Nội vụ",
    "Tư pháp",
    "Tài chính",
    "Kế hoạch và Đầu tư",
    "Công Thương",
    "Công nghiệp",
    "Thương mại",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Nông nghiệp",
    "Giao thông vận tải",
    "Giao thông công chính",
    "Xây dựng",
    "Tài nguyên và Môi trường",
    "Tài nguyên, Môi trường và Nhà đất",
    "Địa chính",
    "Địa chính - Nhà đất",
    "Thông tin và Truyền thông",
    "Bưu chính, Viễn thông",
    "Lao động - Thương binh và Xã hội",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hóa, Thông tin, Thể thao và Du lịch",
    "Văn hóa và Thể thao",
    "Văn hóa và Thông tin",
    "Văn hóa - Thông tin",
    "Văn hóa - Xã hội",
    "Thể dục Thể thao",
    "Du lịch",
    "Khoa học và Công nghệ",
    "Khoa học, Công nghệ và Môi trường",
    "Giáo dục và Đào tạo",
    "Y tế",
    "Dân tộc và Tôn giáo",
    "Dân tộc",
    "Văn hóa",
    "Thủy lợi",
    "Lâm nghiệp",
    "Giáo dục",
    "Tài chính - Vật giá",
    "Tài chính - Kế hoạch",
    "Thương mại - Du lịch",
    "Thương mại và Du lịch",
    "Thủy sản",
    "Quy hoạch - Kiến trúc",
    "Quy hoạch và Kiến trúc",
    "An toàn thực phẩm",
    "Kinh tế",
    "Kinh tế và Hạ tầng",
    "Kinh tế, Hạ tầng và Đô thị",
    "Quản lý đô thị",
)
"""What a province's departments and a district's offices look after."""
_COUNCIL_FIELDS = (
    "Kinh tế - Ngân sách",
    "Kinh tế - Xã hội",
    "Văn hóa - Xã hội",
    "Văn hóa và Xã hội",
    "Pháp chế",
    "Dân tộc",
    "Đô thị",
)
"""What the committees (Ban) of a People's Council look after (Law on the organization of local government)."""
_SHORT_FIELDS = {
    "NÔNG NGHIỆP VÀ PTNT": "Nông nghiệp và Phát triển nông thôn",
    "NN VÀ PTNT": "Nông nghiệp và Phát triển nông thôn",
    "NN VÀ MT": "Nông nghiệp và Môi trường",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "LĐTB VÀ XH": "Lao động - Thương binh và Xã hội",
    "LĐ TB VÀ XH": "Lao động - Thương binh và Xã hội",
    "LAO ĐỘNG TB VÀ XH": "Lao động - Thương binh và Xã hội",
    "LAO ĐỘNG TBXH": "Lao động - Thương binh và Xã hội",
    "KH VÀ ĐT": "Kế hoạch và Đầu tư",
    "KH VÀ CN": "Khoa học và Công nghệ",
    "TN VÀ MT": "Tài nguyên và Môi trường",
    "TT VÀ TT": "Thông tin và Truyền thông",
    "GD VÀ ĐT": "Giáo dục và Đào tạo",
    "GTVT": "Giao thông vận tải",
    "VHTT VÀ DL": "Văn hóa, Thể thao và Du lịch",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "VH TT VÀ DL": "Văn hóa, Thể thao và Du lịch",
}
_JOINT = re.compile(r" - (?=(?:BỘ|TÒA|VIỆN|ỦY BAN|UBND|THANH TRA|NGÂN HÀNG|TỔNG CỤC|SỞ|CÔNG AN|CỤC|KHO BẠC|BẢO HIỂM|LIÊN ĐOÀN) )")
_SESSION = re.compile(r"(?<=\w)[ ,-]+(?:KHÓA|KHOÁ|NHIỆM KỲ|KỲ HỌP)(?= (?:THỨ |[IVXLC\d])).*$")
"""Which session of a council it is, printed below its name."""
_SEVERAL = re.compile(r"LIÊN (SỞ|PHÒNG)\s*:?\s+(.+)$")
_PARTY = re.compile(r"^(TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG) (?:ỦY|UỶ)(?: (.+))?$")
_PARTY_BODY = re.compile(r"^ĐẢNG BỘ (TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ) (.+)$")
_SHORT_PLACES = {"HCM": "Hồ Chí Minh"}
_OFFICES = {"VĂN PHÒNG": "Văn phòng", "CHỦ TỊCH": "Chủ tịch", "THƯỜNG TRỰC": "Thường trực"}
_DEPARTMENTS = {"SỞ": "Sở", "PHÒNG": "Phòng"}
NOUNS = (
    "ỦY BAN", "UBND", "HỘI ĐỒNG", "HĐND", "THƯỜNG TRỰC", "SỞ", "BỘ", "VĂN PHÒNG", "QUỐC HỘI", "CHÍNH PHỦ", "THỦ TƯỚNG", "CHỦ TỊCH",
    "TRƯỜNG", "ĐẠI HỌC", "HỌC VIỆN", "VIỆN", "BAN", "CỤC", "TỔNG CỤC", "CHI CỤC", "PHÒNG", "TRUNG TÂM", "THANH TRA", "CÔNG AN", "KHO BẠC",
    "NGÂN HÀNG", "TÒA ÁN", "KIỂM TOÁN", "TỈNH ỦY", "HUYỆN ỦY", "THÀNH ỦY", "ĐẢNG", "TỔNG CÔNG TY", "CÔNG TY", "BẢO HIỂM", "LIÊN ĐOÀN",
    "ĐOÀN", "HỘI", "MẶT TRẬN", "BỆNH VIỆN", "QUỸ", "CHI NHÁNH", "TỔ CÔNG TÁC", "CƠ QUAN", "TÊN CƠ QUAN", "LIÊN BỘ", "KHU", "TỔNG LIÊN ĐOÀN",
    "BCH", "LĐLĐ", "MTTQ", "UBMTTQ", "UBMTTQVN", "TỈNH ĐOÀN", "THÀNH ĐOÀN", "HUYỆN ĐOÀN", "QUẬN ĐOÀN", "TẬP ĐOÀN", "ĐÀI", "PHỦ THỦ TƯỚNG",
    "LIÊN SỞ", "LIÊN NGÀNH", "ĐỘI", "TRẠM", "HẠT KIỂM LÂM", "XÍ NGHIỆP", "NHÀ MÁY", "BẢO TÀNG", "THƯ VIỆN", "NHÀ XUẤT BẢN",
)  # fmt: skip
_BODY = re.compile(
    "^(" + "|".join(sorted(map(re.escape, _BODIES), key=len, reverse=True)) + r")(?: ("
    + "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True)) + r")\.? ?(.+))?$"
)  # fmt: skip
_PLACE_NAME = re.compile(r"(?:\d{1,2}|(?!- |.* - |.*(?<!\w)(?:VÀ|VỀ|CỦA|TẠI|NGÀY)(?!\w))[^\d,;:()/]{2,40})$")
"""A place's own name: no sentence goes on in it."""
_LOCAL_BODY = re.compile(
    "^(" + "|".join(sorted(map(re.escape, LOCAL_BODIES), key=len, reverse=True)) + r") ("
    + "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True)) + r")\.? ?(.+)$"
)  # fmt: skip
_SOCIETY = r"(?<!\bVÀ )(?<!- )(?<!BẢO HIỂM )(?<!CHÍNH SÁCH )(?<!KINH TẾ )XÃ(?! HỘI(?: CHỦ NGHĨA\b|$))"
"""``XÃ`` is a commune, and in ``LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI`` it is none."""
_PLACE = re.compile(
    "(?:^| )(" + "|".join(map(re.escape, sorted(_PLACES.keys() - {"XÃ"}, key=len, reverse=True))) + "|" + _SOCIETY + r")(?!\w)\.? ?(.+)$"
)
_NO_AGENCY = (
    "BAN HÀNH", "BAN BỐ", "SỞ HỮU", "PHÒNG CHÁY", "PHÒNG CHỐNG", "PHÒNG,", "PHÒNG NGỪA", "BỘ LUẬT", "BỘ PHẬN", "BỘ MÁY", "BỘ TIÊU CHÍ",
    "TRƯỜNG HỢP", "HỘI NGHỊ", "HỘI THẢO", "ĐOÀN KẾT", "KHU VỰC", "QUỸ ĐẤT", "CỤC BỘ", "VIỆN DẪN", "VIỆN TRỢ", "VIỆN PHÍ",
)  # fmt: skip
_NOUN = re.compile("^(?!(?:" + "|".join(map(re.escape, _NO_AGENCY)) + r")(?!\w))(?:" + "|".join(map(re.escape, NOUNS)) + r")(?!\w)")
_ABOVE = re.compile(r",? (TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ) (?=\w)")
"""The place that another one lies in, printed below it."""
_POINTS = re.compile(r"[\s,–—-]+")
_TONES = {"UỶ": "ỦY", "HOÀ": "HÒA", "TOÀ ": "TÒA ", "THUỶ": "THỦY", "HOÁ": "HÓA", "Ð": "Đ", " – ": " - "}


def capitals(text: str) -> str:
    """*text* folded for the tables: capitals, single spaces, one way to place the tone marks."""
    folded = fold_space(text).upper()
    for old, new in _TONES.items():
        folded = folded.replace(old, new)
    return folded.strip(" .,:;-_*")


def _key(name: str) -> str:
    """*name* for looking up: capitals, ``&`` as VÀ, whatever dashes and commas it is printed with."""
    return _POINTS.sub(" ", capitals(name).replace("&", " VÀ ")).strip()


_CENTRAL_BY_NAME = {_key(body.name): body.name for body in BODIES}
_COUNCIL_BY_NAME = {_key(f"Ban {name}"): f"Ban {name}" for name in _COUNCIL_FIELDS}
_FIELD_BY_NAME = {**{_key(name): name for name in _FIELDS}, **_SHORT_FIELDS}


def opens_agency(line: str) -> bool:
    """True when *line* (in capitals) opens with the noun of an agency, so that a new agency begins there."""
    return bool(_NOUN.match(capitals(line)))


def agency(printed: str, parent: str = "") -> Agency:
    """The agency of a letterhead line; *parent* is the line above it, which gives a department its province.

    Names that no table knows stay as printed: nothing is guessed.
    """
    name = _ABOVE.sub(r" \1 ", _SESSION.sub("", capitals(printed)))
    place = _PLACE.search(capitals(parent))
    if place and name in _BODIES and name.startswith(("VĂN PHÒNG", "THƯỜNG TRỰC")):
        name = f"{name} {place.group(0).strip()}"
    joined = _office(name, parent) or _committee(name, parent)
    if " - " in name and (several := _of_several(name, parent)) is not None:
        return several
    if " - " in name and (jointly := _jointly(name, parent)) is not None:
        return jointly
    if place and name.rpartition(" ")[2] == place.group(1) and name not in _PLACES:
        name = f"{name} {place.group(2)}"
    known = joined or _body(name) or _central(name) or _party(name, parent) or _department(name, parent) or _local(name, parent)
    return known or Agency(in_small_letters(name) or fold_space(printed), slug(printed))


def _office(name: str, parent: str) -> Agency | None:
    """An office printed under the committee or council it serves: ``VĂN PHÒNG`` below ``ỦY BAN NHÂN DÂN TỈNH …``."""
    above = capitals(parent)
    served = (_body(above) or _party(above) or _central(above)) if name in _OFFICES and parent else None
    return Agency(f"{_OFFICES[name]} {served.name}", f"{slug(name)}-{served.slug}") if served else None


def _committee(name: str, parent: str) -> Agency | None:
    """A committee printed under the council it is of: ``BAN PHÁP CHẾ`` below ``HỘI ĐỒNG NHÂN DÂN TỈNH …``."""
    full = _COUNCIL_BY_NAME.get(_key(name))
    council = _body(capitals(parent)) if full and parent else None
    if full is None or council is None or not council.slug.startswith("hdnd"):
        return None
    return Agency(f"{full} {council.name}", f"{slug(full)}-{council.slug}")


def _body(name: str) -> Agency | None:
    match = _BODY.match(name)
    if not match:
        return None
    body, short = _BODIES[match.group(1)]
    if not match.group(2):
        return Agency(body, short)
    if not _PLACE_NAME.match(match.group(3)):
        return None
    level, place = _PLACES[match.group(2)], in_sentence(match.group(3))
    return Agency(f"{body} {level} {place}", f"{short}-{slug(level)}-{slug(place)}")


def _local(name: str, parent: str = "") -> Agency | None:
    """A body that every place has of its own (``CỤC THUẾ TỈNH …``); of which place may stay unsaid (``CÔNG AN TỈNH``).

    A department's unit has the place that the department above is of.
    """
    if name in UNITS and parent:
        return _within(UNITS[name], parent)
    match = _LOCAL_BODY.match(name)
    if match is None:
        body, _, level = name.rpartition(" ")
        bare = f"{LOCAL_BODIES[body]} {_PLACES[level]}" if body in LOCAL_BODIES and level in ("TỈNH", "HUYỆN") else ""
        return Agency(bare, slug(bare)) if bare else None
    if not _PLACE_NAME.match(match.group(3)):
        return None
    full = f"{LOCAL_BODIES[match.group(1)]} {_PLACES[match.group(2)]} {in_sentence(match.group(3))}"
    return Agency(full, slug(full))


def _jointly(name: str, parent: str) -> Agency | None:
    """Agencies that issue a text together (``BỘ TÀI CHÍNH - BỘ NỘI VỤ``); None when one of them is in no table."""
    found = [_body(part) or _central(part) or _department(part, parent) or _local(part) for part in _JOINT.split(name)]
    known = [one for one in found if one is not None]
    if len(known) < 2 or len(known) < len(found):
        return None
    return Agency(" - ".join(one.name for one in known), "-".join(one.slug for one in known))


def _party(name: str, parent: str = "") -> Agency | None:
    """A committee of the Party (``TỈNH ỦY AN PHƯỚC``), which may take its place from the Party's body above (``ĐẢNG BỘ TỈNH …``)."""
    match = _PARTY.match(name)
    if not match:
        return None
    above = _PARTY_BODY.match(capitals(parent)) if not match.group(2) else None
    where = above.group(2) if above and above.group(1).startswith(match.group(1)) else match.group(2) or ""
    level = next((level for level in _PLACES if where.startswith(f"{level} ")), "")
    place = in_sentence(where.removeprefix(level).strip())
    full = " ".join(filter(None, (f"{match.group(1).capitalize()} ủy", _PLACES.get(level, ""), place)))
    return Agency(full, slug(full))


def _of_several(name: str, parent: str) -> Agency | None:
    """Departments that issue a text together under one noun: ``LIÊN SỞ: NỘI VỤ - TÀI CHÍNH``."""
    joint = _SEVERAL.match(name)
    found = [_department(f"{joint.group(1)} {field}", parent) for field in joint.group(2).split(" - ")] if joint else []
    known = [one for one in found if one is not None]
    if len(known) < 2 or len(known) < len(found):
        return None
    return Agency(" - ".join(one.name for one in known), "-".join(one.slug for one in known))


def _central(name: str) -> Agency | None:
    """A body of the table, or the minister who signs for one of its ministries."""
    minister = name.startswith("BỘ TRƯỞNG BỘ ")
    key = _key(name.removeprefix("BỘ TRƯỞNG ")) if minister else _key(name)
    field = _SHORT_FIELDS.get(key.removeprefix("BỘ ")) if key.startswith("BỘ ") else None
    found = _CENTRAL_BY_NAME.get(_key(f"BỘ {field}") if field else key)
    full = f"Bộ trưởng {found}" if minister and found else found
    return Agency(full, slug(full)) if full else None


def _department(name: str, parent: str) -> Agency | None:
    """A province's department or a district's office, with the place that its own line or the one above names."""
    noun = next((noun for noun in _DEPARTMENTS if name.startswith(noun + " ")), None)
    if noun is None:
        return None
    own = name.removeprefix(noun + " ")
    place = _PLACE.search(own)
    field, where = (own[: place.start()], own) if place else (own, parent)
    found = _FIELD_BY_NAME.get(_key(field))
    if found is None:
        found, where = _bare(field)
    return _within(f"{_DEPARTMENTS[noun]} {found}", where) if found else None


def _bare(name: str) -> tuple[str | None, str]:
    """The field and the province of ``Y TẾ HÀ NỘI``, where nothing says that a place follows."""
    words = name.split()
    for count in range(2, len(words)):
        field, place = _FIELD_BY_NAME.get(_key(" ".join(words[:count]))), official(" ".join(words[count:]))
        if field and place:
            return field, capitals(place)
    return None, ""


def _within(name: str, parent: str) -> Agency:
    match = _PLACE.search(capitals(parent))
    if not match:
        return Agency(name, slug(name))
    full = f"{name} {_PLACES[match.group(1)]} {in_sentence(match.group(2))}"
    return Agency(full, slug(full))


def in_sentence(place: str) -> str:
    """*place*, a name in capitals, as a sentence writes it: ``Hà Tĩnh``; ``Tân Mẫu, huyện Bình Mẫu``."""
    first, *rest = _ABOVE.split(place)
    above = (f", {_PLACES[level]} {_own_name(name)}" for level, name in zip(rest[::2], rest[1::2], strict=True))
    return _own_name(first) + "".join(above)


def _own_name(place: str) -> str:
    if place in _SHORT_PLACES:
        return _SHORT_PLACES[place]
    return " ".join(word if word.isdigit() else word[:1] + word[1:].lower() for word in place.split())
