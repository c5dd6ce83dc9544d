"""What styles.xml says a paragraph or run looks like, with inheritance worked out once per style."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from lxml import etree

from gazette.model.blocks import Align
from gazette.word.fonts import legacy_font
from gazette.word.names import VAL, number, on, points, w

BOLD: Final = 1
ITALIC: Final = 2
UNDERLINE: Final = 4
STRIKE: Final = 8
SUPER: Final = 16
SUB: Final = 32
HIDDEN: Final = 64
LOOK_BITS: Final = 63

_TOGGLES = {w("b"): BOLD, w("i"): ITALIC, w("vanish"): HIDDEN, w("strike"): STRIKE, w("dstrike"): STRIKE}
_LOOKS = _TOGGLES | {w(name): 0 for name in ("u", "vertAlign", "rFonts", "rStyle", "rPrChange")}
_ALIGNS: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_RPR, _PPR = w("rPr"), w("pPr")
_U, _VERT, _FONTS, _RSTYLE = w("u"), w("vertAlign"), w("rFonts"), w("rStyle")
_ASCII, _HANSI = w("ascii"), w("hAnsi")
_JC, _IND, _LEFT, _START, _PSTYLE = w("jc"), w("ind"), w("left"), w("start"), w("pStyle")
_NUMID, _ILVL = w("numId"), w("ilvl")
_NUMPR, _BREAK, _OUTLINE, _SECTPR = w("numPr"), w("pageBreakBefore"), w("outlineLvl"), w("sectPr")
_TYPE, _PPR_CHANGE = w("type"), w("pPrChange")
_STYLE, _STYLE_ID, _DEFAULT = w("style"), w("styleId"), w("default")
_LONGEST_LINE = 32


class Look(NamedTuple):
    """How characters look: ``bits`` that are set, ``known`` bits that are decided, and the font ("" = not said)."""

    bits: int = 0
    known: int = 0
    font: str = ""

    def toggling(self, base: "Look") -> "Look":
        """This character style upon the paragraph style *base*: bold on bold is plain again (17.7.3)."""
        both = self.bits & base.bits & (BOLD | ITALIC | STRIKE | HIDDEN)
        return Look((base.bits | self.bits) & ~both, base.known | self.known, self.font or base.font)

    def over(self, base: "Look") -> "Look":
        """This look laid over *base*."""
        return Look(
            (base.bits & ~self.known) | (self.bits & self.known),
            base.known | self.known,
            self.font or base.font,
        )


PLAIN_LOOK = Look()


class Shape(NamedTuple):
    """How a paragraph stands; ``None`` means not said. ``number`` is (numId, ilvl), ilvl -1 when not said."""

    align: Align | None = None
    indent: float | None = None
    heading: int | None = None
    page_break: bool | None = None
    number: tuple[str, int] | None = None

    def over(self, base: "Shape") -> "Shape":
        """This shape laid over *base*."""
        number = self.number
        if number is not None and base.number is not None and (not number[0] or number[1] < 0):
            number = (number[0] or base.number[0], base.number[1] if number[1] < 0 else number[1])
        return Shape(
            base.align if self.align is None else self.align,
            base.indent if self.indent is None else self.indent,
            base.heading if self.heading is None else self.heading,
            base.page_break if self.page_break is None else self.page_break,
            base.number if number is None else number,
        )


PLAIN_SHAPE = Shape()


@dataclass(frozen=True, slots=True)
class Style:
    """One style, inheritance included; ``borders`` for table styles, ``line`` the style and those it is based on, nearest first."""

    id: str
    kind: str
    look: Look = PLAIN_LOOK
    shape: Shape = PLAIN_SHAPE
    borders: bool = False
    line: tuple[str, ...] = ()


PLAIN = Style("", "paragraph")


SaidOfRun = tuple[int, int, str, str, bool]
"""What one ``w:rPr`` says: bits, known bits and font of a look, the character style it names, and whether a change is tracked."""


class SaidOfParagraph(NamedTuple):
    """What one ``w:pPr`` says: a shape, the paragraph style it names ("" = none), its mark's ``w:rPr``, the section it ends,
    and whether a change of it is tracked."""

    shape: Shape
    style: str
    mark: etree._Element | None
    section: etree._Element | None
    changed: bool = False


def _font(fonts: etree._Element) -> str:
    """The font of the letters; where one is named for those beyond ASCII, it is the one that decides what they are."""
    plain, high = fonts.get(_ASCII, ""), fonts.get(_HANSI, "")
    return high if high and high != plain and legacy_font(high) else plain or high


def said_by(rpr: etree._Element) -> SaidOfRun:
    """What *rpr* itself decides, as a key: most runs of a document look like one before them."""
    bits = known = 0
    font = style = ""
    changed = False
    for child in rpr:
        tag = child.tag
        bit = _LOOKS.get(tag)
        if bit is None:
            continue
        if bit:
            known |= bit
            value = child.get(VAL)
            if value is None or on(value):
                bits |= bit
        elif tag == _FONTS:
            font = _font(child)
        elif tag == _U:
            known |= UNDERLINE
            bits |= UNDERLINE if child.get(VAL, "single") != "none" else 0
        elif tag == _VERT:
            known |= SUPER | SUB
            bits |= {"superscript": SUPER, "subscript": SUB}.get(child.get(VAL, ""), 0)
        elif tag == _RSTYLE:
            style = child.get(VAL, "")
        else:
            changed = True
    return bits, known, font, style, changed


def look_of(rpr: etree._Element) -> Look:
    """The look that *rpr* itself decides."""
    return Look(*said_by(rpr)[:3])


def shape_of(ppr: etree._Element) -> SaidOfParagraph:
    """What *ppr* itself decides."""
    style = ""
    mark = section = None
    changed = False
    align: Align | None = None
    indent: float | None = None
    heading: int | None = None
    page_break: bool | None = None
    numbered: tuple[str, int] | None = None
    for child in ppr:
        tag = child.tag
        if tag == _JC:
            align = _ALIGNS.get(child.get(VAL, ""))
        elif tag == _IND:
            left = child.get(_LEFT, child.get(_START))
            indent = None if left is None else points(left)
        elif tag == _PSTYLE:
            style = child.get(VAL, "")
        elif tag == _NUMPR:
            numbered = _numpr(child)
        elif tag == _BREAK:
            page_break = on(child.get(VAL))
        elif tag == _OUTLINE:
            level = number(child.get(VAL), 9)
            heading = level + 1 if 0 <= level < 9 else 0
        elif tag == _RPR:
            mark = child
        elif tag == _SECTPR:
            section = child
        elif tag == _PPR_CHANGE:
            changed = True
    return SaidOfParagraph(Shape(align, indent, heading, page_break, numbered), style, mark, section, changed)


def _numpr(numpr: etree._Element) -> tuple[str, int]:
    identifier, level = "", -1
    for child in numpr:
        if child.tag == _NUMID:
            identifier = child.get(VAL, "")
        elif child.tag == _ILVL:
            level = max(0, min(8, number(child.get(VAL))))
    return identifier, level


class Styles:
    """The styles of one document; without any, all is plain."""

    def __init__(self, root: etree._Element | None) -> None:
        self._sources: dict[str, etree._Element] = {}
        self._done: dict[str, Style] = {}
        self._paragraphs: dict[str, Style] = {}
        self._default_look = Look()
        self._default_shape = Shape()
        self.default_paragraph = ""
        self.language = ""
        """The language the document's defaults name, such as ``vi-VN``; "" when they name none."""
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for element in root.iter(_STYLE):
            identifier = element.get(_STYLE_ID, "")
            self._sources.setdefault(identifier, element)
            if element.get(_DEFAULT) in ("1", "true", "on") and element.get(_TYPE) == "paragraph":
                self.default_paragraph = identifier
        rpr = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        ppr = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
        self._default_look = Look() if rpr is None else look_of(rpr)
        language = None if rpr is None else rpr.find(w("lang"))
        self.language = "" if language is None else language.get(VAL, "")
        self._default_shape = Shape() if ppr is None else shape_of(ppr).shape

    def paragraph(self, identifier: str) -> Style:
        """The paragraph style, over the document's defaults; one that does not exist is the default one (17.3.1.27)."""
        if identifier not in self._sources:
            identifier = self.default_paragraph
        known = self._paragraphs.get(identifier)
        if known is None:
            style = self._resolve(identifier)
            if style.kind != "paragraph":
                style = self._resolve(self.default_paragraph)
            look, shape = style.look.over(self._default_look), style.shape.over(self._default_shape)
            known = self._paragraphs[identifier] = replace(style, look=look, shape=shape)
        return known

    def character(self, identifier: str) -> Look:
        """What the character style itself decides."""
        return self._resolve(identifier).look

    def table_has_borders(self, identifier: str) -> bool:
        """Whether tables of this style show their grid."""
        return self._resolve(identifier).borders

    def _resolve(self, identifier: str) -> Style:
        known = self._done.get(identifier)
        if known is not None:
            return known
        # Several threads may ask the same styles, so nothing half worked out is kept.
        chain: dict[str, None] = {}
        name = identifier
        while name in self._sources and name not in self._done and name not in chain:
            chain[name] = None
            name = _named(self._sources[name], "basedOn")
        style = self._done.get(name, PLAIN)
        for name in reversed(chain):
            element = self._sources[name]
            line = (name, *style.line)[:_LONGEST_LINE]
            style = replace(_laid_over(element, style), id=name, kind=element.get(_TYPE, "paragraph"), line=line)
            self._done[name] = style
        return style


def _laid_over(element: etree._Element, base: Style) -> Style:
    rpr, ppr = element.find(_RPR), element.find(_PPR)
    table = element.find(f"{w('tblPr')}/{w('tblBorders')}")
    return replace(
        base,
        look=base.look if rpr is None else look_of(rpr).over(base.look),
        shape=base.shape if ppr is None else shape_of(ppr).shape.over(base.shape),
        borders=base.borders if table is None else visible_borders(table),
    )


def visible_borders(borders: etree._Element) -> bool:
    """Whether any side of a ``tblBorders`` or ``tcBorders`` element is drawn."""
    return any(child.get(VAL, "nil") not in ("nil", "none") for child in borders)


def _named(element: etree._Element, child: str) -> str:
    found = element.find(w(child))
    return "" if found is None else found.get(VAL, "")
