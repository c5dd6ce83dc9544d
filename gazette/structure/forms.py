"""Blank forms (mẫu, biểu mẫu): where one begins, and how the text of one is read."""

import re
from itertools import pairwise

from gazette.model.draft import FORM, Block, Inline, Item, Provision, trimmed
from gazette.structure.body import Body
from gazette.structure.labels import Label, heading_label, outline_label
from gazette.structure.letterhead import DATE, has_motto, opened
from gazette.structure.lines import Row, block, printed_lines
from gazette.structure.tail import opens_tail

_LABEL = re.compile(
    r"(?:BIỂU MẪU|Biểu mẫu|MẪU|Mẫu|BIỂU|Biểu)\s*(?:BIỂU|biểu)?\s*(?:SỐ|số)?\s*[:.]?\s*"
    r"(?:[A-ZĐ]{1,5}\s?[-–.]?\s?)?\d{1,3}[a-zđA-ZĐ]?(?:\s?[-–/.]\s?[\w.]+){0,4}(?:\s[A-ZĐ][A-ZĐ\d-]*)?\s*[.:]?"
)
_ENDS = re.compile(
    r"(?:Ghi chú|Chú thích|Hướng dẫn (?:ghi|điền|cách)|Ghi rõ)\b|(?:Tôi|Chúng tôi|Chúng\s+tôi xin|Xin)\s+(?:xin )?(?:cam|chịu trách)|"
    r"\(?\s*(?:Ký,|Ký và|Ký tên|Chữ ký)|(?:NGƯỜI|Người) (?:KHAI|khai|lập biểu|LẬP BIỂU|viết đơn|làm đơn)\b",
)
_BLANK = re.compile(r"[.…_]{4,}|…{2,}")
_BLANKS = 3


def form_label(row: Row) -> bool:
    """True when *row* says that a form begins: its number alone in a line, or beside the motto on the same line or in the same table."""
    if row.table is None and not _LABEL.match(row.text):
        return False
    lines = opened(row) if len(row.text) < 900 else []
    if not lines or not _LABEL.fullmatch(lines[0].text):
        return False
    return len(lines) == 1 or has_motto(row)


def opens_form(rows: list[Row], index: int) -> bool:
    """True when the form's label at *index* stands by itself, and not in a list of forms."""
    if not form_label(rows[index]):
        return False
    around = (*rows[max(0, index - 1) : index], *rows[index + 1 : index + 2])
    return not any(form_label(row) for row in around)


def fill_in(rows: list[Row]) -> bool:
    """True when *rows* are a text to be filled in: blanks stand in several of its lines."""
    return sum(bool(_BLANK.search(row.text)) for row in rows) >= _BLANKS


def read_form(rows: list[Row]) -> tuple[Item, ...]:
    """The items of one form; from its signature or its notes on, lines and tables as they stand."""
    end = _end(rows)
    return (*Body(articles=_by_articles(rows)).read(rows[:end]), *map(block, rows[end:]))


def read_collection(rows: list[Row]) -> tuple[Item, ...]:
    """The forms of an annex, each an ``hcontainer`` named bieu-mau; *rows* begins with the first one's label."""
    starts = [index for index in range(len(rows)) if opens_form(rows, index)]
    return tuple(_form(rows[start:end]) for start, end in pairwise([*starts, len(rows)]))


def _form(rows: list[Row]) -> Provision:
    pieces = list(printed_lines(rows[0], tabs=True)) if rows[0].table is None else []
    num: tuple[Inline, ...] = trimmed(pieces[0].inlines) if pieces else ()
    lead: tuple[Block, ...] = ()
    loose: list[Block] = []
    children: list[Provision] = []
    for item in read_form([*pieces[1:], *rows[1:]] if pieces else rows):
        if not isinstance(item, Provision):
            loose.append(item)
            continue
        if not children:
            lead = tuple(loose)
        elif loose:
            children.append(Provision("hcontainer", name="text", lead=tuple(loose)))
        children.append(item)
        loose = []
    if not children:
        lead, loose = tuple(loose), []
    return Provision("hcontainer", num, (), lead, tuple(children), tuple(loose), FORM, "apart" if num else "space")


def _by_articles(rows: list[Row]) -> bool:
    return any(label is not None and label.style == "article" and not label.quoted for label in map(_heading, rows))


def _heading(row: Row) -> Label | None:
    return heading_label(row.raw) if row.table is None else None


def _end(rows: list[Row]) -> int:
    """The first row after the provisions of a form that belongs to its signature, its notes or the day it is signed."""
    first = next((index for index, row in enumerate(rows) if row.table is None and (_heading(row) or outline_label(row.raw))), len(rows))
    last = max((index for index, row in enumerate(rows) if (label := _heading(row)) and label.style == "article"), default=first)
    for index in range(last + 1, len(rows)):
        row = rows[index]
        if opens_tail(row) or (row.table is None and (_ENDS.match(row.text) or _dated(row))):
            return index
    return len(rows)


def _dated(row: Row) -> bool:
    found = DATE.search(row.text)
    return found is not None and len(row.text) < 120 and found.end() >= len(row.text) - 3
