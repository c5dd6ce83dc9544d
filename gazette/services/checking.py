"""The checks before publication, asked of one document or of a whole issue inside one unit of work."""

from functools import cached_property

import archive
from gazette import akn
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.model.checks.calendar import Calendar
from gazette.model.checks.facts import Facts
from gazette.model.checks.registered import Register
from gazette.model.checks.registry import EDITION, findings_of, text_findings
from gazette.model.checks.terms import Term
from gazette.model.document import Document, today
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueItem, PreflightReport
from gazette.model.numbers import parse_number
from gazette.model.outcome import Finding
from gazette.model.preflight import report, stretches
from gazette.model.relations import REFUSED, Relation
from gazette.services.parts import Parts

_ANY_MEMBER = archive.Clearance("kiem-tra")
"""What every member of the staff may know: the register answers all of them alike, and tells nothing of what is closed to one."""


class Checking:
    """Asks the checks for one reader; the tables are read once."""

    def __init__(self, parts: Parts, work: Work, clearance: archive.Clearance) -> None:
        self._parts, self._work, self._clearance = parts, work, clearance
        self._acts: dict[str, Document | None] = {}

    def issue(self, issue: Issue) -> PreflightReport:
        """The pre-flight of an issue. The readings of texts that were not looked at yet are logged."""
        found = {item.document.id: (*self._stretches(issue, item), *self.document(item.document)) for item in issue.items}
        return report(issue, found, self._work.checks.passes(issue.id))

    def document(self, document: Document) -> tuple[Finding, ...]:
        """Everything to be known of a document before it is published, the gravest first."""
        text = self.text(document)
        lists = self._work.lists(_ANY_MEMBER)
        numbers = (parse_number(one) for one in lists.numbers_of(document))
        facts = Facts(
            document=document,
            today=today(self._parts.clock),
            calendar=self._calendar,
            terms=self._terms,
            same=lists.same_number(document),
            taken=frozenset(int(one.ordinal) for one in numbers if one and one.ordinal.isdigit()),
            bases=self._bases(document),
            agencies=self._agencies,
        )
        return findings_of(facts, text)

    def _stretches(self, issue: Issue, item: IssueItem) -> tuple[Finding, ...]:
        if item.stretch.whole:
            return ()
        return tuple(stretches(issue, item, self._work.issues(self._clearance).holding(item.document.id)))

    def text(self, document: Document) -> tuple[Finding, ...]:
        """What the checks of a text find in the document's; looked for once for each text and edition of the checks."""
        ref = document.file("xml")
        if ref is None:
            return ()
        known = self._work.checks.found(document.id, ref.sha256, EDITION)
        if known is not None:
            return known
        xml = Holdings(self._work, self._parts.vault, self._clearance).read(document, "xml")
        found = text_findings(akn.reading(xml))
        self._work.checks.keep(document.id, ref.sha256, EDITION, found)
        return found

    @cached_property
    def _calendar(self) -> Calendar:
        return self._work.checks.calendar()

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return self._work.checks.terms()

    @cached_property
    def _agencies(self) -> Register:
        return Register.of(self._work.checks.agencies())

    def _bases(self, document: Document) -> tuple[tuple[Relation, Document], ...]:
        own = (one for one in document.relations if one.type == "can-cu" and not one.back and one.slug and one.scope != REFUSED)
        return tuple((one, basis) for one in own if (basis := self._act(one.slug or "")))

    def _act(self, slug: str) -> Document | None:
        if slug not in self._acts:
            try:
                self._acts[slug] = self._work.documents(archive.ANYONE).slugged(slug)
            except NotFound:
                self._acts[slug] = None
        return self._acts[slug]
