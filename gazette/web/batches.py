"""Sealing many documents by one order: the choice, the batch with its progress and its reasons; pages that need no script."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("batches", __name__, url_prefix=f"{addresses.DESK}/dong-dau")
READERS = ("clerk", "auditor")
AGAIN = 4
"""Seconds after which the page of a batch under way asks for itself again."""


@screen.get("")
@permission(*READERS)
def choose(actor: Actor) -> Any:
    """What waits for the seal, to be chosen from, and the batches so far."""
    service = context.services().batches
    return rendering.page("desk/seals.html", waiting=service.waiting(actor), batches=service.list(actor))


@screen.post("")
@permission("clerk")
def order(actor: Actor) -> Any:
    """Orders the seal for the chosen documents, or for all that were listed."""
    form = flask.request.form
    chosen = form.getlist("listed" if form.get("which") == "listed" else "document")
    if not chosen:
        flask.flash(_("Chưa chọn văn bản nào."), "bad")
        return flask.redirect(addresses.desk("dong-dau"), 303)
    batch = context.services().batches.order(actor, chosen)
    return flask.redirect(addresses.desk("dong-dau", batch.id), 303)


@screen.get("/<batch>")
@permission(*READERS)
def show(actor: Actor, batch: str) -> Any:
    """One batch: how far it is, and what failed why."""
    view = context.services().batches.show(actor, batch)
    return rendering.page("desk/seal_batch.html", view=view, again=AGAIN if view.under_way and not view.batch.vi else None)


@screen.post("/<batch>/dung")
@permission("clerk")
def stop(actor: Actor, batch: str) -> Any:
    """Takes out what is not with the signer yet."""
    stopped = context.services().batches.stop(actor, batch)
    flask.flash(_("Đã dừng; %(count)s văn bản không đóng dấu nữa.", count=stopped), "good")
    return flask.redirect(addresses.desk("dong-dau", batch), 303)


@screen.post("/<batch>/tiep-tuc")
@permission("clerk")
def resume(actor: Actor, batch: str) -> Any:
    """Lets the batch try again now."""
    context.services().batches.resume(actor, batch)
    flask.flash(_("Đợt đóng dấu được tiếp tục."), "good")
    return flask.redirect(addresses.desk("dong-dau", batch), 303)
