"""The tamper-evident log: its signed head, proofs for whoever may know a record, and its verification against what was kept outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import archive
import signing
from gazette.db import Work
from gazette.db.errors import translated
from gazette.model import job
from gazette.model.errors import NotFound
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing
from gazette.services.failing import signing_errors
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


@dataclass(frozen=True, slots=True)
class Outside:
    """What was kept elsewhere and is held against a log: signed heads, exports, and what is wrong with openings of commitments."""

    heads: tuple[archive.SignedHead, ...]
    exports: tuple[tuple[archive.LogRow, ...], ...]
    findings: tuple[archive.Finding, ...]

    @classmethod
    def read(cls, texts: Iterable[str]) -> "Outside":
        """What the texts are: a signed note, an opening (one JSON object), or an export (one JSON object a line). Raises BadCall."""
        heads: list[archive.SignedHead] = []
        exports, findings = [], []
        with translated():
            for text in texts:
                if not text.lstrip().startswith("{"):
                    heads.append(archive.SignedHead.parse(text))
                elif '"commitment"' in text.partition("\n")[0]:
                    opened = archive.Commitment.from_json(text)
                    heads.append(opened.head)
                    findings += [] if opened.holds else [archive.Finding("L012", opened.digest)]
                else:
                    exports.append(rows_of(text))
        return cls(tuple(heads), tuple(exports), tuple(findings))

    def check(self, exported: Iterable[archive.LogRow], keys: Iterable[archive.VerifierKey]) -> tuple[archive.Finding, ...]:
        """What is wrong with an export, by itself and by what was kept: nothing but these is needed, no installation and no network."""
        rows = tuple(exported)
        found = [*self.findings, *archive.verify(rows, self.heads, *(key.key for key in keys))]
        for kept in self.exports:
            found += archive.verify(rows, [archive.SignedHead(archive.head_of("", kept), "")])
        return tuple(dict.fromkeys(found))


class Log:
    """The log as its people and the public use it. It tells numbers of rows and hashes; who did what is told by ``keep``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def head(self) -> archive.SignedHead:
        """The present head, signed and kept; its worth lies in the copies that are kept elsewhere."""
        with self._parts.database.write() as work:
            return self._parts.vault.audit.sign_head(work.connection)

    def sign_hourly(self) -> bool:
        """One run of the hourly job: a signed head when rows came since the last, and a timestamp over it; puts the next one down.

        Whether a timestamp was added. Without a time-stamping authority the head is signed and nothing more. Raises Unavailable when
        the authority does not answer; the head stands then, and is stamped by the next run.
        """
        try:
            with self._parts.database.write() as work:
                signed, stamped = self._newest(work)
            authority = self._parts.authority()
            if stamped or authority is None:
                return False
            with signing_errors():
                token = signing.stamp(signed.note.encode(), authority)
            with self._parts.database.write() as work:
                self._parts.vault.audit.anchor(work.connection, signed, token)
            return True
        finally:
            with self._parts.database.write() as work:
                work.queue.put_once(job.HEAD, job.next_hour(work.now))

    def _newest(self, work: Work) -> tuple[archive.SignedHead, bool]:
        audit = self._parts.vault.audit
        kept = audit.newest_head(work.connection)
        if kept is None or kept[0].head.size < audit.head(work.connection).size:
            return audit.sign_head(work.connection), False
        return kept

    def opening(self, actor: Actor, issue: str) -> archive.Commitment:
        """What opens the commitment printed in an issue. For auditors and security officers. Raises NotAllowed, NotFound."""
        _need_auditor(actor)
        with self._parts.database.read() as work:
            imprint = work.imprints.of(issue)
        if imprint is None:
            raise NotFound
        return imprint.commitment

    def proof(self, actor: Actor, row: int) -> Placed:
        """That one row stands in the log. For auditors and security officers. Raises NotAllowed, NotFound."""
        _need_auditor(actor)
        audit = self._parts.vault.audit
        with self._parts.database.write() as work:
            found = audit.entries(work.connection, actor.clearance, after=row - 1, size=1)
            if not found or found[0].seq != row:
                raise NotFound
            note = audit.sign_head(work.connection).note
            return Placed(row, found[0].action, found[0].time, audit.inclusion(work.connection, row), note)

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
        """What is wrong with the log, by itself, its stored heads, and the texts *against*: signed heads,
        openings of printed commitments, or exports a row a line. Timestamps over the stored heads are looked at too.

        Raises BadCall for a text that is none of these.
        """
        audit, outside = self._parts.vault.audit, Outside.read(against)
        with self._parts.database.read() as work:
            found = [*outside.findings, *audit.verify(work.connection, outside.heads), *self._stamps(work)]
            for kept in outside.exports:
                found += archive.verify(kept)
                found += archive.verify(audit.rows(work.connection), [archive.SignedHead(archive.head_of(audit.origin, kept), "")])
        return tuple(dict.fromkeys(found))

    def _stamps(self, work: Work) -> list[archive.Finding]:
        anchored = self._parts.vault.audit.anchored(work.connection)
        trust = self._parts.trust() if anchored else None
        bad = [one for one, token in anchored if trust and signing.stamped_at(token, one.note.encode(), trust) is None]
        return [archive.Finding("L013", str(one.head.size)) for one in bad]

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


def rows_of(text: str) -> tuple[archive.LogRow, ...]:
    """The rows of an exported log. Raises archive.HeadNotUnderstood."""
    try:
        return tuple(archive.LogRow.from_json(line) for line in text.splitlines() if line.strip())
    except ValueError as error:
        raise archive.HeadNotUnderstood from error


def _need_auditor(actor: Actor) -> None:
    if not actor.has("auditor", "security-officer"):
        raise RoleMissing(vi="cần vai trò Kiểm soát viên hoặc Cán bộ bảo mật", en="needs the role Auditor or Security officer")
