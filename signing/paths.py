"""Certificate paths as the engine reports them, looked at once more: a path that was refused may not even hang together."""
# mypy: disable-error-code="no-untyped-call"

import unicodedata
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def linked(path: Any) -> bool:
    """Whether every certificate of a path, from the anchor on, was signed with the key of the one before; names alone prove nothing."""
    try:
        chain = [pyca_x509.load_der_x509_certificate(c.dump()) for c in path.iter_certs(include_root=True)]
        for issuer, issued in pairwise(chain):
            issued.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, AttributeError):
        return False
    return True


def within(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether a moment lies between a certificate's dates."""
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def legible(text: str) -> str:
    """A stranger's text (a name, a file name) without control and direction characters, which could rearrange what stands around it."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)
