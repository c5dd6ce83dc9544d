"""Converts .doc and .rtf by LibreOffice headless: own profile, no macros, limits of time and memory, no network."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from gazette.word import fence
from gazette.word.legacy import LegacyFailed, LegacyMissing
from gazette.word.package import Limits
from gazette.word.sniffing import FileKind

NO_FENCE = "this machine's kernel cannot keep it away from other files (Landlock, Linux 5.13)"
_FILE_SIZE = 1024 * 1024 * 1024
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Java/VirtualMachine", "UseJava", "false"),
    ("Writer/Content/Update", "Link", "2"),
)


class LibreOffice:
    """One fenced LibreOffice process for each file; nothing of it is left behind."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("soffice") or shutil.which("libreoffice")

    def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
        """The .docx made of *data*; ``LegacyMissing`` without LibreOffice, ``LegacyFailed`` with the reason."""
        if self._program is None:
            raise LegacyMissing
        with tempfile.TemporaryDirectory(prefix="gazette-word-", ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            prepare_profile(home / "profile")
            source = home / f"source.{kind.value}"
            source.write_bytes(data)
            self._run(home, source, limits)
            made = home / "out" / "source.docx"
            if not made.is_file():
                raise LegacyFailed("LibreOffice wrote nothing")
            if made.stat().st_size > limits.unpacked_bytes:
                raise LegacyFailed("the converted file is too large")
            return made.read_bytes()

    def _run(self, home: Path, source: Path, limits: Limits) -> None:
        command = [
            *fenced(limits, home, [Path(str(self._program)).resolve().parent.parent]),
            str(self._program),
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:Office Open XML Text",
            "--outdir",
            str(home / "out"),
            str(source),
        ]
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=home,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            if process.wait(limits.legacy_seconds) == fence.NOT_CONFINED:
                raise LegacyFailed(NO_FENCE)
        except subprocess.TimeoutExpired:
            raise LegacyFailed(f"no answer within {limits.legacy_seconds} seconds") from None
        finally:
            end_group(process)


def fenced(limits: Limits, folder: Path, readable: Iterable[Path] = (), files: int = 1) -> list[str]:
    """The words that put a command inside the fence: it writes in *folder*, reads the system and *readable*, for so many *files*."""
    numbers = (limits.legacy_memory, limits.legacy_seconds * files, _FILE_SIZE)
    places = os.pathsep.join(map(str, (folder, *readable)))
    return [sys.executable, "-I", "-S", str(Path(fence.__file__)), *map(str, numbers), places]


def prepare_profile(profile: Path) -> None:
    """Makes a LibreOffice profile in which macros, Java and link updates are off."""
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (user / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>", encoding="utf-8")


def environment(home: Path) -> dict[str, str]:
    """The few variables LibreOffice gets: none of this process's secrets."""
    path = os.environ.get("PATH", os.defpath)
    return {"HOME": str(home), "TMPDIR": str(home), "PATH": path, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """Ends *process* and every child it still has."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
