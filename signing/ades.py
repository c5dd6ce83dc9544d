"""One signature field judged by pyHanko's AdES engine (EN 319 102-1) under our policy: strict changes, revocation must be known."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, StandardDiffPolicy
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.policy_api import DiffResult, SuspiciousModification
from pyhanko.sign.diff_analysis.rules.form_field_rules import SigFieldCreationRule, SigFieldModificationRule
from pyhanko.sign.validation import ades as engine
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.fetch import SafeFetcher
from signing.findings import Finding, Verdict, worst
from signing.keys import subject_part
from signing.report import SignatureReport, Signer
from signing.revocation import SafeBackend
from signing.roles import Level, role_of
from signing.trust import Purpose, TrustStore

# Filling in a form field is how the "replace" shadow attack works; new and signed signature fields are all we allow.
STRICT = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
_SIGNING_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_CADES = "/ETSI.CAdES.detached"

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
    AdESIndeterminate.REVOKED_NO_POE: "V032",
    AdESIndeterminate.REVOKED_CA_NO_POE: "V032",
    AdESIndeterminate.EXPIRED: "V034",
    AdESIndeterminate.NOT_YET_VALID: "V034",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "V034",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "V034",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "V035",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "V035",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "V038",
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: "V038",
}
# What a question over the network may still settle.
_WORTH_ASKING = {"V031", "V032", "V034"}


@dataclass(frozen=True)
class Policy:
    """How to judge: the trust store, the moment, and whether the network may be asked."""

    trust: TrustStore
    moment: datetime
    historical: bool
    offline: bool

    def timing(self) -> ValidationTimingInfo:
        """The moment in the engine's terms."""
        return ValidationTimingInfo(self.moment, self.moment, self.historical)

    def spec(self, *, online: bool, knowledge: LocalKnowledge) -> SignatureValidationSpec:
        """The engine's specification; online, revocation data may come through the safe fetcher."""
        certificates = [x509.Certificate.load(der) for der in self.trust.intermediates]
        rule = RevinfoOnlineFetchingRule.ALWAYS_FETCH if online else RevinfoOnlineFetchingRule.LOCAL_ONLY
        return SignatureValidationSpec(
            cert_validation_policy=self._anchors(Purpose.SIGNER),
            ts_cert_validation_policy=self._anchors(Purpose.TSA),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=rule,
                fetcher_backend=SafeBackend(SafeFetcher(self.trust.hosts)),
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=replace(knowledge, known_certs=[*knowledge.known_certs, *certificates]),
            key_usage_settings=_SIGNING_USAGE,
        )

    def _anchors(self, purpose: Purpose) -> CertValidationPolicySpec:
        roots = [x509.Certificate.load(anchor.der) for anchor in self.trust.anchors_for(purpose)]
        return CertValidationPolicySpec(SimpleTrustManager.build(trust_roots=roots), CertRevTrustPolicy(REQUIRE_REVINFO))


@dataclass(frozen=True)
class Judgement:
    """What came out for one field; `result` is the engine's own, for the ETSI report."""

    report: SignatureReport
    findings: tuple[Finding, ...] = ()
    embedded: Any = field(default=None, repr=False, compare=False)
    result: Any = field(default=None, repr=False, compare=False)


def is_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the field holds a document time stamp rather than a signature."""
    return bool(embedded.sig_object_type == "/DocTimeStamp")


def measure(embedded: EmbeddedPdfSignature) -> None:
    """Coverage and later changes, once; the engine asks for them again and again."""
    embedded.compute_integrity_info(diff_policy=STRICT)
    embedded.compute_integrity_info = lambda *_args, **_options: None  # type: ignore[method-assign]


async def judge(embedded: EmbeddedPdfSignature, policy: Policy, later: bool) -> Judgement:
    """Judge one field: locally first, and once more over the network when only revocation is missing.

    later  whether a document time stamp follows this signature
    """
    judgement = await _judge_once(embedded, policy, later, online=False)
    open_codes = {f.code for f in judgement.findings if f.forces is Verdict.UNDETERMINED}
    if policy.offline or not open_codes or not open_codes <= _WORTH_ASKING:
        return judgement
    return await _judge_once(embedded, policy, later, online=True)


async def _judge_once(embedded: EmbeddedPdfSignature, policy: Policy, later: bool, *, online: bool) -> Judgement:
    if is_timestamp(embedded):
        result = await _timestamp_result(embedded, policy, online=online)
    else:
        result = await _signature_result(embedded, policy, later, online=online)
    return _judgement(embedded, result, policy, later)


async def _signature_result(embedded: EmbeddedPdfSignature, policy: Policy, later: bool, *, online: bool) -> Any:
    """Validation with time (EN 319 102-1, 5.5) first; the chain of archive time stamps (5.6) where that does not settle it."""
    spec = policy.spec(online=online, knowledge=engine._dss_to_local_knowledge(embedded.reader))
    result = await engine.ades_with_time_validation(
        embedded.signed_data,
        spec,
        timing_info=policy.timing(),
        raw_digest=embedded.compute_digest(),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )
    settled = isinstance(result.ades_subindic, AdESPassed) and result.best_signature_time < policy.moment
    if not later or settled or isinstance(result.ades_subindic, AdESFailure):
        return result
    whole = PdfSignatureValidationSpec(spec, diff_policy=STRICT)
    archived = await engine.ades_lta_validation(embedded, whole, policy.timing())
    return archived if isinstance(archived.ades_subindic, AdESPassed | AdESFailure) else result


async def _timestamp_result(embedded: EmbeddedPdfSignature, policy: Policy, *, online: bool) -> Any:
    spec = policy.spec(online=online, knowledge=engine._dss_to_local_knowledge(embedded.reader))
    extra = embedded.summarise_integrity_info()
    result = await engine.ades_timestamp_validation(
        embedded.signed_data,
        spec,
        embedded.compute_digest,
        timing_info=policy.timing(),
        extra_status_kwargs=extra,
        status_cls=DocumentTimestampStatus,
    )
    if not isinstance(result.ades_subindic, AdESIndeterminate):
        return result
    # A time stamp whose authority has expired may still be carried by the chain of later ones (EN 319 102-1, 5.6.3).
    chain = engine._build_prima_facie_poe_index_from_pdf_timestamps(embedded.reader, include_content_ts=False, diff_policy=STRICT)
    if max((link.pdf_revision for link in chain), default=0) <= embedded.signed_revision:
        return result
    try:
        await engine._validate_prima_facie_poe(chain, spec, policy.timing())
    except SignatureValidationError:
        return result
    return replace(result, ades_subindic=AdESPassed.OK)


def _judgement(embedded: EmbeddedPdfSignature, result: Any, policy: Policy, later: bool) -> Judgement:
    status, sub = result.api_status, result.ades_subindic
    name = str(embedded.field_name)
    proven = _proven(embedded, result, policy)
    claimed = _claimed(embedded)
    findings = [*_changes(embedded, name), *_trust(sub, status, name, claimed), *_anchor(status, policy, proven, name)]
    if not is_timestamp(embedded) and proven is None and isinstance(sub, AdESPassed):
        findings.append(Finding("V043", name))
    verdict = _verdict(sub, findings)
    report = SignatureReport(
        field=name,
        verdict=verdict,
        role=role_of(name),
        sub_indication=_sub_indication(sub, findings, verdict),
        signer=_signer(embedded),
        level=_level(embedded, later),
        claimed_time=claimed,
        proven_time=proven,
        intact=bool(status is not None and status.intact and status.valid),
        covers_whole_file=_coverage(embedded) == SignatureCoverageLevel.ENTIRE_FILE,
        changes_after=_changes_after(embedded),
        revocation=_revocation(sub),
        trust_anchor=_anchor_name(status),
    )
    return Judgement(report, tuple(findings), embedded, result)


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
    path = getattr(status, "validation_path", None)
    certificate = getattr(getattr(path, "trust_anchor", None), "certificate", None)
    anchor = policy.trust.anchor(certificate.dump()) if certificate is not None else None
    if anchor is None or anchor.trusted_at(proven or policy.moment):
        return []
    return [Finding("V039", name, anchor.fingerprint)]


def _anchor_name(status: Any) -> str | None:
    path = getattr(status, "validation_path", None)
    certificate = getattr(getattr(path, "trust_anchor", None), "certificate", None)
    return subject_part(certificate, "common_name") or certificate.subject.human_friendly if certificate is not None else None


def _revocation(sub: AdESSubIndic) -> str:
    if isinstance(sub, AdESPassed):
        return "good"
    revoked = (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
    return "revoked" if sub in revoked else "unknown"


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    told: datetime | None
    try:
        told = _gen_time(embedded) if is_timestamp(embedded) else embedded.self_reported_timestamp
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return told if told is None or told.tzinfo is not None else told.replace(tzinfo=UTC)


def _proven(embedded: EmbeddedPdfSignature, result: Any, policy: Policy) -> datetime | None:
    if is_timestamp(embedded):
        return _gen_time(embedded) if isinstance(result.ades_subindic, AdESPassed) else None
    best: datetime | None = getattr(result, "best_signature_time", None)
    return best if best is not None and best < policy.moment else None


def _gen_time(embedded: EmbeddedPdfSignature) -> datetime:
    moment: datetime = embedded.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _level(embedded: EmbeddedPdfSignature, later: bool) -> str | None:
    if is_timestamp(embedded) or str(embedded.sig_object.get("/SubFilter")) != _CADES:
        return None
    stamped = any(True for _ in generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False))
    if not has_evidence(embedded.reader):
        return Level.T.value if stamped or later else Level.B.value
    if later:
        return Level.LTA.value
    return Level.LT.value if stamped else Level.B.value


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
        subject_part(certificate, "common_name"),
        subject_part(certificate, "organization_name"),
        str(certificate.issuer.native.get("common_name", "")) or certificate.issuer.human_friendly,
        f"{certificate.serial_number:x}",
    )


async def integrity_only(embedded: EmbeddedPdfSignature, policy: Policy) -> Judgement:
    """The little that can be said when the engine fails on the document as a whole: is this signature still what was signed?"""
    spec = policy.spec(online=False, knowledge=LocalKnowledge())
    result = await engine.ades_basic_validation(
        embedded.signed_data,
        spec,
        timing_info=policy.timing(),
        raw_digest=embedded.compute_digest(),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )
    judgement = _judgement(embedded, result, policy, False)
    doubt = Finding("V020", judgement.report.field)
    report = replace(judgement.report, verdict=worst([judgement.report.verdict, Verdict.UNDETERMINED]))
    return Judgement(report, (*judgement.findings, doubt), embedded, result)
