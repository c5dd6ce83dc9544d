"""The desk: what waits at each step, one document at work, and its buttons out of the workflow table."""

from collections.abc import Callable, Mapping
from typing import Any

import flask

from gazette.model import addresses, workflow
from gazette.model.annexes import is_waiting
from gazette.model.copies import COPIED_STATES, COPY_FORMS, COPY_ROLES
from gazette.model.desk import CORRECTORS, EDITABLE, REPAIRABLE
from gazette.model.errors import NotFound
from gazette.model.fields import FIELDS
from gazette.model.kinds import KINDS
from gazette.model.people import Actor
from gazette.model.signing_rules import WAYS
from gazette.services import Services
from gazette.web import context, rendering
from gazette.web.field_names import FIELD_NAMES
from gazette.web.guards import DESK_READERS, permission
from gazette.web.language import said as _
from gazette.web.sending import hand_out, send_bytes
from gazette.web.uploads import sent_one

screen = flask.Blueprint("desk", __name__, url_prefix=addresses.DESK)
RECEIVERS = ATTACHERS = ("clerk", "drafter", "editor")
Step = Callable[[Services, Actor, str, str], object]

STEPS: Mapping[str, Step] = {
    "review": lambda services, actor, document, _reason: services.review.complete(actor, document),
    "approve": lambda services, actor, document, _reason: services.review.approve(actor, document),
    "return": lambda services, actor, document, reason: services.review.return_(actor, document, reason),
    "reserve": lambda services, actor, document, _reason: services.sign.reserve(actor, document),
    "sign": lambda services, actor, document, _reason: services.sign.sign(actor, document),
    "refuse": lambda services, actor, document, reason: services.sign.refuse(actor, document, reason),
    "number": lambda services, actor, document, _reason: services.sign.number(actor, document),
    "seal": lambda services, actor, document, _reason: services.sign.seal(actor, document),
    "attest": lambda services, actor, document, _reason: services.sign.attest(actor, document),
    "withdraw": lambda services, actor, document, reason: services.publish.withdraw(actor, document, reason),
    "republish": lambda services, actor, document, reason: services.publish.republish(actor, document, reason),
}
"""Which service does which button of the workflow table."""


@screen.get("")
@permission()
def board(actor: Actor) -> Any:
    """What waits, step by step; only what the person's clearance shows is listed and counted. Administrators read nothing here."""
    if not actor.has(*DESK_READERS):
        return rendering.page("desk/nothing.html")
    state = flask.request.args.get("buoc")
    state = state if state in workflow.STATES else None
    found = context.services().desk.board(actor, state, flask.request.args.get("sau"))
    return rendering.page("desk/board.html", board=found, states=workflow.STATES)


@screen.get("/tiep-nhan")
@permission(*RECEIVERS)
def receive_form(actor: Actor) -> Any:
    """The form that takes a Word file in."""
    return rendering.page("desk/receive.html", levels=context.levels_of(actor), fields=FIELDS, limit=context.screens().upload_limit)


@screen.post("/tiep-nhan")
@permission(*RECEIVERS)
def receive(actor: Actor) -> Any:
    """Takes a Word file in, with the issuer's signed PDF when there is one."""
    word, signed = sent_one("word"), sent_one("signed")
    form = flask.request.form
    if word is None:
        flask.flash(_("Chưa chọn tệp Word."), "bad")
        return flask.redirect(addresses.desk("tiep-nhan"), 303)
    received = context.services().receive.receive(
        actor,
        word,
        signed_pdf=signed,
        book="issued" if form.get("book") == "issued" else "incoming",
        level=form.get("level", "cong-khai"),
        field=form.get("field", "").strip() or None,
    )
    if received.duplicate_of:
        flask.flash(_("Tệp này đã được tiếp nhận trước đó; đây là văn bản đã có."), "wait")
    else:
        flask.flash(_("Đã tiếp nhận, số đến %(number)s.", number=received.document.received_number or "–"), "good")
    return flask.redirect(addresses.desk("van-ban", received.document.id), 303)


@screen.get("/van-ban/<document>")
@permission(*DESK_READERS)
def document(actor: Actor, document: str) -> Any:
    """One document at work: text, findings, head fields, buttons, history."""
    view = context.services().review.open(actor, document)
    return rendering.page(
        "desk/document.html",
        view=view,
        way=WAYS[context.services().sign.profile(view.document)],
        states=workflow.STATES,
        steps=workflow.TRANSITIONS,
        kinds=KINDS,
        fields=FIELDS,
        correctable=REPAIRABLE,
        correctors=CORRECTORS,
        untabled=workflow.UNTABLED,
        editable=EDITABLE,
        names=FIELD_NAMES,
        attachers=ATTACHERS,
        waiting_annexes=any(is_waiting(ref.format) for ref in view.document.annexes),
        copy_forms=COPY_FORMS,
        copy_roles=COPY_ROLES,
        copied_states=COPIED_STATES,
    )


@screen.post("/van-ban/<document>/sua")
@permission("editor", "drafter")
def correct(actor: Actor, document: str) -> Any:
    """Corrects head fields; the text of the act is never changed here."""
    changes = {name: flask.request.form[name].strip() for name in EDITABLE if name in flask.request.form}
    context.services().review.correct(actor, document, changes)
    flask.flash(_("Đã lưu thông tin văn bản."), "good")
    beside = ("chinh-sua",) if "beside" in flask.request.form else ()
    return flask.redirect(addresses.desk("van-ban", document, *beside), 303)


@screen.post("/van-ban/<document>/tac-dong")
@permission("editor", "drafter")
def judge(actor: Actor, document: str) -> Any:
    """Says how much of other acts the document ends or changes."""
    given = {name.removeprefix("scope-"): value for name, value in flask.request.form.items() if name.startswith("scope-")}
    context.services().review.judge(actor, document, {int(place): value for place, value in given.items() if place.isdecimal()})
    flask.flash(_("Đã lưu quan hệ với văn bản khác."), "good")
    beside = ("chinh-sua",) if "beside" in flask.request.form else ()
    return flask.redirect(addresses.desk("van-ban", document, *beside) + ("#quan-he" if beside else ""), 303)


@screen.post("/van-ban/<document>/<step>")
@permission(*DESK_READERS)
def take(actor: Actor, document: str, step: str) -> Any:
    """Takes one step of the workflow table; roles, guards and separation of duties are the service's to check."""
    if step not in STEPS:
        raise NotFound
    STEPS[step](context.services(), actor, document, flask.request.form.get("reason", "").strip())
    flask.flash(_("Đã thực hiện: %(step)s.", step=workflow.TRANSITIONS[step].label(context.lang())), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)


@screen.get("/van-ban/<document>/trang-ky.pdf")
@permission(*DESK_READERS)
def page_to_sign(actor: Actor, document: str) -> Any:
    """The page exactly as it will be signed."""
    return send_bytes(context.services().sign.page(actor, document), "application/pdf", "trang-ky.pdf")


@screen.get("/van-ban/<document>/tep.<format>")
@permission(*DESK_READERS)
def file(actor: Actor, document: str, format: str) -> Any:
    """A file of a document at work."""
    return hand_out(context.services().desk.file(actor, document, format))


@screen.post("/van-ban/<document>/ban-sao")
@permission(*COPY_ROLES)
def copy(actor: Actor, document: str) -> Any:
    """Issues a certified electronic copy and hands it out."""
    form = flask.request.form.get("form", "")
    return send_bytes(context.services().copies.issue(actor, document, form), "application/pdf", f"{form}.pdf")


@screen.get("/quy-trinh")
@permission()
def process(actor: Actor) -> Any:
    """The whole workflow as sentences and as a picture."""
    del actor
    lang = context.lang()
    return rendering.page("desk/workflow.html", sentences=workflow.sentences(lang), states=workflow.STATES, steps=workflow.TRANSITIONS)
