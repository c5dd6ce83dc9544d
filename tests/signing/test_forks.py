"""A fork of the fence takes another document only after sound ones, and what it has met before changes no answer."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from signing.forks import Fence
from signing.wire import Question
from tests.signing import forger
from tests.signing.attacks_in_bytes import IN_BYTES
from tests.signing.attacks_in_revisions import IN_REVISIONS
from tests.signing.office import Office


@pytest.fixture
def fence() -> Iterator[Fence]:
    opened = Fence()
    yield opened
    opened.close()


def asked(fence: Fence, office: Office, pdf: bytes) -> dict[str, Any]:
    answer = fence.ask(Question(office.authority.trust, offline=True), pdf)
    assert answer is not None
    return answer.to_json()


def children(parent: int) -> list[int]:
    """The process numbers of a process's own children."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(place.read_text("ascii", "replace").rpartition(")")[2].split()[1]) == parent:
                found.append(int(place.parent.name))
    return found


def hostile(office: Office) -> list[bytes]:
    revised = [forger.revised(office.published, revision) for revision in list(IN_REVISIONS.values())[::40]]
    return [*revised, *(touch(office.by_leader) for touch in list(IN_BYTES.values())[::15]), b"", b"%PDF-1.7", office.page]


def test_sound_documents_are_taken_by_one_fork(office: Office, fence: Fence) -> None:
    asked(fence, office, office.published)
    first = list(fence._idle)
    asked(fence, office, office.by_leader)
    asked(fence, office, office.published)
    assert len(first) == 1
    assert fence._idle == first


def test_a_fork_that_met_a_hostile_file_is_never_asked_again(office: Office, fence: Fence) -> None:
    for pdf in hostile(office):
        asked(fence, office, office.published)
        (before,) = fence._idle
        asked(fence, office, pdf)
        assert not fence._idle
        asked(fence, office, office.published)
        assert fence._idle != [before]


def test_what_came_before_changes_no_answer(office: Office, fence: Fence) -> None:
    files = [office.by_leader, office.published, office.sealed, *hostile(office)]
    alone = []
    for pdf in files:
        fresh = Fence()
        alone.append(asked(fresh, office, pdf))
        fresh.close()
    assert [asked(fence, office, pdf) for pdf in files] == alone
    assert [asked(fence, office, pdf) for pdf in reversed(files)] == alone[::-1]


def test_a_fork_that_died_while_waiting_spoils_no_answer(office: Office, fence: Fence) -> None:
    before = asked(fence, office, office.published)
    (waiting,) = fence._idle
    for number in children(fence.child):
        os.kill(number, signal.SIGKILL)
    while waiting.serves_on:
        pass
    assert asked(fence, office, office.published) == before


def test_a_large_document_has_a_fork_to_itself(office: Office, fence: Fence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signing.forks._LARGE", len(office.published) - 1)
    asked(fence, office, office.published)
    assert not fence._idle
