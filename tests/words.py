"""One-line notation for Word documents in tests: each string is one block, and the result is a real .docx in memory.

    docx("p:Điều 1. Phạm vi", "p[center,b]:QUYẾT ĐỊNH", "table:a|b;c|d", "break", "xml:<w:p>…</w:p>")

Blocks
    p:text                  a paragraph; p[options]:text with options separated by commas:
                            center right left justify   alignment          b i u s hidden   look of every run
                            h1 … h9                     outline level      style=ID         paragraph style
                            num=ID or num=ID/LEVEL      automatic number   newpage          page break before
                            indent=POINTS               left indent        font=NAME        font of every run
    table:a|b;c|d           a table: ``;`` ends a row, ``|`` a cell; ``2*text`` spans two columns, ``v:text``
                            begins a cell that ``^`` below continues; table[noborders]:… is a layout table,
                            table[header]:… repeats its first row
    break                   a page break            section / section[landscape]   ends a section here
    xml:…                   raw WordprocessingML with the usual prefixes
Within text
    {b:…} {i:…} {u:…} {sup:…} {sub:…} {hidden:…} {font=NAME:…}   a run of its own; \\t tab, \\n soft break
    {note:…} {endnote:…}    a note called here      {comment:…}  a comment called here
    {ins:…} {del:…}         tracked changes         {box:…}      a text box (Choice and Fallback, as Word writes it)
    {image} {link:URL|text} {sym:FONT/F0B7} {softhyphen} {nbhyphen} {field:INSTRUCTION|result}

``docx(..., numbering=…, styles=…, extra=…)`` adds raw XML to numbering.xml and styles.xml, and parts to the package;
``package(parts)`` zips any parts, and ``xml_document(body)`` is a document.xml.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
_LOOKS = {"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>', "s": "<w:strike/>", "hidden": "<w:vanish/>"}
_LOOKS |= {"sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>'}
_ALIGNS = {"center": "center", "right": "right", "left": "left", "justify": "both"}
_TOKEN = re.compile(r"\{([a-z]+)(?:=([^:{}]*))?(?::((?:[^{}]|\{[^{}]*\})*))?\}")


@dataclass
class _Document:
    notes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    image: bool = False

    def inside(self, text: str, look: str = "") -> str:
        """The runs of *text*."""
        done, last = "", 0
        for match in _TOKEN.finditer(text):
            done += run(text[last : match.start()], look) + self._token(match, look)
            last = match.end()
        return done + run(text[last:], look)

    def _token(self, match: re.Match[str], look: str) -> str:
        name, value, text = match[1], match[2] or "", match[3] or ""
        if name in _LOOKS:
            return self.inside(text, look + _LOOKS[name])
        if name == "font":
            return self.inside(text, look + font(value))
        method = getattr(self, f"_{name}", None)
        if method is None:
            raise ValueError(f"no such piece of text: {match[0]}")
        return str(method(text, look))

    def _note(self, text: str, look: str) -> str:
        self.notes.append(text)
        return f'<w:r><w:rPr>{look}</w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'

    def _endnote(self, text: str, look: str) -> str:
        self.endnotes.append(text)
        return f'<w:r><w:endnoteReference w:id="{len(self.endnotes)}"/></w:r>'

    def _comment(self, text: str, look: str) -> str:
        self.comments.append(text)
        return f'<w:r><w:commentReference w:id="{len(self.comments)}"/></w:r>'

    def _ins(self, text: str, look: str) -> str:
        return f'<w:ins w:id="1" w:author="a">{self.inside(text, look)}</w:ins>'

    def _del(self, text: str, look: str) -> str:
        return f'<w:del w:id="2" w:author="a"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'

    def _box(self, text: str, look: str) -> str:
        inner = f"<w:txbxContent><w:p>{self.inside(text)}</w:p></w:txbxContent>"
        shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
        choice = f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
        fallback = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
        both = f'<mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
        return f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"

    def _image(self, text: str, look: str) -> str:
        self.image = True
        shown = '<pic:pic><pic:blipFill><a:blip r:embed="rImage"/></pic:blipFill></pic:pic>'
        about = '<wp:extent cx="127000" cy="254000"/><wp:docPr id="1" name="x" descr="Bản đồ"/>'
        graphic = f"<a:graphic><a:graphicData>{shown}</a:graphicData></a:graphic>"
        return f"<w:r><w:drawing><wp:inline>{about}{graphic}</wp:inline></w:drawing></w:r>"

    def _link(self, text: str, look: str) -> str:
        address, _, shown = text.partition("|")
        self.links[f"rLink{len(self.links)}"] = address
        return f'<w:hyperlink r:id="rLink{len(self.links) - 1}">{run(shown, look)}</w:hyperlink>'

    def _sym(self, text: str, look: str) -> str:
        name, _, code = text.partition("/")
        return f'<w:r><w:sym w:font="{name}" w:char="{code}"/></w:r>'

    def _softhyphen(self, text: str, look: str) -> str:
        return f"<w:r><w:rPr>{look}</w:rPr><w:softHyphen/></w:r>"

    def _nbhyphen(self, text: str, look: str) -> str:
        return "<w:r><w:noBreakHyphen/></w:r>"

    def _field(self, text: str, look: str) -> str:
        instruction, _, result = text.partition("|")
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
        return f"{begin}<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>{separate}{run(result, look)}{end}"

    def block(self, line: str) -> str:
        """The XML of one line of the notation."""
        match = re.match(r"([a-z]+)(?:\[([^\]]*)\])?(?::(.*))?\Z", line, re.DOTALL)
        if match is None:
            raise ValueError(f"no such block: {line}")
        kind, options, text = match[1], (match[2] or "").split(","), match[3] or ""
        if kind == "xml":
            return text
        if kind == "p":
            return self._paragraph(text, options)
        if kind == "table":
            return self._table(text, options)
        if kind == "break":
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        if kind == "section":
            return f"<w:p><w:pPr>{section('landscape' in options)}</w:pPr></w:p>"
        raise ValueError(f"no such block: {line}")

    def _paragraph(self, text: str, options: list[str]) -> str:
        properties = look = ""
        for option in filter(None, options):
            name, _, value = option.partition("=")
            if name in _ALIGNS:
                properties += f'<w:jc w:val="{_ALIGNS[name]}"/>'
            elif name in _LOOKS:
                look += _LOOKS[name]
            elif name == "font":
                look += font(value)
            else:
                properties += _paragraph_property(name, value)
        return f"<w:p><w:pPr>{properties}</w:pPr>{self.inside(text, look)}</w:p>"

    def _table(self, text: str, options: list[str]) -> str:
        rows = [row.split("|") for row in text.split(";")]
        sides = "" if "noborders" in options else "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right"))
        body = "".join(self._row(row, header="header" in options and place == 0) for place, row in enumerate(rows))
        grid = '<w:gridCol w:w="2000"/>' * max(sum(_span(cell) for cell in row) for row in rows)
        return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"

    def _row(self, cells: list[str], *, header: bool) -> str:
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
        return f"<w:tr>{properties}{''.join(self._cell(cell) for cell in cells)}</w:tr>"

    def _cell(self, text: str) -> str:
        span = _span(text)
        text = re.sub(r"^\d\*", "", text)
        merge = '<w:vMerge w:val="restart"/>' if text.startswith("v:") else ""
        if text == "^":
            merge, text = "<w:vMerge/>", ""
        text = text.removeprefix("v:")
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr><w:p>{self.inside(text)}</w:p></w:tc>'


def docx(*lines: str, numbering: str = "", styles: str = "", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """The .docx of *lines*; see the notation above."""
    document = _Document()
    body = "".join(document.block(line) for line in lines)
    parts: dict[str, bytes | str] = {
        "word/document.xml": xml_document(body),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{_notes('footnote', document.notes)}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {NAMESPACES}>{_notes('endnote', document.endnotes)}</w:endnotes>",
    }
    if document.image:
        parts["word/media/image1.png"] = PIXEL
    relations = {f"r{kind}": (kind, f"{kind}.xml", False) for kind in ("styles", "numbering", "footnotes", "endnotes")}
    relations |= {"rImage": ("image", "media/image1.png", False)} if document.image else {}
    relations |= {key: ("hyperlink", address, True) for key, address in document.links.items()}
    parts["word/_rels/document.xml.rels"] = relationships(relations)
    kinds = ("styles", "numbering", "footnotes", "endnotes")
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for kind in kinds)
    return package({**parts, **(extra or {})}, types=types)


def package(parts: Mapping[str, bytes | str], *, main: str = "word/document.xml", types: str = "") -> bytes:
    """A zip of *parts*, with content types and the package's own relationships unless *parts* brings them."""
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{_WORD_TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": relationships({"r1": ("officeDocument", main, False)}),
        **parts,
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relationships(rows: Mapping[str, tuple[str, str, bool]]) -> str:
    """A ``.rels`` part: id → (kind, target, external)."""
    mode = ' TargetMode="External"'
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{escape(target)}"{mode if external else ""}/>'
        for key, (kind, target, external) in rows.items()
    )
    return f'<Relationships xmlns="{_RELS}">{lines}</Relationships>'


def xml_document(body: str) -> str:
    """A document.xml around *body*."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'


def run(text: str, look: str = "") -> str:
    """Runs for *text*, tabs and soft breaks as Word writes them; nothing for no text."""
    if not text:
        return ""
    pieces = re.split(r"([\t\n])", text)
    inner = "".join(
        "<w:tab/>" if piece == "\t" else "<w:br/>" if piece == "\n" else f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
        if piece
    )
    return f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>"


def font(name: str) -> str:
    """The run property that names a font."""
    return f'<w:rFonts w:ascii="{escape(name)}" w:hAnsi="{escape(name)}"/>'


def section(landscape: bool = False) -> str:
    """An A4 section's properties."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    return f"<w:sectPr><w:pgSz {size}/></w:sectPr>"


def levels(*rows: str, abstract: str = "1", num: str = "1") -> str:
    """Numbering XML for one list: each row is ``format|pattern`` with optional ``|start`` and ``|suffix``."""
    done = ""
    for place, row in enumerate(rows):
        number_format, pattern, *more = row.split("|")
        start = more[0] if more else "1"
        suffix = f'<w:suff w:val="{more[1]}"/>' if len(more) > 1 else ""
        done += (
            f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{suffix}'
            f'<w:lvlText w:val="{escape(pattern)}"/></w:lvl>'
        )
    made = f'<w:abstractNum w:abstractNumId="{abstract}">{done}</w:abstractNum>'
    return f'{made}<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/></w:num>'


def _notes(kind: str, texts: list[str]) -> str:
    separator = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    return separator + "".join(
        f'<w:{kind} w:id="{place}"><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>' for place, text in enumerate(texts, 1)
    )


def _paragraph_property(name: str, value: str) -> str:
    if name == "num":
        identifier, _, level = value.partition("/")
        return f'<w:numPr><w:ilvl w:val="{level or 0}"/><w:numId w:val="{identifier}"/></w:numPr>'
    if name == "style":
        return f'<w:pStyle w:val="{value}"/>'
    if name == "indent":
        return f'<w:ind w:left="{int(float(value) * 20)}"/>'
    if name == "newpage":
        return "<w:pageBreakBefore/>"
    if name[0] == "h" and name[1:].isdigit():
        return f'<w:outlineLvl w:val="{int(name[1:]) - 1}"/>'
    raise ValueError(f"no such option: {name}")


def _span(text: str) -> int:
    return int(text[0]) if re.match(r"\d\*", text) else 1
