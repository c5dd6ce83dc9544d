"""Many documents by one key: several processes, each output verified before it is released, and resumable whenever it is broken off."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol

from signing.errors import SignerUnavailable, SigningError
from signing.tasks import Bench, Job, Services, Task, begin, done

_SPAWN = multiprocessing.get_context("spawn")
_WAITING = 4


class Journal(Protocol):
    """Where a batch writes what became of each document; whoever starts the batch keeps it, this room keeps nothing."""

    def finished(self, name: str) -> bool:
        """Whether this document was released by an earlier run."""

    def released(self, name: str, sha256: str) -> None:
        """The output stands verified under its final name."""

    def failed(self, name: str, error: SigningError) -> None:
        """Nothing was released for this document, and why."""


@dataclass(frozen=True)
class Done:
    """One document of a batch: its digest when it was released, else the error."""

    name: str
    sha256: str | None = None
    error: SigningError | None = None


def run_batch(
    jobs: Iterable[Job], task: Task, journal: Journal, *, services: Services | None = None, processes: int | None = None
) -> Iterator[Done]:
    """Do `task` to every document that `journal` does not know as finished; yields each as soon as it is done.

    processes  how many work at once, as many as there are cores when left out; with one, everything happens in this process

    The key is opened once in each process. An output comes into being whole, under its final name, after it was verified; an output
    that a broken run had released but not written down is recognised and not made again. Documents fail one by one; what concerns them
    all is raised: KeyRefused, SignerUnavailable. Two batches over the same targets must not run at once.
    """
    bench = Bench(task, services or Services())
    _ = bench.key
    waiting = (job for job in jobs if not journal.finished(job.name))
    count = processes or os.cpu_count() or 1
    if count == 1:
        return _in_turn(waiting, bench, journal)
    return _spread(waiting, ProcessPoolExecutor(count, _SPAWN, begin, (task, services or Services())), journal, count * _WAITING)


def _in_turn(waiting: Iterator[Job], bench: Bench, journal: Journal) -> Iterator[Done]:
    for job in waiting:
        yield _written_down(job, partial(bench.done, job), journal)


def _spread(waiting: Iterator[Job], pool: ProcessPoolExecutor, journal: Journal, ahead: int) -> Iterator[Done]:
    try:
        under_way: dict[Future[str], Job] = {pool.submit(done, job): job for job in islice(waiting, ahead)}
        while under_way:
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield _written_down(under_way.pop(future), future.result, journal)
                under_way |= {pool.submit(done, job): job for job in islice(waiting, 1)}
    except BrokenProcessPool as cause:
        raise SignerUnavailable("Một tiến trình ký hàng loạt đã dừng.", "A process of the batch has stopped.") from cause
    finally:
        pool.shutdown(cancel_futures=True)


def _written_down(job: Job, work: Callable[[], str], journal: Journal) -> Done:
    try:
        digest = work()
    except SigningError as problem:
        journal.failed(job.name, problem)
        return Done(job.name, error=problem)
    journal.released(job.name, digest)
    return Done(job.name, digest)
