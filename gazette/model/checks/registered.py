"""The agencies that the Office knows of by its own table: names, letters in symbols, days, and which took the place of which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gazette.model.agencies import agency
from gazette.model.succession import successors

AGENCY_COLUMNS = ("name", "short", "symbol", "after", "since", "until", "source")
"""The columns of the table; ``after`` names the agencies whose place this one took, with semicolons between them."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One agency under one name, from *since* to *until* (None: from ever, still).

    ``slug`` is what its documents bear, ``symbol`` its letters in their numbers (``UBND``), ``after`` the names of those whose place it
    took. A row is never rewritten: a changed one takes the place of the old, which stays in the history.
    """

    name: str
    slug: str
    short: str = ""
    symbol: str = ""
    after: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    source: str = ""
    id: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None
    removed_by: str = ""
    removed_at: datetime | None = None

    @property
    def before(self) -> tuple[str, ...]:
        """The slugs of those whose place it took."""
        return tuple(map(slug_of, self.after))

    def holds(self, day: date) -> bool:
        """Whether the agency existed under this name on *day*."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Register:
    """The table of agencies as it is asked: by slug, and along its line of successors."""

    rows: Mapping[str, tuple[Registered, ...]] = field(default_factory=dict)
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Registered]) -> "Register":
        """The table with these rows."""
        by_slug: dict[str, tuple[Registered, ...]] = {}
        later: dict[str, tuple[str, ...]] = {}
        for row in rows:
            by_slug[row.slug] = (*by_slug.get(row.slug, ()), row)
            for old in row.before:
                later[old] = (*later.get(old, ()), row.slug)
        return cls(by_slug, later)

    def known(self, agency_slug: str | None) -> tuple[Registered, ...]:
        """The rows of an agency; none for one that the table does not know."""
        return self.rows.get(agency_slug or "", ())

    def followers(self, name: str, agency_slug: str) -> tuple[str, ...]:
        """The names of the agencies that took the place of this one, by the Office's table and by the built-in one; each once."""
        names = dict.fromkeys(one for one in successors(name) if one != name)
        waiting, seen = list(self.later.get(agency_slug, ())), {agency_slug}
        for built_in in names:
            waiting += self.later.get(agency(built_in).slug, ())
        while waiting:
            at = waiting.pop(0)
            if at not in seen:
                seen.add(at)
                names |= dict.fromkeys(row.name for row in self.known(at))
                waiting += self.later.get(at, ())
        return tuple(names)


def slug_of(name: str) -> str:
    """The slug that documents of the agency called *name* bear."""
    return agency(name).slug
