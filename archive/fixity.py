"""Whether the bytes kept are still the bytes deposited: a sweep over the register and the store that gives findings."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from archive import register
from archive.blobs import BlobStore
from archive.digest import ContentId
from archive.errors import BlobMissing
from archive.findings import Finding
from archive.levels import Clearance
from archive.policy import readable

Progress = Callable[[int, int], None]


def sweep(
    connection: Connection, blobs: BlobStore, progress: Progress | None = None, clearance: Clearance | None = None
) -> Iterator[Finding]:
    """Reads every kept blob once and compares digest and size; then names what lies in the store and belongs to no record.

    With a *clearance*, only the blobs of records that this reader may know of are read and counted, and no stranger is named: a digest
    alone would tell somebody who has a document whether it is kept here. *progress* is told how many of how many blobs were read.
    Raises StoreFailed when the store cannot be reached.
    """
    kept = register.blobs_kept(connection, *([readable(clearance)] if clearance else []))
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


def _check(blobs: BlobStore, content: ContentId, size: int) -> str | None:
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
    return "F003" if read != size else None
