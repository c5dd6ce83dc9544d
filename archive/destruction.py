"""Destroying records: holds that forbid it, the act of two people, the keys, the bytes, and what was broken off."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection

from archive import holdings, register, shredding
from archive.audit import Entry
from archive.certificates import Certificate, body_of, certificate
from archive.covers import WITHHELD
from archive.digest import ContentId
from archive.door import Decision, Door
from archive.errors import KeyRefused, NotPermitted, RecordHeld, RecordNotFound, WrongState
from archive.levels import Clearance
from archive.locks import forget_all
from archive.policy import Action, readable
from archive.recovery import Recovered, recover
from archive.register import Hold, State
from archive.shredding import Order

SHRED, SHREDDED = "shred", "shredded"


class Destruction(Door):
    """The acts by which records go, and those that keep them from going."""

    def hold(self, connection: Connection, actor: Clearance, record_id: str, reason: str) -> Hold:
        """Orders that the record stay as it is: while a hold stands, nothing destroys it."""
        record = self._alone(connection, actor, Action.HOLD, record_id)
        hold = Hold(register.new_id(), reason, self._now(), actor.subject)
        register.place_hold(connection, record.id, self._room.reason(record, hold))
        self._log(connection, actor, Action.HOLD, record, {"hold": hold.id, "reason": reason})
        return hold

    def release_hold(self, connection: Connection, actor: Clearance, record_id: str, hold_id: str, reason: str) -> None:
        """Lifts one hold. Raises RecordNotFound when it does not stand on this record itself."""
        record = self._alone(connection, actor, Action.HOLD, record_id)
        if hold_id not in {hold.id for hold in record.holds if not hold.dossier}:
            self._refuse(connection, actor, Action.HOLD, record, RecordNotFound())
        register.lift_hold(connection, hold_id, self._now(), actor.subject)
        self._log(connection, actor, "release-hold", record, {"hold": hold_id, "reason": reason})

    def dispose(self, connection: Connection, actor: Clearance, record_id: str, reason: str, second: Clearance, number: str) -> None:
        """Destroys a record by two different people: what remains is a tombstone. ``purge``, after the commit, removes the bytes.

        Raises RecordHeld, SecondPersonNeeded, WrongState (a published record must be withdrawn first).
        """
        self._dispose(connection, actor, record_id, Decision(reason, second, number), Action.DISPOSE)

    def shred(
        self, connection: Connection, actor: Clearance, record_id: str, reason: str, second: Clearance, number: str
    ) -> Callable[[Connection], Certificate]:
        """As dispose, and gives what has to be called after the commit, in a transaction of its own: it destroys the record's keys.

        From then on no backup of register and bytes, however old, gives the record back. What was never sealed has no key to destroy:
        WrongState. Raises ArchiveLocked besides what dispose raises.
        """
        decision = Decision(reason, second, number)
        record = self._alone(connection, actor, Action.DISPOSE, record_id)
        if self.keys is None or not any(item.sealed for item in record.renditions):
            self._refuse(connection, actor, "shred", record, WrongState())
        self._dispose(connection, actor, record_id, decision, SHRED)
        register.change(connection, record.id, title=WITHHELD)
        shredding.order(connection, Order(record.id, actor.subject, second.subject, number, *self.keys.told(record.id)))
        return lambda later: self._destroy_keys(later, record.id)

    def _dispose(self, connection: Connection, actor: Clearance, record_id: str, decision: Decision, action: str) -> None:
        record = self._alone(connection, actor, Action.DISPOSE, record_id)
        self._check_second(connection, actor, Action.DISPOSE, record, decision)
        if record.holds:
            self._refuse(connection, actor, Action.DISPOSE, record, RecordHeld())
        register.change(connection, record.id, state=State.DISPOSED.value)
        forget_all(connection, record.id)
        destroyed = [item.sha256.hex for item in record.renditions]
        self._log(connection, actor, action, record, {"sha256": destroyed, **decision.told})

    def _destroy_keys(self, connection: Connection, record_id: str) -> Certificate:
        """Carries an order of destruction out, or gives the certificate of one that was. Raises ArchiveLocked, KeyRefused."""
        self.audit.lock(connection)
        order, record = shredding.ordered(connection, record_id), register.find(connection, record_id)
        if order.certificate:
            return Certificate.from_json(order.certificate)
        assert self.keys is not None
        assert record is not None
        done = order.told(self.keys.destroy(record.id))
        told = {"keys": done.keys, "at": done.at, "master": done.master}
        self.audit.append(connection, Entry(order.actor, SHREDDED, record.id, record.label, details=told))
        row = self.audit.latest(connection, record.id)
        head = self.audit.sign_head(connection)
        note = self.audit.sign(body_of(record, order.decision, (order.actor, order.second), done, row))
        made = certificate(note, row, self.audit.inclusion(connection, row.seq, head.head.size), head)
        shredding.certify(connection, record.id, made.to_json())
        return made

    def certificates(self, connection: Connection, actor: Clearance) -> dict[str, Certificate]:
        """The certificates of destroyed keys, by record, of the records that *actor* may know of."""
        known = readable(actor, Action.SHOW)
        every = shredding.certificates(connection).items()
        return {name: Certificate.from_json(text) for name, text in every if register.is_there(connection, name, known)}

    def certificate(self, connection: Connection, actor: Clearance, record_id: str) -> Certificate | None:
        """What certifies that a record's keys were destroyed; None when they were not, or not yet. Raises RecordNotFound."""
        text = shredding.certificate(connection, self._reach(connection, actor, Action.SHOW, record_id).id)
        return Certificate.from_json(text) if text else None

    def _finish(self, connection: Connection) -> tuple[str, ...]:
        """Destroys the keys of records whose destruction was broken off before that, as far as the keys are at hand; those records."""
        finished = []
        for record_id in shredding.unfinished(connection) if self.keys is not None and not self.keys.locked else ():
            with suppress(KeyRefused):  # a medium that holds the epoch's secret is not connected: it waits, and the check says so
                self._destroy_keys(connection, record_id)
                finished.append(record_id)
        return tuple(finished)

    def purge(self, connection: Connection, actor: Clearance) -> tuple[ContentId, ...]:
        """Removes from the store the bytes of destroyed records that no other record shares. Safe to repeat."""
        if not actor.member:
            self._refuse(connection, actor, "purge", None, NotPermitted())
        self._log(connection, actor, "purge", None)
        gone = self._purge(connection)
        self.tidy(connection)
        return gone

    def _purge(self, connection: Connection) -> tuple[ContentId, ...]:
        gone = tuple(blob for blob in sorted(holdings.blobs_of_disposed(connection)) if self._blobs.exists(blob))
        for blob in gone:
            self._blobs.delete(blob)
        if self.keys is not None:
            for record_id, versions in holdings.versions_kept_as(connection, gone).items():
                self.keys.forget(record_id, versions)
        return gone

    def tidy(self, connection: Connection) -> None:
        """Removes what changes of labels left behind, in a later transaction than theirs, and finishes destructions. Safe to repeat."""
        self._finish(connection)
        self._room.tidy(connection)

    def recover(self, connection: Connection) -> Recovered:
        """Takes out what acts left behind that were broken off, and finishes destructions; for who checks the archive. Safe to repeat.

        Raises StoreFailed, ArchiveLocked.
        """
        self.audit.lock(connection)
        finished, gone = self._finish(connection), self._purge(connection)
        done = recover(connection, self.audit, self._blobs, self.keys)
        return replace(done, blobs=(*gone, *done.blobs), finished=finished)

    def unsettled(self, connection: Connection) -> bool:
        """Whether ``close_rest`` or ``tidy`` have something to do, because an act was broken off or there were no keys before."""
        return holdings.unsettled(connection) or bool(shredding.unfinished(connection))
