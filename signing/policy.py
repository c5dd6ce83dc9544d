"""What we ask of pyHanko's validation engine: certificates meant for signing, revocation that must be known, anchors by purpose."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from asn1crypto import algos, keys, x509
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import InvalidCertificateError
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import RevinfoContainer

from signing.fetch import SafeFetcher
from signing.revocation import SafeBackend
from signing.trust import Anchor, Purpose, TrustStore

CLOCKS = timedelta(minutes=10)
"""How far another's clock may run ahead of ours."""

_SMALLEST_CURVE = 256
_OTHER_TRADES = frozenset({"time_stamping", "ocsp_signing", "server_auth", "code_signing"})


class _SigningUsage(KeyUsageConstraints):
    """A certificate whose every purpose is another trade signs no documents; one without stated purposes may (RFC 5280, 4.2.1.12)."""

    def validate(
        self,
        cert: x509.Certificate,
        extra_asserted_key_usages: Iterable[str] = (),
        extra_asserted_extd_key_usages: Iterable[str] = (),
    ) -> None:
        if cert.ca:
            raise InvalidCertificateError("issued for issuing certificates")
        super().validate(cert, extra_asserted_key_usages, extra_asserted_extd_key_usages)

    def validate_asserted_extended_key_usage(self, asserted_key_usages: set[str]) -> None:
        if asserted_key_usages and asserted_key_usages <= _OTHER_TRADES:
            raise InvalidCertificateError(f"issued for {', '.join(sorted(asserted_key_usages))}")


class _Algorithms(DisallowWeakAlgorithmsPolicy):
    """No MD5, SHA-1, RSA below 2048 bits, and (ETSI TS 119 312) no curve below 256 bits or without a name; PSS as RFC 8017 writes it."""

    def signature_algorithm_allowed(
        self, algo: algos.SignedDigestAlgorithm, moment: datetime | None, public_key: keys.PublicKeyInfo | None
    ) -> AlgorithmUsageConstraint:
        reason = _weakness(algo, public_key)
        if reason:
            return AlgorithmUsageConstraint(allowed=False, failure_reason=reason)
        return super().signature_algorithm_allowed(algo, moment, public_key)


def _weakness(algo: algos.SignedDigestAlgorithm, public_key: keys.PublicKeyInfo | None) -> str:
    if (
        algo["algorithm"].native == "rsassa_pss"
        and algo["parameters"].native
        and algo["parameters"]["trailer_field"].native not in (1, "trailer_field_bc")
    ):
        return "another trailer than RFC 8017 knows"
    if public_key is not None and public_key.algorithm == "ec":
        kind, _ = public_key.curve
        if kind != "named":
            return "a curve without a name"
        if public_key.bit_size < _SMALLEST_CURVE:
            return f"a curve of {public_key.bit_size} bits"
    return ""


_ALGORITHMS = _Algorithms()
_SIGNING_USAGE = _SigningUsage(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


@dataclass(frozen=True)
class Policy:
    """How to judge: the trust store, the moment, and whether the network may be asked."""

    trust: TrustStore
    moment: datetime
    historical: bool
    offline: bool

    @cached_property
    def _backend(self) -> SafeBackend:
        """One for the whole verification: its signatures share the answers and the bound on requests."""
        return SafeBackend(SafeFetcher(self.trust.hosts))

    def timing(self, past: datetime | None = None) -> ValidationTimingInfo:
        """The moment in the engine's terms; `past` judges for an earlier, proven moment instead."""
        moment = past or self.moment
        return ValidationTimingInfo(moment, moment, self.historical or past is not None)

    def anchor(self, status: Any) -> Anchor | None:
        """The store's entry for the anchor that the engine's status ends at."""
        certificate = getattr(getattr(getattr(status, "validation_path", None), "trust_anchor", None), "certificate", None)
        return self.trust.anchor(certificate.dump()) if certificate is not None else None

    def spec(self, *, online: bool, knowledge: LocalKnowledge) -> SignatureValidationSpec:
        """The engine's specification; online, revocation data may come through the safe fetcher.

        Revocation data issued after the moment in question also count: who asks later and hears "good" knows more, not less.
        """
        certificates = [x509.Certificate.load(der) for der in self.trust.intermediates]
        rule = RevinfoOnlineFetchingRule.ALWAYS_FETCH if online else RevinfoOnlineFetchingRule.LOCAL_ONLY
        return SignatureValidationSpec(
            cert_validation_policy=self._anchors(Purpose.SIGNER),
            ts_cert_validation_policy=self._anchors(Purpose.TSA),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=rule,
                fetcher_backend=self._backend,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=LocalKnowledge(
                known_ocsps=[one for one in knowledge.known_ocsps if self._made_by_now(one)],
                known_crls=[one for one in knowledge.known_crls if self._made_by_now(one)],
                known_certs=[*knowledge.known_certs, *certificates],
            ),
            key_usage_settings=_SIGNING_USAGE,
            signature_algorithm_policy=CMSAlgorithmUsagePolicy.lift_policy(_ALGORITHMS),
        )

    def _made_by_now(self, evidence: RevinfoContainer) -> bool:
        """Whether an answer is not from the future: dated ahead, it would be fresh for long (RFC 6960, 4.2.2.1)."""
        made = evidence.issuance_date
        return made is None or made <= max(self.moment, datetime.now(UTC)) + CLOCKS

    def _anchors(self, purpose: Purpose) -> CertValidationPolicySpec:
        roots = [x509.Certificate.load(anchor.der) for anchor in self.trust.anchors_for(purpose)]
        return CertValidationPolicySpec(
            SimpleTrustManager.build(trust_roots=roots),
            CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
            algorithm_usage_policy=_ALGORITHMS,
        )
