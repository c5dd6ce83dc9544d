"""The tables that the checks ask: terms of office, with CSV in and out, and days off."""

from datetime import datetime
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.checks.calendar import DAY_KINDS
from gazette.model.checks.terms import CAPACITIES, COLUMNS
from gazette.model.document import HANOI
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.sending import send_bytes
from gazette.web.uploads import sent_one

screen = flask.Blueprint("offices", __name__, url_prefix=f"{addresses.DESK}/chuc-vu")
days = flask.Blueprint("days", __name__, url_prefix=f"{addresses.DESK}/ngay-nghi")
READERS = ("clerk", "administrator", "editor", "publisher", "auditor")
KEEPERS = ("clerk", "administrator")


@screen.get("")
@permission(*READERS)
def listed(actor: Actor) -> Any:
    """Who holds which office; with ``lich-su`` also the rows that were taken out."""
    history = flask.request.args.get("lich-su") == "1"
    terms = context.services().offices.terms(removed=history)
    keeping = actor.has(*KEEPERS)
    return rendering.page("desk/offices.html", terms=terms, history=history, keeping=keeping, capacities=CAPACITIES, columns=COLUMNS)


@screen.post("")
@permission(*KEEPERS)
def add(actor: Actor) -> Any:
    """Adds a row."""
    form = flask.request.form
    values = {
        "person": form.get("person", ""),
        "title": form.get("title", ""),
        "agency": form.get("agency", ""),
        "since": form.get("since", ""),
        "until": form.get("until", ""),
        "capacities": form.get("capacities", ""),
        "source": form.get("source", ""),
    }
    context.services().offices.add_term(actor, values)
    return _done(_("Đã thêm vào bảng chức vụ."), "chuc-vu")


@screen.post("/nhap")
@permission(*KEEPERS)
def take_in(actor: Actor) -> Any:
    """Adds the rows of a CSV file."""
    sent = sent_one("table")
    if sent is None:
        raise BadCall(reason="CSV")
    count = context.services().offices.take_in(actor, sent.data)
    return _done(_("Đã thêm %(count)s dòng.", count=count), "chuc-vu")


@screen.post("/bo")
@permission(*KEEPERS)
def remove(actor: Actor) -> Any:
    """Takes a row out; the history keeps it."""
    context.services().offices.remove_term(actor, flask.request.form.get("row", ""))
    return _done(_("Đã bỏ khỏi bảng; lịch sử vẫn giữ dòng này."), "chuc-vu")


@screen.get("/bang.csv")
@permission(*READERS)
def given_out(actor: Actor) -> Any:
    """The table as CSV."""
    del actor
    return send_bytes(context.services().offices.given_out(), "text/csv; charset=utf-8", "chuc-vu.csv")


@days.get("")
@permission(*READERS)
def of_year(actor: Actor) -> Any:
    """The days off, and the days worked instead, of a year."""
    year = flask.request.args.get("nam", datetime.now(HANOI).year, type=int)
    found = context.services().offices.days(year)
    return rendering.page("desk/days.html", days=found, year=year, kinds=DAY_KINDS, keeping=actor.has(*KEEPERS))


@days.post("")
@permission(*KEEPERS)
def add_day(actor: Actor) -> Any:
    """Enters a day."""
    form = flask.request.form
    values = {"day": form.get("day", ""), "kind": form.get("day_kind", ""), "name": form.get("name", ""), "source": form.get("source", "")}
    context.services().offices.add_day(actor, values)
    return _done(_("Đã ghi ngày nghỉ."), "ngay-nghi")


@days.post("/bo")
@permission(*KEEPERS)
def remove_day(actor: Actor) -> Any:
    """Takes an entered day out."""
    context.services().offices.remove_day(actor, flask.request.form.get("row", ""))
    return _done(_("Đã bỏ ngày này."), "ngay-nghi")


def _done(message: str, page: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.desk(page), 303)
