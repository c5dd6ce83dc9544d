"""Locks: one person changes a record at a time, the clock ends it, another takes over with a reason only, and all of it is written down."""

from datetime import timedelta

import pytest

from archive import Clearance, LockLost, ReasonNeeded, RecordLocked, RecordNotFound, WrongState
from tests.archive.conftest import CLERK, HEAD, OFFICER, House

HOUR = timedelta(hours=1)
SECOND = Clearance("van-thu-hai", level=1)


def test_a_lock_keeps_everybody_else_out_and_names_its_holder(house: House) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        mine = house.vault.locks.take(connection, CLERK, "file", record.id, HOUR)
    with pytest.raises(RecordLocked) as refused, house.engine.begin() as connection:
        house.vault.locks.take(connection, SECOND, "file", record.id, HOUR)
    assert (refused.value.owner, refused.value.until) == ("van-thu", mine.until)
    with house.engine.begin() as connection:
        assert house.vault.locks.standing(connection, "file", [record.id]) == {record.id: mine}
        assert house.vault.locks.standing(connection, "title", [record.id]) == {}
        assert house.vault.locks.take(connection, SECOND, "title", record.id, HOUR).owner == "van-thu-hai"
    assert [(row.actor, row.action, row.outcome) for row in house.log()][1:] == [
        ("van-thu", "lock", "done"),
        ("van-thu-hai", "lock", "refused"),
        ("van-thu-hai", "lock", "done"),
    ]


def test_the_clock_ends_a_lock_for_others_and_its_holder_goes_on_while_nobody_took_it(house: House) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        house.vault.locks.take(connection, CLERK, "file", record.id, HOUR)
    house.clock.now += 2 * HOUR
    with house.engine.begin() as connection:
        assert house.vault.locks.standing(connection, "file", [record.id]) == {}
        assert house.vault.locks.renew(connection, CLERK, "file", record.id, HOUR).until > house.clock.now
    house.clock.now += 2 * HOUR
    with house.engine.begin() as connection:
        house.vault.locks.take(connection, SECOND, "file", record.id, HOUR)
    with pytest.raises(LockLost), house.engine.begin() as connection:
        house.vault.locks.renew(connection, CLERK, "file", record.id, HOUR)


def test_only_its_holder_gives_a_lock_back(house: House) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        locks = house.vault.locks
        locks.take(connection, CLERK, "file", record.id, HOUR)
        locks.give_back(connection, SECOND, "file", record.id)
        assert locks.own(connection, CLERK, "file", record.id).owner == "van-thu"
        locks.give_back(connection, CLERK, "file", record.id)
        locks.give_back(connection, CLERK, "file", record.id)
        assert locks.take(connection, SECOND, "file", record.id, HOUR).owner == "van-thu-hai"
    with pytest.raises(LockLost), house.engine.begin() as connection:
        house.vault.locks.own(connection, CLERK, "file", record.id)


def test_taking_a_lock_over_needs_a_reason_and_says_from_whom(house: House) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        house.vault.locks.take(connection, CLERK, "file", record.id, HOUR)
    with pytest.raises(ReasonNeeded), house.engine.begin() as connection:
        house.vault.locks.steal(connection, SECOND, "file", record.id, "  ", HOUR)
    with house.engine.begin() as connection:
        house.vault.locks.steal(connection, SECOND, "file", record.id, "nghỉ phép", HOUR)
    with pytest.raises(LockLost), house.engine.begin() as connection:
        house.vault.locks.own(connection, CLERK, "file", record.id)
    told = house.log()[-2]
    assert (told.actor, told.action, told.outcome) == ("van-thu-hai", "lock", "done")
    assert '"from":"van-thu"' in house.log()[-3].details.replace(" ", "")


def test_a_locked_record_that_may_not_be_known_is_answered_like_an_absent_one(house: House) -> None:
    record = house.deposit(OFFICER, "bi-mat")
    with house.engine.begin() as connection:
        house.vault.locks.take(connection, OFFICER, "file", record.id, HOUR)
    told = []
    for asked in (record.id, "0" * 32):
        for act in ("take", "renew", "steal", "give_back", "own"):
            more = {"take": (HOUR,), "renew": (HOUR,), "steal": ("vì thử", HOUR)}.get(act, ())
            with pytest.raises(RecordNotFound) as refused, house.engine.begin() as connection:
                getattr(house.vault.locks, act)(connection, CLERK, "file", asked, *more)
            told.append((act, str(refused.value)))
    assert told[: len(told) // 2] == told[len(told) // 2 :]


def test_what_is_destroyed_is_locked_by_nobody(house: House) -> None:
    record = house.deposit(OFFICER)
    with house.engine.begin() as connection:
        house.vault.locks.take(connection, OFFICER, "file", record.id, HOUR)
        house.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "1/QĐ")
        assert house.vault.locks.standing(connection, "file", [record.id]) == {}
    with pytest.raises(WrongState), house.engine.begin() as connection:
        house.vault.locks.take(connection, OFFICER, "file", record.id, HOUR)
