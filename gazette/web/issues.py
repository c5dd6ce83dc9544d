"""Composing and publishing an issue: its number, its order, the pre-flight check, the preview, the publication."""

from datetime import date, datetime
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import HANOI
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.sending import send_bytes

screen = flask.Blueprint("issues", __name__, url_prefix=f"{addresses.DESK}/cong-bao")
READERS = ("editor", "publisher", "clerk", "drafter", "leader", "archivist", "auditor")


@screen.get("")
@permission(*READERS)
def listed(actor: Actor) -> Any:
    """All issues, drafts first, and the form for a new one."""
    issues = context.services().compose.list(actor)
    day = datetime.now(HANOI).date()
    this_year = [issue.number.last for issue in issues if issue.number.year == day.year]
    return rendering.page("desk/issues.html", issues=issues, next=max(this_year, default=0) + 1, today=day)


@screen.post("")
@permission("editor")
def new(actor: Actor) -> Any:
    """Opens a new issue; the same number at both ends is a single issue."""
    form = flask.request.form
    first = form.get("first", type=int)
    if first is None or first < 1:
        raise BadCall(reason=_("số Công báo phải là số nguyên dương"))
    try:
        day = date.fromisoformat(form.get("date", ""))
    except ValueError:
        raise BadCall(reason=_("ngày phát hành không đọc được")) from None
    issue = context.services().compose.new(actor, first, form.get("last", type=int) or first, day)
    return flask.redirect(addresses.desk("cong-bao", issue.id), 303)


@screen.get("/<issue>")
@permission(*READERS)
def show(actor: Actor, issue: str) -> Any:
    """One issue at work: what it holds, what waits, what the check says."""
    services = context.services()
    found = services.compose.show(actor, issue)
    draft = found.state == "draft"
    waiting = services.desk.board(actor, "sealed").rows if draft and actor.has("editor") else ()
    return rendering.page("desk/issue.html", issue=found, report=services.compose.check(actor, issue) if draft else None, waiting=waiting)


@screen.post("/<issue>/them")
@permission("editor")
def add(actor: Actor, issue: str) -> Any:
    """Adds the chosen documents."""
    for document in flask.request.form.getlist("document"):
        context.services().compose.add(actor, issue, document)
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
    context.services().compose.move(actor, issue, form.get("document", ""), form.get("position", 1, type=int))
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
    published = context.services().publish.publish(actor, issue)
    flask.flash(_("Đã phát hành %(issue)s.", issue=published.title), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)
