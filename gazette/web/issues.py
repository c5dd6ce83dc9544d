"""Composing and publishing an issue: its number, its order, the pre-flight check, the preview, the publication."""

from datetime import date, datetime
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import HANOI
from gazette.model.errors import BadCall
from gazette.model.issue import seal_of
from gazette.model.issue_steps import ISSUE_ACTS, ISSUE_STATES, ISSUE_STEPS, refusal, state_of
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.sending import send_bytes

screen = flask.Blueprint("issues", __name__, url_prefix=f"{addresses.DESK}/cong-bao")
LEVELS = ("error", "warning", "info")
READERS = ("editor", "publisher", "clerk", "drafter", "leader", "archivist", "auditor")


@screen.get("")
@permission(*READERS)
def listed(actor: Actor) -> Any:
    """All issues, drafts first, and the form for a new one."""
    compose, day = context.services().compose, datetime.now(HANOI).date()
    lines, following = compose.page(actor, flask.request.args.get("sau"))
    return rendering.page(
        "desk/issues.html",
        lines=lines,
        asked={"sau": following},
        states=ISSUE_STATES,
        state_of=state_of,
        next=compose.next_number(actor, day.year),
        today=day,
    )


@screen.post("")
@permission("editor")
def new(actor: Actor) -> Any:
    """Opens a new issue; the same number at both ends is a single issue, and without a number it takes the next of its year."""
    form, compose = flask.request.form, context.services().compose
    try:
        day = date.fromisoformat(form.get("date", ""))
    except ValueError:
        raise BadCall(reason=_("ngày phát hành không đọc được")) from None
    first = form.get("first", type=int) if form.get("first", "").strip() else compose.next_number(actor, day.year)
    if first is None or first < 1:
        raise BadCall(reason=_("số Công báo phải là số nguyên dương"))
    issue = compose.new(actor, first, form.get("last", type=int) or first, day)
    return flask.redirect(addresses.desk("cong-bao", issue.id), 303)


@screen.get("/<issue>")
@permission(*READERS)
def show(actor: Actor, issue: str) -> Any:
    """One issue at work: what it holds, what waits, what the check says, who may do what next."""
    services = context.services()
    found = services.compose.show(actor, issue)
    unpublished = found.state != "published"
    found = services.compose.measured(actor, issue) if unpublished else found
    waiting = services.desk.board(actor, "sealed").rows if unpublished and actor.has("editor") else ()
    return rendering.page(
        "desk/issue.html",
        issue=found,
        seal=seal_of(found),
        state=ISSUE_STATES[state_of(found)],
        report=services.compose.check(actor, issue) if unpublished else None,
        waiting=waiting,
        closed={step: refusal(step, found, actor) for step in ISSUE_STEPS},
        history=services.compose.history(actor, issue),
        acts=ISSUE_ACTS,
    )


@screen.get("/<issue>/kiem-tra")
@permission(*READERS)
def preflight(actor: Actor, issue: str) -> Any:
    """Everything that is wrong with an issue, the gravest first, each with one click to its place; chosen by level where asked."""
    services = context.services()
    report = services.compose.check(actor, issue)
    level = flask.request.args.get("muc", "")
    rows = [row for row in report.rows if level not in LEVELS or row.finding.level == level]
    return rendering.page(
        "desk/preflight.html",
        issue=report.issue,
        seal=seal_of(report.issue),
        report=report,
        rows=rows,
        level=level if level in LEVELS else "",
        counts={one: sum(row.finding.level == one for row in report.rows) for one in LEVELS},
        closed={step: refusal(step, report.issue, actor) for step in ISSUE_STEPS},
    )


@screen.post("/<issue>/kiem-tra")
@permission("editor")
def answer(actor: Actor, issue: str) -> Any:
    """The editor answers for a warning, with a reason."""
    form = flask.request.form
    context.services().compose.answer(actor, issue, form.get("key", ""), form.get("reason", ""))
    flask.flash(_("Đã ghi nhận lý do bỏ qua cảnh báo."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue, "kiem-tra"), 303)


@screen.post("/<issue>/duyet")
@permission("editor")
def approve(actor: Actor, issue: str) -> Any:
    """Approves the issue as it stands."""
    context.services().compose.approve(actor, issue, flask.request.form.get("seen", ""))
    flask.flash(_("Đã duyệt. Mọi thay đổi sau đây làm mất hiệu lực của việc duyệt."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/<issue>/thu-hoi")
@permission("editor", "publisher")
def take_back(actor: Actor, issue: str) -> Any:
    """Takes the approval back."""
    context.services().compose.take_back(actor, issue)
    flask.flash(_("Đã thu hồi duyệt."), "wait")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/<issue>/hen-gio")
@permission("publisher")
def order(actor: Actor, issue: str) -> Any:
    """Sets the time at which the issue comes out by itself; without a time, takes it back."""
    told = flask.request.form.get("due", "").strip()
    publish = context.services().publish
    if not told:
        publish.cancel(actor, issue)
        flask.flash(_("Đã hủy giờ phát hành."), "wait")
    else:
        publish.order(actor, issue, _moment(told))
        flask.flash(_("Đã hẹn giờ phát hành; nếu có thay đổi sau khi duyệt, số Công báo sẽ không được phát hành."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


def _moment(told: str) -> datetime:
    try:
        return datetime.fromisoformat(told).replace(tzinfo=HANOI)
    except (ValueError, OverflowError):
        raise BadCall(reason=_("giờ phát hành không đọc được")) from None


@screen.post("/<issue>/them")
@permission("editor")
def add(actor: Actor, issue: str) -> Any:
    """Adds the chosen documents."""
    context.services().compose.add(actor, issue, *flask.request.form.getlist("document"))
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/<issue>/bo")
@permission("editor")
def remove(actor: Actor, issue: str) -> Any:
    """Takes a document out; it waits for an issue again."""
    context.services().compose.remove(actor, issue, flask.request.form.get("document", ""))
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/<issue>/chuyen")
@permission("editor")
def move(actor: Actor, issue: str) -> Any:
    """Moves a document to a place in the order."""
    form = flask.request.form
    document = form.get("document", "")
    context.services().compose.move(actor, issue, document, form.get("position", 1, type=int))
    # The row is named, so that whoever goes by keyboard goes on from there.
    return flask.redirect(f"{addresses.desk('cong-bao', issue)}#muc-{document}", 303)


@screen.post("/<issue>/xep")
@permission("editor")
def arrange(actor: Actor, issue: str) -> Any:
    """Puts the documents into printed order again."""
    context.services().compose.arrange(actor, issue)
    flask.flash(_("Đã xếp theo thứ tự in quy định."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.get("/<issue>/xem-truoc.pdf")
@permission(*READERS)
def preview(actor: Actor, issue: str) -> Any:
    """The issue as it would be printed now."""
    return send_bytes(context.services().compose.preview(actor, issue), "application/pdf", "xem-truoc.pdf")


@screen.post("/<issue>/phat-hanh")
@permission("publisher")
def publish(actor: Actor, issue: str) -> Any:
    """Signs and publishes the whole issue."""
    published = context.services().publish.publish(actor, issue, flask.request.form.get("seen", ""))
    flask.flash(_("Đã phát hành %(issue)s.", issue=published.title), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)
