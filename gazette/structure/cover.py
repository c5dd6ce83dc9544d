"""The cover table of a quality procedure, which stands for letterhead and title."""

import re

from gazette.model.agencies import opens_agency
from gazette.model.kinds import KINDS
from gazette.model.numbers import DocumentNumber
from gazette.structure.letterhead import Head, day_of, name_agencies
from gazette.structure.lines import Row, flattened, line

_COVER = re.compile(r"Mã (?:hiệu|số)\s*:?\s*(?P<code>QT\S*(?:\s?\d+\S*)?)", re.IGNORECASE)
_COVER_ENDS = re.compile(r"(?:Lần|Ngày) ban hành|Mã (?:hiệu|số)|Trang", re.IGNORECASE)
_COVER_DAY = re.compile(r"Ngày ban hành\s*:?\s*(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", re.IGNORECASE)


def is_cover(row: Row) -> bool:
    """True when *row* is the cover table of a quality procedure (QUY TRÌNH, Mã hiệu, Ngày ban hành)."""
    return row.table is not None and len(row.text) < 900 and "QUY TRÌNH" in row.text and bool(_COVER.search(row.text))


def read_cover(rows: list[Row]) -> Head:
    """The head of a quality procedure from its cover table: agency, title, code, day of issue."""
    head = Head(body_at=1, found=True)
    table = rows[0].table
    lines = [one for cell in flattened(table) for one in cell] if table is not None else []
    agencies: list[tuple[int, Row]] = []
    said = False
    for one in lines:
        role = "other"
        if one.text == "QUY TRÌNH":
            head.kind, role = KINDS["quy-trinh"], "kind"
        elif _COVER.match(one.text):
            role = "number"
        elif head.kind is not None and not said and not _COVER_ENDS.match(one.text):
            head.subject, role = f"{head.subject} {one.text}" if head.subject else one.text, "subject"
        elif head.kind is None and one.capitals and (agencies or opens_agency(one.text)):
            role = "authority"
            agencies.append((len(head.letterhead), one))
        said = said or (head.subject is not None and role != "subject")
        (head.letterhead if head.kind is None else head.title).append(line(one, role))
    name_agencies(head, agencies)
    code, day = _COVER.search(rows[0].text), _COVER_DAY.search(rows[0].text)
    if code:
        raw = code.group("code")
        head.number = DocumentNumber(raw, raw, raw.rpartition("/")[2])
    if day:
        head.day = day_of(day)
    return head
