"""Old .doc and .rtf files go through LibreOffice in a fence, or say what is missing."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import PIL.Image
import pytest

from gazette.word import FileKind, Limits, fence, read
from gazette.word.legacy import LegacyFailed, LegacyMissing
from gazette.word.libreoffice import LibreOffice
from gazette.word.warm import WarmLibreOffice
from tests.word.soffice import needs_soffice
from tests.words import docx

RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}}\f0 \uc1 {\b Quy\u7871?t \u273?\u7883?nh}\par "
    rb"\u272?i\u7873?u 1. Ph\u7841?m vi\par}"
)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + b"\xec\xa5".ljust(512, b"\x00") + "WordDocument".encode("utf-16-le")


def test_without_libreoffice_the_refusal_names_the_package() -> None:
    class Nothing:
        def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
            raise LegacyMissing

    outcome = read(OLD, legacy=Nothing())
    assert outcome.findings[-1].code == "W012"
    assert "libreoffice-writer-nogui" in outcome.findings[-1].message("vi")


def test_a_failed_conversion_is_a_refusal() -> None:
    class Broken:
        def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
            raise LegacyFailed("hỏng")

    assert read(OLD, legacy=Broken()).findings[-1].code == "W013"


def test_a_converter_of_ones_own_is_used() -> None:
    class Own:
        def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
            return docx(f"p:{kind.value}")

    assert read(OLD, legacy=Own()).require().visible_text() == "doc"


def test_macros_of_an_old_file_are_reported() -> None:
    class Own:
        def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
            return docx("p:x")

    findings = read(OLD + "_VBA_PROJECT".encode("utf-16-le"), legacy=Own()).findings
    assert [finding.code for finding in findings] == ["W046", "W044"]


@needs_soffice
def test_rtf_is_read_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outcome = read(RTF, name="a.rtf")
    assert outcome.require().visible_text().strip() == "Quyết định\nĐiều 1. Phạm vi"
    assert [finding.code for finding in outcome.findings] == ["W044"]
    assert list(tmp_path.iterdir()) == []


@needs_soffice
def test_a_conversion_that_takes_too_long_is_ended() -> None:
    outcome = read(RTF, limits=Limits(legacy_seconds=0))
    assert outcome.findings[-1].code == "W013"


def test_a_program_that_writes_nothing_is_a_failure() -> None:
    with pytest.raises(LegacyFailed):
        LibreOffice(shutil.which("true")).convert(RTF, FileKind.RTF, Limits())


def _fenced(program: str, memory: int = 2**31, seconds: int = 5) -> "subprocess.CompletedProcess[str]":
    with tempfile.TemporaryDirectory() as own:
        limits = (str(memory), str(seconds), str(2**20), os.pathsep.join((own, sys.executable)))
        command = [sys.executable, "-I", "-S", fence.__file__, *limits, sys.executable, "-I", "-S", "-c", program]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, cwd=own)


def test_the_fence_limits_memory() -> None:
    assert _fenced("x = bytearray(2**31)").returncode != 0
    assert _fenced("x = bytearray(2**20)").returncode == 0


def test_the_fence_limits_time() -> None:
    assert _fenced("while True: pass", seconds=1).returncode != 0


def test_the_fence_cuts_the_network_where_the_kernel_allows() -> None:
    allowed = subprocess.run([sys.executable, "-c", _TRY_CUT.format(path=fence.__file__)], check=False).returncode == 0
    if not allowed:
        pytest.skip("this kernel lets no process leave the network")
    assert _fenced("import socket; print(socket.if_nameindex())").stdout.strip() == "[(1, 'lo')]"


_TRY_CUT = "import runpy; raise SystemExit(not runpy.run_path({path!r})['cut_network']())"


def _allowed(program: str) -> bool:
    outcome = _fenced(program)
    assert outcome.returncode == 0 or "PermissionError" in outcome.stderr, outcome.stderr
    return outcome.returncode == 0


def test_the_fence_keeps_away_from_every_file_but_its_own_and_the_systems(tmp_path: Path) -> None:
    secret = tmp_path / "mat.txt"
    secret.write_text("mật")
    assert _allowed("open('a.txt', 'w').write('x'); print(open('a.txt').read()); import decimal")
    assert not _allowed(f"open({str(secret)!r}).read()")
    assert not _allowed(f"open({str(tmp_path / 'new')!r}, 'w')")
    for path in ("/etc/passwd", "/etc/shadow", f"/proc/{os.getpid()}/environ", __file__):
        assert not _allowed(f"open({path!r}, 'rb').read()"), path


_FIELD = r'{\rtf1\ansi {\field{\*\fldinst %s "%s" \\d}{\fldrslt }} Het\par}'


@needs_soffice
@pytest.mark.parametrize("warm", [False, True])
def test_a_document_draws_in_no_file_of_this_machine(tmp_path: Path, warm: bool) -> None:
    picture, text = tmp_path / "mat.png", tmp_path / "mat.txt"
    PIL.Image.new("RGB", (20, 20), "red").save(picture)
    text.write_text("toi mat")
    with WarmLibreOffice() as office:
        legacy = office if warm else LibreOffice()
        for instruction, path in (("INCLUDEPICTURE", picture), ("INCLUDETEXT", text), ("INCLUDETEXT", Path("/etc/passwd"))):
            blocks = read((_FIELD % (instruction, path)).encode(), legacy=legacy).require()
            assert not blocks.images
            assert blocks.visible_text().strip() == "Het"
