"""The Word file as a page: every paragraph at its place, nothing in it read as markup."""

from gazette.model.blocks import Aside, Blocks, Cell, Image, Paragraph, Picture, Row, Run, Table, Trace
from gazette.model.offering import Offered
from gazette.model.settling import TrackedChange
from gazette.pages import word_view


def test_paragraphs_bear_their_places_looks_and_automatic_numbers() -> None:
    page = word_view(Blocks((Paragraph((Run("Cây", bold=True),), label="1.", align="center", where=3),)))
    assert '<p id="w-3" data-at="3" class="center"><span class="auto">1.</span> <b>Cây</b></p>' in page


def test_words_are_never_markup_and_pictures_only_data() -> None:
    blocks = Blocks(
        (
            Table((Row((Cell((Paragraph((Run("<script>&"),), where=1),), colspan=2),)),)),
            Paragraph((Picture("a.png", '" onerror="x'), Picture("https://noi-khac/b.png")), where=2),
        ),
        images={"a.png": Image(b"png", "image/png")},
    )
    page = word_view(blocks)
    assert "&lt;script&gt;&amp;" in page
    assert "<script" not in page
    assert '<td colspan="2">' in page
    assert 'src="data:image/png;base64,' in page
    assert 'src="https' not in page
    assert '" onerror' not in page


def test_a_mark_leads_to_its_row_and_says_who_made_it() -> None:
    change = TrackedChange("1-ab", "delete", 'Mẫu "A"', "2026-03-01T08:00", "mười", 4)
    aside = Aside("hidden", "Hết", "paragraph 4", "h-cd-1")
    inlines = (
        *(Trace("del", "1-ab", gone=True), Run("mười"), Run("hai", bold=True), Trace("del", "1-ab", gone=True, ends=True)),
        *(Run(" và "), Trace("hidden", gone=True), Run("Hết"), Trace("hidden", gone=True, ends=True)),
    )
    page = word_view(Blocks((Paragraph(inlines, where=4),)), Offered((change,), (aside,)))
    link = '<a href="#vet-{0}" tabindex="-1" aria-describedby="vet-{0}-ten">'
    said = 'title="Mẫu &quot;A&quot;, 2026-03-01 08:00"'
    assert f'<del class="trace mark-del" data-trace="1" {said}>{link.format(1)}mười<b>hai</b></a></del> và ' in page
    assert f'<span class="trace mark-hidden" data-trace="2">{link.format(2)}Hết</a></span>' in page


def test_marks_within_marks_are_one_link_and_what_is_not_offered_leads_nowhere() -> None:
    inner = (Trace("del", "2-b"), Run("bỏ"), Trace("del", "2-b", ends=True))
    page = word_view(Blocks((Paragraph((Trace("ins", "1-a"), *inner, Trace("ins", "1-a", ends=True), Trace("comment", "c-<"))),)))
    assert '<ins class="trace mark-ins"><del class="trace mark-del">bỏ</del></ins><sup class="trace mark-comment">✎</sup>' in page
    assert "<a" not in page
