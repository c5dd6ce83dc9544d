"""Publication at a set time: over midnight and the year's end, with the server down, and with the time-stamping authority away."""

from datetime import datetime, timedelta

import pytest

import signing
from gazette.model.document import HANOI
from gazette.model.issue import Issue
from gazette.model.job import MOST_ATTEMPTS
from tests.town import Town

LITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
EVE = datetime(2026, 12, 31, 23, 50, tzinfo=HANOI)


def ordered(town: Town) -> Issue:
    """The last issue of the year, ordered ten minutes before midnight for one minute after it."""
    town.clock.set(EVE)
    issue = town.issue(town.through("sealed"), first=98, last=99, day=EVE.date())
    town.approve(issue.id)
    return town.services.publish.order(town.who("publisher"), issue.id, EVE + timedelta(minutes=11))


@LITE
def test_an_issue_that_comes_out_after_midnight_keeps_its_number_and_bears_its_own_moment(town: Town) -> None:
    issue = ordered(town)
    town.worker.drain()
    assert town.services.read.home().issue_count == 0
    back = EVE + timedelta(days=2)  # (the server was down meanwhile)
    town.clock.set(back)
    town.worker.drain()
    town.worker.drain()
    published = town.services.compose.show(town.who("editor"), issue.id)
    assert (published.number.year, published.number.part, published.date) == (2026, "98+99", EVE.date())
    assert published.published_at is not None
    assert published.published_at >= back, "the moment at which it came out, not the one that was set"
    assert town.services.compose.next_number(town.who("editor"), 2027) == 1
    acts = [row.action for row in town.services.compose.history(town.who("editor"), issue.id)]
    assert acts.count("publish") == 1


@LITE
def test_a_set_time_outlasts_an_authority_that_is_away_for_hours_and_the_history_says_so_once(town: Town) -> None:
    issue = ordered(town)

    def away() -> None:
        raise signing.AuthorityUnreachable("Máy chủ dấu thời gian không trả lời.", "The time-stamping authority does not answer.")

    town.signer.before = away
    town.clock.set(EVE + timedelta(minutes=11))
    for _ in range(MOST_ATTEMPTS + 4):
        town.worker.drain()
        town.clock.shift += timedelta(minutes=6)
    assert town.services.read.home().issue_count == 0
    town.signer.before = None
    town.worker.drain()
    assert town.services.read.home().issue_count == 1
    acts = [row.action for row in town.services.compose.history(town.who("editor"), issue.id)]
    assert acts[-3:] == ["order", "delayed", "publish"]
