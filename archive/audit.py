"""The append-only log of who did, read or was refused what: rows that are the leaves of a Merkle tree, checked against signed heads."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, SmallInteger, String, Table, Text, bindparam, insert, select, update

from archive import merkle
from archive.findings import Finding, span
from archive.heads import Head, SignedHead, sign_note
from archive.levels import Clearance, Label, dominates
from archive.register import Names, metadata

Clock = Callable[[], datetime]
Details = Mapping[str, Any]

log_rows = Table(
    "archive_audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("time", String(27), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(32), nullable=False),
    Column("object", String(64), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("secrecy", SmallInteger, nullable=False),
    Column("compartments", Names, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("request", String(64), nullable=False),
    Column("details_sha256", String(64), nullable=False),
    Column("details", Text),
    Column("leaf", String(64), nullable=False),
    Index(None, "object"),
)
log_state = Table(
    "archive_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("peaks", Text, nullable=False),
    Column("last", String(27), nullable=False),
)
signed_heads = Table(
    "archive_heads",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("time", String(27), primary_key=True),
    Column("note", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be logged. Details are JSON values without document text; floats are not allowed in them."""

    actor: str
    action: str
    object: str = ""
    label: Label = field(default_factory=lambda: Label(level=0))
    outcome: str = "done"
    details: Details = field(default_factory=dict)
    request: str = ""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row as it stands in the log or in an export of it; ``details`` is None where the reader may not have them."""

    seq: int
    time: str
    actor: str
    action: str
    object: str
    level: int
    secrecy: int
    compartments: tuple[str, ...]
    outcome: str
    request: str
    details_sha256: str
    leaf: str
    details: str | None = None

    def computed_leaf(self, seq: int | None = None) -> str:
        """The leaf hash (hexadecimal) of this content, as row *seq* or as the row it claims to be."""
        content = self.values()
        del content["leaf"], content["details"]
        return merkle.leaf_hash(canonical(content | {"seq": self.seq if seq is None else seq})).hex()

    def values(self) -> dict[str, Any]:
        """The row's columns by name."""
        return {name: getattr(self, name) for name in _COLUMNS}

    def to_json(self) -> str:
        """The row as one line of an export."""
        return canonical(self.values()).decode()

    @classmethod
    def from_json(cls, line: str) -> "LogRow":
        """The row on one line of an export; raises ValueError when it is not one."""
        try:
            values = json.loads(line)
            row = cls(**values | {"compartments": tuple(map(str, values["compartments"]))})
            row._check()
        except (TypeError, KeyError, ValueError, RecursionError) as error:
            raise ValueError("not a row of an exported log") from error
        return row

    def _check(self) -> None:
        numbers = (self.seq, self.level, self.secrecy)
        texts = (self.time, self.actor, self.action, self.object, self.outcome, self.request, self.details_sha256, self.details or "")
        if not all(type(value) is int for value in numbers) or not all(isinstance(value, str) for value in texts):
            raise TypeError("a column of another type")
        if len(bytes.fromhex(self.leaf)) != len(merkle.EMPTY):
            raise ValueError("not a leaf")


_COLUMNS = tuple(LogRow.__dataclass_fields__)
_TAKE = (
    update(log_state)
    .where(log_state.c.id == 1)
    .values(size=log_state.c.size + 1)
    .returning(log_state.c.size, log_state.c.peaks, log_state.c.last)
)
_WRITE = insert(log_rows)
_SETTLE = update(log_state).where(log_state.c.id == 1).values(peaks=bindparam("new_peaks"), last=bindparam("new_last"))


@dataclass(frozen=True, slots=True)
class Proof:
    """A row's place in the log, or an older log's place in a newer one, provable offline: sizes, leaf and path in hexadecimal."""

    first: int
    size: int
    leaf: str
    path: tuple[str, ...]
    root: str


class Audit:
    """The log in the database of the connection handed in; *origin* names it, *key* signs its heads, *clock* gives aware times.

    *retired* are the public keys that signed heads before this one; what they signed stays believed.
    """

    def __init__(self, origin: str, clock: Clock, key: Ed25519PrivateKey | None = None, retired: Sequence[Ed25519PublicKey] = ()) -> None:
        self.origin = origin
        self._clock = clock
        self._key = key
        self._retired = tuple(retired)

    @property
    def public_keys(self) -> tuple[Ed25519PublicKey, ...]:
        """The key that signs now, when there is one, and those that did before it."""
        return (*([self._key.public_key()] if self._key else []), *self._retired)

    def sign(self, text: str, name: str = "") -> str:
        """A note of *text*, which ends with a new line, signed as the heads are, under *name* or the log's own.

        Raises ValueError when no key was handed in.
        """
        return sign_note(text, name or self.origin, self._private())

    def _private(self) -> Ed25519PrivateKey:
        if self._key is None:
            raise ValueError("this log was opened without a signing key")
        return self._key

    def append(self, connection: Connection, entry: Entry) -> int:
        """Adds one row in the caller's transaction and gives its number (from 1, without gaps).

        The counter row serialises writers, so that order in the tree is order of commit.
        """
        seq, peaks, last = connection.execute(_TAKE).one()
        row = self._row(entry, seq, last)
        grown = merkle.grow([bytes.fromhex(peak) for peak in peaks.split()], seq - 1, bytes.fromhex(row.leaf))
        connection.execute(_WRITE, row.values())
        connection.execute(_SETTLE, {"new_peaks": " ".join(peak.hex() for peak in grown), "new_last": row.time})
        return int(seq)

    def _row(self, entry: Entry, seq: int, last: str) -> LogRow:
        # The nonce keeps short details from being guessed from their digest once they are sealed or destroyed.
        details = canonical({**entry.details, "nonce": secrets.token_hex(8)}).decode()
        row = LogRow(
            seq=seq,
            time=_later(self._clock(), last),
            actor=entry.actor[:200],
            action=entry.action,
            object=entry.object,
            level=entry.label.level,
            secrecy=entry.label.secrecy,
            compartments=tuple(sorted(entry.label.compartments)),
            outcome=entry.outcome,
            request=entry.request[:64],
            details_sha256=hashlib.sha256(details.encode()).hexdigest(),
            leaf="",
            details=details,
        )
        return _with_leaf(row)

    def head(self, connection: Connection) -> Head:
        """The log's present head, from the stored frontier."""
        size, peaks = connection.execute(select(log_state.c.size, log_state.c.peaks).where(log_state.c.id == 1)).one()
        root = merkle.root_of([bytes.fromhex(peak) for peak in peaks.split()])
        return Head(self.origin, size, root, _stamp(self._clock()))

    def sign_head(self, connection: Connection) -> SignedHead:
        """The present head, signed and kept in the database besides; raises ValueError when no key was handed in.

        Its worth lies in the copies kept outside.
        """
        signed = self.head(connection).sign(self._private())
        connection.execute(insert(signed_heads).values(size=signed.head.size, time=signed.head.time, note=signed.note))
        return signed

    def heads(self, connection: Connection) -> list[SignedHead]:
        """The signed heads kept in the database, oldest first."""
        query = select(signed_heads.c.note).order_by(signed_heads.c.size, signed_heads.c.time)
        return [SignedHead.parse(note) for note in connection.scalars(query)]

    def rows(self, connection: Connection) -> Iterator[LogRow]:
        """Every row in order, with its details: for verification and sealed export, not for a screen (see entries)."""
        query = select(log_rows).order_by(log_rows.c.seq).execution_options(yield_per=1000)
        return map(_log_row, connection.execute(query).mappings())

    def export(self, connection: Connection, clearance: Clearance) -> Iterator[LogRow]:
        """Every row in order, to be kept elsewhere; the details of what is above the clearance are left out.

        Compartments stay: the leaf covers them, and an export that proves nothing would be worth nothing.
        """
        for row in self.rows(connection):
            seen = _seen_by(clearance, row)
            yield LogRow(**row.values() | {"details": seen.details})

    def entries(self, connection: Connection, clearance: Clearance, *, record: str = "", after: int = 0, size: int = 100) -> list[LogRow]:
        """Up to *size* rows after number *after* for an auditor; of what is above the clearance only the opaque id."""
        query = select(log_rows).where(log_rows.c.seq > after).order_by(log_rows.c.seq).limit(size)
        if record:
            query = query.where(log_rows.c.object == record)
        return [_seen_by(clearance, _log_row(row)) for row in connection.execute(query).mappings()]

    def latest(self, connection: Connection, record: str) -> LogRow:
        """The newest row about a record, with its details: for who has just written it. LookupError when there is none."""
        query = select(log_rows).where(log_rows.c.object == record).order_by(log_rows.c.seq.desc()).limit(1)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise LookupError(record)
        return _log_row(row)

    def newest(self, connection: Connection, clearance: Clearance, size: int, *, outcome: str = "", action: str = "") -> list[LogRow]:
        """The newest rows of an outcome or of an act, newest first; of what is above the clearance only the opaque id."""
        query = select(log_rows).order_by(log_rows.c.seq.desc()).limit(size)
        if outcome:
            query = query.where(log_rows.c.outcome == outcome)
        if action:
            query = query.where(log_rows.c.action == action)
        return [_seen_by(clearance, _log_row(row)) for row in connection.execute(query).mappings()]

    def inclusion(self, connection: Connection, seq: int) -> Proof:
        """The proof that row *seq* is in the log at its present head (RFC 9162 2.1.3); IndexError when there is no such row."""
        leaves = self._leaves(connection)
        path = merkle.inclusion_proof(leaves, seq - 1)
        return Proof(seq, len(leaves), leaves[seq - 1].hex(), tuple(step.hex() for step in path), merkle.root(leaves).hex())

    def consistency(self, connection: Connection, old_size: int) -> Proof:
        """The proof that the present log only adds to the log of *old_size* rows (RFC 9162 2.1.4); IndexError when it is shorter."""
        leaves = self._leaves(connection)
        path = merkle.consistency_proof(leaves, old_size)
        return Proof(
            old_size, len(leaves), merkle.root(leaves[:old_size]).hex(), tuple(step.hex() for step in path), merkle.root(leaves).hex()
        )

    def _leaves(self, connection: Connection) -> list[bytes]:
        return [bytes.fromhex(leaf) for leaf in connection.scalars(select(log_rows.c.leaf).order_by(log_rows.c.seq))]

    def verify(self, connection: Connection, heads: Iterable[SignedHead] = (), *keys: Ed25519PublicKey) -> list[Finding]:
        """Checks the whole log against itself, its stored heads and *heads* kept outside; no finding means nothing was found changed.

        Heads are believed when one of *keys*, or else one of this log's own, signed them.
        """
        size, last_row = connection.execute(select(log_state.c.size, log_state.c.peaks).where(log_state.c.id == 1)).one()
        own = Head(self.origin, size, merkle.root_of([bytes.fromhex(peak) for peak in last_row.split()]))
        found = verify(self.rows(connection), [*self.heads(connection), *heads], *(keys or self.public_keys))
        counted = verify(self.rows(connection), [SignedHead(own, "")])
        if any(finding.code in ("L006", "L007") for finding in counted) and not any(finding.code in ("L006", "L007") for finding in found):
            found.append(Finding("L009", str(size)))
        return found


def verify(rows: Iterable[LogRow], heads: Iterable[SignedHead] = (), *keys: Ed25519PublicKey) -> list[Finding]:
    """Checks rows, given in order of their numbers, against themselves and against *heads*; needs nothing but what it is given.

    An edit, deletion or exchange that left the leaf hashes alone is located by row. One that recomputed everything is located between
    the last head that still fits and the first that does not. With *keys*, heads none of them signed are reported and not believed.
    """
    found: list[Finding] = []
    believed = []
    for signed in heads:
        if not keys or signed.is_signed_by(*keys):
            believed.append(signed.head)
        else:
            found.append(Finding("L008", str(signed.head.size)))
    walk = _Walk({head.size for head in believed})
    for row in rows:
        walk.take(row)
    return [*found, *walk.finish(), *_against(believed, walk.roots, walk.size)]


def head_of(origin: str, rows: Iterable[LogRow]) -> Head:
    """The head of exported rows, from the leaf each of them bears."""
    leaves = [bytes.fromhex(row.leaf) for row in rows]
    return Head(origin, len(leaves), merkle.root(leaves))


class _Walk:
    """One pass over the rows: faults as they come, and the recomputed root at each size that a head speaks of."""

    def __init__(self, sizes: set[int]) -> None:
        self.size = 0
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
        self._peaks = merkle.grow(self._peaks, self.size, leaf)
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


def canonical(value: Any) -> bytes:
    """JSON in one form only (RFC 8785 for strings, whole numbers, lists and objects with ASCII keys); TypeError for floats."""
    _no_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _no_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("numbers in the log are whole numbers")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _no_floats(part)


def _with_leaf(row: LogRow) -> LogRow:
    return LogRow(**row.values() | {"leaf": row.computed_leaf()})


def _log_row(row: Mapping[Any, Any]) -> LogRow:
    return LogRow(**{**row, "compartments": tuple(sorted(row["compartments"]))})


def _seen_by(clearance: Clearance, row: LogRow) -> LogRow:
    if dominates(clearance, Label(row.level, row.secrecy, frozenset(row.compartments))):
        return row
    return LogRow(**row.values() | {"details": None, "compartments": ()})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _later(moment: datetime, last: str) -> str:
    # Two rows never bear the same time (QCVN 12:2026/BCA 2.2.22), and a clock set back does not reorder the log.
    stamp = _stamp(moment)
    if stamp > last:
        return stamp
    return _stamp(datetime.strptime(last, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC) + timedelta(microseconds=1))
