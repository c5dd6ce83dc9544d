"""Whether a PDF says exactly what the XML says: the gate between a Word text and the file that was signed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from unicodedata import normalize

from lxml import etree

from gazette.akn.html import mathml_text
from gazette.akn.names import GZ, local, tag
from gazette.akn.parsing import parse
from gazette.akn.sheet import Sheet, sheet, spaced, squeezed, worded
from gazette.akn.text import lines_of

_NOTE = "\ue000"
_FIRST_FORMULA, _MOST_FORMULAS = 0xE100, 0x1700
_MARKS = re.compile("([\ue000\ue100-\uf7ff])")
_DRAWN = Counter("√∛∜" + "()[]{}|‖" * 2)
"""Signs a typesetter draws of a formula's structure; its text layer may or may not hold them."""
_MATHS: dict[int, str | None] = {code: normalize("NFKC", chr(code)) for code in (*range(0x1D400, 0x1D800), *range(0x2100, 0x2150))}
_MATHS |= dict.fromkeys((*range(0x300, 0x370), *range(0x20D0, 0x2100)))
_SIDE, _LEAD = 60, 24
"""How much of a difference is told, and how much of that stands before it."""
_RULE = re.compile(r"[-–—_=*.]+")
_LOOSE = ("preface", "conclusions")
_MOST_STEPS = 100_000
_NEAR = 2_000


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first place where the two differ: what the XML says there, and what the PDF says."""

    text: str
    printed: str


@dataclass(frozen=True, slots=True)
class _Formula:
    """The signs of a formula: those of its text, which must be printed, and all it shows, in whatever order the page has them."""

    needed: Counter[str]
    shown: Counter[str]

    def is_printed(self, printed: str) -> bool:
        found = Counter(_plain(printed))
        return self.needed <= found <= self.shown + _DRAWN

    def lengths(self) -> range:
        return range(self.shown.total() + 4, self.needed.total() - 1, -1)


@dataclass(slots=True)
class _Parts:
    """The XML's text without white space.

    ``strict`` pieces come in their order; ``loose`` ones stand in columns, in a table's head or at the foot, each whole, in any
    order, a recipient after the piece that ``after`` names; ``heads`` are the tables' heads, which a new page may repeat; ``rows`` are
    the pieces of table rows, cell by cell, by the place of their first piece: a page's end may cut them in two; ``markers_of`` gives the
    mark before a note's first piece; ``words`` the pieces with their spaces. A formula is one sign among the strict pieces.
    """

    strict: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    after: dict[int, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    heads: list[tuple[str, ...]] = field(default_factory=list)
    rows: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    formulas: dict[str, "_Formula"] = field(default_factory=dict)
    markers_of: dict[int, str] = field(default_factory=dict)

    @property
    def markers(self) -> frozenset[str]:
        """The marks that call the notes; nothing else may stand where a note is called."""
        return frozenset(self.markers_of.values())

    def pieces(self, lines: Iterable[str]) -> Iterator[str]:
        """*lines* without white space, empty ones left out; their words are remembered."""
        for line in lines:
            if piece := squeezed(line):
                self.words.setdefault(piece, worded(line))
                yield piece


@dataclass(frozen=True, slots=True)
class _At:
    """How far the comparison has come: characters of the PDF, strict pieces, and which loose ones are left."""

    printed: int
    strict: int
    loose: frozenset[int]


def printed_mismatch(xml: bytes, printed: str) -> Mismatch | None:
    """Compares *xml* with the text of a PDF, character for character without white space; ``None`` when they say the same.

    Every character of each must occur in the other. Provisions, table rows and recipients must come in their order; only the letterhead,
    titles, recipients and signatures (which stand in columns), table heads, cells over several rows and footnotes may come elsewhere,
    each whole. A table's head may repeat on a new page; a typed rule may be drawn instead. Raises NotAkomaNtoso.
    """
    return _Comparison(_parts(parse(xml)), sheet(printed)).run()


class _Comparison:
    """A walk through the PDF's text that goes back to the last choice when it can go no further."""

    def __init__(self, parts: _Parts, printed: Sheet) -> None:
        self._parts = parts
        self._sheet = printed
        self._rest = printed.text
        self._tries = _MOST_STEPS

    def run(self) -> Mismatch | None:
        start = _At(0, 0, frozenset(range(len(self._parts.loose))))
        open_ways, seen, furthest = [start], {start}, start
        for _ in range(_MOST_STEPS):
            if not open_ways:
                break
            here = open_ways.pop()
            furthest = max(furthest, here, key=lambda at: at.printed)
            if here.printed == len(self._rest) and not self._left(here):
                return None
            fresh = [way for way in self._ways(here) if way not in seen]
            seen.update(fresh)
            open_ways.extend(reversed(fresh))
        return self._told(furthest)

    def _ways(self, here: _At) -> Iterator[_At]:
        """Where the comparison can go from *here*, the likeliest first."""
        yield from self._strict_ways(here)
        loose = self._parts.loose
        fitting = {loose[index]: index for index in self._next(here) if self._rest.startswith(loose[index], here.printed)}
        for piece in sorted(fitting, key=len, reverse=True):
            yield _At(here.printed + len(piece), here.strict, here.loose - {fitting[piece]})
        for head in self._parts.heads:
            length = self._repeated(head, here.printed)
            if length:
                yield _At(here.printed + length, here.strict, here.loose)
        if here.printed in self._sheet.stamps:
            yield _At(self._sheet.stamps[here.printed], here.strict, here.loose)
        for index in here.loose & self._parts.markers_of.keys():
            piece = self._parts.markers_of[index] + self._parts.loose[index]
            if self._rest.startswith(piece, here.printed):
                yield _At(here.printed + len(piece), here.strict, here.loose - {index})

    def _strict_ways(self, here: _At) -> Iterator[_At]:
        if here.strict == len(self._parts.strict):
            return
        piece = self._parts.strict[here.strict]
        if piece == _NOTE:
            yield _At(here.printed, here.strict + 1, here.loose)
            for mark in self._parts.markers:
                if self._rest.startswith(mark, here.printed):
                    yield _At(here.printed + len(mark), here.strict + 1, here.loose)
        elif piece in self._parts.formulas:
            formula = self._parts.formulas[piece]
            for end in (here.printed + length for length in formula.lengths()):
                if end <= len(self._rest) and formula.is_printed(self._rest[here.printed : end]):
                    yield _At(end, here.strict + 1, here.loose)
        else:
            whole = self._hyphened(piece, here.printed)
            if whole is not None:
                yield _At(whole, here.strict + 1, here.loose)
            if here.strict in self._parts.rows:
                cells = self._parts.rows[here.strict]
                for end in self._cut_row(tuple("".join(cell) for cell in cells), here.printed):
                    yield _At(end, here.strict + sum(map(len, cells)), here.loose)

    def _hyphened(self, piece: str, at: int) -> int | None:
        """Where *piece* ends when it is printed at *at*, perhaps with words broken at the ends of lines; None when it is not."""
        if self._rest.startswith(piece, at):
            return at + len(piece)
        done = 0
        for hyphen in self._sheet.hyphens_between(at, at + 2 * len(piece)):
            if self._rest[at:hyphen] != piece[done : done + hyphen - at]:
                return None
            done += hyphen - at
            at = hyphen + (piece[done : done + 1] != self._rest[hyphen])
            if self._rest.startswith(piece[done:], at):
                return at + len(piece) - done
        return None

    def _cut_row(self, cells: tuple[str, ...], at: int) -> Iterator[int]:
        """Where a table row ends whose cells stand in halves, the first halves before a page's end and the others after it.

        The table's head may stand again on the new page. Every character of every cell must be there, in its cell's order.
        """
        length = sum(map(len, cells))
        for page in self._sheet.pages_between(at, at + length):
            tops = {page, *(page + self._repeated(head, page) for head in self._parts.heads)}
            for left in self._halves(cells, at, page):
                rest = "".join(left)
                yield from (top + len(rest) for top in tops if self._rest.startswith(rest, top))
                yield from (end for top in tops for end in self._cut_row(left, top))

    def _halves(self, cells: tuple[str, ...], at: int, page: int) -> Iterator[tuple[str, ...]]:
        """What is left of *cells* when they fill the text from *at* to the end of the *page*, each cut where a line ends."""
        self._tries -= 1
        if not cells or self._tries < 0:
            if at == page and not cells:
                yield ()
            return
        first, others = cells[0], cells[1:]
        for end in (at, *self._sheet.ends_between(at, min(page, at + len(first)))):
            if first.startswith(self._rest[at:end]):
                yield from ((first[end - at :], *left) for left in self._halves(others, end, page))

    def _repeated(self, head: tuple[str, ...], at: int) -> int:
        """The length of a table's head printed whole at *at*, its cells in any order; 0 when it does not stand there."""
        left, start = list(head), at
        while left:
            cell = next((cell for cell in sorted(left, key=len, reverse=True) if self._rest.startswith(cell, at)), None)
            if cell is None:
                return 0
            left.remove(cell)
            at += len(cell)
        return at - start

    def _next(self, here: _At) -> list[int]:
        """The loose pieces that may come *here*: of the recipients only the first that is left."""
        return [index for index in sorted(here.loose) if self._parts.after.get(index) not in here.loose]

    def _left(self, here: _At) -> list[str]:
        """What must still be printed, the strict piece first that comes next."""
        loose = [self._parts.loose[index] for index in self._next(here)]
        return [piece for piece in (*self._parts.strict[here.strict :], *loose) if piece != _NOTE and not _RULE.fullmatch(piece)]

    def _told(self, here: _At) -> Mismatch:
        """Both sides where they part *here*, with some words before: of all that may come, the piece that agrees the longest."""
        awaited = (*self._left(here)[:1], *(self._parts.loose[index] for index in self._next(here)))
        same = {piece: self._agreeing(piece, here.printed) for piece in awaited}
        piece = max(same, key=lambda one: same[one], default="")
        begin = max(0, same.get(piece, 0) - _LEAD)
        if piece in self._parts.formulas:
            text = "".join(self._parts.formulas[piece].needed.elements())[:_SIDE]
        else:
            text = spaced(self._parts.words.get(piece, piece), begin, begin + _SIDE)
        at = here.printed + begin
        return Mismatch(text, self._sheet.passage(at, min(at + min(_SIDE, len(piece) - begin + _LEAD), len(self._rest))))

    def _agreeing(self, piece: str, at: int) -> int:
        """How many characters of *piece* are printed at *at* before another comes."""
        return next((count for count, sign in enumerate(piece) if self._rest[at + count : at + count + 1] != sign), len(piece))


def _parts(root: etree._Element) -> _Parts:
    tree = deepcopy(root)
    parts = _Parts()
    for marker, lines in _without_notes(tree):
        if pieces := list(parts.pieces(lines)):
            parts.markers_of[len(parts.loose)] = squeezed(marker)
            parts.loose += pieces
    for table in tree.iter(tag("table")):
        head = tuple(piece for cell in table.iter(tag("th")) for piece in parts.pieces(lines_of(cell)))
        parts.loose += head
        parts.heads += [head] if head else []
    for recipients in [found for found in tree.iter(tag("container")) if found.get("name") == "recipients"]:
        first = len(parts.loose)
        parts.loose += parts.pieces(lines_of(recipients))
        parts.after |= {index: index - 1 for index in range(first + 1, len(parts.loose))}
        _cut(recipients)
    for apart in [found for found in tree.iter() if _stands_apart(found)]:
        parts.loose += parts.pieces(lines_of(apart)) if local(apart.tag) != "th" else []
        _cut(apart)
    parts.formulas = _without_formulas(tree)
    for line in lines_of(tree):
        parts.strict += parts.pieces(_MARKS.split(line))
    parts.rows = _rows(tree, parts.strict)
    return parts


def _rows(tree: etree._Element, strict: list[str]) -> dict[int, tuple[tuple[str, ...], ...]]:
    """The table rows of several cells, by where they begin among the *strict* pieces."""
    found: dict[int, tuple[tuple[str, ...], ...]] = {}
    at = 0
    for row in tree.iter(tag("tr")):
        cells = tuple(tuple(piece for line in lines_of(cell) for piece in map(squeezed, _MARKS.split(line)) if piece) for cell in row)
        flat = [piece for cell in cells for piece in cell]
        start = next(
            (index for index in range(at, min(at + _NEAR, len(strict) - len(flat) + 1)) if strict[index : index + len(flat)] == flat), None
        )
        if flat and start is not None:
            at = start + len(flat)
            if len(cells) > 1 and not any(_MARKS.match(piece) for piece in flat):
                found[start] = cells
    return found


def _without_formulas(tree: etree._Element) -> dict[str, _Formula]:
    """Replaces every formula by a sign of its own; what the signs stand for."""
    found: dict[str, _Formula] = {}
    for element in [one for one in tree.iter(tag("inline")) if one.get("name") == "formula"][:_MOST_FORMULAS]:
        drawn = mathml_text(element.get(f"{{{GZ}}}mathml", ""))
        if drawn:
            shown = Counter(_plain(squeezed(drawn)))
            needed = Counter(_plain(squeezed("".join(map(str, element.itertext())))))
            mark = chr(_FIRST_FORMULA + len(found))
            found[mark] = _Formula(needed & shown, shown)
            element[:] = []
            element.text = mark
    return found


def _plain(text: str) -> str:
    """*text* with the letters of formulas (𝑎, ℝ) as plain ones, without the accents drawn above them."""
    return text.translate(_MATHS)


def _stands_apart(element: etree._Element) -> bool:
    """Whether a PDF may print this out of its place: a page's head and foot, a table's head, a cell over several rows."""
    name = local(element.tag)
    return name in (*_LOOSE, "th") or (name == "td" and element.get("rowspan", "1") != "1")


def _without_notes(tree: etree._Element) -> list[tuple[str, list[str]]]:
    """Replaces every footnote by a sign; the footnotes' marks and lines."""
    found: list[tuple[str, list[str]]] = []
    for note in list(tree.iter(tag("authorialNote"))):
        found.append((note.get("marker", ""), lines_of(note)))
        note.tail = _NOTE + (note.tail or "")
        _cut(note)
    return found


def _cut(element: etree._Element) -> None:
    """Takes *element* out of its tree and leaves the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
