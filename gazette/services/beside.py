"""Both sides of the review page joined: each finding and each value of the head at its paragraph of the Word file and its line."""

import re
from collections.abc import Iterable, Mapping

from gazette import akn
from gazette.db.repositories import Documents
from gazette.model.desk import EDITABLE, Beside, Remark
from gazette.model.document import Document, HistoryEntry
from gazette.model.outcome import Finding
from gazette.model.provenance import ReadFact, read_facts
from gazette.services.taking import Taken
from gazette.services.ties import ties_of

_CONVERTED = "W060"
"""Letters of an old encoding, which have a table of their own."""
_PARAGRAPH = re.compile(r"(?:đoạn|paragraph) (\d+)")


def side_by_side(taken: Taken, text: str, findings: Iterable[Finding], history: tuple[HistoryEntry, ...], documents: Documents) -> Beside:
    """The Word file of *taken* beside the editable *text*: *findings*, the head's values, citations and relations at their places.

    *documents* are what the reader may know of.
    """
    places = places_of(taken, text)
    line_of = turned(places)
    told = {(one.code, one.where, one.message("vi")): one for one in findings if one.code != _CONVERTED}
    remarks = [_remark(taken, one, line_of) for one in told.values()]
    ties = ties_of(taken, documents, history, line_of)
    return Beside(taken.page, places, tuple(remarks), tuple(_facts(taken, history)), ties, taken.offered)


def places_of(taken: Taken, text: str) -> Mapping[int, int]:
    """For each line of the editable *text* the paragraph of the Word file it comes from."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines, start=1) if line.startswith("===")), 0)
    return akn.beside(taken.paragraphs, (one for one in akn.editable_lines(lines) if one[0] > first))


def _remark(taken: Taken, finding: Finding, line_of: Mapping[int, int]) -> Remark:
    paragraph = _paragraph(taken, finding.where)
    return Remark(finding, paragraph, line_of.get(paragraph, 0))


def turned(places: Mapping[int, int]) -> dict[int, int]:
    """For each paragraph the first line it stands on."""
    found: dict[int, int] = {}
    for line, paragraph in places.items():
        found.setdefault(paragraph, line)
    return found


def _paragraph(taken: Taken, where: str) -> int:
    """The paragraph of the Word file that a finding's place means: ``đoạn 12``, an eId, or a zone; 0 when it means none."""
    said = _PARAGRAPH.match(where)
    if said:
        return int(said[1])
    if not where or " " in where:
        return 0
    line = next((at for at, one in enumerate(taken.printed) if where in (one.at, one.zone, one.component)), -1)
    return taken.paragraph_of_line.get(line, 0)


def _facts(taken: Taken, history: Iterable[HistoryEntry]) -> Iterable[tuple[ReadFact, int]]:
    for fact in read_facts(head_of(taken.document), taken.printed, history, taken.evidence):
        yield fact, taken.paragraph_of_line.get(fact.line, 0)


def head_of(document: Document) -> dict[str, str]:
    """The values of the head that a person may correct, as the form shows them."""
    return {name: str(getattr(document, name) or "") for name in EDITABLE}
