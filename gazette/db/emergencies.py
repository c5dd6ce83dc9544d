"""Break-glass as it is asked for, opened and reviewed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

import archive
from gazette.db.closing import Holder, RowSeal
from gazette.db.errors import ChangedMeanwhile
from gazette.db.tables import Row, emergencies
from gazette.model.emergency import Emergency, State
from gazette.model.errors import NotFound

LATEST = 100


@dataclass(frozen=True, slots=True)
class Emergencies:
    """The rows on one connection. ``now`` is the moment of the transaction."""

    connection: Connection
    now: datetime
    seal: RowSeal

    def add(self, asked: Emergency) -> None:
        """Writes a new request."""
        row = {"id": asked.id, "user": asked.user, "record": asked.record, "reason": asked.reason, "review": ""}
        shut = self.seal.shut(emergencies, self._holder(asked.record), row)
        self.connection.execute(insert(emergencies).values(**shut, asked_at=asked.asked_at, state=asked.state))

    def get(self, emergency_id: str) -> Emergency:
        """One of them; raises NotFound."""
        printable = emergency_id if emergency_id.isprintable() else ""
        row = self.connection.execute(select(emergencies).where(emergencies.c.id == printable)).mappings().first()
        if row is None:
            raise NotFound
        return self._emergency(row)

    def change(self, before: Emergency, state: State, **values: Any) -> None:
        """Takes a step of its way. Raises ChangedMeanwhile when somebody else was faster."""
        where = (emergencies.c.id == before.id, emergencies.c.state == before.state)
        said = {"reason": values.pop("reason", before.reason), "review": values.pop("review", before.review)}
        shut = self.seal.shut(emergencies, self._holder(before.record), said)
        if self.connection.execute(update(emergencies).where(*where).values(state=state, **values, **shut)).rowcount != 1:
            raise ChangedMeanwhile

    def opened_to(self, user: str) -> frozenset[str]:
        """The records that stand open to *user* now."""
        query = select(emergencies.c.record).where(
            emergencies.c.user == user, emergencies.c.state == "opened", emergencies.c.until > self.now
        )
        return frozenset(self.connection.scalars(query))

    def unreviewed(self, user: str) -> bool:
        """Whether one that *user* asked for or opened waits for its review."""
        mine = or_(emergencies.c.user == user, emergencies.c.second == user)
        return self.connection.scalar(select(emergencies.c.id).where(mine, emergencies.c.state == "opened").limit(1)) is not None

    def at(self, *states: State) -> tuple[Emergency, ...]:
        """Those that stand at one of *states*, newest first."""
        query = select(emergencies).where(emergencies.c.state.in_(states)).order_by(emergencies.c.asked_at.desc(), emergencies.c.id)
        return tuple(self._emergency(row) for row in self.connection.execute(query.limit(LATEST)).mappings())

    def _emergency(self, row: Row) -> Emergency:
        told = self.seal.open(emergencies, row["record"], row)
        asked = (row["id"], row["user"], row["record"], told["reason"], row["asked_at"], row["state"])
        return Emergency(*asked, row["second"], row["opened_at"], row["until"], row["reviewer"], row["reviewed_at"], told["review"])

    def _holder(self, record: str) -> Holder:
        """What was asked for need not exist: then the row is sealed like the least of what is closed."""
        records = archive.metadata.tables["archive_records"]
        row = self.connection.execute(select(records).where(records.c.id == record)).mappings().first()
        return Holder(record, archive.label_of(row) if row else archive.Label())
