"""The repair screen: a document as plain text, checked and saved; every finding stands at its line."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.desk import CORRECTORS
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("repair", __name__, url_prefix=addresses.DESK)


@screen.get("/van-ban/<document>/chinh-sua")
@permission(*CORRECTORS)
def form(actor: Actor, document: str) -> Any:
    """The document as editable text."""
    return rendering.page("desk/repair.html", view=context.services().repair.open(actor, document))


@screen.post("/van-ban/<document>/chinh-sua")
@permission(*CORRECTORS)
def repair(actor: Actor, document: str) -> Any:
    """Checks the text, or saves it when that was the button; a text that cannot be kept comes back with what is wrong in it."""
    sent = flask.request.form
    text = sent.get("text", "").replace("\r\n", "\n")
    services = context.services().repair
    if "save" not in sent:
        return rendering.page("desk/repair.html", view=services.check(actor, document, text))
    view = services.save(actor, document, text, sent.get("base", ""))
    if not view.saved:
        return rendering.page("desk/repair.html", 422 if view.stopped else 200, view=view)
    flask.flash(_("Đã lưu bản sửa; văn bản chờ người khác kiểm tra lại."), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)
