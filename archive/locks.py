"""Locks: who is changing a record, since when and until when; one person at a time, ended by the clock, taken over only with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import Column, Connection, ForeignKey, String, Table, delete, insert, select

from archive.errors import ArchiveError, LockLost, ReasonNeeded, RecordLocked
from archive.ledger import Ledger
from archive.levels import Clearance
from archive.policy import Action
from archive.register import Record
from archive.tables import Utc, metadata

FILE = "file"
"""The kind of work that changes a record's file or title."""

WORKING = "working-copy"
"""The rendition that whoever holds the lock keeps unfinished work as; to everybody else it is not there."""

locks = Table(
    "archive_locks",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("taken", Utc, nullable=False),
    Column("until", Utc, nullable=False),
)
"""At most one row for each kind of work on a record; a row whose moment has passed keeps nobody out."""

Reach = Callable[[Connection, Clearance, Action, str], Record]
"""Gives a record that *action* is permitted on, and otherwise refuses and logs, hidden and absent alike: the vault's own check."""


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock: of which kind of work, on which record, whose, since when and until when (UTC)."""

    kind: str
    record: str
    owner: str
    taken: datetime
    until: datetime


class Locks:
    """The locks of a vault, by kind of work and record.

    Whoever may not know of the record is answered as if there were none; whoever may add a version of it may lock it. Each call writes
    its row of the log in the caller's transaction, refusals in one of their own (see ``Vault``).
    """

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], reach: Reach) -> None:
        self._ledger = ledger
        self._now = now
        self._reach = reach

    def take(self, connection: Connection, actor: Clearance, kind: str, record_id: str, lasting: timedelta) -> Lock:
        """Locks a record for one kind of work from now on; one's own lock goes on. Raises RecordNotFound, RecordLocked."""
        record, held = self._held(connection, actor, kind, record_id)
        if held is not None and held.owner == actor.subject:
            return self._prolonged(connection, actor, record, held, lasting)
        if held is not None and held.until > self._now():
            self._refuse(connection, actor, "lock", record, RecordLocked(held))
        return self._write(connection, actor, record, kind, lasting)

    def renew(self, connection: Connection, actor: Clearance, kind: str, record_id: str, lasting: timedelta) -> Lock:
        """Prolongs one's own lock. One that ran out and that nobody took since is one's own still. Raises RecordNotFound, LockLost."""
        record, held = self._held(connection, actor, kind, record_id)
        if held is None or held.owner != actor.subject:
            self._refuse(connection, actor, "lock-renew", record, LockLost())
        return self._prolonged(connection, actor, record, held, lasting)

    def give_back(self, connection: Connection, actor: Clearance, kind: str, record_id: str) -> None:
        """Ends one's own lock; without one nothing happens. Raises RecordNotFound."""
        record, held = self._held(connection, actor, kind, record_id)
        if held is not None and held.owner == actor.subject:
            self._forget(connection, kind, record.id)
            self._ledger.log(connection, actor, "unlock", record, {"kind": kind})

    def steal(self, connection: Connection, actor: Clearance, kind: str, record_id: str, reason: str, lasting: timedelta) -> Lock:
        """Takes a lock over from whoever holds it, with a reason. Raises RecordNotFound, ReasonNeeded.

        Which roles may do so is the caller's to ask; so is telling the one who lost it.
        """
        record, held = self._held(connection, actor, kind, record_id)
        if not reason.strip():
            self._refuse(connection, actor, "lock-steal", record, ReasonNeeded())
        told = {"kind": kind, "from": held.owner if held else "", "reason": reason.strip()}
        self._ledger.log(connection, actor, "lock-steal", record, told)
        return self._write(connection, actor, record, kind, lasting)

    def own(self, connection: Connection, actor: Clearance, kind: str, record_id: str) -> Lock:
        """One's own lock, for whoever is about to write under it; it need not be in time if nobody took it. Raises as ``renew``."""
        record, held = self._held(connection, actor, kind, record_id)
        if held is None or held.owner != actor.subject:
            self._refuse(connection, actor, "lock-use", record, LockLost())
        return held

    def standing(self, connection: Connection, kind: str, records: Iterable[str]) -> dict[str, Lock]:
        """The locks of one kind that stand now on some records, by record. Only for records that the reader was just shown."""
        query = select(locks).where(locks.c.kind == kind, locks.c.record.in_(list(records)), locks.c.until > self._now())
        return {row["record"]: Lock(**row) for row in connection.execute(query).mappings()}

    def _held(self, connection: Connection, actor: Clearance, kind: str, record_id: str) -> tuple[Record, Lock | None]:
        # Whoever asks at the same moment waits in there until this transaction ends, and then sees what it wrote.
        record = self._reach(connection, actor, Action.ADD_RENDITION, record_id)
        query = select(locks).where(locks.c.kind == kind, locks.c.record == record.id)
        row = connection.execute(query).mappings().first()
        return record, Lock(**row) if row else None

    def _prolonged(self, connection: Connection, actor: Clearance, record: Record, held: Lock, lasting: timedelta) -> Lock:
        return self._write(connection, actor, record, held.kind, lasting, since=held.taken)

    def _write(
        self, connection: Connection, actor: Clearance, record: Record, kind: str, lasting: timedelta, since: datetime | None = None
    ) -> Lock:
        now = self._now()
        lock = Lock(kind, record.id, actor.subject, since or now, now + lasting)
        self._forget(connection, kind, record.id)
        row = {"kind": kind, "record": record.id, "owner": lock.owner, "taken": lock.taken, "until": lock.until}
        connection.execute(insert(locks).values(**row))
        self._ledger.log(connection, actor, "lock-renew" if since else "lock", record, {"kind": kind, "until": lock.until.isoformat()})
        return lock

    def _forget(self, connection: Connection, kind: str, record_id: str) -> None:
        connection.execute(delete(locks).where(locks.c.kind == kind, locks.c.record == record_id))

    def _refuse(self, connection: Connection, actor: Clearance, action: str, record: Record, error: ArchiveError) -> NoReturn:
        self._ledger.refuse(connection, actor, action, record, error)


def forget_all(connection: Connection, record_id: str) -> None:
    """Ends every lock on a record that is destroyed."""
    connection.execute(delete(locks).where(locks.c.record == record_id))
