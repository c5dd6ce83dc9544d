"""Who may sign what for which agency, from when to when: a table kept by the Office, one row for each term of office."""

from dataclasses import dataclass
from datetime import date, datetime

from gazette.model.text import alike

CAPACITIES = ("TM", "KT", "TL", "TUQ", "Q")
"""For a body, in the head's place, by order, by authorisation, as acting head (Decree 30/2020/NĐ-CP, Article 13)."""

COLUMNS = ("person", "title", "agency", "since", "until", "capacities", "source")
"""The columns of the table as CSV carries it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office of one agency (its slug), from *since* to *until* (None: still).

    ``capacities`` are those they may sign in; none told: any. A row is never rewritten: one that was wrong is removed, and stays.
    """

    person: str
    title: str
    agency: str
    since: date
    until: date | None = None
    capacities: tuple[str, ...] = ()
    source: str = ""
    id: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    removed_by: str = ""
    removed_at: datetime | None = None

    def holds(self, day: date) -> bool:
        """Whether the person was in office on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_of(self, name: str) -> bool:
        """Whether *name* is the person's."""
        return alike(self.person) == alike(name)

    def is_titled(self, title: str) -> bool:
        """Whether *title*, as printed under a text, is this office."""
        mine, theirs = alike(self.title), alike(title)
        return mine == theirs or mine.startswith(f"{theirs} ") or theirs.startswith(f"{mine} ")
