"""Corrigenda (đính chính): who corrects what, in which form, within how many days, as a table with the articles; and the bars they make."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazette.model.checks.calendar import Calendar
from gazette.model.checks.reading import is_normative
from gazette.model.document import Document
from gazette.model.effect import Source
from gazette.model.numbers import parse_number
from gazette.model.outcome import Lang
from gazette.model.relations import CORRECTS, REFUSED, Relation
from gazette.model.text import gazette_date

Corrected = Literal["normative", "consolidated", "other", "gazette"]
"""What is corrected: an act of law, a consolidated text, another paper; or the gazette, where it differs from the signed original."""

_ACTS = ("quyet-dinh", "nghi-quyet")
"""The normative acts of a province (Law 64/2025/QH15, Article 4)."""
_NOTICES = ("thong-bao", "cong-van")
GAZETTE_OFFICES = ("van-phong-ubnd", "van-phong-hdnd-va-ubnd", "van-phong-chinh-phu", "trung-tam-cong-bao")
"""How the slugs begin of the offices that make gazettes (Decree 100/2010/NĐ-CP, Articles 2 and 3)."""


@dataclass(frozen=True, slots=True)
class CorrigendumRule:
    """How what is ``corrected`` is: by a paper of one of *kinds*, itself no normative act, while *source* holds.

    *bodies* say whose acts (the last letters of the symbol) are corrected by issuers whose slugs begin so; none told: by whoever issued
    them. *days* are the working days within which the correction stands in the gazette.
    """

    corrected: Corrected
    kinds: tuple[str, ...]
    source: Source
    vi: str
    en: str
    bodies: tuple[tuple[str, tuple[str, ...], str, str], ...] = ()
    days: int | None = None

    def label(self, lang: Lang = "vi") -> str:
        """The form that is asked for."""
        return self.vi if lang == "vi" else self.en


_COUNCIL = ("HĐND", ("thuong-truc-hdnd-", "hdnd-"), "Thường trực Hội đồng nhân dân", "the Standing Committee of the People's Council")
_COMMITTEE = ("UBND", ("chu-tich-ubnd-", "ubnd-"), "Chủ tịch Ủy ban nhân dân", "the Chairman of the People's Committee")
RULES: tuple[CorrigendumRule, ...] = (
    CorrigendumRule(
        "normative",
        _ACTS,
        Source("Nghị định số 78/2025/NĐ-CP", "Điều 9", date(2025, 4, 1)),
        "quyết định hoặc nghị quyết cá biệt",
        "a decision or resolution that is no normative act",
        (_COUNCIL, _COMMITTEE),
    ),
    CorrigendumRule(
        "consolidated",
        (*_ACTS, *_NOTICES),
        Source("Pháp lệnh số 01/2012/UBTVQH13", "Điều 9 khoản 3", date(2012, 7, 1)),
        "văn bản đính chính của cơ quan hợp nhất",
        "a corrigendum of whoever consolidated the text",
        days=5,
    ),
    CorrigendumRule(
        "other",
        ("cong-van",),
        Source("Nghị định số 30/2020/NĐ-CP", "Điều 18 khoản 3", date(2020, 3, 5)),
        "công văn đính chính",
        "an official letter",
    ),
    CorrigendumRule(
        "gazette",
        _NOTICES,
        Source("Nghị định số 100/2010/NĐ-CP", "Điều 2 và Điều 3", date(2010, 11, 15)),
        "thông báo của cơ quan Công báo",
        "a notice of the gazette's office",
    ),
)
"""Article 9 of Decree 78/2025 names the bodies; for errors of the gazette itself no form is prescribed, and the notice is its practice."""

ERRORS: dict[bool, tuple[str, str]] = {
    False: ("lỗi của văn bản", "an error of the act"),
    True: ("lỗi khi đăng Công báo, văn bản gốc đã ký không sai", "an error of the gazette, the signed original was right"),
}
"""Whose error is corrected: the act's (False) or the gazette's (True)."""


def by_gazette(issuer: str | None) -> bool:
    """Whether a correction of this issuer (slug) mends what the gazette did, and not the act."""
    return (issuer or "").startswith(GAZETTE_OFFICES)


def rule_for(relation: Relation, document: Document) -> CorrigendumRule | None:
    """The rule for what *document* corrects, whose own kind is read from its number; None on a day on which none holds."""
    wanted = _corrected(relation, document)
    day = document.issued_on
    return next((rule for rule in RULES if rule.corrected == wanted and (day is None or rule.source.holds(day))), None)


def in_wrong_form(document: Document) -> Iterator[tuple[Relation, CorrigendumRule]]:
    """The corrections that *document* makes and that its kind of paper cannot make, each with the rule."""
    for one in corrects(document):
        rule = rule_for(one, document)
        if rule and (document.kind not in rule.kinds or is_normative(document.kind, document.number)):
            yield one, rule


def by_another(document: Document) -> Iterator[tuple[Relation, CorrigendumRule, str, str]]:
    """The corrections that are for another body to make, each with the rule and that body's name in both languages."""
    for one in corrects(document):
        rule, letters = rule_for(one, document), _letters(one.number)
        for body, correctors, vi, en in rule.bodies if rule else ():
            if body in letters and not (document.issuer_slug or "").startswith(correctors):
                yield one, rule, vi, en  # type: ignore[misc]


def late(document: Document, day: date, calendar: Calendar) -> Iterator[tuple[Relation, CorrigendumRule, date]]:
    """The corrections that should have stood in the gazette before *day*, each with the rule and its last day."""
    for one in corrects(document):
        rule = rule_for(one, document)
        if rule and rule.days and document.issued_on and day > (last := calendar.after(document.issued_on, rule.days)):
            yield one, rule, last


def corrects(document: Document) -> tuple[Relation, ...]:
    """The texts that *document* corrects, each once."""
    return tuple(one for one in bars(document.relations) if not one.back)


def bars(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """What the bar of a corrected or correcting text says, each once."""
    found = (one for one in relations if one.type == CORRECTS and one.scope != REFUSED)
    return tuple({(one.back, one.number, one.title): one for one in found}.values())


def bar_in_words(one: Relation, lang: Lang = "vi") -> str:
    """A bar as one line: ``Được đính chính bởi 320/QĐ-UBND ngày 04-5-2026 (lỗi của văn bản)``."""
    day = f" {'ngày' if lang == 'vi' else 'of'} {gazette_date(one.day)}" if one.day else ""
    whose = f" ({ERRORS[by_gazette(one.issuer)][lang != 'vi']})" if one.back else ""
    return f"{one.label(lang)} {one.number or one.title}{day}{whose}"


def bar_of_copy(relations: tuple[Relation, ...], room: int) -> str:
    """What a certified copy says of corrections: those of its own text first, the last one by name if *room* characters hold it."""
    found = [one for one in bars(relations) if one.back] or list(bars(relations))
    if not found:
        return ""
    last = max(found, key=lambda one: one.day or date.min)
    times = f"đã được đính chính {len(found)} lần, gần nhất" if len(found) > 1 else "đã được đính chính"
    named = f"{times if last.back else 'đính chính'} {'bởi ' * last.back}{last.number or last.title}"
    dated = f"{named} ngày {gazette_date(last.day)}" if last.day else named
    return next((one for one in (dated, named) if len(one) <= room), times if last.back else "đính chính văn bản khác")


def _corrected(relation: Relation, document: Document) -> Corrected:
    if by_gazette(document.issuer_slug):
        return "gazette"
    if "VBHN" in _letters(relation.number):
        return "consolidated"
    return "normative" if any(is_normative(one, relation.number) for one in (*_ACTS, document.kind)) else "other"


def _letters(number: str | None) -> tuple[str, ...]:
    parsed = parse_number(number) if number else None
    return tuple(parsed.groups) if parsed else ()
