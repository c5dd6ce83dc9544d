"""Clearing: two different people give a clearance, one takes it back, and it ends by itself on its last day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import archive
from gazette.model.clearing import Wanted
from gazette.model.document import today
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound, Refused
from gazette.model.people import Account, Actor
from tests.town import Town


@pytest.fixture
def newcomer(town: Town) -> str:
    """Somebody new, who reads what is public."""
    town.services.accounts.add(town.who("administrator"), Account("moi", "Người Mới Mẫu", ("drafter",), "cong-khai"), "mat-khau-moi")
    return "moi"


def wanted(town: Town, user: str, level: str = "han-che", days: int = 90, **more: object) -> Wanted:
    """A clearance for some days."""
    return Wanted(user, "Theo dõi hồ sơ tổ công tác.", level, until=today(town.clock) + timedelta(days=days), **more)  # type: ignore[arg-type]


def person(town: Town, user: str) -> Actor:
    found = town.services.accounts.actor(user)
    assert found is not None
    return found


@pytest.mark.parametrize(("first", "second"), [("security-officer", "administrator"), ("administrator", "security-officer")])
def test_a_clearance_takes_a_security_officer_and_an_administrator_in_either_order(
    town: Town, newcomer: str, first: str, second: str
) -> None:
    clearing = town.services.clearing
    proposal = clearing.propose(town.who(first), wanted(town, newcomer, compartments=("to-7",)))
    assert person(town, newcomer).clearance.level == 0
    clearing.confirm(town.who(second), proposal.id)
    assert (person(town, newcomer).clearance.level, person(town, newcomer).clearance.compartments) == (2, frozenset({"to-7"}))
    assert clearing.waiting(town.who("auditor")) == ()
    rows = [(row.actor, row.action) for row in town.services.log.export(town.who("auditor"))][-2:]
    assert rows == [(town.who(first).user, "clearance-proposed"), (town.who(second).user, "clearance-confirmed")]


def test_neither_the_proposer_nor_the_person_concerned_nor_a_stranger_confirms(town: Town, newcomer: str) -> None:
    clearing, officer, administrator = town.services.clearing, town.who("security-officer"), town.who("administrator")
    proposal = clearing.propose(officer, wanted(town, newcomer))
    for actor in (officer, town.who("editor"), town.who("auditor"), town.who("archivist")):
        with pytest.raises(NotAllowed):
            clearing.confirm(actor, proposal.id)
    with pytest.raises(NotAllowed):
        clearing.propose(administrator, wanted(town, administrator.user))
    own = clearing.propose(officer, wanted(town, administrator.user))
    with pytest.raises(NotAllowed):
        clearing.confirm(administrator, own.id)
    assert person(town, newcomer).clearance.level == 0


def test_one_person_with_both_roles_is_still_one_person(town: Town, newcomer: str) -> None:
    both = Actor("kiem-nhiem", "Người Kiêm Nhiệm", frozenset({"security-officer", "administrator"}), archive.Clearance("kiem-nhiem"))
    proposal = town.services.clearing.propose(both, wanted(town, newcomer))
    with pytest.raises(NotAllowed):
        town.services.clearing.confirm(both, proposal.id)
    town.services.clearing.confirm(town.who("security-officer"), proposal.id)
    assert person(town, newcomer).clearance.level == 2


def test_two_security_officers_give_no_clearance(town: Town, newcomer: str) -> None:
    proposal = town.services.clearing.propose(town.who("security-officer"), wanted(town, newcomer))
    other = Actor("bao-mat-2", "Cán Bộ Mẫu", frozenset({"security-officer"}), archive.Clearance("bao-mat-2"))
    with pytest.raises(NotAllowed, match="security officer and an administrator"):
        town.services.clearing.confirm(other, proposal.id)


def test_a_clearance_without_last_day_reason_or_known_level_is_not_even_proposed(town: Town, newcomer: str) -> None:
    clearing, officer = town.services.clearing, town.who("security-officer")
    with pytest.raises(Refused):
        clearing.propose(officer, Wanted(newcomer, "Có lý do.", "han-che"))
    with pytest.raises(Refused):
        clearing.propose(officer, wanted(town, newcomer, days=-1))
    with pytest.raises(BadCall):
        clearing.propose(officer, Wanted(newcomer, "  ", "han-che", until=date(2099, 1, 1)))
    for level in ("rat-mat", "mat", "toi-mat", "tuyet-mat"):
        with pytest.raises(BadCall):
            clearing.propose(officer, wanted(town, newcomer, level))
    with pytest.raises(NotFound):
        clearing.propose(officer, wanted(town, "khong-co"))


def test_a_clearance_ends_with_its_last_day(town: Town, newcomer: str) -> None:
    proposal = town.services.clearing.propose(town.who("security-officer"), wanted(town, newcomer, days=2))
    town.services.clearing.confirm(town.who("administrator"), proposal.id)
    town.clock.shift += timedelta(days=2)
    assert person(town, newcomer).clearance.level == 2
    town.clock.shift += timedelta(days=1)
    assert person(town, newcomer).clearance.level == 0


def test_the_role_of_security_officer_takes_two_people_too(town: Town, newcomer: str) -> None:
    clearing, administrator = town.services.clearing, town.who("administrator")
    with pytest.raises(NotAllowed, match="two people"):
        town.services.accounts.set_roles(administrator, newcomer, ["drafter", "security-officer"])
    proposal = clearing.propose(administrator, Wanted(newcomer, "Thay người nghỉ.", kind="officer"))
    with pytest.raises(NotAllowed):
        clearing.confirm(administrator, proposal.id)
    clearing.confirm(town.who("security-officer"), proposal.id)
    assert person(town, newcomer).roles == {"drafter", "security-officer"}
    town.services.accounts.set_roles(administrator, newcomer, ["drafter"])
    assert person(town, newcomer).roles == {"drafter"}


def test_two_administrators_make_a_security_officer_only_where_there_is_none(town: Town, newcomer: str) -> None:
    clearing, accounts, first = town.services.clearing, town.services.accounts, town.who("administrator")
    second = replace(first, user="quan-tri-2")
    proposal = clearing.propose(first, Wanted(newcomer, "Cán bộ thứ hai.", kind="officer"))
    with pytest.raises(NotAllowed, match="security officer and an administrator"):
        clearing.confirm(second, proposal.id)
    cleared = clearing.propose(first, wanted(town, newcomer))
    accounts.disable(first, town.who("security-officer").user)
    assert [waiting.obstacle is None for waiting in clearing.waiting(second)] == [True, False]
    with pytest.raises(NotAllowed):
        clearing.confirm(second, cleared.id)
    assert clearing.confirm(second, proposal.id).roles == ("drafter", "security-officer")


def test_a_proposal_is_decided_once(town: Town, newcomer: str) -> None:
    clearing, officer, administrator = town.services.clearing, town.who("security-officer"), town.who("administrator")
    proposal = clearing.propose(officer, wanted(town, newcomer))
    clearing.refuse(administrator, proposal.id)
    with pytest.raises(NotAllowed):
        clearing.confirm(administrator, proposal.id)
    with pytest.raises(Conflict):
        clearing.refuse(officer, proposal.id)
    assert person(town, newcomer).clearance.level == 0
    assert [one.state for one in clearing.decided(officer)] == ["refused"]


def test_taking_a_clearance_back_takes_one_person_and_ends_sessions_and_proposals(town: Town) -> None:
    clearing, sessions = town.services.clearing, town.services.sessions
    carried = sessions.open("bien-tap")
    proposal = clearing.propose(town.who("administrator"), wanted(town, "bien-tap", "bi-mat"))
    with pytest.raises(NotAllowed):
        clearing.revoke(town.who("editor"), "bien-tap", "Thử.")
    clearing.revoke(town.who("security-officer"), "bien-tap", "Chuyển công tác.")
    assert sessions.bearer(carried) is None
    assert person(town, "bien-tap").clearance.level == 0
    with pytest.raises(NotAllowed):
        clearing.confirm(town.who("security-officer"), proposal.id)
