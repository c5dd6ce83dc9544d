"""The database falls and comes back under a running installation: clear answers meanwhile, work goes on after, and nothing is lost."""

import random
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

import archive
import signing
from gazette.jobs.worker import Worker
from gazette.model.document import Upload
from gazette.model.errors import NotFound, Unavailable
from tests.postgres import Server
from tests.town import Town

DATA = b"noi dung kho\n" * 500


def _kept(town: Town, level: str = "noi-bo") -> archive.Record:
    return town.services.keep.put(town.who("archivist"), Upload("bao-cao.txt", DATA), title="Báo cáo", level=level)


def _read(town: Town, record: str) -> bytes:
    return town.services.keep.get(town.who("archivist"), record).data


def _is_whole(town: Town, records: list[str]) -> None:
    assert [_read(town, record) for record in records] == [DATA] * len(records)
    assert town.services.keep.check(town.who("auditor")) == ()
    with town.database.read() as work:
        assert town.parts.vault.audit.verify(work.connection) == []
        numbers = [row.seq for row in town.parts.vault.audit.rows(work.connection)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_database_that_was_away_is_missed_clearly_and_nothing_is_lost(
    tmp_path: Path, authority: signing.SampleAuthority, postgres_of_its_own: Server
) -> None:
    server = postgres_of_its_own
    town = Town(tmp_path, authority, server.start().render_as_string(hide_password=False))
    records = [_kept(town), _kept(town, "cong-khai")]
    worker = Worker(town.database, town.services, "worker")
    away: tuple[Callable[[], object], ...] = (
        lambda: _kept(town),
        lambda: _read(town, records[0].id),
        lambda: _read(town, "khong-co"),
        worker.once,
    )
    with pytest.raises(Unavailable):
        _fallen_under(town, server, records[0].id)
    for ask in away:
        with pytest.raises(Unavailable) as caught:
            ask()
        assert "\n" not in caught.value.message("vi")
    server.start()
    with pytest.raises(NotFound):
        _read(town, "khong-co")
    _is_whole(town, [record.id for record in (*records, _kept(town))])
    town.close()


def _fallen_under(town: Town, server: Server, record: str) -> None:
    """The database goes in the middle of a transaction, and then somebody is to be refused."""
    reader = town.who("archivist").clearance
    with town.database.write() as work:
        town.parts.vault.show(work.connection, reader, record)
        server.stop()
        town.parts.vault.show(work.connection, reader, "khong-co")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_database_that_falls_again_and_again_keeps_what_it_acknowledged(
    tmp_path: Path, authority: signing.SampleAuthority, postgres_of_its_own: Server, seed: int
) -> None:
    server, chance, over = postgres_of_its_own, random.Random(seed), Event()
    town = Town(tmp_path, authority, server.start().render_as_string(hide_password=False))
    records: list[str] = []

    def keep_on() -> None:
        while not over.is_set():
            try:
                records.append(_kept(town, chance.choice(("noi-bo", "cong-khai", "bi-mat"))).id)
            except Unavailable:
                over.wait(0.05)

    workers = [Thread(target=keep_on) for _ in range(2)]
    for thread in workers:
        thread.start()
    for _ in range(10):
        over.wait(chance.random())
        server.stop()
        server.start()
    over.set()
    for thread in workers:
        thread.join()
    _is_whole(town, records)
    town.close()
