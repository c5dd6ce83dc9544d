"""Distribution lists and groups: who is on them, from which day to which."""

from datetime import date
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.circulation import KINDS, LIST_KEEPERS, ListKind
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import READERS
from gazette.services import NewList
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("circulation", __name__, url_prefix=f"{addresses.ARCHIVE}/danh-sach")


@screen.get("")
@permission(*READERS)
def lists(actor: Actor) -> Any:
    """The lists this person may know of."""
    found = context.services().circulation.known(actor)
    return rendering.page("archive/lists.html", lists=found, kinds=KINDS, levels=context.levels_of(actor), keeping=actor.has(*LIST_KEEPERS))


@screen.post("")
@permission(*LIST_KEEPERS)
def make(actor: Actor) -> Any:
    """Makes a list."""
    form = flask.request.form
    kind: ListKind = "group" if form.get("kind") == "group" else "list"
    made = context.services().circulation.make(actor, NewList(form.get("title", ""), kind, form.get("level", "noi-bo")))
    return _done(_("Đã lập danh sách."), made.id)


@screen.get("/<list_id>")
@permission(*READERS)
def show(actor: Actor, list_id: str) -> Any:
    """One list: who is on it, and who was."""
    services = context.services()
    found = services.circulation.show(actor, list_id)
    day = services.circulation.day()
    return rendering.page("archive/members.html", list=found, kinds=KINDS, day=day, keeping=actor.has(*LIST_KEEPERS))


@screen.post("/<list_id>/nguoi")
@permission(*LIST_KEEPERS)
def enrol(actor: Actor, list_id: str) -> Any:
    """Puts somebody on a list, or takes them off at once."""
    form, service = flask.request.form, context.services().circulation
    user = form.get("user", "").strip()
    if form.get("thu"):
        service.strike(actor, list_id, user)
    else:
        service.enrol(actor, list_id, user, (_day("since"), _day("until")))
    return _done(_("Đã lưu."), list_id)


def _day(name: str) -> date | None:
    text = flask.request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadCall(reason=_("ngày không hợp lệ")) from None


def _done(message: str, list_id: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.archive("danh-sach", list_id), 303)
