"""One rule in two forms: the answer about a record and the SQL condition agree, and the matrix is as written down."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, create_engine, false, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from archive import (
    ANYONE,
    LEVELS,
    RULES,
    Action,
    Clearance,
    Label,
    LabelColumns,
    Names,
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

NAMES = ["to-a", "to-b", "to-ab", "a"]
PEOPLE = ["an", "binh", "to-soan"]
DOSSIERS = ["", "01.th", "02.th"]
IDS = [f"{n:032x}" for n in range(12)]
NOW = datetime(2026, 3, 2, tzinfo=UTC)

labels = st.builds(Label, st.integers(0, 3), st.sampled_from([0, 0, 0, 1, 3]), st.frozensets(st.sampled_from(NAMES), max_size=2))
clearances = st.builds(
    Clearance,
    subject=st.sampled_from(PEOPLE[:2]),
    level=st.integers(0, 3),
    secrecy=st.sampled_from([0, 0, 1, 3]),
    compartments=st.frozensets(st.sampled_from(NAMES)),
    need_to_know=st.frozensets(st.sampled_from([*PEOPLE, *DOSSIERS, *IDS[:4]]), max_size=3),
    member=st.sampled_from([True, True, True, False]),
    opened=st.frozensets(st.sampled_from(IDS[:4]), max_size=1),
)
shelves = st.lists(
    st.tuples(labels, st.sampled_from(list(State)), st.sampled_from(DOSSIERS), st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
    min_size=1,
    max_size=len(IDS),
)


@dataclass(frozen=True)
class World:
    """Records as they are labelled, placed and granted, and who works on which dossier."""

    shelf: list[tuple[Label, State, str, frozenset[str]]]
    workers: dict[str, frozenset[str]]
    asked: tuple[Action, Wanted]

    def records(self) -> list[Record]:
        """The records with everybody who is granted them, by themselves or by their dossier; two at a time bear the same moment."""
        return [
            Record(IDS[n], "t", label, state, NOW + timedelta(n // 2), "an", dossier, granted | self.workers.get(dossier, frozenset()))
            for n, (label, state, dossier, granted) in enumerate(self.shelf)
        ]


LISTS = [
    (Action.LIST, Wanted()),
    (Action.SHOW, Wanted()),
    (Action.PUBLISH, Wanted()),
    (Action.LIST, Wanted("01.th")),
    (Action.LIST, Wanted(level=1)),
    (Action.LIST, Wanted(unfiled=True)),
    (Action.LIST, Wanted("01.th", level=2)),
    (Action.SHOW, Wanted(state=State.KEPT, level=3)),
    (Action.SHOW, Wanted(state=State.DISPOSED)),
    (Action.LIST, Wanted(since=NOW + timedelta(1), before=NOW + timedelta(4))),
]
workers = st.dictionaries(st.sampled_from(DOSSIERS[1:]), st.frozensets(st.sampled_from(PEOPLE), max_size=2))
worlds = st.builds(World, shelves, workers, st.sampled_from(LISTS))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = sqlite_engine(Path(tmp_path_factory.mktemp("policy")) / "archive.db")
    with engine.begin() as connection:
        create_all(connection)
    return engine


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds, people=st.lists(clearances, min_size=1, max_size=3))
def test_the_answer_and_the_condition_agree_for_everybody_about_everything(engine: Engine, world: World, people: list[Clearance]) -> None:
    _agree(engine, world, people)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds, people=st.lists(clearances, min_size=1, max_size=1))
def test_they_agree_on_ten_thousand_more(engine: Engine, world: World, people: list[Clearance]) -> None:
    _agree(engine, world, people)


@pytest.mark.soak
def test_they_agree_on_postgresql(postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        create_all(connection)

    @settings(max_examples=2_000, deadline=None)
    @given(world=worlds, people=st.lists(clearances, min_size=1, max_size=3))
    def agree(world: World, people: list[Clearance]) -> None:
        _agree(engine, world, people)

    agree()
    engine.dispose()


def _agree(engine: Engine, world: World, people: list[Clearance]) -> None:
    made = world.records()
    with engine.connect() as connection:
        _keep(connection, world)
        for person in people:
            known = set(connection.scalars(select(reg.records.c.id).where(condition(person, _columns()))))
            assert known == {record.id for record in made if knows_of(person, record)}
            for action in Action:
                found = set(connection.scalars(select(reg.records.c.id).where(readable(person, action))))
                assert found == {record.id for record in made if may(person, action, record)}, action
            _listed(connection, made, person, *world.asked)
        connection.rollback()


def _keep(connection: Connection, world: World) -> None:
    for record, (_, _, _, granted) in zip(world.records(), world.shelf, strict=True):
        reg.add(connection, record)
        for principal in granted:
            reg.grant(connection, record.id, principal, NOW, "an")
    for dossier, workers in world.workers.items():
        rows = [{"dossier": dossier, "principal": principal, "created": NOW, "actor": "an"} for principal in workers]
        if rows:
            connection.execute(insert(reg.dossier_grants), rows)
            reg.settle_needs(connection, reg.records.c.dossier == dossier)


def _listed(connection: Connection, made: list[Record], person: Clearance, action: Action, wanted: Wanted) -> None:
    """The index ranges of a list hold exactly what the rule permits, and the pages, one after the other, all of it in order."""
    allowed = [record for record in made if may(person, action, record) and _is_wanted(record, wanted)]
    in_order = [record.id for record in sorted(allowed, key=lambda record: (record.created, record.id), reverse=True)]
    assert [record for _, record in listing.places(connection, person, action, wanted, len(IDS))] == in_order
    read: list[Record] = []
    while page := listing.newest(connection, person, action, wanted, 3, (read[-1].created, read[-1].id) if read else None):
        read.extend(page)
    assert [record.id for record in read] == in_order


def _is_wanted(record: Record, wanted: Wanted) -> bool:
    since, before = wanted.since or NOW, wanted.before or NOW + timedelta(100)
    of_its_kind = wanted.state in (None, record.state) and wanted.level in (None, record.label.level)
    filed = record.dossier == "" if wanted.unfiled else wanted.dossier in ("", record.dossier)
    return filed and of_its_kind and since <= record.created < before


def _columns() -> LabelColumns:
    return LabelColumns.of(reg.records.c, reg.records.c.id, reg.records.c.state == "published")


def _matrix(action: Action) -> list[str]:
    people = {
        "public": ANYONE,
        **{level.id: Clearance("an", level=level.rank) for level in LEVELS},
        "bi-mat+assigned": Clearance("an", level=3, need_to_know=frozenset({IDS[0]})),
    }
    rows = []
    for name, person in people.items():
        cells = []
        for level in LEVELS:
            permitted = [
                state.value[0] for state in State if may(person, action, Record(IDS[0], "", Label(level=level.rank), state, NOW, "x"))
            ]
            cells.append("".join(permitted) or "-")
        rows.append(f"{name:16}" + " ".join(f"{cell:4}" for cell in cells).rstrip())
    return rows


def test_the_permission_matrix_is_as_written_down() -> None:
    """Columns: records at the four handling levels; letters: the states kept, published, withdrawn, disposed where it is allowed."""
    read = [
        "public          p    -    -    -",
        "cong-khai       kpw  -    -    -",
        "noi-bo          kpw  kpw  -    -",
        "han-che         kpw  kpw  -    -",
        "bi-mat          kpw  kpw  -    -",
        "bi-mat+assigned kpw  kpw  kpw  kpw",
    ]
    inside = [read[0].replace("p    -    -", "-    -    -"), *read[1:]]
    expected = {
        Action.LIST: read,
        Action.READ: read,
        Action.SHOW: [read[0], *(row.replace("kpw ", "kpwd").replace("kpw", "kpw") for row in read[1:])],
        Action.ADD_RENDITION: inside,
        Action.RECLASSIFY: inside,
        Action.PLACE: inside,
        Action.GRANT: inside,
        Action.HOLD: inside,
        Action.PUBLISH: [row[:15] + row[15:20].replace("kpw", "kw ") + " -    -    -" for row in inside],
        Action.WITHDRAW: [inside[0], *(row.replace("kpw", "p  ") for row in inside[1:])],
        Action.DISPOSE: [row.replace("kpw", "kw ") for row in inside],
    }
    expected[Action.SHOW][-1] = "bi-mat+assigned kpwd kpwd kpwd kpwd"
    assert {action: _matrix(action) for action in Action} == {action: [row.rstrip() for row in rows] for action, rows in expected.items()}
    assert {action for action, rule in RULES.items() if rule.people == 2} == {Action.RECLASSIFY, Action.DISPOSE}


def test_a_compartment_is_not_taken_for_another_whose_name_it_ends_or_begins(engine: Engine) -> None:
    record = Record(IDS[0], "t", Label(level=0, compartments=frozenset({"to-ab", "b"})), State.KEPT, NOW, "an")
    with engine.connect() as connection:
        reg.add(connection, record)
        for names in ({"to-a", "b"}, {"to-ab"}, {"a", "b", "to"}, set()):
            person = Clearance("an", compartments=frozenset(names))
            assert list(connection.scalars(select(reg.records.c.id).where(readable(person)))) == []
        person = Clearance("an", compartments=frozenset({"to-ab", "b", "x"}))
        assert list(connection.scalars(select(reg.records.c.id).where(readable(person)))) == [IDS[0]]
        connection.rollback()


def test_any_table_with_label_columns_takes_the_same_condition(engine: Engine) -> None:
    shelf = Table("shelf", MetaData(), Column("name", String), Column("record", String), *label_columns())
    with engine.connect() as connection:
        shelf.create(connection)
        for level in LEVELS:
            connection.execute(shelf.insert().values(name=level.id, record=IDS[level.rank], **label_values(Label(level=level.rank))))
        columns = LabelColumns.of(shelf.c, shelf.c.record)

        def seen(person: Clearance) -> list[str]:
            return sorted(connection.scalars(select(shelf.c.name).where(condition(person, columns))))

        assert seen(Clearance("an", level=1)) == ["cong-khai", "noi-bo"]
        assert seen(Clearance("an", level=3)) == ["cong-khai", "noi-bo"]
        assert seen(Clearance("an", level=3, need_to_know=frozenset({IDS[2]}))) == ["cong-khai", "han-che", "noi-bo"]
        assert seen(ANYONE) == []
        published = replace(columns, published=~false())
        assert list(connection.scalars(select(shelf.c.name).where(condition(ANYONE, published)))) == ["cong-khai"]
        connection.rollback()


class Base(DeclarativeBase):
    """The mapped classes of this test."""


class Leaf(Base):
    """A mapped class with the label's columns."""

    __tablename__ = "leaf"
    name: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    secrecy: Mapped[int]
    compartments: Mapped[frozenset[str]] = mapped_column(Names)


def test_a_mapped_class_takes_the_condition_too() -> None:
    sql = str(select(Leaf).where(condition(Clearance("an", level=1), LabelColumns.of(Leaf, Leaf.name))))
    assert "leaf.level <=" in sql
    assert "archive_grants" in sql
