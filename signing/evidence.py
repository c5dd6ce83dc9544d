"""What is known about certificates while signing: a fail-closed view of the trust store, kept through a batch."""
# mypy: disable-error-code="no-untyped-call"

from datetime import datetime

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext

from signing.fetch import SafeFetcher
from signing.revocation import SafeBackend
from signing.trust import Purpose, TrustStore


class Evidence:
    """What is known about certificates, kept from one signature of a batch to the next: paths once found good, answers once given."""

    def __init__(self, trust: TrustStore) -> None:
        self.context = context(trust)


def context(trust: TrustStore, evidence: Evidence | None = None, at: datetime | None = None) -> ValidationContext:
    """A fail-closed view of the trust store for signing: revocation must be known, and is fetched through the safe fetcher.

    `evidence` answers from what it was told before, for a batch; without it everything is asked anew, for the moment `at` or now.
    """
    if evidence is not None:
        return evidence.context
    roots = {a.der: x509.Certificate.load(a.der) for p in (Purpose.SIGNER, Purpose.TSA) for a in trust.anchors_for(p)}
    return ValidationContext(
        trust_roots=list(roots.values()),
        other_certs=[x509.Certificate.load(der) for der in trust.intermediates],
        moment=at,
        allow_fetching=True,
        fetcher_backend=SafeBackend(SafeFetcher(trust.hosts)),
        revocation_mode="require",
        # An answer given after the question knows more, not less: a responder's clock, or a slow night, refuses no signature.
        retroactive_revinfo=True,
    )
