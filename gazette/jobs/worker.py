"""The worker: claims one job at a time, runs it, writes down how it ended; a killed worker's job runs again when its lease is over."""

import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor

import structlog

import archive
import search
from gazette.db import Database
from gazette.jobs.handlers import handlers
from gazette.model.errors import GazetteError, NotFound, Unavailable
from gazette.model.job import HEAD, INDEX, ISSUE, RENEW, ROUND, UNINDEX, Job, next_hour, next_night
from gazette.services import Services

PAUSE = 0.5
"""Seconds between looks at an empty queue."""

HOUR = 3600.0
"""Seconds, by a clock that nobody sets, between looks at what comes every hour and night: a clock that ran ahead put it off."""

_INDEXING = (INDEX, ISSUE, UNINDEX)
_log = structlog.get_logger("gazette.jobs")


class Worker:
    """Works through the queue of one installation; *rest* is called whenever nothing is left to do.

    While it runs, what staff may search follows the archive, and when it ends that is thrown away.
    """

    def __init__(self, database: Database, services: Services, name: str = "", rest: Callable[[], object] = lambda: None) -> None:
        self._rest = rest
        self._index, self._partitions = services.index, services.partitions
        self._database = database
        self._handlers = handlers(services)
        self.name = name or f"{socket.gethostname()}:{os.getpid()}"
        self._stop = threading.Event()

    def once(self) -> bool:
        """Runs the next job that is due; False when there is none. What a job raises is written down with it, never raised here."""
        return self._next()

    def drain(self) -> int:
        """Runs everything that is due now; how many jobs that were."""
        count = 0
        while self.once():
            count += 1
        self._rest()
        return count

    def run(self, pause: float = PAUSE) -> None:
        """Works until ``stop`` is called; a database away for a while is waited for.

        What is published or withdrawn goes into the search index, or out of it, on a thread of its own: no long job delays that.
        """
        self._recover(self.name)  # before there is a second thread of this name
        with ThreadPoolExecutor(1, "indexing") as beside:
            indexing = beside.submit(self._go_on, lambda: self._next(only=_INDEXING), lambda: None, pause)
            self._go_on(self._other_work(), self._idle, pause)
        indexing.result()
        self._rest()
        self._partitions.forget()

    def _go_on(self, work: Callable[[], bool], idle: Callable[[], None], pause: float) -> None:
        try:
            while not self._stop.is_set():
                try:
                    busy = work()
                except Unavailable as error:
                    _log.warning("queue unavailable", code=error.code)
                    busy = False
                if not busy:
                    idle()
                    self._stop.wait(pause)
        finally:
            self._stop.set()  # one thread alone would leave work undone

    def _other_work(self) -> Callable[[], bool]:
        looked = -HOUR

        def work() -> bool:
            nonlocal looked
            if time.monotonic() - looked >= HOUR:
                looked = time.monotonic()
                self._recover()
                self._tend(self._index.mend)
            return self._next(but=_INDEXING)

        return work

    def _idle(self) -> None:
        self._rest()
        self._tend(self._partitions.catch_up)

    def _next(self, only: Collection[str] = (), but: Collection[str] = ()) -> bool:
        with self._database.write() as work:
            claimed = work.queue.claim(self.name, only, but)
        if claimed is None:
            return False
        self._finished(claimed, self._problem(claimed))
        return True

    def _tend(self, index: Callable[[], object]) -> None:
        try:
            index()
        except (GazetteError, archive.ArchiveError, search.SearchError, OSError) as error:
            _log.warning("an index waits", error=type(error).__name__)

    def stop(self) -> None:
        """Ends ``run`` after the job at hand."""
        self._stop.set()

    def _recover(self, own: str = "") -> None:
        # A worker of this machine that was killed runs none of the jobs leased to it: nobody needs to wait for the lease to end.
        try:
            with self._database.write() as work:
                for name in work.queue.workers():
                    if name == own or _is_gone(name):
                        work.queue.release(name)
                work.queue.put_once(RENEW, next_night(work.now))
                work.queue.put_once(ROUND, next_night(work.now))
                work.queue.put_once(HEAD, next_hour(work.now))
        except Unavailable as error:
            _log.warning("queue unavailable", code=error.code)

    def _problem(self, claimed: Job) -> str | None:
        handler = self._handlers.get(claimed.kind)
        if handler is None:
            return f"no handler for {claimed.kind}"
        try:
            handler(claimed.payload)
        except NotFound:
            # What the job was about is gone or destroyed: there is nothing left to do.
            return None
        except GazetteError as error:
            return f"{error.code} {type(error).__name__}"
        except Exception as error:
            # The queue must go on whatever one document does; the log names the kind of error and its place, never the text.
            place = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("job failed", job=claimed.id, kind=claimed.kind, error=type(error).__name__, at=f"{place.name}:{place.lineno}")
            return type(error).__name__
        return None

    def _finished(self, claimed: Job, problem: str | None) -> None:
        with self._database.write() as work:
            if problem is None:
                work.queue.finish(claimed)
            else:
                work.queue.fail(claimed, problem)
        _log.info("job", job=claimed.id, kind=claimed.kind, attempt=claimed.attempts, problem=problem or "")


def _is_gone(name: str) -> bool:
    """Whether *name* is a worker process of this machine that no longer lives."""
    host, _, number = name.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
