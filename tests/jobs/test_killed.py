"""Batches and renewals with real processes, killed at any moment: every document sealed once, every use written down, nothing half-written."""

import hashlib
import json
import multiprocessing
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import and_, or_, select

import archive
import search
import signing
from gazette.db import Database
from gazette.db.tables import jobs
from gazette.jobs import Worker
from gazette.model import job
from gazette.model.people import Actor
from gazette.services import Parts, Services, build
from tests.signing.signer import Signer
from tests.town import Town, TownClock, running_authority

SHORT = 60
"""Days that the stamps of what is published hold: less than the margin, so all of it is due for renewal."""

WAITING = ("04-qd-to-cong-tac.docx", "06-cv-ra-soat.docx", "18-ttr-khen-thuong.docx", "08-bc-cong-tac-van-thu.docx")
PUBLISHED = ("01-qd-quy-dinh-cay-xanh.docx", "10-qd-cong-bo-tthc.docx")
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Ready:
    """A home with documents that wait for the seal and a published issue that is due for renewal, to be copied; made once."""

    home: Path
    authority: signing.SampleAuthority
    clerk: Actor
    waiting: list[str]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """The home, and its authority in the next generation."""
    with running_authority(tmp_path_factory.mktemp("authority"), days=SHORT) as authority:
        town = Town(tmp_path_factory.mktemp("town"), authority, level=signing.Level.LTA)
        issue = town.issue(*(town.through("sealed", name) for name in PUBLISHED))
        town.publish(issue.id)
        town.worker.drain()
        waiting = [town.through("signed", name).id for name in WAITING]
        town.next_authority()
        town.close()
        yield Ready(town.home, authority, town.who("clerk"), waiting)


@dataclass
class Works:
    """An installation whose signer and worker are processes of their own."""

    ready: Ready
    home: Path
    signer: Signer
    services: Services
    database: Database
    worker: SpawnProcess | None = field(default=None)

    def start_worker(self) -> None:
        """Starts the worker."""
        self.worker = _SPAWN.Process(target=_work, args=(self.home, self.signer.place, self.ready.authority.folder))
        self.worker.start()

    def kill(self, what: str) -> None:
        """Kills worker, signer, or one of the signer's processes; the first two are started again, as `gazette serve` does."""
        assert self.worker is not None
        if what == "worker":
            self.worker.kill()
            self.worker.join()
            self.start_worker()
        elif what == "signer":
            self.signer.kill()
            self.signer.start()
        else:
            self.signer.kill_a_worker()

    def uses(self) -> list[dict[str, Any]]:
        """The whole lines of the seal-use log; a line that was cut off is no use."""
        log = self.signer.place / "uses.jsonl"
        return [json.loads(line) for line in log.read_bytes().splitlines() if line.endswith(b"}")] if log.exists() else []

    def published(self) -> dict[str, bytes]:
        """What the public gets: the issue's PDF and the documents', by record."""
        with self.database.read() as work:
            lists = work.lists(archive.ANYONE)
            records = [one.record or "" for one in (*lists.issues(10), *lists.published(10))]
        with self.database.write() as work:
            vault = self.services.lasting._parts.vault
            return {record: vault.read(work.connection, archive.ANYONE, record, "signed") for record in records}


@pytest.fixture
def works(ready: Ready, tmp_path: Path) -> Iterator[Works]:
    """A copy of the home, with signer and worker running."""
    home, place = tmp_path / "home", tmp_path / "signer"
    shutil.copytree(ready.home, home)
    place.mkdir()
    signer = Signer(ready.authority, place, processes=1)
    signer.start()
    parts = _parts(home, place, ready.authority)
    built = Works(ready, home, signer, build(parts), parts.database)
    built.start_worker()
    yield built
    signer.kill()
    assert built.worker is not None
    built.worker.kill()
    built.worker.join()
    built.database.close()


def _parts(home: Path, place: Path, authority: signing.SampleAuthority) -> Parts:
    clock = TownClock()
    database = Database(f"sqlite:///{home / 'gazette.db'}", clock)
    audit = archive.Audit("gazette.invalid/nhat-ky", clock)
    vault = archive.Vault(archive.open_blobs(f"file://{home}/vault"), audit, archive.Profile.OFFICE, clock, database.independent)
    index = search.open_index(home / "index")
    client = signing.SignerClient(place / "s", seconds=60)
    return Parts(database, vault, client, lambda: authority.trust, index, clock, level=signing.Level.B)


def _work(home: Path, place: Path, authority: Path) -> None:
    """A worker in a process of its own."""
    parts = _parts(home, place, signing.SampleAuthority.open(authority))
    Worker(parts.database, build(parts)).run(pause=0.01)


def killed(works: Works, kills: int, seed: int, done: Callable[[], bool], again: Callable[[], None]) -> None:
    """Kills something at random moments; then waits until all is done. Whoever works here presses “try again” after each kill."""
    moments = random.Random(seed)
    for _ in range(kills):
        time.sleep(moments.uniform(0.0, 2.5))
        works.kill(moments.choice(("worker", "signer", "signer's process")))
        again()
    deadline = time.monotonic() + 240
    while not done():
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.1)


def nothing_half_written(works: Works) -> None:
    """Every blob is what its name says, every document's file is in the vault, and nothing lies in the spool."""
    with works.database.read() as work:
        assert work.lists(works.ready.clerk.clearance).astray() == ()
    for path in (works.home / "vault").rglob("*"):
        if path.is_file() and len(path.name) == 64:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    spool = works.signer.place / "spool"
    assert not spool.exists() or list(spool.iterdir()) == []


def batch_survives(works: Works, kills: int, seed: int) -> None:
    """One batch under fire."""
    service, clerk, wanted = works.services.batches, works.ready.clerk, works.ready.waiting
    batch = service.order(clerk, wanted)

    def again() -> None:
        if service.show(clerk, batch.id).batch.state == "open":
            service.resume(clerk, batch.id)

    killed(works, kills, seed, lambda: service.show(clerk, batch.id).batch.state == "done", again)
    rows = service.show(clerk, batch.id).rows
    assert [(item.state, item.why("en")) for _, item in rows] == [("sealed", "")] * len(wanted)
    uses = {use["document"]: use for use in works.uses()}
    assert Counter(use["document"] for use in works.uses()) == Counter(wanted)
    for document, item in rows:
        kept = document.file("pdf")
        assert kept is not None
        assert item.after == kept.sha256 == uses[document.id]["after"]
        assert (item.before, clerk.user) == (uses[document.id]["before"], uses[document.id]["actor"])
        pdf = works.services.desk.file(clerk, document.id, "pdf").read()
        assert [one.name for one in signing.fields(pdf) if one.signed and one.name in ("LanhDao", "ConDau")] == ["LanhDao", "ConDau"]
        with works.database.read() as work:
            steps = Counter(entry.action for entry in work.documents(clerk.clearance).history(document))
        assert (document.state, steps["seal"]) == ("sealed", 1)
    nothing_half_written(works)


def renewal_survives(works: Works, kills: int, seed: int) -> None:
    """One night's renewal under fire."""
    before = works.published()

    def again() -> None:
        with works.database.write() as work:
            work.queue.put(job.RENEW)
            work.lastings.due_now()

    again()
    killed(works, kills, seed, lambda: all(works.published()[record] != pdf for record, pdf in before.items()), again)
    again()
    _wait_until_idle(works)
    after = works.published()
    for record, pdf in before.items():
        assert after[record].startswith(pdf)
        assert after[record].count(b"/DocTimeStamp") == pdf.count(b"/DocTimeStamp") + 1
        assert signing.verify(after[record], works.ready.authority.trust, offline=True).verdict is signing.Verdict.VALID
    assert sorted(use["after"] for use in works.uses()) == sorted(hashlib.sha256(pdf).hexdigest() for pdf in after.values())
    nothing_half_written(works)


def _wait_until_idle(works: Works) -> None:
    deadline = time.monotonic() + 120
    while True:
        with works.database.read() as work:
            due = or_(jobs.c.state == "running", and_(jobs.c.state == "waiting", jobs.c.due <= work.now))
            if work.connection.scalar(select(jobs.c.id).where(due).limit(1)) is None:
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_batch_survives_kill_9_of_worker_and_signer(works: Works) -> None:
    batch_survives(works, kills=2, seed=3)


def test_a_renewal_survives_kill_9_of_worker_and_signer(works: Works) -> None:
    renewal_survives(works, kills=1, seed=4)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
def test_a_batch_survives_hundreds_of_kills(works: Works, seed: int) -> None:
    batch_survives(works, kills=6, seed=100 + seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_a_renewal_survives_hundreds_of_kills(works: Works, seed: int) -> None:
    renewal_survives(works, kills=6, seed=200 + seed)
