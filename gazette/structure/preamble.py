"""The preamble: the legal bases and the enacting formula before the first provision."""

import re
from dataclasses import replace

from gazette.model.agencies import opens_agency
from gazette.model.draft import Block, Line
from gazette.structure.divisions import titles_articles
from gazette.structure.labels import heading_label, outline_label
from gazette.structure.lines import Row, block, line
from gazette.structure.tail import opens_tail
from gazette.structure.title import FOREWORD, recital, rule

_FORMULA = re.compile(
    r"^(?:NAY )?(?:QUYẾT ĐỊNH|NGHỊ QUYẾT|QUYẾT NGHỊ|NGHỊ ĐỊNH|CHỈ THỊ|THÔNG TƯ|LỆNH|RA SẮC (?:LỆNH|LUẬT)|BAN HÀNH|CÔNG BỐ)"
    r"\s*(?:NHƯ SAU\s*)?[:.]?$",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?:Q U Y Ế T (?:Đ Ị N H|N G H Ị)|N G H Ị (?:Q U Y Ế T|Đ Ị N H)|C H Ỉ T H Ị)\s*[:.]?$")
_ENACTORS = (
    r"(?:Quốc hội|Chính phủ|Ủy ban|Uỷ ban|Bộ|Thủ tướng|Hội đồng|Thống đốc|Tổng|Chánh|Viện|Tòa án|Toà án|Liên|Thanh tra|Chủ tịch|Chủ nhiệm|"
    r"Kiểm toán|Ngân hàng|Giám đốc|Hiệu trưởng|Sở|Cục)"
)
_ORDERS = r"(?:hướng dẫn|quy định|qui định|quyết định|thống nhất)"
_ENACTS = re.compile(
    rf"^{_ENACTORS}.{{0,200}}\b(?:ban hành\b|{_ORDERS}\b.*như sau\s*:?$)|^(?:Luật|Bộ luật|Pháp lệnh) này (?:quy|qui) định\b|"
    rf"^(?:Để|Sau khi)\b.*\b(?:ban hành|{_ORDERS})\b.*như sau\s*:?$",
    re.DOTALL,
)
_FIRST_BASIS = 4
_TITLE_ROWS = 4
_BASIS = re.compile(r"^[-–+*•]?\s*Căn cứ\b")


def read_preamble(rows: list[Row], articles: bool) -> tuple[list[Block], list[Row]]:
    """The bases and the enacting formula before the first provision, and the rows after them."""
    base = next((index for index, row in enumerate(rows[:_FIRST_BASIS]) if recital(row)), 0)
    first = next((index for index, row in enumerate(rows) if index >= base and _structural(row, articles)), len(rows))
    if not articles and not any(recital(row) and _BASIS.match(row.text) for row in rows[:first]):
        return [], rows
    if articles:
        first = next((at for at in range(max(0, first - _TITLE_ROWS), first) if titles_articles(rows, at)), first)
    else:
        first = _after_recitals(rows[:first])
    found: list[Block] = []
    for row in rows[:first]:
        found.append(_preamble_block(row, found))
    return _between_bases(found), rows[first:]


def _between_bases(blocks: list[Block]) -> list[Block]:
    """*blocks* with each line that stands among the bases and ends like one (``Qua xem xét …;``) made one, whatever it opens with."""
    roles = [one.role if isinstance(one, Line) else "" for one in blocks]
    if "recital" not in roles:
        return blocks
    end = roles.index("enacting") if "enacting" in roles else len(roles) - roles[::-1].index("recital")
    inside = range(roles.index("recital"), end)
    return [
        replace(one, role="recital", align="")
        if index in inside and isinstance(one, Line) and not one.role and one.text.rstrip().endswith((";", ","))
        else one
        for index, one in enumerate(blocks)
    ]


def _after_recitals(rows: list[Row]) -> int:
    last = 0
    for index, row in enumerate(rows):
        if (recital(row) and row.text.rstrip().endswith((";", ".", ",")) and not row.text.rstrip().endswith("./.")) or _enacts(row):
            last = index + 1
        elif index - last > 2:
            break
    return last


def _structural(row: Row, articles: bool) -> bool:
    if row.table is not None:
        return False
    label = heading_label(row.raw)
    if label is not None and not label.quoted:
        return label.style != "article" or label.pointed or row.bold
    return not articles and (outline_label(row.raw) is not None or opens_tail(row))


def _enacts(row: Row) -> bool:
    """True when *row* is the enacting formula: its word alone in a line, or the sentence that names who enacts."""
    if row.table is not None:
        return False
    return bool(_FORMULA.match(row.text) or _SPACED.match(row.text) or _ENACTS.match(row.text))


def _preamble_block(row: Row, before: list[Block]) -> Block:
    if row.table is not None:
        return block(row)
    if _enacts(row):
        return line(row, "enacting")
    if recital(row):
        return line(row, "recital")
    if rule(row):
        return line(row, "rule")
    return line(row, "authority-line" if _names_who(row, before) else "")


def _names_who(row: Row, before: list[Block]) -> bool:
    """True when *row* says who enacts: the first line, and those in the middle that go on with it (``KHÓA VIII, KỲ HỌP THỨ 3``)."""
    named = row.capitals and not FOREWORD.match(row.text)
    if not before:
        return named or (row.centered and opens_agency(row.text))
    above = before[-1]
    return named and row.centered and isinstance(above, Line) and above.role == "authority-line"
