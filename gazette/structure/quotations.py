"""Where quoted text begins and ends: the provisions that an amending act quotes are not its own."""

import re

from gazette.structure.labels import clause_label, heading_label, point_label
from gazette.structure.lines import Row

_OPENING = re.compile(r"\s*[“\"«]")
_CLOSING = re.compile(r"[”\"»]\s*[.;,:]?\s*(?:và\s*)?$")
_MOST = 900
_DEEPEST = 8


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


def quoted_until(rows: list[Row], start: int, end: int) -> int:
    """The index after the last row of the quotation that opens at *start*; *start* itself when none opens there."""
    first = rows[start]
    if first.table is not None or not _OPENING.match(first.raw):
        return start
    label = heading_label(first.raw) or clause_label(first.raw) or point_label(first.raw)
    depth = depth_after(first.text, 0)
    if depth == 0:
        return start + 1 if label and _CLOSING.search(first.text) else start
    return _closed_at(rows, start, min(end, start + _MOST), depth) or _resumed_at(rows, start, end) or start


def _closed_at(rows: list[Row], start: int, end: int, depth: int) -> int | None:
    for index in range(start + 1, end):
        depth = depth_after(rows[index].text, depth)
        if depth > _DEEPEST:
            return None
        if depth == 0:
            return index + 1 if rows[index].table is not None or _CLOSING.search(rows[index].text) else None
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
