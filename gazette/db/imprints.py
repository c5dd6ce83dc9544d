"""What an issue prints of the two logs: fixed when it is approved, and anew when it is approved again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

import archive
from gazette.db.tables import imprints


@dataclass(frozen=True, slots=True)
class Imprint:
    """The head of the public log as an issue prints it (size and root), and the commitment to the head of the audit log."""

    public_head: str
    commitment: archive.Commitment


@dataclass(frozen=True, slots=True)
class Imprints:
    """The rows on one connection. ``now`` is the moment of the transaction."""

    connection: Connection
    now: datetime

    def of(self, issue: str) -> Imprint | None:
        """What this issue prints; None before its first approval."""
        row = self.connection.execute(select(imprints).where(imprints.c.issue == issue)).mappings().first()
        if row is None:
            return None
        return Imprint(row["public_head"], archive.Commitment(row["commitment"], row["salt"], row["note"]))

    def fix(self, issue: str, imprint: Imprint) -> None:
        """Fixes what an issue prints, in the place of what an earlier approval fixed."""
        made = imprint.commitment
        row = {"issue": issue, "public_head": imprint.public_head, "commitment": made.digest, "salt": made.salt, "note": made.note}
        self.connection.execute(delete(imprints).where(imprints.c.issue == issue))
        self.connection.execute(insert(imprints).values(**row, created=self.now))
