"""The table of agencies: who issued under which name, from when to when, and who took whose place."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("agencies", __name__, url_prefix=f"{addresses.DESK}/co-quan")
READERS = ("clerk", "administrator", "editor", "publisher", "auditor")
KEEPERS = ("clerk", "administrator")


@screen.get("")
@permission(*READERS)
def listed(actor: Actor) -> Any:
    """The agencies; with ``lich-su`` also the rows that were changed or taken out, with ``dong`` the form of one row."""
    asked, agencies = flask.request.args, context.services().agencies
    history, keeping = asked.get("lich-su") == "1", actor.has(*KEEPERS)
    chosen = agencies.show(asked["dong"]) if keeping and asked.get("dong") else None
    return rendering.page(
        "desk/agencies.html",
        agencies=agencies.list(removed=history),
        followers=agencies.followers(),
        current=agencies.current(),
        history=history,
        keeping=keeping,
        chosen=chosen,
    )


@screen.post("")
@permission(*KEEPERS)
def add(actor: Actor) -> Any:
    """Adds an agency."""
    context.services().agencies.add(actor, _values())
    return _done(_("Đã thêm cơ quan."))


@screen.post("/sua")
@permission(*KEEPERS)
def change(actor: Actor) -> Any:
    """Puts another row in the place of one; the history keeps the old one."""
    context.services().agencies.change(actor, flask.request.form.get("row", ""), _values())
    return _done(_("Đã sửa; lịch sử vẫn giữ dòng cũ."))


@screen.post("/bo")
@permission(*KEEPERS)
def remove(actor: Actor) -> Any:
    """Takes a row out that nothing names."""
    context.services().agencies.remove(actor, flask.request.form.get("row", ""))
    return _done(_("Đã bỏ khỏi bảng; lịch sử vẫn giữ dòng này."))


def _values() -> dict[str, str]:
    form = flask.request.form
    return {
        "name": form.get("name", ""),
        "short": form.get("short", ""),
        "symbol": form.get("symbol", ""),
        "after": form.get("after", ""),
        "since": form.get("since", ""),
        "until": form.get("until", ""),
        "source": form.get("source", ""),
    }


def _done(message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.desk("co-quan"), 303)
