"""The sample documents through the line to the page."""

from functools import lru_cache

import pytest

from gazette.akn import to_text, write
from gazette.structure import recognise
from gazette.typeset import TypesetDocument, document
from gazette.word import read
from samples.build import DOCUMENTS
from tests.typeset.texts import packed, text_of, turned

NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.docx"))


@lru_cache(maxsize=32)
def printed(name: str) -> tuple[bytes, TypesetDocument]:
    blocks = read((DOCUMENTS / f"{name}.docx").read_bytes()).require()
    xml = write(recognise(blocks).require()).require()
    return xml, document(xml, images={key: image.data for key, image in blocks.images.items()}).require()


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_printed_with_a_place_for_signature_and_seal(name: str) -> None:
    _, made = printed(name)
    assert [box.role for box in made.boxes] == ["leader", "seal"]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_sample_is_lost_on_the_page(name: str) -> None:
    xml, made = printed(name)
    page = packed(text_of(made.pdf))
    words = {word.strip("-_*;:,.") for word in to_text(xml).split()}
    lost = [word for word in words if packed(word) not in page]
    assert not lost


def test_the_annex_of_procedures_stands_on_landscape_pages_with_its_heads_repeated() -> None:
    _, made = printed("10-qd-cong-bo-tthc")
    assert turned(made.pdf) == [False, False, True, True, True]
