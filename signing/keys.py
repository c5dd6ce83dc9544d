"""Signing keys: PKCS#12 files and PKCS#11 tokens, opened once and kept for the life of the process."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from signing.errors import KeyRefused
from signing.tokens import open_token

MAX_KEY_FILE = 1024 * 1024


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificate, ready to sign; what opens it stays inside this object."""

    name: str
    organisation: str
    fingerprint: str
    not_after: datetime
    signer: Any = field(repr=False, compare=False)


@dataclass(frozen=True)
class KeySource:
    """Where a key is and what opens it: a PKCS#12 path or a PKCS#11 URI. Unlike the key itself it may go to another process.

    `modules` are the PKCS#11 libraries that may be loaded; None when whoever wrote the address vouches for it.
    """

    place: str
    secret: str = field(repr=False)
    modules: frozenset[str] | None = None

    def open(self) -> SigningKey:
        """The key; raises KeyRefused."""
        if self.place.startswith("pkcs11:"):
            return open_pkcs11(self.place, self.secret, self.modules)
        return load_pkcs12(Path(self.place), self.secret)


class _KeptSigner(SimpleSigner):
    """Keeps its private key open: loading checks the key and costs as much as the signature itself."""

    def __init__(self, certificate: x509.Certificate, private: asn1_keys.PrivateKeyInfo, chain: SimpleCertificateStore, kept: Any) -> None:
        super().__init__(certificate, private, chain)
        self._kept = kept

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._kept, RSAPrivateKey):
            return self._kept.sign(data, PKCS1v15(), digest)
        signature: bytes = self._kept.sign(data, ECDSA(digest))
        return signature


def load_pkcs12(path: Path, passphrase: str) -> SigningKey:
    """Open a PKCS#12 file; raises KeyRefused when it cannot be read or the passphrase is wrong."""
    try:
        if path.stat().st_size > MAX_KEY_FILE:
            raise KeyRefused(f"Tệp khoá {path.name} quá lớn.", f"The key file {path.name} is too large.")
        data = path.read_bytes()
    except OSError as cause:
        raise KeyRefused(f"Không đọc được tệp khoá {path.name}.", f"The key file {path.name} cannot be read.") from cause
    return parse_pkcs12(data, passphrase, path.name)


def parse_pkcs12(data: bytes, passphrase: str, name: str = "PKCS#12") -> SigningKey:
    """Open PKCS#12 bytes; `name` is what the error calls them."""
    if not data.startswith(b"\x30"):
        raise KeyRefused(f"{name} không phải là tệp khoá PKCS#12.", f"{name} is not a PKCS#12 key file.")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except (ValueError, TypeError) as cause:
        raise KeyRefused(
            f"Không mở được {name}: sai mật khẩu hoặc tệp hỏng.", f"{name} cannot be opened: wrong passphrase or damaged file."
        ) from cause
    if key is None or certificate is None:
        raise KeyRefused(f"{name} không chứa khoá và chứng thư.", f"{name} holds no key with a certificate.")
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyRefused(f"Loại khoá trong {name} không dùng được.", f"The kind of key in {name} is not supported.")
    chain = [_as_asn1(certificate), *(_as_asn1(other) for other in others)]
    return _key(_KeptSigner(chain[0], _as_private(key), SimpleCertificateStore.from_certs(chain), key))


def open_pkcs11(uri: str, pin: str, modules: Collection[str] | None = None) -> SigningKey:
    """Open a key on a token by its PKCS#11 URI (RFC 7512), for instance
    `pkcs11:token=MAU;object=con-dau;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so`.

    `modules` are the libraries that may be loaded; None when whoever wrote the address vouches for it. The session is opened again when
    the token was away. Raises KeyRefused when the module is not allowed, the token absent, the PIN wrong, or not exactly one key is meant.
    """
    return _key(open_token(uri, pin, modules))


def _key(signer: Signer) -> SigningKey:
    certificate = signer.signing_cert
    if certificate is None:
        raise ValueError("no certificate")
    return SigningKey(
        subject_part(certificate, "common_name"),
        subject_part(certificate, "organization_name"),
        certificate.sha256.hex(),
        certificate.not_valid_after,
        signer,
    )


def subject_part(certificate: x509.Certificate, part: str) -> str:
    """One attribute of the certificate's subject as text, or the empty string."""
    value = certificate.subject.native.get(part, "")
    return str(value[-1] if isinstance(value, list) else value)


def _as_asn1(certificate: pyca_x509.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _as_private(key: RSAPrivateKey | EllipticCurvePrivateKey) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
