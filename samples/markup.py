"""WordprocessingML as strings: runs, paragraphs, tables and the rule under an agency's name."""

# ruff: noqa: E501  # XML specimens stay whole
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from samples.encodings import Encoding, typed

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
EMU = 12700
_INLINE = re.compile(r"\^\[(?P<note>[^\]]+)\]|\{-(?P<gone>.*?)-\}|\{\+(?P<new>.*?)\+\}|\[\[(?P<comment>.*?)\]\]")
_CHANGE = 'w:author="Trần Thị Thí Dụ" w:date="2026-06-29T09:00:00Z"'


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: size in points and weight."""

    size: float = 14
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph stands: alignment, first-line indent and left indent in centimetres, space before in points."""

    align: str = "both"
    first: float = 0.0
    left: float = 0.0
    before: float = 6
    number: int | None = None
    page_break: bool = False
    keep: bool = False


class Markup:
    """Writes the pieces of one document; counts its notes, changes and comments on the way."""

    def __init__(self, encoding: Encoding = "nfc") -> None:
        self.encoding = encoding
        self.notes: list[str] = []
        self.comments: list[str] = []
        self._ids = 0

    def runs(self, text: str, look: Look) -> str:
        """*text* as runs: `` / `` is a soft break, ``^[…]`` a footnote, ``{-…-}`` and ``{+…+}`` changes, ``[[…]]`` a comment."""
        written, end = [], 0
        for match in _INLINE.finditer(text):
            written.append(self._plain(text[end : match.start()], look))
            written.append(self._special(match, look))
            end = match.end()
        return "".join([*written, self._plain(text[end:], look)])

    def paragraph(self, content: str, form: Form = Form()) -> str:  # frozen value
        """One paragraph around *content*, which is markup already."""
        number = "" if form.number is None else f'<w:numPr><w:ilvl w:val="{form.number}"/><w:numId w:val="77"/></w:numPr>'
        keep = "<w:keepNext/>" if form.keep else ""
        broken = "<w:pageBreakBefore/>" if form.page_break else ""
        indent = f'<w:ind w:left="{_twips(form.left)}" w:firstLine="{_twips(form.first)}"/>'
        return (
            f'<w:p><w:pPr>{keep}{broken}{number}<w:spacing w:before="{int(form.before * 20)}" w:after="0" w:line="264" w:lineRule="auto"/>'
            f'{indent}<w:jc w:val="{form.align}"/></w:pPr>{content}</w:p>'
        )

    def _plain(self, text: str, look: Look) -> str:
        lines = text.split(" / ")
        return "<w:r><w:br/></w:r>".join(
            "".join(self._run(piece, font, look) for piece, font in typed(line, self.encoding)) for line in lines
        )

    def _run(self, text: str, font: str, look: Look, element: str = "w:t") -> str:
        if not text:
            return ""
        properties = _properties(look, font)
        return f'<w:r>{properties}<{element} xml:space="preserve">{escape(text)}</{element}></w:r>'

    def _special(self, match: re.Match[str], look: Look) -> str:
        self._ids += 1
        if match["note"] is not None:
            self.notes.append(match["note"])
            return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        if match["gone"] is not None:
            return f'<w:del w:id="{900 + self._ids}" {_CHANGE}>{self._run(match["gone"], "", look, "w:delText")}</w:del>'
        if match["new"] is not None:
            return f'<w:ins w:id="{900 + self._ids}" {_CHANGE}>{self._run(match["new"], "", look)}</w:ins>'
        self.comments.append(match["comment"])
        return f'<w:r><w:commentReference w:id="{len(self.comments) - 1}"/></w:r>'


def _properties(look: Look, font: str) -> str:
    face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    bold = "<w:b/>" if look.bold else ""
    italic = "<w:i/>" if look.italic else ""
    return f'<w:rPr>{face}{bold}{italic}<w:sz w:val="{int(look.size * 2)}"/><w:szCs w:val="{int(look.size * 2)}"/></w:rPr>'


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)


def grid(rows: Sequence[Sequence[str]], widths: Sequence[int], *, header: int = 0, borders: bool = True) -> str:
    """A table of cells that are markup already; ``<`` joins a cell to its left, ``^`` to the one above; widths in twips."""
    line = "single" if borders else "nil"
    edges = "".join(
        f'<w:{side} w:val="{line}" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(rows, index, widths, index < header) for index in range(len(rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'
    )


def _row(rows: Sequence[Sequence[str]], index: int, widths: Sequence[int], header: bool) -> str:
    cells, row, column = [], rows[index], 0
    below = rows[index + 1] if index + 1 < len(rows) else ()
    while column < len(row):
        span = 1 + _run_of(row[column + 1 :], "<")
        width = sum(widths[column : column + span])
        merge = (
            "<w:vMerge/>" if row[column] == "^" else '<w:vMerge w:val="restart"/>' if column < len(below) and below[column] == "^" else ""
        )
        across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        content = "<w:p/>" if row[column] == "^" else row[column]
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{merge}<w:vAlign w:val="top"/></w:tcPr>{content}</w:tc>')
        column += span
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _run_of(cells: Iterable[str], mark: str) -> int:
    count = 0
    for cell in cells:
        if cell != mark:
            break
        count += 1
    return count


def rule(width: int, identifier: int) -> str:
    """The line under an agency's name or the motto, drawn twice as Word does: DrawingML and, for old readers, VML; width in points."""
    shape = (
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{identifier}" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>25400</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width * EMU}" cy="0"/><wp:wrapNone/><wp:docPr id="{identifier}" name="Line {identifier}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width * EMU}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice><mc:Fallback><w:pict>'
        f'<v:line style="position:absolute" from="0,2pt" to="{width}pt,2pt" strokeweight=".75pt"/></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )


def picture(relation: str, size: tuple[float, float], alt: str) -> str:
    """An inline picture; *size* in points."""
    across, down = (round(value * EMU) for value in size)
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{across}" cy="{down}"/><wp:docPr id="501" name="Hình 1" descr="{escape(alt)}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="501" name="Hình 1"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def bold(look: Look) -> Look:
    """The same look in bold."""
    return replace(look, bold=True)
