"""Work that is put down in the same transaction as the change that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

JobState = Literal["waiting", "running", "done", "dead"]

CONVERT = "convert"
INDEX = "index"
ISSUE = "index-issue"
"""Puts all documents of a published issue into the search index at once, so that a search finds all of them or none."""

UNINDEX = "unindex"
SEAL = "seal"
"""Goes on with a batch of documents to be sealed."""

MAIL = "mail"
"""Sends the mail about a notice."""

PUBLISH = "publish"
"""Publishes an approved issue at the time that was set for it."""

RENEW = "renew"
"""Every night: archive timestamps on published files whose proof ends soon."""

ROUND = "round"
"""Every night: the round over the stored bytes whose turn it is."""

HEAD = "head"
"""Every hour: a signed head of the audit log, and a timestamp over it."""

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8
PATIENCE: Mapping[str, int] = {PUBLISH: 300}
"""What is tried more often before it rests: a time-stamping authority may be away for hours; this is about a day."""

_LONGEST: Mapping[str, int] = {PUBLISH: 300}
"""Seconds between two runs at most, where an hour is too long."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``attempts`` counts this run too; ``due`` is when it may be claimed, in UTC."""

    id: int
    kind: str
    payload: Mapping[str, str]
    attempts: int
    due: datetime


def next_night(now: datetime) -> datetime:
    """The next two o'clock at night in Vietnam, when nobody waits for the time-stamping authority."""
    local = now.astimezone(timezone(timedelta(hours=7)))
    night = local.replace(hour=2, minute=0, second=0, microsecond=0)
    return (night if night > local else night + timedelta(days=1)).astimezone(UTC)


def next_hour(now: datetime) -> datetime:
    """The next full hour, in UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def most_attempts(kind: str) -> int:
    """After how many failed runs work of this kind rests."""
    return PATIENCE.get(kind, MOST_ATTEMPTS)


def retry_after(attempts: int, kind: str = "") -> timedelta:
    """How long to wait after *attempts* failed runs: 5 s, doubled each time, at most an hour, or what the kind of work allows."""
    return timedelta(seconds=min(5 * 2.0 ** min(max(0, attempts - 1), 20), _LONGEST.get(kind, 3600)))
