"""The Word file as a page: every paragraph at its place, nothing in it read as markup."""

from gazette.model.blocks import Blocks, Cell, Image, Paragraph, Picture, Row, Run, Table
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
