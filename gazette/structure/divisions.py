"""Headings that no word of a level names: MỞ ĐẦU and KẾT LUẬN without a number, ``I.`` and ``A.`` above the Điều they hold."""

import re

from gazette.structure.labels import heading_label, outline_label
from gazette.structure.lines import Row

_TITLES = (
    "MỞ ĐẦU", "PHẦN MỞ ĐẦU", "LỜI MỞ ĐẦU", "LỜI NÓI ĐẦU", "LỜI GIỚI THIỆU", "ĐẶT VẤN ĐỀ", "KẾT LUẬN", "PHẦN KẾT LUẬN",
    "KẾT LUẬN VÀ KIẾN NGHỊ", "KẾT LUẬN, KIẾN NGHỊ", "KẾT LUẬN - KIẾN NGHỊ", "KIẾN NGHỊ, ĐỀ XUẤT",
    "ĐỀ XUẤT, KIẾN NGHỊ", "KIẾN NGHỊ VÀ ĐỀ XUẤT",
    "KIẾN NGHỊ",
)  # fmt: skip
_DIVISION = re.compile("(?:" + "|".join(map(re.escape, sorted(_TITLES, key=len, reverse=True))) + r")\s*[:.]?")

_SIGNS = frozenset("IVXABCDĐEGH")


def is_division_title(row: Row) -> bool:
    """True when *row* is such a heading: nothing but the words of one, in capitals, in the middle or bold."""
    return row.table is None and row.capitals and (row.centered or row.bold) and bool(_DIVISION.fullmatch(row.text))


def may_be_called(row: Row) -> bool:
    """A quick look: whether *row* may open with a Roman number or a capital as its label."""
    return row.table is None and row.raw.lstrip()[:1] in _SIGNS


def titles_articles(rows: list[Row], index: int) -> bool:
    """True when the row at *index* is a heading called by a Roman number or a capital alone, and the Điều it holds follow."""
    row = rows[index]
    label = outline_label(row.raw) if may_be_called(row) and (row.bold or row.centered or row.capitals) else None
    if label is None or label.style not in ("roman", "letter"):
        return False
    for at, below in enumerate(rows[index + 1 : index + 3], start=index + 1):
        article = heading_label(below.raw) if below.table is None else None
        if article is not None:
            return article.style == "article" and article.pointed and not article.quoted
        called = outline_label(below.raw) if may_be_called(below) else None
        if called is not None:
            return (label.style == "letter" or called.number == "A") and titles_articles(rows, at)
        if below.table is not None or not below.centered or outline_label(below.raw):
            return False
    return False
