"""A long document over several issues: where it is split, which issue goes on with it, and joining it again."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _

screen = flask.Blueprint("stretches", __name__, url_prefix=f"{addresses.DESK}/cong-bao/<issue>")


@screen.get("/chia/<document>")
@permission("editor")
def show(actor: Actor, issue: str, document: str) -> Any:
    """The places at which a document can be split, the one within a number of pages chosen, and the issues that can go on with it."""
    view = context.services().split.open(actor, issue, document)
    pages = flask.request.args.get("trang", type=int)
    chosen = view.within(pages) if pages else None
    return rendering.page("desk/split.html", view=view, pages=pages, chosen=chosen)


@screen.post("/chia/<document>")
@permission("editor")
def split(actor: Actor, issue: str, document: str) -> Any:
    """Splits the document at the chosen provision."""
    form = flask.request.form
    context.services().split.split(actor, issue, document, form.get("at", ""), form.get("following", ""))
    flask.flash(_("Đã chia văn bản; hai số Công báo phải được duyệt lại."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/nhap/<document>")
@permission("editor")
def join(actor: Actor, issue: str, document: str) -> Any:
    """Gives a later part back to the issue before."""
    context.services().split.join(actor, issue, document)
    flask.flash(_("Đã nhập phần này lại với phần trước."), "good")
    return flask.redirect(addresses.desk("cong-bao", issue), 303)


@screen.post("/so-trang")
@permission("editor")
def limit(actor: Actor, issue: str) -> Any:
    """Sets the number of pages that the issue should have at most; left empty, takes it back."""
    told = flask.request.form.get("pages", "").strip()
    if told and not told.isdecimal():
        raise BadCall(reason=_("số trang phải là số nguyên dương"))
    context.services().compose.limit(actor, issue, int(told[:9]) if told else None)
    return flask.redirect(addresses.desk("cong-bao", issue), 303)
