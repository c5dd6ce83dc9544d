"""Trust stores: versioned folders of anchors with purposes, validity and distrust dates, and the hosts that may be asked."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.errors import TrustRefused

MANIFEST = "manifest.json"


class Purpose(StrEnum):
    """What an anchor is trusted for."""

    SIGNER = "signer"
    TSA = "tsa"
    OCSP = "ocsp"


EVERY_PURPOSE = frozenset(Purpose)


@dataclass(frozen=True)
class Anchor:
    """A trusted certificate (DER) with what it is trusted for and when; times are aware, None means no bound."""

    der: bytes = field(repr=False)
    name: str
    purposes: frozenset[Purpose] = EVERY_PURPOSE
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    distrusted_from: datetime | None = None
    source: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return hashlib.sha256(self.der).hexdigest()

    def trusted_at(self, moment: datetime) -> bool:
        """Whether the store's dates let this anchor vouch for something that existed at `moment`."""
        if self.distrusted_from is not None and moment >= self.distrusted_from:
            return False
        return (self.valid_from is None or moment >= self.valid_from) and (self.valid_to is None or moment <= self.valid_to)


@dataclass(frozen=True)
class TrustStore:
    """Anchors, helping intermediate certificates, and the private hosts whose OCSP and CRL may be fetched.

    `sample` marks a store whose certificates mean nothing outside a trial; every report made with it says so.
    `hosts` holds "host" or "host:port"; only these may resolve to a private or loopback address.
    """

    name: str
    version: int = 0
    sample: bool = False
    anchors: tuple[Anchor, ...] = ()
    intermediates: tuple[bytes, ...] = field(default=(), repr=False)
    hosts: frozenset[str] = frozenset()

    @classmethod
    def load(cls, folder: Path) -> "TrustStore":
        """Read a store saved by `save`; raises TrustRefused when the folder holds none or a certificate does not match its entry."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            return _from_manifest(folder, manifest)
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise TrustRefused(f"Không đọc được kho tin cậy {folder}.", f"The trust store {folder} cannot be read.") from cause

    @classmethod
    def from_pem_folder(cls, folder: Path) -> "TrustStore":
        """Every certificate in the folder's PEM files: self-issued ones become anchors for all purposes, others help build paths."""
        found = [certificate for path in _pem_files(folder) for certificate in _certificates(path)]
        if not found:
            raise TrustRefused(f"Thư mục {folder} không có chứng thư PEM nào.", f"The folder {folder} holds no PEM certificate.")
        roots = [c for c in found if c.issuer == c.subject]
        others = [c for c in found if c.issuer != c.subject]
        anchors = tuple(Anchor(c.public_bytes(Encoding.DER), _name(c), source=str(folder)) for c in roots)
        return cls(folder.name, anchors=anchors, intermediates=tuple(c.public_bytes(Encoding.DER) for c in others))

    @classmethod
    def open(cls, folder: Path) -> "TrustStore":
        """A saved store when the folder has a manifest, otherwise a plain folder of root certificates in PEM."""
        return cls.load(folder) if (folder / MANIFEST).is_file() else cls.from_pem_folder(folder)

    def save(self, folder: Path) -> "TrustStore":
        """Write the store as the next version; earlier manifests stay under `versions/`. Returns the store as saved."""
        saved = replace(self, version=self.version + 1)
        try:
            for name in ("certs", "versions"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            for anchor in saved.anchors:
                _write(folder / "certs" / f"{anchor.fingerprint}.pem", _pem(anchor.der))
            for der in saved.intermediates:
                _write(folder / "certs" / f"{hashlib.sha256(der).hexdigest()}.pem", _pem(der))
            text = json.dumps(_manifest(saved), ensure_ascii=False, indent=1).encode()
            _write(folder / "versions" / f"{saved.version:06d}.json", text)
            _write(folder / MANIFEST, text)
        except OSError as cause:
            raise TrustRefused(f"Không ghi được kho tin cậy {folder}.", f"The trust store {folder} cannot be written.") from cause
        return saved

    def add(self, certificate: bytes, purposes: Iterable[Purpose] = EVERY_PURPOSE, *, source: str = "") -> "TrustStore":
        """A store that also trusts `certificate` (PEM or DER) for `purposes`; the old one stays as it is.

        A certificate that the store has already keeps its dates: adding it again changes its purposes, and never takes back a distrust.
        """
        parsed = _parse(certificate)
        der = parsed.public_bytes(Encoding.DER)
        known = self.anchor(der) or Anchor(der, _name(parsed))
        anchor = replace(known, purposes=frozenset(purposes), source=source or known.source)
        kept = tuple(a for a in self.anchors if a.der != der)
        return replace(self, anchors=(*kept, anchor))

    def distrust(self, fingerprint: str, since: datetime) -> "TrustStore":
        """A store in which the anchor no longer vouches for what was first proven to exist at or after `since`."""
        wanted = fingerprint.lower().replace(":", "")
        if not any(a.fingerprint == wanted for a in self.anchors):
            raise TrustRefused(f"Kho tin cậy không có chứng thư {fingerprint}.", f"The trust store holds no certificate {fingerprint}.")
        return replace(self, anchors=tuple(replace(a, distrusted_from=since) if a.fingerprint == wanted else a for a in self.anchors))

    def list(self) -> tuple[Anchor, ...]:
        """The anchors, by name."""
        return tuple(sorted(self.anchors, key=lambda a: (a.name, a.fingerprint)))

    def anchors_for(self, purpose: Purpose) -> tuple[Anchor, ...]:
        """The anchors trusted for one purpose, whatever their dates."""
        return tuple(a for a in self.anchors if purpose in a.purposes)

    def anchor(self, der: bytes) -> Anchor | None:
        """The anchor that holds exactly this certificate."""
        return next((a for a in self.anchors if a.der == der), None)


def _from_manifest(folder: Path, manifest: dict[str, object]) -> TrustStore:
    entries = manifest["anchors"]
    fingerprints = manifest.get("intermediates", [])
    hosts = manifest.get("hosts", [])
    version = manifest["version"]
    if not (isinstance(entries, list) and isinstance(fingerprints, list) and isinstance(hosts, list) and isinstance(version, int)):
        raise ValueError("manifest")
    return TrustStore(
        str(manifest["name"]),
        version,
        bool(manifest.get("sample", False)),
        tuple(_anchor(folder, entry) for entry in entries),
        tuple(_certificate(folder, str(fingerprint)) for fingerprint in fingerprints),
        frozenset(str(host) for host in hosts),
    )


def _anchor(folder: Path, entry: dict[str, object]) -> Anchor:
    purposes = entry["purposes"]
    if not isinstance(purposes, list):
        raise ValueError("purposes")
    return Anchor(
        _certificate(folder, str(entry["fingerprint"])),
        str(entry["name"]),
        frozenset(Purpose(p) for p in purposes),
        _moment(entry.get("valid_from")),
        _moment(entry.get("valid_to")),
        _moment(entry.get("distrusted_from")),
        str(entry.get("source", "")),
    )


def _certificate(folder: Path, fingerprint: str) -> bytes:
    der = _parse((folder / "certs" / f"{fingerprint}.pem").read_bytes()).public_bytes(Encoding.DER)
    if hashlib.sha256(der).hexdigest() != fingerprint:
        raise ValueError("fingerprint")
    return der


def _manifest(store: TrustStore) -> dict[str, object]:
    return {
        "name": store.name,
        "version": store.version,
        "sample": store.sample,
        "saved": datetime.now(UTC).isoformat(timespec="seconds"),
        "hosts": sorted(store.hosts),
        "intermediates": [hashlib.sha256(der).hexdigest() for der in store.intermediates],
        "anchors": [
            {
                "fingerprint": a.fingerprint,
                "name": a.name,
                "purposes": sorted(a.purposes),
                "valid_from": a.valid_from.isoformat() if a.valid_from else None,
                "valid_to": a.valid_to.isoformat() if a.valid_to else None,
                "distrusted_from": a.distrusted_from.isoformat() if a.distrusted_from else None,
                "source": a.source,
            }
            for a in store.anchors
        ],
    }


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return moment


def _parse(certificate: bytes) -> x509.Certificate:
    try:
        if certificate.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(certificate)
        return x509.load_der_x509_certificate(certificate)
    except ValueError as cause:
        raise TrustRefused("Tệp không phải là chứng thư X.509.", "The file is not an X.509 certificate.") from cause


def _pem_files(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.suffix.lower() in (".pem", ".crt", ".cer") and p.is_file())
    except OSError as cause:
        raise TrustRefused(f"Không mở được thư mục {folder}.", f"The folder {folder} cannot be opened.") from cause


def _certificates(path: Path) -> list[x509.Certificate]:
    data = path.read_bytes()
    try:
        return x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
    except ValueError as cause:
        raise TrustRefused(f"{path} không phải là chứng thư PEM.", f"{path} is not a PEM certificate.") from cause


def _name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(path)
