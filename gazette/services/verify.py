"""Verifying: is this PDF signed as it should be, and is it one the gazette published?"""

from dataclasses import dataclass, replace
from datetime import datetime

import archive
import signing
from gazette.model.document import Document
from gazette.model.errors import NotFound
from gazette.model.issue import Issue
from gazette.model.numbers import number_key, tidy_number
from gazette.model.recognition import Recognised
from gazette.model.text import date_in_words
from gazette.services.allowing import allowed_signers
from gazette.services.failing import signing_errors
from gazette.services.numbering import ISSUED
from gazette.services.parts import Parts
from gazette.services.recognise import Recognise

_AMBIGUOUS = ("V014", "V016", "V017", "V018")
"""Findings of files that another program may show with other content: scripts, double structure, stray updates, pictures over the page."""


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The report on a file, and what the file is to the gazette."""

    report: signing.Report
    recognised: Recognised | None = None

    @property
    def published(self) -> dict[str, object]:
        """The ``published`` object of the report."""
        return self.recognised.to_json(self.report.verdict) if self.recognised else {"match": False}

    @property
    def document(self) -> Document | None:
        """The published document that the file may pass for."""
        return self.recognised.document if self.recognised and self.recognised.matches(self.report.verdict) else None

    @property
    def issue(self) -> Issue | None:
        """The published issue, likewise."""
        return self.recognised.issue if self.recognised and self.recognised.matches(self.report.verdict) else None


class Verify:
    """The verification page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._recognise = Recognise(parts)

    def verify(self, data: bytes, name: str = "", *, at: datetime | None = None, offline: bool = False) -> VerifyView:
        """The report on a PDF, as of *at* (now when left out), damaged or hostile ones too; nothing of it is kept. Raises Unavailable.

        Roles are held by whom the office's list says; only for a published file of another agency, which a clerk attested, it is not asked.
        """
        recognised = self._recognise.recognise(data)
        attested = recognised.document if recognised is not None and recognised.how == "file" else None
        signers = None if attested is not None and attested.provenance == "issuer" else self._signers()
        with signing_errors():
            report = signing.verify(data, self._parts.trust(), at=at, offline=offline, signers=signers).named(name)
        if signers is not None:
            report = self._held_against_register(data, report)
        if recognised and recognised.how == "text" and any(finding.code in _AMBIGUOUS for finding in report.findings):
            recognised = replace(recognised, how="unsure")
        view = VerifyView(report, recognised)
        return replace(view, report=report.with_published(view.published))

    def by_code(self, code: str) -> Document | Issue:
        """The published document or issue that bears a check code. Raises NotFound."""
        plain = code.strip().upper().replace(" ", "")
        with self._parts.database.read() as work:
            try:
                return work.documents(archive.ANYONE).coded(plain)
            except NotFound:
                return work.issues(archive.ANYONE).coded(plain)

    def _signers(self) -> signing.AllowedSigners:
        with self._parts.database.read() as work:
            return allowed_signers(self._parts, work)

    def _held_against_register(self, data: bytes, report: signing.Report) -> signing.Report:
        """Number and date that were written in after our leader's signature must be what the register gave to this very page (V055)."""
        number, day = (report.texts.get(name, "") for name in (signing.NUMBER_FIELD, signing.DATE_FIELD))
        ours = any(one.role in (signing.Role.LEADER, signing.Role.SEAL) for one in report.signatures)
        if not ours or not (number or day):
            return report
        with self._parts.database.read() as work:
            given = work.numbers.given(ISSUED, number, data)
        if given is not None and date_in_words(given) == day:
            return report
        return report.with_finding(signing.Finding("V055", signing.NUMBER_FIELD, number))

    def by_digest(self, sha256: str) -> Recognised | None:
        """What a file with this SHA-256 (hex) is to the gazette."""
        return self._recognise.by_digest(sha256)

    def by_number(self, number: str) -> tuple[Document, ...]:
        """The published documents that bear a number, newest first."""
        with self._parts.database.read() as work:
            return work.documents(archive.ANYONE).published({tidy_number(number), number_key(number)})
