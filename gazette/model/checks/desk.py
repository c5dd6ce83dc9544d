"""The table of checks of a document at work, against the tables and the register, and how they look."""

from collections.abc import Iterator
from datetime import date, timedelta

from gazette.model.checks.capacities import capacities_of
from gazette.model.checks.check import Check, Found, row
from gazette.model.checks.corrigenda import RULES, by_another, in_wrong_form, late
from gazette.model.checks.facts import Facts
from gazette.model.checks.minimum import MINIMUMS, minimum
from gazette.model.checks.reading import is_normative
from gazette.model.checks.terms import Term
from gazette.model.document import Signer
from gazette.model.effect import Source
from gazette.model.force import force
from gazette.model.numbers import number_key, parse_number
from gazette.model.text import gazette_date

_LONGEST_GAP = 20
"""A longer run of numbers that the register lacks is no slip: the register begins there."""


def _future(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    if day is not None and day > facts.today:
        yield Found("preface", {"day": gazette_date(day)})


def _holiday(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    if day is not None and (off := facts.calendar.off(day)):
        yield Found("preface", {"day": gazette_date(day), "name": off.name})


def _weekend(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    if day is not None and facts.calendar.weekend(day) and not facts.calendar.off(day):
        yield Found("preface", {"day": gazette_date(day)})


def _too_early(facts: Facts) -> Iterator[Found]:
    document = facts.document
    signed, effective = document.issued_on, document.effective_from
    if signed is None or effective is None or not is_normative(document.kind, document.number):
        return
    least = minimum(document.issuer_slug, signed)
    if least and signed <= effective < signed + timedelta(days=least.days):
        told = {"effective": gazette_date(effective), "signed": gazette_date(signed), "days": str(least.days), "law": str(least.source)}
        yield Found("body", told)


def _before_signing(facts: Facts) -> Iterator[Found]:
    signed, effective = facts.document.issued_on, facts.document.effective_from
    if signed and effective and effective < signed:
        yield Found("body", {"effective": gazette_date(effective), "signed": gazette_date(signed)})


def _not_in_office(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    for signer, terms in _known_signers(facts):
        if terms and day and not any(term.holds(day) for term in terms):
            yield Found("conclusions", {"name": signer.name, "day": gazette_date(day)})


def _other_office(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    for signer, terms in _known_signers(facts):
        held = [term for term in terms if day and term.holds(day)]
        if held and signer.title and not any(term.is_titled(signer.title) for term in held):
            yield Found("conclusions", {"name": signer.name, "title": signer.title, "office": held[0].title})


def _other_capacity(facts: Facts) -> Iterator[Found]:
    day = facts.document.issued_on
    for signer, terms in _known_signers(facts):
        held = [term for term in terms if day and term.holds(day)]
        used = capacities_of(signer.capacity)
        told = [set(term.capacities) for term in held]
        if held and all(told) and not any(used <= allowed for allowed in told):
            yield Found("conclusions", {"name": signer.name, "capacity": signer.capacity})


def _unknown_signer(facts: Facts) -> Iterator[Found]:
    for signer, terms in _known_signers(facts):
        if not terms:
            yield Found("conclusions", {"name": signer.name})


def _known_signers(facts: Facts) -> Iterator[tuple[Signer, list[Term]]]:
    """The signers with their terms, where the table knows the agency at all."""
    mine = [term for term in facts.terms if term.agency == facts.document.issuer_slug]
    for signer in facts.document.signers if mine else ():
        if signer.name:
            yield signer, [term for term in mine if term.is_of(signer.name)]


def _no_such_agency(facts: Facts) -> Iterator[Found]:
    """The issuing agency, where the table knows it, did not exist on the day of issue."""
    document, rows = facts.document, facts.agencies.known(facts.document.issuer_slug)
    day = document.issued_on
    if rows and day is not None and not any(row.holds(day) for row in rows):
        yield Found("preface", {"agency": document.issuer or rows[-1].name, "day": gazette_date(day)})


def _other_symbol(facts: Facts) -> Iterator[Found]:
    """The letters of the agency in the number are not those of the table on that day."""
    document, day = facts.document, facts.document.issued_on
    parsed = parse_number(document.number) if document.number else None
    rows = [row for row in facts.agencies.known(document.issuer_slug) if row.symbol and (day is None or row.holds(day))]
    if parsed and rows and not any(number_key(row.symbol) in {number_key(one) for one in parsed.groups} for row in rows):
        yield Found("preface", {"number": parsed.raw, "agency": rows[0].name, "symbol": rows[0].symbol})


def _number_twice(facts: Facts) -> Iterator[Found]:
    for other in facts.same[:1]:
        yield Found("preface", {"number": facts.document.number or "", "title": other.title})


def _number_skipped(facts: Facts) -> Iterator[Found]:
    document = facts.document
    parsed = parse_number(document.number) if document.number else None
    if parsed is None or not parsed.ordinal.isdigit() or not is_normative(document.kind, document.number):
        return
    mine = int(parsed.ordinal)
    before = max((one for one in facts.taken if one < mine), default=None)
    if before is not None and 1 < mine - before <= _LONGEST_GAP:
        missing = f"{before + 1:02d}" if mine - before == 2 else f"{before + 1:02d}-{mine - 1:02d}"
        yield Found("preface", {"number": parsed.raw, "missing": missing})


def _basis_ended(facts: Facts) -> Iterator[Found]:
    yield from _bases(facts, "expired")


def _basis_not_yet(facts: Facts) -> Iterator[Found]:
    yield from _bases(facts, "not_yet_in_force")


def _bases(facts: Facts, status: str) -> Iterator[Found]:
    day = facts.document.issued_on
    for relation, basis in facts.bases:
        if day is not None and force(basis, day).status == status:
            yield Found("preamble", {"basis": basis.title or relation.title, "day": gazette_date(day)})


def _wrong_correction(facts: Facts) -> Iterator[Found]:
    for relation, rule in in_wrong_form(facts.document):
        told = {"target": relation.number or relation.title, "form": rule.vi, "form_en": rule.en, "law": str(rule.source)}
        yield Found("body", told)


def _correction_by_another(facts: Facts) -> Iterator[Found]:
    for relation, rule, vi, en in by_another(facts.document):
        yield Found("body", {"target": relation.number or relation.title, "body": vi, "body_en": en, "law": str(rule.source)})


def _correction_late(facts: Facts) -> Iterator[Found]:
    for relation, rule, last in late(facts.document, facts.today, facts.calendar):
        told = {
            "target": relation.number or relation.title,
            "days": f"{rule.days:02d}",
            "last": gazette_date(last),
            "law": str(rule.source),
        }
        yield Found("body", told)


_LAWS = tuple(dict.fromkeys(one.source for one in MINIMUMS))
_BASES = (
    Source("Luật số 64/2025/QH15", "Điều 7", date(2025, 4, 1)),
    Source("Luật số 80/2015/QH13", "Điều 5", date(2016, 7, 1), date(2025, 3, 31)),
)
_SIGNING = (Source("Nghị định số 30/2020/NĐ-CP", "Điều 13", date(2020, 3, 5)),)
_NUMBERS = (Source("Nghị định số 30/2020/NĐ-CP", "Điều 15", date(2020, 3, 5)),)

_CORRECTING = (
    Source("Nghị định số 78/2025/NĐ-CP", "Điều 9", date(2025, 4, 1)),
    Source("Nghị định số 30/2020/NĐ-CP", "Điều 18 khoản 3", date(2020, 3, 5)),
)

_LATE = tuple(rule.source for rule in RULES if rule.days)

DESK_CHECKS: tuple[Check[Facts], ...] = (
    Check(
        row("R201", "error", "Ngày ban hành {day} ở tương lai.", "The day of issue {day} lies in the future."),
        _future,
    ),
    Check(
        row("R202", "warning", "Ngày ban hành {day} là ngày nghỉ: {name}.", "The day of issue {day} is a day off: {name}."),
        _holiday,
    ),
    Check(
        row("R203", "info", "Ngày ban hành {day} là thứ Bảy hoặc Chủ nhật.", "The day of issue {day} is a Saturday or Sunday."),
        _weekend,
    ),
    Check(
        row(
            "R204",
            "warning",
            "Có hiệu lực từ {effective}, sớm hơn {days} ngày kể từ ngày ký {signed} ({law}).",
            "Takes effect on {effective}, less than {days} days after it was signed on {signed} ({law}).",
        ),
        _too_early,
        _LAWS,
    ),
    Check(
        row(
            "R205",
            "warning",
            "Ngày có hiệu lực {effective} trước ngày ký {signed}.",
            "The day of effect {effective} lies before the day of signing {signed}.",
        ),
        _before_signing,
    ),
    Check(
        row(
            "R301",
            "error",
            "{name} không giữ chức vụ nào ở cơ quan ban hành vào ngày ký {day}.",
            "{name} held no office of the issuing agency on the day of signing, {day}.",
        ),
        _not_in_office,
        _SIGNING,
    ),
    Check(
        row(
            "R302",
            "error",
            "{name} ký với chức vụ “{title}”, trong khi bảng chức vụ ghi “{office}”.",
            "{name} signs as “{title}”, and the table of offices says “{office}”.",
        ),
        _other_office,
        _SIGNING,
    ),
    Check(
        row(
            "R303",
            "warning",
            "{name} không được ký với quyền hạn “{capacity}” theo bảng chức vụ.",
            "{name} may not sign as “{capacity}” by the table of offices.",
        ),
        _other_capacity,
        _SIGNING,
    ),
    Check(
        row(
            "R304",
            "warning",
            "Người ký {name} chưa có trong bảng chức vụ của cơ quan ban hành.",
            "The signer {name} is not in the table of offices of the issuing agency.",
        ),
        _unknown_signer,
        _SIGNING,
    ),
    Check(
        row(
            "R305",
            "error",
            "{agency} không có hoặc không còn vào ngày ban hành {day} theo bảng cơ quan.",
            "By the table of agencies {agency} did not exist on the day of issue, {day}.",
        ),
        _no_such_agency,
    ),
    Check(
        row(
            "R306",
            "warning",
            "Số, ký hiệu {number} không có chữ viết tắt “{symbol}” của {agency}.",
            "The number {number} lacks the letters “{symbol}” of {agency}.",
        ),
        _other_symbol,
        _NUMBERS,
    ),
    Check(
        row(
            "R401", "error", "Số {number} đã dùng cho văn bản khác: {title}.", "The number {number} was given to another document: {title}."
        ),
        _number_twice,
        _NUMBERS,
    ),
    Check(
        row(
            "R402",
            "warning",
            "Số {number} không liền số trước trong năm: còn thiếu {missing}.",
            "The number {number} does not follow the one before it in the year: {missing} is missing.",
        ),
        _number_skipped,
        _NUMBERS,
    ),
    Check(
        row(
            "R501",
            "error",
            "Căn cứ “{basis}” đã hết hiệu lực vào ngày ký {day}.",
            "The legal basis “{basis}” had ceased to have effect on the day of signing, {day}.",
        ),
        _basis_ended,
        _BASES,
    ),
    Check(
        row(
            "R502",
            "warning",
            "Căn cứ “{basis}” chưa có hiệu lực vào ngày ký {day}.",
            "The legal basis “{basis}” had no effect yet on the day of signing, {day}.",
        ),
        _basis_not_yet,
        _BASES,
    ),
    Check(
        row(
            "R503",
            "warning",
            "Đính chính “{target}” phải bằng {form} ({law}).",
            "“{target}” is corrected by {form_en} ({law}).",
        ),
        _wrong_correction,
        _CORRECTING,
    ),
    Check(
        row(
            "R504",
            "warning",
            "Đính chính “{target}” thuộc thẩm quyền của {body} ({law}).",
            "“{target}” is for {body_en} to correct ({law}).",
        ),
        _correction_by_another,
        _CORRECTING[:1],
    ),
    Check(
        row(
            "R505",
            "warning",
            "Đính chính “{target}” phải đăng Công báo trong {days} ngày làm việc, đến hết ngày {last} ({law}).",
            "The corrigendum of “{target}” had to stand in the gazette within {days} working days, by {last} ({law}).",
        ),
        _correction_late,
        _LATE,
    ),
)
"""Every check of a document at work, in the order of their codes."""
