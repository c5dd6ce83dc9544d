"""Certificates of destruction: what was destroyed, when and by whose decision, signed, and provably in the log."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from archive.audit import Proof
from archive.errors import HeadNotUnderstood
from archive.heads import SignedHead, VerifierKey, note_is_signed_by
from archive.keystore import Destruction
from archive.merkle import included
from archive.register import Record
from archive.rows import LogRow

TITLE = "Certificate of destruction / Giấy chứng nhận tiêu hủy"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signed note that a record's keys were destroyed, the log's row of it, and the proof that the row is in the log."""

    note: str
    leaf: str
    row: int
    path: tuple[str, ...]
    head: str

    def to_json(self) -> str:
        """The certificate as one file, for whoever keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A certificate that was kept; raises HeadNotUnderstood for anything else."""
        try:
            told: dict[str, Any] = json.loads(text)
            made = cls(str(told["note"]), str(told["leaf"]), int(told["row"]), tuple(map(str, told["path"])), str(told["head"]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise HeadNotUnderstood from error
        return made

    def holds(self, *keys: Ed25519PublicKey) -> bool:
        """Whether note and head are signed by one of *keys*, and the row that the note names is in the log under that head."""
        body, _, _ = self.note.partition("\n\n")
        signed = SignedHead.parse(self.head)
        place = f"{self.row} {self.leaf}"
        named = [line.removeprefix("log row: ") for line in body.splitlines() if line.startswith("log row: ")]
        by_us = any(note_is_signed_by(self.note, body + "\n", VerifierKey(signed.head.origin, key)) for key in keys)
        if named != [place] or not by_us or not signed.is_signed_by(*keys):
            return False
        try:
            leaf, path = bytes.fromhex(self.leaf), [bytes.fromhex(step) for step in self.path]
        except ValueError:
            return False
        return included(leaf, self.row - 1, signed.head.size, path, signed.head.root)


def body_of(record: Record, decision: str, people: Sequence[str], destruction: Destruction, row: LogRow) -> str:
    """What is certified, a line each; the digests are of the bytes as people knew them."""
    versions = [f"version: {item.name} {item.version} {item.size} bytes sha256 {item.sha256.hex}" for item in record.renditions]
    told = [
        TITLE,
        f"record: {record.id}",
        f"level: {record.label.id}",
        *versions,
        f"decision: {decision}",
        f"people: {', '.join(people)}",
        f"keys destroyed: {destruction.keys} at {destruction.at}",
        f"master key replaced: {'yes' if destruction.master else 'no'}",
        f"epoch replaced: {', '.join(('the installation', *destruction.outside)) if destruction.epoch else 'no epoch is kept'}",
        f"copies of the keys: {_copies(destruction)}",
        f"log row: {row.seq} {row.leaf}",
    ]
    return "".join(f"{' '.join(line.split())}\n" for line in told)


def _copies(destruction: Destruction) -> str:
    apart = "those that lack the epoch's secret open no longer, unless its own file was copied by hand"
    if not destruction.copied:
        return apart if destruction.outside else "none was made until then"
    whole = f"those made until {destruction.copied} must be destroyed by hand, for with an older backup they open this record"
    return f"{whole}; {apart}" if destruction.outside else whole


def certificate(note: str, row: LogRow, proof: Proof, head: SignedHead) -> Certificate:
    """The certificate of a signed body."""
    return Certificate(note, row.leaf, row.seq, proof.path, head.note)
