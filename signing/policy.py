"""What we ask of pyHanko's validation engine: certificates meant for signing, revocation that must be known, anchors by purpose."""
# mypy: disable-error-code="no-untyped-call"

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from asn1crypto import x509
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import InvalidCertificateError
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.fetch import SafeFetcher
from signing.revocation import SafeBackend
from signing.trust import Anchor, Purpose, TrustStore

_OTHER_TRADES = frozenset({"time_stamping", "ocsp_signing", "server_auth", "code_signing"})


class _SigningUsage(KeyUsageConstraints):
    """A certificate whose every purpose is another trade signs no documents; one without stated purposes may (RFC 5280, 4.2.1.12)."""

    def validate_asserted_extended_key_usage(self, asserted_key_usages: set[str]) -> None:
        if asserted_key_usages and asserted_key_usages <= _OTHER_TRADES:
            raise InvalidCertificateError(f"issued for {', '.join(sorted(asserted_key_usages))}")


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
            local_knowledge=replace(knowledge, known_certs=[*knowledge.known_certs, *certificates]),
            key_usage_settings=_SIGNING_USAGE,
        )

    def _anchors(self, purpose: Purpose) -> CertValidationPolicySpec:
        roots = [x509.Certificate.load(anchor.der) for anchor in self.trust.anchors_for(purpose)]
        return CertValidationPolicySpec(
            SimpleTrustManager.build(trust_roots=roots), CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
        )
