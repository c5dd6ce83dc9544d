"""The register: records, renditions, grants and holds as frozen values, and the statements that keep them (a connection is handed in)."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, literal, or_, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from archive.digest import ContentId
from archive.levels import NEED_TO_KNOW, Label
from archive.tables import (
    Names,
    dossier_grants,
    dossier_holds,
    dossiers,
    grants,
    holds,
    label_sets,
    needs,
    records,
    renditions,
)


class State(StrEnum):
    """Where a record stands: kept for members, open to the public, taken back from it, or destroyed but for its tombstone."""

    KEPT = "kept"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISPOSED = "disposed"


_ID = re.compile(r"[0-9a-f]{32}\Z")

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
    """An order that a record stay as it is: its id, why, since when, and by whom.

    An order about a whole dossier names it in ``dossier``; on the records in it ``reason`` is empty, because the reason is the dossier's
    and for those who may know of that.
    """

    id: str
    reason: str
    placed: datetime
    actor: str
    dossier: str = ""


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
        holds=(*holds_of(connection, record_id), *(replace(hold, reason="") for hold in holds_on_dossier(connection, row["dossier"]))),
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
    """Up to *size* records that meet *condition* and that a hold stands on, newest first; as many are looked at as are held."""
    own = select(holds.c.record).where(holds.c.released.is_(None))
    filed = select(records.c.id).where(records.c.dossier.in_(select(dossier_holds.c.dossier).where(dossier_holds.c.released.is_(None))))
    standing = union(own, filed).subquery()
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


def locked(connection: Connection, record_id: str) -> Record | None:
    """A record whose row nobody changes before the transaction ends."""
    row = connection.execute(select(records).where(records.c.id == record_id).with_for_update()).mappings().first()
    return _record(row) if row else None


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


def holds_on_dossier(connection: Connection, dossier: str) -> tuple[Hold, ...]:
    """The holds that stand on a whole dossier, the first placed first."""
    if not dossier:
        return ()
    standing = select(dossier_holds).where(dossier_holds.c.dossier == dossier, dossier_holds.c.released.is_(None))
    rows = connection.execute(standing.order_by(dossier_holds.c.placed)).mappings()
    return tuple(Hold(row["id"], row["reason"], row["placed"], row["actor"], row["dossier"]) for row in rows)


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
