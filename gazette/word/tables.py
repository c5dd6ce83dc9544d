"""Reads tables: merged and nested cells, header rows, grid widths, and whether the grid is drawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from gazette.model.blocks import Block, Cell, Row, Table, paragraphs_of
from gazette.word.drawings import chosen
from gazette.word.names import ALTERNATE, VAL, child, number, on, points, w
from gazette.word.reading import Reading
from gazette.word.styles import visible_borders

_TR, _TC, _TRPR, _TCPR, _TBLPR = w("tr"), w("tc"), w("trPr"), w("tcPr"), w("tblPr")
_INS, _DEL, _HEADER, _BEFORE, _AFTER = w("ins"), w("del"), w("tblHeader"), w("gridBefore"), w("gridAfter")
_SPAN, _DOWN, _ACROSS, _BORDERS = w("gridSpan"), w("vMerge"), w("hMerge"), w("tcBorders")
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml"))
_CHANGES = {w("ins"): "W020", w("moveTo"): "W020", w("del"): "W021", w("moveFrom"): "W021"}
_CELL_CHANGES = ((w("cellIns"), "W020"), (w("cellDel"), "W021"), (w("cellMerge"), "W022"))
_MOST_COLUMNS = 200

ReadBlocks = Callable[[etree._Element], tuple[Block, ...]]


@dataclass(slots=True)
class _OpenCell:
    blocks: list[Block]
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class _OpenRow:
    cells: list[_OpenCell] = field(default_factory=list)
    header: bool = False
    boxed: bool = False


class _Place(NamedTuple):
    """Where a cell stands in the grid, and how it joins its neighbours."""

    column: int
    span: int
    down: str
    across: str


def table(element: etree._Element, reading: Reading, read_blocks: ReadBlocks) -> Table | None:
    """The table in *element*; ``None`` when no row of it is visible."""
    where = reading.count + 1
    above: dict[int, _OpenCell] = {}
    rows = [_row(tr, above, reading, read_blocks) for tr in _children(element, _TR, reading) if not _row_is_gone(tr, reading)]
    if not rows:
        return None
    drawn = _grid_is_drawn(element, reading) or any(row.boxed for row in rows)
    return Table(tuple(_closed(row) for row in rows), _widths(element), drawn, where)


def _children(element: etree._Element, wanted: str, reading: Reading) -> Iterator[etree._Element]:
    for inner in element:
        tag = inner.tag
        if tag == wanted:
            yield inner
        elif tag in _WRAPPERS or (tag in _CHANGES and _stays(tag, reading)):
            yield from _children(inner, wanted, reading)
        elif tag == ALTERNATE:
            branch = chosen(inner)
            if branch is not None:
                yield from _children(branch, wanted, reading)


def _stays(tag: str, reading: Reading) -> bool:
    """Whether rows or cells within a tracked change are read; it is remarked on."""
    reading.remarks.note(_CHANGES[tag])
    return (_CHANGES[tag] == "W020") == (reading.version == "accepted")


def _row_is_gone(tr: etree._Element, reading: Reading) -> bool:
    properties = _properties(tr, _TRPR)
    deleted, inserted = _DEL in properties, _INS in properties
    if deleted:
        reading.remarks.note("W021")
    if inserted:
        reading.remarks.note("W020")
    return deleted if reading.version == "accepted" else inserted


def _row(tr: etree._Element, above: dict[int, _OpenCell], reading: Reading, read_blocks: ReadBlocks) -> _OpenRow:
    said = _properties(tr, _TRPR)
    row = _OpenRow(header=_HEADER in said and on(said[_HEADER].get(VAL)))
    column = _gap(row, said.get(_BEFORE))
    for tc in _children(tr, _TC, reading):
        properties = _properties(tc, _TCPR)
        _note_changes(properties, reading)
        place = _place(properties, column)
        row.boxed = row.boxed or (_BORDERS in properties and _boxed(properties[_BORDERS]))
        blocks = read_blocks(tc)
        if place.across == "continue" and row.cells:
            _absorb(row.cells[-1], blocks, reading)
            row.cells[-1].colspan += place.span
        elif place.down == "continue" and place.column in above:
            _absorb(above[place.column], blocks, reading)
            above[place.column].rowspan += 1
        else:
            _begin(row, above, place, blocks)
        column = min(column + place.span, _MOST_COLUMNS)
    _gap(row, said.get(_AFTER))
    return row


def _note_changes(properties: dict[str, etree._Element], reading: Reading) -> None:
    for tag, code in _CELL_CHANGES:
        if tag in properties:
            reading.remarks.note(code)


def _begin(row: _OpenRow, above: dict[int, _OpenCell], place: _Place, blocks: tuple[Block, ...]) -> None:
    cell = _OpenCell(list(blocks), place.span)
    row.cells.append(cell)
    for covered in range(place.column, place.column + place.span):
        above.pop(covered, None)
    if place.down == "restart":
        above[place.column] = cell


def _absorb(cell: _OpenCell, blocks: tuple[Block, ...], reading: Reading) -> None:
    # A number alone is not printed there: Word shows nothing of a cell that is continued from above.
    if any(paragraph.inlines for paragraph in paragraphs_of(blocks)):
        reading.remarks.note("W033")
        cell.blocks += blocks


def _place(properties: dict[str, etree._Element], column: int) -> _Place:
    span = properties.get(_SPAN)
    width = 1 if span is None else max(1, min(number(span.get(VAL), 1), _MOST_COLUMNS))
    return _Place(column, width, _merge(properties.get(_DOWN)), _merge(properties.get(_ACROSS)))


def _properties(element: etree._Element, tag: str) -> dict[str, etree._Element]:
    found = child(element, tag)
    return {} if found is None else {one.tag: one for one in found}


def _merge(found: etree._Element | None) -> str:
    return "" if found is None else found.get(VAL, "continue")


def _gap(row: _OpenRow, found: etree._Element | None) -> int:
    width = 0 if found is None else max(0, min(number(found.get(VAL)), _MOST_COLUMNS))
    if width:
        row.cells.append(_OpenCell([], width))
    return width


def _closed(row: _OpenRow) -> Row:
    return Row(tuple(Cell(tuple(cell.blocks), cell.colspan, cell.rowspan) for cell in row.cells), row.header)


def _widths(element: etree._Element) -> tuple[float, ...]:
    grid = element.find(w("tblGrid"))
    if grid is None:
        return ()
    columns = grid.findall(w("gridCol"))[:_MOST_COLUMNS]
    return tuple(round(points(column.get(w("w"))), 1) for column in columns)


def _grid_is_drawn(element: etree._Element, reading: Reading) -> bool:
    properties = _properties(element, _TBLPR)
    own, style = properties.get(w("tblBorders")), properties.get(w("tblStyle"))
    if own is not None:
        return visible_borders(own)
    return style is not None and reading.styles.table_has_borders(style.get(VAL, ""))


def _boxed(borders: etree._Element) -> bool:
    # One line under a cell is the rule of a letterhead; a grid has sides.
    drawn = {side.tag.rpartition("}")[2] for side in borders if side.get(VAL, "nil") not in ("nil", "none")}
    return len(drawn) > 1
