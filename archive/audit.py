"""The append-only log of who did, read or was refused what: rows that are the leaves of a Merkle tree, checked against signed heads."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from archive import merkle
from archive.checking import Beside, verify
from archive.findings import Finding
from archive.heads import Head, SignedHead, sign_note
from archive.keystore import KeyStore
from archive.levels import Clearance, Label, dominates
from archive.nodes import AUDIT, Nodes
from archive.notes import Notes
from archive.rows import LogRow, canonical
from archive.tables import Names, metadata

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
    Index(None, "outcome", "seq"),
    Index(None, "action", "seq"),
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

anchors = Table(
    "archive_anchors",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("time", String(27), primary_key=True),
    Column("token", LargeBinary, nullable=False),
)
"""What somebody outside said of a signed head: a timestamp token over its note (RFC 3161), opaque here."""


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


_TAKE = (
    update(log_state)
    .where(log_state.c.id == 1)
    .values(size=log_state.c.size + 1)
    .returning(log_state.c.size, log_state.c.peaks, log_state.c.last)
)
_LOCK = update(log_state).where(log_state.c.id == 1).values(size=log_state.c.size)
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

    *retired* are the public keys that signed heads before this one; what they signed stays believed. With *keys*, the details of what
    is about closed records are sealed under the key of the record: they are destroyed with it, and the tree, which covers them as they
    are written, stays whole. The details of a refusal hold a code only and are never sealed.
    """

    def __init__(
        self,
        origin: str,
        clock: Clock,
        key: Ed25519PrivateKey | None = None,
        retired: Sequence[Ed25519PublicKey] = (),
        keys: KeyStore | None = None,
    ) -> None:
        self._notes = Notes(keys)
        self.origin = origin
        self._clock = clock
        self._key = key
        self._retired = tuple(retired)
        self._nodes = Nodes(AUDIT, log_rows)

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

    def lock(self, connection: Connection) -> None:
        """Lets nobody else append before the caller's transaction ends, and so nobody purge: for what must happen before its row."""
        connection.execute(_LOCK)

    def append(self, connection: Connection, entry: Entry) -> int:
        """Adds one row in the caller's transaction and gives its number (from 1, without gaps).

        The counter row serialises writers, so that order in the tree is order of commit.
        """
        seq, peaks, last = connection.execute(_TAKE).one()
        row = self._row(entry, seq, last)
        frontier = [bytes.fromhex(peak) for peak in peaks.split()]
        made = merkle.completed(frontier, seq - 1, bytes.fromhex(row.leaf))
        grown = [*frontier[: len(frontier) - len(made) + 1], made[-1]]
        connection.execute(_WRITE, row.values())
        self._nodes.add(connection, seq, made)
        connection.execute(_SETTLE, {"new_peaks": " ".join(peak.hex() for peak in grown), "new_last": row.time})
        return int(seq)

    def _row(self, entry: Entry, seq: int, last: str) -> LogRow:
        moment = self._clock()
        behind = {"clock": _stamp(moment)} if _is_behind(moment, last) else {}
        # The nonce keeps short details from being guessed from their digest once they are sealed or destroyed.
        details = canonical({**entry.details, **behind, "nonce": secrets.token_hex(8)}).decode()
        if entry.outcome != "refused":
            details = self._notes.seal("details", _holder(entry.object, entry.action), entry.label, details)
        row = LogRow(
            seq=seq,
            time=_later(moment, last),
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
        same = select(signed_heads.c.note).where(signed_heads.c.size == signed.head.size, signed_heads.c.time == signed.head.time)
        if (kept := connection.scalar(same)) is not None:
            return SignedHead.parse(kept)  # (said already at this very moment)
        connection.execute(insert(signed_heads).values(size=signed.head.size, time=signed.head.time, note=signed.note))
        return signed

    def heads(self, connection: Connection) -> list[SignedHead]:
        """The signed heads kept in the database, oldest first."""
        query = select(signed_heads.c.note).order_by(signed_heads.c.size, signed_heads.c.time)
        return [SignedHead.parse(note) for note in connection.scalars(query)]

    def anchor(self, connection: Connection, signed: SignedHead, token: bytes) -> None:
        """Keeps a timestamp token over the note of a stored head."""
        connection.execute(insert(anchors).values(size=signed.head.size, time=signed.head.time, token=token))

    def anchored(self, connection: Connection) -> list[tuple[SignedHead, bytes]]:
        """The stored heads that bear a timestamp token, with it, oldest first."""
        joined = and_(anchors.c.size == signed_heads.c.size, anchors.c.time == signed_heads.c.time)
        query = select(signed_heads.c.note, anchors.c.token).join(anchors, joined).order_by(signed_heads.c.size, signed_heads.c.time)
        return [(SignedHead.parse(note), token) for note, token in connection.execute(query)]

    def newest_head(self, connection: Connection) -> tuple[SignedHead, bool] | None:
        """The newest stored head, and whether it bears a timestamp token; None before the first."""
        joined = and_(anchors.c.size == signed_heads.c.size, anchors.c.time == signed_heads.c.time)
        newest = select(signed_heads.c.note, anchors.c.size).outerjoin(anchors, joined)
        row = connection.execute(newest.order_by(signed_heads.c.size.desc(), signed_heads.c.time.desc()).limit(1)).first()
        return (SignedHead.parse(row[0]), row[1] is not None) if row else None

    def rows(self, connection: Connection) -> Iterator[LogRow]:
        """Every row in order, with its details: for verification and sealed export, not for a screen (see entries)."""
        query = select(log_rows).order_by(log_rows.c.seq).execution_options(yield_per=1000)
        return map(_log_row, connection.execute(query).mappings())

    def export(self, connection: Connection, clearance: Clearance) -> Iterator[LogRow]:
        """Every row in order, to be kept elsewhere; the details of what is above the clearance are left out, others are as written.

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
        return [self._opened(_seen_by(clearance, _log_row(row))) for row in connection.execute(query).mappings()]

    def at(self, connection: Connection, seq: int) -> list[LogRow]:
        """The row of that number with its details, or nothing: for who may hand it out."""
        return [_log_row(row) for row in connection.execute(select(log_rows).where(log_rows.c.seq == seq)).mappings()]

    def latest(self, connection: Connection, record: str) -> LogRow:
        """The newest row about a record, with its details: for who has just written it. LookupError when there is none."""
        query = select(log_rows).where(log_rows.c.object == record).order_by(log_rows.c.seq.desc()).limit(1)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise LookupError(record)
        return self._opened(_log_row(row))

    def _opened(self, row: LogRow) -> LogRow:
        if row.details is None:
            return row
        return replace(row, details=self.opened(row.object, row.action, row.details))

    def opened(self, object: str, action: str, details: str) -> str | None:
        """The details of a row, opened; None when their key was destroyed or is not at hand."""
        holders = dict.fromkeys((_holder(object, action), object))  # (break-glass once used the record's own key)
        opened = (self._notes.open("details", holder, details) for holder in holders)
        return next((text for text in opened if text is not None), None)

    def newest(self, connection: Connection, clearance: Clearance, size: int, *, outcome: str = "", action: str = "") -> list[LogRow]:
        """The newest rows of an outcome or of an act, newest first; of what is above the clearance only the opaque id."""
        query = select(log_rows).order_by(log_rows.c.seq.desc()).limit(size)
        if outcome:
            query = query.where(log_rows.c.outcome == outcome)
        if action:
            query = query.where(log_rows.c.action == action)
        return [self._opened(_seen_by(clearance, _log_row(row))) for row in connection.execute(query).mappings()]

    def inclusion(self, connection: Connection, seq: int, size: int | None = None) -> Proof:
        """The proof that row *seq* is in the log of the first *size* rows, or in the present one (RFC 9162 2.1.3).

        IndexError when there is no such row.
        """
        size = size or self._size(connection)
        leaf = connection.scalar(select(log_rows.c.leaf).where(log_rows.c.seq == seq)) or ""
        *path, root = self._roots(connection, [*merkle.inclusion_ranges(seq - 1, size), (0, size)])
        return Proof(seq, size, leaf, tuple(step.hex() for step in path), root.hex())

    def consistency(self, connection: Connection, old_size: int, size: int | None = None) -> Proof:
        """The proof that the log of *size* rows, or the present one, only adds to that of *old_size* rows (RFC 9162 2.1.4).

        IndexError when it is shorter.
        """
        size = size or self._size(connection)
        *path, old, root = self._roots(connection, [*merkle.consistency_ranges(old_size, size), (0, old_size), (0, size)])
        return Proof(old_size, size, old.hex(), tuple(step.hex() for step in path), root.hex())

    def _size(self, connection: Connection) -> int:
        size: int = connection.execute(select(log_state.c.size).where(log_state.c.id == 1)).scalar_one()
        return size

    def _roots(self, connection: Connection, ranges: Sequence[merkle.Range]) -> list[merkle.Hash]:
        try:
            return self._nodes.roots(connection, ranges)
        except LookupError:
            # A node or a leaf is gone: the rows that are left say what they can, and ``verify`` says what is missing.
            leaves = [bytes.fromhex(leaf) for leaf in connection.scalars(select(log_rows.c.leaf).order_by(log_rows.c.seq))]
            return [merkle.root(leaves[first:last]) for first, last in ranges]

    def verify(self, connection: Connection, heads: Iterable[SignedHead] = (), *keys: Ed25519PublicKey) -> list[Finding]:
        """Checks the whole log against itself, its stored heads and *heads* kept outside; no finding means nothing was found changed.

        Heads are believed when one of *keys*, or else one of this log's own, signed them.
        """
        beside = Beside(self.head(connection), self._nodes.stored(connection))
        return verify(self.rows(connection), [*self.heads(connection), *heads], *(keys or self.public_keys), beside=beside)


_NOTICED = timedelta(seconds=5)
"""By how much a clock is set back before a row says so; less is a clock being kept right."""

LASTING = frozenset({"dispose", "shred", "shredded"})
"""What is said of a destruction has a key of its own, which is not destroyed with the record."""


ALARM = "break-glass-"
"""How the acts of break-glass begin. They name a record that may not exist, so their key is made anew whether it does or not."""


def _holder(object: str, action: str) -> str:
    if action.startswith(ALARM):
        return f"{object}/break-glass"
    return f"{object}/destroyed" if action in LASTING else object


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
    return _stamp(_moment(last) + timedelta(microseconds=1))


def _is_behind(moment: datetime, last: str) -> bool:
    """Whether the clock was set back since the last row: the rows then go on from there, and say what the clock shows."""
    return bool(last) and _moment(last) - moment > _NOTICED


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
