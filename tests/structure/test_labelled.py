"""Citations of real documents against labels made by reading: the development set, and the set held out until the grammar stood."""

from pathlib import Path

import pytest

from tests.structure.labelled import Score, score, stretches

OUTPUT = Path(__file__).parents[1] / "output"


@pytest.mark.parametrize("name", ["dev", "held"])
def test_citations_of_real_documents_are_those_that_a_reader_labelled(name: str) -> None:
    result = score(stretches(name))
    _report(name, result)
    assert result.precision >= 0.97, result.extra
    assert result.recall >= 0.95, result.missed


def test_four_hundred_citations_in_thirty_documents_are_labelled() -> None:
    labelled = list(stretches("dev", "held"))
    assert sum(len(one.labels) for one in labelled) >= 400
    assert len({one.file for one in labelled}) >= 30


def _report(name: str, result: Score) -> None:
    OUTPUT.mkdir(exist_ok=True)
    lines = [f"precision {result.precision:.4f} recall {result.recall:.4f} found {result.found}"]
    lines += [f"missed\t{one}" for one in result.missed] + [f"extra\t{one}" for one in result.extra]
    (OUTPUT / f"citations-{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
