"""The check of a log that needs nothing but its rows and the heads kept outside: what was changed, and where."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from archive import merkle
from archive.findings import Finding, span
from archive.heads import Head, SignedHead
from archive.nodes import LOWEST
from archive.rows import LogRow


@dataclass(frozen=True, slots=True)
class Beside:
    """What a database keeps beside the rows and could be made from them: the head that its counter stands for, and the tree's nodes."""

    counter: Head
    nodes: Mapping[merkle.Node, str]


def verify(
    rows: Iterable[LogRow], heads: Iterable[SignedHead] = (), *keys: Ed25519PublicKey, beside: Beside | None = None
) -> list[Finding]:
    """Checks rows, given in order of their numbers, against themselves and against *heads*; needs nothing but what it is given.

    An edit, deletion or exchange that left the leaf hashes alone is located by row. One that recomputed everything is located between
    the last head that still fits and the first that does not. With *keys*, heads none of them signed are reported and not believed.
    What stands *beside* the rows is looked at too; it proves nothing, so that it is only told of when all else is well.
    """
    found: list[Finding] = []
    believed = []
    for signed in heads:
        if not keys or signed.is_signed_by(*keys):
            believed.append(signed.head)
        else:
            found.append(Finding("L008", str(signed.head.size)))
    walk = _Walk({head.size for head in [*believed, *([beside.counter] if beside else [])]}, beside.nodes if beside else None)
    for row in rows:
        walk.take(row)
    found += [*walk.finish(), *_against(believed, walk.roots, walk.size)]
    return found if found or beside is None else _within(beside, walk)


def _within(beside: Beside, walk: "_Walk") -> list[Finding]:
    size, fits = beside.counter.size, beside.counter.size == walk.size
    counter = [] if fits and walk.roots[size] == beside.counter.root else [Finding("L009", str(size))]
    return [*counter, *walk.nodes]


def head_of(origin: str, rows: Iterable[LogRow]) -> Head:
    """The head of exported rows, from the leaf each of them bears."""
    leaves = [bytes.fromhex(row.leaf) for row in rows]
    return Head(origin, len(leaves), merkle.root(leaves))


class _Walk:
    """One pass over the rows: faults as they come, and the recomputed root at each size that a head speaks of."""

    def __init__(self, sizes: set[int], stored: Mapping[merkle.Node, str] | None = None) -> None:
        self.size = 0
        self.nodes: list[Finding] = []
        self._stored = stored
        self.roots: dict[int, bytes] = {0: merkle.EMPTY}
        self._sizes = sizes
        self._peaks: list[bytes] = []
        self._last = ""
        self._found: list[Finding] = []
        self._edited: list[LogRow] = []

    def take(self, row: LogRow) -> None:
        """Goes on by one row."""
        if row.seq <= self.size:
            self._found.append(Finding("L010", str(row.seq)))
            return
        if row.seq > self.size + 1:
            self._found.append(Finding("L002", span(self.size + 1, row.seq - 1)))
            self._skip(row.seq - 1)
        self._check(row)
        self._grow(bytes.fromhex(row.computed_leaf()))
        self._last = max(self._last, row.time)

    def finish(self) -> list[Finding]:
        """What was found in the rows themselves."""
        moved = {row.seq for row in self._edited if any(_changed_places(row, other) for other in self._edited if other is not row)}
        edits = [Finding("L004" if row.seq in moved else "L001", str(row.seq)) for row in self._edited]
        return sorted([*self._found, *edits], key=lambda finding: int(finding.where.partition("-")[0]))

    def _check(self, row: LogRow) -> None:
        if row.computed_leaf() != row.leaf:
            self._edited.append(row)
        if row.details is not None and hashlib.sha256(row.details.encode()).hexdigest() != row.details_sha256:
            self._found.append(Finding("L003", str(row.seq)))
        if row.time <= self._last:
            self._found.append(Finding("L005", str(row.seq)))

    def _skip(self, until: int) -> None:
        # Sizes beyond the gap cannot be recomputed; a head inside or after it will not match, which is the truth.
        while self.size < until:
            self._grow(bytes(32))

    def _grow(self, leaf: bytes) -> None:
        made = merkle.completed(self._peaks, self.size, leaf)
        for level in range(LOWEST, len(made)):
            if self._stored is not None and self._stored.get((level, self.size >> level)) != made[level].hex():
                self.nodes.append(Finding("L011", span(self.size + 2 - (1 << level), self.size + 1)))
        self._peaks = [*self._peaks[: len(self._peaks) - len(made) + 1], made[-1]]
        self.size += 1
        if self.size in self._sizes:
            self.roots[self.size] = merkle.root_of(self._peaks)


def _changed_places(row: LogRow, other: LogRow) -> bool:
    # Either the numbers were exchanged and the leaves went along, or the contents were and the leaves stayed.
    return row.leaf in (row.computed_leaf(other.seq), other.computed_leaf(row.seq))


def _against(heads: Sequence[Head], roots: Mapping[int, bytes], size: int) -> list[Finding]:
    found = []
    longest = max((head.size for head in heads), default=0)
    if longest > size:
        found.append(Finding("L006", span(size + 1, longest)))
    within = sorted((head for head in heads if head.size <= size), key=lambda head: head.size)
    fits = [(0, True), *((head.size, roots[head.size] == head.root) for head in within)]
    for (before, good), (at, fitting) in pairwise(fits):
        if not fitting and good:
            found.append(Finding("L007", span(before + 1, at) if at > before else str(at)))
    return found
