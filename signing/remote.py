"""Signing with a key that is elsewhere: the hash goes out and a signature comes back, or the whole file goes out and comes back signed.

This room keeps nothing in between: whoever asks keeps the request, and hands it in again with what came back.
"""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.allowed import AllowedSigners
from signing.appearance import Appearance
from signing.errors import CertificateRefused
from signing.keys import SigningKey, subject_part
from signing.opening import translated
from signing.pades import Order, reserve_stream
from signing.returned import Expected, judge_returned, refusal
from signing.roles import Level, Role
from signing.stamping import DIGEST, prove_stream, timestamp_stream
from signing.timestamps import TimestampAuthority, timestamper
from signing.trust import TrustStore

MAX_SIGNATURE = 4096
MAX_CERTIFICATE = 64 * 1024


@dataclass(frozen=True)
class DeviceCertificate:
    """A certificate whose key is on somebody's own device; `der` is the certificate, `fingerprint` its SHA-256 in hexadecimal digits."""

    der: bytes = field(repr=False)
    fingerprint: str
    name: str
    organisation: str
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True)
class Ceremony:
    """How signatures made elsewhere are completed: the level, the time-stamping authority (from B-T), the trust store, who may sign."""

    trust: TrustStore
    level: Level = Level.B
    authority: TimestampAuthority | None = None
    signers: AllowedSigners | None = None


@dataclass(frozen=True)
class SigningRequest:
    """A signature that lacks only its value: what is signed are the bytes `attributes` (SHA-256, RSA PKCS#1 v1.5 or ECDSA).

    `tail` is what the preparation appended to the document, whose SHA-256 is `sent`; the value goes from `start` to `end` of the whole.
    """

    role: Role
    sent: str
    tail: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    start: int
    end: int
    attributes: bytes = field(repr=False)
    certificate: bytes = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Everything but `tail`, as plain values to be kept until the signature comes back."""
        return {
            "role": self.role.value,
            "sent": self.sent,
            "digest": self.digest.hex(),
            "start": self.start,
            "end": self.end,
            "attributes": base64.b64encode(self.attributes).decode(),
            "certificate": base64.b64encode(self.certificate).decode(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any], tail: bytes) -> "SigningRequest":
        """The request back from what `to_json` gave; raises KeyError or ValueError when it is something else."""
        return cls(
            Role(values["role"]),
            str(values["sent"]),
            tail,
            bytes.fromhex(values["digest"]),
            int(values["start"]),
            int(values["end"]),
            base64.b64decode(values["attributes"], validate=True),
            base64.b64decode(values["certificate"], validate=True),
        )


def read_certificate(data: bytes) -> DeviceCertificate:
    """A certificate in PEM or DER, with an RSA or elliptic key; raises CertificateRefused."""
    try:
        pem = b"-----BEGIN" in data[:MAX_CERTIFICATE]
        found = pyca_x509.load_pem_x509_certificate(data) if pem else pyca_x509.load_der_x509_certificate(data)
        if len(data) > MAX_CERTIFICATE or not isinstance(found.public_key(), RSAPublicKey | EllipticCurvePublicKey):
            raise ValueError("key")
        parsed = x509.Certificate.load(found.public_bytes(Encoding.DER), strict=True)
        name, organisation = subject_part(parsed, "common_name"), subject_part(parsed, "organization_name")
    except (ValueError, TypeError, KeyError) as cause:
        raise CertificateRefused(
            "Không đọc được chứng thư, hoặc loại khoá của nó không dùng được.",
            "The certificate cannot be read, or its kind of key is not used.",
        ) from cause
    return DeviceCertificate(parsed.dump(), parsed.sha256.hex(), name, organisation, found.not_valid_before_utc, found.not_valid_after_utc)


def begin_remote(
    pdf: bytes,
    role: Role,
    certificate: bytes,
    ceremony: Ceremony,
    *,
    appearance: Appearance | None = None,
    at: datetime | None = None,
    profile: str | None = None,
) -> SigningRequest:
    """Prepare one signature by the key of `certificate` (DER): field, appearance, evidence, byte range and signed attributes.

    `profile` as for `sign`. Errors as for `sign`: order, level, a certificate that is not on the list, revoked or untrusted (the last two
    from B-LT on), an authority that does not answer.
    """
    own = read_certificate(certificate)
    if not own.not_before <= (at or datetime.now(UTC)) <= own.not_after:
        raise refusal("expired-certificate")
    signer = _signer(own.der, ceremony.trust)
    key = SigningKey(own.name, own.organisation, own.fingerprint, own.not_after, signer)
    stream = io.BytesIO(pdf)
    order = Order(role, key, ceremony.level, ceremony.authority, ceremony.trust, appearance, at, profile=profile, signers=ceremony.signers)
    reserved = reserve_stream(stream, order)
    with translated():
        attributes = asyncio.run(signer.signed_attrs(reserved.document_digest, DIGEST, use_pades=True))
    return SigningRequest(
        role,
        hashlib.sha256(pdf).hexdigest(),
        stream.getvalue()[len(pdf) :],
        reserved.document_digest,
        reserved.reserved_region_start,
        reserved.reserved_region_end,
        attributes.dump(),
        own.der,
    )


def complete_remote(pdf: bytes, request: SigningRequest, signature: bytes, ceremony: Ceremony, allowed: frozenset[str]) -> bytes:
    """The signed document, when `signature` is really made by the request's certificate over the request's attributes.

    `allowed` are the fingerprints of the certificates the account may use now. Everything is checked before the signature is put in; the
    result is verified once more. Raises ReturnRefused with the reason, CertificateRefused, AuthorityUnreachable.
    """
    document = pdf + request.tail
    attributes = _attributes(document, request, hashlib.sha256(pdf).hexdigest())
    value = _believed(request, signature, allowed)
    signer = _signer(request.certificate, ceremony.trust, value)
    stamper = timestamper(ceremony.authority) if ceremony.authority and ceremony.level.timestamped else None
    stream = io.BytesIO(document)
    with translated():
        told = asyncio.run(signer.async_sign_prescribed_attributes(DIGEST, attributes, timestamper=stamper))
        PreparedByteRangeDigest(request.digest, request.start, request.end).fill_with_cms(stream, told)
    signed = stream.getvalue()
    judge_returned(pdf, signed, Expected(request.role.field, allowed, signers=ceremony.signers), ceremony.trust, own=True)
    if ceremony.level is Level.LTA and ceremony.authority:
        timestamp_stream(stream, ceremony.authority, ceremony.trust, field=None)
    return stream.getvalue()


def accept_external(sent: bytes, returned: bytes, expected: Expected, ceremony: Ceremony) -> bytes:
    """The document signed as a whole by an outside tool, after every check, with evidence and a document timestamp added from B-T on.

    Raises ReturnRefused with the reason, CertificateRefused, AuthorityUnreachable, VerificationUnavailable.
    """
    signature = judge_returned(sent, returned, expected, ceremony.trust)
    if not ceremony.level.timestamped or ceremony.authority is None:
        return returned
    stream = io.BytesIO(returned)
    prove_stream(stream, signature.field, ceremony.authority, ceremony.trust)
    return stream.getvalue()


def _signer(certificate: bytes, trust: TrustStore, value: bytes | None = None) -> ExternalSigner:
    own = x509.Certificate.load(certificate)
    others = [x509.Certificate.load(der) for der in trust.intermediates]
    mechanism = SignedDigestAlgorithm({"algorithm": "sha256_ecdsa" if own.public_key.algorithm == "ec" else "sha256_rsa"})
    registry = SimpleCertificateStore.from_certs([own, *others])
    return ExternalSigner(own, registry, value or MAX_SIGNATURE // 8, mechanism)


def _attributes(document: bytes, request: SigningRequest, sent: str) -> cms.CMSAttributes:
    """The attributes of the request, when they and the document still belong together."""
    covered = hashlib.sha256(document[: request.start] + document[request.end :]).digest()
    attributes = cms.CMSAttributes.load(request.attributes)
    told = [a["values"][0].native for a in attributes if a["type"].native == "message_digest"]
    if sent != request.sent or covered != request.digest or told != [covered]:
        raise refusal("wrong-bytes")
    return attributes


def _believed(request: SigningRequest, signature: bytes, allowed: frozenset[str]) -> bytes:
    """The signature as it goes into the document: DER for elliptic keys, whose two numbers devices and browsers also give side by side."""
    own = read_certificate(request.certificate)
    if own.fingerprint not in allowed:
        raise refusal("wrong-certificate")
    if not own.not_before <= datetime.now(UTC) <= own.not_after:
        raise refusal("expired-certificate")
    if not 0 < len(signature) <= MAX_SIGNATURE:
        raise refusal("wrong-signature")
    key = pyca_x509.load_der_x509_certificate(own.der).public_key()
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, request.attributes, PKCS1v15(), SHA256())
        elif isinstance(key, EllipticCurvePublicKey):
            signature = _as_der(signature, key)
            key.verify(signature, request.attributes, ECDSA(SHA256()))
    except InvalidSignature as cause:
        raise refusal("wrong-signature") from cause
    return signature


def _as_der(signature: bytes, key: EllipticCurvePublicKey) -> bytes:
    size = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        return signature
    return encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
