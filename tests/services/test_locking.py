"""Locks for services: the roles are asked, people are named, and whoever lost a lock learns of it."""

from datetime import timedelta

import pytest

from gazette.db.errors import LockGone
from gazette.model.document import Upload
from gazette.model.errors import Refused
from gazette.model.locking import LOCKS, LockedByAnother
from gazette.model.people import ROLES
from gazette.model.refusals import RoleMissing
from gazette.services.locking import Thing, give_back, renew, standing, steal, take
from tests.town import Town


@pytest.fixture
def thing(town: Town) -> Thing:
    """A record of Nội bộ to be changed."""
    return Thing("file", town.services.keep.put(town.who("archivist"), Upload("a.pdf", b"%PDF a"), title="Hồ sơ", level="noi-bo").id)


def test_whoever_comes_second_is_told_who_and_until_when(town: Town, thing: Thing) -> None:
    vault = town.parts.vault
    with town.parts.database.write() as work:
        mine = take(work, vault, town.who("editor"), thing)
        assert mine.own
    with town.parts.database.read() as work:
        seen = standing(work, vault, town.who("clerk"), thing)
    assert seen is not None
    assert (seen.owner, seen.own, seen.until - seen.taken) == ("bien-tap", False, LOCKS["file"].lasting)
    with pytest.raises(LockedByAnother, match=seen.name), town.parts.database.write() as work:
        take(work, vault, town.who("clerk"), thing)
    with town.parts.database.write() as work:
        give_back(work, vault, town.who("editor"), thing)
        assert take(work, vault, town.who("clerk"), thing).own


def test_a_role_takes_it_over_with_a_reason_and_the_other_finds_a_notice(town: Town, thing: Thing) -> None:
    vault = town.parts.vault
    with town.parts.database.write() as work:
        take(work, vault, town.who("editor"), thing)
    with pytest.raises(RoleMissing), town.parts.database.write() as work:
        steal(work, vault, town.who("clerk"), thing, "vì gấp")
    with pytest.raises(Refused, match="reason"), town.parts.database.write() as work:
        steal(work, vault, town.who("archivist"), thing, " ")
    with town.parts.database.write() as work:
        assert steal(work, vault, town.who("archivist"), thing, "người giữ khóa nghỉ phép").own
    with pytest.raises(LockGone), town.parts.database.write() as work:
        renew(work, vault, town.who("editor"), thing)
    assert [notice.kind for notice in town.services.notify.mine(town.who("editor"))] == ["lock-taken"]


def test_the_clock_ends_it(town: Town, thing: Thing) -> None:
    vault = town.parts.vault
    with town.parts.database.write() as work:
        take(work, vault, town.who("editor"), thing)
    town.clock.shift += LOCKS["file"].lasting + timedelta(minutes=1)
    with town.parts.database.write() as work:
        assert standing(work, vault, town.who("clerk"), thing) is None
        assert take(work, vault, town.who("clerk"), thing).own


def test_every_kind_names_roles_that_exist_and_ends() -> None:
    for kind, rule in LOCKS.items():
        assert len(kind) <= 32
        assert rule.stealers
        assert {*rule.holders, *rule.stealers} <= ROLES.keys()
        assert timedelta(0) < rule.lasting <= timedelta(days=1)
