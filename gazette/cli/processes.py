"""The processes of one installation: started, watched and stopped together, and never twice on one home."""

import ctypes
import fcntl
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

import structlog

from gazette.cli.system import reason
from gazette.config import Settings
from gazette.model.errors import GazetteError, Unavailable

_FORK = multiprocessing.get_context("fork")
log = structlog.get_logger("gazette.processes")
START_SECONDS = 90.0
STOP_SECONDS = 10.0
RESTARTS = 5
RESTART_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class HomeInUse(GazetteError):
    """Another process serves this home."""

    code = "G120"
    vi = "Thư mục {home} đang được một tiến trình gazette serve khác sử dụng."
    en = "Another gazette serve is running on {home}."
    status = 503


class PortInUse(GazetteError):
    """The address cannot be listened on."""

    code = "G121"
    vi = "Không mở được cổng {port} trên {host}: {vi}."
    en = "Port {port} on {host} cannot be opened: {en}."
    status = 503


class NotStarted(Unavailable):
    """One of the installation's processes does not start, or dies as soon as it did."""

    code = "G122"
    vi = "Tiến trình {name} không khởi động được; xem nhật ký phía trên."
    en = "The {name} process does not start; see the log above."


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Holds the home's lock; :class:`HomeInUse` when somebody else does. The lock goes with the process, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "serve.lock").open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise HomeInUse(home=home) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield
        finally:
            _leave_no_empty_folder(home)


def _leave_no_empty_folder(home: Path) -> None:
    lock = home / "serve.lock"
    if list(home.iterdir()) == [lock]:
        lock.unlink()
        home.rmdir()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that a child may inherit; :class:`PortInUse` when the address is taken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortInUse(host=host, port=port, vi=reason(error, "vi"), en=reason(error, "en")) from None
    listener.set_inheritable(True)
    return listener


def port_is_free(host: str, port: int) -> None:
    """Raises :class:`PortInUse` when nobody could listen there."""
    listen(host, port).close()


def _end_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that is started again when it dies: a Python module run with *arguments*, or *work* done in a fork of this process.

    A fork needs no imports of its own, so all of an installation starts in the time of one; only a process that has opened nothing
    may be forked.
    """

    name: str
    arguments: Sequence[str] = ()
    work: Callable[[], object] | None = None
    process: "Running | None" = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Starts it; it inherits stderr for its log and nothing from stdin, and it ends when this process does, however that ends."""
        self.process = Forked(self.name, self.work) if self.work else Executed(self.arguments)
        self.starts.append(time.monotonic())

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None

    def died_too_often(self) -> bool:
        """Whether it was started more than :data:`RESTARTS` times within the last :data:`RESTART_SECONDS`."""
        return sum(1 for moment in self.starts if time.monotonic() - moment < RESTART_SECONDS) > RESTARTS

    def stop(self) -> None:
        """Asks it to end, and ends it when it does not listen."""
        if self.process is None or not self.running:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Running(Protocol):
    """A process under way, as ``subprocess.Popen`` shows it."""

    pid: int

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """The exit status once it has ended; ``subprocess.TimeoutExpired`` when it does not within *timeout* seconds."""

    def terminate(self) -> None:
        """Asks it to end."""

    def kill(self) -> None:
        """Ends it."""


class Executed(subprocess.Popen[bytes]):
    """A Python module in a process of its own."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            process_group=0,  # Ctrl-C reaches the first process only, which then stops its children in order
            preexec_fn=_end_with_parent,
        )


class Forked:
    """A piece of this program in a process of its own."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._process = _FORK.Process(target=_alone, args=(work,), name=name)
        self._process.start()
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status once it has ended."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        """Asks it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """Ends it."""
        self._process.kill()


def _alone(work: Callable[[], object]) -> None:
    os.setpgid(0, 0)
    _end_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    work()


@contextmanager
def stopped_on_signal(stop: Callable[[], object]) -> Iterator[None]:
    """SIGTERM and SIGINT call *stop* inside the block; after it they mean what they meant before."""

    def told(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop()

    previous = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@dataclass
class Staff:
    """The children of one installation."""

    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    watching: bool = False

    @contextmanager
    def at_work(self) -> Iterator["Staff"]:
        """All children run inside the block and none after it, even when this process is told to end before they are ready."""
        with stopped_on_signal(self._stop):
            try:
                for child in self.children:
                    child.start()
                yield self
            finally:
                for child in reversed(self.children):
                    child.stop()

    def wait_until(self, ready: Callable[[], bool], name: str) -> None:
        """Waits until *ready*; :class:`Unavailable` when a child died meanwhile or it takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while not ready():
            dead = next((child.name for child in self.children if not child.running), None)
            if dead or time.monotonic() > deadline:
                raise NotStarted(name=dead or name)
            time.sleep(0.05)

    def watch(self) -> int:
        """Starts again what dies, until told to stop; :class:`NotStarted` when something dies again and again."""
        self.watching = True
        while not self.stopping:
            for child in self.children:
                if not child.running and not self.stopping:
                    self._again(child)
            time.sleep(0.3)
        return 0

    def _stop(self) -> None:
        told_before, self.stopping = self.stopping, True
        if not self.watching and not told_before:
            raise KeyboardInterrupt

    def _again(self, child: Child) -> None:
        log.error("a process ended", process=child.name, status=child.process.poll() if child.process else None)
        if child.died_too_often():
            raise NotStarted(name=child.name)
        with suppress(OSError):
            child.start()


def gazette_child(settings: Settings, command: str) -> Child:
    """One of our own commands on this home, as a program of its own: ``signer``, ``worker``."""
    return Child(command, ("gazette", "--home", str(settings.home), command))


def authority_child(settings: Settings, folder: Path) -> Child:
    """The sample authority's time stamps, OCSP and CRLs, as a program of its own."""
    return Child("authority", ("signing", "sample-serve", str(folder), "--port", str(settings.authority_port)))


def answers(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False
