"""Evidence that says "revoked" beside evidence that says "good": the engine is content with the first good answer that it meets."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from asn1crypto import core, x509
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

# A suspension may have been lifted since; who was revoked stays so.
_LIFTED = ("certificate_hold", "remove_from_crl")


def without_excuses(spec: SignatureValidationSpec, path: Any) -> SignatureValidationSpec | None:
    """The specification without what speaks for the certificates of a path that something else accuses; None when nothing accuses any.

    Whether the accusation holds (who signed it, and when) is the engine's to say.
    """
    known = spec.local_knowledge
    certificates = list(path.iter_certs(include_root=False)) if path is not None else []
    accused = [
        c for c in certificates if any(_listed(one, c) for one in known.known_crls) or any(_revoked(o, c) for o in known.known_ocsps)
    ]
    if not accused:
        return None
    crls = [one for one in known.known_crls if all(_listed(one, c) or not _issued_by(one, c) for c in accused)]
    answers = [one for one in known.known_ocsps if all(_revoked(one, c) or not _about(one, c) for c in accused)]
    return replace(spec, local_knowledge=replace(known, known_crls=crls, known_ocsps=answers))


def _issued_by(container: CRLContainer, certificate: x509.Certificate) -> bool:
    return bool(container.crl_data.issuer == certificate.issuer)


def _listed(container: CRLContainer, certificate: x509.Certificate) -> bool:
    # Lists may be long; their entries are read only when the number stands somewhere in the bytes.
    if core.Integer(certificate.serial_number).dump() not in container.crl_data.dump() or not _issued_by(container, certificate):
        return False
    entries: Iterable[Any] = container.crl_data["tbs_cert_list"]["revoked_certificates"] or ()
    return any(
        entry["user_certificate"].native == certificate.serial_number and _reason(entry.crl_reason_value) not in _LIFTED
        for entry in entries
    )


def _about(container: OCSPContainer, certificate: x509.Certificate) -> bool:
    single: Any = container.extract_single_response()
    return single is not None and bool(single["cert_id"]["serial_number"].native == certificate.serial_number)


def _revoked(container: OCSPContainer, certificate: x509.Certificate) -> bool:
    single: Any = container.extract_single_response()
    if not _about(container, certificate):
        return False
    status = single["cert_status"]
    return status.name == "revoked" and _reason(status.chosen["revocation_reason"]) not in _LIFTED


def _reason(told: Any) -> str:
    return str(told.native) if told is not None else ""
