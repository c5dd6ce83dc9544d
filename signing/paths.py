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


def unconstrained(path: Any) -> bool:
    """Whether nothing but revocation can be wrong with a linked path: its issuers may issue, deep enough, without special constraints."""
    try:
        chain = [pyca_x509.load_der_x509_certificate(c.dump()) for c in path.iter_certs(include_root=True)]
        below = len(chain) - 2
        for place, certificate in enumerate(chain[:-1]):
            basic = certificate.extensions.get_extension_for_class(pyca_x509.BasicConstraints).value
            if not basic.ca or (basic.path_length is not None and basic.path_length < below - place):
                return False
        return all(e.oid in _USUAL for c in chain for e in c.extensions if e.critical)
    except (pyca_x509.ExtensionNotFound, pyca_x509.DuplicateExtension, ValueError, TypeError, AttributeError):
        return False


def within(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether a moment lies between a certificate's dates."""
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def legible(text: str) -> str:
    """A stranger's text (a name, a file name) without control and direction characters, which could rearrange what stands around it."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)
