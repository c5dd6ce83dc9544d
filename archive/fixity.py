"""Whether the bytes kept are still the bytes deposited: a sweep over the register and the store that gives findings."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from archive import register
from archive.blobs import BlobStore
from archive.digest import ContentId
from archive.errors import BlobMissing
from archive.findings import Finding

Progress = Callable[[int, int], None]


def sweep(connection: Connection, blobs: BlobStore, progress: Progress | None = None) -> Iterator[Finding]:
    """Reads every kept blob once and compares digest and size; then names what lies in the store and belongs to no record.

    *progress* is told how many of how many blobs were read. Raises StoreFailed when the store cannot be reached.
    """
    kept = register.blobs_kept(connection)
    for done, (content, size) in enumerate(sorted(kept.items()), start=1):
        fault = _check(blobs, content, size)
        if fault:
            yield Finding(fault, content.hex)
        if progress:
            progress(done, len(kept))
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
