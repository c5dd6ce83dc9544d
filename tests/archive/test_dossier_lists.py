"""Pages of dossiers: every dossier a person may know of once, newest first, and no other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import Connection, insert

from archive import ANYONE, Clearance, Label, PageNotUnderstood, Record, State, create_all, knows_of, label_values
from archive import register as reg
from tests.archive.conftest import House
from tests.archive.test_rule import AB, PEOPLE, A

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORKERS = ("", "an", "to-soan")


def _shelf() -> Iterator[Record]:
    labels = product(range(4), (0, 2), (frozenset[str](), A, AB), WORKERS)
    for number, (level, secrecy, names, worker) in enumerate(labels):
        name, workers = f"hs-{number:03}", frozenset({worker} - {""})
        made = NOW + timedelta(number % 7)  # many of one moment: then their ids decide
        yield Record(name, f"Hồ sơ mẫu {number}", Label(level, secrecy, names), State.KEPT, made, "binh", name, workers)


SHELF = tuple(_shelf())


@pytest.fixture
def shelf(lite: House) -> Iterator[tuple[House, Connection]]:
    with lite.engine.begin() as connection:
        create_all(connection)
        rows = [
            {"id": one.id, "code": one.id, "title": one.title, "created": one.created, "actor": "binh", **label_values(one.label)}
            for one in SHELF
        ]
        connection.execute(insert(reg.dossiers), rows)
        granted = [{"dossier": one.id, "principal": who, "created": NOW, "actor": "binh"} for one in SHELF for who in one.granted]
        connection.execute(insert(reg.dossier_grants), granted)
        reg.settle_all(connection)
        yield lite, connection


@pytest.mark.parametrize("reader", [*PEOPLE, Clearance("chi", level=3, secrecy=3, need_to_know=frozenset({"hs-050", "hs-060"}))])
def test_pages_hold_what_the_rule_lets_a_person_know_newest_first(shelf: tuple[House, Connection], reader: Clearance) -> None:
    house, connection = shelf
    known = [one for one in SHELF if reader.member and knows_of(reader.ordinary, one)]
    expected = [one.id for one in sorted(known, key=lambda one: (one.created, one.id), reverse=True)]
    for size in (1, 7, 500):
        assert list(_walk(house, connection, reader, size)) == expected
    assert expected or not reader.member


def _walk(house: House, connection: Connection, reader: Clearance, size: int) -> Iterator[str]:
    after = None
    while True:
        page = house.vault.dossiers.list(connection, reader, size=size, after=after)
        assert len(page.dossiers) <= size
        yield from (one.id for one in page.dossiers)
        if page.next is None:
            return
        after = page.next


def test_no_emergency_and_no_stranger_sees_a_dossier(shelf: tuple[House, Connection]) -> None:
    house, connection = shelf
    opened = Clearance("dung", level=3, secrecy=3, compartments=AB, opened=frozenset(one.id for one in SHELF))
    assert list(_walk(house, connection, opened, 50)) == list(_walk(house, connection, replace(opened, opened=frozenset()), 50))
    assert house.vault.dossiers.list(connection, ANYONE).dossiers == ()


def test_a_mark_that_no_page_gave_is_said(shelf: tuple[House, Connection]) -> None:
    house, connection = shelf
    with pytest.raises(PageNotUnderstood):
        house.vault.dossiers.list(connection, PEOPLE[2], after="x")


def test_dossiers_of_a_code_are_those_one_may_know_of(shelf: tuple[House, Connection]) -> None:
    house, connection = shelf
    clerk = Clearance("van-thu", level=1)
    assert [one.id for one in house.vault.dossiers.called(connection, clerk, "hs-000")] == ["hs-000"]
    assert house.vault.dossiers.called(connection, clerk, "hs-070") == house.vault.dossiers.called(connection, clerk, "x\x00") == ()


def test_a_set_of_compartments_that_only_a_dossier_bears_is_noted(lite: House) -> None:
    person = Clearance("an", level=1, compartments=frozenset({"to-rieng"}))
    dossier = lite.dossier(person, "01.RIENG", Label(level=1, compartments=frozenset({"to-rieng"})))
    fellow = replace(person, subject="binh")
    with lite.engine.begin() as connection:
        assert [one.id for one in lite.vault.dossiers.list(connection, fellow).dossiers] == [dossier]
