"""The head of a document: its letterhead or cover, and its title."""

from gazette.structure.cover import is_cover, read_cover
from gazette.structure.letterhead import Head, classify, kind_title, letterhead_end, opened
from gazette.structure.lines import Row, flattened
from gazette.structure.title import read_title

_TITLE_ROWS = 16
_TITLE_LENGTH = 700


def with_title_opened(rows: list[Row]) -> list[Row]:
    """*rows* with a table of one column that only sets kind and subject in the middle opened into its lines."""
    for index, row in enumerate(rows[:_TITLE_ROWS]):
        if row.table is None or len(row.text) > _TITLE_LENGTH or any(len(one.cells) > 1 for one in row.table.rows):
            continue
        lines = [one for cell in flattened(row.table) for one in cell]
        if lines and kind_title(lines[0]):
            return [*rows[:index], *lines, *rows[index + 1 :]]
    return rows


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
