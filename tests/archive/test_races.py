"""Two workers on one record at the same moment: one after the other in effect, and the archive stays whole."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest

from archive import ArchiveError, Label, LogRow, Record, State
from tests.archive.conftest import HEAD, OFFICER, House
from tests.archive.test_faults import is_whole

DATA = b"noi dung chung"
SECRET, INNER, OPEN = Label.named("bi-mat"), Label.named("noi-bo"), Label(level=0)
Act = Callable[[House, Record], object]


def _regrade(house: House, record: Record, to: Label = SECRET) -> None:
    with house.engine.begin() as connection:
        house.vault.reclassify(connection, OFFICER, record.id, to, "rà soát", HEAD, "01/QĐ")


def _open_up(house: House, record: Record) -> None:
    _regrade(house, record, OPEN)


def _dispose(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        house.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "02/QĐ")
    with house.engine.begin() as connection:
        house.vault.purge(connection, OFFICER)


def _shred(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        destroy = house.vault.shred(connection, OFFICER, record.id, "hết hạn", HEAD, "03/QĐ")
    with house.engine.begin() as connection:
        destroy(connection)


def _hold(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        house.vault.hold(connection, OFFICER, record.id, "thanh tra")


def _version(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        house.vault.add_rendition(connection, OFFICER, record.id, "original", DATA, "text/plain")


def _same(house: House, _: Record) -> str:
    return house.deposit(OFFICER, label=OPEN, data=DATA, grants=[HEAD.subject]).id


def _withdraw(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        house.vault.withdraw(connection, OFFICER, record.id, "đính chính")


PAIRS: tuple[tuple[Act, Act, Label], ...] = (
    (_regrade, _dispose, INNER),
    (_regrade, _dispose, OPEN),
    (_open_up, _shred, SECRET),
    (_regrade, _open_up, INNER),
    (_hold, _dispose, INNER),
    (_hold, _shred, SECRET),
    (_version, _shred, SECRET),
    (_version, _dispose, OPEN),
    (_same, _same, OPEN),
    (_same, _dispose, OPEN),
    (_dispose, _dispose, INNER),
    (_shred, _dispose, SECRET),
)


def _both(house: House, record: Record, acts: tuple[Act, Act], chance: random.Random) -> list[object]:
    """Both acts at once; what each gave, or the archive's error. Any other error is the test's."""
    barrier = Barrier(2)

    def run(act: Act) -> object:
        barrier.wait(60)
        try:
            return act(house, record)
        except ArchiveError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, chance.sample(acts, 2)))


def _rows(house: House, record: Record) -> list[LogRow]:
    return [row for row in house.log() if row.object == record.id and row.outcome == "done"]


def _agree(house: House, record: Record, done: list[object]) -> None:
    """The register says what the log's order says: nothing happens to a record after its end, and none ends while it is held."""
    acts = [row.action for row in _rows(house, record)]
    ends = [place for place, act in enumerate(acts) if act in ("dispose", "shred")]
    assert len(ends) <= 1
    assert not ends or set(acts[ends[0] + 1 :]) <= {"shredded", "rekeep"}
    assert not ("hold" in acts and ends)
    with house.engine.begin() as connection:
        kept = house.vault.list(connection, OFFICER).records
    assert (record.id in {one.id for one in kept}) == (not ends)
    assert sum(isinstance(one, ArchiveError) for one in done) <= 1


def _raced(house: House, rounds: int, chance: random.Random) -> None:
    house.engine.dispose()
    records: dict[str, bytes | None] = {}
    for first, second, label in PAIRS * rounds:
        record = house.deposit(OFFICER, label=label, data=DATA, grants=[HEAD.subject])
        done = _both(house, record, (first, second), chance)
        _agree(house, record, done)
        with house.engine.begin() as connection, suppress(ArchiveError):
            if house.vault.show(connection, OFFICER, record.id).state is not State.DISPOSED:
                records[record.id] = DATA
        records.update({name: DATA for name in done if isinstance(name, str)})
    is_whole(house, records)


def test_two_workers_on_one_record_leave_one_truth(sealed: House) -> None:
    _raced(sealed, 1, random.Random(1))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_two_workers_on_one_record_leave_one_truth_however_they_meet(sealed: House, seed: int) -> None:
    _raced(sealed, 3, random.Random(seed))
