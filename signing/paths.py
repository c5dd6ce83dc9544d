"""Certificate paths as the engine reports them, looked at once more: a path that was refused may not even hang together."""
# mypy: disable-error-code="no-untyped-call"

import unicodedata
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID

_USUAL = (ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE)
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


def may_issue(path: Any) -> bool:
    """Whether every issuer of a path may issue certificates, and so deep (RFC 5280, 4.2.1.3 and 4.2.1.9)."""
    try:
        chain = [pyca_x509.load_der_x509_certificate(c.dump()) for c in path.iter_certs(include_root=True)]
        below = len(chain) - 2
        for place, certificate in enumerate(chain[:-1]):
            basic = certificate.extensions.get_extension_for_class(pyca_x509.BasicConstraints).value
            if not basic.ca or (basic.path_length is not None and basic.path_length < below - place):
                return False
        usages = [e.value for c in chain[:-1] for e in c.extensions if isinstance(e.value, pyca_x509.KeyUsage)]
        return all(usage.key_cert_sign for usage in usages)
    except (pyca_x509.ExtensionNotFound, pyca_x509.DuplicateExtension, ValueError, TypeError, AttributeError):
        return False


def unconstrained(path: Any) -> bool:
    """Whether no certificate of a path has special constraints."""
    try:
        chain = [pyca_x509.load_der_x509_certificate(c.dump()) for c in path.iter_certs(include_root=True)]
        return all(e.oid in _USUAL for c in chain for e in c.extensions if e.critical)
    except (pyca_x509.DuplicateExtension, ValueError, TypeError, AttributeError):
        return False


def signs_nothing(certificate: x509.Certificate) -> bool:
    """Whether a certificate says of itself that it signs neither data nor documents."""
    usage = certificate.key_usage_value
    return usage is not None and not usage.native & {"digital_signature", "non_repudiation"}


def within(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether a moment lies between a certificate's dates."""
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def legible(text: str) -> str:
    """A stranger's text (a name, a file name) without control and direction characters, which could rearrange what stands around it."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)
