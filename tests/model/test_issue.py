"""Issues as values: numbers over intervals, parts, printed order, preflight."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.issue import Issue, IssueItem, IssueNumber, part_of, printed_order
from gazette.model.preflight import report
from tests.db.rows import DAY, document


@pytest.mark.parametrize(
    ("first", "last", "label", "part"), [(18, 18, "18", "18"), (12, 13, "12 + 13", "12+13"), (367, 370, "từ số 367 đến số 370", "367-370")]
)
def test_a_number_is_printed_and_addressed(first: int, last: int, label: str, part: str) -> None:
    number = IssueNumber(2026, first, last)
    assert (number.label, number.part) == (label, part)


@given(first=st.integers(1, 2000), more=st.integers(0, 9))
def test_an_address_leads_back_to_its_number(first: int, more: int) -> None:
    number = IssueNumber(2026, first, first + more)
    assert IssueNumber.parse(2026, number.part) == number


@pytest.mark.parametrize("part", ["", "0", "x", "13+12", "12++13", "12/13", "-1", "١٢"])
def test_what_is_no_number_is_none(part: str) -> None:
    with pytest.raises(ValueError):
        IssueNumber.parse(2026, part)


def test_normative_acts_bear_the_year_and_come_first_and_the_council_before_the_committee() -> None:
    committee = document(kind="quyet-dinh", number="05/2026/QĐ-UBND", issuer="Ủy ban nhân dân", issuer_slug="ubnd-tinh", issued_on=DAY)
    council = document(kind="nghi-quyet", number="03/2026/NQ-HĐND", issuer="Hội đồng nhân dân", issuer_slug="hdnd-tinh", issued_on=DAY)
    single = document(kind="quyet-dinh", number="12/QĐ-UBND", issuer="Ủy ban nhân dân", issuer_slug="ubnd-tinh", issued_on=date(2026, 1, 2))
    assert [part_of(one) for one in (committee, council, single)] == ["quy-pham-phap-luat", "quy-pham-phap-luat", "van-ban-khac"]
    assert sorted((single, committee, council), key=printed_order) == [council, committee, single]


def test_preflight_names_everything_that_stops_an_issue() -> None:
    item = IssueItem(1, "van-ban-khac", document("composed", level="noi-bo", circulation="LƯU HÀNH NỘI BỘ"))
    issue = Issue("a", IssueNumber(2026, 1, 1), DAY, "draft", "MA", (item,))
    found = report(issue, {}).findings
    assert [finding.code for finding in found] == ["D021", "D024", "D026", "D027"]
    assert [one.code for one in report(Issue("a", IssueNumber(2026, 1, 1), DAY, "draft", "MA"), {}).findings] == ["D020"]
    for finding in found:
        assert finding.message("vi") != finding.message("en")


def test_an_issue_gives_its_items_by_part() -> None:
    items = (IssueItem(1, "quy-pham-phap-luat", document()), IssueItem(2, "van-ban-khac", document()))
    issue = Issue("a", IssueNumber(2026, 12, 13), DAY, "draft", "MA", items)
    assert [(part.id, len(found)) for part, found in issue.by_part()] == [("quy-pham-phap-luat", 1), ("van-ban-khac", 1)]
    assert issue.title == "Công báo số 12 + 13"
