"""Old bodies and the ones in their place."""

from datetime import date

import pytest

from gazette.model.agencies import agency
from gazette.model.bodies import BODIES
from gazette.model.succession import CHANGES, PROVINCES, successors


def test_there_are_thirty_four_provinces_six_of_them_cities() -> None:
    assert len(set(PROVINCES)) == 34
    assert sum(name.startswith("thành phố ") for name in PROVINCES) == 6


def test_sixty_three_provinces_became_thirty_four() -> None:
    merged = [change for change in CHANGES if change.act == "202/2025/QH15"]
    assert len(merged) == 63 - 34
    assert {change.new[0] for change in merged} <= set(PROVINCES)


def test_every_place_ends_in_one_of_today() -> None:
    for change in CHANGES:
        if change.old.startswith(("tỉnh ", "thành phố ")):
            assert set(successors(change.old)) <= set(PROVINCES), change.old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ủy ban nhân dân tỉnh Bình Phước", ("Ủy ban nhân dân tỉnh Đồng Nai",)),
        ("Sở Kế hoạch và Đầu tư tỉnh Bình Phước", ("Sở Tài chính tỉnh Đồng Nai",)),
        ("Ủy ban Hành chính tỉnh Hà Tây", ("Ủy ban nhân dân thành phố Hà Nội",)),
        ("Hội đồng Chính phủ", ("Chính phủ",)),
        ("Bộ Khoa học, Công nghệ và Môi trường", ("Bộ Khoa học và Công nghệ", "Bộ Nông nghiệp và Môi trường")),
        ("Ủy ban nhân dân tỉnh Sông Bé", ("Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy ban nhân dân tỉnh Đồng Nai")),
        ("Ủy ban nhân dân tỉnh Hà Tĩnh", ("Ủy ban nhân dân tỉnh Hà Tĩnh",)),
    ],
)
def test_a_name_leads_to_the_bodies_of_today(old: str, new: tuple[str, ...]) -> None:
    assert successors(old) == new


def test_a_change_counts_from_its_day_on() -> None:
    name = "Ủy ban nhân dân tỉnh Bình Phước"
    assert successors(name, date(2025, 6, 30)) == (name,)
    assert successors(name, date(2025, 7, 1)) == ("Ủy ban nhân dân tỉnh Đồng Nai",)


def test_an_issuer_keeps_the_name_it_had_and_knows_its_successor() -> None:
    issuer = agency("SỞ GIAO THÔNG VẬN TẢI", "ỦY BAN NHÂN DÂN TỈNH HÀ GIANG")
    assert issuer.name == "Sở Giao thông vận tải tỉnh Hà Giang"
    assert issuer.successors == ("Sở Xây dựng tỉnh Tuyên Quang",)


def test_no_change_leads_back_to_itself() -> None:
    assert all(change.old not in successors(change.old) for change in CHANGES)


def test_every_body_that_changed_and_every_successor_is_in_the_table() -> None:
    known = {body.name for body in BODIES}
    for change in CHANGES:
        if not change.old.startswith(("tỉnh ", "thành phố ", "Sở ", "Ủy ban Hành chính")):
            assert {change.old, *change.new} <= known, change.old


def test_no_body_ends_twice_or_before_it_began_or_leaves_its_duties_to_one_not_yet_there() -> None:
    began = {body.name: body.since for body in BODIES}
    assert len({change.old for change in CHANGES}) == len(CHANGES)
    for change in CHANGES:
        start = began.get(change.old)
        assert start is None or change.since is None or start < change.since, change.old
        for new in change.new:
            later = began.get(new)
            assert later is None or change.since is None or later <= change.since, (change.old, new)


def test_changes_follow_one_another_in_time() -> None:
    ended = {change.old: change.since for change in CHANGES}
    for change in CHANGES:
        for new in change.new:
            after = ended.get(new)
            assert after is None or change.since is None or change.since <= after, (change.old, new)


@pytest.mark.parametrize(
    ("old", "heir"),
    [
        ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"),
        ("Bộ Giao thông vận tải", "Bộ Xây dựng"),
        ("Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ"),
        ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"),
        ("Bộ Thủy sản", "Bộ Nông nghiệp và Môi trường"),
        ("Ủy ban Dân tộc và Miền núi", "Bộ Dân tộc và Tôn giáo"),
        ("Bộ Công nghiệp nặng", "Bộ Công Thương"),
        ("Tổng cục Bưu điện", "Bộ Khoa học và Công nghệ"),
    ],
)
def test_the_main_heir_of_a_body_comes_first(old: str, heir: str) -> None:
    assert successors(old)[0] == heir
