"""A warm LibreOffice serves one label only, is replaced after a failure and after so many files, and leaves nothing behind."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.word import Limits, WarmLibreOffice, WarmOffices, read
from gazette.word.legacy import LegacyConverter
from tests.word.soffice import needs_soffice
from tests.word.test_libreoffice import OLD, RTF

pytestmark = needs_soffice


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where every LibreOffice has its own folder; at the end no folder is left, and no process that knows of one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []
    assert _processes(tmp_path) == []


def _processes(folder: Path) -> list[int]:
    """The processes with a path under *folder* on their command line."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in line:
            found.append(int(process.name))
    return found


def _home(homes: Path) -> Path:
    (home,) = homes.iterdir()
    return home


def _text(office: LegacyConverter) -> str:
    return read(RTF, legacy=office).require().visible_text().strip()


def test_file_after_file_goes_through_one_process(homes: Path) -> None:
    with WarmLibreOffice() as office:
        assert _text(office) == "Quyết định\nĐiều 1. Phạm vi"
        first = _home(homes), _processes(homes)
        assert _text(office) == "Quyết định\nĐiều 1. Phạm vi"
        assert (_home(homes), _processes(homes)) == first
        assert list(_home(homes).glob("*.rtf")) + list(_home(homes).glob("*.docx")) == []


def test_after_a_file_that_fails_the_next_gets_a_new_process(homes: Path) -> None:
    with WarmLibreOffice() as office:
        _text(office)
        before = _home(homes)
        assert read(OLD, legacy=office).findings[-1].code == "W013"
        assert not before.exists()
        assert _processes(homes) == []
        assert _text(office) == "Quyết định\nĐiều 1. Phạm vi"


def test_a_process_that_died_between_two_files_costs_neither(homes: Path) -> None:
    with WarmLibreOffice() as office:
        _text(office)
        before = _home(homes)
        for process in _processes(homes):
            os.kill(process, signal.SIGKILL)
            os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        assert _text(office) == "Quyết định\nĐiều 1. Phạm vi"
        assert _home(homes) != before


def test_a_process_is_replaced_after_so_many_files(homes: Path) -> None:
    with WarmLibreOffice(most_files=2) as office:
        _text(office)
        first = _home(homes)
        _text(office)
        assert _processes(homes) == []
        _text(office)
        assert _home(homes) != first


def test_a_file_that_takes_too_long_ends_the_process(homes: Path) -> None:
    with WarmLibreOffice() as office:
        _text(office)
        assert read(RTF, legacy=office, limits=Limits(legacy_seconds=0)).findings[-1].code == "W013"
        assert _processes(homes) == []
        assert _text(office) == "Quyết định\nĐiều 1. Phạm vi"


def test_a_process_that_saw_one_label_never_sees_another(homes: Path) -> None:
    with WarmOffices() as offices:
        _text(offices.of("noi-bo"))
        first = _home(homes)
        _text(offices.of("noi-bo"))
        assert _home(homes) == first
        _text(offices.of("cong-khai"))
        assert _home(homes) != first
        assert not first.exists()
