"""The public log: one row for each thing made public or taken back, in a tree of its own, so that it tells of nothing that is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, Text, insert, or_, select, update

from archive import merkle
from archive.audit import Audit, Proof
from archive.heads import Head, VerifierKey
from archive.nodes import PUBLIC, Nodes
from archive.rows import canonical
from archive.tables import metadata

publication_rows = Table(
    "archive_publications",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("time", String(32), nullable=False),
    Column("action", String(32), nullable=False),
    Column("object", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("leaf", String(64), nullable=False),
)
publication_state = Table(
    "archive_publication_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("peaks", Text, nullable=False),
    Column("note", Text, nullable=False),
)

_TAKE = (
    update(publication_state)
    .where(publication_state.c.id == 1)
    .values(size=publication_state.c.size + 1)
    .returning(publication_state.c.size, publication_state.c.peaks)
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What the street learns: what was done (``publish``, ``withdraw``), the public address, the SHA-256 of the file, when (UTC)."""

    action: str
    object: str
    sha256: str
    time: str


class Publications:
    """The public log beside an audit log: the same key and hashing (RFC 9162), named after it, and nothing else of it.

    The audit log's own size and root change with every reading and refusal, closed ones too, so they are no public figures.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self.origin = f"{audit.origin}/cong-bo"
        self._nodes = Nodes(PUBLIC, publication_rows)

    def append(self, connection: Connection, made: Publication) -> tuple[int, str]:
        """Adds one row in the caller's transaction; its number (from 1, without gaps) and its leaf hash in hexadecimal."""
        seq, peaks = connection.execute(_TAKE).one()
        told = {"seq": seq, "time": made.time, "action": made.action, "object": made.object, "sha256": made.sha256}
        leaf = merkle.leaf_hash(canonical(told))
        frontier = [bytes.fromhex(peak) for peak in peaks.split()]
        nodes = merkle.completed(frontier, seq - 1, leaf)
        grown = [*frontier[: len(frontier) - len(nodes) + 1], nodes[-1]]
        connection.execute(insert(publication_rows).values(**told, leaf=leaf.hex()))
        self._nodes.add(connection, seq, nodes)
        state = {"peaks": " ".join(peak.hex() for peak in grown)}
        connection.execute(update(publication_state).where(publication_state.c.id == 1).values(**state))
        return int(seq), leaf.hex()

    def sign_head(self, connection: Connection, time: str) -> str:
        """The present head as a signed note, kept for the public page; raises ValueError when the log was opened without a key."""
        size, root = self.head(connection)
        note = self._audit.sign(Head(self.origin, size, root, time).body(), self.origin)
        connection.execute(update(publication_state).where(publication_state.c.id == 1).values(note=note))
        return note

    def head(self, connection: Connection) -> tuple[int, merkle.Hash]:
        """How many rows there are, and the root over them."""
        size, peaks = connection.execute(select(publication_state.c.size, publication_state.c.peaks)).one()
        return int(size), merkle.root_of([bytes.fromhex(peak) for peak in peaks.split()])

    def note(self, connection: Connection) -> str:
        """The last signed head, or the bare head while nothing was signed yet."""
        size, root = self.head(connection)
        kept = connection.scalar(select(publication_state.c.note))
        return str(kept) if kept else Head(self.origin, size, root).body()

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """The public keys whose signatures on this log's heads are believed, the present one first."""
        return tuple(VerifierKey(self.origin, key) for key in self._audit.public_keys)

    def rows(self, connection: Connection, before: int | None = None, size: int = 50) -> tuple[tuple[int, Publication], ...]:
        """A page of rows with their numbers, newest first, those below row *before*."""
        query = select(publication_rows).order_by(publication_rows.c.seq.desc()).limit(size)
        found = connection.execute(query if before is None else query.where(publication_rows.c.seq < before)).mappings()
        return tuple((int(row["seq"]), _publication(row)) for row in found)

    def places(self, connection: Connection, wanted: str) -> tuple[int, ...]:
        """The rows about a public address, or about a file by its SHA-256, newest first, at most 50."""
        column = publication_rows.c
        query = select(column.seq).where(or_(column.object == wanted, column.sha256 == wanted)).order_by(column.seq.desc()).limit(50)
        return tuple(int(seq) for seq in connection.scalars(query))

    def evidence(self, connection: Connection, seq: int) -> dict[str, Any]:
        """Row *seq*, its proof to the last signed head, that head and the keys: what ``check_publication`` reads. IndexError without it."""
        row = connection.execute(select(publication_rows).where(publication_rows.c.seq == seq)).mappings().first()
        if row is None:
            raise IndexError(seq)
        note = self.note(connection)
        size = _size_in(note)
        if size < seq:  # nothing was signed since: the bare head, which shows no more than what the page says itself
            size, root = self.head(connection)
            note = Head(self.origin, size, root).body()
        proof = self.inclusion(connection, seq, size)
        told = {name: row[name] for name in ("seq", "time", "action", "object", "sha256")}
        shown = {"leaf": proof.leaf, "path": list(proof.path), "size": proof.size, "root": proof.root}
        return {"row": told, "proof": shown, "head": note, "keys": [str(key) for key in self.keys]}

    def inclusion(self, connection: Connection, seq: int, size: int | None = None) -> Proof:
        """The proof that row *seq* is in the public log of the first *size* rows, or the present one; IndexError without such a row."""
        size = size or self.head(connection)[0]
        leaf = connection.scalar(select(publication_rows.c.leaf).where(publication_rows.c.seq == seq)) or ""
        *path, root = self._nodes.roots(connection, [*merkle.inclusion_ranges(seq - 1, size), (0, size)])
        return Proof(seq, size, leaf, tuple(step.hex() for step in path), root.hex())

    def consistency(self, connection: Connection, old_size: int, size: int | None = None) -> Proof:
        """The proof that the public log of *size* rows, or the present one, only adds to *old_size* rows; IndexError when shorter."""
        size = size or self.head(connection)[0]
        *path, old, root = self._nodes.roots(connection, [*merkle.consistency_ranges(old_size, size), (0, old_size), (0, size)])
        return Proof(old_size, size, old.hex(), tuple(step.hex() for step in path), root.hex())


def _publication(row: Mapping[Any, Any]) -> Publication:
    return Publication(row["action"], row["object"], row["sha256"], row["time"])


def _size_in(note: str) -> int:
    return int(note.split("\n")[1])
