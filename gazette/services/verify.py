"""Verifying: is this PDF signed as it should be, and is it one the gazette published?"""

from dataclasses import dataclass, replace

import archive
import signing
from gazette.model.document import Document
from gazette.model.errors import NotFound
from gazette.model.issue import Issue
from gazette.model.numbers import number_key, tidy_number
from gazette.model.recognition import Recognised
from gazette.services.failing import signing_errors
from gazette.services.parts import Parts
from gazette.services.recognise import Recognise


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The report on a file, and what the file is to the gazette."""

    report: signing.Report
    recognised: Recognised | None = None

    @property
    def published(self) -> dict[str, object]:
        """The ``published`` object of the report."""
        return self.recognised.to_json(broken=self._broken) if self.recognised else {"match": False}

    @property
    def document(self) -> Document | None:
        """The published document that the file may pass for."""
        return self.recognised.document if self.recognised and self.recognised.matches(broken=self._broken) else None

    @property
    def issue(self) -> Issue | None:
        """The published issue, likewise."""
        return self.recognised.issue if self.recognised and self.recognised.matches(broken=self._broken) else None

    @property
    def _broken(self) -> bool:
        return self.report.verdict is signing.Verdict.INVALID


class Verify:
    """The verification page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._recognise = Recognise(parts)

    def verify(self, data: bytes, name: str = "", *, offline: bool = False) -> VerifyView:
        """The report on a PDF; nothing of it is kept. Damaged or hostile input gives a report too. Raises Unavailable."""
        with signing_errors():
            report = signing.verify(data, self._parts.trust(), offline=offline).named(name)
        view = VerifyView(report, self._recognise.recognise(data))
        return replace(view, report=report.with_published(view.published))

    def by_code(self, code: str) -> Document | Issue:
        """The published document or issue that bears a check code. Raises NotFound."""
        plain = code.strip().upper().replace(" ", "")
        with self._parts.database.read() as work:
            try:
                return work.documents(archive.ANYONE).coded(plain)
            except NotFound:
                return work.issues(archive.ANYONE).coded(plain)

    def by_digest(self, sha256: str) -> Recognised | None:
        """What a file with this SHA-256 (hex) is to the gazette."""
        return self._recognise.by_digest(sha256)

    def by_number(self, number: str) -> tuple[Document, ...]:
        """The published documents that bear a number, newest first."""
        with self._parts.database.read() as work:
            return work.documents(archive.ANYONE).published({tidy_number(number), number_key(number)})
