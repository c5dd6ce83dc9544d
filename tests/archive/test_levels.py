"""The level tables and the order between labels and clearances."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import (
    ANYONE,
    LEVELS,
    SECRECY,
    Clearance,
    Label,
    LabelRefused,
    NotPermitted,
    Profile,
    StateSecretRefused,
    UnknownLabel,
    dominates,
    highest,
)

NAMES = st.frozensets(st.sampled_from(["to-a", "to-b", "to-c"]))
LABELS = st.builds(
    Label,
    level=st.integers(0, 3),
    secrecy=st.integers(0, 3),
    compartments=NAMES,
    marks=st.frozensets(st.sampled_from(["luu-hanh-noi-bo", "xem-xong-tra-lai"])),
    personal_data=st.booleans(),
    release_date=st.none() | st.dates(date(2026, 1, 1), date(2060, 1, 1)),
)
CLEARANCES = st.builds(Clearance, st.just("a"), st.integers(0, 3), st.integers(0, 3), NAMES)


def test_handling_levels_are_named_in_both_languages_and_never_as_secrecy() -> None:
    assert [level.id for level in LEVELS] == ["cong-khai", "noi-bo", "han-che", "bi-mat"]
    assert [level.name("vi") for level in LEVELS] == ["Công khai", "Nội bộ", "Hạn chế", "Bí mật"]
    assert [level.name("en") for level in LEVELS] == ["Public", "Internal", "Restricted", "Confidential"]
    assert not any("độ mật" in row.vi.lower() for row in LEVELS + SECRECY)


def test_a_label_named_by_a_level_has_that_level() -> None:
    assert Label.named("han-che") == Label(level=2)
    assert Label.named("toi-mat") == Label(level=3, secrecy=2)
    assert [Label.named(row.id).id for row in Profile.CLOSED.levels()] == [row.id for row in Profile.CLOSED.levels()]


@pytest.mark.parametrize("name", ["", "mật", "Bi-mat", "4"])
def test_a_level_that_is_not_in_the_table_is_refused(name: str) -> None:
    with pytest.raises(UnknownLabel):
        Label.named(name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 4},
        {"level": -1},
        {"secrecy": 4},
        {"compartments": frozenset({"a|b"})},
        {"compartments": frozenset({""})},
        {"marks": frozenset({"khac"})},
    ],
)
def test_a_label_outside_the_tables_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(UnknownLabel):
        Label(**wrong)  # type: ignore[arg-type]


def test_a_member_has_a_name_and_the_public_has_none() -> None:
    with pytest.raises(NotPermitted):
        Clearance("")
    assert ANYONE.principals == frozenset()


def test_each_profile_holds_what_it_may() -> None:
    Profile.PUBLIC.check(Label(level=0))
    Profile.OFFICE.check(Label(level=3))
    Profile.CLOSED.check(Label(level=3, secrecy=3))
    for profile in (Profile.PUBLIC, Profile.OFFICE):
        with pytest.raises(StateSecretRefused):
            profile.check(Label(level=3, secrecy=1))
    for label in (Label(level=1), Label(level=0, compartments=frozenset({"to-a"}))):
        with pytest.raises(LabelRefused):
            Profile.PUBLIC.check(label)
    assert [row.id for row in Profile.PUBLIC.levels()] == ["cong-khai"]
    assert "mat" not in [row.id for row in Profile.OFFICE.levels()]


def test_a_clearance_reaches_a_label_only_on_every_axis() -> None:
    person = Clearance("an", level=2, secrecy=1, compartments=frozenset({"to-a"}))
    assert dominates(person, Label(level=2, secrecy=1, compartments=frozenset({"to-a"})))
    assert dominates(person, Label(level=0))
    for above in (Label(level=3), Label(level=2, secrecy=2), Label(level=0, compartments=frozenset({"to-b"}))):
        assert not dominates(person, above)


def test_restricted_confidential_and_every_state_secret_need_to_be_known() -> None:
    assert [Label(level=rank).needs_to_know for rank in range(4)] == [False, False, True, True]
    assert Label(level=0, secrecy=1).needs_to_know


@given(CLEARANCES, LABELS, LABELS)
def test_whoever_reaches_the_join_reaches_both_and_the_other_way_round(clearance: Clearance, one: Label, other: Label) -> None:
    assert dominates(clearance, one.join(other)) == (dominates(clearance, one) and dominates(clearance, other))


@given(LABELS, LABELS, LABELS)
def test_joining_is_commutative_associative_and_idempotent(one: Label, two: Label, three: Label) -> None:
    assert one.join(two) == two.join(one)
    assert one.join(two).join(three) == one.join(two.join(three)) == highest(one, two, three)
    assert one.join(one) == one
