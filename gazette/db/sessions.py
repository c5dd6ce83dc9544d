"""Who is logged in: the rows that hold sessions, so that one can be ended here while its cookie is still out there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

import archive
from gazette.db.tables import sessions

_FLOOR = (sessions.c.level, sessions.c.secrecy, sessions.c.compartments)
LONGEST = timedelta(hours=8)
"""How long a session lasts at most."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The rows on one connection. ``now`` is the moment of the transaction."""

    connection: Connection
    now: datetime

    def open(self, digest: str, user: str) -> None:
        """Writes a new session; those of *user* that are over go."""
        over = (sessions.c.user == user, sessions.c.opened <= self.now - LONGEST)
        self.connection.execute(delete(sessions).where(*over))
        self.connection.execute(insert(sessions).values(digest=digest, user=user, opened=self.now))

    def user(self, digest: str) -> str | None:
        """Whose session it is; ``None`` when it was ended or is over."""
        query = select(sessions.c.user).where(sessions.c.digest == digest, sessions.c.opened > self.now - LONGEST)
        found: str | None = self.connection.scalar(query)
        return found

    def floor(self, digest: str) -> archive.Label:
        """The highest of what was opened in a session."""
        row = self.connection.execute(select(*_FLOOR).where(sessions.c.digest == digest)).first()
        return archive.Label(*row) if row else archive.Label(level=0)

    def raise_to(self, digest: str, label: archive.Label) -> None:
        """Raises a session's floor to at least *label*."""
        raised = self.floor(digest).raised(label)
        values = {"level": raised.level, "secrecy": raised.secrecy, "compartments": raised.compartments}
        self.connection.execute(update(sessions).where(sessions.c.digest == digest).values(**values))

    def end(self, *, digest: str = "", user: str = "") -> None:
        """Ends one session, or all of a user."""
        self.connection.execute(delete(sessions).where(or_(sessions.c.digest == digest, sessions.c.user == user)))
