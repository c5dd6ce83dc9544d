"""The one door to records: every call takes a clearance, asks the policy and writes the log; what may not be known is as if absent."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, NoReturn

from sqlalchemy import Connection

from archive import families, holdings, register, shredding, tables
from archive.audit import Audit, Clock, Entry
from archive.blobs import BlobStore
from archive.certificates import Certificate, body_of, certificate
from archive.covers import WITHHELD
from archive.digest import ContentId
from archive.dossiers import Dossiers
from archive.errors import (
    ArchiveError,
    ArchiveLocked,
    KeyRefused,
    LabelRefused,
    NameRefused,
    NotPermitted,
    RecordHeld,
    RecordNotFound,
    SecondPersonNeeded,
    StateSecretRefused,
    WrongState,
)
from archive.findings import Finding
from archive.fixity import REKEEP, Progress, sweep
from archive.indexing import changed, tellable
from archive.keystore import KeyStore
from archive.ledger import Independent, Ledger
from archive.levels import ANYONE, Clearance, Label, Profile, dominates
from archive.listing import ALL, ORIGINAL, Wanted, mark, newest, place
from archive.locks import FILE, WORKING, Locks, forget_all
from archive.policy import REGISTER, RULES, Action, condition, knows_of, may, readable
from archive.publications import Publications
from archive.recovery import Recovered, recover
from archive.register import Hold, Record, Rendition, State
from archive.rounds import Round, walk
from archive.rows import LogRow
from archive.shredding import Order
from archive.strongroom import Rekept, Strongroom, blank

SHRED, SHREDDED = "shred", "shredded"
REKEEPER = "archive"
"""Who is named in the log where bytes were put into another form because their label changed: nobody's act but the archive's own."""


@dataclass(frozen=True, slots=True)
class Page:
    """Records that the reader may know of, newest first, and the mark of the next page; never a count of what there is."""

    records: tuple[Record, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A rendition being read: its description and its bytes in chunks."""

    rendition: Rendition
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Decision:
    """Why a grave act is done: a reason in words, the second person, and the number of the written decision."""

    reason: str
    second: Clearance
    number: str


class Vault:
    """The archive's door. The caller's transaction carries the act and its log row together, so both happen or neither.

    A refusal is logged before it is answered, in a transaction of its own: the caller's is rolled back first, because it may hold the
    very locks the log needs (SQLite has one writer) and because a refused act must not be half of something. The caller therefore
    cannot go on with that transaction, and cannot lose the entry by any later failure.
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

    def deposit(
        self,
        connection: Connection,
        actor: Clearance,
        data: bytes | BinaryIO,
        *,
        title: str,
        label: Label,
        media_type: str,
        rendition: str = ORIGINAL,
        dossier: str = "",
        grants: Iterable[str] = (),
        attached_to: str = "",
    ) -> Record:
        """Keeps *data* as a new record and gives it back with its opaque id, under the label in force.

        The depositor, and whoever is in *grants*, need to know it. *attached_to* is another record that this one belongs to: both then
        bear the higher of their labels, and both that of the dossier. Raises StateSecretRefused or LabelRefused (nothing is stored, and
        the log names neither title nor content), RecordNotFound for a dossier or record the depositor may not know of, StoreFailed.
        """
        for name, limit in ((rendition, 64), (media_type, 200), (dossier or ORIGINAL, 64)):
            _named(name, limit)
        self._check_deposit(connection, actor, label)
        self.audit.lock(connection)  # nothing that the label depends on changes meanwhile, and no purge takes equal bytes away
        self.dossiers.check(connection, actor, dossier)
        root = self._reach(connection, actor, Action.ADD_RENDITION, attached_to) if attached_to else None
        granted = frozenset(_named(principal, 200) for principal in {actor.subject, *grants})
        belongs = (root.attached_to or root.id) if root else ""
        record = Record(
            register.new_id(), _clean(title), label, State.KEPT, self._now(), actor.subject, dossier, own=label, attached_to=belongs
        )
        record = replace(record, label=families.in_force(connection, record, families.family(connection, record)))
        self._unlocked(connection, actor, "deposit", replace(record, id=""))
        item = blank(rendition, media_type, self._now(), actor.subject)
        item = self._room.keep(item, data, self._room.begin(record, item))
        self._log(connection, actor, "deposit", record, {"rendition": rendition, "media_type": media_type, "blob": item.blob.hex})
        register.add(connection, replace(record, title=self._room.title(record.id, record.title, record.label)))
        register.add_rendition(connection, record.id, item)
        for principal in sorted(granted):
            register.grant(connection, record.id, principal, record.created, actor.subject)
        if belongs:
            families.settle(connection, record, self._relabel)
        return replace(record, renditions=(item,), granted=granted)

    def add_rendition(
        self,
        connection: Connection,
        actor: Clearance,
        record_id: str,
        rendition: str,
        data: bytes | BinaryIO,
        media_type: str,
        derived_from: str = "",
        made_by: str = "",
    ) -> Rendition:
        """Keeps another form of a record, or a new version of one; it bears the record's label.

        *derived_from* names the rendition it was made from, *made_by* the program. Raises RecordNotFound also for an unknown source.
        """
        for name, limit in ((rendition, 64), (media_type, 200)):
            _named(name, limit)
        record = self._alone(connection, actor, Action.ADD_RENDITION, record_id)
        if derived_from and record.rendition(derived_from) is None:
            self._refuse(connection, actor, Action.ADD_RENDITION, record, RecordNotFound())
        newest = record.rendition(rendition)
        item = blank(rendition, media_type, self._now(), actor.subject)
        item = replace(item, version=newest.version + 1 if newest else 1, made_by=made_by, derived_from=derived_from)
        item = self._room.keep(item, data, self._room.add(record, item))
        told = {"rendition": rendition, "derived_from": derived_from, "made_by": made_by, "blob": item.blob.hex}
        self._log(connection, actor, Action.ADD_RENDITION, record, told)
        register.add_rendition(connection, record.id, item)
        return item

    def retitle(self, connection: Connection, actor: Clearance, record_id: str, title: str) -> None:
        """Gives a record another title, under one's own lock of its file. Raises RecordNotFound, LockLost, NameRefused for none."""
        record = self._alone(connection, actor, Action.ADD_RENDITION, record_id)
        self.locks.own(connection, actor, FILE, record_id)
        if not _clean(title):
            raise NameRefused(name="")
        self._log(connection, actor, "retitle", record, {"from": record.title, "to": _clean(title)})
        register.change(connection, record.id, title=self._room.title(record.id, _clean(title), record.label))

    def read(
        self, connection: Connection, actor: Clearance, record_id: str, rendition: str = ORIGINAL, version: int | None = None
    ) -> bytes:
        """The bytes of a rendition, checked against their digest. Commit before they leave: the log's row is in your transaction.

        Raises RecordNotFound when there is no such record or rendition or the reader may not know of it; BlobMissing, BlobDamaged.
        """
        return self._room.get(*self._item(connection, actor, record_id, rendition, version))

    def open(
        self,
        connection: Connection,
        actor: Clearance,
        record_id: str,
        rendition: str = ORIGINAL,
        within: tuple[int, int | None] = (0, None),
    ) -> Opened:
        """As read, but in chunks, and from one byte up to and without another. The range is looked at after the permission."""
        record, item = self._item(connection, actor, record_id, rendition, None)
        return Opened(item, self._room.stream(record, item, *within))

    def show(self, connection: Connection, actor: Clearance, record_id: str) -> Record:
        """The record without bytes. Raises RecordNotFound alike for hidden and absent ones."""
        record = self._reach(connection, actor, Action.SHOW, record_id)
        self._log(connection, actor, Action.SHOW, record)
        return self._finished(connection, actor, record)

    @property
    def keys(self) -> KeyStore | None:
        """The keys of what is sealed here; None where nothing is."""
        return self._room.keys

    def list(self, connection: Connection, actor: Clearance, wanted: Wanted = ALL, *, size: int = 50, after: str | None = None) -> Page:
        """A page of what the reader may know of, newest first. Of the rest it says nothing: no count, no gap.

        Raises PageNotUnderstood for a mark *after* that no page gave.
        """
        found = newest(connection, actor, Action.LIST, wanted, size + 1, place(after) if after is not None else None)
        shown = tuple(self._finished(connection, ANYONE, self._room.entitled(record)) for record in found[:size])
        closed = [record.id for record in shown if not record.label.is_public]
        self._log(connection, actor, Action.LIST, None, {**wanted.told(), "shown": len(shown), "closed": closed})
        return Page(shown, mark(shown[-1].created, shown[-1].id) if len(found) > size else None)

    def found(self, connection: Connection, actor: Clearance, ids: Collection[str], *, size: int = 50) -> tuple[Record, ...]:
        """The newest of the records that a search index named, as far as the reader may know of them: of the rest it says nothing.

        What is closed among them stands in the log before it is shown, as for a list; what was searched for does not.
        """
        found = tellable(connection, actor, ids, size)
        shown = tuple(self._finished(connection, ANYONE, self._room.entitled(record)) for record in found)
        closed = [record.id for record in shown if not record.label.is_public]
        self._log(connection, actor, "search", None, {"shown": len(shown), "closed": closed})
        return shown

    def changed(self, connection: Connection, after: int, size: int = 200) -> tuple[int, frozenset[str]]:
        """See :func:`archive.indexing.changed`: whoever asks, ids only."""
        return changed(connection, after, size)

    def indexable(self, connection: Connection, record_id: str, names: Collection[str]) -> tuple[Record, dict[str, bytes]] | None:
        """A record that is not destroyed, with its newest renditions of these *names*, whoever asks; None for any other.

        For an index that lies in memory only and is asked through :meth:`found`. Raises ArchiveLocked, BlobMissing, BlobDamaged.
        """
        record = register.find(connection, record_id)
        if record is None or record.state is State.DISPOSED:
            return None
        held = {name: item for name in names if (item := record.rendition(name)) is not None}
        return self._room.entitled(record), {name: self._room.get(record, item) for name, item in held.items()}

    def history(self, connection: Connection, actor: Clearance, record_id: str) -> tuple[LogRow, ...]:
        """The log's rows about one record, for whoever may see the record."""
        record = self._reach(connection, actor, Action.SHOW, record_id)
        self._log(connection, actor, "history", record)
        return tuple(self.audit.entries(connection, actor, record=record.id, size=1000))

    def publish(self, connection: Connection, actor: Clearance, record_id: str, title: str = "") -> None:
        """Opens a record labelled Công khai to the public, under its *title* from now on; the label does not change.

        Raises WrongState for any other label.
        """
        record = self._alone(connection, actor, Action.PUBLISH, record_id)
        if not record.label.is_public:
            self._refuse(connection, actor, Action.PUBLISH, record, WrongState())
        register.change(connection, record.id, state=State.PUBLISHED.value, title=_clean(title) or record.title)
        self._log(connection, actor, Action.PUBLISH, record)

    def withdraw(self, connection: Connection, actor: Clearance, record_id: str, reason: str) -> None:
        """Takes a published record back from the public."""
        record = self._alone(connection, actor, Action.WITHDRAW, record_id)
        register.change(connection, record.id, state=State.WITHDRAWN.value)
        self._log(connection, actor, Action.WITHDRAW, record, {"reason": reason})

    def reclassify(
        self, connection: Connection, actor: Clearance, record_id: str, label: Label, reason: str, second: Clearance, number: str
    ) -> Record:
        """Gives a record another label of its own from now on, by two different people who are cleared for the old and the new one.

        *number* is the written decision's. The label in force stays as high as the dossier's and the attachments'. A published record
        that is no longer Công khai is withdrawn in the same step, and the two keep their need-to-know.
        Raises SecondPersonNeeded, LabelRefused, StateSecretRefused.
        """
        decision = _Decision(reason, second, number)
        record = self._alone(connection, actor, Action.RECLASSIFY, record_id)
        self._check_second(connection, actor, Action.RECLASSIFY, record, decision)
        self._check_label(connection, actor, Action.RECLASSIFY, record, label)
        if not dominates(second, label):
            self._refuse(connection, actor, Action.RECLASSIFY, record, SecondPersonNeeded())
        values = {"marks": label.marks, "personal_data": label.personal_data, "release_date": label.release_date}
        register.change(connection, record.id, **register.own_values(label), **values)
        families.settle(connection, record, self._relabel, lowering=True)
        for person in sorted({actor.subject, second.subject} - record.granted):
            register.grant(connection, record.id, person, self._now(), actor.subject)
        # The row bears the higher of both labels, so that lowering a label does not open what was said about it before.
        change = {"from": _told(record.label), "to": _told(label), **_reasons(decision)}
        self._log(connection, actor, Action.RECLASSIFY, replace(record, label=record.label.join(label)), change)
        return self._found(connection, record)

    def place(self, connection: Connection, actor: Clearance, record_id: str, dossier: str) -> Record:
        """Puts a record into a dossier; it bears the dossier's label at least, and a label once in force is not lowered by it."""
        record = self._alone(connection, actor, Action.PLACE, record_id)
        self.dossiers.check(connection, actor, _named(dossier, 64))
        register.change(connection, record.id, dossier=dossier)
        families.settle(connection, replace(record, dossier=dossier), self._relabel)
        placed = self._found(connection, record)
        self._log(connection, actor, Action.PLACE, placed, {"dossier": dossier, "before": record.dossier})
        return placed

    def family(self, connection: Connection, record_id: str) -> tuple[Record, ...]:
        """The records that share a label with this one, whoever asks: for those who carry the label on to rows of their own."""
        record = register.find(connection, record_id)
        return tuple(map(self._room.entitled, families.family(connection, record))) if record else ()

    def opens(self, connection: Connection, actor: Clearance, record_id: str) -> bool:
        """Whether *actor* may read the record at this moment; asked between the parts of a file that is being handed out."""
        return register.is_there(connection, record_id, readable(actor))

    def due(self, connection: Connection, actor: Clearance, day: date, size: int = 50) -> tuple[Record, ...]:
        """The records whose release date has come and that are not Công khai yet, the longest due first: proposals, nothing more."""
        columns = tables.records.c
        over = (columns.release_date.is_not(None), columns.release_date <= day, columns.level > 0)
        order = (columns.release_date, columns.id)
        return tuple(map(self._room.entitled, register.page(connection, [readable(actor, Action.LIST), *over], size, order)))

    def held(self, connection: Connection, actor: Clearance, size: int = 50) -> tuple[Record, ...]:
        """The newest records that an order keeps as they are, as far as *actor* may know of them."""
        return tuple(map(self._room.entitled, register.held(connection, readable(actor, Action.LIST), size)))

    def at(self, connection: Connection, actor: Clearance, state: State, size: int = 50) -> tuple[Record, ...]:
        """The newest records in a state, as far as *actor* may know of them."""
        return tuple(map(self._room.entitled, newest(connection, actor, Action.SHOW, Wanted(state=state), size)))

    def grant(self, connection: Connection, actor: Clearance, record_id: str, principal: str) -> None:
        """Makes a person, group or list need to know the record; it opens nothing above their clearance. Granting twice changes nothing."""
        record = self._alone(connection, actor, Action.GRANT, record_id)
        if _named(principal, 200) not in record.granted:
            register.grant(connection, record.id, principal, self._now(), actor.subject)
        self._log(connection, actor, Action.GRANT, record, {"principal": principal})

    def revoke(self, connection: Connection, actor: Clearance, record_id: str, principal: str) -> None:
        """Takes a grant back, at once."""
        record = self._alone(connection, actor, Action.GRANT, record_id)
        register.revoke(connection, record.id, principal)
        self._log(connection, actor, "revoke", record, {"principal": principal})

    def hold(self, connection: Connection, actor: Clearance, record_id: str, reason: str) -> Hold:
        """Orders that the record stay as it is: while a hold stands, nothing destroys it."""
        record = self._alone(connection, actor, Action.HOLD, record_id)
        hold = Hold(register.new_id(), reason, self._now(), actor.subject)
        register.place_hold(connection, record.id, self._room.reason(record, hold))
        self._log(connection, actor, Action.HOLD, record, {"hold": hold.id, "reason": reason})
        return hold

    def release_hold(self, connection: Connection, actor: Clearance, record_id: str, hold_id: str, reason: str) -> None:
        """Lifts one hold. Raises RecordNotFound when it does not stand on this record."""
        record = self._alone(connection, actor, Action.HOLD, record_id)
        if hold_id not in {hold.id for hold in record.holds}:
            self._refuse(connection, actor, Action.HOLD, record, RecordNotFound())
        register.lift_hold(connection, hold_id, self._now(), actor.subject)
        self._log(connection, actor, "release-hold", record, {"hold": hold_id, "reason": reason})

    def dispose(self, connection: Connection, actor: Clearance, record_id: str, reason: str, second: Clearance, number: str) -> None:
        """Destroys a record by two different people: what remains is a tombstone. ``purge``, after the commit, removes the bytes.

        Raises RecordHeld, SecondPersonNeeded, WrongState (a published record must be withdrawn first).
        """
        self._dispose(connection, actor, record_id, _Decision(reason, second, number), Action.DISPOSE)

    def shred(
        self, connection: Connection, actor: Clearance, record_id: str, reason: str, second: Clearance, number: str
    ) -> Callable[[Connection], Certificate]:
        """As dispose, and gives what has to be called after the commit, in a transaction of its own: it destroys the record's keys.

        From then on no backup of register and bytes, however old, gives the record back. What was never sealed has no key to destroy:
        WrongState. Raises ArchiveLocked besides what dispose raises.
        """
        decision = _Decision(reason, second, number)
        record = self._alone(connection, actor, Action.DISPOSE, record_id)
        if self.keys is None or not any(item.sealed for item in record.renditions):
            self._refuse(connection, actor, "shred", record, WrongState())
        self._dispose(connection, actor, record_id, decision, SHRED)
        register.change(connection, record.id, title=WITHHELD)
        shredding.order(connection, Order(record.id, actor.subject, second.subject, number, *self.keys.told(record.id)))
        return lambda later: self._destroy_keys(later, record.id)

    def _dispose(self, connection: Connection, actor: Clearance, record_id: str, decision: _Decision, action: str) -> None:
        record = self._alone(connection, actor, Action.DISPOSE, record_id)
        self._check_second(connection, actor, Action.DISPOSE, record, decision)
        if record.holds:
            self._refuse(connection, actor, Action.DISPOSE, record, RecordHeld())
        register.change(connection, record.id, state=State.DISPOSED.value)
        forget_all(connection, record.id)
        destroyed = [item.sha256.hex for item in record.renditions]
        self._log(connection, actor, action, record, {"sha256": destroyed, **_reasons(decision)})

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
        """The certificates of destroyed keys, by record, as far as *actor* is cleared for what the record was."""
        found = ((register.find(connection, name), text) for name, text in shredding.certificates(connection).items())
        return {record.id: Certificate.from_json(text) for record, text in found if record and dominates(actor, record.label)}

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

    def never_sealed(self, connection: Connection) -> bool:
        """Whether there were no keys here before, so that they may be made; otherwise those that sealed something must come back."""
        return holdings.never_sealed(connection)

    def close_rest(self, connection: Connection, size: int = 20) -> int:
        """Seals up to *size* records that were deposited above Công khai before there were keys; how many there were.

        To be called, a transaction each, until it gives 0; what was broken off is taken up again. Raises ArchiveLocked, BlobDamaged.
        """
        if not holdings.lies_open(connection):
            return 0
        self.audit.lock(connection)
        sealed = list(self._room.close_rest(connection, size))
        for record, rekept in sealed:
            self._log_rekept(connection, record, rekept)
        if not sealed:
            holdings.clear_left(connection, "")
        return len(sealed)

    def sweep(self, connection: Connection, actor: Clearance | None, progress: Progress | None = None) -> Iterator[Finding]:
        """What is wrong with the stored bytes of the records *actor* may know of; with None, of all of them and with the strangers.

        No bytes come out, and *connection* may be one that only reads: whoever asks for the sweep logs it. Raises StoreFailed.
        """
        yield from sweep(connection, self._blobs, progress, actor)
        if actor is None:
            yield from (Finding("F009", record_id) for record_id in shredding.unfinished(connection))

    def walk(self, connection: Connection, nights: Iterable[date]) -> Round:
        """The nightly round over the bytes whose turn is up, mended from the second copy where there is one; whoever asks logs it."""
        return walk(connection, self._blobs, nights)

    def _item(self, connection: Connection, actor: Clearance, record_id: str, name: str, version: int | None) -> tuple[Record, Rendition]:
        record = self._reach(connection, actor, Action.READ, record_id)
        item = self._finished(connection, actor, record).rendition(name, version)
        if item is None:
            self._refuse(connection, actor, Action.READ, record, RecordNotFound())
        self._log(connection, actor, Action.READ, record, {"rendition": name, "version": item.version})
        return record, item

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

    def _finished(self, connection: Connection, actor: Clearance, record: Record) -> Record:
        """The record without working copies, but for those that *actor* made under the lock they hold now."""
        if all(item.name != WORKING for item in record.renditions):
            return record
        lock = self.locks.standing(connection, FILE, [record.id]).get(record.id)
        since = lock.taken if lock and actor.member and lock.owner == actor.subject else None
        kept = (
            item for item in record.renditions if item.name != WORKING or (since and item.actor == actor.subject and item.created >= since)
        )
        return replace(record, renditions=tuple(kept))

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

    def _check_deposit(self, connection: Connection, actor: Clearance, label: Label) -> None:
        if not actor.member:
            self._refuse(connection, actor, "deposit", None, NotPermitted())
        self._check_label(connection, actor, "deposit", None, label)

    def _check_label(self, connection: Connection, actor: Clearance, action: str, record: Record | None, label: Label) -> None:
        try:
            self.profile.check(label)
        except (LabelRefused, StateSecretRefused) as error:
            self._refuse(connection, actor, action, record, error)
        if not dominates(actor, label):
            self._refuse(connection, actor, action, record, LabelRefused())

    def _check_second(self, connection: Connection, actor: Clearance, action: Action, record: Record, decision: _Decision) -> None:
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


def _named(name: str, limit: int) -> str:
    if not 0 < len(name) <= limit or not name.isprintable():
        raise NameRefused(name=ascii(name[:40])[1:-1])
    return name


def _clean(title: str) -> str:
    return " ".join(title.encode("utf-8", "replace").decode().replace("\x00", " ").split())


def _told(label: Label) -> dict[str, Any]:
    return {"level": label.id, "handling": label.level, "compartments": sorted(label.compartments), "marks": sorted(label.marks)}


def _reasons(decision: _Decision) -> dict[str, str]:
    return {"reason": decision.reason, "second": decision.second.subject, "decision": decision.number}
