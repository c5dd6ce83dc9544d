"""The one door to records: every call takes a clearance, asks the policy and writes the log; what may not be known is as if absent."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

from sqlalchemy import Connection

from archive import families, holdings, register, shredding, tables
from archive.destruction import Destruction
from archive.door import Decision
from archive.errors import NameRefused, NotPermitted, RecordHeld, RecordNotFound, SecondPersonNeeded, WrongState
from archive.findings import Finding
from archive.fixity import Progress, sweep
from archive.indexing import changed, tellable
from archive.levels import ANYONE, Clearance, Label, dominates
from archive.listing import ALL, ORIGINAL, Wanted, mark, newest, place
from archive.locks import FILE, WORKING
from archive.policy import Action, readable
from archive.register import Record, Rendition, State
from archive.rounds import Round, walk
from archive.rows import LogRow
from archive.strongroom import blank


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


class Vault(Destruction):
    """The archive's door. The caller's transaction carries the act and its log row together, so both happen or neither.

    Whoever is refused cannot go on with that transaction (see ``Door``), and a refusal cannot be lost by any later failure.
    """

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
        decision = Decision(reason, second, number)
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
        change = {"from": _told(record.label), "to": _told(label), **decision.told}
        self._log(connection, actor, Action.RECLASSIFY, replace(record, label=record.label.join(label)), change)
        return self._found(connection, record)

    def place(self, connection: Connection, actor: Clearance, record_id: str, dossier: str) -> Record:
        """Puts a record into a dossier; it bears the dossier's label at least, and a label once in force is not lowered by it.

        Raises RecordHeld for one that would leave a dossier that is held as a whole.
        """
        record = self._alone(connection, actor, Action.PLACE, record_id)
        if record.dossier != dossier and any(hold.dossier for hold in record.holds):
            self._refuse(connection, actor, Action.PLACE, record, RecordHeld())
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

    def _check_deposit(self, connection: Connection, actor: Clearance, label: Label) -> None:
        if not actor.member:
            self._refuse(connection, actor, "deposit", None, NotPermitted())
        self._check_label(connection, actor, "deposit", None, label)


def _named(name: str, limit: int) -> str:
    if not 0 < len(name) <= limit or not name.isprintable():
        raise NameRefused(name=ascii(name[:40])[1:-1])
    return name


def _clean(title: str) -> str:
    return " ".join(title.encode("utf-8", "replace").decode().replace("\x00", " ").split())


def _told(label: Label) -> dict[str, Any]:
    return {"level": label.id, "handling": label.level, "compartments": sorted(label.compartments), "marks": sorted(label.marks)}
