"""The nightly round over the stored bytes: every blob has its night, so that all are read within ninety, and faults are mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from archive import holdings
from archive.blobs import BlobStore
from archive.digest import ContentId
from archive.errors import BlobDamaged, BlobMissing, StoreFailed
from archive.findings import Finding
from archive.mirror import MirroredBlobs, restore

CYCLE = 90
"""Nights in which every blob is read once."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round read and found: the nights it stands for, how many blobs, and the faults with what was mended."""

    nights: tuple[date, ...]
    read: int
    findings: tuple[Finding, ...]


def nights_due(last: date | None, tonight: date) -> tuple[date, ...]:
    """The nights whose turn is up: tonight's, and those missed since the *last* round, a whole cycle at most."""
    missed = (tonight - last).days if last is not None and last <= tonight else 1
    return tuple(tonight - timedelta(days=back) for back in reversed(range(min(max(missed, 1), CYCLE))))


def is_due(content: ContentId, night: date) -> bool:
    """Whether a blob's turn is in this night: its digest says it, so that any ninety nights in a row read every blob once."""
    return int(content.hex[:12], 16) % CYCLE == night.toordinal() % CYCLE


def walk(connection: Connection, blobs: BlobStore, nights: Iterable[date]) -> Round:
    """Reads the blobs whose turn is in *nights*, in both stores where there are two, and mends what one has from the other.

    *connection* may be one that only reads. A second store that does not answer is told of (F008). Raises StoreFailed for the first.
    """
    chosen = tuple(nights)
    turn = {night.toordinal() % CYCLE for night in chosen}
    due = sorted(content for content in holdings.blobs_kept(connection) if int(content.hex[:12], 16) % CYCLE in turn)
    return Round(chosen, len(due), tuple(finding for content in due for finding in _looked_at(blobs, content)))


def _looked_at(blobs: BlobStore, content: ContentId) -> Iterator[Finding]:
    if not isinstance(blobs, MirroredBlobs):
        fault = _fault(blobs, content)
        return iter([Finding(fault, content.hex)] if fault else [])
    return iter(_both(blobs, content))


def _both(blobs: MirroredBlobs, content: ContentId) -> list[Finding]:
    fault = _fault(blobs.first, content)
    try:
        second = _fault(blobs.second, content)
        found = [Finding(fault, content.hex)] if fault else []
        if fault and not second:
            restore(blobs.first, content, blobs.second.stream(content))
            return [*found, Finding("F006", content.hex)]
        if second and not fault:
            restore(blobs.second, content, blobs.first.stream(content))
            return [Finding("F007", content.hex)]
    except StoreFailed:
        return [*([Finding(fault, content.hex)] if fault else []), Finding("F008", content.hex)]
    return found


def _fault(blobs: BlobStore, content: ContentId) -> str | None:
    try:
        found = ContentId.of_chunks(blobs.stream(content))
    except BlobMissing:
        return "F001"
    except BlobDamaged:
        return "F002"
    return None if found == content else "F002"
