"""Reading HTML: anchors, tables with scope, notes, escaped text, a whole page when asked."""

import re
from html.parser import HTMLParser

import pytest

from gazette import akn
from gazette.akn.html import mathml
from tests.akn.documents import xml_of

VOID = {"br", "hr", "img", "meta"}


class Nesting(HTMLParser):
    """Checks that every element is closed in order and no id stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(html: str) -> Nesting:
    parser = Nesting()
    parser.feed(html)
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    return parser


def test_every_provision_has_an_anchor_equal_to_its_eid() -> None:
    ids = parsed(akn.to_html(xml_of())).ids
    assert {"chp_1", "chp_1__art_1", "chp_1__art_1__clause_1__point_dd", "att_1", "att_1__art_1"} <= set(ids)


def test_text_is_escaped_and_none_of_it_is_lost() -> None:
    html = akn.to_html(xml_of())
    assert "&lt;đô thị&gt;" in html
    assert "Cây &amp; cỏ" in html
    shown = re.sub(r"\s+", "", "".join(parsed(html).text))
    for line in akn.to_text(xml_of()).split("\n"):
        assert re.sub(r"\s+", "", line) in shown or "Gồm" in line


def test_a_note_links_to_its_text_and_back() -> None:
    html = akn.to_html(xml_of())
    assert 'href="#note_1" role="doc-noteref"' in html
    assert '<li id="note_1">' in html
    assert 'href="#ref_note_1"' in html


def test_header_cells_have_a_scope() -> None:
    html = akn.to_html(xml_of("Điều 1. Bảng:\n[ a | b ]").replace(b"<td>", b"<th>").replace(b"</td>", b"</th>"))
    assert html.count("<th scope=col>") == 2


def test_a_standalone_page_has_a_title_contents_and_a_way_to_the_text() -> None:
    html = akn.to_html(xml_of(), standalone=True)
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>QUYẾT ĐỊNH Ban hành Quy định về cây xanh &lt;đô thị&gt;</title>" in html
    assert '<a href="#chp_1__art_1">Điều 1. Phạm vi</a>' in html
    assert '<a class="skip" href="#text">' in html
    parsed(html)


def test_a_page_without_contents_keeps_no_empty_column_for_them() -> None:
    html = akn.to_html(
        xml_of("[[ ỦY BAN NHÂN DÂN XÃ TÂN MẪU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ]]\nKính gửi: Sở Nội vụ"), standalone=True
    )
    assert '<div class="frame alone"><main' in html
    assert '<div class="frame"><nav' in akn.to_html(xml_of(), standalone=True)


def test_dashes_are_nested_sections_with_anchors_and_stay_out_of_the_contents() -> None:
    xml = xml_of("= BÁO CÁO\nI. KẾT QUẢ\n- Cây bóng mát:\n+ Ven đường.\nĐạt kế hoạch.")
    html = akn.to_html(xml, standalone=True)
    outer = re.search(r'<section class="tiet" id="(\w+)"><p><span class="num">-</span> Cây bóng mát:</p>', html)
    assert outer is not None
    assert f'<section class="tiet" id="{outer.group(1)}__hcontainer_1"><p><span class="num">+</span>' in html
    assert [(item.num, item.children) for item in akn.contents(xml)] == [("I.", ())]
    assert [one.num for one in akn.provisions(xml)] == ["I."]


def test_the_views_own_words_follow_the_language() -> None:
    assert 'aria-label="Notes"' in akn.to_html(xml_of(), lang="en")
    assert 'aria-label="Chú thích"' in akn.to_html(xml_of(), lang="vi")


@pytest.mark.parametrize(
    ("source", "shown"), [("a.png", True), ("javascript:alert(1)", False), ("//evil/x.png", False), ("data:text/html,x", False)]
)
def test_pictures_come_from_safe_addresses_only(source: str, shown: bool) -> None:
    xml = xml_of("Điều 1. Hình.").replace("Hình.".encode(), f'<img src="{source}" alt="x"/>'.encode())
    assert ("<img" in akn.to_html(xml)) is shown
    assert 'src="/anh/a.png"' in akn.to_html(xml.replace(source.encode(), b"a.png"), image_url=lambda name: f"/anh/{name}")


def test_formulas_keep_presentation_elements_only() -> None:
    assert mathml('<math onclick="x()"><mi href="javascript:1">x</mi><script>1</script></math>') == "<math><mi>x</mi>1</math>"
    assert mathml("<svg/>") == ""
    assert mathml("<math>") == ""


def test_the_enacting_formula_is_marked_in_the_reading_view() -> None:
    shown = akn.to_html(xml_of("= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Luật Thử;\nQUYẾT ĐỊNH:\nĐiều 1. Một."))
    assert '<div class="enacting"><p>QUYẾT ĐỊNH:</p></div>' in shown


def test_quoted_provisions_are_a_quotation_after_their_instruction() -> None:
    html = akn.to_html(
        xml_of(
            "* Điều 1. Sửa đổi Quyết định số 11/2020/QĐ-UBND\n"
            "1. Sửa đổi Điều 5 của Quyết định số 11/2020/QĐ-UBND như sau:\n“Điều 5. Năm\n1. Mới.”.\n* Điều 5. Hiệu lực\nTừ ngày ký."
        )
    )
    parsed(html)
    assert re.search(
        r'id="art_1__clause_1__mod_1">Sửa đổi Điều 5 .*? như sau:</span></p><blockquote class="quoted" id="[^"]*__qstr_1">', html
    )
    assert html.count('id="art_5"') == 1
    assert html.index("</blockquote>") < html.index('id="art_5"')
