"""Which certificates may sign which role: an allow-list that the office hands in, by fingerprint or by the words of the subject."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from asn1crypto import x509

from signing.errors import CertificateRefused, TrustRefused
from signing.roles import Role

_PARTS = {
    "CN": "common_name",
    "O": "organization_name",
    "OU": "organizational_unit_name",
    "T": "title",
    "L": "locality_name",
    "serialNumber": "serial_number",
}


@dataclass(frozen=True)
class AllowedSigner:
    """One line of the list: a role, and the certificate by SHA-256 fingerprint, or by patterns (`*`, `?`) for parts of its subject."""

    role: Role
    fingerprint: str = ""
    subject: tuple[tuple[str, str], ...] = ()

    def fits(self, certificate: x509.Certificate) -> bool:
        """Whether the certificate is meant; every part given must fit."""
        if self.fingerprint and self.fingerprint != certificate.sha256.hex():
            return False
        return all(_told(certificate, part, pattern) for part, pattern in self.subject)


@dataclass(frozen=True)
class AllowedSigners:
    """The list. A role that no line names is open to every certificate that the trust store accepts."""

    signers: tuple[AllowedSigner, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "AllowedSigners":
        """Reads a TOML file of tables `[[signer]]` with `role`, and `fingerprint` or `subject = { O = "…*" }`; raises TrustRefused."""
        try:
            told = tomllib.loads(path.read_text("utf-8"))
            return cls(tuple(_line(row) for row in told["signer"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
            raise TrustRefused(
                f"Không đọc được danh sách chứng thư được phép ký {path.name}.", f"The list of allowed signers {path.name} cannot be read."
            ) from cause

    def permits(self, role: Role, certificate: x509.Certificate) -> bool:
        """Whether the certificate may sign the role."""
        lines = [line for line in self.signers if line.role is role]
        return not lines or any(line.fits(certificate) for line in lines)

    def require(self, role: Role, certificate: x509.Certificate) -> None:
        """Raises CertificateRefused unless the certificate may sign the role."""
        if not self.permits(role, certificate):
            raise CertificateRefused(
                f"Chứng thư này không có trong danh sách được phép ký {role.field}.",
                f"The certificate is not on the list of those that may sign {role.field}.",
            )


def _line(row: Mapping[str, Any]) -> AllowedSigner:
    fingerprint = str(row.get("fingerprint", "")).replace(":", "").lower()
    subject = tuple(sorted((str(part), str(pattern)) for part, pattern in row.get("subject", {}).items()))
    if set(row) - {"role", "fingerprint", "subject"} or not (fingerprint or subject) or any(part not in _PARTS for part, _ in subject):
        raise ValueError(row)
    if fingerprint:
        bytes.fromhex(fingerprint)
    return AllowedSigner(Role(row["role"]), fingerprint, subject)


def _told(certificate: x509.Certificate, part: str, pattern: str) -> bool:
    value = certificate.subject.native.get(_PARTS[part], "")
    return any(fnmatchcase(str(one), pattern) for one in (value if isinstance(value, list) else [value]))
