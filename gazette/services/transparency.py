"""The public log as anybody asks it: its rows, the proof of each, and that it only ever grew."""

from dataclasses import dataclass
from typing import Any

import archive
from gazette.model import addresses
from gazette.model.errors import BadCall, NotFound
from gazette.services.parts import Parts

PAGE = 50

_MOST = 2**62


@dataclass(frozen=True, slots=True)
class LogRows:
    """A page of the public log, newest first, and the row below which the next page begins."""

    rows: tuple[tuple[int, archive.Publication], ...]
    next: int | None


class Transparency:
    """What everybody may learn of publications and withdrawals; nothing here tells of what was never published."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def rows(self, before: int | None = None) -> LogRows:
        """A page of the rows, newest first."""
        with self._parts.database.read() as work:
            found = self._parts.vault.public.rows(work.connection, None if before is None else min(max(before, 1), _MOST), PAGE + 1)
        return LogRows(found[:PAGE], found[PAGE - 1][0] if len(found) > PAGE else None)

    def find(self, wanted: str) -> LogRows:
        """The rows about a document or issue by its address (or slug), about a file by its SHA-256, or the row of that number."""
        text = wanted.strip().rstrip("/").removesuffix(".pdf")
        path = "/" + text.split("://", 1)[1].partition("/")[2] if "://" in text else text
        path = path.partition("?")[0].partition("#")[0]
        public = self._parts.vault.public
        with self._parts.database.read() as work:
            if path.isascii() and path.isdigit() and len(path) < 10:
                return LogRows(tuple(row for row in public.rows(work.connection, int(path) + 1, 1) if row[0] == int(path)), None)
            name = path if path.startswith("/") or len(path) == 64 else addresses.document(path)
            places = public.places(work.connection, name.lower() if len(name) == 64 else name)
            return LogRows(tuple(row for seq in places for row in public.rows(work.connection, seq + 1, 1)), None)

    def proof(self, row: int) -> dict[str, Any]:
        """One row with its proof to the last signed head: what ``archive.check_publication`` checks. Raises NotFound."""
        try:
            if row > _MOST:
                raise IndexError(row)
            with self._parts.database.read() as work:
                return self._parts.vault.public.evidence(work.connection, row)
        except IndexError:
            raise NotFound(name=f"row {row}") from None

    def growth(self, old: int) -> dict[str, Any]:
        """The proof (RFC 9162) that the present log only adds to its first *old* rows. Raises BadCall for a size it never had."""
        public = self._parts.vault.public
        with self._parts.database.read() as work:
            size, _ = public.head(work.connection)
            if not 0 < old <= size:
                raise BadCall(reason=f"0 < {old} <= {size}")
            proof = public.consistency(work.connection, old)
            note = public.note(work.connection)
        roots = {"old_size": proof.first, "old_root": proof.leaf, "size": proof.size, "root": proof.root}
        return {**roots, "path": list(proof.path), "head": note}
