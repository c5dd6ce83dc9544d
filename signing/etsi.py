"""The ETSI TS 119 102-2 report: pyHanko's elements for each signature, under our own indications, in one document."""
# mypy: disable-error-code="no-untyped-call"

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pyhanko.generated.etsi import ts_11910202, xades
from pyhanko.generated.w3c import xmldsig_core
from pyhanko.sign.validation.ades import AdESWithTimeValidationResult, derive_validation_object_identifier
from pyhanko.sign.validation.report import tools
from pyhanko_certvalidator.ltv.poe import ValidationObject, ValidationObjectType
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.models.datatype import XmlDateTime

from signing.findings import Verdict
from signing.judgement import Judgement

_MAIN = {
    Verdict.VALID: "urn:etsi:019102:mainindication:total-passed",
    Verdict.INVALID: "urn:etsi:019102:mainindication:total-failed",
    Verdict.UNDETERMINED: "urn:etsi:019102:mainindication:indeterminate",
}
_PROCESS = "urn:etsi:019102:validationprocess:Basic"
_SUB = "urn:etsi:019102:subindication:"
# Knows the elements of the schema once they were written; without it each report would look them up anew.
_SCHEMA = XmlContext()


def validation_report(judgements: Sequence[Judgement], verdict: Verdict) -> str:
    """One ValidationReport; a file without readable signatures gets one element that carries the verdict alone."""
    singles = [_single(judgement) for judgement in judgements] or [_bare(verdict, "SIGNED_DATA_NOT_FOUND", None)]
    objects = {o.id: o for j in judgements for o in _objects(j)}
    report = ts_11910202.ValidationReport(
        signature_validation_report=tuple(singles),
        signature_validation_objects=ts_11910202.ValidationObjectListType(tuple(objects.values())) if objects else None,
    )
    rendered: str = XmlSerializer(context=_SCHEMA, config=SerializerConfig()).render(report, ns_map=dict(tools.NAMESPACES))
    return rendered


def _single(judgement: Judgement) -> Any:
    report = judgement.report
    status = _status(report.verdict, report.sub_indication)
    try:
        made = tools._generate_report(judgement.embedded, _timed(judgement))
        return replace(made, signature_validation_status=status, validation_time_info=_best(made.validation_time_info))
    except Exception:  # (document content may break any step; the indication must still be told)
        return _bare(report.verdict, report.sub_indication, judgement.embedded)


def _timed(judgement: Judgement) -> Any:
    """The result with the proven time, in the form that the report writer takes it from."""
    result, proven = judgement.result, judgement.report.proven_time
    if proven is None:
        return result
    return AdESWithTimeValidationResult(
        result.ades_subindic, result.api_status, result.failure_msg, result.validation_objects, proven, None
    )


def _bare(verdict: Verdict, sub: str | None, embedded: Any) -> Any:
    """What can be told where pyHanko's writer gives up: of a time stamp and of a broken signature as much as its bytes hold."""
    return ts_11910202.SignatureValidationReportType(
        **_of_bytes(embedded),
        validation_time_info=_now(),
        signature_validation_process=ts_11910202.SignatureValidationProcessType(signature_validation_process_id=_PROCESS),
        signature_validation_status=_status(verdict, sub),
    )


def _of_bytes(embedded: Any) -> dict[str, Any]:
    """Identifier, signed document, attributes and signer (TS 119 102-2, 4.3.3, 4.3.6 to 4.3.8), each as far as it can be read."""
    parts = {
        "signature_identifier": _identifier,
        "signers_document": _document,
        "signature_attributes": _attributes,
        "signer_information": _signer,
    }
    found = {}
    for name, make in parts.items():
        with suppress(Exception):  # (document content may break any of them; the others must still be told)
            found[name] = make(embedded)
    return found


def _identifier(embedded: Any) -> Any:
    algorithm = embedded.signer_info["digest_algorithm"]["algorithm"].native
    signed = hashlib.new(algorithm, embedded.signer_info["signed_attrs"].untag().dump()).digest()
    value = xmldsig_core.SignatureValue(embedded.signer_info["signature"].native)
    return ts_11910202.SignatureIdentifierType(
        signature_value=value, digest_alg_and_value=_digest(algorithm, signed), hash_only=False, doc_hash_only=False
    )


def _document(embedded: Any) -> Any:
    return ts_11910202.SignersDocumentType(digest_alg_and_value=_digest(embedded.external_md_algorithm, embedded.compute_digest()))


def _attributes(embedded: Any) -> Any:
    claimed = embedded.self_reported_timestamp
    kept = {name: str(embedded.sig_object[f"/{name}"])[1:] for name in ("SubFilter", "Filter")}
    return ts_11910202.SignatureAttributesType(
        signing_time=(ts_11910202.SASigningTimeType(signed=True, time=XmlDateTime.from_datetime(claimed)),) if claimed else (),
        message_digest=(ts_11910202.SAMessageDigestType(signed=True, digest=_message_digest(embedded)),),
        sub_filter=(ts_11910202.SASubFilterType(signed=True, sub_filter_element=kept["SubFilter"]),),
        byte_range=(tuple(int(part) for part in embedded.sig_object["/ByteRange"]),),
        filter=(ts_11910202.SAFilterType(filter=kept["Filter"]),),
    )


def _message_digest(embedded: Any) -> bytes:
    found: bytes = next(one["values"][0].native for one in embedded.signer_info["signed_attrs"] if one["type"].native == "message_digest")
    return found


def _signer(embedded: Any) -> Any:
    reference = derive_validation_object_identifier(_certificate(embedded))
    return ts_11910202.SignerInformationType(signer_certificate=ts_11910202.VOReferenceType(voreference=(str(reference),)))


def _certificate(embedded: Any) -> Any:
    return ValidationObject(object_type=ValidationObjectType.CERTIFICATE, value=embedded.signer_cert)


def _digest(algorithm: str, value: bytes) -> Any:
    return xades.DigestAlgAndValueType(
        digest_method=xmldsig_core.DigestMethod(tools._digest_algo_uri(algorithm)), digest_value=xmldsig_core.DigestValue(value)
    )


def _best(told: Any) -> Any:
    return told if told is not None and told.best_signature_time is not None else _now()


def _now() -> Any:
    """The time of validation, which is also the best time known for a signature that cannot be read (TS 119 102-2, 4.3.5)."""
    now = XmlDateTime.from_datetime(datetime.now(UTC))
    proof = ts_11910202.POEType(poetime=now, type_of_proof="urn:etsi:019102:poetype:validation")
    return ts_11910202.ValidationTimeInfoType(validation_time=now, best_signature_time=proof)


def _status(verdict: Verdict, sub: str | None) -> Any:
    subs = (_SUB + sub,) if sub else ()
    return ts_11910202.ValidationStatusType(main_indication=_MAIN[verdict], sub_indication=subs)


def _objects(judgement: Judgement) -> list[Any]:
    """What the signature's report refers to or rests on; the signer's certificate is always among it."""
    try:
        found = [*judgement.result.validation_objects]
    except Exception:
        found = []
    # A signature that cannot be read has no certificate to refer to.
    known = [*found, _certificate(judgement.embedded)] if judgement.embedded is not None else found
    packed = []
    for one in known:
        with suppress(Exception):  # (as above)
            packed.append(tools._package_validation_object(one))
    return [one for one in packed if one.validation_object_representation is not None]
