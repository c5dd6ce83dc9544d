"""How long a document is as an issue prints it, and on which of its pages each of its provisions begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import typst

from gazette.model.issue import PARTS
from gazette.model.outcome import Outcome
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.issue import IssueItem, source_in
from gazette.typeset.pdf import Job, marks
from gazette.typeset.stretches import places


@dataclass(frozen=True, slots=True)
class Measured:
    """The pages of one item by itself, and by eId the page (from 1) on which each provision begins that a later stretch can begin with."""

    pages: int
    begins: Mapping[str, int]


def measure(item: IssueItem) -> Outcome[Measured]:
    """*item* measured as ``issue`` sets it below the headings of its part and issuer, the longest it can be; no PDF is made."""
    source, findings = source_in(item)
    if source is None or source.refused:
        return Outcome(None, tuple(findings))
    opens = [(1, PARTS[item.part].vi), (2, item.issuer.upper())]
    data = {"piece": "measure", "item": {"opens": opens, "leaves": [leaf.to_json() for leaf in source.leaves]}}
    try:
        found = marks(Job("issue-preview.typ", data, source.files, None), "at")
    except typst.TypstError as error:
        return Outcome(None, (*findings, CATALOGUE.finding("T007", reason=error.message)))
    pages = {str(mark["at"]): int(str(mark["page"])) for mark in found}
    begins = {at: pages[at] for at in places(source.leaves, item.stretch)}
    return Outcome(Measured(pages[""], MappingProxyType(begins)), tuple(findings))
