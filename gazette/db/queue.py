"""The outbox that is also the queue: jobs are put down in the business transaction and claimed one at a time under a lease."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, or_, select, true, update

from gazette.db.tables import jobs
from gazette.model.job import LEASE, MOST_ATTEMPTS, PATIENCE, Job, most_attempts, retry_after


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs on one connection. ``now`` is the moment of the transaction, in UTC."""

    connection: Connection
    now: datetime

    def put(self, kind: str, *, due: datetime | None = None, **payload: str) -> None:
        """Asks for work, at once or from *due* on; it exists only if this transaction commits."""
        row = {"kind": kind, "payload": payload, "state": "waiting", "attempts": 0, "due": due or self.now, "created": self.now}
        self.connection.execute(insert(jobs).values(**row))

    def asked(self, kind: str, document: str, due: datetime) -> bool:
        """Whether work of this kind on a document is waiting already that is due at that very moment."""
        query = select(jobs.c.payload).where(jobs.c.kind == kind, jobs.c.state == "waiting", jobs.c.due == due)
        return any(payload.get("document") == document for payload in self.connection.scalars(query))

    def put_once(self, kind: str, due: datetime) -> None:
        """Asks for work from *due* on unless work of this kind is waiting already, for that moment at the latest; for what comes every day.

        What waits for a later one was asked for by a clock that ran ahead.
        """
        waiting = select(jobs.c.id, jobs.c.due).where(jobs.c.kind == kind, jobs.c.state == "waiting").order_by(jobs.c.due)
        found = self.connection.execute(waiting.limit(1)).first()
        if found is None:
            self.put(kind, due=due)
        elif found.due > due:
            self._set(found.id, due=due)

    def claim(self, worker: str, only: Collection[str] = (), but: Collection[str] = ()) -> Job | None:
        """The next piece of work that is due, leased to *worker*; also one whose worker died and let the lease run out.

        Work of the kinds *only*, if any are given, and never of the kinds *but*.

        PostgreSQL skips rows other workers are just claiming; on SQLite the write transaction itself is the lock.
        """
        self._bury()
        kinds = and_(jobs.c.kind.in_(only) if only else true(), jobs.c.kind.not_in(but))
        candidate = select(jobs).where(self._ready(), kinds).order_by(jobs.c.due, jobs.c.id).limit(1)
        row = self.connection.execute(candidate.with_for_update(skip_locked=True)).mappings().first()
        if row is None:
            return None
        attempts = row["attempts"] + 1
        self._set(row["id"], state="running", attempts=attempts, leased_until=self.now + LEASE, worker=worker)
        return Job(row["id"], row["kind"], row["payload"], attempts, row["due"])

    def workers(self) -> tuple[str, ...]:
        """The names of the workers that hold a lease."""
        return tuple(name for name in self.connection.scalars(select(jobs.c.worker).where(jobs.c.state == "running").distinct()) if name)

    def release(self, worker: str) -> int:
        """Ends the leases of *worker*, which is known to run none of them any more; how many there were."""
        own = update(jobs).where(jobs.c.state == "running", jobs.c.worker == worker)
        return self.connection.execute(own.values(state="waiting", leased_until=None)).rowcount

    def finish(self, job: Job) -> None:
        """The work is done."""
        self._set(job.id, state="done", finished=self.now, leased_until=None, problem="")

    def fail(self, job: Job, problem: str) -> None:
        """The run failed: it waits longer each time, and rests as ``dead`` after the last attempt. *problem* holds no document text."""
        dead = job.attempts >= most_attempts(job.kind)
        due = self.now + retry_after(job.attempts, job.kind)
        state = "dead" if dead else "waiting"
        self._set(job.id, state=state, due=due, leased_until=None, problem=problem[:500], finished=self.now if dead else None)

    def revive(self) -> int:
        """Gives the dead jobs a new life; how many there were."""
        dead = update(jobs).where(jobs.c.state == "dead").values(state="waiting", attempts=0, due=self.now, finished=None)
        return self.connection.execute(dead).rowcount

    def counts(self) -> Mapping[str, int]:
        """How many jobs there are by state."""
        rows = self.connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
        return {state: count for state, count in rows}  # noqa: C416

    def waiting_for(self, document_id: str) -> int:
        """How many unfinished jobs concern a document."""
        query = select(jobs.c.payload).where(jobs.c.state.in_(("waiting", "running")))
        return sum(payload.get("document") == document_id for payload in self.connection.scalars(query))

    def _bury(self) -> None:
        # Work that keeps killing its worker never reports a failure, so its attempts end it here.
        most = case(PATIENCE, value=jobs.c.kind, else_=MOST_ATTEMPTS)
        killers = and_(jobs.c.state == "running", jobs.c.leased_until < self.now, jobs.c.attempts >= most)
        self.connection.execute(update(jobs).where(killers).values(state="dead", leased_until=None, finished=self.now))

    def _ready(self) -> ColumnElement[bool]:
        abandoned = and_(jobs.c.state == "running", jobs.c.leased_until < self.now)
        return or_(and_(jobs.c.state == "waiting", jobs.c.due <= self.now), abandoned)

    def _set(self, job_id: int, **values: Any) -> None:
        self.connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
