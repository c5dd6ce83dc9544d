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
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from signing.allowed import AllowedSigners
from signing.errors import VerificationUnavailable
from signing.findings import Finding, Verdict
from signing.report import Report, exhausted, from_wire
from signing.trust import TrustStore
from signing.wire import MAX_BYTES, WALL_SECONDS, Question, received, send

_MAX_REPORT = 32 * 1024 * 1024
_ANSWERS_OF_A_FORK = 50
_LARGE = 8 * 1024 * 1024
_START = "import sys; sys.path[:] = sys.argv[2:]; from signing.fence import main; main(int(sys.argv[1]))"


def verify(
    source: bytes | Path,
    trust: TrustStore,
    *,
    at: datetime | None = None,
    offline: bool = False,
    signers: AllowedSigners | None = None,
    sent: int = 0,
) -> Report:
    """Examine a PDF's signatures against a trust store.

    at       the moment to judge for (aware); now when left out
    offline  ask no OCSP responder and fetch no CRL
    signers  which certificates may hold which role; for documents of one's own office, not of others
    sent     how many of the first bytes were handed out to be signed: what follows may hold signatures and evidence, nothing else (V053)

    Never raises on document content; VerificationUnavailable when the file cannot be opened or no child can be started.
    """
    name = "" if isinstance(source, bytes) else source.name
    return _answered(source, Question(trust, at, offline, name, signers=signers, sent=sent), _FENCE.ask)


def _answered(source: bytes | Path, question: Question, ask: Callable[[Question, bytes], Report | None]) -> Report:
    data = source if isinstance(source, bytes) else _read(source)
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Report(question.file, digest, Verdict.UNDETERMINED, (), (Finding("V006"),))
    answer = ask(question, data)
    if answer is None or answer.sha256 != digest:
        return _unexplained(answer, question.file, digest)
    return answer


class Examiner:
    """Verifies one's own outputs one after another, offline and without the ETSI report, in a fork that serves many of them.

    A fork of its own for each document costs more than examining it; a document that stops the fork takes only its own answer with it.
    """

    def __init__(self, trust: TrustStore) -> None:
        self._trust = trust
        self._line: socket.socket | None = None
        self._answers = 0

    def verify(self, source: bytes | Path) -> Report:
        """As `verify`, offline."""
        name = "" if isinstance(source, bytes) else source.name
        return _answered(source, Question(self._trust, offline=True, file=name, brief=True), self._ask)

    def _ask(self, question: Question, data: bytes) -> Report | None:
        if self._line is None:
            self._line, self._answers = _FENCE.line(), 0
        answer = put(self._line, question, data)
        self._answers += 1
        if answer is None or self._answers == _ANSWERS_OF_A_FORK or len(data) > _LARGE:
            self.close()
        return answer

    def close(self) -> None:
        """Let the fork end; the next document gets another."""
        if self._line is not None:
            self._line.close()
            self._line = None


def put(line: socket.socket, question: Question, data: bytes) -> Report | None:
    """One document to a fork; None when the fork was stopped."""
    try:
        send(line, pickle.dumps(question))
        send(line, data)
        return from_wire(json.loads(received(line, _MAX_REPORT)))
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


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
        with self.line() as line:
            return put(line, question, data)

    def line(self) -> socket.socket:
        """A line to a fresh fork, which answers until the line is closed."""
        ours, theirs = socket.socketpair()
        ours.settimeout(WALL_SECONDS + 5)
        with theirs:
            try:
                self._hand_over(theirs)
            except VerificationUnavailable:
                ours.close()
                raise
        return ours

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

    @property
    def child(self) -> int:
        """The process number of the child, 0 when there is none."""
        return self._child.pid if self._child is not None else 0

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


def child_seconds() -> float:
    """Processor seconds that the warm child of this process has used so far, its forks not counted."""
    fields = Path(f"/proc/{_FENCE.child}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end_child() -> None:
    """Let the warm child of this process end; the next verification starts another."""
    _FENCE.close()


os.register_at_fork(after_in_child=_FENCE.forget)
