"""The sample authority's services over HTTP: time stamps (RFC 3161), OCSP (RFC 6960) and CRLs (RFC 5280)."""
# mypy: disable-error-code="no-untyped-call"

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import waitress
from asn1crypto import cms, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from pyhanko.sign import general
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from waitress import wasyncore

from signing.sample import SampleAuthority

Clock = Callable[[], datetime]
_MAX_REQUEST = 64 * 1024


def serve_sample_authority(folder: Path, host: str = "127.0.0.1", port: int = 9080) -> None:
    """Serve the authority of `folder` until the process ends; raises TrustRefused when there is none, OSError when the port is taken."""
    application = SampleServices(SampleAuthority.open(folder))
    waitress.serve(application, host=host, port=port, threads=4, ident="sample-authority")


@contextmanager
def serving(authority: SampleAuthority, clock: Clock | None = None) -> Iterator[None]:
    """Serve the authority at its own address from a thread of this process, for as long as the block lasts (tests, demonstrations)."""
    parts = urlsplit(authority.base_url)
    with answering(SampleServices(authority, clock), parts.hostname or "127.0.0.1", parts.port or 80):
        yield


@contextmanager
def answering(application: Callable[..., Any], host: str = "127.0.0.1", port: int = 0, threads: int = 2) -> Iterator[int]:
    """A WSGI application answered from a thread of this process for as long as the block lasts; gives the port, a free one for 0."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(application, map=sockets, host=host, port=port, threads=threads)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        # Closed by the thread that waits on them: a number closed under its feet could by then be somebody else's new socket.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(10)
        server.task_dispatcher.shutdown()


class SampleServices:
    """A WSGI application answering /tsa, /ocsp, /crl/<issuer> and /healthz; `clock` says what time it is there."""

    def __init__(self, authority: SampleAuthority, clock: Clock | None = None) -> None:
        self._authority = authority
        self._clock = clock or (lambda: datetime.now(UTC))
        self._issuing = authority.certificate("issuing")
        self._ca_keys = {name: authority.private_key(name) for name in ("root", "issuing")}
        self._generation = 0
        self._open_services()

    def _open_services(self) -> None:
        """Takes up the keys of time stamps and OCSP, anew when the authority has replaced them."""
        generation = (self._authority.folder / "ca" / "ocsp.crt.pem").stat().st_mtime_ns
        if generation != self._generation:
            self._responder = self._authority.certificate("ocsp")
            self._responder_key = self._authority.private_key("ocsp")
            self._tsa_key = self._authority.private_key("tsa")
            self._generation = generation

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request; what cannot be understood is answered with 400 or 404."""
        path = environ.get("PATH_INFO", "")
        length = min(int(environ.get("CONTENT_LENGTH") or 0), _MAX_REQUEST)
        body = environ["wsgi.input"].read(length) if length else b""
        self._open_services()
        try:
            kind, answer = self._answer(path, body)
        except LookupError:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"not found"]
        except (ValueError, TypeError):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"not understood"]
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        if path == "/healthz":
            return "text/plain", b"ok"
        if path == "/tsa":
            return "application/timestamp-reply", self._timestamp(body)
        if path == "/ocsp":
            return "application/ocsp-response", self._status(body)
        if path in ("/crl/root", "/crl/issuing"):
            return "application/pkix-crl", self._crl(path.rpartition("/")[2])
        raise LookupError(path)

    def _timestamp(self, body: bytes) -> bytes:
        request = tsp.TimeStampReq.load(body, strict=True)
        stamper = _Stamper(self._authority, self._tsa_key, self._now())
        answer: bytes = stamper.request_tsa_response(request).dump()
        return answer

    def _status(self, body: bytes) -> bytes:
        request = ocsp.load_der_ocsp_request(body)
        since = self._authority.revoked().get(request.serial_number)
        now = self._now()
        revoked = since is not None and since <= now
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + timedelta(days=7),
            revocation_time=since if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self._responder).certificates([self._responder])
        for extension in request.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(self._responder_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _crl(self, issuer: str) -> bytes:
        now = self._now()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._authority.certificate(issuer).subject)
            .last_update(now)
            .next_update(now + timedelta(days=30))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        )
        for serial, since in self._authority.revoked().items() if issuer == "issuing" else ():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._ca_keys[issuer], hashes.SHA256()).public_bytes(Encoding.DER)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(microsecond=0)


class _Stamper(DummyTimeStamper):
    """pyHanko's own small authority with the key kept open."""

    def __init__(self, authority: SampleAuthority, key: Any, now: datetime) -> None:
        self._kept = key
        chain = [_as_asn1(authority.certificate(name)) for name in ("issuing", "root")]
        private = asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        super().__init__(_as_asn1(authority.certificate("tsa")), private, SimpleCertificateStore.from_certs(chain), fixed_dt=now)

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:  # noqa: ARG002
        digest = hashes.Hash(hashes.SHA256() if md_algorithm == "sha256" else hashes.SHA512())
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                general.simple_cms_attribute("content_type", "tst_info"),
                general.simple_cms_attribute("signing_certificate_v2", general.as_signing_certificate_v2(self.tsa_cert)),
                general.simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        assert isinstance(self._kept, RSAPrivateKey)
        algorithm = hashes.SHA256() if md_algorithm == "sha256" else hashes.SHA512()
        return self._kept.sign(attributes.dump(), PKCS1v15(), algorithm), attributes


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
