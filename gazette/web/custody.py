"""Custody: dossiers, the desks where labels are changed and records destroyed, and the security officer's board."""

from datetime import datetime
from typing import Any

import flask

from archive import Action, State, Wanted
from gazette.model import addresses
from gazette.model.document import HANOI
from gazette.model.people import Actor
from gazette.model.permissions import ARCHIVE_ROLES, FILERS, READERS
from gazette.services import NewDossier
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.limits import GUESSING, limited
from gazette.web.second import second_person

screen = flask.Blueprint("custody", __name__, url_prefix=addresses.ARCHIVE)
_DOSSIERS = "ho-so-cong-viec"


@screen.get(f"/{_DOSSIERS}")
@permission(*READERS)
def dossiers(actor: Actor) -> Any:
    """A page of the dossiers this person may know of, newest first, or those of a code."""
    code = flask.request.args.get("ky-hieu", "").strip()
    page = context.services().dossiers.list(actor, code=code, after=flask.request.args.get("sau") or None)
    return rendering.page("archive/dossiers.html", page=page, code=code, levels=context.levels_of(actor), filing=actor.has(*FILERS))


@screen.post(f"/{_DOSSIERS}")
@permission(*FILERS)
def open_dossier(actor: Actor) -> Any:
    """Opens a dossier."""
    form = flask.request.form
    compartments = tuple(form.get("compartments", "").split())
    named = (form.get("code", "").strip(), form.get("title", "").strip(), form.get("heading", "").strip())
    opened = context.services().dossiers.open(actor, NewDossier(*named, form.get("level", "noi-bo"), compartments))
    return _done(_("Đã lập hồ sơ công việc."), _DOSSIERS, opened.id)


@screen.get(f"/{_DOSSIERS}/<code>")
@permission(*READERS)
def dossier(actor: Actor, code: str) -> Any:
    """One dossier: its label, who works on it, and what lies in it."""
    services = context.services()
    found = services.dossiers.show(actor, code)
    page = services.keep.list(actor, Wanted(found.id), after=flask.request.args.get("sau") or None)
    lists = services.circulation.known(actor)
    kinds = services.plans.schedule().on(datetime.now(HANOI).date())
    retained = services.appraisal.retained(actor, found)
    return rendering.page(
        "archive/dossier.html",
        dossier=found,
        page=page,
        lists=lists,
        levels=context.levels_of(actor),
        retained=retained,
        kinds=kinds,
        filing=actor.has(*FILERS),
    )


@screen.post(f"/{_DOSSIERS}/<code>/giao")
@permission(*ARCHIVE_ROLES[Action.GRANT])
def grant(actor: Actor, code: str) -> Any:
    """Lets somebody work on a dossier, or takes that back."""
    form, service = flask.request.form, context.services().dossiers
    change = service.revoke if form.get("thu") else service.grant
    change(actor, code, form.get("list") or form.get("principal", "").strip())
    return _done(_("Đã lưu."), _DOSSIERS, code)


@screen.post(f"/{_DOSSIERS}/<code>/muc")
@permission("security-officer")
@limited(GUESSING, failed_only=True)
def reclassify(actor: Actor, code: str) -> Any:
    """Another level for a dossier and all that lies in it, by two people."""
    form = flask.request.form
    decision = (form.get("reason", "").strip(), form.get("decision", "").strip())
    context.services().dossiers.reclassify(actor, second_person(), code, form.get("level", ""), decision)
    return _done(_("Đã đổi mức tiếp cận."), _DOSSIERS, code)


@screen.post(f"/{_DOSSIERS}/<code>/giu")
@permission(*ARCHIVE_ROLES[Action.HOLD])
def hold(actor: Actor, code: str) -> Any:
    """Orders that a dossier stay as it is, with what lies in it and what comes into it."""
    context.services().dossiers.hold(actor, code, flask.request.form.get("reason", ""))
    return _done(_("Đã ra lệnh giữ nguyên trạng."), _DOSSIERS, code)


@screen.post(f"/{_DOSSIERS}/<code>/bo-giu")
@permission(*ARCHIVE_ROLES[Action.HOLD])
def release_hold(actor: Actor, code: str) -> Any:
    """Lifts a hold on a dossier."""
    form = flask.request.form
    context.services().dossiers.release_hold(actor, code, form.get("hold", ""), form.get("reason", "").strip())
    return _done(_("Đã bỏ lệnh giữ nguyên trạng."), _DOSSIERS, code)


@screen.post("/ho-so/<record>/xep")
@permission(*FILERS)
def place(actor: Actor, record: str) -> Any:
    """Puts a record into a dossier."""
    context.services().dossiers.place(actor, record, flask.request.form.get("dossier", "").strip())
    return _done(_("Đã xếp vào hồ sơ công việc."), "ho-so", record)


@screen.get("/doi-muc")
@permission("security-officer", "archivist")
def regrading(actor: Actor) -> Any:
    """The reclassification desk: labels whose time has come are proposals; two people decide on each record's page."""
    return rendering.page("archive/regrading.html", due=context.services().keep.due(actor))


@screen.get("/tieu-huy")
@permission("archivist", "auditor")
def disposal(actor: Actor) -> Any:
    """The disposal desk: what was withdrawn and may be destroyed, what is held, whose day has come, and what was destroyed."""
    keep = context.services().keep
    withdrawn, gone = keep.at(actor, State.WITHDRAWN), keep.at(actor, State.DISPOSED)
    return rendering.page("archive/disposal.html", withdrawn=withdrawn, gone=gone, held=keep.held(actor), due=keep.due(actor))


@screen.get("/bang-bao-mat")
@permission("security-officer", "auditor")
def board(actor: Actor) -> Any:
    """The security officer's board."""
    return rendering.page("archive/board.html", board=context.services().watch.board(actor))


def _done(message: str, *place: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.archive(*place), 303)
