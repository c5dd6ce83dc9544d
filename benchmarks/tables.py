"""Tables of figures: printed for the eye, written as Markdown for the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A title, what the columns are, rows of cells, and remarks under it."""

    title: str
    columns: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """One row; numbers are rounded to what can be read."""
        self.rows.append([shown(cell) for cell in cells])

    def markdown(self) -> str:
        """The table as Markdown, columns aligned, the remarks below it."""
        every = [list(self.columns), *self.rows]
        widths = [max(len(row[at]) for row in every) for at in range(len(self.columns))]
        lines = [_line(row, widths) for row in every]
        ruler = "|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
        return "\n".join([f"## {self.title}", "", lines[0], ruler, *lines[1:], *(f"\n{remark}" for remark in self.remarks), ""])


def shown(value: object) -> str:
    """A cell: floats with about three figures, nothing for None."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return "| " + " | ".join(padded) + " |"
