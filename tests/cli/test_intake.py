"""import: bulk intake with a journal."""

import json
from pathlib import Path

import pytest

from tests.demo import Demo
from tests.words import docx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good files, a bad one and a stranger."""
    made = tmp_path / "given"
    (made / "sub").mkdir(parents=True)
    (made / "a.docx").write_bytes(docx("p:Thông báo", "p:Điều 1. Về một việc."))
    (made / "sub" / "b.docx").write_bytes(docx("p:Thông báo", "p:Điều 1. Về việc khác."))
    (made / "c.docx").write_bytes(b"")
    (made / "d.txt").write_text("không phải Word")
    return made


def test_a_folder_is_taken_in_and_bad_files_do_not_stop_it(own: Demo, folder: Path) -> None:
    answer = own.json("import", folder)
    assert answer.status == 1
    assert [(Path(row["source"]).name, row["status"]) for row in answer.rows] == [
        ("a.docx", "received"),
        ("c.docx", "refused"),
        ("b.docx", "received"),
    ]
    received = [row["number"] for row in answer.rows if row["status"] == "received"]
    assert received[1] == received[0] + 1
    refused = answer.rows[1]
    assert refused["code"]
    assert refused["message"]


def test_a_broken_run_goes_on_where_it_stopped(own: Demo, folder: Path) -> None:
    assert own.call("import", folder / "a.docx").status == 0
    with (own.home / "import-journal.jsonl").open("a") as journal:
        journal.write('{"source": "b.docx", "sta')  # killed while writing
    answer = own.json("import", folder, "--resume")
    assert [Path(row["source"]).name for row in answer.rows] == ["c.docx", "b.docx"]
    again = own.json("import", folder, "--resume")
    assert [row["status"] for row in again.rows] == ["refused"]
    rows = [line for line in (own.home / "import-journal.jsonl").read_text().splitlines() if line.endswith("}")]
    assert all(json.loads(row)["sha256"] for row in rows)


def test_equal_files_are_received_once(own: Demo, folder: Path) -> None:
    first = own.json("import", folder / "a.docx").row
    assert own.json("import", folder / "a.docx").row["document"] == first["document"]


def test_an_english_run_speaks_english(own: Demo, folder: Path) -> None:
    message = own.call("--lang", "en", "--json", "import", folder / "c.docx").row["message"]
    assert message.isascii()


def test_a_path_that_is_not_there_is_status_two(own: Demo, folder: Path) -> None:
    answer = own.call("import", folder, folder / "none")
    assert answer.status == 2
    assert "none" in answer.err


def test_a_folder_without_word_files_is_status_two(own: Demo, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = own.call("import", tmp_path / "empty")
    assert answer.status == 2
    assert answer.err.splitlines()[-1].startswith("gazette: ")


def test_only_a_clerk_takes_in(own: Demo, folder: Path) -> None:
    assert own.json("import", folder / "a.docx", "--as", "kiem-soat").status == 1
