"""The keys of what is above Công khai, in a store apart from the register: data keys under level keys under one master key."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from archive.custody import Custody, KeyId
from archive.engines import sqlite_engine
from archive.epochs import Epoch, bound
from archive.errors import ArchiveLocked, KeyDestroyed, KeyRefused, SealBroken, StoreFailed
from archive.keytables import ABOUT, OF_VERSION, REWRAP, SLOT, context, destroyed, entries, label_name, metadata, slot_context, slots, state
from archive.levels import LEVELS, SECRECY, Label
from archive.sealing import new_key, unwrap, wrap

_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation replaced: how many level keys and how many data keys were wrapped anew, and whether the master key is new."""

    levels: int
    keys: int
    master: bool


@dataclass(frozen=True, slots=True)
class Destruction:
    """What was destroyed: how many keys, whether the master key was replaced too, and when copies of the store were last made.

    ``copied`` is of copies that open by themselves. ``epoch``: whether the secret that the others lack was replaced; ``outside``: in which
    places besides the installation's.
    """

    keys: int
    at: str
    master: bool
    copied: str
    epoch: bool = False
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Slot:
    epoch: int
    key: bytes
    wrapped: bytes = b""


@dataclass(frozen=True, slots=True)
class _Held:
    """What was believed last: the custody's stamp then, its key, the secret of the epoch, and the master key made of both."""

    stamp: tuple[int, int] | None = None
    key: bytes = field(default=b"", repr=False)
    secret: bytes = field(default=b"", repr=False)

    @property
    def master(self) -> bytes:
        return bound(self.key, self.secret)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One transaction on the key store, and the master key that the store is wrapped with as it stands there."""

    connection: Connection
    held: "_Held"

    @property
    def master(self) -> bytes:
        """What the level keys are wrapped with."""
        return self.held.master


class KeyStore:
    """The keys on *engine* (a database of their own), opened by the master key in *custody*.

    A label binds a key: it is part of what the key is wrapped with, so that a record relabelled past the vault does not open. Nothing
    here knows who may read: only the vault asks for keys. The level keys stay in memory as long as the master key is at hand.
    """

    def __init__(self, engine: Engine, custody: Custody, clock: Callable[[], datetime], epoch: Epoch | None = None) -> None:
        self.engine = engine
        self.custody = custody
        self.epoch = epoch
        self._clock = clock
        self._held = _Held()
        self._named = ""
        self._slots: dict[str, _Slot] = {}
        self._abouts: dict[str, bytes] = {}

    def prepare(self) -> None:
        """Makes the tables that are missing."""
        with self._begin() as connection:
            metadata.create_all(connection)

    @property
    def made(self) -> bool:
        """Whether the store was made once, whoever holds its key now."""
        with self._begin() as connection:
            return connection.scalar(select(state.c.id)) is not None

    def make(self, master: bytes) -> None:
        """The empty store, opened by *master*; a store that is there stays as it is."""
        self.prepare()
        with self._begin() as connection:
            if connection.scalar(select(state.c.id)) is None:
                connection.execute(insert(state).values(id=1, master=KeyId.of(master).hex))
                _make_slots(connection, master)

    @property
    def locked(self) -> bool:
        """Whether the keys are not at hand."""
        try:
            self.unlocked()
        except (ArchiveLocked, KeyRefused):
            return True
        return False

    def unlocked(self) -> None:
        """Raises ArchiveLocked or KeyRefused unless the keys are at hand."""
        if self.custody.stamp() is None or self.custody.stamp() != self._held.stamp:
            with self._unit():
                pass

    def new(self, record: str, versions: Sequence[str], label: Label) -> list[bytes]:
        """Fresh keys for *versions* of a record, kept before they are given out. Raises ArchiveLocked, KeyRefused, StoreFailed."""
        keys, name = [new_key() for _ in versions], label_name(label)
        with self._unit() as unit:
            slot = self._slot(unit, name)
            rows = [self._entry(record, version, name, slot.key, key) for version, key in zip(versions, keys, strict=True)]
            unit.connection.execute(insert(entries), rows)
        if ABOUT in versions:
            self._remember(record, keys[versions.index(ABOUT)])
        return keys

    def find(self, record: str, version: str, label: Label) -> bytes:
        """The key of one version under the label its record bears.

        Raises ArchiveLocked, KeyDestroyed, and SealBroken when there is a key, but none for this label.
        """
        name = label_name(label)
        with self._unit() as unit:
            wrapped = {row.label: row.wrapped for row in unit.connection.execute(OF_VERSION, {"record": record, "version": version})}
            if not wrapped:
                raise KeyDestroyed
            if name not in wrapped:
                raise SealBroken
            return unwrap(self._slot(unit, name).key, wrapped[name], context(record, version, name))

    def remake(self, record: str, versions: Sequence[str], label: Label) -> None:
        """As :meth:`new`, in the place of keys that an attempt which was broken off left behind; the key of what is said stays."""
        with self._begin() as connection:
            held = set(connection.scalars(select(entries.c.version).where(entries.c.record == record, entries.c.version == ABOUT)))
            stale = set(versions) - held
            connection.execute(delete(entries).where(entries.c.record == record, entries.c.version.in_(stale)))
        self.new(record, sorted(stale), label)

    def about(self, record: str, label: Label | None = None) -> bytes:
        """The key of what is said of a record, under whatever label it is kept; with a *label*, made when there is none.

        Raises ArchiveLocked, KeyDestroyed.
        """
        if self.custody.stamp() == self._held.stamp is not None and record in self._abouts:
            return self._abouts[record]
        with self._unit() as unit:
            row = unit.connection.execute(OF_VERSION, {"record": record, "version": ABOUT}).first()
            gone = row is None and unit.connection.scalar(select(destroyed.c.at).where(destroyed.c.record == record)) is not None
            if row is not None:
                key = unwrap(self._slot(unit, row.label).key, row.wrapped, context(record, ABOUT, row.label))
        if row is None:
            if label is None or gone:
                raise KeyDestroyed
            return self.new(record, [ABOUT], label)[0]
        self._remember(record, key)
        return key

    def _remember(self, record: str, key: bytes) -> None:
        if len(self._abouts) >= _REMEMBERED:
            self._abouts.clear()
        self._abouts[record] = key

    def relabel(self, record: str, label: Label) -> None:
        """Wraps every key of a record for another label too; :meth:`settle` takes the old ones away once the change stands."""
        name = label_name(label)
        with self._unit() as unit:
            held: dict[str, dict[str, bytes]] = {}
            for row in unit.connection.execute(select(entries).where(entries.c.record == record)):
                held.setdefault(row.version, {})[row.label] = row.wrapped
            slot = self._slot(unit, name)
            for version, wrapped in held.items():
                if name not in wrapped:
                    old, old_wrapped = next(iter(wrapped.items()))
                    key = unwrap(self._slot(unit, old).key, old_wrapped, context(record, version, old))
                    unit.connection.execute(insert(entries), [self._entry(record, version, name, slot.key, key)])

    def settle(self, record: str, label: Label) -> int:
        """Forgets the keys of a record for any label but the one it bears; how many went."""
        with self._begin() as connection:
            stale = delete(entries).where(entries.c.record == record, entries.c.label != label_name(label))
            return connection.execute(stale).rowcount

    def forget(self, record: str, versions: Iterable[str]) -> None:
        """Deletes the keys of single versions, whose bytes are now kept in another form."""
        with self._begin() as connection:
            connection.execute(delete(entries).where(entries.c.record == record, entries.c.version.in_(list(versions))))
        self._abouts.pop(record, None)

    def told(self, record: str) -> tuple[int, str]:
        """How many keys of a record there are, and when the store was last copied whole."""
        held = select(func.count()).select_from(entries).where(entries.c.record == record)
        with self._begin() as connection:
            return int(connection.scalar(held) or 0), self._whole(connection)

    def is_destroyed(self, record: str) -> bool:
        """Whether the record's keys were destroyed on purpose."""
        with self._begin() as connection:
            return connection.scalar(select(destroyed.c.at).where(destroyed.c.record == record)) is not None

    def destroy(self, record: str) -> Destruction:
        """Destroys a record's keys so that nothing that is left of them opens with today's keys.

        The keys go, and with them every level key that wrapped them: the other records of those labels are wrapped anew under fresh
        level keys. The master key is replaced too where it lies in a file, and the secret of the epoch where there is one, so that an
        older copy of the store opens no more. Safe to repeat; nothing is destroyed while a place of the epoch's secret is missing.
        Raises ArchiveLocked, KeyRefused, StoreFailed.
        """
        self._abouts.pop(record, None)
        bound_to_epoch = self.epoch is not None and self.epoch.own.exists()
        if self.epoch is not None and bound_to_epoch:
            self.epoch.ready()
        with self._unit() as unit:
            connection = unit.connection
            labels = set(connection.scalars(select(entries.c.label).where(entries.c.record == record)))
            gone = connection.execute(delete(entries).where(entries.c.record == record)).rowcount
            at = connection.scalar(select(destroyed.c.at).where(destroyed.c.record == record))
            if at is None:
                at = self._now()
                connection.execute(insert(destroyed).values(record=record, at=at))
            for label in labels:
                self._renew(unit, label)
            copied = self._whole(connection)
        try:
            master = self.rotate(levels=False).master
        except KeyRefused:
            master = False  # held by people: the certificate says that older copies of the store must be destroyed by hand
        renewed = self.renew_epoch() if bound_to_epoch else False
        if self.epoch is not None:
            self.epoch.note_whole(copied)
        if master or renewed:
            self._forget_copies()
        self.compact()
        outside = tuple(map(str, self.epoch.outside)) if self.epoch is not None and renewed else ()
        return Destruction(gone, str(at), master, copied, renewed, outside)

    def rotate(self, *, levels: bool = True) -> Rotation:
        """A new master key and, with *levels*, new level keys; every key below is wrapped anew. Raises ArchiveLocked, KeyRefused."""
        with self.custody.alone():
            rotation = self.rotate_to(new_key(), levels=levels)
            self.custody.settle()
        return rotation

    def rotate_to(self, fresh: bytes, *, levels: bool = True) -> Rotation:
        """The same for a master key that is given, before it settles: for who is :meth:`Custody.alone`."""
        keys = 0
        with self._unit() as unit:
            if next(self.custody.candidates()) != unit.held.key:
                self.custody.settle()  # finishes an earlier replacement: the next one would write over the only key there is
            self.custody.prepare(fresh)
            names = list(unit.connection.scalars(select(slots.c.label)))
            for label in names:
                keys += self._renew(unit, label) if levels else 0
            self._wrap_levels(unit, bound(fresh, unit.held.secret))
        return Rotation(len(names), keys, True)

    def renew_epoch(self) -> bool:
        """A new secret of the epoch in all its places, the first where there was none; False where none is kept.

        From then on no copy of this store that was made before opens, whoever unlocks it. Raises ArchiveLocked, KeyRefused.
        """
        if self.epoch is None:
            return False
        with self.custody.alone():
            with self._unit() as unit:
                present = next(self.epoch.candidates(), b"")
                if present != unit.held.secret:
                    self.epoch.settle()  # (see rotate_to)
                fresh = new_key()
                self.epoch.prepare(fresh)
                self._wrap_levels(unit, bound(unit.held.key, fresh))
            self.epoch.settle()
        return True

    def _wrap_levels(self, unit: _Unit, master: bytes) -> None:
        for label in unit.connection.scalars(select(slots.c.label)).all():
            slot = self._slot(unit, label)
            wrapped = wrap(master, slot.key, slot_context(label, slot.epoch))
            unit.connection.execute(update(slots).where(slots.c.label == label).values(wrapped=wrapped))
        unit.connection.execute(update(state).values(master=KeyId.of(master).hex))

    def compact(self) -> None:
        """Leaves no page behind in which a deleted key could linger, where the engine lets us: SQLite's file is written anew.

        Raises StoreFailed, for example on a full disk: a destruction is then not finished, and whoever finishes it comes here again.
        """
        if self.engine.dialect.name == "sqlite":
            held = self.engine.raw_connection()
            try:
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    held.cursor().execute(statement)
            except sqlite3.Error as error:
                raise StoreFailed(reason=str(error)) from error
            finally:
                held.close()

    def uncopied(self) -> int:
        """How many keys were made since the store was last copied: what would be lost with it."""
        with self._begin() as connection:
            last = select(state.c.copied).scalar_subquery()
            return int(connection.scalar(select(func.count()).select_from(entries).where(entries.c.made > last)) or 0)

    def _forget_copies(self) -> None:
        """No copy made before opens any more: all keys are to be copied again."""
        with self._begin() as connection:
            connection.execute(update(state).values(copied=""))

    def noted_copy(self) -> None:
        """Writes down that the store is being copied now: whole, unless a place outside keeps the epoch's secret."""
        now = self._now()
        if self.epoch is not None and not self.epoch.outside:
            self.epoch.note_whole(now)
        with self._begin() as connection:
            connection.execute(update(state).values(copied=now))

    def keep_epoch(self, place: Path) -> None:
        """Keeps the epoch's secret in one more place; from now on no copy of the keys holds it. Raises ArchiveLocked, KeyRefused."""
        if self.epoch is None:
            raise KeyRefused(reason="kho khóa này không có khóa kỳ / this key store has no epoch")
        if not self.epoch.own.exists():
            self.renew_epoch()
        with self._begin() as connection:
            self.epoch.note_whole(self._whole(connection))
        self.epoch.add(place)

    def _whole(self, connection: Connection) -> str:
        """When the last copy was made that opens by itself, because it held the epoch's secret or there was none; empty for never."""
        copied = str(connection.scalar(select(state.c.copied)) or "")
        if self.epoch is None:
            return copied
        return self.epoch.whole if self.epoch.outside else max(self.epoch.whole, copied)

    def records(self) -> dict[str, set[str]]:
        """The ids of all records that have keys here, with the labels that they are wrapped for."""
        found: dict[str, set[str]] = {}
        with self._begin() as connection:
            for record, label in connection.execute(select(entries.c.record, entries.c.label).distinct()):
                found.setdefault(record, set()).add(label)
        return found

    def versions(self) -> dict[str, set[str]]:
        """The versions that have keys here, by record."""
        found: dict[str, set[str]] = {}
        with self._begin() as connection:
            for record, version in connection.execute(select(entries.c.record, entries.c.version).distinct()):
                found.setdefault(record, set()).add(version)
        return found

    def close(self) -> None:
        """Lets go of the database, and of the keys in memory."""
        self._held, self._slots, self._abouts = _Held(), {}, {}
        self.engine.dispose()

    def _renew(self, unit: _Unit, label: str) -> int:
        """A fresh level key in the place of the present one; how many data keys were wrapped anew."""
        old = self._slot(unit, label)
        fresh, anew = _Slot(old.epoch + 1, new_key()), []
        held = select(entries.c.record, entries.c.version, entries.c.wrapped).where(entries.c.label == label)
        for record, version, wrapped in unit.connection.execute(held).all():
            about = context(record, version, label)
            key = unwrap(old.key, wrapped, about)
            anew.append({"of": record, "part": version, "under": label, "new": wrap(fresh.key, key, about)})
        if anew:
            unit.connection.execute(REWRAP, anew)
        wrapped = wrap(unit.master, fresh.key, slot_context(label, fresh.epoch))
        unit.connection.execute(update(slots).where(slots.c.label == label).values(epoch=fresh.epoch, wrapped=wrapped))
        return len(anew)

    def _slot(self, unit: _Unit, label: str) -> _Slot:
        """The level key as it stands in this transaction, which keeps it from being replaced meanwhile."""
        row = unit.connection.execute(SLOT, {"label": label}).first()
        if row is None:
            fresh = _Slot(1, new_key())
            wrapped = wrap(unit.master, fresh.key, slot_context(label, 1))
            unit.connection.execute(insert(slots).values(label=label, epoch=1, wrapped=wrapped))
            return fresh
        held = self._slots.get(label)
        if held is None or held.wrapped != row.wrapped:
            held = _Slot(row.epoch, unwrap(unit.master, row.wrapped, slot_context(label, row.epoch)), row.wrapped)
            self._slots[label] = held
        return held

    def _entry(self, record: str, version: str, label: str, slot: bytes, key: bytes) -> dict[str, object]:
        wrapped = wrap(slot, key, context(record, version, label))
        return {"record": record, "version": version, "label": label, "wrapped": wrapped, "made": self._now()}

    @contextmanager
    def _unit(self) -> Iterator[_Unit]:
        """A transaction for which the master key is at hand; the custody is asked again whenever something changed there."""
        stamp = self.custody.stamp()
        if stamp is None:
            self._held, self._slots, self._abouts = _Held(), {}, {}
            raise ArchiveLocked
        with self._begin() as connection:
            wanted = str(connection.scalar(select(state.c.master)))
            if self._held.stamp != stamp or self._named != wanted:
                self._held, self._slots, self._abouts = self._believed(stamp, wanted), {}, {}
                self._named = wanted
                _make_slots(connection, self._held.master)
            yield _Unit(connection, self._held)

    def _believed(self, stamp: tuple[int, int], wanted: str) -> _Held:
        """The keys that this store is wrapped with, among those at hand; a replacement that was broken off is believed too."""
        secrets = (b"", *(self.epoch.candidates() if self.epoch is not None else ()))
        for key in self.custody.candidates():
            for secret in secrets:
                held = _Held(stamp, key, secret)
                if KeyId.of(held.master).hex == wanted:
                    if self.epoch is not None and secret not in secrets[:2]:
                        self.epoch.settle()  # a replacement that was broken off after it stood
                    return held
        raise KeyRefused(reason="không phải khóa của kho khóa này / not the key of this key store")

    def _now(self) -> str:
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreFailed(reason=str(error).splitlines()[0]) from error


def open_key_store(address: str, custody: Custody, clock: Callable[[], datetime], epoch: Epoch | None = None) -> KeyStore:
    """The key store in the database at *address*, a SQLAlchemy URL; a SQLite file is made if absent, for its owner only."""
    if address.startswith("sqlite:///"):
        path = Path(address.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return KeyStore(sqlite_engine(path, "secure_delete=ON"), custody, clock, epoch)
    return KeyStore(create_engine(address, pool_pre_ping=True), custody, clock, epoch)


def _make_slots(connection: Connection, master: bytes) -> None:
    """A level key for each level and state secrecy without compartments, before anything needs it: the first deposit must cost no more."""
    wanted = {label_name(Label(rank.rank)) for rank in LEVELS[1:]} | {label_name(Label(LEVELS[-1].rank, rank.rank)) for rank in SECRECY[1:]}
    if wanted <= set(connection.scalars(select(slots.c.label))):
        return
    connection.execute(select(state.c.id).with_for_update())  # another process may be doing the same
    for name in sorted(wanted - set(connection.scalars(select(slots.c.label)))):
        wrapped = wrap(master, new_key(), slot_context(name, 1))
        connection.execute(insert(slots).values(label=name, epoch=1, wrapped=wrapped))
