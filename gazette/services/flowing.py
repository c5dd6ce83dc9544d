"""Files on their way out: before each further part it is asked anew whether this person may still read the record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gazette.model.people import Actor
from gazette.services.parts import Parts

PART = 256 * 1024
"""Bytes that leave between two questions."""

Present = Callable[[str], Actor | None]
"""Gives the person of an account with the clearance of this moment; ``None`` when the account is closed."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One file being handed out to one person."""

    parts: Parts
    present: Present
    actor: Actor
    record: str

    def of(self, data: bytes) -> Iterator[bytes]:
        """*data* in parts; it ends early once the clearance, the account or the record's label no longer allow the reading.

        The first part leaves unasked: the reading itself was checked and logged a moment ago.
        """
        for start in range(0, len(data), PART):
            if start and not self._still():
                return
            yield data[start : start + PART]

    def _still(self) -> bool:
        actor = self.present(self.actor.user)
        with self.parts.database.read() as work:
            return actor is not None and self.parts.vault.opens(work.connection, actor.clearance, self.record)
