"""What every act on an issue leaves behind: a line of its history, and a row of the log."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import archive
from gazette.db import Work
from gazette.db.errors import ChangedMeanwhile
from gazette.model.document import HistoryEntry
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueItem, PreflightReport, seal_of
from gazette.model.issue_steps import refusal
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted, RoleMissing, StepClosed
from gazette.services.parts import Parts


def permitted(issue: Issue, actor: Actor, step: str) -> None:
    """Raises RoleMissing or StepClosed unless the issue's workflow opens this step to this person now."""
    found = refusal(step, issue, actor)
    if found is not None:
        raise (RoleMissing if found.cause == "roles" else StepClosed)(vi=found.vi, en=found.en)


def as_seen(issue: Issue, seen: str) -> None:
    """Raises ChangedMeanwhile when the issue is not what the sum *seen* was taken of; nothing was said when it is empty."""
    if seen and seen != seal_of(issue):
        raise ChangedMeanwhile


def must_pass(report: PreflightReport) -> None:
    """Raises NotAccepted while an error stands, or a warning that nobody answers for: the first of them."""
    if report.approvable:
        return
    finding = next((one for one in report.findings if one.level == "error"), None) or report.waiting[0].finding
    raise NotAccepted(vi=finding.message("vi").rstrip("."), en=finding.message("en").rstrip("."))


def reopened(issue: Issue) -> Issue:
    """The issue at work again, without its approval and its set time."""
    return replace(issue, state="draft", approval=None, order=None)


def changing(parts: Parts, work: Work, actor: Actor, issue_id: str) -> Issue:
    """An issue that *actor* is about to change, which takes its approval back. Raises NotFound, RoleMissing, StepClosed."""
    issue = work.issues(actor.clearance).get(issue_id)
    permitted(issue, actor, "change")
    if issue.state != "approved":
        return issue
    noted(parts, work, reopened(issue), HistoryEntry(work.now, actor.user, "change", "draft"))
    return reopened(issue)


def item_of(issue: Issue, document_id: str) -> IssueItem:
    """The item that holds a document. Raises NotFound."""
    found = next((item for item in issue.items if item.document.id == document_id), None)
    if found is None:
        raise NotFound
    return found


def with_items(issue: Issue, items: Iterable[IssueItem]) -> Issue:
    """The issue with these items, numbered in their order."""
    return replace(issue, items=tuple(replace(item, position=place) for place, item in enumerate(items, start=1)))


def noted(parts: Parts, work: Work, issue: Issue, entry: HistoryEntry) -> None:
    """Writes what was done into the issue's history and into the log."""
    work.checks.note(issue.id, entry)
    details = {"issue": issue.title, "year": str(issue.number.year), "note": entry.note}
    parts.vault.audit.append(work.connection, archive.Entry(entry.actor, f"issue-{entry.action}", details=details))


def written(parts: Parts, work: Work, actor: Actor, action: str, details: Mapping[str, str]) -> None:
    """Writes a change of a table of the Office into the log."""
    parts.vault.audit.append(work.connection, archive.Entry(actor.user, action, details=details))
