"""issue: composing and publishing."""

from datetime import date

import pytest

from tests.demo import Demo


@pytest.fixture(scope="module")
def year(demo: Demo) -> int:
    """The year of the demonstration's issue."""
    rows = demo.json("issue", "list").rows
    return int(next(row["year"] for row in rows if row["number"] == "12+13"))


def test_the_issues_are_listed_newest_first(demo: Demo) -> None:
    rows = demo.json("issue", "list").rows
    assert [(row["number"], row["state"]) for row in rows] == [("14", "draft"), ("12+13", "published")]
    assert all(date.fromisoformat(row["date"]).year == row["year"] for row in rows)


def test_an_issue_is_shown_with_its_documents(demo: Demo, year: int) -> None:
    row = demo.json("issue", "show", f"12+13/{year}").row
    assert len(row["documents"]) >= 8
    said = demo.call("issue", "show", f"12+13/{year}").out
    assert said.count("\n") > 8


def test_a_draft_is_checked(demo: Demo, year: int) -> None:
    answer = demo.json("issue", "check", f"14/{year}")
    assert answer.status in (0, 1)
    assert (answer.status == 1) == any(row["level"] == "error" for row in answer.rows)


def test_an_issue_is_opened_filled_and_a_number_never_given_twice(own: Demo, year: int) -> None:
    assert own.json("issue", "new", "15+16").row["number"] == "15+16"
    assert own.call("issue", "new", "16").status == 1
    assert own.call("issue", "new", "13").status == 1
    assert own.call("issue", "add", f"15+16/{year}", "khong-co").status == 1
    assert own.json("issue", "show", f"15+16/{year}").row["documents"] == []


@pytest.mark.parametrize("name", ["x", "12+13", "12+13/x", "x/2026", "0/2026", "13+12/2026"])
def test_a_name_that_is_no_issue_is_status_two(demo: Demo, name: str) -> None:
    answer = demo.call("issue", "show", name)
    assert answer.status == 2
    assert "gazette: " in answer.err


@pytest.mark.parametrize("number", ["x", "12+", "+13", "0", "13+12", "1+2+3"])
def test_a_number_that_is_none_is_status_two(demo: Demo, number: str) -> None:
    assert demo.call("issue", "new", number).status == 2


def test_an_issue_that_is_not_there_is_status_one(demo: Demo, year: int) -> None:
    assert demo.call("issue", "show", f"99/{year}").status == 1


def test_a_published_issue_is_not_published_again(demo: Demo, year: int) -> None:
    for verb in ("publish", "sign"):
        assert demo.call("issue", verb, f"12+13/{year}").status == 1


def test_only_a_publisher_publishes(demo: Demo, year: int) -> None:
    assert demo.call("issue", "publish", f"14/{year}", "--as", "bien-tap").status == 1


def test_publishing_without_the_signer_is_status_three_and_changes_nothing(own: Demo, year: int) -> None:
    before = own.json("issue", "show", f"14/{year}").row
    if own.call("issue", "check", f"14/{year}").status == 0:
        assert own.call("issue", "publish", f"14/{year}").status == 3
    assert own.json("issue", "show", f"14/{year}").row == before
