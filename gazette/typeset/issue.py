"""A gazette issue as one PDF: front page, contents made from metadata, running heads, every document anew, and the imprint."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from gazette.model.issue import PARTS, WHOLE, IssueNumber, Stretch
from gazette.model.outcome import Finding, Outcome
from gazette.model.text import gazette_date
from gazette.typeset.document import CheckMark, check_files
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.fonts import missing
from gazette.typeset.pdf import Job, marks, press
from gazette.typeset.sources import Facts, Source, parse, source_of
from gazette.typeset.stretches import stretched
from templates import ROOT

_NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})
_ABOVE = 2
"""Heading levels above a document's own: the gazette's part, and the issuer."""

_NAMED = ("HIẾN PHÁP", "BỘ LUẬT", "LUẬT", "PHÁP LỆNH")
"""Kinds whose subject is a name."""

_WHOLE = ""
"""The key under which the template gives the pages of the whole issue."""


@dataclass(frozen=True, slots=True)
class IssueItem:
    """One document of an issue.

    ``key`` names it in the answer; ``part`` is a key of ``PARTS``; ``issuer`` and ``title`` are what the contents print
    (an empty title is made from the metadata); ``signed`` prints "(Đã ký)" where the leader's signature stood; ``stretch`` is what
    is printed of it.
    """

    key: str
    xml: bytes
    part: str
    issuer: str
    title: str = ""
    day: date | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    signed: bool = False
    stretch: Stretch = WHOLE


@dataclass(frozen=True, slots=True)
class IssueSheet:
    """Everything an issue prints: ``province`` as ``tỉnh An Phước``, ``contacts`` one line each; items in their order.

    ``check`` is the issue's own check code; ``log_head`` the transparency log's head, ``commitment`` that to the audit log's head;
    all are printed in the imprint.
    """

    number: IssueNumber
    day: date
    province: str
    publisher: str
    items: tuple[IssueItem, ...]
    contacts: tuple[str, ...] = ()
    check: CheckMark | None = None
    log_head: str = ""
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class TypesetIssue:
    """The issue's PDF and, for each item, the first and last gazette page (equal to the PDF's pages counted from 1)."""

    pdf: bytes
    pages: Mapping[str, tuple[int, int]]
    count: int


def issue(sheet: IssueSheet) -> Outcome[TypesetIssue]:
    """*sheet* as PDF/A-3a and PDF/UA-1, every document's XML attached; the same sheet gives the same bytes.

    One document that cannot be printed faithfully refuses the issue; its findings carry the item's key as their place.
    """
    read = [source_in(item, f"item{index}-") for index, item in enumerate(sheet.items)]
    findings = [placed(finding, item) for item, (_, found) in zip(sheet.items, read, strict=True) for finding in found]
    findings += font_findings(sheet)
    if not sheet.items:
        findings.append(CATALOGUE.finding("T010"))
    if any(finding.level == "error" for finding in findings):
        return Outcome(None, tuple(findings))
    sources = {item.key: source for item, (source, _) in zip(sheet.items, read, strict=True) if source is not None}
    job = Job("issue.typ", _data(sheet, sources), _files(sheet, sources), sheet.day)
    made, problems = press(job)
    if made is None:
        return Outcome(None, (*findings, *problems))
    spans = {str(mark["key"]): (int(str(mark["first"])), int(str(mark["last"]))) for mark in marks(job, "span")}
    _, count = spans.pop(_WHOLE)
    return Outcome(TypesetIssue(made, MappingProxyType(spans), count), tuple(findings))


def contents_line(facts: Facts) -> str:
    """The line of the contents when none is given: kind, number and subject as the metadata have them.

    An official letter prints no kind, only what it is about. Only what goes on in the sentence loses its capital: no title all in
    capitals, and not the name of a law.
    """
    letter = not facts.kind and bool(facts.number)
    kind = "Công văn" if letter else facts.kind.capitalize()
    named = f"{kind} số {facts.number}" if facts.number else kind
    subject, name = facts.subject, facts.kind.upper() in _NAMED
    if letter and not subject.casefold().startswith("về "):
        subject = f"về việc {_uncapitalised(subject)}" if subject else ""
    elif named and not name:
        subject = _uncapitalised(subject)
    else:
        subject = subject[:1].upper() + subject[1:]
    return f"{named} {subject}".strip().rstrip(".") + "."


def _uncapitalised(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def source_in(item: IssueItem, prefix: str = "") -> tuple[Source | None, list[Finding]]:
    """What *item* prints, its files under names that begin with *prefix*, and what was found in it; none when it cannot be read."""
    text = parse(item.xml)
    if isinstance(text, Finding):
        return None, [text]
    source = source_of(text, item.images or _NO_IMAGES, base=_ABOVE, prefix=prefix, signer="signed" if item.signed else "plain")
    leaves = stretched(source.leaves, item.stretch, source.facts, _ABOVE)
    if leaves is None:
        return None, [*source.findings, CATALOGUE.finding("T012", begins=item.stretch.begins or "—", ends=item.stretch.ends or "—")]
    source.leaves = leaves
    return source, source.findings


def placed(finding: Finding, item: IssueItem) -> Finding:
    """*finding* with the item's key as its place."""
    return Finding(finding.kind, item.key, finding.details)


def font_findings(sheet: IssueSheet) -> list[Finding]:
    """Characters of the front page, the contents and the imprint that cannot be printed."""
    printed = [sheet.province, sheet.publisher, *sheet.contacts, sheet.log_head, *(item.title + item.issuer for item in sheet.items)]
    lacking = missing("".join(printed))
    return [CATALOGUE.finding("T003", characters=", ".join(f"{char} (U+{ord(char):04X})" for char in lacking))] if lacking else []


def sheet_data(sheet: IssueSheet) -> dict[str, object]:
    """What the templates take for front page, running heads and imprint."""
    return {
        "province": sheet.province.upper(),
        "number": sheet.number.words.capitalize(),
        "day": f"Ngày {gazette_date(sheet.day)}",
        "publisher": sheet.publisher,
        "contacts": list(sheet.contacts),
        "statement": statement(sheet.day),
        "check": sheet.check and {"code": sheet.check.code, "address": sheet.check.address, "alt": f"Mã QR dẫn đến {sheet.check.address}"},
        "log-head": sheet.log_head,
        "commitment": sheet.commitment,
    }


def arranged(sheet: IssueSheet) -> Iterator[tuple[str, str, tuple[IssueItem, ...]]]:
    """The items as an issue prints them: part by part, each issuer's together in the order in which the issuers come up."""
    for part in PARTS.values():
        members = [item for item in sheet.items if item.part == part.id]
        for issuer in dict.fromkeys(item.issuer for item in members):
            yield part.vi, issuer.upper(), tuple(item for item in members if item.issuer == issuer)


def contents(sheet: IssueSheet, shown: Callable[[IssueItem, list[tuple[int, str]]], dict[str, object]]) -> list[dict[str, object]]:
    """The parts of *sheet* as the templates take them.

    *shown* gives an item's data, from the item and the headings (level and name) that stand above it because it is the first under them.
    """
    parts: dict[str, list[dict[str, object]]] = {}
    for part, issuer, items in arranged(sheet):
        opens = [*([] if part in parts else [(1, part)]), (2, issuer)]
        shown_items = [shown(item, [] if index else opens) for index, item in enumerate(items)]
        parts.setdefault(part, []).append({"name": issuer, "items": shown_items})
    return [{"name": part, "issuers": issuers} for part, issuers in parts.items()]


def _data(sheet: IssueSheet, sources: Mapping[str, Source]) -> dict[str, object]:
    def shown(item: IssueItem, opens: list[tuple[int, str]]) -> dict[str, object]:
        source = sources[item.key]
        leaves = [leaf.to_json() for leaf in source.leaves]
        return {**entry(item, source.facts), "opens": opens, "leaves": leaves}

    return {
        **sheet_data(sheet),
        "title": f"Công báo {sheet.province}, {sheet.number.words}, ngày {gazette_date(sheet.day)}",
        "author": sheet.publisher,
        "date": [sheet.day.year, sheet.day.month, sheet.day.day],
        "parts": contents(sheet, shown),
        "attached": [{"name": f"{item.key}.xml", "file": f"xml{index}.xml"} for index, item in enumerate(sheet.items)],
    }


def entry(item: IssueItem, facts: Facts) -> dict[str, object]:
    """An item's line in the contents as data."""
    day = item.day or facts.day
    line = " ".join((item.title or contents_line(facts), *item.stretch.remarks))
    return {"key": item.key, "day": gazette_date(day) if day else "", "line": line}


def _files(sheet: IssueSheet, sources: Mapping[str, Source]) -> dict[str, bytes]:
    files = {f"xml{index}.xml": item.xml for index, item in enumerate(sheet.items)}
    for source in sources.values():
        files.update(source.files)
    return {**files, **check_files(sheet.check)}


def statement(day: date) -> str:
    """What the law of *day* says of the gazette's value, from ``print/statements.json``; empty when no rule is known."""
    for rule in _statements():
        if rule["from"] <= day.isoformat() <= rule.get("until", "9999-12-31"):
            return rule["text"]
    return ""


@lru_cache(maxsize=1)
def _statements() -> list[dict[str, str]]:
    rules: list[dict[str, str]] = json.loads((ROOT / "print" / "statements.json").read_text(encoding="utf-8"))
    return rules
