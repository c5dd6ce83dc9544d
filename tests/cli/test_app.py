"""The root command: its options, and every error as one sentence and an exit status."""

import errno
import json
from importlib.metadata import version
from pathlib import Path

import click
import pytest

import archive
import search
import signing
from gazette.cli import app, system
from gazette.model.errors import BadCall, Conflict, NotFound, Unavailable
from tests.demo import Demo, call, run


def test_the_version_is_the_packages() -> None:
    answer = call("--version")
    assert (answer.status, answer.out.strip()) == (0, f"gazette, version {version('gazette')}")


@pytest.mark.parametrize("name", sorted(app.MODULES))
def test_every_command_has_help_in_both_languages(name: str) -> None:
    answer = call(name, "--help")
    assert answer.status == 0
    assert " / " in answer.out


def test_help_names_every_command() -> None:
    answer = call("--help")
    assert all(f"  {name} " in answer.out for name in app.MODULES)


@pytest.mark.parametrize(
    "arguments",
    [["khong-co"], ["convert"], ["convert", "a.docx"], ["--lang", "fr", "check", "x"], ["issue", "khong-co"], ["search", "--size", "0"]],
)
def test_a_call_that_cannot_be_understood_is_status_two_and_one_line(arguments: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert answer.sentence


def test_without_a_command_the_help_is_shown() -> None:
    answer = call()
    assert answer.status == 2
    assert "convert" in answer.err


def test_english_is_spoken_when_asked(tmp_path: Path) -> None:
    assert "There is no installation" in call("--home", tmp_path, "--lang", "en", "stats").sentence
    assert "There is no installation" in call("--lang=en", "--home", tmp_path, "stats").sentence
    assert "chưa có cài đặt" in call("--home", tmp_path, "stats").sentence


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 1),
        (Conflict(reason="x"), 1),
        (BadCall(reason="x"), 2),
        (Unavailable(reason="x"), 3),
        (signing.KeyRefused("a", "b"), 2),
        (signing.OrderRefused("a", "b"), 1),
        (signing.AuthorityUnreachable("a", "b"), 3),
        (archive.RecordNotFound(), 1),
        (archive.StoreFailed(reason="x"), 3),
        (search.IndexDamaged("x", "y"), 3),
        (OSError(errno.ENOSPC, "No space left on device"), 3),
        (ValueError("unexpected"), 3),
    ],
)
def test_every_family_of_errors_has_its_sentence_and_status(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.setattr(app.Commands, "get_command", lambda *_: broken)
    answer = call("broken")
    assert answer.status == status
    assert "Traceback" not in answer.err
    assert answer.err.splitlines()[-1].startswith("gazette: ")


def test_an_interrupted_command_leaves_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.Commands, "get_command", lambda *_: interrupted)
    assert call("x").status == 130


def test_a_reader_that_goes_away_is_no_error(demo: Demo) -> None:
    import subprocess

    from tests.demo import ROOT, clean_environment, command

    words = " ".join([*command("--home", demo.home, "--json", "user", "list"), "| head -c 1; exit ${PIPESTATUS[0]}"])
    done = subprocess.run(["bash", "-c", words], capture_output=True, cwd=ROOT, env=clean_environment(), check=False, timeout=60)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_the_system_s_reasons_have_both_languages() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/x")
    assert system.sentence(full, "vi") == "/x: ổ đĩa đã hết chỗ trống."
    assert system.sentence(full, "en") == "/x: no space is left on the disk."
    assert system.reason(OSError("strange"), "vi") == "strange"


def test_the_log_is_json_and_carries_no_traceback_unless_asked(tmp_path: Path) -> None:
    quiet = run("--home", tmp_path, "convert", tmp_path / "x.docx", "-o", tmp_path)
    assert quiet.err == ""
    (tmp_path / "gazette.toml").write_text("")
    for line in run("-v", "--home", tmp_path, "stats").err.splitlines()[:-1]:
        json.loads(line)
