"""Signing keys: PKCS#12 files and PKCS#11 tokens, opened once and kept for the life of the process."""
# mypy: disable-error-code="no-untyped-call"

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pkcs11
from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from signing.errors import KeyRefused

MAX_KEY_FILE = 1024 * 1024
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


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
    """Where a key is and what opens it: a PKCS#12 path or a PKCS#11 URI. Unlike the key itself it may go to another process."""

    place: str
    secret: str = field(repr=False)

    def open(self) -> SigningKey:
        """The key; raises KeyRefused."""
        if self.place.startswith("pkcs11:"):
            return open_pkcs11(self.place, self.secret)
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


def open_pkcs11(uri: str, pin: str) -> SigningKey:
    """Open a key on a token by its PKCS#11 URI (RFC 7512), for instance
    `pkcs11:token=MAU;object=con-dau?module-path=/usr/lib/softhsm/libsofthsm2.so`.

    Raises KeyRefused when the token is absent, the PIN is wrong or the object is not there.
    """
    path, query = _uri(uri)
    try:
        session = open_pkcs11_session(
            query.get("module-path", SOFTHSM), token_criteria=TokenCriteria(label=path.get("token")), user_pin=pin
        )
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as cause:
        raise KeyRefused("Sai mã PIN của thiết bị ký.", "The PIN of the token is wrong.") from cause
    except pkcs11.PinLocked as cause:
        raise KeyRefused(
            "Thiết bị ký đã bị khoá vì nhập sai mã PIN nhiều lần.", "The token is locked after too many wrong PINs."
        ) from cause
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as cause:
        raise KeyRefused("Không tìm thấy thiết bị ký.", "The token is not there.") from cause
    return _on_token(session, path)


def _on_token(session: Any, path: dict[str, str]) -> SigningKey:
    label = path.get("object")
    try:
        keys = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.LABEL: label}))
        # SoftHSM offers no ECDSA with a digest, so the digest is taken here.
        raw = bool(keys) and keys[0].key_type == pkcs11.KeyType.EC
        signer = PKCS11Signer(
            session,
            cert_label=label,
            key_label=label,
            ca_chain=None,
            other_certs_to_pull=(),
            use_raw_mechanism=raw,
        )
        return _key(signer)
    except Exception as cause:
        raise KeyRefused(f"Thiết bị ký không có khoá {label!r}.", f"The token holds no key {label!r}.") from cause


def _uri(uri: str) -> tuple[dict[str, str], dict[str, str]]:
    parts = urlsplit(uri)
    if parts.scheme != "pkcs11":
        raise KeyRefused("Địa chỉ khoá phải bắt đầu bằng pkcs11:.", "The key address must begin with pkcs11:.")
    pairs = (piece.partition("=") for piece in parts.path.split(";") if piece)
    path = {unquote(name): unquote(value) for name, _, value in pairs}
    return path, {name: values[0] for name, values in parse_qs(parts.query).items()}


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
