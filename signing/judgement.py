"""From the engine's outcome to what we say of one signature: verdict, findings, times, level."""
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis.policy_api import DiffResult, SuspiciousModification
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.ades import CADES, Outcome, is_timestamp, stamp_time
from signing.changes import EVIDENCE_ONLY
from signing.findings import Finding, Verdict, worst
from signing.keys import subject_part
from signing.paths import legible, linked, may_issue, signs_nothing, unconstrained, within
from signing.policy import CLOCKS, Policy
from signing.report import SignatureReport, Signer
from signing.roles import Level, Role, role_of

_CODES: dict[AdESSubIndic, str] = {
    AdESFailure.HASH_FAILURE: "V021",
    AdESFailure.SIG_CRYPTO_FAILURE: "V022",
    AdESFailure.FORMAT_FAILURE: "V026",
    AdESFailure.REVOKED: "V033",
    AdESFailure.NOT_YET_VALID: "V037",
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "V030",
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: "V030",
    AdESIndeterminate.TRY_LATER: "V031",
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: "V031",
    # The engine's word for "no usable revocation data" as well as for rarer faults of the path; the detail tells which code it was.
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: "V031",
    AdESIndeterminate.REVOKED_NO_POE: "V032",
    AdESIndeterminate.REVOKED_CA_NO_POE: "V032",
    AdESIndeterminate.EXPIRED: "V034",
    AdESIndeterminate.NOT_YET_VALID: "V034",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "V034",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "V034",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "V035",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "V035",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "V038",
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: "V044",
}
_VAGUE = (AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE, AdESIndeterminate.TRY_LATER)
# What a question over the network may still settle.
WORTH_ASKING = frozenset({"V031", "V032", "V034", "V044"})


# A time stamp says when, never who: it may stand for the publication, not for a person or an agency.
_PEOPLE = (Role.LEADER, Role.SEAL, Role.COPY, Role.ANNEX)


@dataclass(frozen=True)
class Judgement:
    """What came out for one field; `result` is the engine's own, for the ETSI report."""

    report: SignatureReport
    findings: tuple[Finding, ...] = ()
    embedded: Any = field(default=None, repr=False, compare=False)
    result: Any = field(default=None, repr=False, compare=False)


def judgement(embedded: EmbeddedPdfSignature, outcome: Outcome, policy: Policy, later: bool) -> Judgement:
    """What the engine's outcome means; `later` says whether a document time stamp follows."""
    result, proven = outcome.result, outcome.proven
    status, sub = result.api_status, _told(embedded, outcome, policy)
    name = str(embedded.field_name)
    claimed = _claimed(embedded)
    findings = [*_changes(embedded, name), *_trust(sub, status, name, claimed), *_anchor(status, policy, proven, name)]
    if not is_timestamp(embedded) and proven is None and isinstance(sub, AdESPassed):
        findings.append(Finding("V036" if _stamped(embedded) else "V043", name))
    if proven is None and claimed is not None and claimed > policy.moment + CLOCKS and not is_timestamp(embedded):
        findings.append(Finding("V048", name))
    role = role_of(name)
    if is_timestamp(embedded) and role in _PEOPLE:
        role = None
        findings.append(Finding("V046", name))
    verdict = _verdict(sub, findings)
    report = SignatureReport(
        field=name,
        verdict=verdict,
        role=role,
        sub_indication=_sub_indication(sub, findings, verdict),
        signer=_signer(embedded),
        level=_level(embedded, later),
        claimed_time=claimed,
        proven_time=proven,
        intact=bool(status is not None and status.intact and status.valid),
        covers_whole_file=_coverage(embedded) == SignatureCoverageLevel.ENTIRE_FILE,
        changes_after=_changes_after(embedded),
        revocation=_revocation(sub),
        trust_anchor=None if _CODES.get(sub) == "V030" else _anchor_name(status),
        fingerprint=embedded.signer_cert.sha256.hex(),
    )
    return Judgement(report, tuple(findings), embedded, result)


def _told(embedded: EmbeddedPdfSignature, outcome: Outcome, policy: Policy) -> AdESSubIndic:
    """The engine's indication, made exact where it has one word for several faults of a path."""
    sub: AdESSubIndic = outcome.result.ades_subindic
    path = getattr(outcome.result.api_status, "validation_path", None)
    if isinstance(sub, AdESPassed) and not is_timestamp(embedded):
        return _unfit(embedded, path) or sub
    if sub not in _VAGUE:
        return sub
    if path is not None and not linked(path):
        return AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
    if path is not None and not may_issue(path):
        return AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE
    certificates = [embedded.signer_cert, *(path.iter_certs(include_root=False) if path is not None else ())]
    if outcome.proven is None and not all(within(certificate, policy.moment) for certificate in certificates):
        return AdESIndeterminate.OUT_OF_BOUNDS_NO_POE
    # EN 319 102-1, 5.2.6.4: a path whose revocation is not known may be tried later.
    return AdESIndeterminate.TRY_LATER if path is not None and unconstrained(path) else sub


def _unfit(embedded: EmbeddedPdfSignature, path: Any) -> AdESSubIndic | None:
    """What the engine lets pass: an anchor that signs nothing by its own word, and a PAdES value that does not name its certificate."""
    if path is not None and path.pkix_len == 0 and signs_nothing(embedded.signer_cert):
        return AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE
    # ETSI EN 319 142-1, 6.3: without the signed reference, another certificate for the same key could be put in its place.
    told = {attribute["type"].native for attribute in embedded.signer_info["signed_attrs"] or ()}
    named = bool(told & {"signing_certificate", "signing_certificate_v2"})
    return AdESIndeterminate.SIG_CONSTRAINTS_FAILURE if str(embedded.sig_object.get("/SubFilter")) == CADES and not named else None


def _verdict(sub: AdESSubIndic, findings: Iterable[Finding]) -> Verdict:
    forced = [finding.forces for finding in findings if finding.forces is not None]
    own = Verdict.VALID if isinstance(sub, AdESPassed) else Verdict.INVALID if isinstance(sub, AdESFailure) else Verdict.UNDETERMINED
    return worst([own, *forced])


def _sub_indication(sub: AdESSubIndic, findings: Sequence[Finding], verdict: Verdict) -> str | None:
    if verdict is Verdict.VALID:
        return None
    if verdict is Verdict.INVALID and not isinstance(sub, AdESFailure):
        return "REVOKED" if any(f.code == "V033" for f in findings) else "FORMAT_FAILURE"
    if isinstance(sub, AdESPassed):
        return "NO_CERTIFICATE_CHAIN_FOUND" if any(f.code == "V039" for f in findings) else "GENERIC"
    return str(sub.standard_name)


def _changes(embedded: EmbeddedPdfSignature, name: str) -> list[Finding]:
    coverage = _coverage(embedded)
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return [Finding("V025", name, str(coverage))]
    if isinstance(_difference(embedded), SuspiciousModification):
        return [Finding("V023", name, str(_difference(embedded)))]
    if not embedded.summarise_integrity_info()["docmdp_ok"]:
        return [Finding("V023", name, "DocMDP")]
    return []


def _changes_after(embedded: EmbeddedPdfSignature) -> str:
    if _coverage(embedded) == SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    difference = _difference(embedded)
    if isinstance(difference, DiffResult):
        return "allowed" if embedded.summarise_integrity_info()["docmdp_ok"] else "forbidden"
    return "forbidden" if isinstance(difference, SuspiciousModification) else "unknown"


def _coverage(embedded: Any) -> SignatureCoverageLevel | None:
    coverage: SignatureCoverageLevel | None = embedded.coverage
    return coverage


def _difference(embedded: Any) -> DiffResult | SuspiciousModification | None:
    difference: DiffResult | SuspiciousModification | None = embedded.diff_result
    return difference


def _trust(sub: AdESSubIndic, status: Any, name: str, claimed: datetime | None) -> list[Finding]:
    if isinstance(sub, AdESPassed):
        return []
    details = getattr(status, "revocation_details", None)
    since = details.revocation_date if details is not None else None
    if _CODES.get(sub) == "V032" and since is not None and claimed is not None and claimed >= since:
        return [Finding("V033", name, f"revoked {since.isoformat()}")]
    return [Finding(_CODES.get(sub, "V044"), name, str(sub.standard_name))]


def _anchor(status: Any, policy: Policy, proven: datetime | None, name: str) -> list[Finding]:
    anchor = policy.anchor(status)
    if anchor is None or anchor.trusted_at(proven or policy.moment):
        return []
    return [Finding("V039", name, anchor.fingerprint)]


def _anchor_name(status: Any) -> str | None:
    path = getattr(status, "validation_path", None)
    certificate = getattr(getattr(path, "trust_anchor", None), "certificate", None)
    return legible(subject_part(certificate, "common_name") or certificate.subject.human_friendly) if certificate is not None else None


def _revocation(sub: AdESSubIndic) -> str:
    if isinstance(sub, AdESPassed):
        return "good"
    revoked = (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
    return "revoked" if sub in revoked else "unknown"


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    told: datetime | None
    try:
        told = stamp_time(embedded.signed_data) if is_timestamp(embedded) else embedded.self_reported_timestamp
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return told if told is None or told.tzinfo is not None else told.replace(tzinfo=UTC)


def _level(embedded: EmbeddedPdfSignature, later: bool) -> str | None:
    if is_timestamp(embedded) or str(embedded.sig_object.get("/SubFilter")) != CADES:
        return None
    stamped = _stamped(embedded)
    if not has_evidence(embedded.reader):
        return Level.T.value if stamped or later else Level.B.value
    if later:
        return Level.LTA.value
    return Level.LT.value if stamped else Level.B.value


def _stamped(embedded: EmbeddedPdfSignature) -> bool:
    return any(True for _ in generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False))


def has_evidence(reader: PdfFileReader) -> bool:
    """Whether the document security store holds revocation data."""
    try:
        store = reader.root["/DSS"]
        return bool(store.get("/OCSPs") or store.get("/CRLs"))
    except (KeyError, AttributeError):
        return False


def _signer(embedded: EmbeddedPdfSignature) -> Signer:
    certificate = embedded.signer_cert
    return Signer(
        legible(subject_part(certificate, "common_name")),
        legible(subject_part(certificate, "organization_name")),
        legible(str(certificate.issuer.native.get("common_name", "")) or certificate.issuer.human_friendly),
        f"{certificate.serial_number:x}",
    )


def only_evidence_after(embedded: EmbeddedPdfSignature) -> bool:
    """Whether what follows this signature is validation data alone (a B-LT update: ETSI EN 319 142-1, 5.4); white space is more."""
    coverage = _coverage(embedded)
    if embedded.signed_revision + 1 >= embedded.reader.total_revisions or not _ends_with_one_line(embedded.reader.stream):
        return False
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    return isinstance(embedded.evaluate_modifications(EVIDENCE_ONLY), DiffResult)


def _ends_with_one_line(stream: Any) -> bool:
    """Whether the file ends with its end marker and the end of that line."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 7))
    return bool(stream.read().removesuffix(b"\n").removesuffix(b"\r").endswith(b"%%EOF"))
