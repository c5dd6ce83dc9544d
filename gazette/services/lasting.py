"""Lasting: until when what is published will verify without help."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import archive
import signing
from gazette.db.holdings import Holdings
from gazette.model import addresses
from gazette.services.failing import signing_errors
from gazette.services.parts import Parts

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Lasts:
    """A published PDF by its address, and the day its last timestamp ends; ``until`` is None when it bears none."""

    address: str
    until: datetime | None


class Lasting:
    """The report of what will stop verifying."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def published(self) -> Iterator[Lasts]:
        """Every published issue and document PDF, newest first. Raises Unavailable when one cannot be read."""
        yield from self._issues()
        offset = 0
        while True:
            with self._parts.database.read() as work:
                batch = work.lists(archive.ANYONE).published(_BATCH, offset=offset)
                holdings = Holdings(work, self._parts.vault, archive.ANYONE)
                rows = [(addresses.file(document.slug or "", "pdf"), holdings.read(document, "pdf")) for document in batch]
            yield from (_lasts(address, pdf) for address, pdf in rows)
            if len(batch) < _BATCH:
                return
            offset += _BATCH

    def _issues(self) -> Iterator[Lasts]:
        page = 1
        while True:
            with self._parts.database.read() as work:
                batch = work.lists(archive.ANYONE).issues(page, _BATCH)
                rows = [
                    (
                        addresses.issue_file(issue.number.year, issue.number.part, "pdf"),
                        self._parts.vault.read(work.connection, archive.ANYONE, issue.record, "signed"),
                    )
                    for issue in batch
                    if issue.record
                ]
            yield from (_lasts(address, pdf) for address, pdf in rows)
            if len(batch) < _BATCH:
                return
            page += 1


def _lasts(address: str, pdf: bytes) -> Lasts:
    with signing_errors():
        return Lasts(address, signing.verifiable_until(pdf))
