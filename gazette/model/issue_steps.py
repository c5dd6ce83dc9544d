"""The workflow of an issue as data: its states, what can be done to it, who may, and under which guards."""

from collections.abc import Callable, Mapping

from gazette.model.issue import Issue
from gazette.model.people import ROLES, Actor
from gazette.model.workflow import Refusal, State, Transition

ISSUE_STATES: Mapping[str, State] = {
    state.id: state
    for state in (
        State("draft", "Đang biên tập", "At work"),
        State("approved", "Đã duyệt", "Approved"),
        State("published", "Đã phát hành", "Published"),
    )
}

ISSUE_STEPS: Mapping[str, Transition] = {
    step.id: step
    for step in (
        Transition("change", "Sửa đổi số Công báo", "Change the issue", ("draft", "approved"), "draft", ("editor",), scope="issue"),
        Transition(
            "answer", "Chịu trách nhiệm về cảnh báo", "Answer for a warning", ("draft",), "draft", ("editor",), reason=True, scope="issue"
        ),
        Transition("approve", "Duyệt số Công báo", "Approve the issue", ("draft",), "approved", ("editor",), scope="issue"),
        Transition("take-back", "Thu hồi duyệt", "Take the approval back", ("approved",), "draft", ("editor", "publisher"), scope="issue"),
        Transition(
            "order",
            "Hẹn giờ phát hành",
            "Publish at a set time",
            ("approved",),
            "approved",
            ("publisher",),
            ("as-approved", "not-the-approver"),
            scope="issue",
        ),
        Transition("cancel", "Hủy hẹn giờ", "Cancel the set time", ("approved",), "approved", ("publisher",), scope="issue"),
        Transition(
            "publish",
            "Phát hành",
            "Publish",
            ("approved",),
            "published",
            ("publisher",),
            ("as-approved", "not-the-approver"),
            scope="issue",
        ),
    )
}
"""``change`` is whatever alters an issue: it takes the approval back."""

ISSUE_ACTS: Mapping[str, tuple[str, str]] = {
    **{step.id: (step.vi, step.en) for step in ISSUE_STEPS.values()},
    "delayed": ("Chưa phát hành được vào giờ hẹn, sẽ thử lại", "Not published at the set time yet; it is tried again"),
    "not-published": ("Không phát hành được theo giờ hẹn", "Not published at the set time"),
}
"""What the history of an issue tells."""


def state_of(issue: Issue) -> str:
    """Where an issue stands: an approval that what followed has taken back is none."""
    return "draft" if issue.state == "approved" and not issue.approved else issue.state


def refusal(step_id: str, issue: Issue, actor: Actor) -> Refusal | None:
    """Why *actor* may not take the step; None when it is open. Roles are asked before states, states before guards."""
    step = ISSUE_STEPS[step_id]
    if not actor.has(*step.roles):
        names = [ROLES[role] for role in step.roles]
        vi, en = " hoặc ".join(role.vi for role in names), " or ".join(role.en for role in names)
        return Refusal("roles", f"cần vai trò {vi}", f"needs the role {en}")
    state = ISSUE_STATES[state_of(issue)]
    if state.id not in step.sources:
        return Refusal("state", f"{issue.title} đang ở bước “{state.vi}”", f"{issue.title} stands at “{state.en}”")
    return next((found for name in step.guards if (found := ISSUE_GUARDS[name](issue, actor))), None)


def _as_approved(issue: Issue, _actor: Actor) -> Refusal | None:
    if issue.approved:
        return None
    return Refusal("as-approved", "số Công báo chưa được duyệt hoặc đã thay đổi sau khi duyệt", "the issue is not as it was approved")


def _not_the_approver(issue: Issue, actor: Actor) -> Refusal | None:
    if issue.approval is None or issue.approval.by != actor.user:
        return None
    return Refusal("not-the-approver", "người duyệt không được phát hành", "whoever approved an issue may not publish it")


ISSUE_GUARDS: Mapping[str, Callable[[Issue, Actor], Refusal | None]] = {"as-approved": _as_approved, "not-the-approver": _not_the_approver}
