"""Notices: what waits for the person at the keyboard, and where mails about it go."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.notice import KINDS
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("notices", __name__, url_prefix=f"{addresses.DESK}/thong-bao")


@screen.get("")
@permission()
def listed(actor: Actor) -> Any:
    """One's own notices, newest first: of which kind, never about what."""
    notify = context.services().notify
    return rendering.page("desk/notices.html", notices=notify.mine(actor), kinds=KINDS, email=notify.address(actor))


@screen.post("")
@permission()
def seen(actor: Actor) -> Any:
    """Notes that all were seen."""
    context.services().notify.see(actor)
    return _done(_("Đã đánh dấu là đã xem."))


@screen.post("/dia-chi")
@permission()
def address(actor: Actor) -> Any:
    """Sets where mails about one's notices go."""
    context.services().notify.set_address(actor, flask.request.form.get("email", ""))
    return _done(_("Đã lưu địa chỉ thư."))


def _done(message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.desk("thong-bao"), 303)
