"""The level tables and the order between labels and clearances."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import (
    ANYONE,
    LEVELS,
    MARKS,
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
    assert [(level.rank, level.id, level.name(), level.name("en")) for level in LEVELS] == [
        (0, "cong-khai", "Công khai", "Public"),
        (1, "noi-bo", "Nội bộ", "Internal"),
        (2, "han-che", "Hạn chế", "Restricted"),
        (3, "bi-mat", "Bí mật", "Confidential"),
    ]
    assert not any("độ mật" in row.vi.lower() for row in LEVELS + SECRECY)


def test_state_secrecy_and_circulation_marks_are_named_as_the_law_names_them() -> None:
    assert [(one.rank, one.id, one.name("vi"), one.name("en")) for one in SECRECY] == [
        (0, "none", "Không phải bí mật nhà nước", "Not a state secret"),
        (1, "mat", "Mật", "Secret"),
        (2, "toi-mat", "Tối mật", "Top secret"),
        (3, "tuyet-mat", "Tuyệt mật", "Of the utmost secrecy"),
    ]
    assert MARKS == {
        "luu-hanh-noi-bo": ("Lưu hành nội bộ", "For internal circulation"),
        "xem-xong-tra-lai": ("Xem xong trả lại", "Return after reading"),
        "khong-pho-bien": ("Không phổ biến", "Not for distribution"),
        "nguoi-co-ten": ("Chỉ người có tên", "Named persons only"),
        "tai-lieu-thu-hoi": ("Tài liệu thu hồi", "To be withdrawn"),
    }


def test_what_is_not_said_of_a_label_or_a_clearance_is_the_safe_way_round() -> None:
    assert Label() == Label(1, 0, frozenset(), frozenset(), personal_data=False, release_date=None)
    assert Clearance("an") == Clearance("an", 0, 0, frozenset(), frozenset(), member=True, opened=frozenset(), request="")


def test_a_label_named_by_a_level_has_that_level() -> None:
    assert Label.named("han-che") == Label(level=2)
    assert Label.named("toi-mat") == Label(level=3, secrecy=2)
    assert Label.named("noi-bo", ["to-a"]) == Label(level=1, compartments=frozenset({"to-a"}))
    assert Label.named("mat", ["to-a"]) == Label(level=3, secrecy=1, compartments=frozenset({"to-a"}))
    assert [Label(level=2).id, Label(level=2, secrecy=1).id] == ["han-che", "mat"]
    assert [Label.named(row.id).id for row in Profile.CLOSED.levels()] == [row.id for row in Profile.CLOSED.levels()]


@pytest.mark.parametrize("name", ["", "mật", "Bi-mat", "4"])
def test_a_level_that_is_not_in_the_table_is_refused(name: str) -> None:
    with pytest.raises(UnknownLabel) as caught:
        Label.named(name)
    assert caught.value.details["name"] == name


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 4},
        {"level": -1},
        {"secrecy": 4},
        {"secrecy": -1},
        {"compartments": frozenset({"a|b"})},
        {"compartments": frozenset({""})},
        {"compartments": frozenset({"to-a", "Tổ"})},
        {"compartments": frozenset({"to-"})},
        {"compartments": frozenset({"to-a\n"})},
        {"marks": frozenset({"khac"})},
    ],
)
def test_a_label_outside_the_tables_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(UnknownLabel) as caught:
        Label(**wrong)  # type: ignore[arg-type]
    (value,) = wrong.values()
    assert caught.value.details["name"] in ({str(value)} if isinstance(value, int) else value)  # type: ignore[operator]


def test_a_member_has_a_name_and_the_public_has_none() -> None:
    with pytest.raises(NotPermitted):
        Clearance("")
    for name in ("x" * 201, "a\nb"):
        with pytest.raises(NotPermitted):
            Clearance(name)
    assert Clearance("x" * 200).member
    assert Clearance("", member=False) == ANYONE
    assert ANYONE.principals == frozenset()
    assert Clearance("an", need_to_know=frozenset({"01.TH"})).principals == {"an", "01.TH"}


@pytest.mark.parametrize(
    ("wrong", "named"), [({"level": 4}, "4"), ({"level": -1}, "-1"), ({"secrecy": 4}, "4"), ({"compartments": frozenset({"a|b"})}, "a|b")]
)
def test_a_clearance_outside_the_tables_cannot_be_made(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(UnknownLabel) as caught:
        Clearance("an", **wrong)
    assert caught.value.details["name"] == named


def test_what_break_glass_opened_is_no_part_of_the_ordinary_clearance() -> None:
    person = Clearance("an", level=1, opened=frozenset({"a" * 32}), request="yeu-cau")
    assert person.ordinary == Clearance("an", level=1)
    assert person.ordinary.ordinary == person.ordinary
    assert person == replace(person, request="yêu cầu khác")


def test_a_label_is_raised_on_every_axis_and_keeps_what_is_its_own() -> None:
    day = date(2030, 1, 1)
    one = Label(level=1, marks=frozenset({"nguoi-co-ten"}), personal_data=True, release_date=day)
    other = Label(level=2, secrecy=1, compartments=frozenset({"to-a"}), marks=frozenset({"khong-pho-bien"}))
    assert one.raised() == one
    assert one.raised(other, Label(level=0)) == replace(one, level=2, secrecy=1, compartments=frozenset({"to-a"}))
    assert other.raised(one) == other


def test_a_label_covers_what_is_nowhere_higher() -> None:
    label = Label(level=2, secrecy=1, compartments=frozenset({"to-a"}))
    assert label.covers(label)
    assert label.covers(Label(level=0))
    for other in ({"level": 3}, {"secrecy": 2}, {"compartments": frozenset({"to-b"})}):
        assert not label.covers(replace(label, **other))  # type: ignore[arg-type]


def test_of_two_release_dates_the_later_stands_and_a_missing_one_is_never() -> None:
    early, late = Label(release_date=date(2030, 1, 1)), Label(release_date=date(2031, 1, 1))
    assert early.join(late).release_date == date(2031, 1, 1)
    assert early.join(Label()).release_date is None
    marked = Label(marks=frozenset({"nguoi-co-ten"}), personal_data=True).join(Label(marks=frozenset({"khong-pho-bien"})))
    assert (marked.marks, marked.personal_data) == ({"nguoi-co-ten", "khong-pho-bien"}, True)
    assert not Label().join(Label()).personal_data


def test_only_what_is_on_no_axis_above_the_lowest_is_public() -> None:
    assert Label(level=0).is_public
    for above in ({"level": 1}, {"secrecy": 1}, {"compartments": frozenset({"to-a"})}):
        assert not Label(**{"level": 0, **above}).is_public  # type: ignore[arg-type]


def test_the_deployments_are_named_as_the_setting_names_them() -> None:
    assert [Profile(name) for name in ("public", "office", "closed")] == list(Profile)


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
    assert Profile.OFFICE.levels() == LEVELS
    assert Profile.CLOSED.levels() == LEVELS + SECRECY[1:]


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
