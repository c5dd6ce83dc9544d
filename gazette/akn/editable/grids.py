"""Tables of the editable text: a row of cells between upright lines, or, where a cell holds more than paragraphs, one block a cell."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gazette.akn.editable import names
from gazette.akn.editable.letters import END, split
from gazette.akn.editable.outline import Node
from gazette.akn.editable.reading_lines import LineReader
from gazette.model.draft import Block, Grid, GridCell

_SPAN = re.compile(rf"(\d{{1,4}}) ({names.ACROSS}|{names.DOWN})")
_MEASURE = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_NO_CELLS = "||"
_CELL_WORDS = (names.HEADER, names.EMPTY)


@dataclass(slots=True)
class GridReader:
    """Reads tables; *blocks* reads what stands in a cell that is written as a block."""

    lines: LineReader
    blocks: Callable[[Iterable[Node]], tuple[Block, ...]]

    def grid(self, node: Node, options: str) -> Grid:
        """The table that opens at *node*."""
        widths: tuple[float, ...] = ()
        borders, landscape = True, False
        for option in filter(None, (one.strip(" ") for one in options.split(","))):
            word, *measures = option.split(" ")
            if option == names.PLAIN:
                borders = False
            elif option == names.LANDSCAPE:
                landscape = True
            elif word == names.WIDTHS and all(_MEASURE.fullmatch(one) for one in measures):
                widths = tuple(map(float, measures))
            else:
                self.lines.book.add("E006", node.line, word=option[:40])
        rows = [(below.line, self._row(below)) for below in node.children if self._is_row(below)]
        self._count(rows, len(widths))
        return Grid(tuple(row for _, row in rows), widths, borders, landscape)

    def _is_row(self, node: Node) -> bool:
        if node.text.startswith("|"):
            if node.children:
                self.lines.book.add("E019", node.children[0].line, word=node.children[0].text[:40])
            return True
        if node.text == f"[{names.ROW}]":
            return True
        self.lines.book.add("E019", node.line, word=node.text[:40])
        return False

    def _row(self, node: Node) -> tuple[GridCell, ...]:
        if not node.text.startswith("|"):
            return tuple(self._block_cell(below) for below in node.children)
        if node.text == _NO_CELLS:
            return ()
        cells = split(node.text[1:], "|")
        if not cells[-1].strip(" "):
            cells.pop()
        return tuple(self._cell(cell, node.line) for cell in cells)

    def _block_cell(self, node: Node) -> GridCell:
        opened = f"[{names.CELL}"
        if not node.text.startswith(opened) or not node.text.endswith("]"):
            self.lines.book.add("E019", node.line, word=node.text[:40])
            return GridCell(())
        words = [word.strip(" ") for word in node.text[len(opened) : -1].strip(" :").split(",")]
        spans, others = _cell_options([word for word in words if word])
        for word in others:
            self.lines.book.add("E006", node.line, word=word[:40])
        return GridCell(self.blocks(node.children), **spans)

    def _cell(self, text: str, number: int) -> GridCell:
        first, *later = (piece.strip(" ") for piece in split(text, END))
        words, rest = self.lines.braced(first) or ([], first)
        spans, others = _cell_options(words)
        if names.EMPTY in words and not rest and not later:
            return GridCell((), **spans)
        blocks = [self.lines.worded(others, rest, number)]
        for piece in later:
            words, rest = self.lines.braced(piece) or ([], piece)
            blocks.append(self.lines.worded(words, rest, number))
        return GridCell(tuple(blocks), **spans)

    def _count(self, rows: list[tuple[int, tuple[GridCell, ...]]], columns: int) -> None:
        """Reports rows that cover more or fewer columns than the table has."""
        above: list[int] = []
        for number, row in rows:
            covered = [down - 1 for down in above if down > 1]
            covered += [cell.rowspan for cell in row for _ in range(cell.colspan)]
            columns = columns or len(covered)
            if len(covered) != columns and row:
                self.lines.book.add("E010" if len(covered) > columns else "E011", number, count=len(covered), columns=columns)
            above = covered


def _cell_options(words: list[str]) -> tuple[dict[str, Any], list[str]]:
    """What *words* say of the cell, and the words that say something else."""
    found: dict[str, Any] = {"header": True} if names.HEADER in words else {}
    others = []
    for word in words:
        span = _SPAN.fullmatch(word)
        if span and int(span.group(1)):
            found["colspan" if span.group(2) == names.ACROSS else "rowspan"] = int(span.group(1))
        elif word not in _CELL_WORDS:
            others.append(word)
    return found, others
