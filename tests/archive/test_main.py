"""The command line on a folder of its own: what it prints, what it refuses, and with which status it ends."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.__main__ import main

Run = Callable[..., int]
PERSON = ["--as", "an", "--clearance", "bi-mat"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return lambda *arguments: main(["--home", str(tmp_path / "kho"), "--json", *map(str, arguments)])


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "cong-van.txt"
    path.write_bytes("Kính gửi".encode())
    return path


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_help_is_given_by_the_module_itself() -> None:
    done = subprocess.run([sys.executable, "-m", "archive", "--help"], capture_output=True, text=True, check=True)
    assert "fixity" in done.stdout


def test_a_file_goes_in_and_comes_out_the_same(run: Run, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("put", paper, "--title", "Công văn", "--level", "han-che", *PERSON) == 0
    (kept,) = _lines(capsys)
    assert kept["level"] == "han-che"
    out = tmp_path / "ra.txt"
    assert run("get", kept["record"], "-o", out, *PERSON) == 0
    assert out.read_bytes() == paper.read_bytes()
    assert run("list", *PERSON) == 0
    assert [line["title"] for line in _lines(capsys)] == ["Công văn"]
    assert run("show", kept["record"], *PERSON) == 0
    assert run("fixity") == 0
    assert run("audit", "verify") == 0


def test_a_reader_without_clearance_gets_the_answer_for_nothing(
    run: Run, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("put", paper, "--title", "Kín", "--level", "bi-mat", *PERSON)
    (kept,) = _lines(capsys)
    answers = []
    for record in (kept["record"], "0" * 32, "khong-co"):
        assert run("get", record, "-o", tmp_path / "ra.txt", "--as", "binh", "--clearance", "noi-bo") == 1
        answers.append(capsys.readouterr())
    assert len(set(answers)) == 1
    assert not (tmp_path / "ra.txt").exists()
    assert run("list", "--as", "binh", "--clearance", "noi-bo") == 0
    assert _lines(capsys) == []


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["put", "khong-co.txt", "--title", "t", *PERSON], 2),
        (["put", "{paper}", "--title", "t", "--level", "sieu-mat", *PERSON], 2),
        (["put", "{paper}", "--title", "t", "--level", "mat", *PERSON], 1),
        (["put", "{paper}", "--title", "t", "--level", "bi-mat", "--as", "an"], 1),
        (["list", *PERSON], 2),
        (["audit", "verify"], 2),
        (["audit", "verify", "--export", "{paper}"], 2),
        (["audit", "verify", "--against", "{paper}"], 2),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_a_status(
    run: Run, paper: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    assert run(*(str(paper) if part == "{paper}" else part for part in arguments)) == status
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_a_changed_log_is_found_offline_against_an_outside_head(
    run: Run, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        run("put", paper, "--title", "t", *PERSON)
    capsys.readouterr()
    assert run("audit", "head") == 0
    (tmp_path / "head").write_text(capsys.readouterr().out)
    database = sqlite3.connect(tmp_path / "kho" / "archive.db")
    database.executescript("DROP TRIGGER archive_audit_no_update; UPDATE archive_audit SET actor = 'binh' WHERE seq = 2;")
    database.close()
    assert run("audit", "export") == 0
    (tmp_path / "log").write_text(capsys.readouterr().out)
    key = tmp_path / "kho" / "audit.pub"
    assert run("audit", "verify", "--export", tmp_path / "log", "--against", tmp_path / "head", "--key", key) == 1
    assert [(line["code"], line["where"]) for line in _lines(capsys)] == [("L001", "2"), ("L007", "1-3")]


def test_a_row_is_proved_and_a_row_that_is_not_there_is_not(run: Run, paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("put", paper, "--title", "t", *PERSON)
    capsys.readouterr()
    assert run("audit", "proof", 1) == 0
    assert _lines(capsys)[0]["size"] == 1
    assert run("audit", "proof", 2) == 1
    assert run("audit", "proof", 0) == 1


def test_a_damaged_database_is_one_sentence(run: Run, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("put", paper, "--title", "t", *PERSON)
    capsys.readouterr()
    (tmp_path / "kho" / "archive.db").write_bytes(b"khong phai co so du lieu" * 100)
    assert run("list", *PERSON) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
