"""Composing: an editor opens an issue, puts sealed documents in it in printed order, and checks it before it is published."""

import secrets
from dataclasses import replace
from datetime import date

from gazette import typeset
from gazette.db import Work
from gazette.db.steps import advance
from gazette.model.document import HistoryEntry, check_code
from gazette.model.errors import BadCall, NotFound
from gazette.model.issue import Approval, Issue, IssueItem, IssueLine, IssueNumber, Pass, PreflightReport, part_of, seal_of
from gazette.model.issue_order import by_rule, inserted, moved
from gazette.model.people import ROLES, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.model.text import fold_space
from gazette.services.checking import Checking
from gazette.services.imprinting import fix
from gazette.services.intake import check_intake
from gazette.services.issue_acts import as_seen, changing, item_of, must_pass, noted, permitted, reopened, with_items
from gazette.services.issue_pages import ISSUES_A_PAGE, issue_page
from gazette.services.parts import Parts
from gazette.services.pressing import Pressing
from gazette.services.rechecking import recheck

MOST_PAGES = 100_000
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

    def add(self, actor: Actor, issue_id: str, *document_ids: str) -> Issue:
        """Puts sealed documents into an issue, each at its place in printed order: all of them or none."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            items = list(issue.items)
            for document in map(work.documents(actor.clearance).get, document_ids):
                placed = advance(work, actor, "compose", document, note=issue.title)
                items = inserted(items, IssueItem(0, part_of(placed), placed))
            return work.issues(actor.clearance).save(with_items(issue, items))

    def remove(self, actor: Actor, issue_id: str, document_id: str) -> Issue:
        """Takes a document out of an issue again. Raises NotAccepted for one that runs over several issues: its parts are joined first."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            item = item_of(issue, document_id)
            if item.document.state != "withdrawn":  # (a withdrawn one leaves behind what was not printed of it yet)
                _must_be_whole(item)
                advance(work, actor, "remove", item.document, note=issue.title)
            return work.issues(actor.clearance).save(with_items(issue, [one for one in issue.items if one is not item]))

    def move(self, actor: Actor, issue_id: str, document_id: str, position: int) -> Issue:
        """Moves a document to another place (from 1); parts stay together, and so do the documents of an issuer (``issue_order.moved``)."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            items = moved(issue.items, item_of(issue, document_id), position)
            return work.issues(actor.clearance).save(with_items(issue, items))

    def arrange(self, actor: Actor, issue_id: str) -> Issue:
        """Puts the documents of an issue into printed order, whatever order was chosen by hand."""
        _need(actor, "editor")
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            return work.issues(actor.clearance).save(with_items(issue, by_rule(issue.items)))

    def limit(self, actor: Actor, issue_id: str, pages: int | None) -> Issue:
        """Sets how many pages the issue should have at most; None takes that back. Raises RoleMissing, StepClosed, BadCall, NotFound."""
        if pages is not None and not 1 <= pages <= MOST_PAGES:
            raise BadCall(reason=str(pages))
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            return work.issues(actor.clearance).save(replace(issue, budget=pages))

    def measured(self, actor: Actor, issue_id: str) -> Issue:
        """The issue with the pages that each item is estimated to take; what was not measured yet is set for it, once."""
        _need(actor, *VIEWERS)
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            pressing = Pressing(self._parts, work, actor.clearance)
            texts = {item.document.id: pressing.one(item) for item in issue.items if item.estimate is None}
        found = {document: made.value.pages for document, text in texts.items() if (made := typeset.measure(text)).value is not None}
        if not found:
            return issue
        with self._parts.database.write() as work:
            work.issues(actor.clearance).estimate(issue_id, found)
            return work.issues(actor.clearance).get(issue_id)

    def check(self, actor: Actor, issue_id: str) -> PreflightReport:
        """Everything that is wrong with an issue before it is published, in itself and in each of its documents."""
        _need(actor, *VIEWERS)
        self._sized(actor, issue_id)
        with self._parts.database.write() as work:
            return self._report(work, actor, work.issues(actor.clearance).get(issue_id))

    def answer(self, actor: Actor, issue_id: str, key: str, reason: str) -> PreflightReport:
        """Lets a warning pass: *actor* answers for it with a *reason*, as long as document and finding stay as they are.

        Raises RoleMissing, StepClosed, BadCall (no reason), NotFound (no such warning).
        """
        reason = fold_space(reason)
        if not any(sign.isalnum() for sign in reason):
            raise BadCall(reason="phải nêu lý do / a reason must be given")
        with self._parts.database.write() as work:
            issue = _permitted(work, actor, issue_id, "answer")
            row = next((one for one in self._report(work, actor, issue).waiting if one.key == key), None)
            if row is None or row.item is None:
                raise NotFound
            made = Pass(key, row.item.document.id, row.finding.code, reason, actor.user, work.now)
            work.checks.add_pass(issue.id, made)
            self._noted(work, actor, issue, "answer", f"{made.code}: {made.reason}")
            return self._report(work, actor, issue)

    def approve(self, actor: Actor, issue_id: str, seen: str = "") -> Issue:
        """Approves an issue as it stands, and fixes what it prints of the logs; the issuers' PDFs are verified and compared anew before.

        No error may stand, and somebody answers for every warning. *seen* is the sum (:func:`seal_of`) of what the person looked at.
        Raises RoleMissing, StepClosed, NotAccepted, ChangedMeanwhile (it is no longer what was seen), Unavailable.
        """
        with self._parts.database.read() as work:
            as_seen(_permitted(work, actor, issue_id, "approve"), seen)
        self._sized(actor, issue_id)
        recheck(self._parts, actor, issue_id)
        with self._parts.database.write() as work:
            issue = _permitted(work, actor, issue_id, "approve")
            as_seen(issue, seen)
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
            return self._step(work, actor, reopened(issue), "take-back")

    def history(self, actor: Actor, issue_id: str) -> tuple[HistoryEntry, ...]:
        """What was done to an issue since it was opened, oldest first: answers, approvals, orders."""
        _need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return work.checks.history(work.issues(actor.clearance).get(issue_id).id)

    def _sized(self, actor: Actor, issue_id: str) -> None:
        """Sees to it that an issue with a budget is measured."""
        with self._parts.database.read() as work:
            limited = work.issues(actor.clearance).get(issue_id).budget is not None
        if limited:
            self.measured(actor, issue_id)

    def _report(self, work: Work, actor: Actor, issue: Issue) -> PreflightReport:
        return Checking(self._parts, work, actor.clearance).issue(issue)

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


def _must_be_whole(item: IssueItem) -> None:
    if not item.stretch.whole:
        raise NotAccepted(vi="văn bản đăng nhiều số: phải nhập các phần lại", en="the document runs over several issues: join it first")
