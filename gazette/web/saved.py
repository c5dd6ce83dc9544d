"""Saved searches: a page of ready questions for everybody, each with its feed and table, and the desk page that keeps it."""

from dataclasses import replace
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.services import SEARCH_KEEPERS, SavedSearch
from gazette.web import context, rendering
from gazette.web.guards import permission, public
from gazette.web.language import said as _
from gazette.web.limits import limited
from gazette.web.questions import SEARCH_LIMIT, address

screen = flask.Blueprint("saved", __name__)
desk = flask.Blueprint("saved_desk", __name__, url_prefix=f"{addresses.DESK}/cau-tim")
_TWINS = {"atom": "Atom", "csv": "CSV", "json": "JSON"}


@screen.get(addresses.SAVED)
@public("shows questions that the staff made public")
@limited(SEARCH_LIMIT)
def page() -> Any:
    """The saved searches with what each asks, and where it answers as a page, a feed, a table and data."""
    return rendering.page("public/saved.html", rows=[_row(one) for one in context.services().saved.all()])


@desk.get("")
@permission(*SEARCH_KEEPERS)
def board(actor: Actor) -> Any:
    """The saved searches with the form for another one."""
    del actor
    return rendering.page("desk/saved.html", rows=[_row(one) for one in context.services().saved.all()])


@desk.post("")
@permission(*SEARCH_KEEPERS)
def add(actor: Actor) -> Any:
    """Saves the question of a search page."""
    sent = flask.request.form
    context.services().saved.add(actor, sent.get("name", ""), sent.get("address", ""))
    return _done(_("Đã lưu câu tìm."))


@desk.post("/bo")
@permission(*SEARCH_KEEPERS)
def remove(actor: Actor) -> Any:
    """Takes a saved search away."""
    context.services().saved.remove(actor, flask.request.form.get("row", ""))
    return _done(_("Đã bỏ câu tìm."))


def _row(one: SavedSearch) -> dict[str, Any]:
    """A saved search with its question in words, how many documents answer, its page, and its twins."""
    found = context.services().find.find(replace(one.query, size=1))
    twins = [(name, address(one.query, twin)) for twin, name in _TWINS.items()]
    return {"saved": one, "words": found.in_words(context.lang()), "total": found.total, "link": address(one.query), "twins": twins}


def _done(message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.desk("cau-tim"), 303)
