"""Two worlds, one with closed records and one without: whoever may not know of them gets the same answers in both, whatever they ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import ANYONE, ArchiveError, Clearance, Label, LocalBlobs, Record, Wanted, create_all, register
from tests.archive.conftest import HEAD, OFFICER, House, sqlite_engine

LOW = {
    "public": ANYONE,
    "cleared for nothing": Clearance("quan-tri", level=0),
    "internal": Clearance("van-thu", level=1),
    "cleared but not assigned": Clearance("pho-phong", level=3),
    "in another compartment": Clearance("to-vien", level=3, compartments=frozenset({"to-b"}), need_to_know=frozenset({"99.TH"})),
}
CLOSED = st.builds(
    lambda level, compartments, dossier, title, data: {
        "label": Label(level=level, compartments=compartments),
        "dossier": dossier,
        "title": title,
        "data": data,
    },
    st.integers(2, 3),
    st.sampled_from([frozenset(), frozenset({"to-a"})]),
    st.sampled_from(["", "01.TH"]),
    st.text(max_size=8),
    st.sampled_from([b"noi dung", b"chung", b"rieng"]),
)
OWNER = replace(OFFICER, compartments=frozenset({"to-a"}))
HIDDEN, ABSENT = "d" * 32, "e" * 32


@contextmanager
def _world(hidden: list[dict[str, Any]], names: Iterator[str]) -> Iterator[House]:
    """The open records are the same in both worlds, made at the same times with the same ids; the closed ones lie between them."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        engine = sqlite_engine(Path(folder) / "archive.db")
        with engine.begin() as connection:
            create_all(connection)
        house = House(engine, LocalBlobs(Path(folder) / "blobs"))
        for number in range(3):
            patch.setattr(register, "new_id", lambda number=number: f"{number:032x}")
            house.clock.now = house.clock.now.replace(hour=2 + number, minute=0, second=0)
            record = house.deposit(
                OWNER, ["cong-khai", "noi-bo", "cong-khai"][number], data=b"chung", title=f"Mở {number}", dossier="01.TH"
            )
            patch.undo()
            if number == 0:
                _publish(house, record)
            for closed in hidden[number::3]:
                patch.setattr(register, "new_id", lambda: next(names))
                _deposit_closed(house, closed)
                patch.undo()
        house.clock.now = house.clock.now.replace(hour=20, minute=0, second=0)
        yield house
        engine.dispose()


def _publish(house: House, record: Record) -> None:
    with house.engine.begin() as connection:
        house.vault.publish(connection, OWNER, record.id)


def _deposit_closed(house: House, closed: dict[str, Any]) -> None:
    house.deposit(OWNER, label=closed["label"], data=closed["data"], title=closed["title"], dossier=closed["dossier"])


def _questions(person: Clearance) -> list[Callable[[House, Any], object]]:
    asked = [HIDDEN, ABSENT, *(f"{number:032x}" for number in range(4))]
    single: list[Callable[[House, Any], object]] = [
        lambda house, connection: house.vault.list(connection, person, size=2),
        lambda house, connection: house.vault.list(connection, person, Wanted("01.TH")),
        lambda house, connection: house.vault.list(connection, person, Wanted("khong-co")),
        lambda house, connection: house.vault.purge(connection, person),
    ]
    for record in asked:
        single += [
            lambda house, connection, record=record: house.vault.show(connection, person, record),
            lambda house, connection, record=record: house.vault.read(connection, person, record),
            lambda house, connection, record=record: house.vault.read(connection, person, record, "xml"),
            lambda house, connection, record=record: b"".join(house.vault.open(connection, person, record, within=(1, 3)).chunks),
            lambda house, connection, record=record: house.vault.grant(connection, person, record, person.subject),
            lambda house, connection, record=record: house.vault.dispose(connection, person, record, "lý do", HEAD, "01/QĐ-VP"),
        ]
    return single


def _answer(house: House, question: Callable[[House, Any], object]) -> str:
    try:
        with house.engine.begin() as connection:
            answer = repr(question(house, connection))
            connection.rollback()
    except ArchiveError as error:
        return repr((type(error), error.args, error.details, error.message("vi")))
    return answer


@pytest.mark.parametrize("who", LOW)
@settings(max_examples=6, deadline=None)
@given(hidden=st.lists(CLOSED, min_size=1, max_size=5))
def test_nobody_below_learns_from_any_answer_that_closed_records_exist(who: str, hidden: list[dict[str, Any]]) -> None:
    person = LOW[who]
    told = []
    for closed in (hidden, []):
        names = iter([HIDDEN, *(f"{number:032x}" for number in range(1000, 2000))])
        with _world(closed, names) as house:
            told.append([_answer(house, question) for question in _questions(person)])
    assert told[0] == told[1]
