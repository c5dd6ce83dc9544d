"""What only the signatures together can tell: is there one, is the end covered, is the seal there and whose is it, is the order right."""
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import x509

from signing.ades import in_order, is_timestamp
from signing.allowed import AllowedSigners
from signing.findings import Finding, Verdict, worst
from signing.judgement import Judgement, only_evidence_after
from signing.roles import Role, role_of


def bound(judgements: Sequence[Judgement], signers: AllowedSigners | None, at: datetime, empty: Collection[str] = ()) -> list[Judgement]:
    """The judgements with each role held by whom it may be: a leader's certificate makes no seal and no publication (V047).

    With a list of allowed signers, a certificate that is not on it holds no role (V049); it is asked for the proven time, else for `at`.
    A signature in a field that an outside tool made stands for the one role its certificate is listed for, when that role's own field
    is among the `empty` ones.
    """
    told = judgements if signers is None else _standing_in(judgements, signers, at, empty)
    leaders = [j.embedded.signer_cert for j in told if j.report.role is Role.LEADER and j.embedded is not None]
    owned = [_disowned(j, "V047") if _leaders_own(j, leaders) else j for j in told]
    return [_disowned(j, "V049") if signers is not None and not _listed(j, signers, at) else j for j in owned]


def _standing_in(judgements: Sequence[Judgement], signers: AllowedSigners, at: datetime, empty: Collection[str]) -> list[Judgement]:
    foreign = [j for j in judgements if role_of(j.report.field) is None and j.embedded is not None and not is_timestamp(j.embedded)]
    roles = {id(j): signers.role_of(j.embedded.signer_cert, j.report.proven_time or at) for j in foreign}
    alone = {role for role in roles.values() if role is not None and role.field in empty and list(roles.values()).count(role) == 1}
    return [replace(j, report=replace(j.report, role=role)) if (role := roles.get(id(j))) in alone else j for j in judgements]


def _leaders_own(judgement: Judgement, leaders: Sequence[x509.Certificate]) -> bool:
    if judgement.report.role in (None, Role.LEADER) or judgement.embedded is None or is_timestamp(judgement.embedded):
        return False
    own = judgement.embedded.signer_cert
    return any(own.public_key.dump() == other.public_key.dump() or own.subject.hashable == other.subject.hashable for other in leaders)


def _listed(judgement: Judgement, signers: AllowedSigners, at: datetime) -> bool:
    role, embedded = judgement.report.role, judgement.embedded
    moment = judgement.report.proven_time or at
    return role is None or embedded is None or is_timestamp(embedded) or signers.permits(role, embedded.signer_cert, moment)


def _disowned(judgement: Judgement, code: str) -> Judgement:
    report = judgement.report
    verdict = worst([report.verdict, Verdict.UNDETERMINED])
    report = replace(report, role=None, verdict=verdict, sub_indication=report.sub_indication or "GENERIC")
    return replace(judgement, report=report, findings=(*judgement.findings, Finding(code, report.field)))


def whole(judgements: Sequence[Judgement], empty: Collection[str]) -> list[Finding]:
    """The findings about the file as a whole; `empty` names its unsigned signature fields."""
    if all(j.embedded is not None and is_timestamp(j.embedded) for j in judgements):
        return [Finding("V001"), *(_end(judgements) if judgements else [])]
    found = _end(judgements)
    places = {j.report.role: j.embedded.signed_revision for j in judgements if j.report.role and j.embedded is not None}
    if Role.LEADER in places and Role.SEAL not in places:
        found.append(Finding("V041"))
    early = Role.LEADER in places and Role.SEAL in places and places[Role.SEAL] < places[Role.LEADER]
    if early or (Role.SEAL in places and Role.LEADER not in places and Role.LEADER.field in empty):
        found.append(Finding("V042"))
    return found


def _end(judgements: Sequence[Judgement]) -> list[Finding]:
    if any(j.report.covers_whole_file for j in judgements):
        return []
    known: list[Any] = [j.embedded for j in judgements if j.embedded is not None]
    if not known:
        return [Finding("V040")]
    try:
        harmless = only_evidence_after(in_order(known)[0])
    except (MemoryError, RecursionError):
        raise
    except Exception:
        harmless = False
    return [Finding("V045" if harmless else "V040")]
