"""Akoma Ntoso as the parts that are printed, in reading order: what the print templates take as data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from gazette.model.naming import names_level
from gazette.typeset.inlines import GZ, InlineReader, Pieces, local, plain
from gazette.typeset.letterheads import Signer, conclusion, letterhead, titles
from gazette.typeset.tables import arrange, shares

Part = dict[str, object]

_CENTRED = frozenset(("part", "chapter", "section", "subsection", "title", "book"))
_LABELLED = frozenset(("article", "clause", "point", "hcontainer", "indent", "alinea", "paragraph", "list", "subparagraph", "item"))
_WHOLE = 700
"""Characters: a row whose fullest cell holds less is not broken over two pages."""
_NARROW, _WIDE, _INSET = 450.0, 690.0, 8.0
"""Points: the text of an upright and of a turned page, and what a cell's rim takes of it."""
_JOINS = {"joined": "", "apart": "\n"}


@dataclass(slots=True)
class Leaf:
    """Pages of one orientation; ``starts`` where the document or one of its annexes begins."""

    starts: bool
    landscape: bool
    parts: list[Part] = field(default_factory=list)

    def to_json(self) -> Part:
        """The leaf as data."""
        return {"starts": self.starts, "landscape": self.landscape, "parts": self.parts}


@dataclass(slots=True)
class Reader:
    """Reads one document into leaves; ``base`` is the heading level above it (0 when it stands alone).

    The part with which a provision begins bears its eId as ``at``; ``opening`` is that of the attachment which begins next.
    """

    inlines: InlineReader
    base: int = 0
    signer: Signer = "space"
    leaves: list[Leaf] = field(default_factory=list)
    opening: str = ""

    def read(self, text: etree._Element) -> list[Leaf]:
        """The leaves of an ``act`` or ``doc`` element, its attachments last."""
        self._component(text)
        for attachment in text.iterfind("{*}attachments/{*}attachment"):
            self.opening = attachment.get("eId", "")
            for inner in attachment:
                self._component(inner)
        return self.leaves

    def _component(self, text: etree._Element) -> None:
        tables = text.findall("{*}mainBody//{*}table") + text.findall("{*}body//{*}table")
        wide = bool(tables) and all(_landscape(table) for table in tables)
        self._begin(landscape=wide and bool(self.leaves))
        head = titles(text.find("{*}preface"), self.inlines, self.base + 1)
        self._add(letterhead(text.find("{*}preface"), self.inlines))
        self._add(head)
        level = self.base + (1 if head and head[0].get("lines") else 0)
        for name in ("preamble", "body", "mainBody", "conclusions"):
            found = text.find(f"{{*}}{name}")
            if found is not None:
                closing = name == "conclusions"
                self._add(list(conclusion(found, self.inlines, self.signer) if closing else self._children(found, level)))

    def _begin(self, *, landscape: bool) -> None:
        """A new first page, unless the annex before is nothing but a title line: then this is its text."""
        last = self.leaves[-1] if len(self.leaves) > 1 else None
        if last is not None and last.starts and all(part["is"] == "title" for part in last.parts):
            last.landscape = landscape
        else:
            self.leaves.append(Leaf(starts=True, landscape=landscape))

    def _add(self, parts: list[Part]) -> None:
        for part in parts:
            if self.opening:
                part, self.opening = {**part, "at": self.opening}, ""
            if bool(part.get("landscape")) != self.leaves[-1].landscape and part["is"] == "table":
                self._turn(landscape=bool(part.get("landscape")))
            elif self.leaves[-1].landscape and not self.leaves[-1].starts and part["is"] != "table":
                self._turn(landscape=False)
            if part["is"] == "conclusion":
                self._keep_with_last_lines()
            self.leaves[-1].parts.append(part)

    def _keep_with_last_lines(self) -> None:
        """A signature never stands on a page without lines of the text it signs."""
        parts = self.leaves[-1].parts
        if parts and parts[-1]["is"] == "paragraph":
            parts[-1] = {**parts[-1], "last": True}

    def _turn(self, *, landscape: bool) -> None:
        """Opens a leaf of the other orientation; headings that stand directly above go with their table."""
        before = self.leaves[-1]
        carried: list[Part] = []
        while landscape and before.parts and _introduces(before.parts[-1]):
            carried.insert(0, before.parts.pop())
        if not before.parts and not before.starts:
            self.leaves.pop()
        if self.leaves and self.leaves[-1].landscape == landscape and not before.starts:
            self.leaves[-1].parts += carried
            return
        if not before.parts and before.starts:
            before.landscape, before.parts = landscape, carried
            return
        self.leaves.append(Leaf(starts=False, landscape=landscape, parts=carried))

    def _children(self, element: etree._Element, level: int) -> Iterator[Part]:
        for child in element:
            name = local(child)
            if name == "p":
                yield from self._line(child, level)
            elif name == "table":
                yield self._table(child)
            elif name in _CENTRED or name in _LABELLED:
                yield from _beginning(child.get("eId", ""), self._provision(child, level))
            elif name == "recitals":
                yield from (_looking(part, "italic") for part in self._children(child, level))
            elif name == "formula":
                yield from (_enacting(part) for part in self._children(child, level))
            elif name not in ("", "num", "heading", "subheading", "meta"):
                yield from self._wrapped(child, level)

    def _wrapped(self, element: etree._Element, level: int) -> Iterator[Part]:
        landscape = _landscape(element)
        for part in self._children(element, level):
            yield {**part, "landscape": True} if landscape and part["is"] == "table" else part

    def _line(self, line: etree._Element, level: int) -> Iterator[Part]:
        yield from self._words(line)
        for structure in (*line.findall("{*}mod/{*}quotedStructure"), *line.findall("{*}embeddedStructure")):
            yield from (_quoted(part) for part in self._children(structure, level))

    def _words(self, line: etree._Element) -> Iterator[Part]:
        """The paragraph itself, without the provisions that it quotes."""
        classes = set(line.get("class", "").split())
        if "authority-line" in classes and (named := self.inlines.read(line, "b")) and plain(named).isupper():
            yield paragraph(named, align="center", look="bold")
            return
        align = next((name for name in ("center", "right", "left") if name in classes), "justify")
        pieces = self.inlines.read(line)
        if pieces:
            title = align == "center" and all("b" in piece[1] for piece in pieces if isinstance(piece, tuple))
            yield paragraph(self.inlines.read(line, "b") if title else pieces, align, "bold" if title else "")

    def _provision(self, element: etree._Element, level: int) -> Iterator[Part]:
        num, heading = element.find("{*}num"), element.find("{*}heading")
        centred = local(element) in _CENTRED and (num is None or names_level("".join(map(str, num.itertext()))))
        join = _JOINS.get(num.get("class", ""), " ") if num is not None else ""
        if centred or heading is not None:
            yield {
                "is": "heading",
                "level": level + 1,
                "centred": centred,
                "num": self.inlines.read(num, "b"),
                "heading": self.inlines.read(heading, "b"),
                "join": join,
            }
            yield from self._children(element, level + 1)
        else:
            strong = local(element) == "article"
            yield from _labelled(self.inlines.read(num, "b" if strong else ""), join, strong, self._children(element, level))

    def _table(self, table: etree._Element) -> Part:
        rows = [[cell for cell in row if local(cell) in ("td", "th")] for row in table.iterfind("{*}tr")]
        header = _header_rows(rows)
        placed = arrange([[(_span(cell, "colspan"), _span(cell, "rowspan")) for cell in row] for row in rows], header)
        written, asked = [], []
        for row, cells in zip(placed.rows, rows, strict=True):
            line: list[Part] = []
            for cell in row:
                source = cells[cell.source] if cell.source is not None else None
                parts = self._cell(source)
                line.append(
                    {"across": cell.across, "down": cell.down, "head": source is not None and local(source) == "th", "parts": parts}
                )
                if cell.across == 1:
                    asked.append((cell.column, *_size(parts)))
            whole = max((length for cell in line for _, length in [_size(_parts(cell))]), default=0) < _WHOLE
            written.append([{**cell, "whole": whole and cell["down"] == 1} for cell in line])
        given = [float(width) for width in table.get(f"{{{GZ}}}widths", "").split() if _is_number(width)]
        widths = shares(asked, placed.count, given)
        room = _WIDE if _landscape(table) else _NARROW
        for row, made in zip(placed.rows, written, strict=True):
            for cell, shown in zip(row, made, strict=True):
                _fit(_parts(shown), room * sum(widths[cell.column : cell.column + cell.across]) / sum(widths))
        return {
            "is": "table",
            "landscape": _landscape(table),
            "plain": "plain" in table.get("class", "").split(),
            "header": header,
            "size": 12 if placed.count >= 6 else 13,
            "widths": widths,
            "rows": written,
        }

    def _cell(self, cell: etree._Element | None) -> list[Part]:
        if cell is None:
            return []
        parts = list(self._children(cell, self.base + 1))
        return [_as_paragraph(part) for part in parts] or _loose(self.inlines.read(cell))


def paragraph(pieces: Pieces, align: str = "justify", look: str = "") -> Part:
    """A paragraph part without a number."""
    return {"is": "paragraph", "num": [], "join": "", "strong": False, "pieces": pieces, "align": align, "look": look, "last": False}


def _beginning(eid: str, parts: Iterator[Part]) -> Iterator[Part]:
    """The parts of a provision, the first of them marked as its beginning."""
    first = next(parts, None)
    if first is not None:
        yield {**first, "at": eid} if eid else first
    yield from parts


def _quoted(part: Part) -> Part:
    """Provisions of another act begin nothing in this one."""
    return {name: value for name, value in part.items() if name != "at"}


def _loose(pieces: Pieces) -> list[Part]:
    return [paragraph(pieces, align="left")] if pieces else []


def _looking(part: Part, look: str) -> Part:
    return {**part, "look": look} if part["is"] == "paragraph" else part


def _enacting(part: Part) -> Part:
    """``QUYẾT ĐỊNH:`` stands centred and bold; the sentence that takes its place since Decree 78/2025 is the last of the bases."""
    if part["is"] != "paragraph":
        return part
    shouted = plain(_pieces(part)).isupper()
    return {**part, "look": "bold", "align": "center"} if shouted else {**part, "look": "italic"}


def _as_paragraph(part: Part) -> Part:
    """Headings within a cell are bold lines there: a table's cell holds no heading of the document."""
    if part["is"] != "heading":
        return part
    return {
        "is": "paragraph",
        "num": part["num"],
        "join": part["join"],
        "strong": True,
        "pieces": part["heading"],
        "align": "left",
        "look": "bold",
    }


def _labelled(num: Pieces, join: str, strong: bool, parts: Iterator[Part]) -> Iterator[Part]:
    """The parts with the number before the first line, or on a line of its own."""
    first = next(parts, None)
    takes = first is not None and first["is"] == "paragraph" and not first["num"] and first["align"] in ("justify", "left")
    if first is not None and takes and join != "\n":
        yield {**first, "num": num, "join": join, "strong": strong} if num else first
    else:
        if num:
            yield {**paragraph([]), "num": num, "strong": strong}
        if first is not None:
            yield first
    yield from parts


def _introduces(part: Part) -> bool:
    return part["is"] in ("heading", "title") or (part["is"] == "paragraph" and (part["align"] == "center" or part["look"] == "bold"))


def _header_rows(rows: list[list[etree._Element]]) -> int:
    count = 0
    for row in rows:
        if not row or any(local(cell) != "th" for cell in row):
            break
        count += 1
    return count if count < len(rows) else 0


def _fit(parts: list[Part], room: float) -> None:
    """Makes no picture wider than its cell of *room* points."""
    for part in parts:
        for piece in _pieces(part) if part["is"] == "paragraph" else []:
            if isinstance(piece, dict) and piece["is"] == "image":
                width = cast(float, piece["width"]) or room
                piece["width"] = max(min(width, room - _INSET), 1.0)


def _size(parts: list[Part]) -> tuple[int, int]:
    texts = [plain(_pieces(part)) for part in parts if part["is"] == "paragraph"]
    words = [len(word) for text in texts for word in text.split()]
    return max(words, default=2), sum(len(text) for text in texts)


def _parts(cell: Part) -> list[Part]:
    return cast(list[Part], cell["parts"])


def _pieces(part: Part) -> Pieces:
    return [*cast(Pieces, part["num"]), (" ", ""), *cast(Pieces, part["pieces"])]


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if value.isdigit() and 0 < int(value) < 1000 else 1


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _landscape(element: etree._Element) -> bool:
    return "landscape" in element.get("class", "").split()
