"""When a text and its provisions take effect, read from the execution clause by the table of rules; never guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from gazette.model.citations import Cited
from gazette.model.draft import Component, Draft, Line, Provision
from gazette.model.effect import DAYS_IN_WORDS, RULES, EffectiveDate, EffectRule, PartialEffect, by_law, counted
from gazette.model.kinds import KINDS
from gazette.model.numbers import parse_number
from gazette.model.outcome import Finding
from gazette.model.text import fold_space, small
from gazette.structure.findings import CATALOGUE

_KINDS = "Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Quy định|Quy chế|Kế hoạch"
_KINDS += "|Hướng dẫn|Quy trình|Điều lệ|Nội quy|Lệnh|Sắc lệnh|Thông tri"
_SUBJECT = rf"(?<!của )(?<!theo )(?<!tại )(?<!trong )(?:{_KINDS}) này"
_PASSED = r"(?:(?:\s+đã)?(?:\s+được)?\s+[^.;]{3,250}?\s+thông\s+qua\s+[^.;]{0,120}?(?:và|,))?"
_TAKES = r"\s+(?:sẽ\s+)?có\s+hiệu\s+lực\s*(?:thi\s+hành\s*)?,?\s*"
_RULES = tuple((rule, re.compile(_TAKES + rule.pattern, re.IGNORECASE)) for rule in RULES.values() if rule.pattern)
_WHOLE = re.compile(_SUBJECT + _PASSED + "$", re.IGNORECASE)
_HEADS = re.compile(r"(?:^\W*(?:\d+[.)]\s*)?|[.;]\s+)(?P<kind>" + _KINDS + ")" + _PASSED + "$")
_OWN = re.compile(_SUBJECT + _PASSED + r"\s+(?:sẽ\s+)?(?:có\s+hiệu\s+lực|được\s+thi\s+hành)", re.IGNORECASE)
_ADOPTED_ON = re.compile(
    r"thông\s+qua\s+(?:tại\s+[^.;]{3,120}?)?,?\s*ngày\s+(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"\s+(?:sẽ\s+)?có\s+hiệu\s+lực\s*(?:thi\s+hành\s*)?,?\s*(?:(?:tính\s+|kể\s+)?từ|sau|vào|khi|ngày)(?!\w)", re.IGNORECASE)
_OPENING = re.compile(r"(?:[;:]|(?<!\d)\.|,\s+(?:và|trừ|riêng|ngoại trừ)(?:\s+trường\s+hợp)?|(?<!\w)(?:trừ|riêng))\s+", re.IGNORECASE)
_TOPIC = re.compile(
    r"\W*(?:(?:\d+|[a-zđ])[.)]\s*)?(?:(?:và|riêng|trừ|đối với)\s+)*(?P<topic>(?:các\s+|những\s+|một số\s+)?"
    r"(?:quy định|nội dung|chính sách|chế độ|mức|"
    r"khung giá|bảng giá|giá|phụ lục|danh mục|biểu|mẫu|điều|khoản|điểm|chương|mục|phần|việc)\s.{2,400})$",
    re.IGNORECASE,
)
_OTHER_TEXT = re.compile(
    r"(?:Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị)\s+(?:số\s+)?\d|(?:trước|sau|từ|đến|khi)\s+(?:ngày\s+)?\w+\s+này$"
)
_SHOWN = 200
_LONGEST = 2000
"""How far before its verb the subject of a sentence on effect is looked for, in characters."""
_NEXT = re.compile(r"\s*(?:thì|quy\s+định)?\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|và|,\s*và|hoặc)?\s*(?:các\s+)?(?:quy\s+định\s+)?(?:tại\s+)?", re.IGNORECASE)


def with_effect(draft: Draft, cited: tuple[Cited, ...]) -> tuple[Draft, tuple[Finding, ...]]:
    """*draft* with the day of its effect and of the provisions that have their own, and findings where a time stays unread.

    *cited* are its citations. A text without a place-and-date line is given the day of its adoption.
    """
    sentences = list(_sentences(draft.main))
    adopted = _adopted(sentences)
    stating = [text for text in sentences if "hiệu" in text]
    effective = next(filter(None, map(_whole, stating)), None) or _named_alone(draft.kind, stating)
    said = _say_when(sentences)
    if effective is None and not said:
        effective = _silent(draft)
    placed = [one for one in _partial(cited) if one.at]
    topics, unread = _by_topic(draft.main, [one.effect.evidence for one in placed]) if said else ((), ())
    partial = tuple(replace(one, effect=_known(one.effect, draft.date, adopted)) for one in dict.fromkeys((*placed, *topics)))
    undated = draft.date is None and not any(isinstance(one, Line) and one.role == "place-date" for one in draft.main.letterhead)
    known = _known(effective, draft.date, adopted) if effective else None
    return replace(draft, effective=known, partial=partial, adopted=adopted if undated else None), unread


def _known(effect: EffectiveDate, signed: date | None, adopted: date | None) -> EffectiveDate:
    if signed is not None:
        effect = counted(effect, signed, "signing")
    return counted(effect, adopted, "adoption") if adopted is not None else effect


def _whole(text: str) -> EffectiveDate | None:
    """The effect of the whole text as a sentence states it; the day is left to be counted."""
    for found, effect in _stated(text):
        subject = _WHOLE.search(text, max(0, found.start() - _LONGEST), found.start())
        if subject is not None:
            return replace(effect, evidence=text[subject.start() : found.end()])
    return None


def _named_alone(slug: str | None, sentences: Iterable[str]) -> EffectiveDate | None:
    """The effect of the whole text where a sentence opens with its kind alone: ``Nghị quyết có hiệu lực từ ngày …``."""
    kind = KINDS.get(slug or "")
    for text in sentences if kind else ():
        for found, effect in _stated(text):
            subject = _HEADS.search(text, max(0, found.start() - _LONGEST), found.start())
            if subject is not None and kind is not None and subject.group("kind") == kind.vi:
                return replace(effect, evidence=text[subject.start("kind") : found.end()])
    return None


def _stated(text: str) -> Iterator[tuple["re.Match[str]", EffectiveDate]]:
    """Every ``có hiệu lực …`` of *text* that a rule reads, in order."""
    read = [(found, rule) for rule, pattern in _RULES for found in pattern.finditer(text)] if "hiệu" in text else []
    for found, rule in sorted(read, key=lambda one: one[0].start()):
        effect = _effect(found, rule)
        if effect is not None:
            yield found, effect


def _effect(found: "re.Match[str]", rule: EffectRule) -> EffectiveDate | None:
    groups = found.groupdict()
    day = _date(groups) if rule.counts == "named" else None
    if rule.counts == "named" and day is None:
        return None
    return EffectiveDate(day, rule.id, found.group(0).strip(), _days(groups.get("n") or "0"))


def _days(text: str) -> int:
    return int(text) if text.isdecimal() else DAYS_IN_WORDS[small(fold_space(text))]


def _partial(cited: tuple[Cited, ...]) -> Iterator[PartialEffect]:
    """The provisions of this text that are said to take effect at a time of their own."""
    lines: dict[tuple[str, str], list[Cited]] = {}
    for one in cited:
        lines.setdefault((one.at, one.line), []).append(one)
    for (_, line), found in lines.items():
        for stated, effect in _stated(line):
            for one in _subjects(line, found, stated.start()):
                evidence = fold_space(line[one.start : stated.end()])
                yield from (PartialEffect(path, replace(effect, evidence=evidence)) for path in one.paths)


def _subjects(line: str, found: list[Cited], at: int) -> list[Cited]:
    """The citations that lead up to the verb at *at*, one after the other."""
    subjects: list[Cited] = []
    for one in reversed([one for one in found if one.start + len(one.text) <= at]):
        between = line[one.start + len(one.text) : at]
        if not (_AND if subjects else _NEXT).fullmatch(between):
            break
        subjects.insert(0, one)
        at = one.start
    return subjects


def _by_topic(component: Component, placed: Sequence[str]) -> tuple[tuple[PartialEffect, ...], tuple[Finding, ...]]:
    """The provisions that the execution article names by their topic, with their days; a finding for each time that no rule reads.

    *placed* is the evidence of those that are already known by their place.
    """
    partial: list[PartialEffect] = []
    unread: list[Finding] = []
    for text in _execution(component):
        for found, rule in _claims(text):
            before = _OPENING.split(text[max(0, found.start() - _LONGEST) : found.start()])[-1].strip()
            topic = _TOPIC.match(before)
            if _WHOLE.search(before) and rule is None:
                unread.append(CATALOGUE.finding("S017", words=_clipped(before, text[found.start() :])))
            if topic is None or _OTHER_TEXT.search(before):
                continue
            if rule is None:
                unread.append(CATALOGUE.finding("S017", words=_clipped(before, text[found.start() :])))
            elif not any(rule.evidence in one and one.split(" có ")[0] in before for one in placed):
                words = f"{before} {rule.evidence}"
                partial.append(PartialEffect("", replace(rule, evidence=words), topic.group("topic")))
    return tuple(partial), tuple(unread)


def _claims(text: str) -> Iterator[tuple["re.Match[str]", EffectiveDate | None]]:
    """Every place where *text* says from when something has effect, with the rule that reads it."""
    stated = {found.start(): effect for found, effect in _stated(text)}
    for found in _CLAIM.finditer(text):
        yield found, stated.get(found.start())


def _clipped(subject: str, rest: str) -> str:
    return fold_space(f"{subject} {rest.strip()}")[:_SHOWN]


def _execution(component: Component) -> Iterator[str]:
    """The sentences of the article that says when the text takes effect, in single spaces; all of a text without articles."""
    articles = [one for one in component.provisions() if one.level == "article"]
    parts = [[fold_space(one) for one in _lines(article)] for article in articles] or [list(_sentences(component))]
    for lines in parts:
        if _say_when(lines):
            yield from lines


def _say_when(sentences: list[str]) -> bool:
    """True when one of *sentences* says from when the text that it is of has effect."""
    small_ones = small("\n".join(sentences)).split("\n")
    return any(
        "này" in lower and ("hiệu lực" in lower or "thi hành" in lower) and _OWN.search(text)
        for text, lower in zip(sentences, small_ones, strict=False)
    )


def _lines(article: Provision) -> Iterator[str]:
    for provision in article.walk():
        yield from (one.text for one in (*provision.lead, *provision.tail) if isinstance(one, Line))


def _silent(draft: Draft) -> EffectiveDate | None:
    """The day by law of a normative text (its number bears a year) that says nothing of its effect."""
    number = parse_number(draft.number) if draft.number else None
    if number is None or number.year is None:
        return None
    return by_law(draft.kind, draft.issuer_slug, draft.date)


def _adopted(sentences: Iterable[str]) -> date | None:
    """The one day on which the text says that it was adopted."""
    found = {
        _date(match.groupdict()) for text in sentences if "thông qua" in text and " này" in text for match in _ADOPTED_ON.finditer(text)
    }
    return found.pop() if len(found) == 1 else None


def _date(groups: dict[str, str]) -> date | None:
    try:
        return date(int(groups["y"]), int(groups["m"]), int(groups["d"]))
    except ValueError:
        return None


def _sentences(component: Component) -> Iterator[str]:
    """The printed lines of *component*'s own provisions and end, in single spaces."""
    for item in component.body:
        if isinstance(item, Provision):
            for provision in item.walk():
                yield from (fold_space(one.text) for one in (*provision.lead, *provision.tail) if isinstance(one, Line))
        elif isinstance(item, Line):
            yield fold_space(item.text)
    yield from (fold_space(one.text) for one in component.conclusions if isinstance(one, Line))
