"""What revocation and dates make of a signature: the sub-indication of EN 319 102-1 for each way in which proof is lacking."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing import Level, Report, Role, Verdict, verify
from signing.sample import REVOKED
from signing.sample_server import SampleServices
from tests.signing import forger
from tests.signing.office import Office

Signer = tuple[x509.Certificate, Any]


@pytest.fixture(scope="module")
def signed(office: Office) -> bytes:
    """A signature without any evidence in the file: only the network can tell."""
    return office.signed(office.page, Role.PUBLICATION, Level.B)


def responder(
    office: Office, *, days: tuple[int, int] = (-1, 30), purpose: Any = ExtendedKeyUsageOID.OCSP_SIGNING, own: bool = True
) -> Signer:
    """A responder's certificate from the issuing authority, or from nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Trả lời mẫu")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(office.authority.certificate("issuing").subject if own else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.OCSPNoCheck(), critical=False)
    )
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    return builder.sign(office.authority.private_key("issuing") if own else key, hashes.SHA256()), key


def answering(
    signer: Signer, *, age: int = 0, status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD, other: int = 0
) -> Callable[[SampleServices, bytes], bytes]:
    """A responder's answer: by whom, how many days old, with which status, and for how distant a serial number."""

    def answer(services: SampleServices, body: bytes) -> bytes:
        request = ocsp.load_der_ocsp_request(body)
        made = datetime.now(UTC).replace(microsecond=0) - timedelta(days=age)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number + other,
            algorithm=request.hash_algorithm,
            cert_status=status,
            this_update=made,
            next_update=made + timedelta(days=2),
            revocation_time=None,
            revocation_reason=None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer[0]).certificates([signer[0]])
        for extension in request.extensions:
            builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(signer[1], hashes.SHA256()).public_bytes(Encoding.DER)

    return answer


def _none(services: SampleServices, issuer: str) -> bytes:
    raise LookupError(issuer)


def told(report: Report) -> tuple[Verdict, str | None, str]:
    signature = report.signatures[0]
    return report.verdict, signature.sub_indication, signature.revocation


WAYS: dict[str, Callable[[Office], Callable[[SampleServices, bytes], bytes]]] = {
    "nobody knows the responder": lambda office: answering(responder(office, own=False)),
    "the responder has expired": lambda office: answering(responder(office, days=(-30, -1))),
    "the responder was not made to answer": lambda office: answering(responder(office, purpose=None)),
    "the responder was made for another trade": lambda office: answering(responder(office, purpose=ExtendedKeyUsageOID.TIME_STAMPING)),
    "the time-stamping authority answers": lambda office: answering(
        (office.authority.certificate("tsa"), office.authority.private_key("tsa"))
    ),
    "the answer is stale": lambda office: answering(responder(office), age=60),
    "the certificate is unknown": lambda office: answering(responder(office), status=ocsp.OCSPCertStatus.UNKNOWN),
    "the answer is about another certificate": lambda office: answering(responder(office), other=1),
    "the answer is garbage": lambda office: lambda services, body: b"\x30\x82\xff\xff" + body,
}


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_proves_nothing_leaves_revocation_open(
    office: Office, signed: bytes, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(SampleServices, "_status", WAYS[way](office))
    monkeypatch.setattr(SampleServices, "_crl", _none)
    report = verify(signed, office.authority.trust)
    assert told(report) == (Verdict.UNDETERMINED, "TRY_LATER", "unknown"), [(f.code, f.detail) for f in report.findings]
    assert "V031" in {finding.code for finding in report.findings}


def test_a_responder_of_the_issuing_authority_is_believed(office: Office, signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SampleServices, "_status", answering(responder(office)))
    assert told(verify(signed, office.authority.trust)) == (Verdict.VALID, None, "good")


def test_signatures_of_one_file_share_the_answers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = office.signed(office.signed(office.prepared, Role.LEADER, Level.B), Role.SEAL, Level.B)
    asked: list[int] = []
    real = SampleServices._status

    def counted(services: SampleServices, body: bytes) -> bytes:
        asked.append(ocsp.load_der_ocsp_request(body).serial_number)
        return real(services, body)

    monkeypatch.setattr(SampleServices, "_status", counted)
    assert verify(twice, office.authority.trust).verdict is Verdict.VALID
    assert len(asked) == len(set(asked)), "nobody is asked twice about the same certificate"


def test_offline_without_evidence_revocation_is_open(office: Office, signed: bytes) -> None:
    assert told(verify(signed, office.authority.trust, offline=True)) == (Verdict.UNDETERMINED, "TRY_LATER", "unknown")


def test_a_signer_revoked_before_he_signed_is_invalid(office: Office) -> None:
    report = verify(office.signed(office.page, Role.LEADER, Level.B, REVOKED), office.authority.trust)
    assert told(report) == (Verdict.INVALID, "REVOKED", "revoked")


@pytest.mark.parametrize("days", [-2000, 2000])
def test_outside_its_dates_a_certificate_proves_nothing(office: Office, signed: bytes, days: int) -> None:
    report = verify(signed, office.authority.trust, at=datetime.now(UTC) + timedelta(days=days))
    assert told(report)[:2] == (Verdict.UNDETERMINED, "OUT_OF_BOUNDS_NO_POE")


def test_a_certificate_of_another_trade_breaks_a_constraint(office: Office) -> None:
    pdf = forger.signed_by(office.page, forger.own_signer(office.authority, "tsa"), "LanhDao", office.authority)
    report = verify(pdf, office.authority.trust, offline=True)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.signatures[0].sub_indication == "CHAIN_CONSTRAINTS_FAILURE"
