"""The signed PDF beside the text: every place where they part, with its line; the same words in other columns are no difference."""

from pathlib import Path

import pytest

from gazette.model.document import Document, Upload
from tests.services.test_preflight import act, signed_page
from tests.town import Town

DAY = "ngày 08 tháng 9 năm 2025"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here: nothing is written."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def text(*amounts: int) -> bytes:
    lines = [f"Điều {number}. Mức thu là {amount} đồng." for number, amount in enumerate(amounts, 1)]
    return act("06/2025/QĐ-UBND", DAY, *lines)


def received(town: Town, word: bytes, signed: bytes) -> Document:
    pdf = Upload("qd.pdf", signed_page(town, signed))
    return town.forward(town.services.receive.receive(town.who("clerk"), Upload("qd.docx", word), signed_pdf=pdf).document, "converted")


def test_every_place_is_listed_with_the_words_of_both_sides_and_its_line(town: Town) -> None:
    document, editor = received(town, text(10, 20, 30), text(11, 20, 33)), town.who("editor")
    found = town.services.repair.opposite(editor, document.id)
    assert found is not None
    assert found.finding is not None
    assert [(one.text, one.printed, one.provision) for one in found.places] == [("10", "11", "Điều 1"), ("30", "33", "Điều 3")]
    lines = town.services.repair.open(editor, document.id).lines
    assert ["Điều 1." in lines[found.places[0].line - 1], "Điều 3." in lines[found.places[1].line - 1]] == [True, True]


def test_the_same_words_are_no_difference_and_without_a_signed_pdf_there_is_nothing_to_compare(town: Town) -> None:
    editor = town.who("editor")
    same = town.services.repair.opposite(editor, received(town, text(10), text(10)).id)
    assert same is not None
    assert (same.finding, same.places) == (None, ())
    assert town.services.repair.opposite(editor, town.through("converted").id) is None
