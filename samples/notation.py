"""The notation of samples/texts: a head of ``key: value`` lines, ``---``, then one paragraph or one directive a line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the text: cells as written, column widths in per cent, number of header rows, size of its letters."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    header: int
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or directive: ``kind`` is its mark (empty for a plain paragraph)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as written: its head, and its lines and tables in order."""

    name: str
    head: dict[str, str]
    body: tuple[Line | Grid, ...]


_MARKS = ("###", "##", "#", "//", "_", "@sign", "@attached", "@annex", "@landscape", "@to", "@endto", "@image")


def read(path: Path) -> Sample:
    """Reads one text of the notation."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    lines = [line for line in body.splitlines() if line.strip()]
    parsed: list[Line | Grid] = []
    while lines:
        line = lines.pop(0)
        parsed.append(_grid(line, lines) if line.startswith("@table") else _line(line))
    return Sample(path.stem, fields, tuple(parsed))


def _line(line: str) -> Line:
    mark, _, rest = line.partition(" ")
    return Line(mark, rest.strip()) if mark in _MARKS else Line("", line)


def _grid(directive: str, lines: list[str]) -> Grid:
    _, widths, *options = directive.split()
    named = dict(option.split("=") for option in options)
    rows = []
    while (line := lines.pop(0)) != "@end":
        rows.append(tuple(cell.strip() for cell in line.split("|")))
    return Grid(tuple(rows), tuple(int(width) for width in widths.split(",")), int(named.get("header", 0)), float(named.get("size", 13)))
