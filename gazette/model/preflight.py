"""What must be right before an issue may be published."""

from collections.abc import Iterator

from gazette.model.document import Document
from gazette.model.findings import CATALOGUE
from gazette.model.issue import Issue
from gazette.model.outcome import Finding
from gazette.model.text import gazette_date


def preflight(issue: Issue) -> tuple[Finding, ...]:
    """Everything wrong with an issue; an error stops its publication (Law 64/2025, Articles 5.7 and 9)."""
    if issue.withheld:
        return (CATALOGUE.finding("D028"),)
    if not issue.items:
        return (CATALOGUE.finding("D020"),)
    return tuple(finding for item in issue.items for finding in _document(issue, item.document, f"mục {item.position}"))


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
    if document.effective_from is None:
        yield CATALOGUE.finding("D025", where, title=title)
