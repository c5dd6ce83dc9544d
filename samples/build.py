"""Builds samples/documents from samples/texts; the same texts give the same bytes (``python -m samples.build``)."""

# ruff: noqa: E501  # XML specimens stay whole
import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image, ImageDraw

from samples.compose import Composer, encoding_of
from samples.markup import NAMESPACES, Markup
from samples.notation import Sample, read

ROOT = Path(__file__).parent
TEXTS, DOCUMENTS = ROOT / "texts", ROOT / "documents"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STAMP = (2026, 1, 1, 0, 0, 0)


def build(sample: Sample) -> bytes:
    """The .docx of one sample."""
    document = docx.Document()
    _dress(document, sample)
    markup = Markup(encoding_of(sample))
    composer = Composer(sample, markup, lambda: document.part.get_or_add_image(io.BytesIO(picture()))[0])
    _fill(document, composer.body())
    if markup.notes:
        _add_part(document, "footnotes", _footnotes(markup))
    if markup.comments:
        _add_part(document, "comments", _comments(markup))
    if sample.head.get("numbering") == "auto":
        _number(document)
    _page_numbers(document)
    written = io.BytesIO()
    document.save(written)
    return settle(written.getvalue())


def settle(package: bytes) -> bytes:
    """The same package with fixed dates and order, so that the same content gives the same bytes."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, source.read(name))
    return settled.getvalue()


def picture() -> bytes:
    """The one picture of the samples, drawn: an open book under a sun."""
    image = Image.new("RGB", (320, 320), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((110, 30, 210, 130), fill="#f2b90f")
    draw.polygon([(20, 170), (155, 210), (155, 290), (20, 250)], fill="#0b5fa5")
    draw.polygon([(300, 170), (165, 210), (165, 290), (300, 250)], fill="#0b5fa5")
    for step in range(3):
        draw.line([(35, 188 + 18 * step), (145, 221 + 18 * step)], fill="white", width=4)
        draw.line([(285, 188 + 18 * step), (175, 221 + 18 * step)], fill="white", width=4)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=False)
    return written.getvalue()


def main() -> int:
    """Builds every sample; 0 when done."""
    DOCUMENTS.mkdir(exist_ok=True)
    for path in sorted(TEXTS.glob("*.txt")):
        (DOCUMENTS / f"{path.stem}.docx").write_bytes(build(read(path)))
    return 0


def _dress(document: Document, sample: Sample) -> None:
    style = document.styles["Normal"]
    face = ".VnTime" if encoding_of(sample) == "tcvn3" else "Times New Roman"
    style.font.name, style.font.size = face, Pt(14)
    fonts = style.element.rPr.rFonts
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:cs"), face)
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title, properties.comments = (
        "Văn phòng UBND tỉnh An Phước",
        "",
        sample.name,
        "",
    )
    properties.created = properties.modified = datetime(*_STAMP)  # noqa: DTZ001  # python-docx writes it as UTC


def _fill(document: Document, markup: str) -> None:
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{markup}</w:body>")):
        body.append(child)


def _add_part(document: Document, name: str, xml: str) -> None:
    part = Part(PackURI(f"/word/{name}.xml"), f"{_WORD}.{name}+xml", xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, f"{_RELATION}/{name}")


def _footnotes(markup: Markup) -> str:
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(markup.notes, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {NAMESPACES}>{separators}{notes}</w:footnotes>'


def _comments(markup: Markup) -> str:
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Trần Thị Thí Dụ" w:date="2026-06-29T09:05:00Z" w:initials="TD"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:comment>'
        for number, text in enumerate(markup.comments)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments {NAMESPACES}>{comments}</w:comments>'


def _number(document: Document) -> None:
    levels = (("decimal", "Điều %1.", "<w:b/>"), ("decimal", "%2.", ""), ("lowerLetter", "%3)", ""))
    written = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr><w:rPr>{weight}</w:rPr></w:lvl>'
        for level, (form, text, weight) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(
        parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{written}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _page_numbers(document: Document) -> None:
    header = document.sections[0].header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.alignment = 1
    paragraph._p.append(parse_xml(f'<w:fldSimple {NAMESPACES} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


if __name__ == "__main__":
    sys.exit(main())
