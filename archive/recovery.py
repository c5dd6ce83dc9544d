"""After an end without warning: bytes and keys of acts that were never acknowledged are taken out again, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive import holdings, register
from archive.audit import Audit, Entry, log_rows
from archive.blobs import BlobStore
from archive.digest import ContentId
from archive.errors import ArchiveLocked
from archive.fixity import DESTROYS, KEEPS, REFUSED, REKEEP, blob_told, replaced
from archive.keystore import KeyStore
from archive.keytables import ABOUT, label_name

RECOVERER, RECOVER = "archive", "recover"
Orphans = Mapping[str, frozenset[str]]
"""Keys that no version in the register was sealed under: the versions by record."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was taken out: bytes that no living record is kept as, and how many keys that nothing was sealed under.

    ``finished``: the records whose destruction had been broken off before their keys went, and was carried out and certified now.
    """

    blobs: tuple[ContentId, ...] = ()
    keys: int = 0
    finished: tuple[str, ...] = ()


def recover(connection: Connection, audit: Audit, blobs: BlobStore, keys: KeyStore | None) -> Recovered:
    """Takes out what a deposit, a new version or a change of label left behind that was broken off before its commit.

    Every such act holds the log's lock from before its first byte to its end, so none is under way while this holds it. What the log
    says was kept is never taken out, whatever the register says: the sweep reports it (F004), for people to look at.
    Raises StoreFailed, ArchiveLocked.
    """
    audit.lock(connection)
    blobs.forget_incoming()
    orphans = {} if keys is None else _orphans(connection, keys)
    logged = _logged(connection, orphans)
    if logged and keys is not None and keys.locked:
        raise ArchiveLocked
    strangers = {blob.content for blob in blobs.contents()} - holdings.blobs_known(connection)
    told = set(_told(connection, audit, logged)) if strangers else set()
    gone = tuple(sorted(strangers - told))
    for content in gone:
        blobs.delete(content)
    unused = {record: versions for record, versions in orphans.items() if record not in logged}
    for record, versions in unused.items():
        assert keys is not None
        keys.forget(record, versions)
    if keys is not None:
        _settle(connection, keys)
    done = Recovered(gone, sum(map(len, unused.values())))
    if done != Recovered():
        audit.append(connection, Entry(RECOVERER, RECOVER, details={"blobs": [content.hex for content in gone], "keys": done.keys}))
    return done


def _settle(connection: Connection, keys: KeyStore) -> None:
    """Forgets keys for a label that a broken-off change was to give: only the one in the register stands."""
    for record_id, labels in keys.records().items():
        record = register.locked(connection, record_id) if len(labels) > 1 else None
        if record is not None and label_name(record.label) in labels:
            keys.settle(record_id, record.label)


def _orphans(connection: Connection, keys: KeyStore) -> Orphans:
    known = holdings.versions_known(connection)
    found = {}
    for record, versions in keys.versions().items():
        if unknown := versions - {ABOUT} - known.get(record, frozenset()):
            found[record] = frozenset(unknown if record in known else versions)
    return found


def _logged(connection: Connection, orphans: Orphans) -> frozenset[str]:
    """Those of the records of which the log says that something was kept: their versions are missing from the register only."""
    found: set[str] = set()
    for record in orphans:
        query = select(log_rows.c.seq).where(log_rows.c.object == record, log_rows.c.action.in_(KEEPS), log_rows.c.outcome != REFUSED)
        if connection.execute(query.limit(1)).first() is not None:
            found.add(record)
    return frozenset(found)


def _told(connection: Connection, audit: Audit, logged: frozenset[str]) -> Iterator[ContentId]:
    """The bytes that the log says are kept now: by details that lie open, and by those about the records in *logged*."""
    telling = log_rows.c.action.in_((*KEEPS, REKEEP, *DESTROYS))
    query = select(log_rows.c.object, log_rows.c.action, log_rows.c.details).where(telling, log_rows.c.outcome != REFUSED)
    kept: dict[str, set[ContentId]] = {}
    for row in connection.execute(query.order_by(log_rows.c.seq).execution_options(yield_per=1000)):
        if row.action in DESTROYS:
            kept.pop(row.object, None)
            continue
        details = audit.opened(row.object, row.action, row.details) if row.object in logged else row.details
        held = kept.setdefault(row.object, set())
        instead = replaced(details)
        held -= instead.keys()
        held |= {*instead.values(), *([blob] if (blob := blob_told(details)) else [])}
    return (content for held in kept.values() for content in held)
