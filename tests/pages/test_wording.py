"""How values read on a page."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.relations import Relation
from gazette.pages import qr_svg, render, wording
from gazette.pages.anchors import with_anchors, with_links


def test_a_moment_is_told_in_vietnamese_legal_time() -> None:
    assert wording.moment(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "00:30, 01/01/2027"
    assert wording.day(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "01/01/2027"
    assert wording.moment(None) == "–"


def test_dates_in_words_follow_the_language() -> None:
    assert wording.day_in_words(date(2026, 3, 9)) == "ngày 09 tháng 3 năm 2026"
    assert wording.day_in_words("2026-03-09", "en") == "9 March 2026"
    assert wording.day_in_words(None) == "–"


@pytest.mark.parametrize(
    ("octets", "said"), [(0, "0 B"), (1023, "1023 B"), (2048, "2 KB"), (2_500_000, "2,4 MB"), (64 * 1024 * 1024, "64 MB")]
)
def test_sizes_are_told_shortly(octets: int, said: str) -> None:
    assert wording.size(octets) == said


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_keeps_its_digits(number: int) -> None:
    assert re.sub(r"\D", "", wording.count(number)) == str(number)


def test_levels_kinds_states_and_relations_have_names_in_both_languages() -> None:
    assert (wording.level_label("bi-mat"), wording.level_label("bi-mat", "en")) == ("Bí mật", "Confidential")
    assert wording.kind_label("quyet-dinh", lang="en") == "Decision"
    assert wording.action_label("read") == "Đọc tệp"
    assert wording.rendition_label("signed", "en") == "Signed PDF"
    assert wording.series_label("ubnd-tinh-an-phuoc/quyet-dinh/qppl") == "Quyết định quy phạm pháp luật"
    assert wording.kind_label("la", "Loại lạ") == "Loại lạ"
    assert wording.state_label("disposed", "en") == "Destroyed"


def test_the_qr_picture_has_no_inline_style() -> None:
    picture = qr_svg("https://congbao.invalid/xac-thuc/K7QM", "Mã QR")
    assert picture.startswith("<svg")
    assert "style=" not in picture
    assert "<title>Mã QR</title>" in picture


def test_a_provision_s_number_is_the_link_to_itself() -> None:
    html = '<section class="article" id="art_1"><h2><span class="num">Điều 1.</span> Phạm vi</h2></section>'
    assert with_anchors(html) == (
        '<section class="article" id="art_1"><h2><a class="num" href="#art_1" data-copy>Điều 1.</a> Phạm vi</h2></section>'
    )


@given(st.text())
def test_a_text_without_numbers_is_left_as_it_is(text: str) -> None:
    assert with_anchors(text) == text


def test_mail_carries_a_link_and_nothing_of_the_document() -> None:
    text = render("mail/notice.txt", "vi", {"site_name": "Công báo", "link": "https://congbao.invalid/ban-lam-viec", "id": "ab12"})
    assert "https://congbao.invalid/ban-lam-viec" in text


def test_a_citation_is_a_link_only_where_the_work_is_published_here() -> None:
    html = '<p><a href="/akn/vn/act/luat/a">Luật A</a> và <a href="/akn/vn/act/quyet-dinh/b#art_1">Quyết định B</a></p>'
    known = [Relation("x", work="/akn/vn/act/quyet-dinh/b", slug="quyet-dinh-b")]
    assert with_links(html, known) == '<p>Luật A và <a href="/van-ban/quyet-dinh-b">Quyết định B</a></p>'
    assert "<a" not in with_links(html)
