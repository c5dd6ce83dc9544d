"""The outbox: work exists only with its transaction, and is claimed by one worker at a time."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from gazette.db import Database, Work
from gazette.db.queue import Queue
from gazette.db.tables import jobs
from gazette.model.job import LEASE, MOST_ATTEMPTS, Job, retry_after
from tests.db.rows import MOMENT


def _at(database: Database, later: timedelta = timedelta()) -> Job | None:
    with database.write() as work:
        return Queue(work.connection, MOMENT + later).claim("nguoi-lam")


def test_a_job_of_a_transaction_that_failed_does_not_exist(database: Database) -> None:
    def fail(work: Work) -> None:
        work.queue.put("convert", document="a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as work:
        fail(work)
    assert _at(database) is None


def test_jobs_are_claimed_in_order_and_not_twice(database: Database) -> None:
    with database.write() as work:
        work.queue.put("convert", document="a")
        work.queue.put("index", document="b")
    claimed = [_at(database), _at(database), _at(database)]
    assert [(job.kind, job.payload["document"], job.attempts) if job else None for job in claimed] == [
        ("convert", "a", 1),
        ("index", "b", 1),
        None,
    ]


def test_a_worker_that_died_loses_its_job_when_the_lease_ends(database: Database) -> None:
    with database.write() as work:
        work.queue.put("convert", document="a")
    assert _at(database) is not None
    assert _at(database, LEASE - timedelta(seconds=1)) is None
    again = _at(database, LEASE + timedelta(seconds=1))
    assert again is not None
    assert again.attempts == 2


def test_work_that_keeps_killing_its_worker_is_laid_to_rest(database: Database) -> None:
    with database.write() as work:
        work.queue.put("convert", document="a")
    for turn in range(MOST_ATTEMPTS):
        assert _at(database, (LEASE + timedelta(seconds=1)) * turn) is not None
    assert _at(database, (LEASE + timedelta(seconds=1)) * (MOST_ATTEMPTS + 1)) is None
    with database.read() as work:
        assert work.queue.counts() == {"dead": 1}


def test_a_finished_job_stays_finished(database: Database) -> None:
    with database.write() as work:
        work.queue.put("convert", document="a")
        job = work.queue.claim("nguoi-lam")
        assert job is not None
        work.queue.finish(job)
    assert _at(database, LEASE * 2) is None


def test_waiting_grows_and_has_an_end() -> None:
    waits = [retry_after(attempt) for attempt in range(1, 40)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(hours=1)


def test_workers_at_the_same_time_share_the_jobs_without_doing_any_twice(database: Database) -> None:
    with database.write() as work:
        for number in range(12):
            work.queue.put("convert", document=str(number))
    done: list[str] = []

    def claim_all() -> None:
        while True:
            with database.write() as work:
                job = work.queue.claim(threading.current_thread().name)
                if job is None:
                    return
                done.append(job.payload["document"])
                work.queue.finish(job)

    threads = [threading.Thread(target=claim_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(12)]


def test_on_postgresql_a_claim_skips_the_row_another_is_just_claiming(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        return  # SQLite has one writer: the second claim waits for the first transaction to end
    with database.write() as work:
        work.queue.put("convert", document="a")
        work.queue.put("convert", document="b")
    with database.write() as one, database.write() as two:
        first, second = one.queue.claim("mot"), two.queue.claim("hai")
        assert first is not None
        assert second is not None
        assert {first.payload["document"], second.payload["document"]} == {"a", "b"}


def test_what_a_clock_that_ran_ahead_put_off_comes_when_it_should(database: Database) -> None:
    for due, expected in ((MOMENT + timedelta(days=365), 365), (MOMENT + timedelta(days=1), 1), (MOMENT + timedelta(days=2), 1)):
        with database.write() as work:
            work.queue.put_once("head", due)
            waiting = work.connection.execute(select(jobs.c.due).where(jobs.c.kind == "head")).scalars().all()
        assert waiting == [MOMENT + timedelta(days=expected)]
