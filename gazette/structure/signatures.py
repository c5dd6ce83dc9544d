"""The words signatures are made of: capacities, positions, ranks and names, as tables (Decree 30/2020, Annex I, II.7)."""

import re
from collections.abc import Iterable

from gazette.structure.lines import Row

_PREFIXED = r"(?:T[./]?M|K[./]?T|T[./]?L|T\.?U\.?Q|Q)\s*[.:,/]\s*\S"
_BARE = r"(?:[TK]/[MLT]|TM|KT|TL|TUQ)\s+\S"
_IN_WORDS = r"(?:THAY MẶT|THỪA LỆNH|THỪA ỦY QUYỀN|THỪA UỶ QUYỀN)\b"
_CAPACITY = re.compile(f"^(?:{_PREFIXED}|{_BARE}|{_IN_WORDS})")
_BEHALF = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.\s*[A-ZĐ][^.,;:]*$")
_POSITIONS = (
    "CHỦ TỊCH", "THỦ TƯỚNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "CHỦ NHIỆM", "TỔNG THANH TRA",
    "THỐNG ĐỐC", "VIỆN TRƯỞNG", "CHÁNH ÁN", "TRƯỞNG", "HIỆU TRƯỞNG", "CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "VỤ TRƯỞNG",
    "TỔNG KIỂM TOÁN", "TỔNG BÍ THƯ", "BÍ THƯ", "THỦ TRƯỞNG", "CHỈ HUY TRƯỞNG", "TƯ LỆNH", "CHÍNH ỦY", "CHÍNH UỶ", "CHÁNH THANH TRA",
    "TỔNG BIÊN TẬP", "ĐẠI DIỆN", "THƯỜNG TRỰC", "ỦY VIÊN", "UỶ VIÊN", "KẾ TOÁN TRƯỞNG", "NGƯỜI LẬP", "NGƯỜI KÝ",
)  # fmt: skip
_POSITION = re.compile(r"^(?:Q\. ?|QUYỀN )?(?:PHÓ )*(?:" + "|".join(_POSITIONS) + r")\b")
_PARTY = re.compile(
    r"^(?:THƯ KÝ|CHỦ T(?:ỌA|OẠ)|CHỦ TRÌ|NGƯỜI|BÊN|THỦ QUỸ|THỦ KHO|CÁN BỘ|CHUYÊN VIÊN|ĐƠN VỊ|XÁC NHẬN)(?: [^\W\d_]+,?| \d{1,2}){0,8}$"
)
_WORD = r"[^\W\d_][\w'’.]*"
_NAME = re.compile(rf"^{_WORD}(?:\s+{_WORD}){{1,6}}$")
_FAMILIES = (
    "NGUYỄN|TRẦN|LÊ|PHẠM|HUỲNH|HOÀNG|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐÀO|ĐOÀN|VƯƠNG|TRỊNH|TRƯƠNG|ĐINH|LÂM|PHÙNG|MAI|TÔ|HÀ|TẠ|"
    "LƯƠNG|CAO|CHÂU|THÁI|TĂNG|QUÁCH|KIỀU|TRIỆU|LA|LƯU|NÔNG|HỨA|CHU|ĐẬU|NGHIÊM|LỤC|ĐỒNG|VI|LÒ|THẠCH|SƠN|DANH|H'|Y|K'"
)
_CAPITAL_NAME = re.compile(rf"^(?:{_FAMILIES})(?: [^\W\d_]+){{1,4}}$")
_SIGNED = re.compile(r"^\(?(?:đã ký|ký tên|ký, ghi rõ|chữ ký|ký và)", re.IGNORECASE)
_SIGNED_BY = re.compile(r"^\(?đã\s+ký\)?\s*:?\s*(?=[^\W\d_])", re.IGNORECASE)
_RANKS = (
    r"(?:phó |chuẩn )?đô đốc|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy|uý)|(?:phó )?giáo sư|tiến s[ĩỹ]|thạc s[ĩỹ]|bác s[ĩỹ]|dược s[ĩỹ]|"
    r"kỹ sư|luật sư|kiến trúc sư"
)
_DEGREES = r"VS|GS|PGS|TSKH|TS|ThS|Ths|BSCK ?I{1,2}|BS\.? ?CK ?I{1,2}|BS|DSCK ?I{1,2}|DS|LS|KS|KTS|CN|NGƯT|NGND|NSND|NSƯT|TTND|TTƯT"
_TITLES = re.compile(rf"^(?:(?:(?i:{_RANKS})|{_DEGREES})(?!\w)[.,\s]*)+(?=[^\W\d_])")


def is_capacity(text: str) -> bool:
    """True when *text* names in whose place someone signs (``TM.``, ``KT.``, ``TL.``, ``TUQ.``, ``Q.``, ``T/M``)."""
    return bool(_CAPACITY.match(text))


def is_position(text: str) -> bool:
    """True when *text*, in capitals, opens with a position (``PHÓ CHỦ TỊCH``)."""
    return bool(_POSITION.match(text))


def is_office(row: Row) -> bool:
    """True when *row* names a capacity or a position: in capitals, or behind ``TL.``, ``KT.``, ``TM.`` where a signature stands."""
    if row.capitals:
        return len(row.text) < 120 and (is_capacity(row.text) or is_position(row.text))
    return len(row.text) < 80 and (row.bold or row.align in ("center", "right")) and bool(_BEHALF.match(row.text))


def is_party(row: Row) -> bool:
    """True when *row*, in capitals above a name, says as what someone without an office signs (``THƯ KÝ``, ``BÊN A``)."""
    return row.capitals and len(row.text) < 80 and bool(_PARTY.match(row.text))


def is_signed(text: str) -> bool:
    """True when *text* is the mark of a signature (``(Đã ký)``) or asks for one."""
    return bool(_SIGNED.match(text))


def is_signed_by(text: str) -> bool:
    """True when *text* is the mark of a signature with the name after it."""
    return bool(_SIGNED_BY.match(text)) and is_name(text)


def bare_name(text: str) -> str:
    """*text* without ``(Đã ký)`` and without the titles of learning and rank before a name, which official forms leave out."""
    return _TITLES.sub("", _SIGNED_BY.sub("", text)).strip()


def is_name(text: str) -> bool:
    """True when *text* is a person's name: each word with a capital, not all in capitals."""
    bare = bare_name(text)
    return bool(_NAME.match(bare)) and not bare.isupper() and all(word[0].isupper() for word in bare.split())


def is_capital_name(text: str) -> bool:
    """True when *text* is a name in capitals: it opens with a family name."""
    return bool(_CAPITAL_NAME.match(bare_name(text)))


def is_signed_name(lines: Iterable[Row]) -> bool:
    """True when *lines* are a person's name beside ``(Đã ký)`` and nothing else: a signature without capacity or position."""
    texts = [one.text for one in lines if one.text]
    return len(texts) <= 3 and sum(map(is_name, texts)) == 1 and any(map(is_signed, texts))
