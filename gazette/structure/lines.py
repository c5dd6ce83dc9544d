"""The printed rows of a Word file: paragraphs cut where a label hides behind a soft break, tables whole, frames opened."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from gazette.model.blocks import (
    Align,
    Block,
    Blocks,
    Formula,
    Frame,
    NoteMark,
    Paragraph,
    Picture,
    Run,
    SectionBreak,
    Table,
    Trace,
    paragraphs_of,
)
from gazette.model.draft import CONTENTS, Grid, GridCell, Group, Inline, Line, cut, text_of, tidy, trimmed
from gazette.model.draft import Block as DraftBlock
from gazette.model.text import fold_space, folded
from gazette.model.values import quick_value

_HIDDEN_LABEL = re.compile(
    r"\n\s*[“\"]?(?:(?:Điều|Mục|Chương|Tiểu mục)\s+\S|(?:ĐIỀU|MỤC|CHƯƠNG|PHẦN)\s+\S|\d{1,3}\.\s|[a-zđ]\d?\)\s|Kính\s+g[ửở]i\b|Căn cứ\s)"
)
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_MARK = "\u0300"
_COMBINING = "".join(map(chr, range(0x300, 0x370)))
_TWO_HALVES = re.compile(
    r"(?<!\s)(?:(?=[ \u00a0]{3}|[ \u00a0]{0,2}\t)\s++(?=C[ỘO]NG\s+H|ĐẢNG C|Độc\s+lập|ĐỘC LẬP|"
    r"[^\W\d][^\t\d]{1,50}?,?\s{0,9}ngày\s*+[\d.…\s]{0,40}tháng|(?:TỐI |TUYỆT )?MẬT\b|HỎA TỐC|HOẢ TỐC|(?:THƯỢNG )?KHẨN\b|"
    r"T[./]?M[./ ]|K[./]?T[./ ]|T[./]?L[./ ]|TUQ[./ ]|THỨ\s+TRƯỞNG|\((?:ĐÃ KÝ|Đã ký|đã ký)\)|"
    r"CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN|PHÓ )|(?=[ \u00a0]{0,9}\t|[ \u00a0]{8})\s++(?=[A-ZĐ](?:['’]?\w+)? \w+))"
)


_BESIDE_RULE = re.compile(r"(?<=[-_*=–—¯]{4})\s++(?=[^\W_])|(?<=[\w.])\s++(?=[-_*=–—¯]{4,}\s*$)")


@quick_value(frozen=True, slots=True)
class Row:
    """One printed row: a line of text, or a whole table.

    ``raw`` is the text as typed, ``text`` the same folded for matching; ``table`` is set for tables only,
    and for a table of contents, which ``contents`` tells: its lines are the blocks of the one cell.
    """

    inlines: tuple[Inline, ...] = ()
    raw: str = ""
    text: str = ""
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    where: int = 0
    table: Table | None = None
    landscape: bool = False
    framed: bool = False
    page_break: bool = False
    contents: bool = False

    @property
    def capitals(self) -> bool:
        """True when the row has letters and all of them are capitals."""
        return self.text.isupper()

    @property
    def centered(self) -> bool:
        """True when the row stands in the middle."""
        return self.align == "center"


def rows_of(blocks: Blocks) -> list[Row]:
    """The rows of a whole file, empty paragraphs left out."""
    return list(_rows(blocks.blocks, framed=False))


def _rows(blocks: Iterable[Block], *, framed: bool) -> Iterator[Row]:
    landscape = False
    for block in blocks:
        if isinstance(block, Paragraph):
            for row in paragraph_rows(block):
                yield replace(row, landscape=landscape, framed=framed) if landscape or framed else row
        elif isinstance(block, Table):
            yield Row(table=block, text=table_text(block), where=block.where, landscape=landscape, framed=framed)
        elif isinstance(block, Frame):
            yield from _rows(block.blocks, framed=True)
        elif isinstance(block, SectionBreak):
            landscape = block.landscape


def table_text(table: Table) -> str:
    """All text of *table*, folded."""
    return fold_space(" ".join(paragraph.text for paragraph in paragraphs_of((table,))))


def inlines_of(paragraph: Paragraph) -> tuple[Inline, ...]:
    """The inlines of *paragraph*, its automatic number first, composed (NFC)."""
    number = (Run(_printed(f"{paragraph.label}{paragraph.suffix}")),) if paragraph.label else ()
    if _are_plain(paragraph.inlines):
        return tidy((*number, *paragraph.inlines) if number else paragraph.inlines)
    pieces: list[Inline] = [*number]
    for piece in paragraph.inlines:
        last = pieces[-1] if pieces else None
        if isinstance(piece, Run) and isinstance(last, Run) and piece.text and unicodedata.combining(piece.text[0]):
            marks = len(piece.text) - len(piece.text.lstrip(_COMBINING))
            pieces[-1] = last.saying(last.text + piece.text[:marks])
            pieces.append(piece.saying(piece.text[marks:]))
        elif not isinstance(piece, Trace):
            pieces.append(piece)
    return tidy(_composed(piece) for piece in pieces)


def _are_plain(inlines: tuple[object, ...]) -> TypeGuard[tuple[Run, ...]]:
    for piece in inlines:  # noqa: SIM110  # a generator for each line of a document takes as long again
        if not (isinstance(piece, Run) and _plain(piece.text)):
            return False
    return True


def _plain(text: str) -> bool:
    """True when *text* is composed, printed, and no mark on the letter before it."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text) and (text[:1] < _FIRST_MARK or not unicodedata.combining(text[0]))


def _composed(piece: Inline) -> Inline:
    return piece.saying(_printed(piece.text)) if isinstance(piece, Run) and not _plain(piece.text) else piece


def _printed(text: str) -> str:
    """*text* composed, without what no XML can hold."""
    return _UNPRINTED.sub("", unicodedata.normalize("NFC", text))


def paragraph_rows(paragraph: Paragraph) -> Iterator[Row]:
    """The rows of one paragraph: one, or more where a soft break hides a label; none when nothing is printed."""
    row = row_of(inlines_of(paragraph), paragraph)
    if not row.text and all(isinstance(piece, Run) for piece in row.inlines):
        return
    if "\n" in row.raw and _HIDDEN_LABEL.search("\n" + row.raw):
        yield from _cut_at_labels(row)
    else:
        yield row


def row_of(inlines: tuple[Inline, ...], paragraph: Paragraph) -> Row:
    """A row of *inlines* that looks like *paragraph*."""
    raw = text_of(inlines)
    bold, italic = _look(inlines)
    return Row(
        inlines,
        raw,
        folded(raw).replace("Ð", "Đ"),
        bold,
        italic,
        align=paragraph.align,
        where=paragraph.where,
        page_break=paragraph.page_break_before,
    )


def _look(inlines: tuple[Inline, ...]) -> tuple[bool, bool]:
    """Whether all that is printed in *inlines* is bold, and whether it is italic."""
    bold = italic = True
    printed = False
    for piece in inlines:
        if isinstance(piece, Run) and not piece.text.isspace():
            printed, bold, italic = True, bold and piece.bold, italic and piece.italic
    return printed and bold, printed and italic


def relined(row: Row, inlines: tuple[Inline, ...]) -> Row:
    """*row* with other *inlines*: a piece of it."""
    raw = text_of(inlines)
    bold, italic = _look(inlines)
    return replace(row, inlines=inlines, raw=raw, text=fold_space(raw).replace("Ð", "Đ"), bold=bold, italic=italic)


def _cut_at_labels(row: Row) -> Iterator[Row]:
    places = [match.start() for match in _HIDDEN_LABEL.finditer(row.raw) if match.start()]
    yield from cut_row(row, places)


def cut_row(row: Row, places: list[int]) -> tuple[Row, ...]:
    """*row* in pieces at the characters *places*; whole when a note would move past text that follows it."""
    pieces: list[Row] = []
    inlines, start = row.inlines, 0
    for place in places:
        if place <= start:
            continue
        left, inlines = cut(inlines, place - start)
        start += len(text_of(left))
        if not text_of(inlines)[:1].isspace() and not text_of(left)[-1:].isspace():
            return (row,)
        pieces.append(relined(row, trimmed(left)))
    pieces.append(relined(row, trimmed(inlines)))
    if any(has_note(piece.inlines) for piece in pieces[:-1]):
        return (row,)
    return tuple(piece for piece in pieces if piece.text or not _only_runs(piece.inlines))


def _only_runs(inlines: tuple[Inline, ...]) -> bool:
    return all(isinstance(piece, Run) for piece in inlines)


def has_note(inlines: tuple[Inline, ...]) -> bool:
    """True when a footnote or endnote is called in *inlines*."""
    return any(isinstance(piece, NoteMark) for piece in inlines)


def printed_lines(row: Row, *, tabs: bool = False) -> Iterator[Row]:
    """The lines of *row* cut at its soft breaks, and, when *tabs*, between two halves that were set on one line."""
    places = [index for index, char in enumerate(row.raw) if char == "\n" and index]
    if tabs:
        found = (match.start() for pattern in (_TWO_HALVES, _BESIDE_RULE) for match in pattern.finditer(row.raw))
        places = sorted({*places, *(place for place in found if place)})
    yield from cut_row(row, places) if places else (row,)


def flattened(table: Table, *, tabs: bool = False) -> list[list[Row]]:
    """The printed lines of a layout table, cell by cell in reading order."""
    cells: list[list[Row]] = []
    for table_row in table.rows:
        for cell in table_row.cells:
            lines = [line for row in _rows(cell.blocks, framed=False) for line in _opened(row, tabs)]
            cells.append(lines)
    return cells


def placed(table: Table, *, tabs: bool = False) -> list[tuple[int, Row]]:
    """The printed lines of a layout table in reading order, each with the column its cell begins in (cells may span rows)."""
    lines: list[tuple[int, Row]] = []
    taken: dict[int, int] = {}
    for table_row in table.rows:
        column = 0
        spans: dict[int, int] = {}
        for cell in table_row.cells:
            while taken.get(column, 0):
                column += 1
            lines.extend((column, line) for row in _rows(cell.blocks, framed=False) for line in _opened(row, tabs))
            spans.update(dict.fromkeys(range(column, column + cell.colspan), cell.rowspan))
            column += cell.colspan
        taken = {at: left - 1 for at, left in taken.items() if left > 1} | {at: rows - 1 for at, rows in spans.items() if rows > 1}
    return lines


def _opened(row: Row, tabs: bool) -> Iterator[Row]:
    if row.table is None:
        yield from printed_lines(row, tabs=tabs)
        return
    for lines in flattened(row.table, tabs=tabs):
        yield from lines


def line(row: Row, role: str = "") -> Line:
    """*row* as a line of the Draft; the alignment is kept where it says something."""
    return Line(trimmed(row.inlines), role, row.align if row.align in ("center", "right") and not role else "")


def block(row: Row) -> DraftBlock:
    """*row* as a block of the Draft."""
    if row.contents and row.table is not None:
        return Group(CONTENTS, cell_blocks(row.table.rows[0].cells[0].blocks))
    return line(row) if row.table is None else grid(row.table, landscape=row.landscape)


def grid(table: Table, *, landscape: bool = False) -> Grid:
    """*table* as the Draft holds it."""
    rows = tuple(
        tuple(GridCell(cell_blocks(cell.blocks), cell.colspan, cell.rowspan, table_row.header) for cell in table_row.cells)
        for table_row in table.rows
    )
    return Grid(rows, table.widths, table.borders, landscape)


def cell_blocks(blocks: Iterable[Block]) -> tuple[DraftBlock, ...]:
    """The blocks of a cell or note, paragraph by paragraph; empty paragraphs are left out."""
    found: list[DraftBlock] = []
    for one in blocks:
        if isinstance(one, Paragraph):
            inlines = inlines_of(one)
            if text_of(inlines).strip() or any(isinstance(piece, (NoteMark, Picture, Formula)) for piece in inlines):
                align = one.align if one.align in ("center", "right") else ""
                found.append(Line(trimmed(inlines), "", align))
        elif isinstance(one, Table):
            found.append(grid(one))
        elif isinstance(one, Frame):
            found.extend(cell_blocks(one.blocks))
    return tuple(found)
