"""The tables of offices and days off: kept by the Office, in and out as CSV, with their history."""

from datetime import date
from pathlib import Path

import pytest

from gazette.model.errors import BadCall, NotAllowed, NotFound
from tests.town import Town

ROW = {
    "person": "Nguyễn Văn Mẫu",
    "title": "Chủ tịch",
    "agency": "Ủy ban nhân dân tỉnh An Phước",
    "since": "2025-07-01",
    "capacities": "TM., Q",
    "source": "Nghị quyết mẫu",
}


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def test_a_row_is_added_given_out_taken_in_and_removed_and_its_history_stays(town: Town) -> None:
    clerk, offices = town.who("clerk"), town.services.offices
    offices.add_term(clerk, ROW)
    (term,) = offices.terms()
    assert (term.agency, term.since, term.until, term.capacities) == ("ubnd-tinh-an-phuoc", date(2025, 7, 1), None, ("TM", "Q"))
    table = offices.given_out()
    assert offices.take_in(clerk, table) == 0, "the row is known"
    offices.remove_term(clerk, term.id)
    assert offices.terms() == ()
    assert [(one.person, one.removed_by) for one in offices.terms(removed=True)] == [(term.person, clerk.user)]
    assert offices.take_in(clerk, table) == 1
    with pytest.raises(NotFound):
        offices.remove_term(clerk, term.id)
    logged = [row.action for row in town.services.log.export(town.who("auditor"))]
    assert [action for action in logged if action.startswith("terms-")] == ["terms-add", "terms-add", "terms-remove", "terms-add"]


def test_only_clerk_and_administrator_keep_the_tables(town: Town) -> None:
    offices = town.services.offices
    offices.add_term(town.who("administrator"), ROW)
    for act in (
        lambda: offices.add_term(town.who("editor"), ROW),
        lambda: offices.take_in(town.who("leader"), b""),
        lambda: offices.add_day(town.who("publisher"), {}),
        lambda: offices.remove_day(town.who("auditor"), "x"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": ""},
        {"since": ""},
        {"since": "1.7.2025"},
        {"until": "2025-06-30"},
        {"capacities": "XX"},
        {"title": "x" * 301},
    ],
)
def test_a_row_that_cannot_be_right_is_refused(town: Town, wrong: dict[str, str]) -> None:
    with pytest.raises(BadCall):
        town.services.offices.add_term(town.who("clerk"), ROW | wrong)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"person,title,agency,since\nA,B,C,x\n", b'person,title,agency,since\n"\x00",1,2,3']
)
def test_a_file_that_is_no_table_adds_nothing(town: Town, data: bytes) -> None:
    with pytest.raises(BadCall):
        town.services.offices.take_in(town.who("clerk"), data)
    assert town.services.offices.terms(removed=True) == ()


def test_a_day_is_entered_over_a_built_in_one_and_taken_out_again(town: Town) -> None:
    clerk, offices = town.who("clerk"), town.services.offices
    known = len(offices.days(2026))
    offices.add_day(clerk, {"day": "2026-09-02", "kind": "worked", "name": "Thử"})
    offices.add_day(clerk, {"day": "2026-09-02", "kind": "in-lieu", "name": "Thử lại"})
    entered = [one for one in offices.days(2026) if one.id]
    assert [(one.name, one.entered_by) for one in entered] == [("Thử lại", clerk.user)]
    assert len(offices.days(2026)) == known + 1
    offices.remove_day(clerk, entered[0].id)
    assert len(offices.days(2026)) == known
    for wrong in ({}, {"day": "x"}, {"day": "2026-09-02", "kind": "x", "name": "Thử"}):
        with pytest.raises(BadCall):
            offices.add_day(clerk, wrong)
