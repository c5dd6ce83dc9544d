"""What every act on records passes: the look at the record, the policy, the second person, the log."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from sqlalchemy import Connection

from archive import register
from archive.audit import Audit, Clock, Entry
from archive.blobs import BlobStore
from archive.dossiers import Dossiers
from archive.errors import (
    ArchiveError,
    ArchiveLocked,
    KeyRefused,
    LabelRefused,
    NotPermitted,
    SecondPersonNeeded,
    StateSecretRefused,
    WrongState,
)
from archive.fixity import REKEEP
from archive.keystore import KeyStore
from archive.ledger import Independent, Ledger
from archive.levels import Clearance, Label, Profile, dominates
from archive.locks import Locks
from archive.policy import REGISTER, RULES, Action, condition, knows_of, may
from archive.publications import Publications
from archive.register import Record
from archive.strongroom import Rekept, Strongroom

REKEEPER = "archive"
"""Who is named in the log where bytes were put into another form because their label changed: nobody's act but the archive's own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a grave act is done: a reason in words, the second person, and the number of the written decision."""

    reason: str
    second: Clearance
    number: str

    @property
    def told(self) -> dict[str, str]:
        """What the log keeps of it."""
        return {"reason": self.reason, "second": self.second.subject, "decision": self.number}


class Door:
    """Common to all acts: who may come to which record, who must stand beside them, and what the log is told.

    The caller's transaction carries the act and its log row together. A refusal is logged before it is answered, in a transaction of its
    own: the caller's is rolled back first, because it may hold the very locks the log needs (SQLite has one writer) and because a refused
    act must not be half of something.
    """

    def __init__(
        self,
        blobs: BlobStore,
        audit: Audit,
        profile: Profile,
        clock: Clock,
        independent: Independent,
        *,
        keys: KeyStore | None = None,
    ) -> None:
        self._blobs = blobs
        self._room = Strongroom(blobs, keys, titles=profile is Profile.CLOSED)
        self.audit = audit
        self.public = Publications(audit)
        self.profile = profile
        self._clock = clock
        self._ledger = Ledger(audit, independent)
        self.dossiers = Dossiers(self._ledger, profile, self._now, self._relabel, self._room.covers)
        self.locks = Locks(self._ledger, self._now, self._alone)

    @property
    def keys(self) -> KeyStore | None:
        """The keys of what is sealed here; None where nothing is."""
        return self._room.keys

    def _reach(self, connection: Connection, actor: Clearance, action: Action, record_id: str) -> Record:
        record = register.find(connection, record_id, condition(actor, REGISTER))
        if record is None:
            self._ledger.not_found(connection, actor, action, record_id)
        if not may(actor, action, record):
            wrong = actor.member and knows_of(actor.ordinary, record)
            self._refuse(connection, actor, action, record, WrongState() if wrong else NotPermitted())
        self._unlocked(connection, actor, action, record)
        return self._room.entitled(record)

    def _alone(self, connection: Connection, actor: Clearance, action: Action, record_id: str) -> Record:
        """As ``_reach``, for who changes it: the log's lock comes first, so that nobody else does between this look and the change."""
        self.audit.lock(connection)
        return self._reach(connection, actor, action, record_id)

    def _unlocked(self, connection: Connection, actor: Clearance, action: str, record: Record) -> None:
        try:
            self._room.ready(record.label)
        except (ArchiveLocked, KeyRefused) as error:
            self._refuse(connection, actor, action, record, error)

    def _relabel(self, connection: Connection, before: Record, label: Label) -> None:
        self._log_rekept(connection, before, self._room.relabel(connection, before, label))

    def _log_rekept(self, connection: Connection, record: Record, rekept: Rekept) -> None:
        if rekept:
            told = {old.hex: new.hex for old, new in rekept.items()}
            self.audit.append(connection, Entry(REKEEPER, REKEEP, record.id, details={"instead": told}))

    def _found(self, connection: Connection, record: Record) -> Record:
        return self._room.entitled(register.find(connection, record.id) or record)

    def _check_label(self, connection: Connection, actor: Clearance, action: str, record: Record | None, label: Label) -> None:
        try:
            self.profile.check(label)
        except (LabelRefused, StateSecretRefused) as error:
            self._refuse(connection, actor, action, record, error)
        if not dominates(actor, label):
            self._refuse(connection, actor, action, record, LabelRefused())

    def _check_second(self, connection: Connection, actor: Clearance, action: Action, record: Record, decision: Decision) -> None:
        second = decision.second
        alone = second.subject == actor.subject or not may(second, action, record)
        if RULES[action].people > 1 and (alone or not decision.reason.strip() or not decision.number.strip()):
            self._refuse(connection, actor, action, record, SecondPersonNeeded())

    def _refuse(self, connection: Connection, actor: Clearance, action: str, record: Record | None, error: ArchiveError) -> NoReturn:
        self._ledger.refuse(connection, actor, action, record, error)

    def _log(
        self, connection: Connection, actor: Clearance, action: str, record: Record | None, details: dict[str, Any] | None = None
    ) -> None:
        self._ledger.log(connection, actor, action, record, details)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)
