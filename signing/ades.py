"""The validity of one signature over time, by pyHanko's engine (EN 319 102-1): now, at a proven moment of the past, or asked online.

Revocation must be known good at the proven time. A document time stamp is believed when its authority's certificate holds now,
or when a later believed time stamp carries it (clause 5.6); the stamps are judged from the last to the first.
"""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed
from pyhanko.sign.validation import ades as engine
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec
from pyhanko.sign.validation.status import DocumentTimestampStatus, SignatureCoverageLevel

from signing.accusations import without_excuses
from signing.changes import STRICT
from signing.policy import Policy

CADES = "/ETSI.CAdES.detached"
STAMP = "/ETSI.RFC3161"
# Clocks differ; a stamp from further in the future proves nothing.
_SKEW = timedelta(minutes=1)
_REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE, AdESFailure.REVOKED)
SUPPORTED = (CADES, STAMP, "/adbe.pkcs7.detached", "/PBAD.PAdES")


@dataclass(frozen=True)
class Outcome:
    """The engine's result for one field and the moment by which the signature provably existed."""

    result: Any
    proven: datetime | None = None

    @property
    def passed(self) -> bool:
        """Whether the engine says TOTAL-PASSED."""
        return isinstance(self.result.ades_subindic, AdESPassed)

    @property
    def failed(self) -> bool:
        """Whether the engine says TOTAL-FAILED."""
        return isinstance(self.result.ades_subindic, AdESFailure)


@dataclass
class Timeline:
    """The believed document time stamps of one file, by revision."""

    policy: Policy
    stamps: dict[int, datetime] = field(default_factory=dict)

    def after(self, revision: int) -> datetime | None:
        """The earliest believed time stamp over a revision, or None."""
        return min((moment for n, moment in self.stamps.items() if n > revision), default=None)


def is_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the field holds a document time stamp rather than a signature; some software forgets to say so in /Type."""
    return bool(embedded.sig_object_type == "/DocTimeStamp") or str(embedded.sig_object.get("/SubFilter")) == STAMP


def measure(embedded: EmbeddedPdfSignature) -> None:
    """Coverage and later changes, once; the engine asks for them again and again."""
    embedded.compute_integrity_info(diff_policy=STRICT)
    embedded.compute_integrity_info = lambda *_args, **_options: None  # type: ignore[method-assign]


def stamp_time(token: cms.SignedData) -> datetime:
    """The time a time-stamp token states."""
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def in_order(embedded: Sequence[EmbeddedPdfSignature]) -> list[EmbeddedPdfSignature]:
    """Latest revision first: the order in which time stamps carry one another."""
    return sorted(embedded, key=lambda e: e.signed_revision, reverse=True)


async def validate(embedded: EmbeddedPdfSignature, timeline: Timeline, *, online: bool) -> Outcome:
    """Validate one field; a believed document time stamp is entered into the timeline."""
    spec = timeline.policy.spec(online=online, knowledge=engine._dss_to_local_knowledge(embedded.reader))
    if not is_timestamp(embedded):
        return await _signature(embedded, spec, timeline)
    carrier = timeline.after(embedded.signed_revision)
    extra = embedded.summarise_integrity_info()
    outcome = await _stamp(embedded.signed_data, spec, embedded.compute_digest, timeline.policy, carrier, extra)
    if outcome.passed and outcome.proven and _covers_revision(embedded):
        timeline.stamps[embedded.signed_revision] = outcome.proven
    return outcome


def _covers_revision(embedded: Any) -> bool:
    return bool(embedded.coverage >= SignatureCoverageLevel.ENTIRE_REVISION and embedded.summarise_integrity_info()["docmdp_ok"])


async def _signature(embedded: EmbeddedPdfSignature, spec: SignatureValidationSpec, timeline: Timeline) -> Outcome:
    """Basic validation (5.3) at the moment in question, else at the proven time.

    pyHanko's own validation with time (5.5) is not used: it passes an expired signer without having looked at revocation.
    """
    policy = timeline.policy
    result = await _at(embedded, spec, policy, policy.moment)
    if isinstance(result.ades_subindic, AdESFailure):
        return Outcome(result)
    proven = await _proven_time(embedded, spec, timeline)
    if proven is None or isinstance(result.ades_subindic, AdESPassed):
        return Outcome(result, proven)
    past = await _at(embedded, spec, policy, proven)
    return Outcome(past if isinstance(past.ades_subindic, AdESPassed) else result, proven)


async def _proven_time(embedded: EmbeddedPdfSignature, spec: SignatureValidationSpec, timeline: Timeline) -> datetime | None:
    carrier = timeline.after(embedded.signed_revision)
    expected = generic_cms.message_imprint_checker(embedded.signer_info)
    for token in generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False):
        outcome = await _stamp(token, spec, expected, timeline.policy, carrier, None)
        if outcome.passed and outcome.proven is not None:
            return outcome.proven
    return carrier


async def _at(embedded: EmbeddedPdfSignature, spec: SignatureValidationSpec, policy: Policy, moment: datetime) -> Any:
    options: dict[str, Any] = {"timing_info": policy.timing(moment), "raw_digest": embedded.compute_digest()}
    result = await engine.ades_basic_validation(embedded.signed_data, spec, **options)
    accusing = (
        without_excuses(spec, getattr(result.api_status, "validation_path", None)) if isinstance(result.ades_subindic, AdESPassed) else None
    )
    if accusing is None:
        return result
    accused = await engine.ades_basic_validation(embedded.signed_data, accusing, **options)
    return accused if accused.ades_subindic in _REVOKED else result


async def _stamp(
    token: cms.SignedData, spec: SignatureValidationSpec, expected: Any, policy: Policy, carrier: datetime | None, extra: Any
) -> Outcome:
    """A time-stamp token under the store's dates: who was not trusted when it was made proves no time."""
    outcome = await _measured(token, spec, expected, policy, carrier, extra)
    anchor = policy.anchor(outcome.result.api_status)
    if outcome.proven is None or (anchor is not None and anchor.trusted_at(outcome.proven)):
        return outcome
    return Outcome(replace(outcome.result, ades_subindic=AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND))


async def _measured(
    token: cms.SignedData, spec: SignatureValidationSpec, expected: Any, policy: Policy, carrier: datetime | None, extra: Any
) -> Outcome:
    """A time-stamp token, judged now; else when a later stamp carried it; else when it was made, while its certificate still holds."""
    options: dict[str, Any] = {"extra_status_kwargs": extra, "status_cls": DocumentTimestampStatus} if extra is not None else {}
    result = await engine.ades_timestamp_validation(token, spec, expected, timing_info=policy.timing(), **options)
    made = stamp_time(token)
    if made > policy.moment + _SKEW:
        return Outcome(replace(result, ades_subindic=AdESIndeterminate.TIMESTAMP_ORDER_FAILURE))
    if isinstance(result.ades_subindic, AdESPassed | AdESFailure):
        return Outcome(result, made if isinstance(result.ades_subindic, AdESPassed) else None)
    moment = carrier if carrier is not None else made if _still_holds(result, policy.moment) else None
    if moment is None or moment < made:
        return Outcome(result)
    past = await engine.ades_timestamp_validation(token, spec, expected, timing_info=policy.timing(moment), **options)
    return Outcome(past, made) if isinstance(past.ades_subindic, AdESPassed) else Outcome(result)


def _still_holds(result: Any, moment: datetime) -> bool:
    """Whether the authority's certificate is within its dates and not known to be revoked."""
    status = result.api_status
    if status is None or status.revocation_details is not None:
        return False
    return bool(status.signing_cert.not_valid_before <= moment <= status.signing_cert.not_valid_after)


async def integrity_only(embedded: EmbeddedPdfSignature, policy: Policy) -> Outcome:
    """The little that can be said when the engine fails on the document as a whole: is this signature still what was signed?"""
    return Outcome(await _at(embedded, policy.spec(online=False, knowledge=LocalKnowledge()), policy, policy.moment))
