"""Publication under kill -9 at every step: all readers see the gazette of before or the new one, whole, and the work is taken up again."""

import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep
from types import FrameType
from typing import Any, NoReturn

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import archive
import signing
from gazette.model.reading import DocumentView
from gazette.services.accounts import Accounts
from gazette.services.publish import Publish
from tests.town import Town, running_authority

Point = int | str
"""At which call or return, counted from 1; or behind which step of the service."""

LATE: tuple[Point, ...] = ("_sign_public",)
"""The step tried in the normal run: all is written, and right before the commit."""


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
        return
    step = getattr(Publish, point)

    def last(*arguments: Any) -> NoReturn:
        step(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    setattr(Publish, point, last)


class Lasting(Town):
    """A town that another process can open again: its log has one key for good."""

    log_key = staticmethod(lambda: Ed25519PrivateKey.from_private_bytes(b"k" * 32))

    @classmethod
    def again(cls, home: Path, authority: signing.SampleAuthority) -> "Lasting":
        """The town that stands at *home*."""
        town = cls.__new__(cls)
        town.home, town.profile, town.authority = home, archive.Profile.OFFICE, authority
        town.clock, town.address = cls.clock_of(), f"sqlite:///{home / 'gazette.db'}"
        town.signer = cls.signer_of(authority)
        town._open(signing.Level.B)
        return town


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture
def town(tmp_path: Path, authority: signing.SampleAuthority) -> Iterator[Town]:
    """A town on SQLite that other processes can open too."""
    built = Lasting(tmp_path, authority)
    yield built
    built.close()


def _approved(town: Town, count: int = 1) -> str:
    names = ("04-qd-to-cong-tac.docx", "01-qd-quy-dinh-cay-xanh.docx")
    issue = town.issue(*(town.through("sealed", name) for name in names[:count]))
    return town.approve(issue.id).id


def _tried(town: Town, issue: str, points: Sequence[Point]) -> list[tuple[bool, str]]:
    """For each point: whether a publication was killed there, and what the street saw after it.

    A process of its own does it, in which nothing was typeset yet: what is forked from it inherits no threads.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    driver = context.Process(target=_drive, args=(theirs, town.home, town.authority, issue, points))
    driver.start()
    theirs.close()
    told: list[tuple[bool, str]] = []
    with suppress(EOFError):
        while len(told) < len(points):
            told.append(ours.recv())
    driver.join()
    assert driver.exitcode == 0
    return told


def _drive(pipe: Connection, home: Path, authority: signing.SampleAuthority, issue: str, points: Sequence[Point]) -> None:
    street = Lasting.again(home, authority)
    for point in points:
        child = os.fork()
        if child == 0:
            _publish_and_die(home, authority, issue, point)
        ended, status = 0, 0
        while not ended:
            _whole(street)
            sleep(0.02)
            ended, status = os.waitpid(child, os.WNOHANG)
        pipe.send((os.WIFSIGNALED(status), _whole(street)))


def _publish_and_die(home: Path, authority: signing.SampleAuthority, issue: str, point: Point) -> NoReturn:
    try:
        town = Lasting.again(home, authority)
        publisher = Accounts(town.database, town.parts.vault).actor("phat-hanh")
        assert publisher is not None
        _armed(point)
        town.services.publish.publish(publisher, issue)
    finally:
        os._exit(0)


def _whole(town: Town) -> str:
    """What the street sees: ``before`` nothing of the issue, ``after`` all of it; anything between fails."""
    read = town.services.read
    before = bool(read.issues().lines)
    documents = read.latest()
    after = bool(read.issues().lines)
    if before != after:
        return _whole(town)
    if not after:
        assert documents == ()
        return "before"
    number = read.issues().lines[0].issue.number
    issue = read.issue(number.year, number.part).issue
    assert read.issue_file(number.year, number.part).read().startswith(b"%PDF-")
    assert {item.document.id for item in issue.items} == {document.id for document in documents}
    for document in documents:
        view = read.document(document.slug or "")
        assert isinstance(view, DocumentView)
        assert view.document.issues
        assert read.file(document.slug or "", "pdf").read().startswith(b"%PDF-")
    return "after"


def test_a_publication_killed_before_its_end_never_was_and_is_taken_up_again(town: Town) -> None:
    issue = _approved(town)
    assert _tried(town, issue, LATE) == [(True, "before")] * len(LATE)
    assert town.services.compose.show(town.who("editor"), issue).approved
    assert town.publish(issue).state == "published"
    assert _whole(town) == "after"


@pytest.mark.soak
def test_a_publication_killed_anywhere_leaves_the_old_gazette_or_the_new(town: Town) -> None:
    issue = _approved(town, 2)
    choose = random.Random(10)
    told = _tried(town, issue, [int(10 ** choose.uniform(2, 6.7)) for _ in range(200)])
    seen = [after for _, after in told]
    assert seen == sorted(seen, reverse=True), "what was published once stays"
    assert sum(killed for killed, _ in told) > 20
    if seen[-1] == "before":
        town.publish(issue)
    assert _whole(town) == "after"
