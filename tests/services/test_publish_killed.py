"""Publication under kill -9 at every step: all readers see the gazette of before or the new one, whole, and the work is taken up again."""

import json
import multiprocessing
import os
import random
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

import archive
import signing
from gazette.jobs import Worker
from gazette.model.document import slug_of
from gazette.services.index import Index
from gazette.services.publish import Publish
from gazette.web import create_app
from tests.town import Town, running_authority

Point = int | str | None
"""At which call or return, counted from 1; or behind which step of the services; None: nobody is killed."""

LATE: tuple[Point, ...] = ("_sign_public", None)
"""The step tried in the normal run: all is written, and right before the commit. Then the worker comes back."""

STEPS = ("_permitted", "_unstamped", "_prepared", "_opened", "_public", "_told", "_kept", "_published", "_take_effect", "_entries")
"""Tried besides places taken at random: each of these once, from checking to indexing."""

AFTER = timedelta(hours=2)
"""How far the clock of those who publish is ahead: the set time has come."""

LONG, CORRECTED, CORRECTION = "01-qd-quy-dinh-cay-xanh.docx", "02-qd-ho-tro-thu-vien.docx", "17-qd-dinh-chinh.docx"


@dataclass
class Killer:
    """Counts the calls in this process and kills it, as by ``kill -9``, at one of them."""

    at: int
    counted: int = 0

    def __call__(self, _frame: FrameType, _event: str, _: Any) -> None:
        self.counted += 1
        if self.counted == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def _armed(point: Point) -> None:
    """Sees to it that this process dies at *point*."""
    if isinstance(point, int):
        sys.setprofile(Killer(point))
    elif point is not None:
        owner = Publish if hasattr(Publish, point) else Index
        step = getattr(owner, point)

        def last(*arguments: Any) -> NoReturn:
            step(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError

        setattr(owner, point, last)


class Lasting(Town):
    """A town that another process can open again: its log has one key for good."""

    log_key = staticmethod(lambda: Ed25519PrivateKey.from_private_bytes(b"k" * 32))

    @classmethod
    def again(cls, home: Path, authority: signing.SampleAuthority, address: str) -> "Lasting":
        """The town that stands at *home*."""
        town = cls.__new__(cls)
        town.home, town.profile, town.authority = home, archive.Profile.OFFICE, authority
        town.clock, town.address = cls.clock_of(), address
        town.signer = cls.signer_of(authority)
        town._open(signing.Level.B)
        return town


@dataclass(frozen=True)
class Coming:
    """What is to come out: where its page will be, the addresses of its documents, and of the one that it corrects."""

    address: str
    documents: tuple[str, ...]
    corrected: str

    def seen(self, client: FlaskClient) -> Iterator[bool]:
        """Whether each reader, one after the other, has the new gazette before them; nobody may have a part of it.

        The index follows the gazette: the searches are asked first, so that whatever they find can be read.
        """
        hits = json.loads(client.get("/tim-kiem.json?so-dong=100").text)["hits"]
        yield self._in(" ".join(f"/van-ban/{hit['document']}" for hit in hits), self.documents)
        for path in ("/tim-kiem.atom", "/tim-kiem.csv"):
            yield self._in(client.get(path).text, self.documents)
        everything = (self.address, *self.documents)
        yield self._in(client.get("/").text, everything)
        yield self._in(client.get("/sitemap.xml").text, everything)
        yield self._in(client.get("/api/v1/issues").text, (self.address,))
        yield self._counted(client.get("/api/v1/documents").text)
        yield self._there(client, self.address, self.documents)
        for path in (f"{self.address}.pdf", f"{self.address}.manifest", *(f"{one}.pdf" for one in self.documents)):
            yield self._there(client, path, ())
        for path in self.documents:
            yield self._there(client, path, (self.address,))
        yield self._in(client.get(self.corrected).text, ("Được đính chính bởi",))

    def _in(self, text: str, names: Sequence[str]) -> bool:
        found = {bool(re.search(rf"{re.escape(name)}(?![\w+-])", text)) for name in names}
        assert len(found) == 1, f"a part of {names}"
        return found == {True}

    def _counted(self, text: str) -> bool:
        answer = json.loads(text)
        assert answer["total"] == len(answer["documents"]) in (1, 1 + len(self.documents))
        return self._in(text, self.documents)

    def _there(self, client: FlaskClient, path: str, names: Sequence[str]) -> bool:
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        if answer.status_code == 404:
            return False
        assert answer.data.startswith(b"%PDF-") or not path.endswith(".pdf")
        return self._in(answer.text, names) if names else True


def _whole(client: FlaskClient, coming: Coming) -> tuple[bool, bool]:
    """Whether the searches and whether the pages show the new gazette, and all of it; what one reader saw, the next one sees too."""
    told = list(coming.seen(client))
    assert all(later >= earlier for earlier, later in pairwise(told)), "what was published once stays"
    return told[0], told[-1]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture
def town(tmp_path: Path, authority: signing.SampleAuthority, address: str) -> Iterator[Town]:
    """A town that other processes can open too."""
    built = Lasting(tmp_path, authority, address)
    yield built
    built.close()


def _ordered(town: Town) -> Coming:
    """An approved issue with a set time: the beginning of a long document, a paper that corrects one of the issue before, and another."""
    editor, compose = town.who("editor"), town.services.compose
    earlier = town.through("sealed", CORRECTED)
    town.publish(town.issue(earlier, first=11, last=11).id)
    town.worker.drain()
    issue = town.issue(*(town.through("sealed", name) for name in (LONG, CORRECTION, "04-qd-to-cong-tac.docx")))
    following = town.issue(first=14, last=14, day=issue.date + timedelta(days=2))
    split = next(item.document.id for item in issue.items if item.document.source_name == LONG)
    town.services.split.split(editor, issue.id, split, "att_1__chp_2", following.id)
    town.approve(issue.id)
    town.services.publish.order(town.who("publisher"), issue.id, town.clock() + AFTER / 2)
    documents = (f"/van-ban/{slug_of(item.document)}" for item in compose.show(editor, issue.id).items)
    corrected = f"/van-ban/{town.document(earlier.id).slug}"
    return Coming(f"/cong-bao/{issue.number.year}/{issue.number.part}", tuple(documents), corrected)


def _tried(town: Town, coming: Coming, points: Sequence[Point]) -> list[tuple[bool, bool, bool]]:
    """For each point: whether a worker was killed there, and whether search and pages showed the new gazette after it.

    The readers are in this process; the workers come from one in which nothing runs yet: what is forked from it inherits no threads.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    home = {"home": town.home, "authority": town.authority, "address": town.address}
    driver = context.Process(target=_drive, args=(theirs, home))
    driver.start()
    theirs.close()
    client = create_app(town.services, secret_key="khóa thử", rate_limits=False).test_client()
    told: list[tuple[bool, bool, bool]] = []
    for point in points:
        ours.send(point)
        while not ours.poll(0.1):
            _whole(client, coming)
        told.append((ours.recv(), *_whole(client, coming)))
    ours.close()
    driver.join()
    assert driver.exitcode == 0
    return told


def _drive(pipe: Connection, home: Mapping[str, Any]) -> None:
    """Starts a worker for each point that comes, and says whether it was killed."""
    with suppress(EOFError):
        while True:
            point = pipe.recv()
            child = os.fork()
            if child == 0:
                _work_and_die(home, point)
            _, status = os.waitpid(child, 0)
            pipe.send(os.WIFSIGNALED(status))


def _work_and_die(home: Mapping[str, Any], point: Point) -> NoReturn:
    """A worker that starts as after a crash, does all that is due, and ends; unless it is killed on the way."""
    try:
        town = Lasting.again(**home)
        town.clock.shift = AFTER
        _armed(point)
        worker = Worker(town.database, town.services)
        worker._recover()
        worker.drain()
    finally:
        os._exit(0)


LITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@LITE
def test_a_publication_killed_before_its_end_never_was_and_is_taken_up_again(town: Town) -> None:
    coming = _ordered(town)
    assert _tried(town, coming, LATE) == [(True, False, False), (False, True, True)]
    assert town.services.index.check() == ()
    (published, *_) = (line.issue for line in town.services.read.issues().lines if line.issue.number.part == "12+13")
    assert published.published_at is not None
    assert published.published_at > town.clock() + AFTER / 2, "it bears the moment at which it came out"


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_publication_killed_anywhere_leaves_the_old_gazette_or_the_new(town: Town) -> None:
    coming = _ordered(town)
    choose = random.Random(10)
    early: list[Point] = [int(10 ** choose.uniform(2, 6.15)) for _ in range(200)]
    # Some 1.7 million calls lead to the commit; once it is made, only the index is left to be interrupted.
    late: list[Point] = [int(10 ** choose.uniform(2, 5.7)) for _ in range(40)]
    told = _tried(town, coming, [*STEPS[:8], *early, *STEPS[8:], *late, None])
    pages = [after for _, _, after in told]
    assert pages == sorted(pages), "what was published once stays"
    assert sum(killed for killed, _, _ in told) > 100
    assert (True, False, True) in told, "somebody died between the commit and the index"
    assert told[-1] == (False, True, True)
    assert town.services.index.check() == ()
    with town.database.read() as work:
        assert town.parts.vault.audit.verify(work.connection) == []
