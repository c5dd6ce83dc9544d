"""What a dossier's cover says is sealed in the closed profile: found by its code, shown with the keys, silent without them."""

import pytest
from sqlalchemy import select, update

from archive import WITHHELD, Label, Profile, RecordNotFound, WrongState
from archive.keytables import entries
from archive.tables import dossier_holds, dossiers
from tests.archive.conftest import CLERK, HEAD, OFFICER, House

CANARY = "Zirkon"
SECRET, INNER, OPEN = Label.named("bi-mat"), Label.named("noi-bo"), Label(level=0)
SAID = (f"01.{CANARY}", f"Hồ sơ {CANARY}", f"I. Việc {CANARY}")


def _opened(house: House, label: Label, code: str = SAID[0]) -> str:
    with house.engine.begin() as connection:
        return house.vault.dossiers.open(connection, OFFICER, code, SAID[1], label, SAID[2]).id


def _rows(house: House) -> str:
    with house.engine.begin() as connection:
        return str(connection.execute(select(dossiers)).all())


def _said(house: House, name: str) -> tuple[str, str, str]:
    with house.engine.begin() as connection:
        found = house.vault.dossiers.show(connection, OFFICER, name)
        return found.code, found.title, found.heading


def test_a_closed_dossier_is_found_by_its_code_and_lies_in_no_row(sealed: House) -> None:
    name = _opened(sealed, SECRET)
    assert CANARY not in _rows(sealed)
    assert _said(sealed, name) == _said(sealed, SAID[0]) == SAID
    with pytest.raises(WrongState):
        _opened(sealed, INNER)
    for stranger, code in ((CLERK, SAID[0]), (OFFICER, f"02.{CANARY}")):
        with pytest.raises(RecordNotFound), sealed.engine.begin() as connection:
            sealed.vault.dossiers.show(connection, stranger, code)
    with sealed.engine.begin() as connection:
        assert sealed.vault.dossiers.open(connection, CLERK, SAID[0], "Khác", INNER).code == SAID[0]


def test_dossiers_stand_in_the_order_of_the_plan_sealed_or_not(sealed: House) -> None:
    names = [_opened(sealed, label, code) for code, label in (("3", SECRET), ("1", OPEN), ("2", INNER))]
    with sealed.engine.begin() as connection:
        assert [one.code for one, _ in sealed.vault.dossiers.among(connection, OFFICER, names)] == ["1", "2", "3"]
        assert {one.code for one in sealed.vault.dossiers.list(connection, OFFICER).dossiers} == {"1", "2", "3"}
        assert [one.id for one in sealed.vault.dossiers.called(connection, OFFICER, "3")] == names[:1]


@pytest.mark.parametrize("name", ["", "\x00", "\n"])
def test_a_name_that_none_can_bear_is_not_that_of_a_sealed_dossier(sealed: House, name: str) -> None:
    _opened(sealed, SECRET)
    with sealed.engine.begin() as connection:
        assert sealed.vault.dossiers.called(connection, OFFICER, name) == ()
    with pytest.raises(RecordNotFound):
        _said(sealed, name)


def test_without_the_keys_a_cover_says_nothing(sealed: House) -> None:
    name = _opened(sealed, SECRET)
    assert sealed.keys is not None
    away = sealed.keys.custody.opened.rename(sealed.keys.custody.opened.with_name("cat-di"))
    assert _shown(sealed, name) == {WITHHELD}
    away.rename(sealed.keys.custody.opened)
    assert _said(sealed, name) == SAID


def _shown(house: House, name: str) -> set[str]:
    with house.engine.begin() as connection:
        (found,) = [one for one in house.vault.dossiers.list(connection, OFFICER).dossiers if one.id == name]
    return {found.code, found.title, found.heading}


def test_a_cover_follows_the_label_and_its_key_is_kept_for_no_other(sealed: House) -> None:
    name = _opened(sealed, INNER)
    with sealed.engine.begin() as connection:
        sealed.vault.dossiers.grant(connection, OFFICER, name, HEAD.subject)
    for label in (SECRET, OPEN, INNER):
        with sealed.engine.begin() as connection:
            sealed.vault.dossiers.reclassify(connection, OFFICER, name, label, ("rà soát", HEAD, "01/QĐ"))
        with sealed.engine.begin() as connection:
            sealed.vault.tidy(connection)
            assert not sealed.vault.unsettled(connection)
        assert (CANARY in _rows(sealed)) == label.is_public
        assert _said(sealed, SAID[0]) == SAID
        assert sealed.keys is not None
        with sealed.keys.engine.begin() as connection:
            kept = set(connection.scalars(select(entries.c.label).where(entries.c.record == name)))
        assert kept == ({"3.0."} if label is not INNER else {"1.0."})


def test_covers_from_before_are_sealed_and_the_office_leaves_them_open(sealed: House) -> None:
    name = _opened(sealed, SECRET)
    _opened(sealed, OPEN, "99")
    office = House(sealed.engine, sealed.blobs, Profile.OFFICE, keys=sealed.keys)
    code, title, heading = SAID
    with sealed.engine.begin() as connection:
        values = {"code": code, "title": title, "heading": heading, "sealed": None, "mark": None}
        connection.execute(update(dossiers).where(dossiers.c.id == name).values(**values))
    with sealed.engine.begin() as connection:
        assert office.vault.dossiers.close_rest(connection, 10) == 0
        assert sealed.vault.dossiers.close_rest(connection, 10) == 1
        assert sealed.vault.dossiers.close_rest(connection, 10) == 0
        assert CANARY not in str(connection.execute(select(dossiers).where(dossiers.c.id == name)).all())
    assert _said(sealed, SAID[0]) == _said(office, name) == SAID


def test_the_reason_of_a_hold_on_a_dossier_lies_sealed_and_follows_its_label(sealed: House) -> None:
    name = _opened(sealed, INNER)
    with sealed.engine.begin() as connection:
        sealed.vault.dossiers.grant(connection, OFFICER, name, HEAD.subject)
        sealed.vault.dossiers.hold(connection, OFFICER, name, f"Thanh tra {CANARY}")

    def written() -> str:
        with sealed.engine.begin() as connection:
            assert [hold.reason for hold in sealed.vault.dossiers.show(connection, OFFICER, name).holds] == [f"Thanh tra {CANARY}"]
            return str(connection.scalar(select(dossier_holds.c.reason)))

    assert CANARY not in written()
    for label, lies_open in ((OPEN, True), (SECRET, False)):
        with sealed.engine.begin() as connection:
            sealed.vault.dossiers.reclassify(connection, OFFICER, name, label, ("đổi mức", HEAD, "03/QĐ-VP"))
        with sealed.engine.begin() as connection:
            sealed.vault.tidy(connection)
        assert (CANARY in written()) is lies_open
