"""Headings of reports and projects that bear no number: MỞ ĐẦU, ĐẶT VẤN ĐỀ, KẾT LUẬN."""

import re

from gazette.structure.lines import Row

_TITLES = (
    "MỞ ĐẦU", "PHẦN MỞ ĐẦU", "LỜI MỞ ĐẦU", "LỜI NÓI ĐẦU", "LỜI GIỚI THIỆU", "ĐẶT VẤN ĐỀ", "KẾT LUẬN", "PHẦN KẾT LUẬN",
    "KẾT LUẬN VÀ KIẾN NGHỊ", "KẾT LUẬN, KIẾN NGHỊ", "KẾT LUẬN - KIẾN NGHỊ", "KIẾN NGHỊ, ĐỀ XUẤT",
    "ĐỀ XUẤT, KIẾN NGHỊ", "KIẾN NGHỊ VÀ ĐỀ XUẤT",
    "KIẾN NGHỊ",
)  # fmt: skip
_DIVISION = re.compile("(?:" + "|".join(map(re.escape, sorted(_TITLES, key=len, reverse=True))) + r")\s*[:.]?")


def is_division_title(row: Row) -> bool:
    """True when *row* is such a heading: nothing but the words of one, in capitals, in the middle or bold."""
    return row.table is None and row.capitals and (row.centered or row.bold) and bool(_DIVISION.fullmatch(row.text))
