"""The preview of an issue, ready in a moment: every document is set once and kept, then the pages are joined and marked as a preview."""

import hashlib
import io
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType

import pikepdf

from gazette.model.outcome import Finding, Outcome
from gazette.typeset.document import check_files
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.issue import (
    IssueItem,
    IssueSheet,
    TypesetIssue,
    contents,
    entry,
    font_findings,
    placed,
    sheet_data,
    source_in,
)
from gazette.typeset.pdf import Job, sketch

_ROOM = 256 * 2**20
_TEMPLATE = "issue-preview.typ"
Opens = list[tuple[int, str]]
Parts = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Section:
    """One document as pages: no PDF when it cannot be printed, which of its pages lie on their side, its line in the contents."""

    pdf: bytes | None
    wide: tuple[bool, ...] = ()
    entry: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Sections:
    """Documents once set, by all that they are made of; the longest unused go when there are more than *room* bytes. Safe in threads."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._held = 0
        self._kept: OrderedDict[bytes, Section] = OrderedDict()
        self._lock = Lock()

    def take(self, key: bytes, make: Callable[[], Section]) -> Section:
        """The section kept under *key*, or the one that *make* gives."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._drop(key)
            self._kept[key] = made
            self._held += len(made.pdf or b"")
            while self._held > self._room:
                self._drop(next(iter(self._kept)))
        return made

    def _drop(self, key: bytes) -> None:
        gone = self._kept.pop(key, None)
        self._held -= len(gone.pdf or b"") if gone else 0


def preview(sheet: IssueSheet, sections: Sections) -> Outcome[TypesetIssue]:
    """*sheet* on the pages on which ``issue`` would set it, as a plain PDF in which every page says that it is a preview.

    Only documents that *sections* does not hold are set anew. Refused like ``issue``.
    """
    taken: dict[str, Section] = {}

    def shown(item: IssueItem, opens: Opens) -> dict[str, object]:
        taken[item.key] = section = sections.take(_key(item, opens), lambda: _section(item, opens))
        return {**section.entry, "key": item.key}

    parts = contents(sheet, shown)
    items = {item.key: item for item in sheet.items}
    findings = [placed(finding, items[key]) for key, section in taken.items() for finding in section.findings] + font_findings(sheet)
    if not sheet.items:
        findings.append(CATALOGUE.finding("T010"))
    if any(finding.level == "error" for finding in findings):
        return Outcome(None, tuple(findings))
    return _joined(sheet, parts, taken, findings)


def _key(item: IssueItem, opens: Opens) -> bytes:
    """Changes with anything that changes the item's pages or its line."""
    digest = hashlib.sha256(repr((opens, item.signed, item.title, item.day, item.stretch, len(item.xml), sorted(item.images))).encode())
    digest.update(item.xml)
    for _, image in sorted(item.images.items()):
        digest.update(hashlib.sha256(image).digest())
    return digest.digest()


def _section(item: IssueItem, opens: Opens) -> Section:
    source, findings = source_in(item)
    if source is None or source.refused:
        return Section(None, findings=tuple(findings))
    data = {"piece": "document", "item": {"opens": opens, "leaves": [leaf.to_json() for leaf in source.leaves]}}
    made, problems = sketch(Job(_TEMPLATE, data, source.files, None))
    return Section(made, tuple(_wide(made)) if made else (), entry(item, source.facts), (*findings, *problems))


def _wide(made: bytes) -> Iterator[bool]:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(side) for side in page.mediabox)
            yield right - left > top - bottom


def _joined(sheet: IssueSheet, parts: Parts, taken: Mapping[str, Section], findings: list[Finding]) -> Outcome[TypesetIssue]:
    data = {**sheet_data(sheet), "parts": parts}
    files = check_files(sheet.check)

    def piece(name: str, **more: object) -> bytes:
        made, problems = sketch(Job(_TEMPLATE, {**data, "piece": name, **more}, files, sheet.day))
        findings.extend(problems)
        return made or b""

    front = piece("front", begins=dict.fromkeys(taken, 0))
    ahead = [*_wide(front)] if front else []
    spans = dict(_spans(taken, len(ahead)))
    wide = [*ahead, *(turned for section in taken.values() for turned in section.wide), False]
    front, imprint, heads = (
        piece("front", begins={key: first for key, (first, _) in spans.items()}),
        piece("imprint"),
        piece("heads", wide=wide),
    )
    if not (front and imprint and heads):
        return Outcome(None, tuple(findings))
    made = _laid_over([front, *(section.pdf or b"" for section in taken.values()), imprint], heads)
    return Outcome(TypesetIssue(made, MappingProxyType(spans), len(wide)), tuple(findings))


def _spans(taken: Mapping[str, Section], ahead: int) -> Iterator[tuple[str, tuple[int, int]]]:
    for key, section in taken.items():
        yield key, (ahead + 1, ahead + len(section.wide))
        ahead += len(section.wide)


def _laid_over(bodies: list[bytes], heads: bytes) -> bytes:
    """The pages of *bodies*, each under the page of *heads* at its place."""
    joined = pikepdf.new()
    for body in bodies:
        joined.pages.extend(pikepdf.open(io.BytesIO(body)).pages)
    for page, head in zip(joined.pages, pikepdf.open(io.BytesIO(heads)).pages, strict=True):
        page.add_overlay(head, None)
    written = io.BytesIO()
    joined.save(written, deterministic_id=True)
    return written.getvalue()
