"""The tamper-evident log: its signed head, proofs for whoever may know a record, and its verification against what was kept outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import archive
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing
from gazette.services.parts import Parts

READINGS = frozenset({"show", "read", "history", "list"})
"""What is logged of a record without changing it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One act upon a record with its place in the log; ``note`` is the signed head that the proof leads to."""

    row: int
    action: str
    time: str
    proof: archive.Proof
    note: str

    def to_json(self) -> dict[str, object]:
        """The object ``gazette audit proof`` prints; hashes in hexadecimal (RFC 9162, 2.1.3)."""
        place = {"row": self.row, "action": self.action, "time": self.time, "leaf": self.proof.leaf}
        return {**place, "size": self.proof.size, "path": list(self.proof.path), "root": self.proof.root, "head": self.note}


class Log:
    """The log as its people and the public use it. It tells numbers of rows and hashes; who did what is told by ``keep``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def head(self) -> archive.SignedHead:
        """The present head, signed and kept; its worth lies in the copies that are kept elsewhere."""
        with self._parts.database.write() as work:
            return self._parts.vault.audit.sign_head(work.connection)

    def proofs(self, actor: Actor, record: str) -> tuple[Placed, ...]:
        """That what was done to a record stands in the log, one proof for each act. Raises NotFound."""
        vault, audit = self._parts.vault, self._parts.vault.audit
        with self._parts.database.write() as work:
            known = vault.show(work.connection, actor.clearance, record)
            rows = audit.entries(work.connection, actor.clearance, record=known.id, size=10_000)
            acts = [row for row in rows if row.outcome != "refused" and row.action not in READINGS]
            note = audit.sign_head(work.connection).note
            return tuple(Placed(row.seq, row.action, row.time, audit.inclusion(work.connection, row.seq), note) for row in acts)

    def verify(self, against: Iterable[str] = ()) -> tuple[archive.Finding, ...]:
        """What is wrong with the log, by itself, its stored heads, and the texts *against*: signed heads, or exports a row a line.

        Raises BadCall for a text that is neither.
        """
        audit = self._parts.vault.audit
        with self._parts.database.read() as work:
            texts = list(against)
            heads = [archive.SignedHead.parse(text) for text in texts if not _is_export(text)]
            found = audit.verify(work.connection, heads)
            for text in filter(_is_export, texts):
                kept = _rows(text)
                found += archive.verify(kept)
                found += archive.verify(audit.rows(work.connection), [archive.SignedHead(archive.head_of(audit.origin, kept), "")])
        return tuple(dict.fromkeys(found))

    def export(self, actor: Actor) -> tuple[archive.LogRow, ...]:
        """Every row, to be kept elsewhere; without the details of what is above the clearance. For auditors and security officers."""
        _need_auditor(actor)
        with self._parts.database.read() as work:
            return tuple(self._parts.vault.audit.export(work.connection, actor.clearance))

    def public_keys(self) -> tuple[archive.VerifierKey, ...]:
        """The public keys whose signatures on heads are believed, the present one first."""
        audit = self._parts.vault.audit
        return tuple(archive.VerifierKey(audit.origin, key) for key in audit.public_keys)

    def noted(self, actor: str, action: str, details: Mapping[str, str] | None = None) -> None:
        """Writes down what was done to the installation itself, and signs the head over it."""
        with self._parts.database.write() as work:
            audit = self._parts.vault.audit
            audit.append(work.connection, archive.Entry(actor, action, details=details or {}))
            audit.sign_head(work.connection)


def _is_export(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def _rows(text: str) -> list[archive.LogRow]:
    try:
        return [archive.LogRow.from_json(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise archive.HeadNotUnderstood from error


def _need_auditor(actor: Actor) -> None:
    if not actor.has("auditor", "security-officer"):
        raise RoleMissing(vi="cần vai trò Kiểm soát viên hoặc Cán bộ bảo mật", en="needs the role Auditor or Security officer")
