"""The rows of annex tables, so that a search opens a list of thousands of lines at the line that was asked for."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from gazette.akn.contents import ProvisionText, attachment_item
from gazette.akn.names import local, tag
from gazette.akn.parsing import parse
from gazette.akn.text import lines_of
from gazette.model.naming import under
from gazette.model.text import fold_space

MAX_ROWS = 2_000
"""Entries that the tables of one document give at most; where there are more rows, an entry is a stretch of rows and opens at its first."""
_NAME_WORDS = 3
_LONGEST_NAME = 300
_LONGEST_ORDINAL = 8


class _Row(NamedTuple):
    annex: str
    eid: str
    place: int
    element: etree._Element


def row_eid(table: etree._Element, place: int) -> str:
    """The name of a table's row, counted from 1, below the table's own eId; empty when the table has none."""
    eid = table.get("eId", "")
    return under(eid, f"tr_{place}") if eid else ""


def annex_rows(xml: bytes) -> Iterator[ProvisionText]:
    """The rows of the tables in the attachments of *xml* for search, at most `MAX_ROWS`; headings of tables and layout tables are none."""
    rows = [row for attachment in parse(xml).iter(tag("attachment")) for row in _rows(attachment)]
    stretch = -(-len(rows) // MAX_ROWS) or 1
    for at in range(0, len(rows), stretch):
        yield _entry(rows[at : at + stretch])


def _rows(attachment: etree._Element) -> Iterator[_Row]:
    annex = attachment_item(attachment).num
    for table in attachment.iter(tag("table")):
        if "plain" in table.get("class", "").split() or next(table.iterancestors(tag("table")), None) is not None:
            continue
        for place, row in enumerate(table, 1):
            eid = row_eid(table, place)
            if eid and not _is_heading(row, place) and _text(row).strip():
                yield _Row(annex, eid, place, row)


def _is_heading(row: etree._Element, place: int) -> bool:
    """Whether a row says what the columns are: marked so, or the first without a single figure."""
    return any(local(cell.tag) == "th" for cell in row) or (place == 1 and not any(map(str.isdigit, _text(row))))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _entry(rows: list[_Row]) -> ProvisionText:
    first = rows[0]
    cells = [fold_space(" ".join(lines_of(cell))) for cell in first.element]
    ordinal = cells[0].rstrip(".") if len(cells[0]) <= _LONGEST_ORDINAL and any(map(str.isdigit, cells[0])) else str(first.place)
    name = next((cell for cell in cells if len(cell.split()) >= _NAME_WORDS), " · ".join(filter(None, cells)))
    num = ", ".join(filter(None, (first.annex, f"dòng {ordinal}")))
    return ProvisionText(first.eid, num, name[:_LONGEST_NAME], "\n".join(line for row in rows for line in lines_of(row.element)))
