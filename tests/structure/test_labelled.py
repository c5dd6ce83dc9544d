"""Citations of real documents against labels made by reading: the development set, and the set held out until the grammar stood."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from gazette import structure, word
from gazette.model.numbers import number_key
from tests.shared import shared
from tests.structure.labelled import Score, score, stretches

OUTPUT = Path(__file__).parents[1] / "output"


@pytest.mark.parametrize("name", ["dev", "held", "later"])
def test_citations_of_real_documents_are_those_that_a_reader_labelled(name: str) -> None:
    result = score(stretches(name))
    _report(name, result)
    assert result.precision >= 0.99, result.extra
    assert result.recall >= 0.95, result.missed


def test_four_hundred_citations_in_thirty_documents_are_labelled() -> None:
    labelled = list(stretches("dev", "held"))
    assert sum(len(one.labels) for one in labelled) >= 400
    assert len({one.file for one in labelled}) >= 30


def test_relations_of_real_documents_are_those_that_a_reader_labelled() -> None:
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with Path(__file__).with_name("relations.tsv").open(encoding="utf-8", newline="") as file:
        for name, type, numbers in csv.reader(file, delimiter="\t"):
            wanted[name] |= {(type, number_key(one)) for one in numbers.split()}
    found = {name: _relations(name) for name in wanted}
    both = sum(len(found[name] & wanted[name]) for name in wanted)
    assert len(wanted) >= 12
    assert both >= 0.95 * sum(map(len, found.values())), [(name, found[name] - wanted[name]) for name in wanted]
    assert both >= 0.95 * sum(map(len, wanted.values())), [(name, wanted[name] - found[name]) for name in wanted]


def _relations(name: str) -> set[tuple[str, str]]:
    """The relations of a document to numbered texts, plain references left out."""
    blocks = word.read(shared("word-corpus", "files", name).read_bytes(), name=name).require()
    stated = structure.recognise(blocks).require().relations
    return {(one.type, number_key(one.number)) for one in stated if one.number and one.type != "dan-chieu"}


def _report(name: str, result: Score) -> None:
    OUTPUT.mkdir(exist_ok=True)
    lines = [f"precision {result.precision:.4f} recall {result.recall:.4f} found {result.found}"]
    lines += [f"missed\t{one}" for one in result.missed] + [f"extra\t{one}" for one in result.extra]
    (OUTPUT / f"citations-{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
