"""Verification from outside: a PDF and a trust store in, a report out; the document is only ever opened in the fenced child."""

import hashlib
from datetime import datetime
from pathlib import Path

from signing.allowed import AllowedSigners
from signing.errors import VerificationUnavailable
from signing.findings import Finding, Verdict
from signing.forks import FENCE
from signing.report import Report, exhausted
from signing.trust import TrustStore
from signing.wire import MAX_BYTES, Question


def verify(
    source: bytes | Path,
    trust: TrustStore,
    *,
    at: datetime | None = None,
    offline: bool = False,
    signers: AllowedSigners | None = None,
    sent: int = 0,
) -> Report:
    """Examine a PDF's signatures against a trust store.

    at       the moment to judge for (aware); now when left out
    offline  ask no OCSP responder and fetch no CRL
    signers  which certificates may hold which role; for documents of one's own office, not of others
    sent     how many of the first bytes were handed out to be signed: what follows may hold signatures and evidence, nothing else (V053)

    Never raises on document content; VerificationUnavailable when the file cannot be opened or no child can be started.
    """
    name = "" if isinstance(source, bytes) else source.name
    return _answered(source, Question(trust, at, offline, name, signers=signers, sent=sent))


def verify_output(source: Path, trust: TrustStore) -> Report:
    """As `verify`, for a document just signed here: offline, and without the ETSI report."""
    return _answered(source, Question(trust, offline=True, file=source.name, brief=True))


def _answered(source: bytes | Path, question: Question) -> Report:
    data = source if isinstance(source, bytes) else _read(source)
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Report(question.file, digest, Verdict.UNDETERMINED, (), (Finding("V006"),))
    answer = FENCE.ask(question, data)
    if answer is None or answer.sha256 != digest:
        return _unexplained(answer, question.file, digest)
    return answer


def _unexplained(answer: Report | None, name: str, digest: str) -> Report:
    detail = answer.findings[0].detail if answer is not None and answer.findings else "stopped"
    return exhausted(name, digest, detail)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        return path.read_bytes()
    except OSError as cause:
        raise VerificationUnavailable(f"Không mở được tệp {path}.", f"The file {path} cannot be opened.") from cause
