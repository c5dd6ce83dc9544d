"""Lines with the words that say what stands in them: the head of a cell's column, the cell before it, the line that ends with a colon."""

import re
from collections.abc import Iterable, Iterator

from gazette.model.checks.reading import PrintedLine

_LONGEST_HEAD = 80
_FIGURES = re.compile(r"\d{5}")


def with_headings(lines: Iterable[PrintedLine], names: re.Pattern[str]) -> Iterator[tuple[PrintedLine, str]]:
    """Each line with its text, behind the heading that says what its number is if *names* finds one."""
    heads: dict[int, str] = {}
    last = PrintedLine("", "body", "")
    for line in lines:
        if line.cell is None or last.cell is None or line.cell < last.cell:
            heads.clear()
        named = _is_head(line.text, names)
        if named and line.cell:
            heads.setdefault(line.cell[1], line.text)
        head = (heads.get(line.cell[1], "") if line.cell else "") or _beside(last, line, names)
        yield line, line.text if named else f"{head} {line.text}".strip()
        last = line


def _is_head(text: str, names: re.Pattern[str]) -> bool:
    return len(text) <= _LONGEST_HEAD and bool(names.search(text)) and not _FIGURES.search(text)


def _beside(last: PrintedLine, line: PrintedLine, names: re.Pattern[str]) -> str:
    """The words before *line* that name its number: the cell on its left, or the line before that ends with a colon."""
    same_row = last.cell and line.cell and last.cell[0] == line.cell[0] and last.cell[1] < line.cell[1]
    introduces = not line.cell and last.text.rstrip().endswith(":")
    return last.text if (same_row or introduces) and _is_head(last.text, names) else ""
