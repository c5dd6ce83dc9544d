"""Until when a signed file will verify without help, and why no longer: what the renewal job looks at."""
# mypy: disable-error-code="no-untyped-call"

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.errors import DocumentRefused

_DISALLOWED = "NIST IR 8547 (initial public draft, 2024), table 2"
SUNSETS: tuple[tuple[str, int, datetime, str], ...] = (
    ("sha1", 0, datetime(2011, 1, 1, tzinfo=UTC), "NIST SP 800-131A Rev. 2, table 8: no longer for signatures"),
    ("sha224", 0, datetime(2031, 1, 1, tzinfo=UTC), f"{_DISALLOWED}: 112 bits of security deprecated after 2030"),
    ("rsa", 2048, datetime(2031, 1, 1, tzinfo=UTC), f"{_DISALLOWED}: 112 bits of security deprecated after 2030"),
    ("rsa", 1_000_000, datetime(2036, 1, 1, tzinfo=UTC), f"{_DISALLOWED}: disallowed after 2035"),
    ("ec", 1_000_000, datetime(2036, 1, 1, tzinfo=UTC), f"{_DISALLOWED}: disallowed after 2035"),
)
"""Algorithm, the largest key in bits a row is for (0: any), the first day nobody should rely on it, who says so; the first match counts."""


@dataclass(frozen=True)
class Horizon:
    """The first moment at which a file stops verifying by itself; `cause` is `authority` (its certificate ends), `algorithm` or
    `no-timestamp` (then `until` is None: nothing in the file proves when it was signed). `detail` names authority, algorithm or source."""

    until: datetime | None
    cause: str
    detail: str = ""


def horizon(pdf: bytes) -> Horizon:
    """What ends first: the certificate behind the last document time stamp, or an algorithm that time stamp rests on.

    Earlier stamps and signatures are carried by the last one. Within that time one more archive time stamp (`renew`) carries the proof
    on. Raises DocumentRefused for an unreadable PDF.
    """
    last = _last_stamp(pdf)
    return min(_ends(last), key=lambda end: end.until or datetime.max.replace(tzinfo=UTC)) if last else Horizon(None, "no-timestamp")


def verifiable_until(pdf: bytes) -> datetime | None:
    """The end of validity of the certificate behind the last document timestamp; None when the file bears none.

    What its algorithms say is left out; see `horizon`. Raises DocumentRefused for an unreadable PDF.
    """
    last = _last_stamp(pdf)
    return last[0].not_valid_after if last else None


def _last_stamp(pdf: bytes) -> tuple[x509.Certificate, str] | None:
    """The certificate behind the last document time stamp, and the digest it uses."""
    try:
        stamps = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_timestamp_signatures
        return (stamps[-1].signer_cert, stamps[-1].signer_info["digest_algorithm"]["algorithm"].native) if stamps else None
    except Exception as cause:  # the engine raises a dozen kinds of errors on damaged files
        raise DocumentRefused("Không đọc được tệp PDF.", "The PDF cannot be read.") from cause


def _ends(stamp: tuple[x509.Certificate, str]) -> list[Horizon]:
    certificate, digest = stamp
    return [_certificate(certificate), *_algorithms(certificate, digest)]


def _certificate(certificate: x509.Certificate) -> Horizon:
    return Horizon(certificate.not_valid_after, "authority", str(certificate.subject.native.get("common_name", "")))


def _algorithms(certificate: x509.Certificate, digest: str) -> list[Horizon]:
    key = certificate.public_key
    used = ((digest, 0), (key.algorithm, key.bit_size))
    found = (next((row for row in SUNSETS if row[0] == name and (not row[1] or bits <= row[1])), None) for name, bits in used)
    return [Horizon(row[2], "algorithm", f"{row[0].upper()}: {row[3]}") for row in found if row is not None]
