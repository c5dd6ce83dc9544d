"""Measuring in child processes, and the tables."""

from pathlib import Path

import pytest

from benchmarks import documents
from benchmarks.__main__ import main
from benchmarks.measure import TaskFailed, measure
from benchmarks.tables import Table, shown


def test_a_task_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "twenty.docx"
    file.write_bytes(documents.twenty_pages())
    taken = measure("python_docx", file, runs=1)
    assert 0 < taken.work_ms < taken.process_ms
    assert taken.peak_mb > 10
    assert taken.extra == {"documents": 1}


def test_a_task_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(TaskFailed, match="absent"):
        measure("python_docx", tmp_path / "absent.docx", runs=1)


def test_a_table_is_markdown_with_figures_that_can_be_read() -> None:
    table = Table("Title", ("work", "ms"))
    table.add("one", 1234.5)
    table.add("two", None)
    assert table.markdown() == "## Title\n\n| work |    ms |\n|------|------:|\n| one  | 1,234 |\n| two  |     – |\n"
    assert [shown(value) for value in (0.12345, 12.345, 7)] == ["0.123", "12.3", "7"]


def test_an_unknown_group_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "reading" in capsys.readouterr().err
