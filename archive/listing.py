"""Lists of records: the newest a reader may know of, gathered from index ranges that hold nothing else, whatever lies beside them.

One scan in order of time would be slow where most records are closed to the reader, and its time would tell how many are. So each list is
the merge of short ranges: one for each label that clearance alone opens, one for the reader's grants, one for their dossiers. The ranges
only *find* records; the rule itself (``readable``) is still on the select that brings them out.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, combinations, product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
    tuple_,
    union,
)

from archive import register
from archive.errors import PageNotUnderstood
from archive.levels import NEED_TO_KNOW, Clearance
from archive.policy import REGISTER, RULES, Action, in_force_for, readable, within
from archive.register import Names, Record, State, Utc, dossier_grants, grants, records

MOST_COMPARTMENTS = 3
"""A reader of more compartments is given one scan in order of time: every set of theirs would be a range of its own."""

Place = tuple[datetime, str]
"""Where a page ended: the moment and the id of its last record."""

_SINCE, _PLACE = datetime(1, 1, 2, tzinfo=UTC), (datetime(9999, 12, 30, tzinfo=UTC), "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records a list is of: all, or those of one dossier, of one state, kept from one moment on, before another."""

    dossier: str = ""
    state: State | None = None
    since: datetime | None = None
    before: datetime | None = None

    def told(self) -> dict[str, str]:
        """What was asked for, as the log keeps it."""
        said = {"dossier": self.dossier, "state": self.state, "since": self.since, "before": self.before}
        return {name: str(value) for name, value in said.items() if value}


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
    found = connection.execute(*places(clearance, action, wanted, size, after)).all()
    return register.page(connection, [records.c.id.in_([row.id for row in found]), readable(clearance, action)], size) if found else []


def places(
    clearance: Clearance, action: Action, wanted: Wanted, size: int, after: Place | None = None
) -> tuple[Select[Any], dict[str, object]]:
    """The select of the ids and moments, newest first, with its values; each part walks an index in the list's own order.

    Only what lies in the reader's dossiers is sorted, and the scan of those who have many compartments is not held to their labels.
    """
    moment, record = min(after or _PLACE, (wanted.before, "") if wanted.before else _PLACE)
    span = {"since": wanted.since or _SINCE, "moment": moment, "record": record}
    return _select(clearance, action, bool(wanted.dossier), wanted.state), {**span, "dossier": wanted.dossier, "size": size}


@lru_cache(maxsize=128)  # because putting the ranges together takes longer than walking them
def _select(clearance: Clearance, action: Action, filed: bool, state: State | None) -> Select[Any]:
    states = RULES[action].states & ({state} if state else frozenset(State))
    ranges = _Ranges(in_force_for(RULES[action], clearance), action, filed, sorted(states))
    if len(clearance.compartments) > MOST_COMPARTMENTS:
        return ranges.in_order(select(records.c.id, records.c.created).where(readable(clearance, action), ranges.of(states)))
    parts = list(ranges.all()) or [ranges.in_order(_rows().where(records.c.id == "")).subquery()]  # no record has no id
    merged = union(*(select(part.c.id, part.c.created) for part in parts)).subquery()
    return select(merged.c.id, merged.c.created).order_by(merged.c.created.desc(), merged.c.id.desc()).limit(_SIZE)


_SIZE = bindparam("size", type_=Integer)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The ranges of the register that together hold a page of what one reader may act on."""

    reader: Clearance
    action: Action
    filed: bool
    states: list[State]

    def all(self) -> Iterator[Subquery]:
        """Every range, each no longer than the page."""
        if not (self.reader.member or RULES[self.action].public):
            return
        yield from (self._labelled(*label) for label in self._open_labels())
        if self.reader.member:
            yield from self._needed()

    def of(self, states: frozenset[State]) -> ColumnElement[bool]:
        """The condition of the states."""
        return records.c.state.in_(sorted(states))

    def in_order(self, query: Select[Any]) -> Select[Any]:
        """The rows of a query over records, within the list's own limits, newest first."""
        limited = query.where(*self._within_dossier(), *_span(records.c.created, records.c.id))
        return limited.order_by(records.c.created.desc(), records.c.id.desc()).limit(_SIZE)

    def _open_labels(self) -> Iterator[tuple[State, int, frozenset[str]]]:
        """The states, levels and compartments that take no need-to-know, as far as the reader is cleared."""
        if not self.reader.member:
            return product({State.PUBLISHED}.intersection(self.states), [0], [frozenset()])
        if RULES[self.action].labelled_public:
            return product(self.states, [0], [frozenset()])
        own = sorted(self.reader.compartments)
        sets = [frozenset(some) for some in chain.from_iterable(combinations(own, count) for count in range(len(own) + 1))]
        return product(self.states, range(min(self.reader.level, NEED_TO_KNOW - 1) + 1), sets)

    def _labelled(self, state: State, level: int, compartments: frozenset[str]) -> Subquery:
        column = records.c
        theirs = column.compartments == literal(compartments, Names)
        return self.in_order(_rows().where(column.state == state.value, column.level == level, column.secrecy == 0, theirs)).subquery()

    def _needed(self) -> Iterator[Subquery]:
        """What the reader needs to know: granted to them, in their dossiers, assigned or opened by its id."""
        reader = self.reader
        yield self._granted([reader.subject])
        if others := sorted(reader.need_to_know - {reader.subject}):
            yield self._granted(others)
        if reader.level >= NEED_TO_KNOW:
            yield self._in_dossiers(records.c.level >= NEED_TO_KNOW)
        if reader.secrecy:
            yield self._in_dossiers(and_(records.c.level < NEED_TO_KNOW, records.c.secrecy > 0))
        if named := sorted(reader.need_to_know | reader.opened):
            yield self.in_order(
                _rows().where(records.c.id.in_(named), readable(reader, self.action), self.of(frozenset(self.states)))
            ).subquery()

    def _granted(self, principals: list[str]) -> Subquery:
        held = grants.c.principal == principals[0] if len(principals) == 1 else grants.c.principal.in_(principals)
        if self.filed:  # the records of one dossier are fewer than the grants of one person
            return self.in_order(_rows().where(*self._cleared(), exists().where(grants.c.record == records.c.id, held))).subquery()
        theirs = exists().where(records.c.id == grants.c.record, *self._cleared())
        query = select(grants.c.record.label("id"), grants.c.filed.label("created"))
        inside = query.where(held, theirs, *_span(grants.c.filed, grants.c.record))
        return inside.order_by(grants.c.filed.desc(), grants.c.record.desc()).limit(_SIZE).subquery()

    def _in_dossiers(self, label: ColumnElement[bool]) -> Subquery:
        column = records.c.dossier
        granted = column.in_(select(dossier_grants.c.dossier).where(dossier_grants.c.principal.in_(sorted(self.reader.principals))))
        needs = sorted(self.reader.need_to_know - {""})
        mine = or_(granted, column.in_(needs)) if needs else granted
        return self.in_order(_rows().where(mine, label, *self._cleared())).subquery()

    def _cleared(self) -> list[ColumnElement[bool]]:
        reader, column = self.reader, records.c
        reached = [column.level <= reader.level, column.secrecy <= reader.secrecy, within(reader, column.compartments)]
        public = [REGISTER.labelled_public()] if RULES[self.action].labelled_public else []
        return [self.of(frozenset(self.states)), *reached, *public]

    def _within_dossier(self) -> list[ColumnElement[bool]]:
        return [records.c.dossier == bindparam("dossier", type_=String)] if self.filed else []


def _rows() -> Select[Any]:
    return select(records.c.id, records.c.created)


def _span(created: ColumnElement[datetime], record: ColumnElement[str]) -> list[ColumnElement[bool]]:
    place = tuple_(bindparam("moment", type_=Utc), bindparam("record", type_=String))
    return [created >= bindparam("since", type_=Utc), tuple_(created, record) < place]
