"""The table of who wrote, checked and approved a procedure: its signers where no signature stands at the end."""

import re
from collections.abc import Iterator, Sequence

from gazette.model.blocks import paragraphs_of
from gazette.model.draft import Signer
from gazette.model.text import fold_space
from gazette.structure.lines import Row
from gazette.structure.signatures import bare_name, is_name

_NAMES = re.compile(r"họ (?:và )?tên\W*", re.IGNORECASE)
_OFFICES = re.compile(r"chức (?:vụ|danh)\W*", re.IGNORECASE)
_MOST_CHARACTERS, _MOST_ROWS = 900, 30
_APPROVES = re.compile(r"phê duyệt|xem xét|kiểm tra|soạn thảo|biên soạn|người lập", re.IGNORECASE)


def approvers(rows: Sequence[Row]) -> tuple[Signer, ...]:
    """The signers that the first approval table of *rows* names: as what each signs, office and name; empty without such a table."""
    for row in rows[:_MOST_ROWS]:
        if row.table is None or len(row.text) > _MOST_CHARACTERS or not _APPROVES.search(row.text):
            continue
        cells = [[fold_space(" ".join(one.text for one in paragraphs_of(cell.blocks))) for cell in line.cells] for line in row.table.rows]
        found = tuple(_signers(cells)) or tuple(_signers(_turned(cells)))
        if found:
            return found
    return ()


def _signers(cells: list[list[str]]) -> Iterator[Signer]:
    """The persons of a table whose first column says what each row holds."""
    names = next((line for line in cells if line and _NAMES.fullmatch(line[0])), [])
    offices = next((line for line in cells if line and _OFFICES.fullmatch(line[0])), [])
    duties = cells[0] if cells else []
    for column in range(1, len(names)):
        name = bare_name(names[column])
        if is_name(name):
            yield Signer(_at(duties, column), _at(offices, column), name)


def _at(line: list[str], column: int) -> str | None:
    return (line[column] or None) if column < len(line) else None


def _turned(cells: list[list[str]]) -> list[list[str]]:
    """*cells* with rows for columns; nothing when the rows are of different lengths."""
    return [list(column) for column in zip(*cells, strict=True)] if len({len(line) for line in cells}) == 1 else []
