"""The pipeline inside the fenced process: bytes in, report out, whatever the bytes are."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import guard
from signing.ades import Judgement, Policy, integrity_only, is_timestamp, judge, measure
from signing.etsi import validation_report
from signing.findings import Finding, Verdict, worst
from signing.guard import SignedField
from signing.report import INDICATIONS, Report, SignatureReport
from signing.roles import Role, role_of
from signing.wire import Question

MAX_SIGNATURES = 200


def examine(data: bytes, question: Question) -> Report:
    """The report about `data`; never raises on its content (memory and recursion limits excepted, which the fence turns into V007)."""
    early = _not_a_pdf(data)
    if early:
        return _report(data, question, [], [Finding(early)])
    reader, doubts = _opened(data)
    if reader is None:
        return _report(data, question, [], [Finding("V004")])
    if reader.encrypted:
        return _report(data, question, [], [*doubts, Finding("V005")])
    fields, unreadable = _fields(reader)
    structure = [*doubts, *unreadable, *_structure(data, reader, fields)]
    judgements = _judgements(reader, fields, question)
    found = [*structure, *_whole(judgements, fields), *(f for j in judgements for f in j.findings)]
    return _report(data, question, [_capped(j, structure) for j in judgements], found)


def _not_a_pdf(data: bytes) -> str | None:
    if not data:
        return "V003"
    return None if b"%PDF-" in data[:1024] else "V002"


def _opened(data: bytes) -> tuple[PdfFileReader | None, list[Finding]]:
    for strict in (True, False):
        try:
            reader = PdfFileReader(io.BytesIO(data), strict=strict)
            _ = (reader.root, reader.encrypted)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: S112 (fourteen kinds of exception are known to escape; the next line says what is left)
            continue
        broken = not strict or reader.xrefs.hybrid_xrefs_present
        return reader, [Finding("V016")] if broken else []
    return None, []


def _fields(reader: PdfFileReader) -> tuple[list[SignedField], list[Finding]]:
    fields: list[SignedField] = []
    try:
        for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
            holder = reference.get_object()
            raw = holder.raw_get("/V")
            place = getattr(raw, "reference", None)
            fields.append(SignedField(str(name), value.get_object(), (place.idnum, place.generation) if place else None, holder))
            if len(fields) > MAX_SIGNATURES:
                return fields[:MAX_SIGNATURES], [Finding("V007", detail="too many signatures")]
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        return fields, [Finding("V020", detail=type(problem).__name__)]
    return fields, []


def _structure(data: bytes, reader: PdfFileReader, fields: Sequence[SignedField]) -> list[Finding]:
    found: list[Finding] = []
    checks = (
        lambda: guard.trailing(data, reader),
        lambda: guard.chains(data, reader),
        lambda: guard.hidden(data, fields),
        lambda: guard.shared(fields),
        lambda: guard.scripts(data, reader),
        lambda: [finding for field in fields for finding in guard.shape(data, field)],
    )
    for check in checks:
        try:
            found += check()
        except (MemoryError, RecursionError):
            raise
        except Exception as problem:
            found.append(Finding("V016", detail=type(problem).__name__))
    return found


def _judgements(reader: PdfFileReader, fields: Sequence[SignedField], question: Question) -> list[Judgement]:
    moment = (question.at or datetime.now(UTC)).astimezone(UTC)
    policy = Policy(question.trust, moment, question.at is not None, question.offline)
    embedded: list[EmbeddedPdfSignature | Finding] = [_embedded(reader, field) for field in fields]
    stamps = [e.signed_revision for e in embedded if isinstance(e, EmbeddedPdfSignature) and is_timestamp(e)]
    last = max(stamps, default=-1)
    return asyncio.run(_all(embedded, policy, last))


async def _all(embedded: Sequence[EmbeddedPdfSignature | Finding], policy: Policy, last: int) -> list[Judgement]:
    return [_unreadable(one) if isinstance(one, Finding) else await _one(one, policy, one.signed_revision < last) for one in embedded]


def _embedded(reader: PdfFileReader, field: SignedField) -> EmbeddedPdfSignature | Finding:
    try:
        ready = next((e for e in reader.embedded_signatures if e.fq_name == field.name and e.sig_field is field.holder), None)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        ready = None
    try:
        found = ready or EmbeddedPdfSignature(reader, field.holder, field.name)
        measure(found)
        return found
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        return Finding("V020", field.name, type(problem).__name__)


async def _one(embedded: EmbeddedPdfSignature, policy: Policy, later: bool) -> Judgement:
    for attempt in (lambda: judge(embedded, policy, later), lambda: integrity_only(embedded, policy)):
        try:
            return await attempt()
        except (MemoryError, RecursionError):
            raise
        except Exception as problem:
            trouble = Finding("V020", str(embedded.field_name), type(problem).__name__)
    return _unreadable(trouble)


def _unreadable(finding: Finding) -> Judgement:
    report = SignatureReport(finding.where, Verdict.UNDETERMINED, role_of(finding.where), "GENERIC")
    return Judgement(report, (finding,))


def _whole(judgements: Sequence[Judgement], fields: Sequence[SignedField]) -> list[Finding]:
    """What only the signatures together can tell: is the end covered, is the seal there, is the order right."""
    if not fields:
        return [Finding("V001")]
    reports = [j.report for j in judgements]
    found = [] if any(r.covers_whole_file for r in reports) else [Finding("V040")]
    places = {r.role: j.embedded.signed_revision for r, j in zip(reports, judgements, strict=True) if r.role and j.embedded is not None}
    if Role.LEADER in places and Role.SEAL not in places:
        found.append(Finding("V041"))
    if Role.LEADER in places and Role.SEAL in places and places[Role.SEAL] < places[Role.LEADER]:
        found.append(Finding("V042"))
    return found


def _capped(judgement: Judgement, structure: Sequence[Finding]) -> Judgement:
    """A signature in a file of the wrong shape is never better than the file: who reads only the signatures must not be fooled."""
    forced = [f.forces for f in structure if f.forces is not None]
    verdict = worst([judgement.report.verdict, *forced])
    if verdict is judgement.report.verdict:
        return judgement
    sub = "FORMAT_FAILURE" if verdict is Verdict.INVALID else "GENERIC"
    return replace(judgement, report=replace(judgement.report, verdict=verdict, sub_indication=sub))


def _report(data: bytes, question: Question, judgements: Sequence[Judgement], found: Sequence[Finding]) -> Report:
    trust = question.trust
    notes = [Finding("V050")] if trust.sample else []
    notes += [] if trust.anchors else [Finding("V051")]
    notes += [Finding("V052")] if question.offline else []
    findings = tuple(dict.fromkeys([*found, *notes]))
    forced = [f.forces for f in findings if f.forces is not None]
    verdict = worst([*(j.report.verdict for j in judgements), *forced])
    assert verdict in INDICATIONS
    return Report(
        question.file,
        hashlib.sha256(data).hexdigest(),
        verdict,
        tuple(j.report for j in judgements),
        findings,
        trust.sample,
        f"{trust.name} ({trust.version})",
        None,
        validation_report(judgements, verdict),
    )
