"""Words within drawings are read once and in order: SmartArt, charts, shapes, word art; watermarks are reported."""

from collections.abc import Mapping

import pytest

from gazette.model.blocks import Blocks, Frame
from gazette.model.outcome import Outcome
from gazette.word import read
from tests.words import NAMESPACES, docx, package, relationships, xml_document

DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
DSP = 'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
CX = 'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
RUN = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"


def drawing(inner: str, anchor: str = "inline") -> str:
    return f"<w:r><w:drawing><wp:{anchor}><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:{anchor}></w:drawing></w:r>"


def document(body: str, links: Mapping[str, tuple[str, str, bool]], parts: Mapping[str, str]) -> Outcome[Blocks]:
    rels = relationships(links)
    named = {f"word/{name}": content for name, content in parts.items()}
    return read(package({"word/document.xml": xml_document(body), "word/_rels/document.xml.rels": rels, **named}))


def text(line: str) -> str:
    return read(docx(f"xml:{line}")).require().visible_text()


def places(outcome: Outcome[Blocks]) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in outcome.findings]


def smart_art(*, drawn: bool) -> Outcome[Blocks]:
    points = "".join(f"<dgm:pt><dgm:t>{RUN.format(entry)}</dgm:t></dgm:pt>" for entry in ("Thẩm định", "Tiếp nhận"))
    kept = f'<a:ext uri="x"><dsp:dataModelExt {DSP} relId="r2"/></a:ext>'
    data = f"<dgm:dataModel {DGM} {NAMESPACES}><dgm:ptLst>{points}</dgm:ptLst><dgm:extLst>{kept}</dgm:extLst></dgm:dataModel>"
    shapes = "".join(f"<dsp:sp><dsp:txBody>{RUN.format(entry)}</dsp:txBody></dsp:sp>" for entry in ("Tiếp nhận", "Thẩm định"))
    links = {"r1": ("diagramData", "diagrams/data1.xml", False), "r2": ("diagramDrawing", "diagrams/drawing1.xml", False)}
    parts = {"diagrams/data1.xml": data}
    if drawn:
        parts["diagrams/drawing1.xml"] = f"<dsp:drawing {DSP} {NAMESPACES}><dsp:spTree>{shapes}</dsp:spTree></dsp:drawing>"
    placed = drawing(f'<dgm:relIds {DGM} r:dm="r1"/>')
    return document(f"<w:p><w:r><w:t>Quy trình:</w:t></w:r>{placed}</w:p>", links, parts)


def test_the_words_of_smart_art_are_a_frame_in_the_order_it_was_drawn() -> None:
    outcome = smart_art(drawn=True)
    assert outcome.require().visible_text() == "Quy trình:\nTiếp nhận\nThẩm định"
    assert isinstance(outcome.require().blocks[1], Frame)
    assert places(outcome) == [("W026", "paragraph 1")]
    assert outcome.findings[0].details == {"kind": "SmartArt", "count": "2"}


def test_smart_art_without_a_kept_drawing_gives_its_entries() -> None:
    assert smart_art(drawn=False).require().visible_text() == "Quy trình:\nThẩm định\nTiếp nhận"


def chart(inner: str, name: str = f"c:chartSpace {C}") -> Outcome[Blocks]:
    placed = drawing(f'<c:chart {C} r:id="r1"/>')
    body = f"<w:p>{placed}</w:p>"
    part = f"<{name} {NAMESPACES}>{inner}</{name.split()[0]}>"
    return document(body, {"r1": ("chart", "charts/chart1.xml", False)}, {"charts/chart1.xml": part})


def test_a_chart_gives_its_titles_its_series_and_their_values() -> None:
    def cache(name: str, *values: str) -> str:
        points = "".join(f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(values))
        return f"<c:{name}><c:strRef><c:f>A1</c:f><c:strCache>{points}</c:strCache></c:strRef></c:{name}>"

    def title(words: str) -> str:
        return f"<c:title><c:tx><c:rich>{RUN.format(words)}</c:rich></c:tx></c:title>"

    years = cache("cat", "2024", "2025")
    series = f"<c:ser>{cache('tx', 'Thu')}{years}{cache('val', '0.30000000000000004', '12')}</c:ser>"
    series += f"<c:ser>{cache('tx', 'Chi')}{years}{cache('val', '7', '9.5')}</c:ser>"
    outcome = chart(f"{title('Ngân sách')}<c:barChart>{series}</c:barChart><c:valAx>{title('Tỷ đồng')}</c:valAx>")
    assert outcome.require().visible_text() == "\nNgân sách\nTỷ đồng\n2024\t2025\nThu\t0.3\t12\nChi\t7\t9.5"
    assert places(outcome) == [("W026", "paragraph 1")]


@pytest.mark.parametrize("inner", ["<c:ser><c:val/></c:ser>", "<c:title/>", "<unclosed>"])
def test_a_chart_without_words_or_with_a_damaged_part_is_still_reported(inner: str) -> None:
    outcome = chart(inner)
    assert outcome.require().visible_text() == ""
    assert outcome.findings[0].details == {"kind": "chart", "count": "0"}


def test_a_chart_of_the_newer_kind_gives_its_words() -> None:
    placed = drawing(f'<cx:chart {CX} r:id="r1"/>')
    body = f"<w:p>{placed}</w:p>"
    level = "<cx:lvl><cx:pt idx='0'>Xã</cx:pt><cx:pt idx='1'>Phường</cx:pt></cx:lvl>"
    part = (
        f"<cx:chartSpace {CX} {NAMESPACES}><cx:chartData>{level}</cx:chartData><cx:title>{RUN.format('Đơn vị')}</cx:title></cx:chartSpace>"
    )
    outcome = document(body, {"r1": ("chartEx", "charts/c.xml", False)}, {"charts/c.xml": part})
    assert outcome.require().visible_text() == "\nĐơn vị\nXã\tPhường"


BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
SHAPE = f"<wps:wsp><wps:txbx>{BOX.format('khung')}</wps:txbx></wps:wsp>"


def alternate(choice: str, fallback: str, requires: str = "wps") -> str:
    return f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>'


@pytest.mark.parametrize(
    "inner",
    [
        SHAPE,
        f'<wpg:wgp xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">{SHAPE}</wpg:wgp>',
        f'<wpc:wpc xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas">{SHAPE}</wpc:wpc>',
        f'<lc:lockedCanvas xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas">'
        f"<a:sp><a:txSp><a:txBody>{RUN.format('khung')}</a:txBody></a:txSp></a:sp></lc:lockedCanvas>",
    ],
    ids=["shape", "group", "canvas", "locked canvas"],
)
def test_words_in_a_shape_are_read_wherever_it_stands(inner: str) -> None:
    assert text(f"<w:p>{drawing(inner)}</w:p>") == "\nkhung"


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (f"<v:shape><v:textbox>{BOX.format('khung')}</v:textbox></v:shape>", "\nkhung"),
        (f"<v:group><v:rect><v:textbox>{BOX.format('khung')}</v:textbox></v:rect></v:group>", "\nkhung"),
        ('<v:shape><v:textpath string="MẬT"/></v:shape>', "MẬT"),
    ],
)
def test_words_in_old_shapes_are_read(inner: str, shown: str) -> None:
    assert text(f"<w:p><w:r><w:pict>{inner}</w:pict></w:r></w:p>") == shown


UNKNOWN = 'xmlns:new="http://vidu.invalid/new"'


@pytest.mark.parametrize(
    ("requires", "choice", "fallback", "shown"),
    [
        ("wps", "một", "hai", "một"),
        ("wps", "", "hai", "hai"),
        ("new", "một", "hai", "hai"),
        ("wps new", "một", "hai", "hai"),
        ("new", "một", "", "một"),
    ],
)
def test_of_two_forms_the_one_word_understands_is_read(requires: str, choice: str, fallback: str, shown: str) -> None:
    def run(word: str) -> str:
        return f"<w:r><w:t>{word}</w:t></w:r>" if word else ""

    forms = alternate(run(choice), run(fallback), requires)
    assert text(f"<w:p {UNKNOWN}>{forms}</w:p>") == shown


def test_forms_within_forms_are_read_once() -> None:
    inner = alternate(drawing(SHAPE), f"<w:r><w:pict><v:shape><v:textbox>{BOX.format('khác')}</v:textbox></v:shape></w:pict></w:r>")
    outer = alternate(inner, "<w:r><w:t>thay thế</w:t></w:r>")
    assert text(f"<w:p>{outer}</w:p>") == "\nkhung"


def with_header(inner: str) -> Outcome[Blocks]:
    header = f"<w:hdr {NAMESPACES}><w:p><w:r>{inner}</w:r></w:p></w:hdr>"
    return document("<w:p/>", {"r1": ("header", "header1.xml", False)}, {"header1.xml": header})


def anchored(inner: str, name: str = "x", behind: str = "1") -> str:
    about = f'<wp:docPr id="1" name="{name}"/>'
    return f'<w:drawing><wp:anchor behindDoc="{behind}">{about}<a:graphic>{inner}</a:graphic></wp:anchor></w:drawing>'


DRAFT = f"<wps:txbx>{BOX.format('DỰ THẢO')}</wps:txbx>"
OLD_DRAFT = f'<v:shape style="z-index:-5"><v:textbox>{BOX.format("DỰ THẢO")}</v:textbox></v:shape>'


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ('<w:pict><v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="DỰ THẢO"/></v:shape></w:pict>', "DỰ THẢO"),
        ("<w:pict><v:shape><v:textpath string='A &amp; B'/></v:shape></w:pict>", "A & B"),
        (anchored(DRAFT), "DỰ THẢO"),
        (anchored(DRAFT, "PowerPlusWaterMarkObject7", "0"), "DỰ THẢO"),
        (alternate(anchored(DRAFT), f"<w:pict>{OLD_DRAFT}</w:pict>"), "DỰ THẢO"),
        (f"<w:pict>{OLD_DRAFT}</w:pict>", "DỰ THẢO"),
        ('<w:pict><v:shape id="WordPictureWatermark3"><v:imagedata r:id="r9"/></v:shape></w:pict>', "[picture]"),
        (anchored("<a:blip/>", "WordPictureWatermark3"), "[picture]"),
    ],
)
def test_a_watermark_is_reported_with_its_words(inner: str, found: str) -> None:
    outcome = with_header(inner)
    assert [(finding.code, finding.details["text"]) for finding in outcome.findings] == [("W029", found)]


@pytest.mark.parametrize("inner", [anchored(DRAFT, behind="0"), anchored(BOX.format("- 12 -")), anchored("<a:blip/>", "Logo")])
def test_a_box_before_the_text_a_page_number_and_a_logo_are_no_watermarks(inner: str) -> None:
    assert "W029" not in {finding.code for finding in with_header(inner).findings}


def test_a_watermark_in_the_body_is_read_and_reported() -> None:
    shape = '<v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="DỰ THẢO"/></v:shape>'
    outcome = read(docx(f"xml:<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"))
    assert outcome.require().visible_text() == "DỰ THẢO"
    assert places(outcome) == [("W029", "paragraph 1")]


def test_an_embedded_object_shows_its_picture_and_is_reported_with_its_program() -> None:
    shape = '<v:shape style="width:60pt;height:20pt" alt="Công thức"><v:imagedata r:id="rImage"/></v:shape>'
    line = f'xml:<w:p><w:r><w:object>{shape}<o:OLEObject ProgID="Equation.3" r:id="rOle"/></w:object></w:r></w:p>'
    outcome = read(docx("p:{image}", line))
    assert places(outcome) == [("W025", "paragraph 2")]
    assert outcome.findings[0].details["kind"] == "Equation.3"
    assert len(list(outcome.require().paragraphs())[1].inlines) == 1
