"""The rows of distribution lists and of who is on them from when to when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

import archive
from gazette.db.closing import Holder, RowSeal
from gazette.db.tables import Row, distribution_lists, memberships
from gazette.model.circulation import DistributionList, Membership
from gazette.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class Circulation:
    """The lists on one connection. ``now`` is the moment of the transaction, ``day`` its day in Vietnam."""

    connection: Connection
    now: datetime
    day: date
    seal: RowSeal

    def lists_of(self, user: str) -> frozenset[str]:
        """The ids of the lists that *user* is on today."""
        mine = select(memberships.c.list).where(memberships.c.user == user, self._stands())
        return frozenset(self.connection.scalars(mine))

    def known(self, clearance: archive.Clearance) -> tuple[DistributionList, ...]:
        """The lists this person may know of, by name, without their members."""
        rows = self.connection.execute(select(distribution_lists).where(self._known(clearance))).mappings()
        return tuple(sorted((self._list(row) for row in rows), key=lambda one: (one.name, one.id)))

    def get(self, clearance: archive.Clearance, list_id: str) -> DistributionList:
        """One list with all that were ever on it, newest first; NotFound alike for hidden and absent ones."""
        printable = list_id if list_id.isprintable() else ""
        query = select(distribution_lists).where(distribution_lists.c.id == printable, self._known(clearance))
        row = self.connection.execute(query).mappings().first()
        if row is None:
            raise NotFound
        held = select(memberships).where(memberships.c.list == row["id"]).order_by(memberships.c.since.desc(), memberships.c.user)
        members = tuple(_membership(one) for one in self.connection.execute(held).mappings())
        return replace(self._list(row), members=members)

    def add(self, made: DistributionList) -> None:
        """Writes a new list."""
        row = {"id": made.id, "kind": made.kind, "name": made.name, "created": made.created, "actor": made.actor}
        shut = self.seal.shut(distribution_lists, Holder(made.id, made.label), row)
        self.connection.execute(insert(distribution_lists).values(**shut, **archive.label_values(made.label)))

    def enrol(self, list_id: str, membership: Membership) -> None:
        """Puts somebody on a list."""
        days = {"since": membership.since, "until": membership.until}
        row = {"id": membership.id, "list": list_id, "user": membership.user, "actor": membership.actor}
        self.connection.execute(insert(memberships).values(**row, **days))

    def strike(self, list_id: str, user: str) -> int:
        """Takes somebody off a list, at once; how many memberships that ended."""
        standing = and_(memberships.c.list == list_id, memberships.c.user == user, memberships.c.ended.is_(None))
        return self.connection.execute(update(memberships).where(standing).values(ended=self.now)).rowcount

    def members(self, list_id: str) -> frozenset[str]:
        """Who is on a list today, whoever asks."""
        return frozenset(self.connection.scalars(select(memberships.c.user).where(memberships.c.list == list_id, self._stands())))

    def _stands(self) -> ColumnElement[bool]:
        begun = and_(memberships.c.ended.is_(None), memberships.c.since <= self.day)
        return and_(begun, or_(memberships.c.until.is_(None), memberships.c.until >= self.day))

    def _known(self, clearance: archive.Clearance) -> ColumnElement[bool]:
        # The rule of records: from Hạn chế on it takes being on the list, or having made it.
        made = self.connection.scalars(select(distribution_lists.c.id).where(distribution_lists.c.actor == clearance.subject))
        needing = replace(clearance.ordinary, need_to_know=clearance.need_to_know.union(made))
        return archive.condition(needing, archive.LabelColumns.of(distribution_lists.c, distribution_lists.c.id))

    def _list(self, row: Row) -> DistributionList:
        told = self.seal.open(distribution_lists, row["id"], row)
        return DistributionList(row["id"], row["kind"], told["name"], archive.label_of(row), row["created"], row["actor"])


def _membership(row: Row) -> Membership:
    return Membership(row["id"], row["user"], row["since"], row["until"], row["actor"], row["ended"])
