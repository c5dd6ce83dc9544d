"""Distribution lists and groups: who needs to know what is granted to a list, from which day to which."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from archive import Label

PREFIX = "ds~"
"""What the id of every list begins with; no account's name does, so that a grant to one is never a grant to the other."""

ListKind = Literal["list", "group"]
KINDS: dict[ListKind, tuple[str, str]] = {
    "list": ("Danh sách gửi", "Distribution list"),
    "group": ("Nhóm làm việc", "Working group"),
}
LIST_KEEPERS = ("archivist", "security-officer")
"""The roles that make lists and put people on them: the same that grant the need to know."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One person on a list: from the first day to the last, both counted; without a last day it has no end.

    ``ended`` is the moment somebody was taken off at once; from then on it opens nothing, whatever the days say.
    """

    id: str
    user: str
    since: date
    until: date | None
    actor: str
    ended: datetime | None = None

    def stands(self, day: date) -> bool:
        """Whether it is in force on *day*."""
        return self.ended is None and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class DistributionList:
    """A list of people under one opaque id, which grants name; its label says who may know that there is such a list."""

    id: str
    kind: ListKind
    name: str
    label: Label
    created: datetime
    actor: str
    members: tuple[Membership, ...] = ()
