"""Everything that is wrong with an issue, by item and severity, with who answers for the warnings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gazette.model.checks.reading import is_normative
from gazette.model.checks.registry import WEIGHT
from gazette.model.document import Document
from gazette.model.findings import CATALOGUE
from gazette.model.issue import Issue, IssueItem, Pass, PreflightReport, PreflightRow, key_of
from gazette.model.outcome import Finding
from gazette.model.text import gazette_date


def report(issue: Issue, found: Mapping[str, Iterable[Finding]], passes: Iterable[Pass] = ()) -> PreflightReport:
    """The pre-flight of an issue: what is wrong with it, and *found* in its documents by id; an error stops its approval.

    *passes* answer for warnings as long as document and finding are what they were (Law 64/2025, Articles 5.7 and 9).
    """
    answered = {one.key: one for one in passes}
    rows = [*_whole(issue), *(row for item in issue.items for row in _rows(issue, item, found))]
    told = (replace(row, passed=answered.get(row.key)) if row.finding.level == "warning" else row for row in rows)
    return PreflightReport(issue, tuple(sorted(told, key=_order)))


def _order(row: PreflightRow) -> tuple[int, int, str]:
    return (WEIGHT[row.finding.level], row.item.position if row.item else 0, row.finding.code)


def _whole(issue: Issue) -> Iterator[PreflightRow]:
    if issue.withheld:
        yield PreflightRow(CATALOGUE.finding("D028"))
    elif not issue.items:
        yield PreflightRow(CATALOGUE.finding("D020"))


def _rows(issue: Issue, item: IssueItem, found: Mapping[str, Iterable[Finding]]) -> Iterator[PreflightRow]:
    own = (*_document(issue, item.document, f"mục {item.position}"), *_too_long(issue, item))
    for finding in (*own, *found.get(item.document.id, ())):
        yield PreflightRow(finding, item, key_of(item.document, finding))


def stretches(issue: Issue, item: IssueItem, held: Iterable[Issue]) -> Iterator[Finding]:
    """What is wrong with a part of a document among the issues that *held* it: the parts come out in their order and on their days."""
    where, title = f"mục {item.position}", item.document.title
    for earlier in held if item.stretch.begins else ():
        if earlier.number < issue.number and earlier.state != "published":
            yield CATALOGUE.finding("D033", where, title=title, earlier=earlier.number.within(issue.number.year))
        if earlier.number < issue.number and issue.date < earlier.date:
            yield CATALOGUE.finding("D034", where, title=title, day=gazette_date(issue.date), earlier=gazette_date(earlier.date))


def _too_long(issue: Issue, item: IssueItem) -> Iterator[Finding]:
    """The item with which an issue has more pages than it should; those after it are not told of."""
    before = issue.pages_with(item.position - 1) if item.position > 1 else 0
    if issue.budget is not None and before <= issue.budget < issue.pages_with(item.position):
        told = {"pages": str(issue.pages_with(len(issue.items))), "budget": str(issue.budget)}
        yield CATALOGUE.finding("D035", f"mục {item.position}", title=item.document.title, **told)


def _document(issue: Issue, document: Document, where: str) -> Iterator[Finding]:
    title = document.title
    if document.level != "cong-khai":
        yield CATALOGUE.finding("D021", where, title=title)
    if document.circulation:
        yield CATALOGUE.finding("D027", where, title=title, mark=document.circulation)
    for error in document.errors:
        yield CATALOGUE.finding("D022", where, title=title, error=error.code, message=error.message("vi"))
    if document.issued_on is None or not document.number:
        yield CATALOGUE.finding("D026", where, title=title)
    elif document.issued_on > issue.date:
        yield CATALOGUE.finding("D023", where, title=title, issued=gazette_date(document.issued_on), day=gazette_date(issue.date))
    if document.file("pdf") is None:
        yield CATALOGUE.finding("D024", where, title=title)
    if document.effective_from is None and is_normative(document.kind, document.number):
        yield CATALOGUE.finding("D025", where, title=title)
