"""What the archive's doors write into the log: acts in the caller's transaction, refusals in one of their own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from archive import register
from archive.audit import Audit, Entry
from archive.errors import ArchiveError, AuditUnavailable, RecordNotFound
from archive.levels import Clearance, Label
from archive.policy import knows_of
from archive.register import Record, State

Independent = Callable[[], AbstractContextManager[Connection]]
"""Opens a transaction of its own on the same database, committed at the end of the ``with``: ``engine.begin``."""

EMERGENCY = "break-glass"
"""The outcome of what was done to a record that only break-glass opened; otherwise ``done`` or ``refused``."""

NOTHING = Label(level=0)


class Ledger:
    """Writes acts and refusals. ``Vault`` says why a refusal ends the caller's transaction."""

    def __init__(self, audit: Audit, independent: Independent) -> None:
        self._audit = audit
        self._independent = independent

    def lock(self, connection: Connection) -> None:
        """Lets nobody else change anything before the caller's transaction ends: for who looks before they change."""
        self._audit.lock(connection)

    def log(self, connection: Connection, actor: Clearance, action: str, record: Record | None, details: dict[str, Any] | None) -> None:
        """An act. The public reads only what is published, and what anonymous people read is nobody's business."""
        if actor.member:
            self._audit.append(connection, self.entry(actor, action, record, details or {}))

    def refuse(self, connection: Connection, actor: Clearance, action: str, record: Record | None, error: ArchiveError) -> NoReturn:
        """Ends the caller's transaction, writes the refusal in one of its own, and raises *error*; AuditUnavailable without a log."""
        entry = self.entry(actor, action, record, {"code": error.code})
        self._end_with(connection, lambda _: entry, error)

    def not_found(self, connection: Connection, actor: Clearance, action: str, record_id: str) -> NoReturn:
        """The same for what is not there, or may not be known; both take the same statements. Raises RecordNotFound."""
        error = RecordNotFound()

        def entry(own: Connection) -> Entry:
            label = register.label_borne(own, record_id) or NOTHING
            return self.entry(actor, action, replace(absent(record_id), label=label), {"code": error.code})

        self._end_with(connection, entry, error)

    def _end_with(self, connection: Connection, entry: Callable[[Connection], Entry], error: ArchiveError) -> NoReturn:
        _end(connection)
        try:
            with self._independent() as own:
                self._audit.append(own, replace(entry(own), outcome="refused"))
        except SQLAlchemyError:
            raise AuditUnavailable() from None
        raise error from None

    def entry(self, actor: Clearance, action: str, record: Record | None, details: dict[str, Any]) -> Entry:
        """The log's entry of an act, marked when nothing but break-glass opened the record."""
        if record is None:
            return Entry(actor.subject, str(action), "", NOTHING, details=details, request=actor.request)
        opened = record.id in actor.opened and not knows_of(actor.ordinary, record)
        return Entry(
            actor.subject,
            str(action),
            record.id,
            record.label,
            outcome=EMERGENCY if opened else "done",
            details=details,
            request=actor.request,
        )


def absent(asked: str) -> Record:
    """Stands in the log for what does not exist: what was asked for as it was asked for, as far as it fits."""
    name = asked.encode("ascii", "replace").decode().replace("\x00", "?")[:64]
    return Record(name, "", NOTHING, State.DISPOSED, datetime.min.replace(tzinfo=UTC), "")


def _end(connection: Connection) -> None:
    # The transaction is left inactive rather than closed: an ORM session or a savepoint around it then unwinds as after any failed
    # statement, and whoever tries to go on with it is told to roll back first.
    transaction = connection.get_transaction()
    connection.connection.rollback()
    if transaction is not None:
        transaction.is_active = False
