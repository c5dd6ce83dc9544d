"""The yearly list of dossiers and the schedule of retention periods."""

from datetime import date, datetime
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import HANOI
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import FILERS, READERS
from gazette.model.retention import DECIDERS, STATES, Entry, Term
from gazette.services import PLAN_KEEPERS
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.sending import send_bytes

screen = flask.Blueprint("plans", __name__, url_prefix=addresses.ARCHIVE)


@screen.get("/danh-muc")
@permission(*READERS)
def plan(actor: Actor) -> Any:
    """The list of a year, with the dossiers opened from it that this person may know of."""
    year = _year(flask.request.args.get("nam"))
    plans = context.services().plans
    return rendering.page(
        "archive/plan.html",
        year=year,
        lines=plans.plan(actor, year),
        terms=plans.schedule().on(_today()),
        states=STATES,
        levels=context.levels_of(actor),
        keeping=actor.has(*PLAN_KEEPERS),
        deciding=actor.has(*DECIDERS),
        filing=actor.has(*FILERS),
    )


@screen.post("/danh-muc")
@permission(*PLAN_KEEPERS)
def add(actor: Actor) -> Any:
    """Adds a line to the draft."""
    form = flask.request.form
    year = _year(form.get("nam"))
    named = (form.get("code", ""), form.get("heading", ""), form.get("title", ""))
    context.services().plans.add(actor, Entry("", year, *named, form.get("kind", ""), form.get("maker", ""), form.get("note", "")))
    return _done(_("Đã thêm vào danh mục."), year)


@screen.post("/danh-muc/bo")
@permission(*PLAN_KEEPERS)
def remove(actor: Actor) -> Any:
    """Takes a line out of the draft."""
    form = flask.request.form
    context.services().plans.remove(actor, form.get("entry", ""))
    return _done(_("Đã bỏ khỏi danh mục."), _year(form.get("nam")))


@screen.post("/danh-muc/trinh")
@permission(*PLAN_KEEPERS)
def propose(actor: Actor) -> Any:
    """Lays the draft before the head of the agency."""
    year = _year(flask.request.form.get("nam"))
    count = context.services().plans.propose(actor, year)
    return _done(_("Đã trình %(count)s dòng.", count=count), year)


@screen.post("/danh-muc/duyet")
@permission(*DECIDERS)
def decide(actor: Actor) -> Any:
    """Approves what was proposed, or sends it back."""
    form = flask.request.form
    year, back = _year(form.get("nam")), form.get("tra-lai")
    number = form.get("decision", "").strip()
    if not back and not number:
        raise BadCall(reason=_("phải ghi số quyết định"))
    count = context.services().plans.decide(actor, year, "" if back else number)
    return _done(_("Đã trả lại %(count)s dòng.", count=count) if back else _("Đã duyệt %(count)s dòng.", count=count), year)


@screen.post("/danh-muc/mo")
@permission(*FILERS)
def open_dossier(actor: Actor) -> Any:
    """Opens a dossier that follows an approved line."""
    form = flask.request.form
    opened = context.services().plans.open(actor, form.get("entry", ""), form.get("level", "noi-bo"))
    flask.flash(_("Đã lập hồ sơ công việc."), "good")
    return flask.redirect(addresses.archive("ho-so-cong-viec", opened.id), 303)


@screen.get("/danh-muc/in.pdf")
@permission(*FILERS, *DECIDERS, "auditor")
def printed(actor: Actor) -> Any:
    """The list as the office prints, signs and binds it."""
    year = _year(flask.request.args.get("nam"))
    return send_bytes(context.services().plans.print(actor, year), "application/pdf", f"danh-muc-ho-so-{year}.pdf")


@screen.get("/thoi-han")
@permission(*READERS)
def schedule(actor: Actor) -> Any:
    """The schedule of periods with every edition."""
    found = sorted(context.services().plans.schedule().terms, key=lambda one: (one.kind, one.since), reverse=False)
    return rendering.page("archive/schedule.html", terms=found, today=_today(), keeping=actor.has(*PLAN_KEEPERS))


@screen.post("/thoi-han")
@permission(*PLAN_KEEPERS)
def add_term(actor: Actor) -> Any:
    """Enters a row of the schedule."""
    form = flask.request.form
    years, until = form.get("years", "").strip(), form.get("until", "").strip()
    if years and not years.isdecimal():
        raise BadCall(reason=_("số năm không hợp lệ"))
    name = form.get("name", "").strip()
    held = (_day(form.get("since", "")), _day(until) if until else None)
    lasting = int(years[:4]) if years else None
    context.services().plans.add_term(actor, Term(form.get("kind", "").strip(), name, name, lasting, form.get("ground", "").strip(), *held))
    flask.flash(_("Đã ghi vào bảng thời hạn."), "good")
    return flask.redirect(addresses.archive("thoi-han"), 303)


@screen.post("/thoi-han/bo")
@permission(*PLAN_KEEPERS)
def remove_term(actor: Actor) -> Any:
    """Takes an entered row out."""
    context.services().plans.remove_term(actor, flask.request.form.get("row", ""))
    flask.flash(_("Đã bỏ dòng này."), "good")
    return flask.redirect(addresses.archive("thoi-han"), 303)


def _today() -> date:
    return datetime.now(HANOI).date()


def _year(told: str | None) -> int:
    if not told:
        return _today().year
    if not (told.isascii() and told.isdecimal() and len(told) == 4):
        raise BadCall(reason=_("năm không hợp lệ"))
    return int(told)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told.strip())
    except ValueError:
        raise BadCall(reason=_("ngày không hợp lệ")) from None


def _done(message: str, year: int) -> Any:
    flask.flash(message, "good")
    return flask.redirect(f"{addresses.archive('danh-muc')}?nam={year}", 303)
