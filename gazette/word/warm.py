"""Keeps one fenced LibreOffice for a batch of files of one label, and replaces it after any failure and every fifty files."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Hashable
from functools import cached_property
from pathlib import Path
from types import TracebackType

from gazette.word import fence, kit
from gazette.word.legacy import LegacyFailed, LegacyMissing
from gazette.word.libreoffice import NO_FENCE, LibreOffice, end_group, environment, fenced, prepare_profile
from gazette.word.package import Limits
from gazette.word.sniffing import FileKind

MOST_FILES = 50


class WarmLibreOffice:
    """Converts like :class:`LibreOffice`, several times faster from the second file on.

    Use one for files of one confidentiality label only, by one thread, and close it (it is a context manager).
    Where LibreOffice cannot be loaded into a process, each file gets a process of its own.
    """

    def __init__(self, program: str | None = None, *, most_files: int = MOST_FILES) -> None:
        self._named = program
        self._process: subprocess.Popen[bytes] | None = None
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._files = self._jobs = 0
        self._most_files = most_files

    @cached_property
    def _program(self) -> str | None:
        # Looked for with the first file that needs it: most Word files do not.
        return self._named or shutil.which("soffice") or shutil.which("libreoffice")

    @cached_property
    def _folder(self) -> str:
        folder = str(Path(self._program).resolve().parent) if self._program else ""
        return folder if folder and kit.office_library(folder) else ""

    def __enter__(self) -> "WarmLibreOffice":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
        """The .docx made of *data*; ``LegacyMissing`` without LibreOffice, ``LegacyFailed`` with the reason."""
        if self._program is None:
            raise LegacyMissing
        if not self._folder:
            return LibreOffice(self._program).convert(data, kind, limits)
        try:
            made = self._job(data, kind.value, limits, limits.legacy_seconds)
        except LegacyFailed:
            self.close()
            raise
        self._files += 1
        if self._files >= self._most_files:
            self.close()
        return made

    def paint(self, page: bytes, pixels: tuple[int, int], limits: Limits, seconds: float) -> bytes:
        """The first page of an OpenDocument text as bytes blue, green, red, alpha; errors as for :meth:`convert`."""
        if not self._folder:
            raise LegacyMissing
        try:
            return self._job(page, "fodt", limits, seconds, pixels)
        except LegacyFailed:
            self.close()
            raise

    def close(self) -> None:
        """Ends the process and removes its folder; the next file starts a new one."""
        process, self._process = self._process, None
        home, self._home = self._home, None
        self._files = self._jobs = 0
        if process is not None:
            end_group(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if home is not None:
            home.cleanup()

    def _job(self, data: bytes, suffix: str, limits: Limits, seconds: float, pixels: tuple[int, int] | None = None) -> bytes:
        """One question and its answer: *data* converted to .docx, or its first page painted."""
        process, home = self._running(limits)
        self._jobs += 1
        source, target = home / f"{self._jobs}.{suffix}", home / f"{self._jobs}.made"
        source.write_bytes(data)
        fields = [source.as_uri(), *((str(target), *map(str, pixels)) if pixels else (target.as_uri(),))]
        answer = _asked(process, "\t".join(fields) + "\n", seconds)
        source.unlink()
        if not answer and process.wait() == fence.NOT_CONFINED:
            raise LegacyFailed(NO_FENCE)
        if answer != "ok" or not target.is_file():
            raise LegacyFailed(answer.removeprefix("failed: ") or "LibreOffice ended")
        if target.stat().st_size > limits.unpacked_bytes:
            raise LegacyFailed("the converted file is too large")
        made = target.read_bytes()
        target.unlink()
        return made

    def _running(self, limits: Limits) -> tuple["subprocess.Popen[bytes]", Path]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None or self._home is None:
            self._home = tempfile.TemporaryDirectory(prefix="gazette-word-", ignore_cleanup_errors=True)
            home = Path(self._home.name)
            prepare_profile(home / "profile")
            command = [
                *fenced(limits, home, [Path(self._folder).parent, Path(kit.__file__), Path(sys.executable)], self._most_files),
                sys.executable,
                "-I",
                "-S",
                kit.__file__,
                self._folder,
                (home / "profile").as_uri(),
            ]
            self._process = subprocess.Popen(  # noqa: S603
                command,
                cwd=home,
                env=environment(home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process, Path(self._home.name)


class WarmOffices:
    """The warm LibreOffice for whatever confidentiality label comes next; a process that saw one label never sees another.

    One runs at a time: a file of another label ends it first. For one thread; close it (it is a context manager).
    """

    def __init__(self) -> None:
        self._office = WarmLibreOffice()
        self._label: Hashable = None

    def __enter__(self) -> "WarmOffices":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def of(self, label: Hashable) -> WarmLibreOffice:
        """The office for files labelled *label*, until the next call."""
        if label != self._label:
            self.close()
            self._label = label
        return self._office

    def close(self) -> None:
        """Ends the process, if any; the next file starts a new one."""
        self._office.close()


def _asked(process: "subprocess.Popen[bytes]", question: str, seconds: float) -> str:
    """The child's one-line answer; "" when it ended, ``LegacyFailed`` when it takes longer than *seconds*."""
    if process.stdin is None or process.stdout is None:
        return ""
    try:
        process.stdin.write(question.encode())
        process.stdin.flush()
    except OSError:
        return ""
    answer, deadline = b"", time.monotonic() + seconds
    while not answer.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise LegacyFailed(f"no answer within {seconds} seconds")
        piece = os.read(process.stdout.fileno(), 4096)
        if not piece:
            return ""
        answer += piece
    return answer.decode("utf-8", "replace").strip()
