"""One step of the workflow: checked against the table, written with its history in the transaction at hand."""

from dataclasses import replace
from typing import Any

from gazette.db.work import Work
from gazette.model.document import Document, HistoryEntry
from gazette.model.errors import BadCall
from gazette.model.floor import check_floor
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.workflow import TRANSITIONS, check

WRITING = frozenset({"attach", "correct", "judge", "repair"})
"""What puts a person's own words into a document, besides the steps that take a reason."""


def permit(actor: Actor, step_id: str, document: Document, note: str = "") -> None:
    """Raises RoleMissing, StepClosed or BadCall (no reason given) unless the workflow opens this step to this person now."""
    _check_not_opened(actor, document)
    step = TRANSITIONS[step_id]
    refusal = check(step, document, actor)
    if refusal is not None:
        raise (RoleMissing if refusal.cause == "roles" else StepClosed)(vi=refusal.vi, en=refusal.en)
    if step.reason and not note.strip():
        raise BadCall(reason="phải nêu lý do / a reason must be given")


def advance(work: Work, actor: Actor, step_id: str, document: Document, *, note: str = "", **changes: Any) -> Document:
    """Takes a permitted step: new state, other *changes*, who did it, one line of history. Raises as ``permit``, and ChangedMeanwhile."""
    permit(actor, step_id, document, note)
    doers = {**document.doers, step_id: actor.user}
    changed = replace(document, **changes, state=TRANSITIONS[step_id].target, doers=doers)
    return record(work, actor, step_id, changed, note)


def record(work: Work, actor: Actor, action: str, changed: Document, note: str = "") -> Document:
    """Writes a changed document with its line of history; for what is done without leaving the state."""
    _check_not_opened(actor, changed)
    documents = work.documents(actor.clearance)
    if action in WRITING or (action in TRANSITIONS and TRANSITIONS[action].reason):
        check_floor(actor, documents.label(changed.id))
    saved = documents.save(changed)
    documents.note(saved, HistoryEntry(work.now, actor.user, action, saved.state, note.strip()))
    return saved


def _check_not_opened(actor: Actor, document: Document) -> None:
    if document.record in actor.clearance.opened:
        raise StepClosed(vi="quyền mở khẩn cấp chỉ để đọc", en="break-glass opens a record for reading only")
