"""Timestamps over bytes that are no PDF (RFC 3161): asked of an authority, kept beside the bytes, and checked later."""
# mypy: disable-error-code="no-untyped-call"

import hashlib
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, tsp, x509
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from signing.errors import SigningError
from signing.opening import run
from signing.stamping import DIGEST
from signing.timestamps import TimestampAuthority, timestamper
from signing.trust import Purpose, TrustStore


def stamp(data: bytes, authority: TimestampAuthority) -> bytes:
    """A timestamp token (DER) over the SHA-256 of *data*. Raises SigningError when the authority cannot be reached or refuses."""
    answer: cms.ContentInfo = run(timestamper(authority).async_timestamp(hashlib.new(DIGEST, data).digest(), DIGEST))
    token: bytes = answer.dump()
    return token


def stamped_at(token: bytes, data: bytes, trust: TrustStore) -> datetime | None:
    """When *token* says that *data* was there; None when it is damaged, over other bytes, or by nobody the store trusts for timestamps.

    The certificate is judged for that moment, without asking anybody whether it was revoked. Never raises for a bad token.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        told: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
        moment: datetime = told["gen_time"].native
        status: dict[str, Any] = run(
            generic_cms.validate_tst_signed_data(signed, _context(trust, moment), lambda name: hashlib.new(name, data).digest())
        )
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError, SigningError):
        return None
    sound = status["intact"] and status["valid"] and status.get("trust_problem_indic") is None and status.get("validation_path") is not None
    return moment.astimezone(UTC) if sound else None


def _context(trust: TrustStore, moment: datetime) -> ValidationContext:
    roots = [x509.Certificate.load(anchor.der) for anchor in trust.anchors_for(Purpose.TSA)]
    others = [x509.Certificate.load(der) for der in trust.intermediates]
    return ValidationContext(trust_roots=roots, other_certs=others, moment=moment, allow_fetching=False, revocation_mode="soft-fail")
