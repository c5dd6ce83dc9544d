"""Composing: an editor opens an issue, puts sealed documents in it in printed order, and checks it before it is published."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gazette import typeset
from gazette.db import Work
from gazette.db.steps import advance
from gazette.model.document import HistoryEntry, check_code
from gazette.model.errors import BadCall, NotFound
from gazette.model.issue import Approval, Issue, IssueItem, IssueLine, IssueNumber, Pass, PreflightReport, part_of, printed_order, seal_of
from gazette.model.people import ROLES, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.services.checking import Checking
from gazette.services.imprinting import fix
from gazette.services.intake import check_intake
from gazette.services.issue_acts import must_pass, noted, permitted
from gazette.services.issue_pages import ISSUES_A_PAGE, issue_page
from gazette.services.parts import Parts
from gazette.services.pressing import Pressing

VIEWERS = ("editor", "publisher", "clerk", "drafter", "leader", "archivist", "auditor")


class Compose:
    """Issues before they are published."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._sections = typeset.Sections()

    def new(self, actor: Actor, first: int, last: int, day: date, year: int | None = None) -> Issue:
        """Opens an issue that bears the numbers *first* to *last* of the year; intervals never overlap. Raises NotAccepted, BadCall."""
        _need(actor, "editor")
        check_intake(self._parts)
        try:
            number = IssueNumber(year or day.year, first, last)
        except ValueError as error:
            raise BadCall(reason=f"{first}-{last}") from error
        with self._parts.database.write() as work:
            found = work.issues(actor.clearance)
            if found.taken(number.year, first, last):
                raise NotAccepted(vi=f"số {number.label}/{number.year} đã có", en=f"number {number.label}/{number.year} is taken")
            code = check_code(secrets.token_bytes(10))
            issue = Issue(secrets.token_hex(16), number, day, "draft", code, created_by=actor.user)
            found.add(issue)
            return issue

    def add(self, actor: Actor, issue_id: str, document_id: str) -> Issue:
        """Puts a sealed document into an issue, at its place in printed order."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = self._changed(work, actor, issue_id)
            document = work.documents(actor.clearance).get(document_id)
            placed = advance(work, actor, "compose", document, note=issue.title)
            items = sorted([*issue.items, IssueItem(0, part_of(placed), placed)], key=lambda item: printed_order(item.document))
            return work.issues(actor.clearance).save(_with(issue, items))

    def remove(self, actor: Actor, issue_id: str, document_id: str) -> Issue:
        """Takes a document out of an issue again."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = self._changed(work, actor, issue_id)
            item = _item(issue, document_id)
            advance(work, actor, "remove", item.document, note=issue.title)
            return work.issues(actor.clearance).save(_with(issue, [one for one in issue.items if one is not item]))

    def move(self, actor: Actor, issue_id: str, document_id: str, position: int) -> Issue:
        """Moves a document to another place (from 1); parts stay together, in their printed order."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = self._changed(work, actor, issue_id)
            item = _item(issue, document_id)
            others = [one for one in issue.items if one is not item]
            others.insert(min(max(position, 1), len(others) + 1) - 1, item)
            parts = {part.id: place for place, (part, _) in enumerate(issue.by_part())}
            return work.issues(actor.clearance).save(_with(issue, sorted(others, key=lambda one: parts[one.part])))

    def check(self, actor: Actor, issue_id: str) -> PreflightReport:
        """Everything that is wrong with an issue before it is published, in itself and in each of its documents."""
        _need(actor, *VIEWERS)
        with self._parts.database.write() as work:
            return self._report(work, actor, work.issues(actor.clearance).get(issue_id))

    def answer(self, actor: Actor, issue_id: str, key: str, reason: str) -> PreflightReport:
        """Lets a warning pass: *actor* answers for it with a *reason*, as long as document and finding stay as they are.

        Raises RoleMissing, StepClosed, BadCall (no reason), NotFound (no such warning).
        """
        if not reason.strip():
            raise BadCall(reason="phải nêu lý do / a reason must be given")
        with self._parts.database.write() as work:
            issue = _permitted(work, actor, issue_id, "answer")
            row = next((one for one in self._report(work, actor, issue).waiting if one.key == key), None)
            if row is None or row.item is None:
                raise NotFound
            made = Pass(key, row.item.document.id, row.finding.code, reason.strip(), actor.user, work.now)
            work.checks.add_pass(issue.id, made)
            self._noted(work, actor, issue, "answer", f"{made.code}: {made.reason}")
            return self._report(work, actor, issue)

    def approve(self, actor: Actor, issue_id: str) -> Issue:
        """Approves an issue as it stands, and fixes what it prints of the logs.

        No error may stand, and somebody answers for every warning. Raises RoleMissing, StepClosed, NotAccepted.
        """
        with self._parts.database.write() as work:
            issue = _permitted(work, actor, issue_id, "approve")
            found = self._report(work, actor, issue)
            must_pass(found)
            approved = replace(issue, state="approved", approval=Approval(actor.user, work.now, seal_of(issue)), order=None)
            saved = self._step(work, actor, approved, "approve")
            fix(self._parts, work, saved)
            return saved

    def take_back(self, actor: Actor, issue_id: str) -> Issue:
        """Takes an approval back; the issue is at work again. Raises RoleMissing, StepClosed."""
        with self._parts.database.write() as work:
            issue = _permitted(work, actor, issue_id, "take-back")
            return self._step(work, actor, _reopened(issue), "take-back")

    def history(self, actor: Actor, issue_id: str) -> tuple[HistoryEntry, ...]:
        """What was done to an issue since it was opened, oldest first: answers, approvals, orders."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return work.checks.history(work.issues(actor.clearance).get(issue_id).id)

    def _report(self, work: Work, actor: Actor, issue: Issue) -> PreflightReport:
        return Checking(self._parts, work, actor.clearance).issue(issue)

    def _changed(self, work: Work, actor: Actor, issue_id: str) -> Issue:
        """An issue that is about to be changed, which takes its approval back."""
        issue = _permitted(work, actor, issue_id, "change")
        if issue.state != "approved":
            return issue
        self._noted(work, actor, _reopened(issue), "change", "")
        return _reopened(issue)

    def _step(self, work: Work, actor: Actor, issue: Issue, action: str) -> Issue:
        saved = work.issues(actor.clearance).save(issue)
        self._noted(work, actor, saved, action, "")
        return saved

    def _noted(self, work: Work, actor: Actor, issue: Issue, action: str, note: str) -> None:
        noted(self._parts, work, issue, HistoryEntry(work.now, actor.user, action, issue.state, note))

    def preview(self, actor: Actor, issue_id: str) -> bytes:
        """The issue on the pages it would have if it were published now, every page marked as a preview. Raises NotAccepted."""
        _need(actor, *VIEWERS)
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            pages = Pressing(self._parts, work, actor.clearance).take(issue)
        return pages.preview(self._sections).pdf

    def list(self, actor: Actor) -> tuple[Issue, ...]:
        """Every issue with its documents, newest first: for commands; a screen takes ``page``."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return tuple(work.lists(actor.clearance).all_issues())

    def page(self, actor: Actor, after: str | None = None) -> tuple[tuple[IssueLine, ...], str | None]:
        """One page of the issues, newest first, and the mark of the next. Raises BadCall for a mark that no page gave."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            lines, following = issue_page(lists, ISSUES_A_PAGE, after)
            # Whether an issue stands as it was approved is told by its items; few are neither being made nor published.
            at_work = (line.issue.id for line in lines if line.issue.state == "approved")
            whole = {one: work.issues(actor.clearance).get(one) for one in at_work}
            return tuple(replace(line, issue=whole.get(line.issue.id, line.issue)) for line in lines), following

    def show(self, actor: Actor, issue_id: str) -> Issue:
        """One issue. Raises NotFound."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return work.issues(actor.clearance).get(issue_id)

    def find(self, actor: Actor, year: int, part: str) -> Issue:
        """The issue of a year and number as in addresses (``12+13``). Raises NotFound, BadCall."""
        _need(actor, *VIEWERS)
        try:
            number = IssueNumber.parse(year, part)
        except ValueError as error:
            raise BadCall(reason=f"{part}/{year}") from error
        with self._parts.database.read() as work:
            return work.issues(actor.clearance).numbered(number)

    def next_number(self, actor: Actor, year: int) -> int:
        """The number after the last one taken this year."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return work.lists(actor.clearance).next_issue_number(year)


def _need(actor: Actor, *roles: str) -> None:
    if not actor.has(*roles):
        role = ROLES[roles[0]]
        raise RoleMissing(vi=f"cần vai trò {role.vi}", en=f"needs the role {role.en}")


def _permitted(work: Work, actor: Actor, issue_id: str, step: str) -> Issue:
    issue = work.issues(actor.clearance).get(issue_id)
    permitted(issue, actor, step)
    return issue


def _reopened(issue: Issue) -> Issue:
    return replace(issue, state="draft", approval=None, order=None)


def _item(issue: Issue, document_id: str) -> IssueItem:
    found = next((item for item in issue.items if item.document.id == document_id), None)
    if found is None:
        raise NotFound
    return found


def _with(issue: Issue, items: Iterable[IssueItem]) -> Issue:
    numbered = tuple(replace(item, position=place) for place, item in enumerate(items, start=1))
    return replace(issue, items=numbered)
