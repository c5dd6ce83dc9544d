"""Schools, hospitals and companies: how a name that a letterhead prints in capitals is written in a sentence (Decree 30/2020, Annex II)."""

import re

_KINDS = (
    "Trường Đại học", "Đại học", "Học viện", "Trường Cao đẳng Cộng đồng", "Trường Cao đẳng nghề", "Trường Cao đẳng",
    "Trường Trung cấp nghề", "Trường Trung cấp", "Trường Trung học phổ thông chuyên", "Trường Trung học phổ thông",
    "Trường THPT chuyên", "Trường THPT", "Trường Trung học cơ sở", "Trường THCS", "Trường Tiểu học và Trung học cơ sở",
    "Trường Tiểu học và THCS", "Trường TH và THCS", "Trường Tiểu học", "Trường Mầm non", "Trường Mẫu giáo",
    "Trường Phổ thông dân tộc nội trú", "Trường PTDTNT", "Trường Chính trị", "Trường Phổ thông dân tộc bán trú",
    "Bệnh viện Đa khoa khu vực", "Bệnh viện Đa khoa", "Bệnh viện", "Trung tâm Y tế", "Công ty Cổ phần", "Công ty CP",
    "Công ty TNHH Một thành viên", "Công ty TNHH MTV", "Công ty Trách nhiệm hữu hạn Một thành viên",
    "Công ty Trách nhiệm hữu hạn", "Công ty TNHH", "Công ty", "Tổng công ty Cổ phần", "Tổng công ty", "Tập đoàn", "Hợp tác xã",
)  # fmt: skip
"""What opens such a name; ``Trung tâm``, ``Ban`` and ``Phòng`` are left out: what follows is a sentence, not a name."""
_FIELDS = (
    "kinh tế", "kỹ thuật", "công nghệ", "công nghiệp", "sư phạm", "nông lâm", "nông nghiệp", "lâm nghiệp", "y dược", "y tế",
    "y khoa", "dược", "luật", "ngoại ngữ", "ngoại thương", "thương mại", "bách khoa", "khoa học", "tự nhiên", "xã hội",
    "nhân văn", "xây dựng", "kiến trúc", "giao thông", "giao thông vận tải", "tài chính", "ngân hàng", "kế toán",
    "quản trị kinh doanh", "văn hóa", "nghệ thuật", "thể dục thể thao", "du lịch", "thủy lợi", "thủy sản", "thủy điện",
    "môi trường", "tài nguyên", "điện lực", "điện tử", "điện", "cơ khí", "cấp nước", "thoát nước", "cấp thoát nước", "nước sạch",
    "môi trường đô thị", "công trình đô thị", "công trình", "dịch vụ công ích", "đô thị", "xổ số kiến thiết",
    "khai thác công trình thủy lợi", "đầu tư", "phát triển", "sản xuất", "dịch vụ", "tư vấn", "thiết kế", "vận tải", "viễn thông",
    "xăng dầu", "bảo hiểm", "chứng khoán", "nhà", "hạ tầng", "in", "sách", "thiết bị trường học", "thiết bị", "lương thực",
    "thực phẩm", "cao su", "cà phê", "dược phẩm", "vật tư", "xuất nhập khẩu", "y học cổ truyền", "phụ sản", "sản nhi", "nhi",
    "mắt", "tâm thần", "phổi", "ung bướu", "da liễu", "phục hồi chức năng", "chuyên", "quốc gia", "công lập", "tư thục",
    "hành chính", "nhà nước", "quản lý", "khai thác", "kinh doanh", "giáo dục", "đào tạo", "bảo vệ", "trung ương", "phòng khám",
)  # fmt: skip
"""What institutions are for: common words, of which only the first has a capital."""
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "phường", "xã", "khu vực", "miền", "vùng")
_JOINED = frozenset(("VÀ", "-", "–", "&", ",", "SỐ"))
_SHORT = frozenset(("TNHH", "MTV", "THPT", "THCS", "TH", "CP", "XNK", "SX", "TM", "DV", "BOT", "VN", "HTX"))
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưyàằầèềìòồờùừỳáắấéếíóốớúứýảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_MOST_OWN = 5
_PIECE = re.compile(r"[^\s,]+|,")
_BY_CAPITALS = {kind.upper(): kind for kind in _KINDS}
_KIND = re.compile(r"(?:" + "|".join(sorted(map(re.escape, _BY_CAPITALS), key=len, reverse=True)) + r")(?!\w)")
_COMMON = {words.upper(): words[0].upper() + words[1:] for words in _FIELDS} | {level.upper(): level for level in _LEVELS}
_LONGEST = max(len(words.split()) for words in _COMMON)


def in_small_letters(name: str) -> str | None:
    """*name*, an institution's in capitals, as a sentence writes it (``Trường Đại học Kinh tế An Phước``); None when it is none we know."""
    kind = _KIND.match(name)
    if kind is None or name == kind.group(0):
        return None
    pieces = _PIECE.findall(name[kind.end() :])
    written, own, at = [_BY_CAPITALS[kind.group(0)]], 0, 0
    while at < len(pieces):
        common = next((words for words in _stretches(pieces, at) if words in _COMMON), "")
        if common:
            written.append(_COMMON[common])
            at += len(common.split())
            continue
        piece = pieces[at]
        own += piece not in _JOINED
        written.append(piece if piece in _SHORT or not piece.isalpha() else piece.lower() if piece in _JOINED else _own(piece))
        at += 1
    return " ".join(written).replace(" ,", ",") if own <= _MOST_OWN else None


def _stretches(pieces: list[str], at: int) -> list[str]:
    """The words from *at* on, the longest stretch that can be a common name first."""
    return [" ".join(pieces[at : at + count]) for count in range(_LONGEST, 0, -1)]


def _own(word: str) -> str:
    """*word*, a syllable of a proper name; letters that are no Vietnamese syllable (``ABC``) stay as they are."""
    return word[:1] + word[1:].lower() if _SYLLABLE.fullmatch(word.lower()) else word
