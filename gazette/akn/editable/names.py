"""The Vietnamese words of the editable text and what they stand for in a Draft: one table a kind of thing."""

from collections.abc import Mapping
from typing import Literal

from gazette.model.blocks import Align
from gazette.model.draft import Level
from gazette.model.effect import RULES
from gazette.model.kinds import KINDS
from gazette.model.relations import RELATION_KINDS

LEVELS: Mapping[str, Level] = {
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
    "điều": "article",
    "khoản": "clause",
    "điểm": "point",
    "đoạn": "hcontainer",
}
HEADED = frozenset(("part", "chapter", "section", "subsection", "article"))
"""Levels whose label line goes on with the heading, in bold type; after other labels the text itself goes on."""

JOINED = "liền"
"""Says that no space stands between a label and the text after it."""

SECTIONS: Mapping[str, str] = {
    "letterhead": "Phần đầu",
    "title": "Tên loại và trích yếu",
    "preamble": "Căn cứ ban hành",
    "body": "Nội dung",
    "conclusions": "Phần cuối",
}
MAIN, ATTACHED, ANNEX, NOTES, FORMULAS = "VĂN BẢN", "KÈM THEO", "PHỤ LỤC", "CHÚ THÍCH", "CÔNG THỨC"
ANNEX_KIND = "phu-luc"

ALIGNS: Mapping[str, Align] = {"trái": "left", "giữa": "center", "phải": "right", "đều": "justify"}
ROLES: Mapping[str, str] = {
    "cơ quan chủ quản": "parent-authority",
    "cơ quan ban hành": "authority",
    "số ký hiệu": "number",
    "quốc hiệu tiêu ngữ": "motto",
    "địa danh ngày tháng": "place-date",
    "tên loại": "kind",
    "trích yếu": "subject",
    "độ khẩn": "urgency",
    "phạm vi lưu hành": "circulation",
    "kính gửi": "addressee",
    "thông qua": "issued",
    "đường kẻ": "rule",
    "khác": "other",
    "thẩm quyền ban hành": "authority-line",
    "căn cứ": "recital",
    "lệnh ban hành": "enacting",
    "số phụ lục": "annex-number",
    "kèm theo": "attached-to",
    "nơi nhận": "recipients-title",
    "người nhận": "recipient",
    "thẩm quyền ký": "capacity",
    "chức vụ": "position",
    "người ký": "signer",
}
MARKED: Mapping[str, str] = {
    "số": "docNumber",
    "ngày": "docDate",
    "cơ quan": "docAuthority",
    "tên loại": "docType",
    "tên gọi": "docTitle",
    "dẫn": "ref",
    "chức vụ": "role",
    "người": "person",
    "chữ ký": "signature",
    "địa danh": "location",
    "lệnh sửa đổi": "mod",
    "cụm từ": "quotedText",
}
PICTURE, FORMULA, OTHER = "hình", "công thức", "chữ"
GROUPS: Mapping[str, str] = {"nơi nhận": "recipients", "khối ký": "signature", "trang mục lục": "toc"}
GROUP, QUOTATION, GRID, ROW, CELL = "nhóm", "trích dẫn", "bảng", "hàng", "ô"
ENDING = "[lời kết]"
"""Before the closing words of a provision that has no provisions below it."""

PLAIN, LANDSCAPE, WIDTHS = "không kẻ khung", "trang ngang", "rộng"
HEADER, EMPTY, ACROSS, DOWN = "đề mục", "không có đoạn", "cột", "hàng"
LIGHT = "thường"
"""Says that a label and its heading are not in bold type."""

NOTE_KINDS: Mapping[str, Literal["footnote", "endnote"]] = {"cước chú": "footnote", "chú thích cuối": "endnote"}
KIND_NAMES: Mapping[str, str] = {kind.vi: kind.slug for kind in KINDS.values()}
RELATION_NAMES: Mapping[str, str] = {kind.vi: kind.id for kind in RELATION_KINDS.values()}
EFFECT_RULES: Mapping[str, str] = {rule.vi: rule.id for rule in RULES.values()}
ACTIONS: Mapping[str, str] = {
    "sửa đổi": "substitution",
    "bổ sung": "insertion",
    "bãi bỏ": "repeal",
    "thay thế": "replacement",
    "đánh số lại": "renumbering",
    "đính chính": "correction",
    "hết hiệu lực": "expiry",
    "đình chỉ, ngưng hiệu lực": "suspension",
    "tiếp tục hiệu lực": "resumption",
}
EXTENTS: Mapping[str, str] = {"một phần": "part"}
PLACES: Mapping[str, str] = {"trước": "before", "sau": "after", "đầu": "start", "trong": "inside", "cuối": "end"}


def turned(names: Mapping[str, str]) -> dict[str, str]:
    """A table the other way round."""
    return {value: word for word, value in names.items()}
