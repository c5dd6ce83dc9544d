"""The signer's processes for batches: started for a task, the key opened once in each, ended after a while without work."""

import multiprocessing
import os
import threading
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from signing.errors import DocumentRefused, SignerUnavailable
from signing.tasks import Job, Services, Task, begin, done, ready

_SPAWN = multiprocessing.get_context("spawn")
_TRIES = 4
IDLE_SECONDS = 300.0


@dataclass(eq=False)
class _Shift:
    """The processes of one task."""

    pool: ProcessPoolExecutor
    busy: int = 0
    end: threading.Timer | None = field(default=None)


class Crew:
    """Works at any number of tasks, each with its own processes; thread-safe. Close it when done."""

    def __init__(self, processes: int | None = None, idle: float = IDLE_SECONDS) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._idle = idle
        self._shifts: dict[tuple[Task, Services], _Shift] = {}
        self._lock = threading.Lock()

    def require(self, task: Task, services: Services) -> None:
        """Makes sure of processes that have the key; raises KeyRefused.

        One process tries the key before any other is started: with a wrong PIN, a token is asked once.
        """
        with self._lock:
            self._at_hand(task, services)

    def do(self, task: Task, services: Services, job: Job) -> str:
        """One document in one of the processes, waited for; its digest. A process that dies is replaced and the document tried again.

        Raises SigningError as `Bench.done`, DocumentRefused when one process after the other dies over it.
        """
        for _ in range(_TRIES):
            shift = self._begin(task, services)
            try:
                return shift.pool.submit(done, job).result()
            except (RuntimeError, CancelledError):  # (a broken pool is a RuntimeError too)
                self._give_up(shift)
            finally:
                self._finish(shift)
        raise DocumentRefused(
            "Tiến trình ký hàng loạt dừng nhiều lần khi xử lý văn bản này.", "The processes of the batch kept stopping over this document."
        )

    def close(self) -> None:
        """Lets all processes end."""
        with self._lock:
            shifts, self._shifts = list(self._shifts.values()), {}
        for shift in shifts:
            _end(shift)

    def _begin(self, task: Task, services: Services) -> _Shift:
        with self._lock:
            shift = self._at_hand(task, services)
            shift.busy += 1
            if shift.end is not None:
                shift.end.cancel()
                shift.end = None
            return shift

    def _at_hand(self, task: Task, services: Services) -> _Shift:
        shift = self._shifts.get((task, services))
        if shift is None:
            shift = self._shifts[task, services] = _Shift(_started(self.processes, task, services))
        return shift

    def _finish(self, shift: _Shift) -> None:
        with self._lock:
            shift.busy -= 1
            if shift.busy == 0 and shift in self._shifts.values():
                shift.end = threading.Timer(self._idle, self._rest, (shift,))
                shift.end.daemon = True
                shift.end.start()

    def _rest(self, shift: _Shift) -> None:
        with self._lock:
            if shift.busy:
                return
            self._forget(shift)
        _end(shift)

    def _give_up(self, shift: _Shift) -> None:
        with self._lock:
            self._forget(shift)
        shift.pool.shutdown(wait=False)

    def _forget(self, shift: _Shift) -> None:
        self._shifts = {key: one for key, one in self._shifts.items() if one is not shift}


def _started(processes: int, task: Task, services: Services) -> ProcessPoolExecutor:
    for _ in range(_TRIES):
        pool = ProcessPoolExecutor(processes, _SPAWN, begin, (task, services))
        try:
            pool.submit(ready).result()
        except BrokenProcessPool:
            pool.shutdown(wait=False)
        except BaseException:
            pool.shutdown(wait=False)
            raise
        else:
            return pool
    raise SignerUnavailable("Không khởi động được tiến trình ký hàng loạt.", "The processes of the batch do not start.")


def _end(shift: _Shift) -> None:
    if shift.end is not None:
        shift.end.cancel()
    shift.pool.shutdown(cancel_futures=True)
