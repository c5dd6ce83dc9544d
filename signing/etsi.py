"""The ETSI TS 119 102-2 report: pyHanko's elements for each signature, under our own indications, in one document."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pyhanko.generated.etsi import ts_11910202
from pyhanko.generated.w3c import xmldsig_core
from pyhanko.sign.validation.ades import AdESWithTimeValidationResult
from pyhanko.sign.validation.report import tools
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
    try:
        value = embedded.signer_info["signature"].native
    except Exception:
        value = b""
    identifier = ts_11910202.SignatureIdentifierType(
        signature_value=xmldsig_core.SignatureValue(value), hash_only=False, doc_hash_only=False
    )
    return ts_11910202.SignatureValidationReportType(
        signature_identifier=identifier if value else None,
        validation_time_info=_now(),
        signature_validation_process=ts_11910202.SignatureValidationProcessType(signature_validation_process_id=_PROCESS),
        signature_validation_status=_status(verdict, sub),
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
    try:
        return [tools._package_validation_object(o) for o in judgement.result.validation_objects]
    except Exception:
        return []
