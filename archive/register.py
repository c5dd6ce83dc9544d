"""The register: tables of records, renditions, grants and holds, and their rows as frozen values (a connection is handed in)."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    delete,
    false,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from archive.digest import ContentId
from archive.levels import NEED_TO_KNOW, Label
from archive.sealing import sealed_size

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC: timestamp with time zone on PostgreSQL, text-like without zone on SQLite, aware in Python on both."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Names(TypeDecorator[frozenset[str]]):
    """A set of short names as one column: ``|a||b|`` in order, so that one SQL expression can ask for a subset."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return "".join(f"|{name}|" for name in sorted(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:  # noqa: ARG002
        return frozenset(name for name in (value or "").split("|") if name)


class State(StrEnum):
    """Where a record stands: kept for members, open to the public, taken back from it, or destroyed but for its tombstone."""

    KEPT = "kept"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISPOSED = "disposed"


_ID = re.compile(r"[0-9a-f]{32}\Z")


def label_columns() -> list[Column[Any]]:
    """Fresh columns that carry a label, for the archive's tables and for any other table whose rows bear one."""
    return [
        Column("level", SmallInteger, nullable=False),
        Column("secrecy", SmallInteger, nullable=False, server_default="0"),
        Column("compartments", Names, nullable=False, server_default=""),
        Column("marks", Names, nullable=False, server_default=""),
        Column("personal_data", Boolean, nullable=False, server_default=false()),
        Column("release_date", Date),
    ]


_LABELLED = ("state", "level", "secrecy", "compartments", "created", "id")

records = Table(
    "archive_records",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    *label_columns(),
    Column("state", String(16), nullable=False),
    Column("dossier", String(64), nullable=False, server_default=""),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("own_level", SmallInteger, nullable=False, server_default="0"),
    Column("own_secrecy", SmallInteger, nullable=False, server_default="0"),
    Column("own_compartments", Names, nullable=False, server_default=""),
    Column("attached_to", String(32), nullable=False, server_default=""),
    Index(None, "created", "id"),
    Index("ix_archive_records_label", *_LABELLED),
    Index("ix_archive_records_dossier_label", "dossier", *_LABELLED),
    Index(None, "release_date", "id"),
    Index(None, "attached_to"),
)
"""``level``, ``secrecy`` and ``compartments`` are those in force: the highest of the record's own, its dossier's and its attachments'."""

dossiers = Table(
    "archive_dossiers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("code", String(64), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("heading", Text, nullable=False, server_default=""),
    Column("sealed", Text),
    Column("mark", String(64)),
    *label_columns(),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Index(None, "code"),
    Index(None, "level", "secrecy", "compartments", "created", "id"),
    Index(None, "mark"),
)
"""Dossiers by an opaque id; ``code`` is what people call them, ``heading`` their place in the classification plan (see ``covers``)."""

dossier_grants = Table(
    "archive_dossier_grants",
    metadata,
    Column("dossier", String(64), primary_key=True),
    Column("principal", String(200), primary_key=True),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Index(None, "principal"),
)
renditions = Table(
    "archive_renditions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("blob", String(64), nullable=False),
    Column("made_by", String(200), nullable=False, server_default=""),
    Column("derived_from", String(64), nullable=False, server_default=""),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("sealed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("record", "name", "version"),
    Index(None, "blob"),
)
"""``sealed``: the bytes lie in the store under a key of their own, ``blob`` is then the digest of the sealed bytes."""

leftovers = Table(
    "archive_leftovers",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("blob", String(64), primary_key=True),
)
"""What a change of label left behind, to be removed after its transaction; the row ``('', '')`` says that older records lie open still."""

grants = Table(
    "archive_grants",
    metadata,
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("principal", String(200), primary_key=True),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
)

needs = Table(
    "archive_needs",
    metadata,
    Column("principal", String(200), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "principal", "state", "level", "created", "record"),
    Index(None, "record"),
)
"""Who needs to know which closed record, by a grant of its own or of its dossier, in the order of lists: worked out (``settle_needs``)."""

label_sets = Table("archive_label_sets", metadata, Column("compartments", Names, primary_key=True))
"""Every set of compartments that a record was ever labelled with."""

holds = Table(
    "archive_holds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("released", Utc),
    Column("released_by", String(200)),
    Index(None, "record"),
    Index(None, "released", "record"),
)

NEWEST = (records.c.created.desc(), records.c.id.desc())
_IN_ORDER = (renditions.c.created, renditions.c.name, renditions.c.version)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form of a record: ``original``, ``xml``, ``signed`` …; a new version never replaces the bytes of an old one.

    ``sha256`` names the bytes as people know them; ``blob`` names the bytes as they lie in the store.
    """

    name: str
    version: int
    media_type: str
    size: int
    sha256: ContentId
    blob: ContentId
    made_by: str
    derived_from: str
    created: datetime
    actor: str
    id: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """An order that a record stay as it is: its id, why, since when, and by whom."""

    id: str
    reason: str
    placed: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record as its readers may see it: opaque random id, title, label, state, grants, renditions and the holds that stand.

    ``label`` is the one in force, ``own`` what the record was given itself; the record it is attached to stands in ``attached_to``.
    """

    id: str
    title: str
    label: Label
    state: State
    created: datetime
    actor: str
    dossier: str = ""
    granted: frozenset[str] = frozenset()
    renditions: tuple[Rendition, ...] = ()
    holds: tuple[Hold, ...] = ()
    own: Label | None = None
    attached_to: str = ""

    def rendition(self, name: str, version: int | None = None) -> Rendition | None:
        """The rendition of that name: the given version, or the newest; None when there is none."""
        found = [item for item in self.renditions if item.name == name and version in (None, item.version)]
        return max(found, key=lambda item: item.version, default=None)


def new_id() -> str:
    """An opaque id of 128 random bits: it tells neither order nor number of records."""
    return secrets.token_hex(16)


def label_values(label: Label) -> dict[str, Any]:
    """The label as values for ``label_columns``."""
    return {
        "level": label.level,
        "secrecy": label.secrecy,
        "compartments": label.compartments,
        "marks": label.marks,
        "personal_data": label.personal_data,
        "release_date": label.release_date,
    }


def own_values(label: Label) -> dict[str, Any]:
    """The label a record is given itself, as values for its row."""
    return {"own_level": label.level, "own_secrecy": label.secrecy, "own_compartments": label.compartments}


def label_of(row: Mapping[Any, Any]) -> Label:
    """The label that a row with ``label_columns`` bears."""
    release: date | None = row["release_date"]
    return Label(row["level"], row["secrecy"], row["compartments"], row["marks"], row["personal_data"], release)


def find(connection: Connection, record_id: str, *conditions: ColumnElement[bool]) -> Record | None:
    """The whole record, if it meets *conditions*; one that does not costs the same statement as one that is not there."""
    if not _ID.match(record_id):
        return None
    row = connection.execute(select(records).where(records.c.id == record_id, *conditions)).mappings().first()
    if row is None:
        return None
    granted = {*connection.scalars(select(grants.c.principal).where(grants.c.record == record_id))}
    if row["dossier"]:
        granted |= {*connection.scalars(select(dossier_grants.c.principal).where(dossier_grants.c.dossier == row["dossier"]))}
    return replace(
        _record(row),
        granted=frozenset(granted),
        renditions=renditions_of(connection, record_id),
        holds=holds_of(connection, record_id),
    )


def is_there(connection: Connection, record_id: str, *conditions: ColumnElement[bool]) -> bool:
    """Whether there is a record of that id which meets all *conditions*."""
    if not _ID.match(record_id):
        return False
    return connection.execute(select(records.c.id).where(records.c.id == record_id, *conditions)).first() is not None


def label_borne(connection: Connection, record_id: str) -> Label | None:
    """The label in force of a record, whoever asks: for the log, which says of what kind it is that somebody was refused."""
    if not _ID.match(record_id):
        return None
    row = connection.execute(select(records).where(records.c.id == record_id)).mappings().first()
    return label_of(row) if row else None


def page(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], size: int, order: Sequence[ColumnElement[Any]] = NEWEST
) -> list[Record]:
    """Up to *size* records that meet all *conditions*, newest first, with their renditions and without their grants."""
    query = select(records).where(*conditions).order_by(*order).limit(size)
    found = [_record(row) for row in connection.execute(query).mappings()]
    forms: dict[str, list[Rendition]] = {record.id: [] for record in found}
    held = select(renditions).where(renditions.c.record.in_(forms)).order_by(*_IN_ORDER)
    for row in connection.execute(held).mappings():
        forms[row["record"]].append(_rendition(row))
    return [replace(record, renditions=tuple(forms[record.id])) for record in found]


def add(connection: Connection, record: Record) -> None:
    """Writes a new record's row."""
    row = {"id": record.id, "title": record.title, "state": record.state.value, "dossier": record.dossier}
    made = {"created": record.created, "actor": record.actor, "attached_to": record.attached_to}
    connection.execute(insert(records).values(**row, **made, **label_values(record.label), **own_values(record.own or record.label)))
    note_set(connection, record.label.compartments)
    if record.dossier:
        settle_needs(connection, records.c.id == record.id)


def change(connection: Connection, record_id: str, **values: Any) -> None:
    """Sets columns of a record's row."""
    connection.execute(update(records).where(records.c.id == record_id).values(**values))
    note_set(connection, values.get("compartments", ()))
    if not values.keys().isdisjoint(("state", "level", "secrecy", "dossier")):
        settle_needs(connection, records.c.id == record_id)


def settle_needs(connection: Connection, *conditions: ColumnElement[bool]) -> None:
    """Works out anew who needs to know the closed ones of the records that meet all *conditions*."""
    met = select(records.c.id).where(*conditions)
    connection.execute(delete(needs).where(needs.c.record.in_(met)))
    about = (records.c.id, records.c.state, records.c.level, records.c.created)
    closed = or_(records.c.level >= NEED_TO_KNOW, records.c.secrecy > 0)
    own = select(grants.c.principal, *about).join(records, records.c.id == grants.c.record)
    filed = select(dossier_grants.c.principal, *about).join(records, records.c.dossier == dossier_grants.c.dossier)
    both = union(own.where(closed, *conditions), filed.where(closed, *conditions))
    new = _insert(connection, needs).from_select(["principal", "record", "state", "level", "created"], both)
    connection.execute(new.on_conflict_do_nothing())


def settle_all(connection: Connection) -> None:
    """Works out who needs to know what, and notes every set of compartments: for registers from before these were kept."""
    settle_needs(connection)
    labelled = (select(table.c.compartments).where(table.c.compartments != literal(frozenset(), Names)) for table in (records, dossiers))
    for compartments in connection.scalars(union(*labelled)).all():
        note_set(connection, compartments)


def note_set(connection: Connection, compartments: Iterable[str]) -> None:
    """Notes that a record or dossier is labelled with this set, for those who list what is so labelled."""
    if names := frozenset(compartments):
        connection.execute(_insert(connection, label_sets).values(compartments=names).on_conflict_do_nothing())


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def add_rendition(connection: Connection, record_id: str, item: Rendition) -> None:
    """Writes a new rendition's row."""
    row = {
        "id": item.id or new_id(),
        "record": record_id,
        "sealed": item.sealed,
        "name": item.name,
        "version": item.version,
        "media_type": item.media_type,
        "size": item.size,
        "sha256": item.sha256.hex,
        "blob": item.blob.hex,
        "made_by": item.made_by,
        "derived_from": item.derived_from,
        "created": item.created,
        "actor": item.actor,
    }
    connection.execute(insert(renditions).values(**row))


def grant(connection: Connection, record_id: str, principal: str, created: datetime, actor: str) -> None:
    """Writes that *principal* needs to know the record."""
    connection.execute(insert(grants).values(record=record_id, principal=principal, created=created, actor=actor))
    settle_needs(connection, records.c.id == record_id)


def revoke(connection: Connection, record_id: str, principal: str) -> None:
    """Takes a grant back; without one, nothing happens."""
    connection.execute(delete(grants).where(grants.c.record == record_id, grants.c.principal == principal))
    settle_needs(connection, records.c.id == record_id)


def held(connection: Connection, condition: ColumnElement[bool], size: int) -> list[Record]:
    """Up to *size* records that meet *condition* and that a hold stands on, newest first; as many are looked at as holds stand."""
    standing = select(holds.c.record).where(holds.c.released.is_(None)).distinct().subquery()
    query = select(records.c.id, records.c.created).join(standing, standing.c.record == records.c.id).where(condition)
    found = sorted(((row.created, row.id) for row in connection.execute(query)), reverse=True)[:size]
    return page(connection, [records.c.id.in_([record for _, record in found])], size) if found else []


def place_hold(connection: Connection, record_id: str, hold: Hold) -> None:
    """Writes a hold."""
    connection.execute(insert(holds).values(id=hold.id, record=record_id, reason=hold.reason, placed=hold.placed, actor=hold.actor))


def reword_hold(connection: Connection, hold: Hold) -> None:
    """Writes a hold's reason in the form that its record's label asks for."""
    connection.execute(update(holds).where(holds.c.id == hold.id).values(reason=hold.reason))


def lift_hold(connection: Connection, hold_id: str, released: datetime, released_by: str) -> None:
    """Writes that a hold no longer stands."""
    connection.execute(update(holds).where(holds.c.id == hold_id).values(released=released, released_by=released_by))


def blobs_of_disposed(connection: Connection) -> set[ContentId]:
    """The stored bytes that belong to destroyed records and to no other."""
    joined = select(renditions.c.blob).join(records, records.c.id == renditions.c.record)
    gone = set(connection.scalars(joined.where(records.c.state == State.DISPOSED.value)))
    kept = set(connection.scalars(joined.where(records.c.state != State.DISPOSED.value, renditions.c.blob.in_(sorted(gone)))))
    return {ContentId(blob) for blob in gone - kept}


def blobs_kept(connection: Connection, *conditions: ColumnElement[bool]) -> dict[ContentId, int]:
    """The stored bytes of every record that is not destroyed and meets all *conditions*, with the size they have in the store."""
    query = select(renditions.c.blob, renditions.c.size, renditions.c.sealed).join(records, records.c.id == renditions.c.record)
    rows = connection.execute(query.where(records.c.state != State.DISPOSED.value, *conditions))
    return {ContentId(blob): sealed_size(size) if sealed else size for blob, size, sealed in rows}


def rekeep(connection: Connection, item: Rendition) -> None:
    """Writes that a version now lies in the store in another form."""
    values = {"blob": item.blob.hex, "sealed": item.sealed}
    connection.execute(update(renditions).where(renditions.c.id == item.id).values(**values))


def leave(connection: Connection, record_id: str, blob: ContentId | None = None) -> None:
    """Notes that something of a record is to be removed once the present transaction stands: bytes, or (without a blob) keys."""
    values = {"record": record_id, "blob": blob.hex if blob else ""}
    if connection.execute(select(leftovers).filter_by(**values)).first() is None:
        connection.execute(insert(leftovers).values(**values))


def left(connection: Connection) -> dict[str, set[ContentId]]:
    """What was noted to be removed, by record."""
    found: dict[str, set[ContentId]] = {}
    for record_id, blob in connection.execute(select(leftovers).where(leftovers.c.record != "")):
        found.setdefault(record_id, set()).update([ContentId(blob)] if blob else [])
    return found


def clear_left(connection: Connection, record_id: str) -> None:
    """What was noted about a record was removed."""
    connection.execute(delete(leftovers).where(leftovers.c.record == record_id))


def unsettled(connection: Connection) -> bool:
    """Whether anything was noted to be done."""
    return connection.execute(select(leftovers).limit(1)).first() is not None


def never_sealed(connection: Connection) -> bool:
    """Whether this register is from before there were keys, and nothing in it was sealed yet."""
    return lies_open(connection) and connection.execute(select(renditions.c.id).where(renditions.c.sealed).limit(1)).first() is None


def lies_open(connection: Connection) -> bool:
    """Whether records from before there were keys may lie in the store unsealed."""
    return connection.execute(select(leftovers).where(leftovers.c.record == "")).first() is not None


def locked(connection: Connection, record_id: str) -> Record | None:
    """A record whose row nobody changes before the transaction ends."""
    row = connection.execute(select(records).where(records.c.id == record_id).with_for_update()).mappings().first()
    return _record(row) if row else None


def blobs_in_use(connection: Connection, blobs: Iterable[ContentId]) -> set[ContentId]:
    """Those of *blobs* as which some version is kept."""
    wanted = [blob.hex for blob in blobs]
    return {ContentId(blob) for blob in connection.scalars(select(renditions.c.blob).where(renditions.c.blob.in_(wanted)))}


def blobs_known(connection: Connection) -> set[ContentId]:
    """The stored bytes of every version that was ever kept, and those that a change of label left to be removed."""
    left = select(leftovers.c.blob).where(leftovers.c.blob != "")
    return {ContentId(blob) for blob in (*connection.scalars(select(renditions.c.blob)), *connection.scalars(left))}


def versions_known(connection: Connection) -> dict[str, frozenset[str]]:
    """The ids of all versions by record."""
    found: dict[str, set[str]] = {}
    for record_id, version in connection.execute(select(renditions.c.record, renditions.c.id)):
        found.setdefault(record_id, set()).add(version)
    return {record_id: frozenset(versions) for record_id, versions in found.items()}


def versions_kept_as(connection: Connection, blobs: Iterable[ContentId]) -> dict[str, list[str]]:
    """The ids of the sealed versions that are kept as one of *blobs*, by record."""
    wanted = renditions.c.blob.in_([blob.hex for blob in blobs])
    found: dict[str, list[str]] = {}
    for record_id, version in connection.execute(select(renditions.c.record, renditions.c.id).where(wanted, renditions.c.sealed)):
        found.setdefault(record_id, []).append(version)
    return found


def unsealed(connection: Connection, size: int) -> list[Record]:
    """Up to *size* records above Công khai, not destroyed, some version of which lies open."""
    closed = or_(records.c.level > 0, records.c.secrecy > 0, records.c.compartments != "")
    open_version = select(renditions.c.id).where(renditions.c.record == records.c.id, renditions.c.sealed.is_(False)).exists()
    query = select(records).where(closed, records.c.state != State.DISPOSED.value, open_version).order_by(records.c.id).limit(size)
    return [_record(row) for row in connection.execute(query).mappings()]


def _record(row: Mapping[Any, Any]) -> Record:
    label = label_of(row)
    own = replace(label, level=row["own_level"], secrecy=row["own_secrecy"], compartments=row["own_compartments"])
    made = (State(row["state"]), row["created"], row["actor"], row["dossier"])
    return Record(row["id"], row["title"], label, *made, own=own, attached_to=row["attached_to"])


def whole(connection: Connection, *conditions: ColumnElement[bool]) -> list[Record]:
    """Every record that meets all *conditions*, whoever asks, without grants and renditions: for the labels that records share."""
    rows = connection.execute(select(records).where(*conditions).order_by(records.c.id)).mappings()
    return [_record(row) for row in rows]


def holds_of(connection: Connection, record_id: str) -> tuple[Hold, ...]:
    """The holds that stand on a record, the first placed first."""
    standing = select(holds).where(holds.c.record == record_id, holds.c.released.is_(None)).order_by(holds.c.placed)
    return tuple(Hold(row["id"], row["reason"], row["placed"], row["actor"]) for row in connection.execute(standing).mappings())


def renditions_of(connection: Connection, record_id: str) -> tuple[Rendition, ...]:
    """The versions of a record in the order they were made."""
    query = select(renditions).where(renditions.c.record == record_id).order_by(*_IN_ORDER)
    return tuple(_rendition(row) for row in connection.execute(query).mappings())


def _rendition(row: Mapping[Any, Any]) -> Rendition:
    return Rendition(
        name=row["name"],
        version=row["version"],
        media_type=row["media_type"],
        size=row["size"],
        sha256=ContentId(row["sha256"]),
        blob=ContentId(row["blob"]),
        made_by=row["made_by"],
        derived_from=row["derived_from"],
        created=row["created"],
        actor=row["actor"],
        id=row["id"],
        sealed=row["sealed"],
    )
