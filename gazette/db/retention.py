"""Rows of the schedule, of the yearly lists, of closed dossiers and of proposals of destruction."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from gazette.db.errors import ChangedMeanwhile
from gazette.db.retention_tables import disposal_certificates, disposal_items, disposals, dossier_retention, plan_entries, retention_terms
from gazette.model.errors import NotFound
from gazette.model.retention import Disposal, Entry, Item, Retained, Schedule, Term

_ENTRY = tuple(one.name for one in fields(Entry))
_ITEM = tuple(one.name for one in fields(Item))
_RETAINED = tuple(one.name for one in fields(Retained))
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """The rows on one connection. ``now`` is the moment of the transaction. Who may know of a dossier is for the caller to ask."""

    connection: Connection
    now: datetime

    def schedule(self) -> Schedule:
        """The schedule with what was entered here."""
        query = select(retention_terms).where(retention_terms.c.removed_at.is_(None)).order_by(retention_terms.c.since)
        return Schedule.of(_term(row) for row in self.connection.execute(query).mappings())

    def add_term(self, term: Term, user: str) -> None:
        """Enters a row of the schedule."""
        row = {"kind": term.kind, "name": term.vi, "years": term.years, "ground": term.ground, "since": term.since, "until": term.until}
        self.connection.execute(insert(retention_terms).values(id=_new(), **row, entered_by=user, entered_at=self.now))

    def remove_term(self, term_id: str, user: str) -> None:
        """Takes an entered row out; it stays in the table. Raises NotFound."""
        where = and_(retention_terms.c.id == term_id, retention_terms.c.removed_at.is_(None))
        if self.connection.execute(update(retention_terms).where(where).values(removed_by=user, removed_at=self.now)).rowcount != 1:
            raise NotFound

    def plan(self, year: int) -> tuple[Entry, ...]:
        """The list of a year in its printed order."""
        query = select(plan_entries).where(plan_entries.c.year == year).order_by(plan_entries.c.heading, plan_entries.c.code)
        return tuple(_entry(row) for row in self.connection.execute(query).mappings())

    def entry(self, entry_id: str) -> Entry:
        """One line; raises NotFound."""
        row = self.connection.execute(select(plan_entries).where(plan_entries.c.id == entry_id)).mappings().first()
        if row is None:
            raise NotFound
        return _entry(row)

    def add_entry(self, entry: Entry, user: str) -> None:
        """Writes a new line. A code that stands in the year's list already is a conflict (through the unit of work)."""
        row = {name: getattr(entry, name) for name in _ENTRY} | {"id": _new(), "entered_by": user, "entered_at": self.now}
        self.connection.execute(insert(plan_entries).values(**row))

    def remove_entry(self, entry_id: str) -> None:
        """Takes a line out that was not approved; raises NotFound."""
        where = and_(plan_entries.c.id == entry_id, plan_entries.c.state != "approved")
        if self.connection.execute(delete(plan_entries).where(where)).rowcount != 1:
            raise NotFound

    def move_plan(self, year: int, before: str, after: str, **values: Any) -> int:
        """Takes every line of a year that stands at one state to the next; how many there were."""
        where = and_(plan_entries.c.year == year, plan_entries.c.state == before)
        return self.connection.execute(update(plan_entries).where(where).values(state=after, **values)).rowcount

    def of_dossier(self, dossier: str) -> Retained | None:
        """What is fixed of a dossier's keeping."""
        row = self.connection.execute(select(dossier_retention).where(dossier_retention.c.dossier == dossier)).mappings().first()
        return _retained(row) if row else None

    def of_entries(self, entries: Collection[str]) -> tuple[Retained, ...]:
        """The dossiers that were opened from these lines."""
        query = select(dossier_retention).where(dossier_retention.c.entry.in_(entries))
        return tuple(_retained(row) for row in self.connection.execute(query).mappings())

    def follow(self, retained: Retained) -> None:
        """Writes what a dossier follows, in the place of what was written before."""
        self.connection.execute(delete(dossier_retention).where(dossier_retention.c.dossier == retained.dossier))
        self.connection.execute(insert(dossier_retention).values(**{name: getattr(retained, name) for name in _RETAINED}))

    def over(self, day: date) -> tuple[Retained, ...]:
        """The closed dossiers whose fixed period is over on a day, the longest over first."""
        columns = dossier_retention.c
        query = select(dossier_retention).where(columns.closed_on.is_not(None), columns.years.is_not(None)).order_by(columns.closed_on)
        found = (_retained(row) for row in self.connection.execute(query.where(columns.closed_on < date(day.year, 1, 1))).mappings())
        return tuple(one for one in found if (one.ends(None) or day.year) < day.year)

    def in_proposals(self, dossiers: Collection[str]) -> set[str]:
        """Those of the dossiers that wait in a proposal already."""
        standing = or_(disposals.c.state == "proposed", disposals.c.state == "approved")
        query = select(disposal_items.c.dossier).join(disposals, disposals.c.id == disposal_items.c.disposal).where(standing)
        return {found for part in _parts(dossiers) for found in self.connection.scalars(query.where(disposal_items.c.dossier.in_(part)))}

    def propose(self, disposal: Disposal) -> None:
        """Writes a proposal with its dossiers."""
        row = {one.name: getattr(disposal, one.name) for one in fields(Disposal) if one.name != "items"}
        self.connection.execute(insert(disposals).values(**row))
        items = [{name: getattr(item, name) for name in _ITEM} for item in disposal.items]
        self.connection.execute(insert(disposal_items), [{"disposal": disposal.id, **item} for item in items])

    def disposal(self, disposal_id: str) -> Disposal:
        """One proposal with its dossiers; raises NotFound."""
        row = self.connection.execute(select(disposals).where(disposals.c.id == disposal_id)).mappings().first()
        if row is None:
            raise NotFound
        return self._disposal(row)

    def disposals(self, size: int) -> tuple[Disposal, ...]:
        """The newest proposals."""
        query = select(disposals).order_by(disposals.c.proposed_at.desc(), disposals.c.id).limit(size)
        return tuple(self._disposal(row) for row in self.connection.execute(query).mappings())

    def change(self, disposal: Disposal, state: str, **values: Any) -> None:
        """Takes a proposal from its state to the next. Raises ChangedMeanwhile when somebody else was faster."""
        where = and_(disposals.c.id == disposal.id, disposals.c.state == disposal.state)
        if self.connection.execute(update(disposals).where(where).values(state=state, **values)).rowcount != 1:
            raise ChangedMeanwhile

    def settle(self, disposal: str, dossier: str, state: str, **values: Any) -> None:
        """Writes what became of one dossier of a proposal."""
        where = and_(disposal_items.c.disposal == disposal, disposal_items.c.dossier == dossier)
        self.connection.execute(update(disposal_items).where(where).values(state=state, **values))

    def count(self, disposal: str, dossier: str) -> None:
        """Counts one more destroyed record of a dossier."""
        where = and_(disposal_items.c.disposal == disposal, disposal_items.c.dossier == dossier)
        self.connection.execute(update(disposal_items).where(where).values(records=disposal_items.c.records + 1))

    def certify(self, disposal: str, record: str, certificate: str) -> None:
        """Keeps a certificate of destroyed keys until there is a protocol to attach it to."""
        self.connection.execute(insert(disposal_certificates).values(disposal=disposal, record=record, certificate=certificate))

    def certificates(self, disposal: str) -> Mapping[str, str]:
        """The certificates by the records whose keys were destroyed."""
        query = select(disposal_certificates).where(disposal_certificates.c.disposal == disposal).order_by(disposal_certificates.c.record)
        return {row["record"]: row["certificate"] for row in self.connection.execute(query).mappings()}

    def _disposal(self, row: Mapping[Any, Any]) -> Disposal:
        query = select(disposal_items).where(disposal_items.c.disposal == row["id"]).order_by(disposal_items.c.dossier)
        items = tuple(Item(**{name: one[name] for name in _ITEM}) for one in self.connection.execute(query).mappings())
        return Disposal(**row, items=items)


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    yield from (ordered[begin : begin + _CHUNK] for begin in range(0, len(ordered), _CHUNK))


def _new() -> str:
    return secrets.token_hex(16)


def _term(row: Mapping[Any, Any]) -> Term:
    named = (row["kind"], row["name"], row["name"], row["years"], row["ground"], row["since"], row["until"])
    return Term(*named, row["id"], row["entered_by"], row["entered_at"])


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{name: row[name] for name in _ENTRY})


def _retained(row: Mapping[Any, Any]) -> Retained:
    return Retained(**{name: row[name] for name in _RETAINED})
