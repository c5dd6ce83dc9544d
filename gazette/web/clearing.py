"""Clearances: proposed by one person, confirmed by another, taken back by one."""

from datetime import date
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.clearing import DECIDERS, OFFICER, Wanted
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("clearing", __name__, url_prefix=f"{addresses.DESK}/quyen-doc")


@screen.get("")
@permission(*DECIDERS, "auditor")
def listed(actor: Actor) -> Any:
    """What waits for a second person, what was decided, who is cleared how far until when."""
    services = context.services()
    return rendering.page(
        "desk/clearing.html",
        waiting=services.clearing.waiting(actor),
        decided=services.clearing.decided(actor),
        accounts=services.accounts.list(actor),
        levels=[(rank.id, rank.name(context.lang())) for rank in context.screens().levels],
        officer=OFFICER,
    )


@screen.post("")
@permission(*DECIDERS)
def propose(actor: Actor) -> Any:
    """Proposes a clearance, or a security officer."""
    form = flask.request.form
    user, reason = form.get("user", "").strip(), form.get("reason", "").strip()
    wanted = Wanted(user, reason, kind="officer")
    if form.get("kind") != "officer":
        compartments = tuple(form.get("compartments", "").split())
        wanted = Wanted(user, reason, form.get("level", ""), compartments, _day(form.get("until", "")))
    context.services().clearing.propose(actor, wanted)
    return _done(_("Đã ghi đề nghị; cần người thứ hai xác nhận."), "wait")


@screen.post("/<proposal>/xac-nhan")
@permission(*DECIDERS)
def confirm(actor: Actor, proposal: str) -> Any:
    """Confirms what another person proposed."""
    context.services().clearing.confirm(actor, proposal)
    return _done(_("Đã xác nhận; có hiệu lực ngay."))


@screen.post("/<proposal>/tu-choi")
@permission(*DECIDERS)
def refuse(actor: Actor, proposal: str) -> Any:
    """Refuses a proposal, or takes one's own back."""
    context.services().clearing.refuse(actor, proposal)
    return _done(_("Đã từ chối đề nghị."))


@screen.post("/thu-hoi")
@permission(*DECIDERS)
def revoke(actor: Actor) -> Any:
    """Takes a clearance back at once."""
    form = flask.request.form
    context.services().clearing.revoke(actor, form.get("user", "").strip(), form.get("reason", "").strip())
    return _done(_("Đã thu hồi; phiên làm việc của người đó đã kết thúc."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadCall(reason=_("ngày không hợp lệ")) from None


def _done(message: str, kind: str = "good") -> Any:
    flask.flash(message, kind)
    return flask.redirect(addresses.desk("quyen-doc"), 303)
