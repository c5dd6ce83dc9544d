"""A long document over two issues: split, printed, published part by part, and joined again; the budget of pages."""

import io
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text

from gazette.model.errors import BadCall, Conflict, NotAllowed, Refused
from gazette.model.gazetted import GazettedRule, settles
from gazette.model.issue import Issue, IssueNumber, Stretch
from gazette.model.reading import DocumentView
from tests.town import Town

LONG = "01-qd-quy-dinh-cay-xanh.docx"
CHAPTER = "att_1__chp_2"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here: stretches are read on both elsewhere."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def opened(town: Town, days: int = 2) -> tuple[Issue, Issue]:
    """An issue with a long document, and the empty one after it."""
    first = town.issue(town.through("sealed", LONG))
    return first, town.issue(first=14, last=14, day=town.clock().date() + timedelta(days=days))


def words(town: Town, issue: Issue) -> str:
    published = town.services.read.issue_file(issue.number.year, issue.number.part).read()
    return " ".join(extract_text(io.BytesIO(published)).split())


def test_a_long_document_is_published_over_two_issues_and_its_page_names_both(town: Town) -> None:
    split, editor = town.services.split, town.who("editor")
    first, second = opened(town)
    document = first.items[0].document.id
    shown = split.open(editor, first.id, document)
    assert [issue.id for issue in shown.followers] == [second.id]
    assert CHAPTER in {cut.at for cut in shown.cuts}
    cut = shown.within(2)
    assert cut is not None
    assert cut.page == 2 < shown.pages
    split.split(editor, first.id, document, CHAPTER, second.id)
    codes = {row.finding.code for row in town.services.compose.check(editor, second.id).rows}
    assert "D033" in codes, "the next part does not come out before the first"
    with pytest.raises(Refused):
        town.services.compose.approve(editor, second.id)

    town.publish(first.id)
    town.worker.drain()
    begun = town.document(document)
    stamped = begun.file("pdf")
    assert [ref.part for ref in begun.issues if ref.pages] == ["12+13"]
    assert "(Xem tiếp Công báo số 14)" in words(town, first)
    assert "Chương II" not in words(town, first)
    with pytest.raises((Conflict, Refused)):
        split.join(editor, second.id, document)

    town.publish(second.id)
    town.worker.drain()
    printed = words(town, second)
    assert "(Tiếp theo Công báo số 12 + 13)" in printed
    assert printed.index("Tiếp theo Công báo") < printed.index("Chương II")
    view = town.services.read.document(begun.slug or "")
    assert isinstance(view, DocumentView)
    assert [ref.part for ref in view.document.issues if ref.pages] == ["12+13", "14"]
    assert view.document.file("pdf") == stamped, "its own signed file was stamped once"
    assert town.services.index.check() == ()
    log = [row.action for row in town.services.desk.document(editor, document).history]
    assert log[-3:] == ["split", "publish", "continue"]


def test_a_part_is_joined_again_while_nothing_of_it_is_published(town: Town) -> None:
    split, compose, editor = town.services.split, town.services.compose, town.who("editor")
    first, second = opened(town)
    document = first.items[0].document.id
    with pytest.raises(NotAllowed):
        split.split(town.who("publisher"), first.id, document, CHAPTER, second.id)
    for at, target in (("art_99", second.id), (CHAPTER, first.id)):
        with pytest.raises(Refused):
            split.split(editor, first.id, document, at, target)
    town.approve(first.id)
    split.split(editor, first.id, document, CHAPTER, second.id)
    assert compose.show(editor, first.id).state == "draft", "what was approved is no longer what is printed"
    with pytest.raises(Refused):
        compose.remove(editor, first.id, document)
    split.join(editor, second.id, document)
    assert compose.show(editor, second.id).items == ()
    assert compose.show(editor, first.id).items[0].stretch.whole


def test_a_part_in_an_issue_of_an_earlier_day_is_an_error(town: Town) -> None:
    first, second = opened(town, days=0)
    town.services.split.split(town.who("editor"), first.id, first.items[0].document.id, CHAPTER, second.id)
    report = town.services.compose.check(town.who("editor"), second.id)
    assert {"D033", "D034"} <= {row.finding.code for row in report.rows if row.finding.level == "error"}


def test_an_issue_longer_than_its_budget_waits_for_somebody_to_answer(town: Town) -> None:
    compose, editor = town.services.compose, town.who("editor")
    issue = town.issue(town.through("sealed", LONG))
    with pytest.raises(BadCall):
        compose.limit(editor, issue.id, 0)
    compose.limit(editor, issue.id, 3)
    estimate = compose.measured(editor, issue.id).estimate
    waiting = [row.finding for row in compose.check(editor, issue.id).waiting if row.finding.code == "D035"]
    assert [finding.details["pages"] for finding in waiting] == [str(estimate)]
    compose.limit(editor, issue.id, estimate)
    assert "D035" not in {row.finding.code for row in compose.check(editor, issue.id).rows}
    with pikepdf.open(io.BytesIO(compose.preview(editor, issue.id))) as pdf:
        assert len(pdf.pages) == estimate


def test_which_issue_counts_is_a_rule_with_its_day() -> None:
    numbers = {"previous": IssueNumber(2026, 12, 13), "following": IssueNumber(2026, 14, 14)}
    begun, ended = Stretch(ends=CHAPTER, **numbers), Stretch(begins=CHAPTER, **numbers)
    day = date(2026, 7, 24)
    assert (settles(begun, day), settles(ended, day), settles(Stretch(), day)) == (False, True, True)
    earlier = (GazettedRule(date(2026, 1, 1), "first", "", "", ""), GazettedRule(date(2027, 1, 1), "last", "", "", ""))
    assert (settles(begun, day, earlier), settles(ended, day, earlier)) == (True, False)
    assert settles(ended, date(2027, 1, 1), earlier)
