"""Whether an act is law on a day, by what published acts do to it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.document import Document
from gazette.model.effect import OwnDay
from gazette.model.force import force, provision_force
from gazette.model.relations import Relation, proposed_scope
from tests.db.rows import document

START, END, TODAY = date(2020, 1, 1), date(2026, 7, 1), date(2026, 11, 22)
HERE = "uy-ban-nhan-dan-tinh-an-phuoc"


def act(*relations: Relation, effective: date | None = START, status: str = "in_force") -> Document:
    return document(effective_from=effective, status=status, issuer_slug=HERE, relations=relations)


def back(kind: str, scope: str = "whole", since: date | None = END, issuer: str = HERE) -> Relation:
    return Relation(kind, "12/2026/QĐ-UBND", END, back=True, slug="quyet-dinh-12", scope=scope, since=since, issuer=issuer)


def test_without_later_acts_its_own_day_of_effect_decides() -> None:
    assert force(act(), TODAY).status == "in_force"
    assert force(act(effective=None), TODAY).status == "unknown"
    ahead = force(act(effective=date(2027, 1, 1)), TODAY)
    assert (ahead.status, ahead.changes) == ("not_yet_in_force", date(2027, 1, 1))


@pytest.mark.parametrize("kind", ["bai-bo", "thay-the", "het-hieu-luc"])
def test_a_whole_act_ended_by_a_published_one_is_out_of_force_from_that_act_s_day(kind: str) -> None:
    ended = act(back(kind))
    assert (force(ended, date(2026, 6, 30)).status, force(ended, date(2026, 6, 30)).changes) == ("in_force", END)
    assert force(ended, END).status == "expired"
    assert force(ended, TODAY).by == (back(kind),)


def test_what_is_changed_or_ended_in_part_stays_partly_in_force() -> None:
    for relation in (back("sua-doi-bo-sung", "part"), back("bai-bo", "part"), back("sua-doi-bo-sung", "whole")):
        assert force(act(relation), TODAY).status == "partly_expired"


def test_only_what_a_reviewer_said_counts_and_only_from_a_known_day() -> None:
    for relation in (
        back("bai-bo", ""),
        back("bai-bo", "none"),
        back("bai-bo", since=None),
        back("dan-chieu"),
        back("dinh-chinh", "whole"),
    ):
        assert force(act(relation), TODAY).status == "in_force"
    assert force(act(Relation("bai-bo", scope="whole", since=END)), TODAY).status == "in_force", "what it does itself ends others"


def test_another_agency_may_repeal_but_not_replace() -> None:
    other = "hoi-dong-nhan-dan-tinh-an-phuoc"
    assert force(act(back("thay-the", issuer=other)), TODAY).status == "in_force"
    assert force(act(back("bai-bo", issuer=other)), TODAY).status == "expired"


def test_a_withdrawn_document_stays_withdrawn() -> None:
    assert force(act(back("bai-bo"), status="withdrawn"), TODAY).status == "withdrawn"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["bai-bo", "thay-the", "sua-doi-bo-sung", "dan-chieu"]),
            st.sampled_from(["whole", "part", "none", ""]),
            st.dates(date(2019, 1, 1), date(2029, 1, 1)),
        ),
        max_size=5,
    ),
    st.dates(date(2019, 1, 1), date(2029, 1, 1)),
)
def test_between_two_days_nothing_changes_unless_a_change_was_foretold(told: list[tuple[str, str, date]], day: date) -> None:
    examined = act(*(back(kind, scope, since) for kind, scope, since in told))
    found = force(examined, day)
    until = found.changes or date(2030, 1, 1)
    assert until > day
    assert all(force(examined, other).status == found.status for other in (day, *_days(told, day, until)))


def _days(told: list[tuple[str, str, date]], day: date, until: date) -> list[date]:
    return [since for _, _, since in told if day < since < until]


@pytest.mark.parametrize(
    ("kind", "evidence", "provisions", "scope"),
    [
        ("bai-bo", "Bãi bỏ Quyết định số 12/2020/QĐ-UBND ngày 05 tháng 3 năm 2020", "", "whole"),
        ("thay-the", "có hiệu lực từ ngày 01 tháng 7 năm 2026 và thay thế Quyết định số 12/2020/QĐ-UBND", "", "whole"),
        ("het-hieu-luc", "Các văn bản sau đây hết hiệu lực … Quyết định số 12/2020/QĐ-UBND", "", "whole"),
        ("bai-bo", "Bãi bỏ Điều 5 Quyết định số 12/2020/QĐ-UBND", "5", "part"),
        ("bai-bo", "Bãi bỏ một phần Quyết định số 12/2020/QĐ-UBND", "", "part"),
        ("bai-bo", "Bãi bỏ các quy định tại Quyết định số 12/2020/QĐ-UBND", "", "part"),
        ("thay-the", "thay thế Phụ lục I ban hành kèm theo Quyết định số 12/2020/QĐ-UBND", "", "part"),
        ("thay-the", "thay thế cụm từ “xã” tại Quyết định số 12/2020/QĐ-UBND", "", "part"),
        ("sua-doi-bo-sung", "Sửa đổi Quyết định số 12/2020/QĐ-UBND", "", "part"),
        ("dan-chieu", "Theo Quyết định số 12/2020/QĐ-UBND", "", ""),
    ],
)  # fmt: skip
def test_the_whole_act_is_proposed_only_when_nothing_narrower_is_named(kind: str, evidence: str, provisions: str, scope: str) -> None:
    assert proposed_scope(Relation(kind, "12/2020/QĐ-UBND", evidence=evidence, provisions=provisions)) == scope


@pytest.mark.parametrize("kind", ["dinh-chi", "ngung-hieu-luc"])
def test_an_act_suspended_as_a_whole_has_no_effect_until_an_act_lets_it_go_on(kind: str) -> None:
    paused = act(back(kind))
    assert (force(paused, date(2026, 6, 30)).status, force(paused, END).status) == ("in_force", "suspended")
    resumed = act(back(kind), back("tiep-tuc-hieu-luc", since=date(2026, 10, 1)))
    assert (force(resumed, date(2026, 9, 30)).status, force(resumed, date(2026, 10, 1)).status) == ("suspended", "in_force")
    assert force(act(back(kind, "part")), TODAY).status == "in_force"
    assert force(act(back(kind), back("bai-bo")), TODAY).status == "expired"


def test_a_suspension_is_over_after_the_day_that_its_words_name() -> None:
    paused = act(replace(back("ngung-hieu-luc"), evidence="Tạm ngưng hiệu lực Quyết định số 1/QĐ-UBND đến hết ngày 30 tháng 9 năm 2026."))
    last = date(2026, 9, 30)
    assert (force(paused, last).status, force(paused, last).changes) == ("suspended", date(2026, 10, 1))
    assert force(paused, date(2026, 10, 1)).status == "in_force"


def test_a_provision_with_a_day_of_its_own_counts_from_it_and_its_act_is_looked_at_again_then() -> None:
    later = date(2027, 1, 1)
    examined = replace(act(), own_days=(OwnDay("art_5", later), OwnDay("art_5__clause_2", None), OwnDay("", later, "các mức phí")))
    assert (force(examined, TODAY).status, force(examined, TODAY).changes) == ("in_force", later)
    assert force(examined, later).changes is None
    for eid, told in (
        ("art_5", ("not_yet_in_force", later)),
        ("art_5__clause_1", ("not_yet_in_force", later)),
        ("art_5__clause_2__point_a", ("unknown", None)),
        ("art_50", ("in_force", START)),
        ("art_1", ("in_force", START)),
    ):
        assert provision_force(examined, eid, TODAY) == told
    assert provision_force(examined, "art_5", later) == ("in_force", later)
    assert provision_force(replace(examined, status="expired"), "art_5", TODAY)[0] == "expired"


def test_a_provision_may_have_effect_before_the_rest_of_its_act() -> None:
    ahead = date(2027, 1, 1)
    examined = replace(act(effective=ahead), status="not_yet_in_force", own_days=(OwnDay("art_5", START),))
    assert provision_force(examined, "art_5", TODAY) == ("in_force", START)
    assert provision_force(examined, "art_1", TODAY) == ("not_yet_in_force", ahead)
