"""Appraisal: dossiers are closed, what is due is proposed for destruction, decided and carried out."""

from datetime import date
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import FILERS
from gazette.model.retention import CAUSES, DECIDERS, STATES
from gazette.services import APPRAISERS
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("appraisal", __name__, url_prefix=addresses.ARCHIVE)


@screen.post("/ho-so-cong-viec/<code>/ket-thuc")
@permission(*FILERS)
def close(actor: Actor, code: str) -> Any:
    """Closes a dossier; its period runs from the end of that year."""
    form = flask.request.form
    try:
        day = date.fromisoformat(form.get("day", ""))
    except ValueError:
        raise BadCall(reason=_("ngày không hợp lệ")) from None
    context.services().appraisal.close(actor, code, form.get("kind", ""), day)
    return _done(_("Đã kết thúc hồ sơ; thời hạn bảo quản tính từ hết năm này."), "ho-so-cong-viec", code)


@screen.get("/xet-huy")
@permission(*APPRAISERS)
def appraised(actor: Actor) -> Any:
    """What is due, with the reason, what was proposed, and what lies in no dossier so that nothing runs for it."""
    appraisal = context.services().appraisal
    proposing = actor.has("archivist")
    unfiled = appraisal.unfiled(actor, after=flask.request.args.get("sau") or None)
    due, shown = appraisal.due(actor), appraisal.list(actor)
    return rendering.page("archive/appraisal.html", due=due, shown=shown, unfiled=unfiled, states=STATES, proposing=proposing)


@screen.post("/xet-huy")
@permission("archivist")
def propose(actor: Actor) -> Any:
    """Proposes dossiers for destruction."""
    form = flask.request.form
    made = context.services().appraisal.propose(actor, tuple(form.getlist("ho-so")), form.get("reason", ""))
    return _done(_("Đã đề nghị tiêu hủy; chờ người đứng đầu quyết định."), "xet-huy", made.id)


@screen.get("/xet-huy/<disposal>")
@permission(*APPRAISERS)
def show(actor: Actor, disposal: str) -> Any:
    """One proposal."""
    found = context.services().appraisal.show(actor, disposal)
    return rendering.page(
        "archive/destruction.html",
        found=found,
        states=STATES,
        causes=CAUSES,
        deciding=actor.has(*DECIDERS),
        carrying=actor.has("archivist"),
    )


@screen.post("/xet-huy/<disposal>/quyet-dinh")
@permission(*DECIDERS)
def decide(actor: Actor, disposal: str) -> Any:
    """Approves or refuses a proposal."""
    form = flask.request.form
    approved = not form.get("khong")
    context.services().appraisal.decide(actor, disposal, form.get("decision", ""), form.get("reason", ""), approved=approved)
    return _done(_("Đã duyệt đề nghị tiêu hủy.") if approved else _("Đã từ chối đề nghị tiêu hủy."), "xet-huy", disposal)


@screen.post("/xet-huy/<disposal>/thuc-hien")
@permission("archivist")
def carry_out(actor: Actor, disposal: str) -> Any:
    """Destroys what was approved, and keeps the protocol."""
    context.services().appraisal.carry_out(actor, disposal)
    return _done(_("Đã thực hiện; biên bản đã lưu thành hồ sơ."), "xet-huy", disposal)


def _done(message: str, *place: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.archive(*place), 303)
