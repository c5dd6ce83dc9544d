"""The head of a document: its letterhead or cover, and its title."""

from gazette.structure.cover import is_cover, read_cover
from gazette.structure.letterhead import Head, classify, kind_title, letterhead_end, opened
from gazette.structure.lines import Row, flattened, printed_lines
from gazette.structure.title import read_title

_TITLE_ROWS = 16
_TITLE_LENGTH = 700


def with_title_opened(rows: list[Row]) -> list[Row]:
    """*rows* with the title's lines as rows of their own, where soft breaks or a table of one column set kind and subject in the middle."""
    for index, row in enumerate(rows[:_TITLE_ROWS]):
        lines = _title_lines(row)
        if lines and kind_title(lines[0]):
            return [*rows[:index], *lines, *rows[index + 1 :]]
    return rows


def _title_lines(row: Row) -> list[Row]:
    """The lines of *row* when it can be a title of several; none when it cannot."""
    if len(row.text) > _TITLE_LENGTH:
        return []
    if row.table is None:
        return list(printed_lines(row)) if row.centered and "\n" in row.raw else []
    if any(len(one.cells) > 1 for one in row.table.rows):
        return []
    return [one for cell in flattened(row.table) for one in cell]


def read_head(rows: list[Row]) -> Head:
    """The head of the document that *rows* open with."""
    if rows and is_cover(rows[0]):
        return read_cover(rows)
    head = Head()
    end = letterhead_end(rows)
    classify(head, [one for row in rows[:end] for one in opened(row)])
    head.found = end > 0
    head.body_at = end
    read_title(head, rows)
    return head
