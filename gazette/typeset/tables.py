"""Where the cells of a table stand, and how wide its columns become."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell in the grid: the number of the source cell in its row (None for a gap that is filled), place and reach."""

    source: int | None
    column: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A table as a full grid of ``count`` columns in which no cell overlaps another or leaves the table."""

    count: int
    rows: tuple[tuple[Placed, ...], ...]


def arrange(rows: Sequence[Sequence[tuple[int, int]]], header: int = 0) -> Arrangement:
    """Places cells given as (across, down); reaches that collide or run out of the table or its *header* rows are cut, gaps are filled."""
    taken: set[tuple[int, int]] = set()
    placed = [_place(row, index, _last(index, header, len(rows)), taken) for index, row in enumerate(rows)]
    count = max((column + 1 for _, column in taken), default=1)
    filled = [tuple(sorted([*cells, *_gaps(index, count, taken)], key=lambda cell: cell.column)) for index, cells in enumerate(placed)]
    return Arrangement(count, tuple(filled))


def _last(index: int, header: int, count: int) -> int:
    return header if index < header else count


def _place(row: Sequence[tuple[int, int]], index: int, end: int, taken: set[tuple[int, int]]) -> list[Placed]:
    cells, column = [], 0
    for source, (across, down) in enumerate(row):
        while (index, column) in taken:
            column += 1
        wide = next((step for step in range(1, min(across, _WIDEST)) if (index, column + step) in taken), max(1, min(across, _WIDEST)))
        deep = max(1, min(down, end - index))
        taken.update((index + below, column + right) for below in range(deep) for right in range(wide))
        cells.append(Placed(source, column, wide, deep))
        column += wide
    return cells


def _gaps(index: int, count: int, taken: set[tuple[int, int]]) -> list[Placed]:
    return [Placed(None, column, 1, 1) for column in range(count) if (index, column) not in taken]


def shares(asked: Sequence[tuple[int, int, int]], count: int, given: Sequence[float]) -> list[float]:
    """The share of each of *count* columns.

    *given* are Word's widths and win when there is one for every column; otherwise *asked* holds for each cell of one
    column that column, its longest word and its whole length in characters.
    """
    if len(given) == count and all(width > 0 for width in given):
        return [round(width, 2) for width in given]
    words, lengths = [2.0] * count, [2.0] * count
    for column, word, length in asked:
        words[column] = max(words[column], word)
        lengths[column] = max(lengths[column], length)
    return [round(max(word + 1.5, 2.2 * sqrt(length)), 2) for word, length in zip(words, lengths, strict=True)]
