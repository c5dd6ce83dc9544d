"""The pipeline inside the fenced process: bytes in, report out, whatever the bytes are."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import gaps, guard, remains
from signing.ades import SUPPORTED, Timeline, in_order, integrity_only, is_timestamp, measure, validate
from signing.blanks import text_fields
from signing.changes import changed_since
from signing.etsi import validation_report
from signing.findings import Finding, Verdict, worst
from signing.guard import SignedField
from signing.judgement import WORTH_ASKING, Judgement, judgement
from signing.policy import Policy
from signing.report import INDICATIONS, Report, SignatureReport
from signing.roles import role_of
from signing.whole import bound, whole
from signing.wire import Question

MAX_SIGNATURES = 200
MAX_TEXT = 500
_OBSCURING = frozenset({"V011", "V016", "V017", "V018"})


def examine(data: bytes, question: Question) -> Report:
    """The report about `data`; never raises on its content (memory and recursion limits excepted, which the fence turns into V007)."""
    early = _not_a_pdf(data)
    if early:
        return _report(data, question, [], [Finding(early)])
    for strict in (True, False):
        report = _read_and_judged(data, question, strict=strict)
        if report is not None:
            return report
    return _report(data, question, [], [Finding("V004"), *_disproved(data, [], shifted=True)])


def _read_and_judged(data: bytes, question: Question, *, strict: bool) -> Report | None:
    reader = _opened(data, strict=strict)
    if reader is None:
        return None
    try:
        return _examined(data, reader, question, strict=strict)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (the last of the fences: whatever slips through the others leaves an unreadable document, never an error)
        return None


def _examined(data: bytes, reader: PdfFileReader, question: Question, *, strict: bool) -> Report | None:
    """The report of one reading; None when the strict reading meets something that only the lenient one can pass."""
    doubts = [] if strict and not reader.xrefs.hybrid_xrefs_present else [Finding("V016")]
    if reader.encrypted:
        return _report(data, question, [], [*doubts, Finding("V005")])
    fields, unreadable = _fields(reader)
    structure = [*doubts, *unreadable, *_structure(data, reader, fields)]
    empty = _empty(reader)
    judgements = bound(_judgements(reader, fields, question), question.signers, question.at or datetime.now(UTC), empty)
    structure += _covering(reader, fields, judgements, question.sent)
    structure += [Finding("V053", detail=detail) for detail in (changed_since(reader, question.sent),) if detail]
    judged = [field for field, one in zip(fields, judgements, strict=True) if one.embedded is not None]
    structure += _disproved(data, judged, shifted=False)
    together = [f for f in whole(judgements, empty) if f.code != "V045" or not any(g.code == "V010" for g in structure)]
    found = [*structure, *together, *(f for j in judgements for f in j.findings)]
    if strict and any(f.detail == PdfStrictReadError.__name__ for f in found):
        return None
    return replace(_report(data, question, [_capped(j, structure) for j in judgements], found), texts=_texts(reader))


def _not_a_pdf(data: bytes) -> str | None:
    if not data:
        return "V003"
    return None if b"%PDF-" in data[:1024] else "V002"


def _opened(data: bytes, *, strict: bool) -> PdfFileReader | None:
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=strict)
        _ = (reader.root, reader.encrypted)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (fourteen kinds of exception are known to escape from reading)
        return None
    return reader


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


def _empty(reader: PdfFileReader) -> set[str]:
    try:
        return {str(name) for name, _, _ in enumerate_sig_fields(reader, filled_status=False)}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (fields that cannot be read are told as V020)
        return set()


def _texts(reader: PdfFileReader) -> dict[str, str]:
    try:
        return {name: str(field.get_object().get("/V", ""))[:MAX_TEXT] for name, field in text_fields(reader.root)}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (a form that cannot be read says nothing)
        return {}


def _structure(data: bytes, reader: PdfFileReader, fields: Sequence[SignedField]) -> list[Finding]:
    found: list[Finding] = []
    checks = (
        lambda: guard.trailing(data, reader),
        lambda: guard.chains(data, reader),
        lambda: gaps.unclaimed(data, reader, guard.ends(fields)),
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


def _disproved(data: bytes, judged: Sequence[SignedField], *, shifted: bool) -> list[Finding]:
    try:
        return remains.disproved(data, guard.ranges(data, judged), shifted=shifted)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (what cannot be dug out of the bytes proves nothing)
        return []


def _covering(reader: PdfFileReader, fields: Sequence[SignedField], judgements: Sequence[Judgement], sent: int) -> list[Finding]:
    known = [j.embedded for j in judgements if j.embedded is not None]
    if not known:
        return []
    stamps = {j.report.field for j in judgements if j.embedded is not None and is_timestamp(j.embedded)}
    try:
        first = in_order(known)[-1]
        own = "" if sent else str(first.field_name)
        return [*guard.covering(fields, stamps, own), *guard.unsigned_pictures(reader, first.signed_revision)]
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        return [Finding("V018", detail=type(problem).__name__)]


def _judgements(reader: PdfFileReader, fields: Sequence[SignedField], question: Question) -> list[Judgement]:
    moment = _within_calendar(question.at or datetime.now(UTC)).astimezone(UTC)
    policy = Policy(question.trust, moment, question.at is not None, question.offline)
    embedded = [_embedded(reader, field) for field in fields]
    readable = [e for e in embedded if isinstance(e, EmbeddedPdfSignature)]
    judged = asyncio.run(_all(readable, policy))
    return [_unreadable(e) if isinstance(e, Finding) else judged[id(e)] for e in embedded]


def _within_calendar(moment: datetime) -> datetime:
    # Leap years both. Days are added to and taken from the moment on the way; no certificate holds at the ends of the calendar anyway.
    return moment.replace(year=min(max(moment.year, 1904), 9904)) if not 1904 <= moment.year <= 9904 else moment


async def _all(readable: Sequence[EmbeddedPdfSignature], policy: Policy) -> dict[int, Judgement]:
    timeline = Timeline(policy)
    last = max((e.signed_revision for e in readable if is_timestamp(e)), default=-1)
    stamps = [e for e in in_order(readable) if is_timestamp(e)]
    others = [e for e in readable if not is_timestamp(e)]
    return {id(e): await _one(e, timeline, e.signed_revision < last) for e in (*stamps, *others)}


def _embedded(reader: PdfFileReader, field: SignedField) -> EmbeddedPdfSignature | Finding:
    try:
        kind = str(field.value.get("/SubFilter"))
        if kind not in SUPPORTED:
            return Finding("V027", field.name, kind)
        found = _shared_with_reader(reader, field) or EmbeddedPdfSignature(reader, field.holder, field.name)
        measure(found)
        return found
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        return Finding("V020", field.name, type(problem).__name__)


def _shared_with_reader(reader: PdfFileReader, field: SignedField) -> EmbeddedPdfSignature | None:
    """The reader's own object for the field, so that what is worked out once is known everywhere; one bad field makes it raise."""
    try:
        return next((e for e in reader.embedded_signatures if e.fq_name == field.name and e.sig_field is field.holder), None)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return None


async def _one(embedded: EmbeddedPdfSignature, timeline: Timeline, later: bool) -> Judgement:
    try:
        return await _judged(embedded, timeline, later)
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        trouble = Finding("V020", str(embedded.field_name), type(problem).__name__)
    try:
        partly = judgement(embedded, await integrity_only(embedded, timeline.policy), timeline.policy, False)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return _unreadable(trouble)
    report = replace(partly.report, verdict=worst([partly.report.verdict, Verdict.UNDETERMINED]))
    return replace(partly, report=report, findings=(*partly.findings, trouble))


async def _judged(embedded: EmbeddedPdfSignature, timeline: Timeline, later: bool) -> Judgement:
    """From the file alone first; once more over the network when only evidence is missing."""
    found = judgement(embedded, await validate(embedded, timeline, online=False), timeline.policy, later)
    missing = {f.code for f in found.findings if f.forces is Verdict.UNDETERMINED}
    if timeline.policy.offline or not missing or not missing <= WORTH_ASKING:
        return found
    return judgement(embedded, await validate(embedded, timeline, online=True), timeline.policy, later)


def _unreadable(finding: Finding) -> Judgement:
    report = SignatureReport(finding.where, Verdict.UNDETERMINED, role_of(finding.where), "GENERIC")
    return Judgement(report, (finding,))


def _capped(judgement: Judgement, structure: Sequence[Finding]) -> Judgement:
    """A signature in a file of the wrong shape is never better than the file: who reads only the signatures must not be fooled."""
    forced = [f.forces for f in structure if f.forces is not None]
    verdict = worst([judgement.report.verdict, *forced])
    if not forced:
        return judgement
    own = "FORMAT_FAILURE" if verdict is Verdict.INVALID else "GENERIC"
    sub = judgement.report.sub_indication if verdict is judgement.report.verdict else own
    changes = _changes(judgement.report.changes_after, {f.code for f in structure})
    return replace(judgement, report=replace(judgement.report, verdict=verdict, sub_indication=sub, changes_after=changes))


def _changes(told: str, codes: set[str]) -> str:
    """What the structure of the file says against the revisions: content outside them, or content that cannot be judged."""
    if codes & {"V010", "V054"}:
        return "forbidden"
    return "unknown" if told in ("none", "allowed") and codes & _OBSCURING else told


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
        "" if question.brief else validation_report(judgements, verdict),
    )
