"""Which stored bytes belong to which records, and what acts left behind to be removed (a connection is handed in)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from archive.digest import ContentId
from archive.register import Rendition, State
from archive.sealing import sealed_size
from archive.tables import leftovers, records, renditions


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
