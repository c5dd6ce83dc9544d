"""The mark of a state secret in a mark's place: letterhead, its cells, or a framed stamp near the top; never in running text."""

import re
import unicodedata

from gazette.model.blocks import Blocks
from gazette.structure.head import read_head
from gazette.structure.labels import heading_label
from gazette.structure.letterhead import kind_title
from gazette.structure.lines import Row, flattened, printed_lines, rows_of

_MARKS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_NOT_LETTERS = re.compile(r"[^A-ZÀ-ỸĐ]")
_PREFIX = re.compile(r"^(?:DẤU|ĐỘ|MỨC)?(?:ĐỘ)?MẬT(?=TỐIMẬT$|TUYỆTMẬT$|MẬT$)|^(?:DẤU|ĐỘ|MỨC)(?=(?:TỐI|TUYỆT)?MẬT$)")
_SAMPLE = re.compile(r"^(?:Mẫu|MẪU|Phụ lục|PHỤ LỤC|Biểu mẫu|BIỂU MẪU)\b")
_STAMP_ROWS = 12
_BARE_ROWS = 4


def secret_mark(blocks: Blocks) -> str | None:
    """``MẬT``, ``TỐI MẬT`` or ``TUYỆT MẬT`` when *blocks* bear the mark (Law 117/2025/QH15), the highest of several; else None."""
    rows = rows_of(blocks)
    found = {mark for row in _places(rows) for mark in _marks(row)}
    return next((mark for mark in ("TUYỆT MẬT", "TỐI MẬT", "MẬT") if mark in found), None)


def _places(rows: list[Row]) -> list[Row]:
    """The rows where a mark would stand: the letterhead, what stands before the title, framed stamps near the top."""
    if rows and rows[0].table is None and _SAMPLE.match(rows[0].text):
        return []
    head = read_head(rows)
    end = head.body_at if head.found else min(len(rows), _BARE_ROWS)
    places = []
    for index, row in enumerate(rows[: max(end, _STAMP_ROWS)]):
        if row.table is None and (heading_label(row.raw) or (index >= end and not row.framed and len(row.text) > 200)):
            break
        stamp = row.framed or _single_cell(row)
        if index < end or stamp:
            places.append(row)
        if kind_title(row) and not head.found:
            break
    return places


def _single_cell(row: Row) -> bool:
    return row.table is not None and len(row.text) < 40


def _marks(row: Row) -> list[str]:
    lines = [row] if row.table is None else [one for cell in flattened(row.table, tabs=True) for one in cell]
    return [mark for line in lines for piece in printed_lines(line, tabs=True) if (mark := _mark(piece.text))]


def _mark(text: str) -> str | None:
    if len(text) > 40 or not text.isupper():
        return None
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFC", text))
    return _MARKS.get(letters) or _MARKS.get(_PREFIX.sub("", letters))
