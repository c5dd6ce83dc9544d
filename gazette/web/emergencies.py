"""Break-glass: asked for in words, opened by a second person, reviewed by a third."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.emergency import OPENERS, REVIEWERS
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import DESK_READERS, permission
from gazette.web.language import said as _

screen = flask.Blueprint("emergencies", __name__, url_prefix=f"{addresses.ARCHIVE}/khan-cap")


@screen.get("")
@permission(*DESK_READERS)
def form(actor: Actor) -> Any:
    """The form, what became of one's own requests, and for those who decide what waits for them."""
    emergencies = context.services().emergencies
    deciding = actor.has(*OPENERS, *REVIEWERS)
    return rendering.page(
        "archive/emergencies.html",
        own=emergencies.own(actor),
        board=[one for one in emergencies.board(actor) if one.user != actor.user] if deciding else (),
        opening=actor.has(*OPENERS),
        reviewing=actor.has(*REVIEWERS),
        record=flask.request.args.get("ho-so", "")[:32],
    )


@screen.post("")
@permission(*DESK_READERS)
def ask(actor: Actor) -> Any:
    """Asks for a record; the answer is the same whether there is one or not."""
    sent = flask.request.form
    context.services().emergencies.ask(actor, sent.get("record", "").strip(), sent.get("reason", "").strip())
    return _done(_("Đã ghi đề nghị và báo cho cán bộ bảo mật; cần người thứ hai mở."), "wait")


@screen.post("/<emergency>/mo")
@permission(*OPENERS)
def open_(actor: Actor, emergency: str) -> Any:
    """Opens what another person asked for."""
    context.services().emergencies.open(actor, emergency)
    return _done(_("Đã mở trong 30 phút; mọi thao tác đều được đánh dấu trong nhật ký."))


@screen.post("/<emergency>/tu-choi")
@permission(*DESK_READERS)
def refuse(actor: Actor, emergency: str) -> Any:
    """Refuses it, or takes one's own back."""
    context.services().emergencies.refuse(actor, emergency)
    return _done(_("Đã từ chối đề nghị."))


@screen.post("/<emergency>/xem-xet")
@permission(*REVIEWERS)
def review(actor: Actor, emergency: str) -> Any:
    """Ends and reviews an opening."""
    context.services().emergencies.review(actor, emergency, flask.request.form.get("review", "").strip())
    return _done(_("Đã ghi kết luận xem xét."))


def _done(message: str, kind: str = "good") -> Any:
    flask.flash(message, kind)
    return flask.redirect(addresses.archive("khan-cap"), 303)
