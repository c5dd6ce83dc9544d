"""The head of a document: its letterhead or cover, and its title."""

from gazette.structure.cover import is_cover, read_cover
from gazette.structure.letterhead import Head, classify, letterhead_end, opened
from gazette.structure.lines import Row
from gazette.structure.title import read_title


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
