"""The rows of notices: to whom, of which kind, since when; nothing of what they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from gazette.db.tables import Row, accounts, notices
from gazette.model.errors import NotFound
from gazette.model.notice import Notice

LATEST = 50


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices on one connection. ``now`` is the moment of the transaction."""

    connection: Connection
    now: datetime

    def add(self, notice: Notice) -> None:
        """Writes a notice."""
        row = {"id": notice.id, "user": notice.user, "kind": notice.kind, "made": notice.made}
        self.connection.execute(insert(notices).values(**row))

    def of(self, user: str) -> tuple[Notice, ...]:
        """The latest of one person, newest first."""
        mine = select(notices).where(notices.c.user == user).order_by(notices.c.made.desc(), notices.c.id).limit(LATEST)
        return tuple(_notice(row) for row in self.connection.execute(mine).mappings())

    def see(self, user: str) -> None:
        """Notes that one person saw all of theirs."""
        self.connection.execute(update(notices).where(notices.c.user == user, notices.c.seen.is_(None)).values(seen=self.now))

    def get(self, notice_id: str) -> Notice:
        """One of them; raises NotFound."""
        row = self.connection.execute(select(notices).where(notices.c.id == notice_id)).mappings().first()
        if row is None:
            raise NotFound
        return _notice(row)

    def mailed(self, notice_id: str) -> None:
        """Notes that the mail about it has left."""
        self.connection.execute(update(notices).where(notices.c.id == notice_id).values(mailed=self.now))

    def address(self, user: str) -> str:
        """Where mail to an enabled account goes; empty when it goes nowhere."""
        query = select(accounts.c.email).where(accounts.c.user == user, accounts.c.enabled)
        return self.connection.scalar(query) or ""

    def holders(self, roles: Iterable[str]) -> tuple[str, ...]:
        """The enabled accounts with one of *roles*, by name."""
        rows = self.connection.execute(select(accounts.c.user, accounts.c.roles).where(accounts.c.enabled).order_by(accounts.c.user))
        return tuple(user for user, held in rows if not set(roles).isdisjoint(held))


def _notice(row: Row) -> Notice:
    return Notice(row["id"], row["user"], row["kind"], row["made"], row["seen"], row["mailed"])
