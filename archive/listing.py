"""Lists of records: the newest a reader may know of, gathered from index ranges that hold nothing else, whatever lies beside them.

One scan in order of time would be slow where most records are closed to the reader, and its time would tell how many are. So each list is
the merge of short ranges: one for each label that clearance alone opens, one for each label of what the reader needs to know. The ranges
only *find* records; the rule itself (``readable``) is still on the select that brings them out.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    exists,
    literal,
    select,
    tuple_,
    union,
)

from archive import register
from archive.errors import PageNotUnderstood
from archive.levels import NEED_TO_KNOW, Clearance
from archive.policy import REGISTER, RULES, Action, in_force_for, readable, within
from archive.register import Record, State
from archive.tables import Names, Utc, dossier_grants, dossiers, label_sets, needs, records, renditions

Compartments = frozenset[str]

ORIGINAL = "original"
"""The rendition a record was deposited as."""

_RANGES_AT_ONCE = 150
"""How many ranges one select merges: SQLite puts no more than 500 into one."""

Place = tuple[datetime, str]
"""Where a page ended: the moment and the id of its last record."""

_SINCE, _PLACE = datetime(1, 1, 2, tzinfo=UTC), (datetime(9999, 12, 30, tzinfo=UTC), "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records a list is of: all, or those of one dossier, state or handling level, kept from one moment on, before another.

    With ``unfiled`` it is of those that lie in no dossier.
    """

    dossier: str = ""
    state: State | None = None
    level: int | None = None
    since: datetime | None = None
    before: datetime | None = None
    unfiled: bool = False

    def told(self) -> dict[str, str]:
        """What was asked for, as the log keeps it."""
        said = {
            "dossier": "-" if self.unfiled else self.dossier,
            "state": self.state,
            "level": self.level,
            "since": self.since,
            "before": self.before,
        }
        return {name: str(value) for name, value in said.items() if value not in (None, "")}


ALL = Wanted()


def mark(moment: datetime, row_id: str) -> str:
    """The mark of the page after this row: it says nothing but what the reader was just shown."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row_id}".encode()).decode()


def place(given: str) -> Place:
    """Where the page of a mark begins. Raises PageNotUnderstood for a mark that no page gave."""
    try:
        moment, _, row_id = base64.urlsafe_b64decode(given.encode()).decode().partition("|")
        begin = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise PageNotUnderstood() from error
    if not row_id.isprintable():
        raise PageNotUnderstood()
    return begin, row_id


def newest(
    connection: Connection, clearance: Clearance, action: Action, wanted: Wanted, size: int, after: Place | None = None
) -> list[Record]:
    """Up to *size* records that *clearance* permits *action* on, newest first, those after the place where a page ended."""
    found = [record for _, record in places(connection, clearance, action, wanted, size, after)]
    return register.page(connection, [records.c.id.in_(found), readable(clearance, action)], size) if found else []


def places(
    connection: Connection, clearance: Clearance, action: Action, wanted: Wanted, size: int, after: Place | None = None
) -> list[Place]:
    """The moments and ids of that page, as the ranges alone give them; each range walks an index in the list's own order."""
    moment, record = min(after or _PLACE, (wanted.before, "") if wanted.before else _PLACE)
    span = {"since": wanted.since or _SINCE, "moment": moment, "record": record}
    values = {**span, "dossier": "" if wanted.unfiled else wanted.dossier, "size": size}
    asked = (False if wanted.unfiled else True if wanted.dossier else None, wanted.state, wanted.level)
    found: set[Place] = set()
    for query in _selects(clearance, action, asked, _sets_of(connection, clearance)):
        found |= {(row.created, row.id) for row in connection.execute(query, values)}
    return sorted(found, reverse=True)[:size]


def dossier_places(
    connection: Connection, clearance: Clearance, known: ColumnElement[bool], size: int, after: Place | None = None
) -> list[str]:
    """The ids of a page of dossiers, newest first, those after the place where a page ended, found as records are.

    *known* is the rule for rows of dossiers; it is on what the reader needs to know, and whoever brings the rows out asks it again.
    """
    if not clearance.member:
        return []
    column = dossiers.c
    moment, last = after or _PLACE
    further = tuple_(column.created, column.id) < tuple_(literal(moment, Utc()), literal(last))

    def page(*conditions: ColumnElement[bool]) -> Select[Any]:
        found = select(column.id, column.created).where(further, *conditions)
        return found.order_by(column.created.desc(), column.id.desc()).limit(size)

    open_to_all = product(range(min(clearance.level, NEED_TO_KNOW - 1) + 1), _sets_of(connection, clearance))
    ranges = [
        page(column.level == level, column.secrecy == 0, column.compartments == literal(names, Names)) for level, names in open_to_all
    ]
    mine = select(dossier_grants.c.dossier).where(dossier_grants.c.principal.in_(sorted(clearance.principals)))
    ranges += [page(column.id.in_(which), known) for which in (mine, sorted(clearance.need_to_know))]
    found = {(row.created, row.id) for query in ranges for row in connection.execute(query)}
    return [name for _, name in sorted(found, reverse=True)[:size]]


def originals_with(connection: Connection, clearance: Clearance, rendition: str, sha256: str = "") -> dict[str, str]:
    """Of the records that *clearance* lists and that have a rendition of this name: the SHA-256 of their originals, and their ids.

    With *sha256*, only those whose original has that digest.
    """
    column, other = renditions.c, renditions.alias()
    beside = exists().where(other.c.record == column.record, other.c.name == rendition)
    query = select(column.sha256, column.record).join(records, records.c.id == column.record)
    query = query.where(column.sha256 == sha256) if sha256 else query
    found = query.where(column.name == ORIGINAL, beside, readable(clearance, Action.LIST)).order_by(records.c.created.desc())
    return {row.sha256: row.record for row in connection.execute(found)}


def _sets_of(connection: Connection, clearance: Clearance) -> tuple[Compartments, ...]:
    """The sets of compartments that this reader has all of and that a record or dossier was ever labelled with."""
    if not clearance.compartments:
        return (frozenset(),)
    known = select(label_sets.c.compartments).where(within(clearance, label_sets.c.compartments)).order_by(label_sets.c.compartments)
    return (frozenset(), *connection.scalars(known))


@lru_cache(maxsize=128)  # because putting the ranges together takes longer than walking them
def _selects(
    clearance: Clearance, action: Action, asked: tuple[bool | None, State | None, int | None], sets: tuple[Compartments, ...]
) -> tuple[Select[Any], ...]:
    filed, state, level = asked
    states = RULES[action].states & ({state} if state else frozenset(State))
    ranges = list(_Ranges(in_force_for(RULES[action], clearance), action, filed, sorted(states), level, sets).all())
    return tuple(_merged(ranges[at : at + _RANGES_AT_ONCE]) for at in range(0, len(ranges), _RANGES_AT_ONCE))


def _merged(ranges: Sequence[Subquery]) -> Select[Any]:
    merged = union(*(select(part.c.id, part.c.created) for part in ranges)).subquery()
    return select(merged.c.id, merged.c.created).order_by(merged.c.created.desc(), merged.c.id.desc()).limit(_SIZE)


_SIZE = bindparam("size", type_=Integer)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The ranges of the register that together hold a page of what one reader may act on.

    ``filed``: of one dossier; False: of what lies in none; None: of all.
    """

    reader: Clearance
    action: Action
    filed: bool | None
    states: list[State]
    level: int | None
    sets: tuple[Compartments, ...]

    def all(self) -> Iterator[Subquery]:
        """Every range, each no longer than the page."""
        if not (self.reader.member or RULES[self.action].public):
            return
        yield from (self._labelled(*label) for label in self._open_labels())
        if self.reader.member:
            yield from self._needed()

    def in_order(self, query: Select[Any]) -> Select[Any]:
        """The rows of a query over records, within the list's own limits, newest first."""
        limited = query.where(*self._within_dossier(), *_span(records.c.created, records.c.id))
        return limited.order_by(records.c.created.desc(), records.c.id.desc()).limit(_SIZE)

    def _open_labels(self) -> Iterator[tuple[State, int, Compartments]]:
        """The states, levels and compartments that take no need-to-know, as far as the reader is cleared."""
        if not self.reader.member:
            return product({State.PUBLISHED}.intersection(self.states), self._levels(0, 0), [frozenset()])
        if RULES[self.action].labelled_public:
            return product(self.states, self._levels(0, 0), [frozenset()])
        return product(self.states, self._levels(0, min(self.reader.level, NEED_TO_KNOW - 1)), self.sets)

    def _levels(self, lowest: int, highest: int) -> list[int]:
        return [level for level in range(lowest, highest + 1) if self.level in (None, level)]

    def _labelled(self, state: State, level: int, compartments: Compartments) -> Subquery:
        column = records.c
        theirs = column.compartments == literal(compartments, Names)
        return self.in_order(_rows().where(column.state == state.value, column.level == level, column.secrecy == 0, theirs)).subquery()

    def _needed(self) -> Iterator[Subquery]:
        """What the reader needs to know: by a grant of the record or of its dossier, assigned, or opened by its id."""
        reader = self.reader
        if self.filed:  # the records of one dossier are fewer than those that one person needs to know
            theirs = needs.c.principal.in_(sorted(reader.principals))
            yield self._named(exists().where(needs.c.record == records.c.id, theirs))
        else:
            lowest = 0 if reader.secrecy else NEED_TO_KNOW
            for principal, state, level in product(sorted(reader.principals), self.states, self._levels(lowest, reader.level)):
                yield self._granted(principal, state, level)
        if named := sorted(reader.need_to_know):
            yield self._named(records.c.dossier.in_(named))
        if named := sorted(reader.need_to_know | reader.opened):
            yield self._named(records.c.id.in_(named))

    def _granted(self, principal: str, state: State, level: int) -> Subquery:
        column = needs.c
        reached = exists().where(records.c.id == column.record, *self._cleared(), *self._within_dossier())
        mine = (column.principal == principal, column.state == state.value, column.level == level)
        query = select(column.record.label("id"), column.created).where(*mine, reached, *_span(column.created, column.record))
        return query.order_by(column.created.desc(), column.record.desc()).limit(_SIZE).subquery()

    def _named(self, which: ColumnElement[bool]) -> Subquery:
        asked = [records.c.level == self.level] if self.level is not None else []
        return self.in_order(_rows().where(which, *asked, readable(self.reader, self.action), records.c.state.in_(self.states))).subquery()

    def _cleared(self) -> list[ColumnElement[bool]]:
        reader, column = self.reader, records.c
        public = [REGISTER.labelled_public()] if RULES[self.action].labelled_public else []
        return [column.secrecy <= reader.secrecy, within(reader, column.compartments), *public]

    def _within_dossier(self) -> list[ColumnElement[bool]]:
        return [] if self.filed is None else [records.c.dossier == bindparam("dossier", type_=String)]


def _rows() -> Select[Any]:
    return select(records.c.id, records.c.created)


def _span(created: ColumnElement[datetime], record: ColumnElement[str]) -> list[ColumnElement[bool]]:
    place = tuple_(bindparam("moment", type_=Utc), bindparam("record", type_=String))
    return [created >= bindparam("since", type_=Utc), tuple_(created, record) < place]
