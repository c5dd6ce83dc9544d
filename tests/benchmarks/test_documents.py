"""The generated documents."""

import hashlib
import io

import docx
import pytest

from benchmarks import documents


@pytest.mark.parametrize("make", [documents.twenty_pages, documents.hundred_pages])
def test_a_generated_document_is_the_same_at_every_run(make: object) -> None:
    assert hashlib.sha256(make()).digest() == hashlib.sha256(make()).digest()  # type: ignore[operator]


def test_a_generated_document_is_a_word_document_of_the_size_it_says() -> None:
    opened = docx.Document(io.BytesIO(documents.large()))
    assert len(opened.element.body.findall(".//{*}tbl")) == 3
    assert len(opened.tables[1].rows) == 2_001
    assert 19_900 < len(opened.paragraphs) < 20_100


def test_a_generated_document_is_understood_by_the_line() -> None:
    from gazette.structure import recognise
    from gazette.word import read

    blocks = read(documents.twenty_pages(), name="twenty.docx").value
    assert blocks is not None
    draft = recognise(blocks).value
    assert draft is not None
    assert draft.number == "45/2025/QĐ-UBND"
