"""convert and import with .rtf files: a batch shares one LibreOffice, and nothing of it is left behind."""

import tempfile
from pathlib import Path

import pytest

from gazette.word import warm
from tests.demo import Demo, call, run
from tests.word.soffice import needs_soffice

pytestmark = needs_soffice


@pytest.fixture
def given(tmp_path: Path) -> list[Path]:
    """Three .rtf files with different texts."""
    files = [tmp_path / f"{number}.rtf" for number in (1, 2, 3)]
    for number, file in enumerate(files, 1):
        file.write_bytes(rb"{\rtf1\ansi \uc1 Th\u244?ng b\u225?o\par \u272?i\u7873?u " + b"%d. Ph" % number + rb"\u7841?m vi\par}")
    return files


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The profiles of every LibreOffice that is started from now on."""
    profiles: list[Path] = []
    prepare = warm.prepare_profile

    def prepared(profile: Path) -> None:
        profiles.append(profile)
        prepare(profile)

    monkeypatch.setattr(warm, "prepare_profile", prepared)
    return profiles


def test_old_files_of_one_call_share_one_libreoffice(tmp_path: Path, given: list[Path], started: list[Path]) -> None:
    answer = call("--json", "convert", *given, "-o", tmp_path / "out")
    assert [row["status"] for row in answer.rows] == ["converted"] * 3
    assert len(started) == 1
    assert not started[0].parent.exists()


def test_each_of_two_processes_ends_its_libreoffice(tmp_path: Path, given: list[Path]) -> None:
    (tmp_path / "temporary").mkdir()
    answer = run("--json", "convert", *given, "-o", tmp_path / "out", "--jobs", "2", TMPDIR=str(tmp_path / "temporary"))
    assert [row["status"] for row in answer.rows] == ["converted"] * 3
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_import_reads_and_converts_its_files_with_one_libreoffice(
    own: Demo, given: list[Path], started: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = own.json("import", *given)
    assert [row["status"] for row in answer.rows] == ["received"] * 3
    assert len(started) == 1
    assert not started[0].parent.exists()
