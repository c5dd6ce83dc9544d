"""The parent's side of the fence: one warm child per process, and the forks of it that examine the documents."""

import atexit
import json
import os
import pickle
import select
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from signing.errors import VerificationUnavailable
from signing.report import Report, from_wire
from signing.wire import IDLE_SECONDS, WALL_SECONDS, Question, received, send

_MAX_REPORT = 32 * 1024 * 1024
_ANSWERS = 50
_IDLE_FORKS = 4
_LARGE = 8 * 1024 * 1024
# What may be said of a file that is sound in itself: it carries something, who signed is unknown, or evidence is lacking.
_SOUND = frozenset({"V015", "V030", "V031", "V034", "V036", "V041", "V043", "V045", "V050", "V051", "V052"})
_START = "import sys; sys.path[:] = sys.argv[2:]; from signing.fence import main; main(int(sys.argv[1]))"


class Fork:
    """A line to one fork of the warm child, which answers until the line is closed."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._answers = 0
        self._idle_since = time.monotonic()
        self._good = True

    def put(self, question: Question, data: bytes) -> Report | None:
        """One document; None when the fork was stopped."""
        self._good = False
        try:
            send(self._line, pickle.dumps(question))
            send(self._line, data)
            told = json.loads(received(self._line, _MAX_REPORT))
            report = from_wire(told)
            spent = bool(told["spent"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None
        self._answers += 1
        self._idle_since = time.monotonic()
        self._good = not spent and self._answers < _ANSWERS and len(data) <= _LARGE and _is_sound(report)
        return report

    @property
    def serves_on(self) -> bool:
        """Whether another document may be put to it: it lives, is not used up, and has met nothing but sound files."""
        if not self._good or time.monotonic() - self._idle_since > IDLE_SECONDS / 2:
            return False
        # Whoever has nothing to answer and yet says something, or has hung up, is not asked again.
        watched = select.poll()
        watched.register(self._line, select.POLLIN)
        return not watched.poll(0)

    def close(self) -> None:
        """Let the fork end."""
        self._line.close()


def _is_sound(report: Report) -> bool:
    return bool(report.signatures) and all(finding.code in _SOUND for finding in report.findings)


class Fence:
    """Keeps one warm child per process, starts another when it has died, and lends out its forks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None
        self._idle: list[Fork] = []

    def ask(self, question: Question, data: bytes) -> Report | None:
        """One document to a fork; None when the fork was stopped.

        Making a fork costs as much as examining a small document, so one that has met only sound files takes the next;
        after anything else, or much of it, the next document gets a fresh one.
        """
        fork = self._waiting() or Fork(self._line())
        try:
            return fork.put(question, data)
        finally:
            self._release(fork)

    def _waiting(self) -> Fork | None:
        with self._lock:
            while self._idle:
                fork = self._idle.pop()
                if fork.serves_on:
                    return fork
                fork.close()
        return None

    def _release(self, fork: Fork) -> None:
        with self._lock:
            if fork.serves_on and len(self._idle) < _IDLE_FORKS:
                self._idle.append(fork)
                return
        fork.close()

    def _line(self) -> socket.socket:
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
        for fork in self._idle:
            fork.close()
        self._idle = []
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
        self._idle = []

    def close(self) -> None:
        """Let the child end."""
        with self._lock:
            self._drop()


FENCE = Fence()
atexit.register(FENCE.close)


def child_seconds() -> float:
    """Processor seconds that the warm child of this process has used so far, its forks not counted."""
    fields = Path(f"/proc/{FENCE.child}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end_child() -> None:
    """Let the warm child of this process end; the next verification starts another."""
    FENCE.close()


os.register_at_fork(after_in_child=FENCE.forget)
