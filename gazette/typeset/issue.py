"""A gazette issue as one PDF: front page, contents made from metadata, running heads, every document anew, and the imprint."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from gazette.model.issue import PARTS, IssueNumber
from gazette.model.outcome import Finding, Outcome
from gazette.model.text import gazette_date
from gazette.typeset.document import CheckMark, check_files
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.fonts import missing
from gazette.typeset.pdf import Job, marks, press
from gazette.typeset.sources import Facts, Source, parse, source_of
from templates import ROOT

_NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})
_ABOVE = 2
"""Heading levels above a document's own: the gazette's part, and the issuer."""


@dataclass(frozen=True, slots=True)
class IssueItem:
    """One document of an issue.

    ``key`` names it in the answer; ``part`` is a key of ``PARTS``; ``issuer`` and ``title`` are what the contents print
    (an empty title is made from the metadata); ``signed`` prints "(Đã ký)" where the leader's signature stood.
    """

    key: str
    xml: bytes
    part: str
    issuer: str
    title: str = ""
    day: date | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    signed: bool = False


@dataclass(frozen=True, slots=True)
class IssueSheet:
    """Everything an issue prints: ``province`` as ``tỉnh An Phước``, ``contacts`` one line each; items in their order.

    ``check`` is the issue's own check code; ``log_head`` the transparency log's head, both printed in the imprint.
    """

    number: IssueNumber
    day: date
    province: str
    publisher: str
    items: tuple[IssueItem, ...]
    contacts: tuple[str, ...] = ()
    check: CheckMark | None = None
    log_head: str = ""


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
    read = [_read(index, item) for index, item in enumerate(sheet.items)]
    findings = [finding for _, found in read for finding in found] + _font_findings(sheet)
    if not sheet.items:
        findings.append(CATALOGUE.finding("T010"))
    if any(finding.level == "error" for finding in findings):
        return Outcome(None, tuple(findings))
    sources = {item.key: source for item, (source, _) in zip(sheet.items, read, strict=True) if source is not None}
    job = Job("issue.typ", _data(sheet, sources), _files(sheet, sources), sheet.day)
    made, problems = press(job)
    if made is None:
        return Outcome(None, (*findings, *problems))
    pages = {str(mark["key"]): (int(str(mark["first"])), int(str(mark["last"]))) for mark in marks(job, "issue-item")}
    count = int(str(marks(job, "last-page")[0]["pages"]))
    return Outcome(TypesetIssue(made, MappingProxyType(pages), count), tuple(findings))


def contents_line(facts: Facts) -> str:
    """The line of the contents when none is given: kind, number and subject as the metadata have them."""
    named = f"{facts.kind.capitalize()} số {facts.number}" if facts.number else facts.kind.capitalize()
    subject = facts.subject[:1].lower() + facts.subject[1:]
    return f"{named} {subject}".strip().rstrip(".") + "."


def _read(index: int, item: IssueItem) -> tuple[Source | None, list[Finding]]:
    text = parse(item.xml)
    if isinstance(text, Finding):
        return None, [_placed(text, item.key)]
    source = source_of(text, item.images or _NO_IMAGES, base=_ABOVE, prefix=f"item{index}-", signer="signed" if item.signed else "plain")
    return source, [_placed(finding, item.key) for finding in source.findings]


def _placed(finding: Finding, key: str) -> Finding:
    return Finding(finding.kind, key, finding.details)


def _font_findings(sheet: IssueSheet) -> list[Finding]:
    printed = [sheet.province, sheet.publisher, *sheet.contacts, sheet.log_head, *(item.title + item.issuer for item in sheet.items)]
    lacking = missing("".join(printed))
    return [CATALOGUE.finding("T003", characters=", ".join(f"{char} (U+{ord(char):04X})" for char in lacking))] if lacking else []


def _data(sheet: IssueSheet, sources: Mapping[str, Source]) -> dict[str, object]:
    shown, day = f"Số {sheet.number.label}", gazette_date(sheet.day)
    return {
        "title": f"Công báo {sheet.province}, {shown.lower()}, ngày {day}",
        "author": sheet.publisher,
        "date": [sheet.day.year, sheet.day.month, sheet.day.day],
        "province": sheet.province.upper(),
        "number": shown,
        "day": f"Ngày {day}",
        "publisher": sheet.publisher,
        "contacts": list(sheet.contacts),
        "statement": statement(sheet.day),
        "check": sheet.check and {"code": sheet.check.code, "address": sheet.check.address, "alt": f"Mã QR dẫn đến {sheet.check.address}"},
        "log-head": sheet.log_head,
        "parts": list(_parts(sheet, sources)),
        "attached": [{"name": f"{item.key}.xml", "file": f"xml{index}.xml"} for index, item in enumerate(sheet.items)],
    }


def _parts(sheet: IssueSheet, sources: Mapping[str, Source]) -> Iterator[dict[str, object]]:
    for part in PARTS.values():
        members = [item for item in sheet.items if item.part == part.id]
        order = list(dict.fromkeys(item.issuer for item in members))
        members.sort(key=lambda item: order.index(item.issuer))
        if members:
            issuers = [
                {"name": issuer.upper(), "items": [_item(item, sources[item.key]) for item in found]}
                for issuer, found in groupby(members, key=lambda item: item.issuer)
            ]
            yield {"name": part.vi, "issuers": issuers}


def _item(item: IssueItem, source: Source) -> dict[str, object]:
    day = item.day or source.facts.day
    return {
        "key": item.key,
        "day": gazette_date(day) if day else "",
        "line": item.title or contents_line(source.facts),
        "leaves": [leaf.to_json() for leaf in source.leaves],
    }


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
