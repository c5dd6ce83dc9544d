"""Verifying: is this PDF signed as it should be, and is it the one the gazette published?"""

import hashlib
from dataclasses import dataclass

import archive
import signing
from gazette.model import addresses
from gazette.model.document import Document
from gazette.model.errors import NotFound
from gazette.model.issue import Issue
from gazette.services.failing import signing_errors
from gazette.services.parts import Parts


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The report, and the published document or issue whose file has exactly these bytes."""

    report: signing.Report
    document: Document | None = None
    issue: Issue | None = None


class Verify:
    """The verification page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def verify(self, data: bytes, name: str = "", *, offline: bool = False) -> VerifyView:
        """The report on a PDF; nothing of it is kept. Damaged or hostile input gives a report too. Raises Unavailable."""
        with signing_errors():
            report = signing.verify(data, self._parts.trust(), offline=offline).named(name)
        document, issue = self._published(hashlib.sha256(data).hexdigest())
        return VerifyView(report.with_published(_match(document, issue)), document, issue)

    def by_code(self, code: str) -> Document | Issue:
        """The published document or issue that bears a check code. Raises NotFound."""
        plain = code.strip().upper().replace(" ", "")
        with self._parts.database.read() as work:
            try:
                return work.documents(archive.ANYONE).coded(plain)
            except NotFound:
                return work.issues(archive.ANYONE).coded(plain)

    def _published(self, sha256: str) -> tuple[Document | None, Issue | None]:
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            return lists.with_file(sha256), lists.issue_with_file(sha256)


def _match(document: Document | None, issue: Issue | None) -> dict[str, object]:
    if document is not None:
        placed = document.issues[0] if document.issues else None
        number = addresses.issue(placed.year, placed.part) if placed else None
        return {"match": True, "document": document.work, "issue": number, "status": document.status}
    if issue is not None:
        return {"match": True, "document": None, "issue": addresses.issue(issue.number.year, issue.number.part), "status": None}
    return {"match": False}
