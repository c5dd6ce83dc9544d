"""The rule written down a second time, in the words of the documentation, and held against every form of the first over one whole shelf."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, MetaData, String, Table, insert, select

from archive import (
    ANYONE,
    RULES,
    Action,
    Clearance,
    Label,
    LabelColumns,
    Record,
    State,
    Wanted,
    condition,
    create_all,
    knows_of,
    label_columns,
    label_values,
    listing,
    may,
    readable,
)
from archive import register as reg
from tests.archive.conftest import sqlite_engine

NOW = datetime(2026, 3, 2, tzinfo=UTC)
A, AB = frozenset({"to-a"}), frozenset({"to-a", "to-ab"})
PLACES = (("", ""), ("", "an"), ("", "to-soan"), ("01.th", ""), ("02.th", ""), ("03.th", ""))
"""In which dossier a record lies, and who is granted it."""
WORKERS = {"01.th": "an", "02.th": "to-soan", "03.th": "binh"}
"""Who works on which dossier."""


def _shelf() -> Iterator[Record]:
    labels = product(range(4), (0, 2), (frozenset[str](), A, AB))
    for number, ((level, secrecy, names), (dossier, granted), state) in enumerate(product(labels, PLACES, State)):
        principals = frozenset({granted, WORKERS.get(dossier, "")}) - {""}
        label, made = Label(level, secrecy, names), NOW + timedelta(number // 2)
        yield Record(f"{number:032x}", "t", label, state, made, "binh", dossier, principals)


SHELF = tuple(_shelf())
NAMED = frozenset(record.id for record in SHELF if record.label.level in (0, 3) and record.dossier == "03.th")
PEOPLE = (
    ANYONE,
    Clearance("quan-tri"),
    Clearance("van-thu", level=1),
    Clearance("an", level=1, compartments=A),
    Clearance("an", level=2, secrecy=1),
    Clearance("an", level=3, secrecy=2, compartments=AB),
    Clearance("an", level=3, secrecy=3, compartments=frozenset({"to-ab"})),
    Clearance("chi", level=3, compartments=A, need_to_know=frozenset({"to-soan", ""})),
    Clearance("chi", level=2, secrecy=2, need_to_know=frozenset({"03.th"})),
    Clearance("chi", level=3, need_to_know=NAMED),
    Clearance("chi", opened=NAMED),
    Clearance("an", level=3, compartments=A, opened=frozenset({SHELF[-1].id})),
    Clearance("an", level=1, secrecy=3, compartments=frozenset({"to-a", "to-ab", "to-b", "to-c"})),
)
READING = {Action.LIST, Action.SHOW, Action.READ}
POSSIBLE = {
    Action.SHOW: {"kept", "published", "withdrawn", "disposed"},
    Action.PUBLISH: {"kept", "withdrawn"},
    Action.WITHDRAW: {"published"},
    Action.DISPOSE: {"kept", "withdrawn"},
}
"""In which states an act is possible; any other in all states but the last."""


@dataclass(frozen=True)
class Told:
    """What the documentation says of one person and one record."""

    person: Clearance
    record: Record

    def known(self, *, emergency: bool = True) -> bool:
        """Whether the person may learn of it."""
        label, who = self.record.label, self.person
        if not who.member:
            return self.record.state == "published" and (label.level, label.secrecy, len(label.compartments)) == (0, 0, 0)
        if emergency and self.record.id in who.opened:
            return True
        cleared = who.level >= label.level and who.secrecy >= label.secrecy and all(name in who.compartments for name in label.compartments)
        return cleared and ((label.level < 2 and not label.secrecy) or self._assigned())

    def _assigned(self) -> bool:
        mine = {self.person.subject, *self.person.need_to_know}
        return bool(mine & self.record.granted) or bool({self.record.id, self.record.dossier or None} & self.person.need_to_know)

    def permitted(self, action: Action) -> bool:
        """Whether the person may do that to it."""
        label, reading = self.record.label, action in READING
        possible = self.record.state in POSSIBLE.get(action, {"kept", "published", "withdrawn"})
        public = label.level == 0 and not label.secrecy and not label.compartments
        return possible and (public or action != "publish") and (self.person.member or reading) and self.known(emergency=reading)


EVERY = {record.id for record in SHELF}


@pytest.fixture(scope="module")
def shelf() -> Iterator[Connection]:
    engine = sqlite_engine(Path(":memory:"))
    with engine.begin() as connection:
        create_all(connection)
        rows = [_row(record) for record in SHELF]
        connection.execute(insert(reg.records), rows)
        given = [(row["id"], place) for row, (_, (_, place), _) in zip(rows, product(range(24), PLACES, State), strict=True) if place]
        granted = [{"record": one, "principal": who, "created": NOW, "actor": "binh", "filed": _made(one)} for one, who in given]
        connection.execute(insert(reg.grants), granted)
        workers = [{"dossier": code, "principal": who, "created": NOW, "actor": "binh"} for code, who in WORKERS.items()]
        connection.execute(insert(reg.dossier_grants), workers)
        reg.settle_all(connection)
        yield connection
    engine.dispose()


def _made(record: str) -> datetime:
    return SHELF[int(record, 16)].created


def _row(record: Record) -> dict[str, object]:
    said = {"id": record.id, "title": "t", "state": record.state.value, "dossier": record.dossier, "actor": "binh"}
    return {**said, "created": record.created, **label_values(record.label), **reg.own_values(record.label)}


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_every_form_of_the_rule_says_what_the_documentation_says(shelf: Connection, number: int) -> None:
    person = PEOPLE[number]
    told = [Told(person, record) for record in SHELF]
    known = {one.record.id for one in told if one.known()}
    assert {record.id for record in SHELF if knows_of(person, record)} == known
    assert set(shelf.scalars(select(reg.records.c.id).where(condition(person, _columns())))) == known
    for action in Action:
        allowed = {one.record.id for one in told if one.permitted(action)}
        assert {record.id for record in SHELF if may(person, action, record)} == allowed, action
        assert set(shelf.scalars(select(reg.records.c.id).where(readable(person, action)))) == allowed, action
        # Who asks for all the others must get them: nothing may stand in the place of "no row".
        assert set(shelf.scalars(select(reg.records.c.id).where(~readable(person, action)))) == EVERY - allowed, action


WANTED = (
    (Action.LIST, Wanted()),
    (Action.LIST, Wanted("01.th")),
    (Action.LIST, Wanted("03.th", level=3)),
    (Action.LIST, Wanted(level=1)),
    (Action.LIST, Wanted(unfiled=True, before=NOW + timedelta(100))),
    (Action.LIST, Wanted(unfiled=True, level=3)),
    (Action.LIST, Wanted(state=State.WITHDRAWN)),
    (Action.LIST, Wanted(state=State.DISPOSED)),
    (Action.LIST, Wanted(since=NOW + timedelta(50), before=NOW + timedelta(100))),
    (Action.SHOW, Wanted()),
    (Action.SHOW, Wanted("02.th", State.DISPOSED, 2, NOW + timedelta(30))),
    (Action.SHOW, Wanted(state=State.PUBLISHED, level=0)),
    (Action.PUBLISH, Wanted()),
    (Action.PUBLISH, Wanted("01.th")),
)
IN_ORDER = tuple(sorted(SHELF, key=lambda record: (record.created, record.id), reverse=True))


def _is_wanted(record: Record, wanted: Wanted) -> bool:
    filed = record.dossier == "" if wanted.unfiled else wanted.dossier in ("", record.dossier)
    where = filed and wanted.state in (None, record.state)
    when = (wanted.since or NOW) <= record.created and (wanted.before is None or record.created < wanted.before)
    return where and when and wanted.level in (None, record.label.level)


def _of(person: Clearance, action: Action, wanted: Wanted) -> list[str]:
    """What a list must hold, in its order."""
    return [one.id for one in IN_ORDER if _is_wanted(one, wanted) and Told(person, one).permitted(action)]


FEW = tuple(person for person in PEOPLE if len(person.need_to_know) < 20)


@pytest.mark.parametrize("number", range(len(FEW)))
def test_the_ranges_of_every_list_hold_exactly_what_the_rule_permits_in_order(shelf: Connection, number: int) -> None:
    for action, wanted in WANTED:
        expected = _of(FEW[number], action, wanted)
        assert [one for _, one in listing.places(shelf, FEW[number], action, wanted, len(SHELF))] == expected, (action, wanted)


def test_a_list_of_more_ranges_than_one_statement_may_merge_is_whole_page_after_page(shelf: Connection) -> None:
    (many,) = set(PEOPLE) - set(FEW)
    expected = _of(many, Action.LIST, Wanted())
    pages: list[str] = []
    while page := listing.newest(shelf, many, Action.LIST, Wanted(), 19, _end_of(pages)):
        assert [record.id for record in page] == expected[len(pages) :][:19]
        pages += [record.id for record in page]
    assert pages == expected


def test_a_row_that_only_finds_opens_nothing(shelf: Connection) -> None:
    """What was inherited and should be gone: the ranges would still lead there, and the rule on the last select does not."""
    stranger = Clearance("nguoi-la", level=3)
    closed = next(record for record in SHELF if record.label == Label(level=3) and record.state is State.KEPT)
    row = {"principal": stranger.subject, "record": closed.id, "state": "kept", "level": 3, "created": closed.created}
    with shelf.begin_nested() as left:
        shelf.execute(insert(reg.needs).values(row))
        assert closed.id in {one for _, one in listing.places(shelf, stranger, Action.LIST, Wanted(level=3), len(SHELF))}
        assert listing.newest(shelf, stranger, Action.LIST, Wanted(level=3), len(SHELF)) == []
        left.rollback()


def _end_of(read: list[str]) -> tuple[datetime, str] | None:
    return (_made(read[-1]), read[-1]) if read else None


def _columns() -> LabelColumns:
    return LabelColumns.of(reg.records.c, reg.records.c.id, reg.records.c.state == "published")


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_a_table_that_knows_no_dossiers_asks_the_register_for_them(shelf: Connection, number: int) -> None:
    table = Table(f"leaves_{number}", MetaData(), Column("record", String, primary_key=True), *label_columns())
    table.create(shelf)
    shelf.execute(insert(table), [{"record": record.id, **label_values(record.label)} for record in SHELF])
    person = PEOPLE[number]
    # An assignment to a dossier stands in the clearance, and a table without dossiers cannot look it up there.
    lesser = replace(person, need_to_know=person.need_to_know - WORKERS.keys())
    known = {record.id for record in SHELF if person.member and Told(lesser, record).known()}
    assert set(shelf.scalars(select(table.c.record).where(condition(person, LabelColumns.of(table.c, table.c.record))))) == known


def test_the_table_of_actions_is_as_written_down() -> None:
    assert {action: (rule.people, rule.emergency, rule.public, rule.labelled_public) for action, rule in RULES.items()} == {
        action: (2 if action in ("reclassify", "dispose") else 1, action in READING, action in READING, action == "publish")
        for action in Action
    }
    assert [action.value for action in Action] == [
        *("list", "show", "read", "add-rendition", "publish", "withdraw", "reclassify", "place", "grant", "hold", "dispose")
    ]
