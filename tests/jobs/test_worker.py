"""The worker: killed at any moment, it repeats nothing that matters and loses nothing."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

import archive
import search
import signing
from gazette.db import Database
from gazette.jobs import Worker
from gazette.model.job import CONVERT, INDEX, LEASE, MOST_ATTEMPTS, retry_after
from gazette.services import Parts, build
from tests.town import Town, TownClock


def test_a_job_cut_off_after_its_work_runs_again_and_changes_nothing(town: Town) -> None:
    document = town.receive()
    with town.database.write() as work:
        claimed = work.queue.claim("killed")
    assert claimed is not None
    town.services.convert.convert(document.id)  # and here the worker dies, before it could say so
    before = town.services.desk.document(town.who("editor"), document.id)
    assert town.worker.drain() == 0, "the lease still stands"
    town.clock.shift += LEASE + timedelta(seconds=1)
    assert town.worker.drain() == 1
    after = town.services.desk.document(town.who("editor"), document.id)
    assert (after.document, after.history) == (before.document, before.history)
    record = town.services.keep.show(town.who("editor"), document.record)
    assert [item.version for item in record.renditions if item.name == "xml"] == [1]


def test_a_worker_that_comes_back_does_not_wait_for_the_lease_of_a_dead_one(town: Town) -> None:
    town.receive()
    with town.database.write() as work:
        work.queue.claim(f"{os.uname().nodename}:999999")
    worker = Worker(town.database, town.services)
    _run_for(worker, lambda: town.services.desk.board(town.who("editor")).counts["converted"] == 1)
    assert town.services.desk.board(town.who("editor")).counts["converted"] == 1


def test_a_worker_killed_outright_leaves_everything_for_the_next_one(town: Town) -> None:
    names = [path.name for path in sorted((Path(__file__).parents[2] / "samples" / "documents").glob("0[1-8]*.docx"))]
    documents = [town.receive(name) for name in names]
    context = multiprocessing.get_context("spawn")
    for wanted in (1, 3):
        process = context.Process(target=_work, args=(str(town.home), town.address))
        process.start()
        _wait_until(lambda: town.services.desk.board(town.who("editor")).counts["converted"] >= wanted)  # noqa: B023
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    _run_for(town.worker, lambda: town.services.desk.board(town.who("editor")).counts["received"] == 0)
    town.clock.shift += LEASE + timedelta(seconds=1)
    town.worker.drain()
    for document in documents:
        view = town.services.desk.document(town.who("editor"), document.id)
        assert view.document.state == "converted"
        assert [entry.action for entry in view.history] == ["receive", "convert"]
    assert [document.received_number for document in documents] == list(range(1, len(documents) + 1))


def test_a_job_that_fails_waits_longer_each_time_and_rests_in_the_end(town: Town) -> None:
    with town.database.write() as work:
        work.queue.put("nobody-knows-this", document="x")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert town.worker.drain() == 1
        town.clock.shift += retry_after(attempt) + timedelta(seconds=1)
    assert town.worker.drain() == 0
    assert _jobs(town) == {"dead": 1}
    with town.database.write() as work:
        assert work.queue.revive() == 1
    assert town.worker.drain() == 1


def test_a_job_about_something_that_is_gone_is_done(town: Town) -> None:
    with town.database.write() as work:
        work.queue.put("convert", document="0" * 32)
    town.worker.drain()
    assert _jobs(town) == {"done": 1}


def test_a_worker_stops_when_it_is_told(town: Town) -> None:
    thread = threading.Thread(target=town.worker.run)
    thread.start()
    town.worker.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_no_long_job_delays_the_index_and_what_is_withdrawn_while_it_is_put_in_is_not_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, began, over, put = town.published(), threading.Event(), threading.Event(), search.WhooshIndex.put
    town.services.index.remove(document.slug or "")
    with town.database.write() as work:
        work.queue.put(CONVERT, document="long")
        work.queue.put(INDEX, document=document.id)

    def long(_: object) -> None:
        began.set()
        over.wait(30)

    def late(index: search.WhooshIndex, entries: Iterable[search.Entry]) -> int:
        town.services.publish.withdraw(town.who("publisher"), document.id, "Đăng nhầm.")
        return put(index, entries)

    monkeypatch.setitem(cast("dict[str, object]", town.worker._handlers), CONVERT, long)
    thread = threading.Thread(target=town.worker.run, kwargs={"pause": 0.05})
    thread.start()
    try:
        assert began.wait(20)
        _wait_until(lambda: town.services.index.check() == ())
        assert town.services.index.check() == ()
    finally:
        over.set()
        town.worker.stop()
        thread.join(timeout=30)
    monkeypatch.setattr(search.WhooshIndex, "put", late)
    town.services.index.apply(document.id)
    assert town.services.index.check() == ()


def test_a_damaged_index_is_mended_by_the_worker_and_by_the_next_job(town: Town) -> None:
    for mend in (lambda: _run_for(town.worker, lambda: town.services.index.check() == ()), lambda: town.services.index.remove("khong-co")):
        (town.home / "index" / "CURRENT").write_text("x")
        assert [finding.code for finding in town.services.index.check()] == ["D036"]
        mend()
        assert town.services.index.check() == ()


def _run_for(worker: Worker, done: Callable[[], bool], seconds: float = 20.0) -> None:
    thread = threading.Thread(target=worker.run, kwargs={"pause": 0.05})
    thread.start()
    _wait_until(done, seconds)
    worker.stop()
    thread.join(timeout=30)
    worker._stop.clear()


def _wait_until(done: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not done():
        time.sleep(0.02)


def _work(home: str, address: str) -> None:
    """A worker in a process of its own, on the same installation."""
    clock = TownClock()
    database = Database(address, clock)
    blobs = archive.open_blobs(f"file://{home}/vault")
    vault = archive.Vault(blobs, archive.Audit("gazette.invalid/nhat-ky", clock), archive.Profile.OFFICE, clock, database.independent)
    index = search.open_index(Path(home) / "index")
    parts = Parts(database, vault, _NoKeys(), lambda: signing.TrustStore(""), index, clock)
    Worker(database, build(parts)).run(pause=0.01)


class _NoKeys:
    """A worker signs nothing."""

    def sign(self, pdf: bytes, role: signing.Role, key_name: str, level: signing.Level, /, *, actor: str = "") -> bytes:
        """Never asked."""
        raise AssertionError

    def timestamp(self, pdf: bytes, /, *, actor: str = "") -> bytes:
        """Never asked."""
        raise AssertionError


def _jobs(town: Town) -> Mapping[str, int]:
    with town.database.read() as work:
        return work.queue.counts()
