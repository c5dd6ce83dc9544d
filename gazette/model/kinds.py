"""The kinds of documents as a table: names, abbreviations, pattern, and whether they are law (Decree 30/2020, Law 64/2025)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model.text import fold_space

Pattern = Literal["articles", "outline", "letter"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    ``pattern`` says how its body is built: by Điều, by I./1./a), or as a letter without a title. ``normative`` kinds can be
    law; ``work`` is the Akoma Ntoso work type.
    """

    slug: str
    vi: str
    en: str
    abbreviations: tuple[str, ...]
    pattern: Pattern
    normative: bool = False

    @property
    def work(self) -> Literal["act", "doc"]:
        """``act`` for kinds built by Điều, ``doc`` for the others."""
        return "act" if self.pattern == "articles" else "doc"


_ROWS: tuple[tuple[str, str, str, str, Pattern, bool], ...] = (
    ("hien-phap", "Hiến pháp", "Constitution", "", "articles", True),
    ("bo-luat", "Bộ luật", "Code", "", "articles", True),
    ("luat", "Luật", "Law", "", "articles", True),
    ("phap-lenh", "Pháp lệnh", "Ordinance", "PL", "articles", True),
    ("lenh", "Lệnh", "Order", "L", "articles", True),
    ("sac-lenh", "Sắc lệnh", "Decree-Law", "SL", "articles", True),
    ("sac-luat", "Sắc luật", "Legislative Decree", "SLt", "articles", True),
    ("nghi-quyet-lien-tich", "Nghị quyết liên tịch", "Joint Resolution", "NQLT", "articles", True),
    ("nghi-quyet", "Nghị quyết", "Resolution", "NQ", "articles", True),
    ("nghi-dinh", "Nghị định", "Decree", "NĐ", "articles", True),
    ("thong-tu-lien-tich", "Thông tư liên tịch", "Joint Circular", "TTLT", "articles", True),
    ("thong-tu", "Thông tư", "Circular", "TT", "articles", True),
    ("quyet-dinh", "Quyết định", "Decision", "QĐ", "articles", True),
    ("chi-thi", "Chỉ thị", "Directive", "CT", "outline", True),
    ("van-ban-hop-nhat", "Văn bản hợp nhất", "Consolidated Text", "VBHN", "articles", True),
    ("quy-che", "Quy chế", "Regulation", "QC", "articles", False),
    ("quy-dinh", "Quy định", "Rules", "QyĐ", "articles", False),
    ("dieu-le", "Điều lệ", "Charter", "", "articles", False),
    ("noi-quy", "Nội quy", "House Rules", "", "articles", False),
    ("quy-tac", "Quy tắc", "Code of Conduct", "", "articles", False),
    ("che-do", "Chế độ", "Regime", "", "articles", False),
    ("quy-chuan", "Quy chuẩn", "Technical Regulation", "", "outline", False),
    ("thong-cao", "Thông cáo", "Communiqué", "TC", "outline", False),
    ("thong-bao", "Thông báo", "Notice", "TB", "outline", False),
    ("huong-dan", "Hướng dẫn", "Guidance", "HD", "outline", False),
    ("chuong-trinh", "Chương trình", "Programme", "CTr", "outline", False),
    ("ke-hoach", "Kế hoạch", "Plan", "KH", "outline", False),
    ("phuong-an", "Phương án", "Scheme", "PA", "outline", False),
    ("de-an", "Đề án", "Project Proposal", "ĐA", "outline", False),
    ("du-an", "Dự án", "Project", "DA", "outline", False),
    ("de-cuong", "Đề cương", "Outline", "", "outline", False),
    ("bao-cao", "Báo cáo", "Report", "BC", "outline", False),
    ("bien-ban", "Biên bản", "Minutes", "BB", "outline", False),
    ("to-trinh", "Tờ trình", "Submission", "TTr", "outline", False),
    ("hop-dong", "Hợp đồng", "Contract", "HĐ", "articles", False),
    ("cong-dien", "Công điện", "Telegram", "CĐ", "outline", False),
    ("ban-ghi-nho", "Bản ghi nhớ", "Memorandum", "BGN", "outline", False),
    ("ban-thoa-thuan", "Bản thỏa thuận", "Agreement", "BTT", "outline", False),
    ("giay-uy-quyen", "Giấy ủy quyền", "Power of Attorney", "GUQ", "outline", False),
    ("giay-moi", "Giấy mời", "Invitation", "GM", "outline", False),
    ("giay-gioi-thieu", "Giấy giới thiệu", "Letter of Introduction", "GGT", "outline", False),
    ("giay-nghi-phep", "Giấy nghỉ phép", "Leave Permit", "GNP", "outline", False),
    ("phieu-gui", "Phiếu gửi", "Sending Slip", "PG", "outline", False),
    ("phieu-chuyen", "Phiếu chuyển", "Transfer Slip", "PC", "outline", False),
    ("phieu-bao", "Phiếu báo", "Notification Slip", "PB", "outline", False),
    ("thu-cong", "Thư công", "Official Letter of Courtesy", "", "letter", False),
    ("thong-tri", "Thông tri", "Circular Notice", "", "outline", False),
    ("loi-keu-goi", "Lời kêu gọi", "Appeal", "LKG", "outline", False),
    ("tuyen-bo", "Tuyên bố", "Declaration", "", "outline", False),
    ("ket-luan", "Kết luận", "Conclusion", "KL", "outline", False),
    ("quy-trinh", "Quy trình", "Procedure", "", "outline", False),
    ("danh-muc", "Danh mục", "List", "", "outline", False),
    ("cong-van", "Công văn", "Official Letter", "", "letter", False),
    ("sao-y", "Sao y", "Certified Copy", "SY", "outline", False),
    ("sao-luc", "Sao lục", "Copy of a Copy", "SL", "outline", False),
    ("trich-sao", "Trích sao", "Certified Extract", "TrS", "outline", False),
)

KINDS: Mapping[str, Kind] = {row[0]: Kind(row[0], row[1], row[2], tuple(row[3].split()), row[4], row[5]) for row in _ROWS}
"""All kinds by slug."""

_ALSO_AGENCIES = {"TC"}
"""Abbreviations of a kind that old numbers use for an agency (``999-TC/QĐ/CĐKT``: Bộ Tài chính); beside other letters they name no kind."""
_BY_ABBREVIATION = {short.upper(): kind for kind in reversed(list(KINDS.values())) for short in kind.abbreviations}


def _words(folded: str) -> str:
    return folded.upper().replace("Ð", "Đ").replace("UỶ", "ỦY").replace("THOẢ", "THỎA")


_BY_NAME = {_words(kind.vi): kind for kind in KINDS.values()}
_WHOLE = {
    "THÔNG CÁO BÁO CHÍ": "thong-cao", "PHIẾU CHUYỂN ĐƠN": "phieu-chuyen", "PHIẾU CHUYỂN VĂN BẢN": "phieu-chuyen",
    "PHIẾU CHUYỂN HỒ SƠ": "phieu-chuyen", "GIẤY MỜI HỌP": "giay-moi", "GIẤY MỜI DỰ HỌP": "giay-moi", "BIÊN BẢN HỌP": "bien-ban",
    "BIÊN BẢN CUỘC HỌP": "bien-ban", "BIÊN BẢN LÀM VIỆC": "bien-ban", "BIÊN BẢN HỘI NGHỊ": "bien-ban",
    "KẾT LUẬN THANH TRA": "ket-luan", "KẾT LUẬN KIỂM TRA": "ket-luan", "BÁO CÁO THẨM TRA": "bao-cao", "BÁO CÁO THẨM ĐỊNH": "bao-cao",
    "BÁO CÁO TÓM TẮT": "bao-cao", "BÁO CÁO NHANH": "bao-cao", "BÁO CÁO GIẢI TRÌNH": "bao-cao", "BÁO CÁO CHUYÊN ĐỀ": "bao-cao",
    "BẢN THỎA THUẬN HỢP TÁC": "ban-thoa-thuan",
    "THƯ CHÚC MỪNG": "thu-cong", "THƯ KHEN": "thu-cong", "THƯ CẢM ƠN": "thu-cong", "THƯ NGỎ": "thu-cong",
    "THƯ CHIA BUỒN": "thu-cong", "THƯ THĂM HỎI": "thu-cong", "THƯ CHÚC TẾT": "thu-cong", "THƯ GỬI": "thu-cong",
}  # fmt: skip
"""Names that stand alone on the title's line and leave no word to the subject."""
_FIRST_WORDS = tuple({name.partition(" ")[0] for name in (*_BY_NAME, *_WHOLE)})
_FIRST_LETTERS = max(map(len, _FIRST_WORDS))
_TITLE = re.compile(r"^(" + "|".join(sorted((re.escape(name) for name in _BY_NAME), key=len, reverse=True)) + r")(?![\w])")


def kind_of_title(line: str) -> tuple[Kind, str] | None:
    """The kind that a title line in capitals opens with, and the rest of the line; None when it opens with none."""
    folded = fold_space(line)
    if not _words(folded.lstrip(" :")[:_FIRST_LETTERS]).startswith(_FIRST_WORDS):
        return None
    words = _words(folded)
    whole = _WHOLE.get(words.strip(" :"))
    if whole is not None:
        return KINDS[whole], ""
    match = _TITLE.match(words)
    return (_BY_NAME[match.group(1)], folded[match.end() :].strip(" :")) if match else None


def kind_of_symbol(groups: tuple[str, ...]) -> Kind | None:
    """The kind a number's symbol names (``QĐ-UBND``: Quyết định; ``64/2025/QH15``: no kind by symbol alone)."""
    letters = groups[1:] if len(groups) > 1 and groups[0].upper() in _ALSO_AGENCIES else groups
    return _BY_ABBREVIATION.get(letters[0].upper()) if letters else None
