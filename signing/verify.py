"""Verification from outside: a PDF and a trust store in, a report out; the document is only ever opened in the fenced child."""

import atexit
import hashlib
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from signing.errors import VerificationUnavailable
from signing.findings import Finding, Verdict
from signing.report import Report, exhausted, from_wire
from signing.trust import TrustStore
from signing.wire import MAX_BYTES, WALL_SECONDS, Question, received, send

_MAX_REPORT = 32 * 1024 * 1024
_START = "import sys; sys.path[:] = sys.argv[2:]; from signing.fence import main; main(int(sys.argv[1]))"


def verify(source: bytes | Path, trust: TrustStore, *, at: datetime | None = None, offline: bool = False) -> Report:
    """Examine a PDF's signatures against a trust store.

    at       the moment to judge for (aware); now when left out
    offline  ask no OCSP responder and fetch no CRL

    Never raises on document content; VerificationUnavailable when the file cannot be opened or no child can be started.
    """
    data = source if isinstance(source, bytes) else _read(source)
    name = "" if isinstance(source, bytes) else source.name
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Report(name, digest, Verdict.UNDETERMINED, (), (Finding("V006"),))
    answer = _FENCE.ask(Question(trust, at, offline, name), data)
    if answer is None or answer.sha256 != digest:
        return _unexplained(answer, name, digest)
    return answer


def _unexplained(answer: Report | None, name: str, digest: str) -> Report:
    detail = answer.findings[0].detail if answer is not None and answer.findings else "stopped"
    return exhausted(name, digest, detail)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        return path.read_bytes()
    except OSError as cause:
        raise VerificationUnavailable(f"Không mở được tệp {path}.", f"The file {path} cannot be opened.") from cause


class _Fence:
    """Keeps one warm child per process and starts another when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None

    def ask(self, question: Question, data: bytes) -> Report | None:
        """One document in one fork of the child; None when that fork was stopped."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            try:
                ours.settimeout(WALL_SECONDS + 5)
                send(ours, pickle.dumps(question))
                send(ours, data)
                return from_wire(json.loads(received(ours, _MAX_REPORT)))
            except (OSError, EOFError, ValueError, KeyError, TypeError):
                return None

    def _hand_over(self, line: socket.socket) -> None:
        with self._lock:
            for _ in range(2):
                try:
                    socket.send_fds(self._ready(), [b"."], [line.fileno()])
                except OSError:
                    self._drop()
                else:
                    return
        raise VerificationUnavailable("Không khởi động được tiến trình kiểm tra.", "The verification process cannot be started.")

    def _ready(self) -> socket.socket:
        if self._child is None or self._child.poll() is not None or self._door is None:
            self._drop()
            self._door, theirs = socket.socketpair()
            command = [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path]
            self._child = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603
            theirs.close()
        return self._door

    def _drop(self) -> None:
        if self._door is not None:
            self._door.close()
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(2)
            if self._child.poll() is None:
                self._child.kill()
                self._child.wait()
        self._child = self._door = None

    def forget(self) -> None:
        """After a fork of our own, the child belongs to the parent."""
        self._lock = threading.Lock()
        self._child = self._door = None

    def close(self) -> None:
        """Let the child end."""
        with self._lock:
            self._drop()


_FENCE = _Fence()
atexit.register(_FENCE.close)

os.register_at_fork(after_in_child=_FENCE.forget)
