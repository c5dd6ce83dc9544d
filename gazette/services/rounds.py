"""The nightly round over the archive's bytes: which nights are due, what was found, and the log's row that says so."""

from datetime import date

import archive
from gazette.model import job
from gazette.model.document import today
from gazette.model.people import WORKER
from gazette.services.parts import Parts

ROUND = "fixity-night"
"""The act in the log; its object is the day of the round, so that the log itself proves which nights were walked."""

MOST_TOLD = 100


class Rounds:
    """Fixity by and by: every file within ninety nights, mended from the second copy where one is kept."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def tonight(self) -> archive.Round:
        """Walks tonight's round and those that were missed, writes it into the log, and asks for the next. Raises Unavailable."""
        try:
            return self._walked()
        finally:
            with self._parts.database.write() as work:
                work.queue.put_once(job.ROUND, job.next_night(work.now))

    def _walked(self) -> archive.Round:
        night, vault = today(self._parts.clock), self._parts.vault
        with self._parts.database.read() as work:
            walked = vault.walk(work.connection, archive.nights_due(self.last(), night))
        told = [f"{finding.code} {finding.where}" for finding in walked.findings]
        details = {"nights": len(walked.nights), "read": walked.read, "found": len(told), "findings": told[:MOST_TOLD]}
        with self._parts.database.write() as work:
            vault.audit.append(work.connection, archive.Entry(WORKER.user, ROUND, night.isoformat(), details=details))
        return walked

    def last(self) -> date | None:
        """The day of the last round; None before the first."""
        with self._parts.database.read() as work:
            rows = self._parts.vault.audit.newest(work.connection, archive.ANYONE, 1, action=ROUND)
        return date.fromisoformat(rows[0].object) if rows else None
