"""Where attached regulations and annexes begin: each is a text of its own with its own numbers."""

import re
from dataclasses import dataclass

from gazette.model.agencies import opens_agency
from gazette.structure.forms import form_label, opens_form
from gazette.structure.labels import heading_label
from gazette.structure.letterhead import has_motto, kind_title, motto_line
from gazette.structure.lines import Row, flattened, printed_lines
from gazette.structure.quotations import quoted_until
from gazette.structure.signatures import is_capital_name, is_name
from gazette.structure.tail import opens_tail

_ANNEX_NUMBER = r"[IVXLC]+(?![\w])|\d{1,3}[a-zA-Z]?(?![\w/])|[A-Z](?![\w])"
ANNEX = re.compile(
    rf"^(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)(?:\s+(?:số|SỐ)?\s*(?::)?\s*(?P<n>{_ANNEX_NUMBER}))?\s*[.:\-–]?\s*(?P<rest>.*)$",
    re.DOTALL,
)
ATTACHED = re.compile(
    r"^(?:\(?\s*(?:Ban hành |Được ban hành )?(?:kèm|kốm)\s+theo|\(\s*Ban hành theo)\b"
    r"(?!\s+(?:quyết toán|hồ sơ|đơn|tờ khai|giấy|hợp đồng|ho[áa] đơn|chứng từ|biên bản|bản kê|bảng)\b)",
    re.IGNORECASE,
)
_TITLE_BACK = 8
_OPENING = 14


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of rows that is one text; ``annex`` True for an annex, False for an attached regulation or the main text."""

    start: int
    end: int
    annex: bool = False
    form: bool = False


Start = tuple[int, bool, bool]
"""Where a part begins, whether it is an annex, and whether it is a blank form."""


def split(rows: list[Row], body_at: int) -> list[Part]:
    """The main text and its attachments in *rows*; *body_at* is the first row after the main title."""
    starts: list[Start] = []
    index = body_at
    ended = False
    while index < len(rows):
        quoted = quoted_until(rows, index, len(rows))
        if quoted > index + 1:
            index = quoted
            continue
        row = rows[index]
        begins = _begins(rows, index, body_at, ended, starts[-1] if starts else None)
        if begins is not None:
            if not starts or (begins[0] > starts[-1][0] and not _same_title(rows, starts[-1][0], index)):
                starts.append(begins)
        elif not starts and opens_tail(row) and index > body_at and not _titles_division(rows, index):
            ended = True
        elif ended and _article(row) not in ("", "1"):
            ended = False
        index += 1
    bounds = [*(start[0] for start in starts), len(rows)]
    parts = [Part(0, bounds[0])]
    parts.extend(Part(place, end, annex, form) for (place, annex, form), end in zip(starts, bounds[1:], strict=True))
    return parts


def _same_title(rows: list[Row], start: int, index: int) -> bool:
    """True when only title rows stand between an attachment's start and *index*: both belong to one title."""
    if is_annex_title(rows[index]) or form_label(rows[index]):
        return False
    return index - start <= _TITLE_BACK and all(_is_title(row) for row in rows[start:index])


def _titles_division(rows: list[Row], index: int) -> bool:
    """True when the row above is the label of a Chương or Mục, so that this one is its title and no signature."""
    label = heading_label(rows[index - 1].raw) if rows[index - 1].table is None else None
    return label is not None and label.style != "article"


def _begins(rows: list[Row], index: int, body_at: int, ended: bool, current: Start | None) -> Start | None:
    row = rows[index]
    if is_annex_title(row):
        return index, True, False
    form = _begins_form(rows, index, body_at, ended, current)
    if form is not None or (current is not None and current[2] and not _titled_attached(rows, index, body_at)):
        return form
    main = current is None
    if row.table is None and ATTACHED.match(row.text) and index > body_at and len(row.text) < 600:
        place = _title_before(rows, index, body_at)
        if place < index:
            return place, not _has_articles(rows, index), False
    if main and index > body_at and _issued_with(rows, index, body_at):
        return index, False, False
    if not (ended and main):
        return None
    if _opens_letterhead(rows, index):
        articles = _has_articles(rows, index)
        return _agencies_before(rows, index, body_at), not articles, not articles
    if row.centered and kind_title(row):
        return index, not _has_articles(rows, index), False
    label = heading_label(row.raw) if row.table is None else None
    if label and label.style in ("article", "chapter") and label.number in ("1", "I"):
        return index, False, False
    return None


def _opens_letterhead(rows: list[Row], index: int) -> bool:
    """True when *index* bears the motto, below an office both its lines: the State's name may be the signer's (``CHỦ TỊCH NƯỚC / …``)."""
    row = rows[index]
    if not has_motto(row) or row.table is not None or index == 0 or not opens_tail(rows[index - 1]):
        return has_motto(row)
    return any("tự do" in one.text.lower() for one in rows[index : index + 3])


def _begins_form(rows: list[Row], index: int, body_at: int, ended: bool, current: Start | None) -> Start | None:
    """Where a blank form begins outside an annex: at its label, or, in a collection that has no labels, at its own letterhead."""
    if index <= body_at or (current is not None and current[1] and not current[2]):
        return None
    if opens_form(rows, index):
        beside = any(has_motto(row) for row in rows[index : index + 3])
        after = current is not None and not _goes_on(rows, index)
        return (index, True, True) if ended or after or beside else None
    if current is not None and current[2] and has_motto(rows[index]):
        labelled = any(form_label(row) for row in rows[current[0] : index])
        place = _agencies_before(rows, index, current[0])
        return (place, True, True) if not labelled or not _alone(rows, current[0], index) else None
    return None


def _alone(rows: list[Row], start: int, index: int) -> bool:
    """True when the letterhead at *index* is the first since the label at *start*."""
    return not any(has_motto(row) for row in rows[start:index])


def _goes_on(rows: list[Row], index: int) -> bool:
    """True when the articles of the text that is open go on below *index*."""
    return next((number not in ("", "1") for row in rows[index:] if (number := _article(row))), False)


def _titled_attached(rows: list[Row], index: int, body_at: int) -> bool:
    """True when *index* says to which text the title above it belongs."""
    row = rows[index]
    return row.table is None and bool(ATTACHED.match(row.text)) and len(row.text) < 600 and _title_before(rows, index, body_at) < index


def _issued_with(rows: list[Row], index: int, body_at: int) -> bool:
    """True when the row titles a text that begins its own numbers although no signature or ``(Kèm theo …)`` stands before it."""
    row = rows[index]
    found = kind_title(row) if row.centered and not row.text.rstrip().endswith(":") else None
    if found is None or found[0].pattern != "articles" or found[0].normative:
        return False
    begins = next((number == "1" for one in rows[index + 1 : index + _OPENING] if (number := _article(one))), False)
    return begins and any(_article(one) for one in rows[body_at:index])


def _article(row: Row) -> str:
    """The number of the Điều that *row* opens, empty when it opens none."""
    label = heading_label(row.raw) if row.table is None else None
    return label.number if label is not None and label.style == "article" and not label.quoted else ""


def _agencies_before(rows: list[Row], index: int, body_at: int) -> int:
    """The index of the first agency line that stands above the motto at *index*."""
    place = index
    while place > body_at + 1 and index - place < 3:
        row = rows[place - 1]
        if row.table is not None or not row.capitals or not opens_agency(row.text) or opens_tail(row):
            break
        place -= 1
    return place


def _has_articles(rows: list[Row], index: int) -> bool:
    for row in rows[index : index + 40]:
        label = heading_label(row.raw) if row.table is None else None
        if label and label.style in ("article", "chapter"):
            return True
    return False


def is_annex_title(row: Row) -> bool:
    """True when *row* is the title of an annex, alone or at the head of a layout table."""
    if row.contents:
        return False
    if row.table is not None:
        cells = flattened(row.table) if len(row.text) < 500 else []
        first = next((lines[0] for lines in cells if lines), None)
        return first is not None and first.capitals and is_annex_title(first)
    match = ANNEX.match(row.text)
    if not match:
        return False
    if row.text[:7].isupper():
        return len(row.text) < 400 and not re.search(r"[;,]$", row.text)
    short = len(row.text) < 60 or (bool(match.group("n")) and "\n" in row.raw.strip())
    return short and (row.centered or row.bold or row.page_break or row.align == "right") and not re.search(r"[;,.]$", row.text)


def _title_before(rows: list[Row], index: int, body_at: int) -> int:
    place = index
    while place > body_at and index - place < _TITLE_BACK and _is_title(rows[place - 1]):
        place -= 1
        if kind_title(rows[place]) or is_annex_title(rows[place]):
            return place
    return place


def _is_title(row: Row) -> bool:
    if row.table is not None:
        return has_motto(row) and len(row.text) < 700
    if heading_label(row.raw) or opens_tail(row) or (is_name(row.text) and is_capital_name(row.text.upper())):
        return False
    if form_label(row) or any(motto_line(one.text) for one in printed_lines(row, tabs=True)):
        return True
    return (row.centered or row.bold or row.capitals) and len(row.text) < 400 and not row.text.endswith((";", "./."))
