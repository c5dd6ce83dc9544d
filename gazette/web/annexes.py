"""A document's annexes in files of their own: attached, taken off, signed."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.web import context
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.uploads import sent_one

screen = flask.Blueprint("annexes", __name__, url_prefix=addresses.DESK)
ATTACHERS = ("clerk", "drafter", "editor")


@screen.post("/van-ban/<document>/phu-luc")
@permission(*ATTACHERS)
def attach(actor: Actor, document: str) -> Any:
    """Takes in one PDF as the next annex."""
    upload = sent_one("annex")
    if upload is None:
        flask.flash(_("Chưa chọn tệp PDF."), "bad")
    else:
        context.services().annexes.attach(actor, document, upload)
        flask.flash(_("Đã đính kèm phụ lục; văn bản phải được kiểm tra lại."), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)


@screen.post("/van-ban/<document>/phu-luc/<format>/bo")
@permission(*ATTACHERS)
def detach(actor: Actor, document: str, format: str) -> Any:
    """Takes an annex off that is not signed yet."""
    context.services().annexes.detach(actor, document, format)
    flask.flash(_("Đã bỏ phụ lục; văn bản phải được kiểm tra lại."), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)


@screen.post("/van-ban/<document>/phu-luc/ky")
@permission("clerk")
def sign(actor: Actor, document: str) -> Any:
    """The organisation's signature on every annex that waits."""
    context.services().annexes.sign(actor, document)
    flask.flash(_("Đã ký số các phụ lục."), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)
