"""The mark of a state secret in a mark's place: letterhead, its cells, a page header, a framed stamp; never in running text."""

import re
from collections.abc import Iterator

from gazette.model.blocks import Blocks
from gazette.model.secrecy import SECRECY_MARKS, mark_in
from gazette.structure.head import read_head
from gazette.structure.labels import heading_label
from gazette.structure.letterhead import RECITAL, SUBJECT, kind_title
from gazette.structure.lines import Row, flattened, rows_of

_HALVES = re.compile(r"[\t\n]|[ \u00a0]{3,}")
_SAMPLE = re.compile(r"^(?:\(?(?:Mẫu|MẪU|Biểu mẫu|BIỂU MẪU)\b)")
_ANNEX = re.compile(r"^(?:Phụ lục|PHỤ LỤC)\b")
_STAMP_ROWS = 12
_BARE_ROWS = 8
_STAMP_LENGTH = 40
_LETTERHEAD_ROWS = 4


def secret_mark(blocks: Blocks) -> str | None:
    """``MẬT``, ``TỐI MẬT`` or ``TUYỆT MẬT`` when *blocks* bear the mark (Law 117/2025/QH15), the highest of several; else None."""
    rows = rows_of(blocks)
    found = {mark for row in _places(rows) for mark in _marks(row)}
    found.update(mark for line in blocks.headers if (mark := mark_in(line)))
    return next((mark for mark in SECRECY_MARKS if mark in found), None)


def _places(rows: list[Row]) -> list[Row]:
    """The rows where a mark would stand: the letterhead, what stands before the title, framed stamps near the top."""
    if _is_sample(rows):
        return []
    head = read_head(rows)
    end = head.body_at if head.found else min(len(rows), _BARE_ROWS)
    titled = next((index for index, row in enumerate(rows[: max(end, _STAMP_ROWS)]) if kind_title(row)), None)
    end = end if titled is None else titled
    places = []
    for index, row in enumerate(rows[: max(end, _STAMP_ROWS)]):
        if row.table is None and (heading_label(row.raw) or (index >= end and not row.framed and len(row.text) > 200)):
            break
        if row.table is None and not head.found and RECITAL.match(row.text):
            break
        if not head.found and row.table is not None and len(row.table.rows) > _LETTERHEAD_ROWS:
            continue  # a list whose columns may tell levels of secrecy
        if index < end or row.framed or _single_cell(row):
            places.append(row)
    return [*places, *_stacked(places)]


def _is_sample(rows: list[Row]) -> bool:
    """True when the file opens as a sample form, whose marks are examples."""
    first = [row.text for row in rows[:6] if row.table is None]
    if not first or rows[0].table is not None:
        return False
    return bool(_SAMPLE.match(first[0])) or (bool(_ANNEX.match(first[0])) and any(_SAMPLE.match(text) for text in first[1:]))


def _stacked(places: list[Row]) -> Iterator[Row]:
    """A stamp whose letters or words stand one below the other in a text box, as one row."""
    framed = [row for row in places if row.framed and row.table is None and len(row.text) <= _STAMP_LENGTH]
    if len(framed) > 1:
        yield Row(raw=" ".join(row.raw for row in framed), text=" ".join(row.text for row in framed), framed=True)


def _single_cell(row: Row) -> bool:
    return row.table is not None and len(row.text) < _STAMP_LENGTH


def _marks(row: Row) -> Iterator[str]:
    if row.table is None:
        yield from _line_marks(row.raw)
        return
    cells = list(flattened(row.table, tabs=True))
    if mark := mark_in(" ".join(line.text for cell in cells for line in cell)):
        yield mark
    for cell in cells:
        about = False
        for line in cell:
            about = about or bool(SUBJECT.match(line.text))
            if not about or line.capitals:
                yield from _line_marks(line.raw)
        if len(cell) > 1 and (mark := mark_in(" ".join(line.text for line in cell))):
            yield mark


def _line_marks(raw: str) -> Iterator[str]:
    for text in (raw, *_HALVES.split(raw)):
        if mark := mark_in(text):
            yield mark
