"""Proposals about accounts, as they wait and as they were decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from gazette.db.errors import ChangedMeanwhile
from gazette.db.tables import Row, proposals
from gazette.model.clearing import Proposal, Wanted
from gazette.model.errors import NotFound

LATEST = 100
"""How many decided proposals a page shows."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """The rows on one connection."""

    connection: Connection

    def add(self, proposal: Proposal) -> None:
        """Writes a new proposal."""
        wanted = proposal.wanted
        self.connection.execute(
            insert(proposals).values(
                id=proposal.id,
                kind=wanted.kind,
                user=wanted.user,
                level=wanted.level,
                compartments=list(wanted.compartments),
                until=wanted.until,
                reason=wanted.reason,
                proposed_by=proposal.proposed_by,
                proposed_as=sorted(proposal.proposed_as),
                proposed_at=proposal.proposed_at,
                state=proposal.state,
            )
        )

    def get(self, proposal_id: str) -> Proposal:
        """The proposal; raises NotFound."""
        printable = proposal_id if proposal_id.isprintable() else ""
        row = self.connection.execute(select(proposals).where(proposals.c.id == printable)).mappings().first()
        if row is None:
            raise NotFound
        return _proposal(row)

    def waiting(self) -> tuple[Proposal, ...]:
        """Those that nobody decided yet, oldest first."""
        query = select(proposals).where(proposals.c.state == "waiting").order_by(proposals.c.proposed_at, proposals.c.id)
        return tuple(_proposal(row) for row in self.connection.execute(query).mappings())

    def decided(self) -> tuple[Proposal, ...]:
        """The latest that were decided, newest first."""
        query = select(proposals).where(proposals.c.state != "waiting").order_by(proposals.c.decided_at.desc(), proposals.c.id)
        return tuple(_proposal(row) for row in self.connection.execute(query.limit(LATEST)).mappings())

    def decide(self, proposal_id: str, state: str, by: str, at: datetime) -> None:
        """Writes what became of a waiting proposal. Raises ChangedMeanwhile when somebody else was faster."""
        waiting = (proposals.c.id == proposal_id, proposals.c.state == "waiting")
        if self.connection.execute(update(proposals).where(*waiting).values(state=state, decided_by=by, decided_at=at)).rowcount != 1:
            raise ChangedMeanwhile

    def drop(self, user: str, by: str, at: datetime) -> None:
        """Refuses everything that waits for *user*."""
        waiting = (proposals.c.user == user, proposals.c.state == "waiting")
        self.connection.execute(update(proposals).where(*waiting).values(state="refused", decided_by=by, decided_at=at))


def _proposal(row: Row) -> Proposal:
    wanted = Wanted(row["user"], row["reason"], row["level"], tuple(row["compartments"]), row["until"], row["kind"])
    made = (row["proposed_by"], frozenset(row["proposed_as"]), row["proposed_at"])
    return Proposal(row["id"], wanted, *made, row["state"], row["decided_by"], row["decided_at"])
