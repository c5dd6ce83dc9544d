"""Two forms of one text side by side: every line finds the paragraph its words come from."""

from pathlib import Path

from gazette import akn, word
from gazette.conversion import convert

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "documents" / "01-qd-quy-dinh-cay-xanh.docx"


def test_every_line_of_the_editable_text_stands_beside_its_paragraph() -> None:
    data = SAMPLE.read_bytes()
    xml = convert(data, SAMPLE.name).xml
    assert xml is not None
    blocks = word.read(data, name=SAMPLE.name, painter=word.TextOnly()).require()
    paragraphs = {one.where: one.text for one in blocks.paragraphs()}
    lines = akn.to_editable(akn.read(xml).require()).split("\n")
    first = next(at for at, line in enumerate(lines, start=1) if line.startswith("==="))
    places = akn.beside(paragraphs.items(), (one for one in akn.editable_lines(lines) if one[0] > first))
    articles = [at for at, line in enumerate(lines, start=1) if at > first and line.strip().startswith("Điều ")]
    assert len(articles) > 15
    apart = [
        (lines[at - 1], paragraphs[places[at]]) for at in articles if _letters(lines[at - 1])[:7] not in _letters(paragraphs[places[at]])
    ]
    assert apart == []


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def test_a_line_whose_words_changed_stays_between_its_neighbours() -> None:
    first = [(1, "một"), (2, "hai"), (3, "ba")]
    assert akn.beside(first, [(10, "một"), (11, "khác"), (12, "thêm nữa"), (13, "ba")]) == {10: 1, 11: 2, 12: 2, 13: 3}


def test_decomposed_letters_and_marks_make_no_difference() -> None:
    assert akn.beside([(4, "Đie\u0302\u0300u 1. Cây")], [(7, "Điều 1. Cây"), (8, "")]) == {7: 4}
