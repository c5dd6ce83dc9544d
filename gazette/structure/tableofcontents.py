"""The table of contents that a text prints of itself (MỤC LỤC): folded into one row, for its lines open no provisions."""

import re
from dataclasses import replace
from itertools import accumulate

from gazette.model.blocks import Cell, Paragraph, Table
from gazette.model.blocks import Row as TableRow
from gazette.model.draft import Marked
from gazette.structure.lines import Row

_TITLE = re.compile(r"MỤC\s*LỤC\s*:?|M\s?Ụ\s?C\s+L\s?Ụ\s?C", re.IGNORECASE)
_SMALL_ROMAN = tuple("ivxl")
_TO_PAGE = re.compile(r"(?:[.…·_]{4,}|…{2,}|\t)[\s.…·_]*(?:\d{1,4}|[ivxl]{1,6})\s*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[\W_]+")
_BROKEN = 2
"""How many rows may stand between two entries: the head of the page column, and an entry printed over several lines."""
_LEAST = 4
_MOST = 100
_LONGEST = 250


def with_contents_folded(rows: list[Row]) -> list[Row]:
    """*rows* with each table of contents as one row that stands like a table; its text stays whole, in its order."""
    if not any(_titled(row) or _entry(row) for row in rows):
        return rows
    found = _Contents(rows)
    folded: list[Row] = []
    index = 0
    while index < len(rows):
        end = found.end(index)
        folded.append(_folded(rows[index:end]) if end > index else rows[index])
        index = max(end, index + 1)
    return folded


class _Contents:
    """Finds the tables of contents in the rows of one text."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.keys = [_key(row) for row in rows]
        self.last = {key: index for index, key in enumerate(self.keys)}
        self.last.pop("", None)
        self.chain = range(0)
        self.again: list[int] = []

    def end(self, index: int) -> int:
        """The row after the table of contents that begins at *index*; *index* when none does."""
        row = self.rows[index]
        if row.table is not None:
            return index
        if not _titled(row):
            return self.chain.stop if _entry(row) and self._opens_chain(index) else index
        end = _entries_end(self.rows, index + 1)
        if end > index + 2:
            return end
        if index + 1 < len(self.rows) and _paged(self.rows[index + 1].table):
            return index + 2
        return self._unpaged_end(index)

    def _opens_chain(self, index: int) -> bool:
        """True when the entries from *index* on are a table of contents; those of one chain are counted once, from its end."""
        if index not in self.chain:
            self.chain = range(index, _entries_end(self.rows, index))
            again = (int(self.last.get(self.keys[at], 0) >= self.chain.stop) for at in reversed(self.chain))
            self.again = [*accumulate(again)][::-1]
        many = self.chain.stop - index
        return many >= _LEAST and _enough(self.again[index - self.chain.start], many)

    def _unpaged_end(self, index: int) -> int:
        """The row after the short lines below the title, until a table or a line they repeat; *index* when they are no headings below."""
        rows, keys = self.rows, self.keys
        end = index + 1
        while end < len(rows) and end - index < _MOST and rows[end].table is None and len(rows[end].text) < _LONGEST:
            if keys[end] and keys[end] in keys[index + 1 : end]:
                break
            end += 1
        again = sum(self.last.get(key, 0) >= end for key in keys[index + 1 : end])
        return end if _enough(again, end - index - 1) else index


def _enough(again: int, entries: int) -> bool:
    """True when at least half of the *entries*, and two, stand again as lines of their own below: they are headings there."""
    return again >= max(2, entries / 2)


def _titled(row: Row) -> bool:
    """True when *row* is the title of a table of contents."""
    return row.table is None and _TITLE.fullmatch(row.text) is not None


def _entries_end(rows: list[Row], start: int) -> int:
    """The row after the last of the entries with page numbers that follow each other from *start*."""
    end, at = start, start
    while at < len(rows) and at - end <= _BROKEN and rows[at].table is None and len(rows[at].text) < _LONGEST:
        at += 1
        if _entry(rows[at - 1]):
            end = at
    return end


def _entry(row: Row) -> bool:
    """True when *row* ends in a page number behind dots or a tab."""
    return _words(row) is not None


def _words(row: Row) -> str | None:
    """What *row* says before the dots or tab and its page number; None when it is no entry."""
    last = row.raw.rstrip()[-1:] if row.table is None and len(row.raw) < _LONGEST else ""
    found = _TO_PAGE.search(row.raw) if last.isdecimal() or last in _SMALL_ROMAN else None
    words = row.raw[: found.start()] if found else ""
    return words if _LETTER.search(words) else None


def _paged(table: Table | None) -> bool:
    """True when most rows of *table* end in a page number."""
    if table is None:
        return False
    cells = [" ".join(one.text for one in row.cells[-1].blocks if isinstance(one, Paragraph)).strip() for row in table.rows if row.cells]
    return 2 * sum(_PAGE.fullmatch(cell) is not None for cell in cells) > len(cells)


def _key(row: Row) -> str:
    """The letters and digits of *row* without its page number, by which an entry and its heading are the same."""
    if row.table is not None or len(row.text) >= _LONGEST:
        return ""
    words = _words(row)
    return _NOT_WORDS.sub("", row.text if words is None else words).casefold()


def _folded(rows: list[Row]) -> Row:
    blocks = tuple(row.table if row.table is not None else _paragraph(row) for row in rows)
    table = Table((TableRow((Cell(blocks),)),), where=rows[0].where)
    return replace(Row(contents=True), table=table, text=" ".join(row.text for row in rows), where=rows[0].where)


def _paragraph(row: Row) -> Paragraph:
    return Paragraph(tuple(one for one in row.inlines if not isinstance(one, Marked)), align=row.align, where=row.where)
