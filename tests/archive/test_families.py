"""Dossiers and the label in force, through the archive's own door: what raises, what lowers, who may, and what is said to whom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from archive import (
    ANYONE,
    Clearance,
    Label,
    LabelRefused,
    NameRefused,
    Profile,
    Record,
    RecordNotFound,
    SecondPersonNeeded,
    State,
    StateSecretRefused,
    WrongState,
    families,
    register,
)
from tests.archive.conftest import CLERK, HEAD, OFFICER, House

SECOND = replace(CLERK, subject="thu-ky")
DECIDED = ("rà soát", HEAD, "01/QĐ-VP")


def _in(house: House, act: Callable[[Any], Any]) -> Any:
    with house.engine.begin() as connection:
        return act(connection)


def _level(house: House, record: Record, who: Clearance = OFFICER) -> int:
    level: int = _in(house, lambda c: house.vault.show(c, who, record.id)).label.level
    return level


def _reclassify(house: House, record: Record, level: int) -> Record:
    changed: Record = _in(house, lambda c: house.vault.reclassify(c, OFFICER, record.id, Label(level=level), *DECIDED))
    return changed


def _regrade(house: House, dossier: str, label: Label, decision: tuple[str, Clearance, str] = DECIDED) -> tuple[Record, ...]:
    changed: tuple[Record, ...] = _in(house, lambda c: house.vault.dossiers.reclassify(c, OFFICER, dossier, label, decision))
    return changed


def test_a_dossier_raises_what_lies_in_it_and_only_a_decision_lowers_it_again(lite: House) -> None:
    dossier = lite.dossier(OFFICER, "01.TH", Label(level=2))
    _in(lite, lambda c: lite.vault.dossiers.grant(c, OFFICER, dossier, HEAD.subject))
    record = lite.deposit(OFFICER, "noi-bo", dossier=dossier, grants=[HEAD.subject])
    assert (record.label.level, record.own) == (2, Label(level=1))
    lower = lite.dossier(OFFICER, "02.TH", Label(level=1))
    placed = _in(lite, lambda c: lite.vault.place(c, OFFICER, record.id, lower))
    assert (placed.label.level, placed.dossier) == (2, lower)
    assert _reclassify(lite, record, 0).label.level == 1


def test_attachments_share_the_highest_label_until_a_decision_about_the_highest(lite: House) -> None:
    root = lite.deposit(OFFICER, "noi-bo", grants=[HEAD.subject])
    fellow = lite.deposit(OFFICER, "cong-khai", attached_to=root.id, grants=[HEAD.subject])
    high = lite.deposit(OFFICER, "bi-mat", attached_to=fellow.id, grants=[HEAD.subject])
    assert (high.attached_to, fellow.attached_to) == (root.id, root.id)
    assert [_level(lite, one) for one in (root, fellow, high)] == [3, 3, 3]
    assert _reclassify(lite, root, 0).label.level == 3
    assert _reclassify(lite, high, 2).label.level == 2
    assert [_level(lite, one) for one in (root, fellow, high)] == [2, 2, 2]
    assert {one.id for one in _in(lite, lambda c: lite.vault.family(c, high.id))} == {root.id, fellow.id, high.id}
    assert _in(lite, lambda c: lite.vault.family(c, "0" * 32)) == ()


def test_a_destroyed_attachment_lowers_nobody_and_raises_nobody_any_more(lite: House) -> None:
    root = lite.deposit(OFFICER, "noi-bo", grants=[HEAD.subject])
    high = lite.deposit(OFFICER, "bi-mat", attached_to=root.id, grants=[HEAD.subject])
    _in(lite, lambda c: lite.vault.dispose(c, OFFICER, high.id, *DECIDED))
    assert _level(lite, root) == 3
    assert [one.id for one in _in(lite, lambda c: lite.vault.family(c, root.id))] == [root.id]
    assert _reclassify(lite, root, 1).label.level == 1


def test_what_is_published_is_withdrawn_when_its_family_is_raised_and_stays_when_not(lite: House) -> None:
    root, alone = lite.deposit(CLERK, "cong-khai"), lite.deposit(CLERK, "cong-khai")
    for one in (root, alone):
        _in(lite, lambda c, one=one: lite.vault.publish(c, CLERK, one.id))
    lite.deposit(CLERK, "cong-khai", attached_to=root.id)
    assert _in(lite, lambda c: lite.vault.show(c, ANYONE, root.id)).state is State.PUBLISHED
    lite.deposit(CLERK, "noi-bo", attached_to=root.id)
    assert _in(lite, lambda c: lite.vault.show(c, CLERK, root.id)).state is State.WITHDRAWN
    assert State.WITHDRAWN not in {one.state for one in _in(lite, lambda c: lite.vault.family(c, root.id)) if one.id != root.id}
    assert _in(lite, lambda c: lite.vault.show(c, ANYONE, alone.id)).state is State.PUBLISHED


def test_whoever_keeps_the_bytes_is_told_of_each_record_whose_label_changes(lite: House) -> None:
    root = lite.deposit(OFFICER, "noi-bo")
    fellow, told = lite.deposit(OFFICER, "noi-bo", attached_to=root.id), []
    with lite.engine.begin() as connection:
        register.change(connection, root.id, **register.own_values(Label(level=2)))
        found = register.find(connection, root.id)
        assert found is not None
        changed = families.settle(connection, found, lambda _, before, label: told.append((before.id, before.label.level, label.level)))
        assert families.settle(connection, found, lambda *_: told.append(("", 0, 0))) == []
    assert sorted(told) == sorted([(root.id, 1, 2), (fellow.id, 1, 2)])
    assert {(one.id, one.label.level) for one in changed} == {(root.id, 2), (fellow.id, 2)}


def test_regrading_a_dossier_changes_what_lies_in_it_and_names_it(lite: House) -> None:
    dossier = lite.dossier(OFFICER, "01.TH", Label(level=1))
    inside, high = lite.deposit(OFFICER, "noi-bo", dossier=dossier), lite.deposit(OFFICER, "bi-mat", dossier=dossier)
    outside = lite.deposit(OFFICER, "noi-bo")
    assert [one.id for one in _regrade(lite, dossier, Label(level=2))] == [inside.id]
    assert [_level(lite, one) for one in (inside, high, outside)] == [2, 3, 1]
    assert [one.label.level for one in _regrade(lite, dossier, Label(level=0))] == [1]
    held = _in(lite, lambda c: lite.vault.dossiers.records(c, dossier))
    assert {one.id for one in held} == {inside.id, high.id}
    # Both people of the decision need to know the dossier from now on.
    assert _in(lite, lambda c: lite.vault.dossiers.show(c, HEAD, dossier)).granted == {OFFICER.subject, HEAD.subject}


def test_regrading_a_dossier_takes_two_cleared_people_who_know_it_a_reason_and_a_number(lite: House) -> None:
    dossier = lite.dossier(OFFICER, "01.TH", Label(level=2))
    for decision in (
        ("rà soát", OFFICER, "01/QĐ"),
        ("rà soát", HEAD, "01/QĐ"),
        ("rà soát", replace(CLERK, need_to_know=frozenset({dossier})), "01/QĐ"),
    ):
        with pytest.raises(SecondPersonNeeded):
            _regrade(lite, dossier, Label(level=2), decision)
    _in(lite, lambda c: lite.vault.dossiers.grant(c, OFFICER, dossier, HEAD.subject))
    lower = Clearance(HEAD.subject, level=2)
    for decision, label in (((" ", HEAD, "1"), Label(level=2)), (("vì", HEAD, " "), Label(level=2)), (("vì", lower, "1"), Label(level=3))):
        with pytest.raises(SecondPersonNeeded):
            _regrade(lite, dossier, label, decision)
    with pytest.raises(LabelRefused):
        _regrade(
            lite, dossier, Label(level=0, compartments=frozenset({"to-a"})), ("vì", replace(HEAD, compartments=frozenset({"to-a"})), "1")
        )
    refused = [row.action for row in lite.log() if row.outcome == "refused"]
    assert refused == ["reclassify-dossier"] * 6 + ["open-dossier"]
    assert _regrade(lite, dossier, Label(level=3)) == ()


def test_who_works_on_a_dossier_knows_it_and_is_told_apart_from_who_does_not(lite: House) -> None:
    dossier = lite.dossier(OFFICER, "01.TH", Label(level=2))
    closed = lite.deposit(OFFICER, "noi-bo", dossier=dossier)
    for name in (dossier, "01.TH"):
        with pytest.raises(RecordNotFound):
            _in(lite, lambda c, name=name: lite.vault.dossiers.show(c, HEAD, name))
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.dossiers.grant(c, HEAD, dossier, HEAD.subject))
    _in(lite, lambda c: lite.vault.dossiers.grant(c, OFFICER, "01.TH", HEAD.subject))
    _in(lite, lambda c: lite.vault.dossiers.grant(c, OFFICER, "01.TH", HEAD.subject))
    shown = _in(lite, lambda c: lite.vault.dossiers.show(c, HEAD, "01.TH"))
    assert (shown.id, shown.code, shown.granted) == (dossier, "01.TH", {OFFICER.subject, HEAD.subject})
    assert _in(lite, lambda c: lite.vault.read(c, HEAD, closed.id))
    assert [one.id for one in _in(lite, lambda c: lite.vault.dossiers.list(c, HEAD).dossiers)] == [dossier]
    _in(lite, lambda c: lite.vault.dossiers.revoke(c, OFFICER, "01.TH", HEAD.subject))
    assert _in(lite, lambda c: lite.vault.dossiers.list(c, HEAD).dossiers) == ()
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.read(c, HEAD, closed.id))
    assert _in(lite, lambda c: lite.vault.read(c, OFFICER, closed.id))
    said = [row.action for row in lite.log() if row.outcome == "done"]
    assert said == [
        *("open-dossier", "deposit", "grant-dossier", "grant-dossier", "read", "revoke-dossier", "read"),
    ]


def test_break_glass_opens_no_dossier(lite: House) -> None:
    dossier = lite.dossier(OFFICER, "01.TH", Label(level=2))
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.dossiers.show(c, replace(CLERK, opened=frozenset({dossier})), dossier))


@pytest.mark.parametrize(("code", "title"), [("", "t"), ("x" * 65, "t"), ("a\nb", "t"), ("a|b", "t"), ("01", "  ")])
def test_a_dossier_has_a_code_that_people_can_call_it_by_and_a_title(lite: House, code: str, title: str) -> None:
    with pytest.raises(NameRefused):
        _in(lite, lambda c: lite.vault.dossiers.open(c, CLERK, code, title, Label()))
    assert _in(lite, lambda c: lite.vault.dossiers.list(c, CLERK).dossiers) == ()


@pytest.mark.parametrize("principal", ["", "x" * 201, "a\nb"])
def test_nobody_without_a_name_works_on_a_dossier(lite: House, principal: str) -> None:
    dossier = lite.dossier(CLERK, "x" * 64, Label())
    with pytest.raises(NameRefused):
        _in(lite, lambda c: lite.vault.dossiers.grant(c, CLERK, dossier, principal))
    _in(lite, lambda c: lite.vault.dossiers.grant(c, CLERK, dossier, "y" * 200))


def test_a_code_is_refused_only_to_whoever_knows_the_dossier_that_bears_it(lite: House) -> None:
    first = lite.dossier(OFFICER, "01.TH", Label(level=2))
    second = lite.dossier(CLERK, "01.TH", Label())
    with pytest.raises(WrongState):
        lite.dossier(SECOND, "01.TH", Label())
    _in(lite, lambda c: lite.vault.dossiers.grant(c, OFFICER, first, HEAD.subject))
    # Whoever knows of both calls them by their ids.
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.dossiers.show(c, HEAD, "01.TH"))
    assert [_in(lite, lambda c, one=one: lite.vault.dossiers.show(c, HEAD, one)).id for one in (first, second)] == [first, second]
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.dossiers.show(c, HEAD, "\x00"))


def test_nobody_opens_a_dossier_above_their_clearance_or_their_profile(lite: House) -> None:
    for who, label in ((CLERK, Label(level=2)), (ANYONE, Label(level=0))):
        with pytest.raises(LabelRefused):
            lite.dossier(who, "01.TH", label)
    office = House(lite.engine, lite.blobs, Profile.OFFICE)
    with pytest.raises(StateSecretRefused):
        office.dossier(Clearance("an", level=3, secrecy=3), "01.TH", Label(level=3, secrecy=1))
    assert [(row.action, row.outcome, row.object) for row in lite.log()] == [("open-dossier", "refused", "")] * 3


def test_a_record_goes_only_into_a_dossier_its_depositor_may_know_of(lite: House) -> None:
    closed = lite.dossier(OFFICER, "01.TH", Label(level=2))
    record = lite.deposit(CLERK)
    with pytest.raises(RecordNotFound):
        lite.deposit(CLERK, dossier=closed)
    with pytest.raises(RecordNotFound):
        _in(lite, lambda c: lite.vault.place(c, CLERK, record.id, closed))
    for name in ("x" * 65, "a\nb"):
        with pytest.raises(NameRefused):
            _in(lite, lambda c, name=name: lite.vault.place(c, CLERK, record.id, name))
        with pytest.raises(NameRefused):
            lite.deposit(CLERK, dossier=name)
    assert [row.outcome for row in lite.log()] == ["done", "done", "refused", "refused"]


def test_records_of_before_labels_of_their_own_count_with_the_label_they_bear(lite: House) -> None:
    older = Record("0" * 32, "t", Label(level=2), State.KEPT, lite.clock(), "an")
    fellow = replace(older, id="1" * 32, label=Label(level=1))
    with lite.engine.begin() as connection:
        assert families.in_force(connection, fellow, [older, fellow]) == Label(level=2)
        assert families.in_force(connection, replace(older, own=Label(level=3)), []) == Label(level=3)
