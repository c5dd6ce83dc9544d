"""Where quoted text begins and ends: the provisions that an amending act quotes are not its own."""

import re
from collections.abc import Callable

from gazette.structure.labels import clause_label, heading_label, point_label
from gazette.structure.lines import Row

_OPENING = re.compile(r"\s*[“\"«]")
_CLOSING = re.compile(r"[”\"»]\s*[.;,:]?\s*(?:và\s*)?$")
_VERB = r"(?:nay )?(?:sửa đổi|bổ sung|thay|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ|đính chính|chuyển)"
_INSTRUCTS = re.compile(rf"\W*{_VERB}[ ,]", re.IGNORECASE)
_NAMES_PROVISION = re.compile(
    r"\b(?:khoản|điểm|tiết|điều|mục|chương|phần|phụ lục) (?:thứ |số )?"
    r"(?:\d+\w{0,2}|[IVXL]+|[a-zđ]\d?)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"\b(?:sửa đổi|bổ sung|thay thế|thay bằng|sửa lại)\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"như sau\s*:$", re.IGNORECASE)
_MOST = 900
_NEAR = 120
_DEEPEST = 8

Resumes = Callable[[Row], bool]
"""Says of a row whether the act's own numbering goes on with it."""


def opens_quotation(text: str) -> bool:
    """True when *text* begins with an opening quotation mark."""
    return bool(_OPENING.match(text))


def depth_after(text: str, depth: int) -> int:
    """The depth of open quotation marks after *text*, when *depth* are open before it."""
    for char in text:
        if char in "“«":
            depth += 1
        elif char in "”»":
            depth = max(0, depth - 1)
        elif char == '"':
            depth += -1 if depth else 1
    return depth


def instructs(words: str) -> bool:
    """True when *words* (a row without its label) open with a verb of change."""
    return bool(_INSTRUCTS.match(words))


def introduces(words: str) -> bool:
    """True when *words* (a row without its label) say that a named provision reads as follows."""
    return words.rstrip().endswith(":") and bool(_FOLLOWS.search(words) and _CHANGES.search(words) and _NAMES_PROVISION.search(words))


def _never(_: Row) -> bool:
    return False


def quoted_until(rows: list[Row], start: int, end: int, resumes: Resumes = _never) -> int:
    """The index after the last row of the quotation that opens at *start*; *start* itself when none opens there.

    Marks that are opened twice and closed once do not swallow the act: after a closing mark *resumes* tells the act's own next row.
    A mark before words that bear no label opens nothing when the act goes on before it is closed: it is a slip.
    """
    first = rows[start]
    if first.table is not None or not _OPENING.match(first.raw):
        return start
    label = heading_label(first.raw) or clause_label(first.raw) or point_label(first.raw)
    depth = depth_after(first.text, 0)
    if depth == 0:
        return start + 1 if label and _CLOSING.search(first.text) else start
    closed = _closed_at(rows, range(start, min(end, start + _MOST)), resumes)
    if closed and closed < end and _foreign_article(rows[closed], resumes):
        closed = _closed_again(rows, range(closed, min(end, closed + _NEAR)), resumes) or closed
    closed = closed or _resumed_at(rows, start, end) or start
    slip = label is None and any(resumes(row) for row in rows[start + 1 : closed])
    return start if slip else closed


def _closed_at(rows: list[Row], places: range, resumes: Resumes) -> int | None:
    depth = 0
    for index in places:
        row = rows[index]
        depth = depth_after(row.text, depth)
        if depth > _DEEPEST:
            return None
        closing = row.table is None and bool(_CLOSING.search(row.text))
        if depth == 0:
            return index + 1 if row.table is not None or closing else None
        if closing and index + 1 < len(rows) and resumes(rows[index + 1]):
            return index + 1
    return None


def _foreign_article(row: Row, resumes: Resumes) -> bool:
    label = heading_label(row.raw) if row.table is None else None
    return label is not None and label.style == "article" and not label.quoted and not resumes(row)


def _closed_again(rows: list[Row], places: range, resumes: Resumes) -> int | None:
    """The end of a quotation whose mark was closed too early: a second closing mark without an opening one, before the act goes on."""
    for index in places:
        text = rows[index].text
        if resumes(rows[index]) or _OPENING.match(text):
            return None
        if _CLOSING.search(text) and text.count("”") > text.count("“"):
            return index + 1
    return None


def _resumed_at(rows: list[Row], start: int, end: int) -> int | None:
    opened = 0
    for index in range(start, min(end, start + _MOST)):
        opened += bool(_OPENING.match(rows[index].raw))
        if opened > _DEEPEST:
            return None
        if _CLOSING.search(rows[index].text) and (index + 1 >= end or _own(rows[index + 1])):
            return index + 1
    return None


def _own(row: Row) -> bool:
    return row.table is None and bool(heading_label(row.raw) or clause_label(row.raw) or point_label(row.raw) or _OPENING.match(row.raw))
