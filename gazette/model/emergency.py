"""Break-glass: one record opened for reading to one person for thirty minutes, by a second person, and reviewed by a third."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

LENGTH = timedelta(minutes=30)
"""How long a record stays open to whoever asked."""

OPENERS = ("security-officer", "leader")
REVIEWERS = ("security-officer", "auditor")

State = Literal["asked", "opened", "refused", "reviewed"]


@dataclass(frozen=True, slots=True)
class Emergency:
    """One break-glass: who asked for which record and why, who opened it, until when, and who looked at it afterwards."""

    id: str
    user: str
    record: str
    reason: str
    asked_at: datetime
    state: State = "asked"
    second: str = ""
    opened_at: datetime | None = None
    until: datetime | None = None
    reviewer: str = ""
    reviewed_at: datetime | None = None
    review: str = ""

    def stands(self, now: datetime) -> bool:
        """Whether the record is open to its reader now; a review ends it before its time."""
        return self.state == "opened" and self.until is not None and now < self.until
