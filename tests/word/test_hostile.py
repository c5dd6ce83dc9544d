"""Files made to exhaust the reader: each is read or refused within ten seconds of CPU and one gigabyte, in a process of its own."""

import io
import multiprocessing
import random
import resource
import struct
import zipfile
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest

from gazette.word import read
from tests.words import NAMESPACES, docx, levels, package, relationships, xml_document

_SECONDS = 10
_BYTES = 1024**3
_SPREAD = 2654435761  # multiplies counts into digits that do not compress


def paragraph(text: str = "x") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(body: str) -> bytes:
    return package({"word/document.xml": xml_document(body)})


def cell(properties: str = "", text: str = "x") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def rows(one: str, count: int) -> bytes:
    return document(f"<w:tbl>{f'<w:tr>{one}</w:tr>' * count}</w:tbl>")


def runs(count: int) -> bytes:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r><w:r><w:t>x</w:t></w:r>"
    return document(f"<w:p>{''.join(bold.format(f'{place * _SPREAD:x}') for place in range(count))}</w:p>")


def footnotes(count: int) -> bytes:
    calls = "".join(f'<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="{place}"/></w:r></w:p>' for place in range(count))
    notes = "".join(f'<w:footnote w:id="{place}">{paragraph()}</w:footnote>' for place in range(count))
    return package(
        {
            "word/document.xml": xml_document(calls),
            "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": relationships({"n": ("footnotes", "footnotes.xml", False)}),
        }
    )


def entries(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", xml_document(paragraph()))
        for place in range(count):
            archive.writestr(f"word/{place}.xml", "")
    return buffer.getvalue()


def list_of(level_count: int, paragraphs: int) -> bytes:
    made = "".join(f'<w:lvl w:ilvl="{place}"><w:lvlText w:val="%1"/></w:lvl>' for place in range(level_count))
    override = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"/></w:lvlOverride>'
    number = f'<w:num w:numId="1"><w:abstractNumId w:val="1"/>{override}</w:num>'
    return docx(*["p[num=1/8]:x"] * paragraphs, numbering=f'<w:abstractNum w:abstractNumId="1">{made}</w:abstractNum>{number}')


def style_chain(count: int) -> bytes:
    styles = "".join(f'<w:style w:styleId="S{place}"><w:basedOn w:val="S{place + 1}"/></w:style>' for place in range(count))
    return docx(*(f"p[style=S{place}]:x" for place in range(count)), styles=styles)


def many_arrows(count: int) -> bytes:
    arrows = {f"a{place}": ("image", f"{place * _SPREAD:x}", True) for place in range(count)}
    return docx("p:x", extra={"word/_rels/document.xml.rels": relationships(arrows)})


def open_tags_in_headers(count: int) -> bytes:
    arrows = relationships({f"a{place}": ("header", "h.xml", False) for place in range(500)})
    header = f"<w:hdr {NAMESPACES}>{'<v:textpath ' * count}</w:hdr>"
    return docx("p:x", extra={"word/h.xml": header, "word/_rels/document.xml.rels": arrows})


def many_headers(count: int) -> bytes:
    arrows = relationships({f"a{place}": ("header", f"h{place}.xml", False) for place in range(count)})
    header = f"<w:hdr {NAMESPACES}>{'<w:p/>' * 2_600_000}</w:hdr>"
    return docx("p:x", extra={"word/_rels/document.xml.rels": arrows, **{f"word/h{place}.xml": header for place in range(count)}})


def one_chart(count: int) -> bytes:
    chart = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    shown = f'<w:drawing><a:graphicData><c:chart {chart} r:id="c"/></a:graphicData></w:drawing>'
    calls = "".join(f"<w:p><w:r><w:t>{place * _SPREAD:x}</w:t>{shown}</w:r></w:p>" for place in range(count))
    values = f"<c:chartSpace {chart}><c:ser><c:val>{'<c:v>1</c:v>' * 100_000}</c:val></c:ser></c:chartSpace>"
    arrows = relationships({"c": ("chart", "c.xml", False)})
    return package({"word/document.xml": xml_document(calls), "word/c.xml": values, "word/_rels/document.xml.rels": arrows})


def directory(count: int) -> bytes:
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, *[0] * 7, 8, *[0] * 6) + b"document"
    first = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *[0] * 7, 8, 0) + b"document"
    ended = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(entry) * count, len(first), 0)
    return first + entry * count + ended


def outside_the_body(count: int) -> bytes:
    kept = "".join(f'<w:p w:x="{place * _SPREAD:x}"/>' for place in range(count))
    return package({"word/document.xml": f"<w:document {NAMESPACES}><w:background>{kept}</w:background><w:body/></w:document>"})


def invented_words(count: int) -> bytes:
    chance = random.Random(5)
    return document("".join(paragraph("".join(chance.choices("aeioubcdghµ¸¶·¹¨", k=9))) for _ in range(count)))


def old_words(count: int) -> bytes:
    return document("".join(paragraph(f"{place * _SPREAD:x} {OLD * 10}") for place in range(count // 90)))


OLD = "Quy\u00d5t ®Þnh vÒ viÖc ban hµnh quy ®Þnh "
PAGE = '<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>'
JOINED = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>x </w:t></w:r></w:p>'
RESULT = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a span of a milliard columns": lambda: rows(cell('<w:gridSpan w:val="1000000000"/>') * 3, 3),
    "spans and merges over every column": lambda: rows(cell('<w:gridSpan w:val="200"/><w:vMerge w:val="restart"/>') * 5, 10_000),
    "a cell that swallows the table": lambda: rows(cell("<w:vMerge/>") * 20, 8_000),
    "a row of very many columns": lambda: rows(cell() * 100_000, 1),
    "tables ten thousand deep": lambda: document("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000),
    "a list of very many levels": lambda: list_of(100_000, 3_000),
    "a number of a million digits": lambda: docx(*["p[num=1]:x"] * 1_000, numbering=levels("decimal|" + "%1" * 500_000)),
    "styles one upon the other": lambda: style_chain(10_000),
    "a paragraph of a million runs": lambda: runs(500_000),
    "a paragraph of very many pages": lambda: document(f"<w:p>{PAGE * 100_000}</w:p>"),
    "very many notes": lambda: footnotes(100_000),
    "fields that never end": lambda: document(f"<w:p>{BEGIN * 10}<w:r><w:t>x</w:t></w:r></w:p>" * 10_000),
    "fields one in the other": lambda: document(f"<w:p>{BEGIN * 100_000}{'<w:r><w:t>x</w:t></w:r>' * 1_000}</w:p>"),
    "results one in the other": lambda: document(f"<w:p>{RESULT * 20_000}{'<w:r><w:t>x</w:t></w:r>' * 50_000}</w:p>"),
    "a result of very many pieces": lambda: document(f"<w:p>{RESULT}{'<w:r><w:t>xxxxxxxxxx</w:t></w:r>' * 300_000}</w:p>"),
    "an attribute of fifty megabytes": lambda: document(f'<w:p w:x="{"x" * 50_000_000}"/>'),
    "a zip of very many entries": lambda: entries(65_000),
    "a zip of a million entries": lambda: directory(1_000_000),
    "a bomb": lambda: package({"word/document.xml": b" " * 300_000_000}),
    "very many relationships": lambda: many_arrows(300_000),
    "headers of open tags": lambda: open_tags_in_headers(200_000),
    "very many large headers": lambda: many_headers(20),
    "one chart shown very often": lambda: one_chart(20_000),
    "a hundred megabytes before the body": lambda: outside_the_body(3_000_000),
    "a word without end in an old encoding": lambda: document(paragraph(OLD * 50) + paragraph("µ a" + "‘" * 200_000 + "a")),
    "dashes without end in an old encoding": lambda: document(paragraph(OLD * 50) + paragraph("\u00ad•" * 200_000)),
    "invented words in an old encoding": lambda: invented_words(100_000),
    "very many words in an old encoding": lambda: old_words(1_200_000),
    "alternatives without end": lambda: document(
        f"<w:p><w:r><mc:AlternateContent>{'<mc:Choice><w:x/></mc:Choice>' * 300_000}</mc:AlternateContent></w:r></w:p>"
    ),
    "deleted ends that join everything": lambda: document(JOINED * 150_000),
    "tone marks without letters": lambda: document(paragraph("a" + "\u0301" * 3_000_000)),
    "tone marks out of order": lambda: document(paragraph("a" + "\u0301\u0323" * 500_000)),
    "a sign that is none": lambda: document(paragraph("&#0;")),
    "half a character": lambda: package({"word/document.xml": xml_document(paragraph("@@")).encode().replace(b"@@", b"\xed\xa0\x80")}),
}  # fmt: skip
QUICK = (
    "a span of a milliard columns",
    "tables ten thousand deep",
    "a list of very many levels",
    "a number of a million digits",
    "styles one upon the other",
    "an attribute of fifty megabytes",
    "a bomb",
    "headers of open tags",
    "results one in the other",
    "tone marks out of order",
    "a word without end in an old encoding",
    "dashes without end in an old encoding",
    "half a character",
)


def _read_fenced(data: bytes, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    outcome = read(data)
    last = outcome.findings[-1].code if outcome.findings else ""
    answer.send(("read" if outcome.value is not None else last, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


def read_fenced(data: bytes) -> tuple[str, int]:
    """What became of *data* (``read`` or the code that refused it), and the most memory the process held, in bytes."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=_read_fenced, args=(data, there))
    child.start()
    there.close()
    try:
        became, held = here.recv()
    except EOFError:
        became, held = f"ended with {child.exitcode}", 0
    child.join()
    return str(became), int(held)


def check(name: str) -> None:
    data = HOSTILE[name]()
    became, held = read_fenced(data)
    assert became == "read" or became.startswith("W0"), became
    assert held < _BYTES


@pytest.mark.parametrize("name", QUICK)
def test_a_file_made_to_exhaust_the_reader_does_not(name: str) -> None:
    check(name)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in QUICK])
def test_a_file_made_to_exhaust_the_reader_for_long_does_not(name: str) -> None:
    check(name)
