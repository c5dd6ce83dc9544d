"""Generated Word documents as Vietnamese offices make them with Word: automatic numbers, rsids, runs cut anywhere, hardly a style named.

In the median document met, no paragraph names a style; the look stands in every run.
"""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import docx

from benchmarks.documents import sentence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PARTS = ("styles", "numbering", "settings")
_LOOK = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>{bold}<w:color w:val="000000"/>'
    '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/>'
)
_JUSTIFIED = '<w:jc w:val="both"/>'
_FORMATS = ("decimal", "decimal", "lowerLetter")
_PATTERNS = ("Điều %1.", "%2.", "%3)")


def twenty_pages(seed: int = 0) -> bytes:
    """A decision of about twenty printed pages: 35 articles with clauses and points under automatic numbers, and a table."""
    return _docx(_decision(random.Random(seed), articles=35, rows=20))


def long_decision() -> bytes:
    """One of 200 articles."""
    return _docx(_decision(random.Random(0), articles=200, rows=20))


def twenty_pages_of_a_program(seed: int = 0) -> bytes:
    """The same amount of text as python-docx writes it: few runs, but its template's 164 styles."""
    chance = random.Random(seed)
    document = docx.Document()
    for number in range(1, 36):
        document.add_paragraph(style="Heading 2").add_run(f"Điều {number}. {sentence(chance)[:50]}").bold = True
        for _ in range(10):
            paragraph = document.add_paragraph(sentence(chance))
            paragraph.add_run(f" {sentence(chance)[:40]}").italic = True
    table = document.add_table(rows=0, cols=4)
    for _ in range(20):
        for cell in table.add_row().cells:
            cell.text = sentence(chance)[:40]
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def large() -> bytes:
    """20,000 paragraphs, and a table of 2,000 rows."""
    return _docx(_decision(random.Random(0), articles=2_856, rows=2_000))


def two_pages(seed: int) -> bytes:
    """A short decision."""
    return _docx(_decision(random.Random(seed), articles=4, rows=4))


def _decision(chance: random.Random, articles: int, rows: int) -> Iterator[str]:
    yield _table(
        chance,
        [
            ["ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            [f"Số: {chance.randrange(1, 99)}/2025/QĐ-UBND", "Tân Lộc, ngày 12 tháng 6 năm 2025"],
        ],
    )
    yield _paragraph(chance, "QUYẾT ĐỊNH", '<w:pStyle w:val="Title"/><w:jc w:val="center"/>', bold=True)
    yield _paragraph(chance, "Ban hành Quy định về quản lý đô thị", '<w:jc w:val="center"/>', bold=True)
    yield _paragraph(chance, "Theo đề nghị của Giám đốc Sở Xây dựng.", _JUSTIFIED)
    yield _paragraph(chance, "QUYẾT ĐỊNH:", '<w:jc w:val="center"/>', bold=True)
    for _ in range(articles):
        yield _numbered(chance, 0, f"Trách nhiệm của {sentence(chance)[:60].lower()}")
        for _ in range(2):
            yield _numbered(chance, 1, f"{sentence(chance)} {sentence(chance)}")
            yield _numbered(chance, 2, sentence(chance))
            yield _numbered(chance, 2, sentence(chance))
    yield _table(chance, [[str(row), sentence(chance), "xã", "05 ngày"] for row in range(1, rows + 1)])
    yield _paragraph(chance, "CHỦ TỊCH", '<w:jc w:val="right"/>', bold=True)
    yield _paragraph(chance, "Nguyễn Văn Mẫu", '<w:jc w:val="right"/>', bold=True)


def _numbered(chance: random.Random, level: int, text: str) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return _paragraph(chance, text, f'{number}<w:spacing w:before="120" w:after="120"/>{_JUSTIFIED}', bold=not level)


def _paragraph(chance: random.Random, text: str, properties: str, bold: bool = False) -> str:
    look = f"<w:rPr>{_LOOK.format(bold='<w:b/><w:bCs/>' * bold)}</w:rPr>"
    runs = [f'<w:r{_revision(chance, "RPr")}>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in _cut(chance, text)]
    spelled = '<w:proofErr w:type="spellStart"/>'.join(runs)
    return f"<w:p{_revision(chance, 'R')}{_revision(chance, 'RDefault')}><w:pPr>{properties}{look}</w:pPr>{spelled}</w:p>"


def _cut(chance: random.Random, text: str) -> list[str]:
    """The text in the pieces that Word makes of it: where somebody typed, or the spelling was looked at."""
    places = sorted(chance.sample(range(1, len(text)), min(len(text) // 60, 4)))
    return [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]


def _revision(chance: random.Random, kind: str) -> str:
    return f' w:rsid{kind}="00{chance.randrange(16**6):06X}"'


def _table(chance: random.Random, rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        properties = '<w:tcPr><w:tcW w:w="2400" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        return f"<w:tc>{properties}{_paragraph(chance, text, _JUSTIFIED)}</w:tc>"

    head = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/></w:tblPr>'
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2400"/>' * len(rows[0]) + "</w:tblGrid>"
    return f"<w:tbl>{head}{grid}" + "".join(f"<w:tr{_revision(chance, 'R')}>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _docx(body: Iterator[str]) -> bytes:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/></w:sectPr>'
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((part, part) for part in _PARTS))
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relationships([(part, f"{part}.xml") for part in _PARTS]),
        "word/document.xml": _element("document", f"<w:body>{''.join(body)}{section}</w:body>"),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _element("numbering", _numbering()),
        "word/settings.xml": _element("settings", '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _element(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{_WORD}">{content}</w:{name}>'


def _relationships(arrows: list[tuple[str, str]]) -> str:
    rows = "".join(f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(arrows, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _styles() -> bytes:
    """The styles of a new document: as many as Word itself lists."""
    with zipfile.ZipFile(Path(docx.__file__).with_name("templates") / "default.docx") as package:
        return package.read("word/styles.xml")


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{level * 360}" w:hanging="360"/></w:pPr></w:lvl>'
        for level, (number_format, pattern) in enumerate(zip(_FORMATS, _PATTERNS, strict=True))
    )
    return (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
