"""Which certificates may sign which role, and when: a list the office hands in, by fingerprint or by the words of the subject."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from asn1crypto import x509

from signing.copies import VIETNAM
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
    """One line of the list: a role, and the certificate by SHA-256 fingerprint, or by patterns (`*`, `?`) for parts of its subject.

    It signs from the moment `since` on and before the moment `until`, where they are given: what it signed in its time stays good.
    """

    role: Role
    fingerprint: str = ""
    subject: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the line holds at a moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

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
        """Reads a TOML file of tables `[[signer]]` with `role`, and `fingerprint` or `subject = { O = "…*" }`; raises TrustRefused.

        `since` and `until` are the first and the last day, in Vietnam; both may be left out.
        """
        try:
            told = tomllib.loads(path.read_text("utf-8"))
            return cls(tuple(_line(row) for row in told["signer"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
            raise TrustRefused(
                f"Không đọc được danh sách chứng thư được phép ký {path.name}.", f"The list of allowed signers {path.name} cannot be read."
            ) from cause

    def save(self, path: Path) -> None:
        """Writes the fingerprints and roles as `load` reads them; lines by subject or with dates are written by hand."""
        rows = (f'[[signer]]\nrole = "{line.role.value}"\nfingerprint = "{line.fingerprint}"\n' for line in self.signers)
        path.write_text("\n".join(rows), encoding="utf-8")

    def also(self, lines: Iterable[AllowedSigner]) -> "AllowedSigners":
        """The list with more lines for the roles it names; a role it leaves open stays open."""
        named = {line.role for line in self.signers}
        return AllowedSigners((*self.signers, *(line for line in lines if line.role in named)))

    def permits(self, role: Role, certificate: x509.Certificate, at: datetime | None = None) -> bool:
        """Whether the certificate may sign the role at a moment, now when left out."""
        lines = [line for line in self.signers if line.role is role]
        return not lines or any(line.holds(at or datetime.now(UTC)) and line.fits(certificate) for line in lines)

    def role_of(self, certificate: x509.Certificate, at: datetime) -> Role | None:
        """The one role that lines of the list give the certificate at a moment; None when they give it none, or several."""
        given = {line.role for line in self.signers if line.holds(at) and line.fits(certificate)}
        return given.pop() if len(given) == 1 else None

    def require(self, role: Role, certificate: x509.Certificate) -> None:
        """Raises CertificateRefused unless the certificate may sign the role now."""
        if not self.permits(role, certificate):
            raise CertificateRefused(
                f"Chứng thư này không có trong danh sách được phép ký {role.field}.",
                f"The certificate is not on the list of those that may sign {role.field}.",
            )


def _line(row: Mapping[str, Any]) -> AllowedSigner:
    fingerprint = str(row.get("fingerprint", "")).replace(":", "").lower()
    subject = tuple(sorted((str(part), str(pattern)) for part, pattern in row.get("subject", {}).items()))
    if (
        set(row) - {"role", "fingerprint", "subject", "since", "until"}
        or not (fingerprint or subject)
        or any(part not in _PARTS for part, _ in subject)
    ):
        raise ValueError(row)
    if fingerprint:
        bytes.fromhex(fingerprint)
    return AllowedSigner(Role(row["role"]), fingerprint, subject, _midnight(row.get("since"), 0), _midnight(row.get("until"), 1))


def _midnight(day: Any, after: int) -> datetime | None:
    """Where a day begins in Vietnam, or ends (*after* 1)."""
    if day is None:
        return None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(day)
    return datetime.combine(day + timedelta(days=after), time(), VIETNAM)


def _told(certificate: x509.Certificate, part: str, pattern: str) -> bool:
    value = certificate.subject.native.get(_PARTS[part], "")
    return any(fnmatchcase(str(one), pattern) for one in (value if isinstance(value, list) else [value]))
