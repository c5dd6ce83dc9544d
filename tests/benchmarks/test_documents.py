"""The generated documents."""

import hashlib
import io
from collections.abc import Callable

import docx
import pytest

from benchmarks import documents, word_documents


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


@pytest.mark.parametrize("make", [word_documents.twenty_pages, word_documents.two_pages])
def test_a_document_as_word_writes_it_is_the_same_at_every_run_and_is_understood(make: Callable[[int], bytes]) -> None:
    from gazette.structure import recognise
    from gazette.word import read

    data = make(3)
    assert data == make(3)
    assert data != make(4)
    blocks = read(data, name="x.docx")
    assert not blocks.findings
    draft = recognise(blocks.require()).require()
    assert draft.number is not None


def test_the_large_document_as_word_writes_it_is_as_large_as_it_says() -> None:
    opened = docx.Document(io.BytesIO(word_documents.large()))
    assert 19_900 < len(opened.paragraphs) < 20_100
    assert len(opened.element.body.findall(".//{*}tbl")[-1].findall("{*}tr")) == 2_000
