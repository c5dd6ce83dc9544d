"""Real Word documents: converted, valid, text identical, and the articles of the manifest; a sample, and all of them as soak."""

import csv
from pathlib import Path

import pytest

from gazette import akn, structure, word
from gazette.model.blocks import Blocks
from tests.shared import shared
from tests.structure.truth import FACTS, Verdict, table, truth, verdicts

OUTPUT = Path(__file__).parents[1] / "output"


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


def judged(rows: list[dict[str, str]]) -> list[Verdict]:
    """The verdicts on the files of *rows*."""
    found: list[Verdict] = []
    for row in rows:
        blocks = blocks_of(row)
        assert blocks is not None, row["file"]
        found.extend(verdicts(row, blocks, structure.recognise(blocks).require()))
    return found


def share(found: list[Verdict], fact: str) -> float:
    """The share of right answers on *fact*, each kind weighing the same."""
    kinds: dict[str, list[bool]] = {}
    for one in found:
        if one.fact == fact and one.expected is not None:
            kinds.setdefault(one.kind, []).append(one.right)
    return sum(sum(rights) / len(rights) for rights in kinds.values()) / max(len(kinds), 1)


def test_the_table_of_truth_is_wide_and_comes_in_two_halves() -> None:
    rows = truth()
    assert len(rows) >= 80
    assert len({row["kind"] for row in rows}) >= 15
    assert sum(row["split"] == "held" for row in rows) >= 0.45 * len(rows)


def test_a_sample_of_real_documents_says_what_a_reader_found_in_them() -> None:
    rows = [row for row in truth() if row["file"].endswith(".docx")]
    found = judged(rows[::2])
    assert [one for one in found if one.invented] == []
    assert [(one.file, one.fact) for one in found if not one.right and one.fact in ("number", "date", "articles")] == []


@pytest.mark.soak
def test_real_documents_say_what_a_reader_found_in_them() -> None:
    found = judged(truth())
    OUTPUT.mkdir(exist_ok=True)
    halves = {split: [one for one in found if one.split == split] for split in ("dev", "held")}
    text = "".join(f"## {name}\n\n{table(half)}\n" for name, half in halves.items())
    (OUTPUT / "structure.md").write_text(text, encoding="utf-8")
    assert [one for one in found if one.invented] == []
    for name, half in halves.items():
        short = {fact: round(share(half, fact), 3) for fact in FACTS if share(half, fact) < (0.99 if fact == "articles" else 0.98)}
        assert not short, (name, short)
