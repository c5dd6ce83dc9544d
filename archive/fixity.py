"""Whether the bytes kept are still the bytes deposited: a sweep over the register and the store that gives findings."""

import json
from collections.abc import Callable, Container, Iterable, Iterator

from sqlalchemy import Connection

from archive import holdings
from archive.blobs import BlobStore
from archive.digest import ContentId
from archive.errors import BlobMissing
from archive.findings import Finding
from archive.levels import Clearance
from archive.policy import Action, readable
from archive.rows import LogRow

REFUSED = "refused"
REKEEP = "rekeep"
KEEPS = ("deposit", Action.ADD_RENDITION.value)
DESTROYS = (Action.DISPOSE, "shred")
Progress = Callable[[int, int], None]


def sweep(
    connection: Connection, blobs: BlobStore, progress: Progress | None = None, clearance: Clearance | None = None
) -> Iterator[Finding]:
    """Reads every kept blob once and compares digest and size; then names what lies in the store and belongs to no record.

    With a *clearance*, only the blobs of records that this reader may know of are read and counted, and no stranger is named: a digest
    alone would tell somebody who has a document whether it is kept here. *progress* is told how many of how many blobs were read.
    Raises StoreFailed when the store cannot be reached.
    """
    kept = holdings.blobs_kept(connection, *([readable(clearance)] if clearance else []))
    for done, (content, size) in enumerate(sorted(kept.items()), start=1):
        fault = _check(blobs, content, size)
        if fault:
            yield Finding(fault, content.hex)
        if progress:
            progress(done, len(kept))
    if clearance is not None:
        return
    for blob in sorted(blobs.contents(), key=lambda blob: blob.content):
        if blob.content not in kept:
            yield Finding("F004", blob.content.hex)


def against_log(rows: Iterable[LogRow], blobs: BlobStore, known: Container[str] | None = None) -> Iterator[Finding]:
    """Whether what the log says was deposited is in the store still, and in the register: for whoever holds only a log and the files.

    Rows whose details the reader may not have, or that were written before they told digests, say nothing. *known* are the ids of
    the register's records. A blob that shredding or disposal removed is not missed. Raises StoreFailed.
    """
    kept = _deposited(rows)
    for record in sorted(kept):
        if known is not None and record not in known:
            yield Finding("F005", record)
    for content in sorted({content for contents in kept.values() for content in contents}):
        fault = _check(blobs, content, None)
        if fault:
            yield Finding(fault, content.hex)


def _deposited(rows: Iterable[LogRow]) -> dict[str, list[ContentId]]:
    """The blobs of each record that was deposited and not destroyed since, as the log tells it."""
    kept: dict[str, list[ContentId]] = {}
    for row in rows:
        if row.outcome == REFUSED:
            continue
        if row.action in DESTROYS:
            kept.pop(row.object, None)
        elif row.action in KEEPS and (blob := blob_told(row.details)):
            kept.setdefault(row.object, []).append(blob)
        elif row.action == REKEEP and row.object in kept:
            instead = replaced(row.details)
            kept[row.object] = [instead.get(blob, blob) for blob in kept[row.object]]
    return kept


def replaced(details: str | None) -> dict[ContentId, ContentId]:
    """Which bytes a change of label put into the place of which."""
    try:
        return {ContentId(old): ContentId(new) for old, new in json.loads(details or "")["instead"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def blob_told(details: str | None) -> ContentId | None:
    """The bytes that the details of a row say were kept by it; None where they lie sealed."""
    try:
        return ContentId(str(json.loads(details or "")["blob"]))
    except (ValueError, KeyError, TypeError):
        return None


def _check(blobs: BlobStore, content: ContentId, size: int | None) -> str | None:
    read = 0

    def counted() -> Iterator[bytes]:
        nonlocal read
        for chunk in blobs.stream(content):
            read += len(chunk)
            yield chunk

    try:
        found = ContentId.of_chunks(counted())
    except BlobMissing:
        return "F001"
    if found != content:
        return "F002"
    return "F003" if size not in (None, read) else None
