"""A sample certification authority made fresh for one home: root, issuing CA, leaders, seal, publication, TSA, OCSP, one revoked."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from signing.allowed import AllowedSigner, AllowedSigners
from signing.errors import TrustRefused
from signing.keys import SigningKey, load_pkcs12
from signing.roles import Role
from signing.sample_pictures import seal_picture, signature_picture
from signing.timestamps import TimestampAuthority
from signing.trust import TrustStore

ORGANISATION = "Ủy ban nhân dân tỉnh An Phước (MẪU)"
PEOPLE = {"lanh-dao": "Nguyễn Văn Mẫu"}
REVOKED = "da-thu-hoi"
STATE = "authority.json"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class SampleAuthority:
    """A sample authority on disk; everything it certifies is worth nothing outside a trial, and its trust store says so."""

    folder: Path
    base_url: str
    organisation: str

    @classmethod
    def open(cls, folder: Path) -> "SampleAuthority":
        """The authority made earlier in `folder`; raises TrustRefused when there is none."""
        try:
            state = json.loads((folder / STATE).read_text("utf-8"))
            return cls(folder, str(state["base_url"]), str(state["organisation"]))
        except (OSError, ValueError, KeyError) as cause:
            raise TrustRefused(f"{folder} không có cơ quan chứng thực mẫu.", f"{folder} holds no sample authority.") from cause

    @property
    def trust_folder(self) -> Path:
        """The folder of the trust store, marked as sample."""
        return self.folder / "trust"

    @property
    def trust(self) -> TrustStore:
        """The trust store, marked as sample."""
        return TrustStore.load(self.trust_folder)

    @property
    def timestamps(self) -> TimestampAuthority:
        """The authority's own time-stamping service, when `serve_sample_authority` runs."""
        return TimestampAuthority(f"{self.base_url}/tsa")

    @property
    def passphrase_file(self) -> Path:
        """The file (mode 0600) with the passphrase of all PKCS#12 files of this home."""
        return self.folder / "keys" / "passphrase"

    def key_file(self, role: Role, account: str = "") -> Path:
        """The PKCS#12 file of a role; leaders have one each, by account name."""
        keys = self.folder / "keys"
        return keys / "leader" / f"{account}.p12" if role is Role.LEADER else keys / f"{role.value}.p12"

    def key(self, role: Role, account: str = "") -> SigningKey:
        """The opened key of a role."""
        return load_pkcs12(self.key_file(role, account), self.passphrase_file.read_text("utf-8").strip())

    @property
    def signers(self) -> AllowedSigners:
        """Who may sign what here: the leaders, the agency's seal on documents, copies and annexes, the publication."""
        leaders = [(Role.LEADER, path.stem) for path in sorted((self.folder / "keys" / "leader").glob("*.p12"))]
        seals = [(role, "") for role in (Role.SEAL, Role.COPY, Role.ANNEX)]
        keys = [(role, self.key(Role.SEAL if role in (Role.COPY, Role.ANNEX) else role, account)) for role, account in leaders + seals]
        return AllowedSigners(
            tuple(AllowedSigner(role, key.fingerprint) for role, key in [*keys, (Role.PUBLICATION, self.key(Role.PUBLICATION))])
        )

    def add_person(self, account: str, name: str, *, at: datetime | None = None) -> Path:
        """Issue a leader's key for an account; returns its PKCS#12 file."""
        path = self.key_file(Role.LEADER, account)
        _Issuer(self, at).person(path, name)
        return path

    def replace_services(self, *, at: datetime | None = None, days: int = 10 * 365, bits: int = 3072) -> None:
        """The next generation of time-stamping authority and OCSP responder, which answer from the next request on."""
        _Issuer(self, at).services(days, bits)

    def revoke(self, role: Role, account: str = "", *, at: datetime | None = None) -> None:
        """Revoke the certificate of a key from `at` on; OCSP and CRL say so from the next request."""
        key = load_pkcs12(self.key_file(role, account), self.passphrase_file.read_text("utf-8").strip())
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        state = json.loads((self.folder / STATE).read_text("utf-8"))
        state["revoked"][str(key.signer.signing_cert.serial_number)] = moment.isoformat(timespec="seconds")
        _write(self.folder / STATE, json.dumps(state, ensure_ascii=False, indent=1).encode())

    def certificate(self, name: str) -> x509.Certificate:
        """One of the authority's own certificates: root, issuing, tsa, ocsp."""
        return x509.load_pem_x509_certificate((self.folder / "ca" / f"{name}.crt.pem").read_bytes())

    def private_key(self, name: str) -> PrivateKey:
        """The key of one of the authority's own certificates."""
        data = (self.folder / "ca" / f"{name}.key.pem").read_bytes()
        key = serialization.load_pem_private_key(data, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise TrustRefused(f"Khoá {name} không dùng được.", f"The key {name} cannot be used.")
        return key

    def revoked(self) -> dict[int, datetime]:
        """Revoked serial numbers of the issuing CA and since when."""
        state = json.loads((self.folder / STATE).read_text("utf-8"))
        return {int(serial): datetime.fromisoformat(since) for serial, since in state["revoked"].items()}


def create_sample_authority(
    folder: Path,
    *,
    organisation: str = ORGANISATION,
    people: Mapping[str, str] | None = None,
    base_url: str,
    font: Path | None = None,
    at: datetime | None = None,
) -> SampleAuthority:
    """Make a sample authority with fresh keys in an empty folder.

    people    account name to person's name, one leader's key each
    base_url  where `serve_sample_authority` will answer, for instance http://127.0.0.1:9080; certificates name it
    font      a TrueType font; with it, sample pictures of signatures and seal are drawn beside the keys
    at        the moment of making, now when left out; certificates hold from a day before
    """
    if (folder / STATE).exists():
        raise TrustRefused(f"{folder} đã có cơ quan chứng thực mẫu.", f"{folder} already holds a sample authority.")
    for name in ("ca", "keys/leader"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = SampleAuthority(folder, base_url.rstrip("/"), organisation)
    state = {"base_url": authority.base_url, "organisation": organisation, "revoked": {}}
    _write(folder / STATE, json.dumps(state, ensure_ascii=False, indent=1).encode())
    _write(authority.passphrase_file, secrets.token_urlsafe(24).encode() + b"\n")
    issuer = _Issuer(authority, at)
    issuer.authorities()
    for account, name in (people if people is not None else PEOPLE).items():
        issuer.person(authority.key_file(Role.LEADER, account), name)
    issuer.person(authority.key_file(Role.LEADER, REVOKED), "Người Mẫu đã bị thu hồi")
    issuer.person(authority.key_file(Role.SEAL), organisation, rsa_key=True)
    issuer.person(authority.key_file(Role.PUBLICATION), "Công báo tỉnh An Phước (MẪU)")
    authority.revoke(Role.LEADER, REVOKED, at=issuer.now - timedelta(hours=12))
    if font is not None:
        _draw(authority, people if people is not None else PEOPLE, font)
    _trust(authority).save(authority.trust_folder)
    return authority


def _draw(authority: SampleAuthority, people: Mapping[str, str], font: Path) -> None:
    for account, name in people.items():
        _write(authority.key_file(Role.LEADER, account).with_suffix(".png"), signature_picture(name, font))
    _write(authority.key_file(Role.SEAL).with_suffix(".png"), seal_picture(authority.organisation.removesuffix(" (MẪU)"), font))


def _trust(authority: SampleAuthority) -> TrustStore:
    parts = urlsplit(authority.base_url)
    root = authority.certificate("root").public_bytes(serialization.Encoding.DER)
    issuing = authority.certificate("issuing").public_bytes(serialization.Encoding.DER)
    hosts = frozenset({f"{parts.hostname}:{parts.port or 80}"})
    empty = TrustStore("Kho tin cậy MẪU", sample=True, intermediates=(issuing,), hosts=hosts)
    return empty.add(root, source=authority.base_url)


class _Issuer:
    """Issues the certificates of one authority at one moment."""

    def __init__(self, authority: SampleAuthority, at: datetime | None) -> None:
        self._authority = authority
        self.now = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)

    def authorities(self) -> None:
        """Root, issuing CA, time-stamping authority and OCSP responder."""
        root, issuing = _ec(), _ec()
        root_name, issuing_name = self._name("Cơ quan chứng thực gốc MẪU"), self._name("Cơ quan cấp chứng thư MẪU")
        builder = self._builder(root_name, root_name, root.public_key(), 30 * 365)
        self._keep("root", root, _ca(builder, 1).sign(root, hashes.SHA256()))
        builder = self._builder(issuing_name, root_name, issuing.public_key(), 20 * 365)
        self._keep("issuing", issuing, _ca(self._pointers(builder, "root", ocsp=False), 0).sign(root, hashes.SHA256()))
        self.services(10 * 365, 2048)

    def services(self, days: int, bits: int) -> None:
        """A time-stamping authority and an OCSP responder that hold for so many days, with new keys."""
        issuing = self._authority.private_key("issuing")
        tsa = rsa.generate_private_key(65537, bits)
        builder = self._end_entity(self._name("Dấu thời gian MẪU"), tsa, days)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self._keep("tsa", tsa, builder.sign(issuing, hashes.SHA256()))
        ocsp = _ec()
        builder = self._end_entity(self._name("OCSP MẪU"), ocsp, days)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        self._keep("ocsp", ocsp, builder.add_extension(x509.OCSPNoCheck(), critical=False).sign(issuing, hashes.SHA256()))

    def person(self, path: Path, name: str, *, rsa_key: bool = False) -> None:
        """A signing certificate with its key as PKCS#12 at `path`."""
        key: PrivateKey = rsa.generate_private_key(65537, 2048) if rsa_key else _ec()
        builder = self._end_entity(self._name(name), key, 3 * 365, commits=True)
        certificate = builder.sign(self._authority.private_key("issuing"), hashes.SHA256())
        chain = [self._authority.certificate("issuing"), self._authority.certificate("root")]
        passphrase = self._authority.passphrase_file.read_bytes().strip()
        encryption = serialization.BestAvailableEncryption(passphrase)
        _write(path, pkcs12.serialize_key_and_certificates(path.stem.encode(), key, certificate, chain, encryption))

    def _end_entity(self, name: x509.Name, key: PrivateKey, days: int, *, commits: bool = False) -> x509.CertificateBuilder:
        issuer = self._authority.certificate("issuing").subject
        builder = self._pointers(self._builder(name, issuer, key.public_key(), days), "issuing", ocsp=True)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        return builder.add_extension(_usage(digital_signature=True, content_commitment=commits), critical=True)

    def _builder(self, subject: x509.Name, issuer: x509.Name, key: Any, days: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )

    def _pointers(self, builder: x509.CertificateBuilder, issuer: str, *, ocsp: bool) -> x509.CertificateBuilder:
        base = self._authority.base_url
        crl = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{base}/crl/{issuer}")], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([crl]), critical=False)
        key = self._authority.certificate(issuer).public_key()
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key), critical=False)  # type: ignore[arg-type]
        if not ocsp:
            return builder
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{base}/ocsp"))
        return builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)

    def _name(self, common_name: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._authority.organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            ]
        )

    def _keep(self, name: str, key: PrivateKey, certificate: x509.Certificate) -> None:
        folder = self._authority.folder / "ca"
        plain = serialization.NoEncryption()
        _write(folder / f"{name}.key.pem", key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
        _write(folder / f"{name}.crt.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _ec() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _ca(builder: x509.CertificateBuilder, length: int) -> x509.CertificateBuilder:
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
    return builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)


def _usage(**given: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    flags = dict.fromkeys((*names, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(**(flags | given))


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    fresh.replace(path)
