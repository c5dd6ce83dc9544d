"""Real Word documents: converted, valid, text identical, and the articles of the manifest; a sample, and all of them as soak."""

import csv
from pathlib import Path

import pytest

from gazette import akn, structure, word
from gazette.model.blocks import Blocks
from tests.shared import shared


def manifest() -> list[dict[str, str]]:
    with shared("word-corpus", "manifest.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def blocks_of(row: dict[str, str]) -> Blocks | None:
    path: Path = shared("word-corpus", "files", row["file"])
    return word.read(path.read_bytes(), name=row["file"]).value


def check(row: dict[str, str]) -> int:
    """Convert one file, hold it to the gate, give its number of articles; -1 when station 1 refused the file."""
    blocks = blocks_of(row)
    if blocks is None:
        return -1
    draft = structure.recognise(blocks).require()
    xml = akn.write(draft).require()
    assert akn.validate(xml) == (), row["file"]
    identity = akn.text_identity(blocks.visible_text(), xml)
    assert identity.identical, (row["file"], identity.before, identity.after)
    assert akn.write(akn.read(xml).require()).require() == xml, row["file"]
    return draft.count("article")


def test_a_sample_of_real_documents_keeps_every_character() -> None:
    rows = [row for row in manifest() if row["kind"] == "docx"]
    counts = [(check(row), int(row["typed_articles"] or 0)) for row in rows[::12]]
    assert sum(found == expected for found, expected in counts) >= 0.8 * len(counts)


def test_a_law_numbered_by_word_itself_has_all_its_articles() -> None:
    row = next(row for row in manifest() if row["number"] == "84/2015/QH13")
    assert check(row) == 92


@pytest.mark.soak
def test_every_real_document_keeps_every_character() -> None:
    counts = [(check(row), int(row["typed_articles"] or 0)) for row in manifest()]
    read = [(found, expected) for found, expected in counts if found >= 0]
    assert len(read) >= 0.98 * len(counts)
    assert sum(found == expected for found, expected in read) >= 0.9 * len(read)
