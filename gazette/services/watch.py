"""The security officer's board: refusals, alarms, what comes to its end, and when the stored bytes were last read over."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import archive
from gazette.model.document import today
from gazette.model.emergency import Emergency
from gazette.model.errors import StateSecretMark
from gazette.model.people import Account, Actor
from gazette.services.parts import Parts
from gazette.services.roles import need

SOON = timedelta(days=30)
"""How far ahead an end is told."""

LATEST = 50
DEPOSITS = 1000
"""Among so many of the latest refused deposits state secrets are looked for: what else is refused hides none of them."""

ROUND = "fixity-night"
MENDED = ("F006", "F007")
"""Findings of a round that say what was put right from the other copy."""


@dataclass(frozen=True, slots=True)
class Nights:
    """The nightly rounds over the stored bytes: the last day, what was found wrong then, how much of it was mended from the second copy.

    ``walked`` of the cycle's nights have had their turn within it; what was found says nothing of which files.
    """

    day: date
    found: int
    mended: int
    walked: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the officer looks at. ``secrets`` are documents with a state-secret mark refused at the door: time and person, nothing else."""

    refusals: tuple[archive.LogRow, ...]
    secrets: tuple[archive.LogRow, ...]
    emergencies: tuple[Emergency, ...]
    clearances: tuple[Account, ...]
    labels: tuple[archive.Record, ...]
    fixity: archive.LogRow | None
    nights: Nights | None
    proposals: int


class Watch:
    """What calls for the officer's attention, within the officer's own clearance."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def board(self, actor: Actor) -> Board:
        """The board. Raises NotAllowed."""
        need(actor, "security-officer", "auditor")
        day = today(self._parts.clock) + SOON
        audit, vault = self._parts.vault.audit, self._parts.vault
        with self._parts.database.read() as work:
            connection, clearance = work.connection, actor.clearance
            deposits = audit.newest(connection, clearance, DEPOSITS, outcome="refused", action="deposit")
            fixity = audit.newest(connection, clearance, 1, action="fixity")
            return Board(
                refusals=tuple(audit.newest(connection, clearance, LATEST, outcome="refused")),
                secrets=tuple(row for row in deposits if StateSecretMark.code in (row.details or ""))[:LATEST],
                emergencies=work.emergencies.at("asked", "opened"),
                clearances=tuple(one for one in work.accounts.all() if one.until is not None and one.until <= day),
                labels=vault.due(connection, clearance, day),
                fixity=fixity[0] if fixity else None,
                nights=_nights(audit.newest(connection, archive.ANYONE, archive.CYCLE, action=ROUND), day - SOON),
                proposals=len(work.proposals.waiting()),
            )


def _nights(rows: Sequence[archive.LogRow], day: date) -> Nights | None:
    if not rows:
        return None
    told = [(date.fromisoformat(row.object), json.loads(row.details or "{}")) for row in rows]
    last, latest = told[0]
    findings = latest.get("findings", [])
    within = (said.get("nights", 0) for night, said in told if (day - night).days < archive.CYCLE)
    mended = sum(str(one)[:4] in MENDED for one in findings)
    return Nights(last, int(latest.get("found", 0)), mended, min(archive.CYCLE, sum(within)))
