"""Hidden and absent take the same work: the same statements of the same shape in the same order, whatever is asked of the door (N9, N10)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from archive import ANYONE, ArchiveError, Clearance, Entry, Label
from tests.archive.conftest import CLERK, HEAD, OFFICER, House

ABSENT = "0" * 32
WHY = ("vì thử", HEAD, "01/QĐ-VP")
Call = Callable[[House, Any, Clearance, str], object]
CALLS: dict[str, Call] = {
    "read": lambda house, c, who, name: house.vault.read(c, who, name),
    "read another form": lambda house, c, who, name: house.vault.read(c, who, name, "xml", 3),
    "open": lambda house, c, who, name: house.vault.open(c, who, name, within=(1, 2)),
    "show": lambda house, c, who, name: house.vault.show(c, who, name),
    "history": lambda house, c, who, name: house.vault.history(c, who, name),
    "add": lambda house, c, who, name: house.vault.add_rendition(c, who, name, "xml", b"", "text/xml"),
    "publish": lambda house, c, who, name: house.vault.publish(c, who, name),
    "withdraw": lambda house, c, who, name: house.vault.withdraw(c, who, name, "vì thử"),
    "reclassify": lambda house, c, who, name: house.vault.reclassify(c, who, name, Label(level=0), *WHY),
    "place": lambda house, c, who, name: house.vault.place(c, who, name, "01.TH"),
    "grant": lambda house, c, who, name: house.vault.grant(c, who, name, "van-thu"),
    "revoke": lambda house, c, who, name: house.vault.revoke(c, who, name, "van-thu"),
    "hold": lambda house, c, who, name: house.vault.hold(c, who, name, "vì thử"),
    "release a hold": lambda house, c, who, name: house.vault.release_hold(c, who, name, ABSENT, "vì thử"),
    "dispose": lambda house, c, who, name: house.vault.dispose(c, who, name, *WHY),
    "shred": lambda house, c, who, name: house.vault.shred(c, who, name, *WHY),
    "attach": lambda house, c, who, name: house.vault.deposit(
        c, who, b"", title="Kèm", label=Label(), media_type="text/plain", attached_to=name
    ),
    "lock": lambda house, c, who, name: house.vault.locks.take(c, who, "text", name, timedelta(minutes=5)),
    "may it still be read": lambda house, c, who, name: house.vault.opens(c, who, name),
}
"""Every way through the door that takes a record's id."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the databases are asked inside: the statements, which show how many values each takes."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", [CLERK, ANYONE, Clearance("pho-phong", level=3)], ids=["below", "public", "not-assigned"])
def test_hidden_and_absent_take_the_same_statements(house: House, who: Clearance) -> None:
    dossier = house.dossier(OFFICER, "01.KIN", Label(level=3))
    hidden = [
        house.deposit(OFFICER, "bi-mat", data=b"x" * 100_000, grants=["an", "binh"]).id,
        house.deposit(OFFICER, "han-che", dossier=dossier).id,
    ]
    told: dict[str, list[list[str]]] = {}
    for name, call in CALLS.items():
        for record in (*hidden, ABSENT):
            with statements() as asked, suppress(ArchiveError), house.engine.begin() as connection:
                call(house, connection, who, record)
            told.setdefault(name, []).append(asked)
    different = [name for name, (first, second, absent) in told.items() if not first == second == absent]
    assert different == []
    assert all(asked for ways in told.values() for asked in ways)


def test_asking_for_break_glass_takes_the_same_work_whether_there_is_such_a_record_or_not(sealed: House) -> None:
    hidden, told = sealed.deposit(OFFICER, "bi-mat").id, []
    for record in (hidden, ABSENT):
        entry = Entry("van-thu", "break-glass-asked", record, Label(level=3), details={"reason": "gấp"})
        with statements() as asked, sealed.engine.begin() as connection:
            sealed.audit.append(connection, entry)
        told.append(asked)
    assert told[0] == told[1]
    with sealed.engine.begin() as connection:
        (row,) = sealed.audit.newest(connection, OFFICER, 1)
    assert "gấp" in (row.details or "")
