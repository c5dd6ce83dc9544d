"""The review page: the Word file beside the recognised structure, checked as one writes, repaired by keyboard, kept in versions."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.citations import STANDINGS
from gazette.model.desk import CORRECTORS, LiveCheck, RepairView
from gazette.model.errors import Conflict
from gazette.model.fields import FIELDS
from gazette.model.kinds import KINDS
from gazette.model.locking import LOCKS, LockView
from gazette.model.people import Actor
from gazette.model.settling import CHOICES, SETTLEMENTS
from gazette.pages import later
from gazette.pages.wording import moment
from gazette.services import Move
from gazette.web import context, rendering
from gazette.web.field_names import FIELD_NAMES
from gazette.web.guards import permission
from gazette.web.language import said as _

_CHOICE, _ANSWER = "chon-", "tra-loi-"

screen = flask.Blueprint("repair", __name__, url_prefix=addresses.DESK)

MOVES = (
    ("chapter", later("Chương"), "Alt+1"),
    ("section", later("Mục trong chương"), "Alt+2"),
    ("article", later("Điều"), "Alt+3"),
    ("clause", later("Khoản"), "Alt+4"),
    ("point", later("Điểm"), "Alt+5"),
    ("plain", later("Đoạn thường"), "Alt+0"),
    ("join", later("Nối dòng trên"), "Alt+J"),
    ("split", later("Tách tại con trỏ"), "Alt+Enter"),
    ("indent", later("Thụt vào"), "Alt+]"),
    ("outdent", later("Thụt ra"), "Alt+["),
    ("annex", later("Phụ lục từ đây"), "Alt+P"),
)
"""The moves as the page offers them: name, label, key."""


@screen.get("/van-ban/<document>/chinh-sua")
@permission(*CORRECTORS)
def form(actor: Actor, document: str) -> Any:
    """The document beside its Word file, or with ``ben=pdf`` beside the issuer's signed PDF.

    ``phien-ban`` shows what changed since an earlier state, ``ban-nhap`` what was being written, ``thay-doi`` the tracked changes.
    """
    services = context.services().repair
    view = services.open(actor, document)
    number = flask.request.args.get("phien-ban", type=int)
    changes = services.differences(actor, document, number) if number else {}
    tracked = context.services().settle.changes(actor, document) if view.tracked and "thay-doi" in flask.request.args else {}
    draft = view.copy if "ban-nhap" in flask.request.args else None
    if draft:
        view = services.check(actor, document, draft.text)
    against = services.opposite(actor, document) if flask.request.args.get("ben") == "pdf" else None
    return _page(view, number=number, changes=changes, tracked=tracked, against=against, stamp=draft.stamp if draft else "")


@screen.post("/van-ban/<document>/chinh-sua")
@permission(*CORRECTORS)
def repair(actor: Actor, document: str) -> Any:
    """Checks the text, moves a line of it, or saves it; a text that cannot be kept comes back with what is wrong in it."""
    sent = flask.request.form
    text = sent.get("text", "").replace("\r\n", "\n")
    services = context.services().repair
    if "undo" in sent and "before" in sent:
        return _page(services.check(actor, document, sent["before"].replace("\r\n", "\n")))
    if "move" in sent:
        view, line = services.move(actor, document, text, _move())
        return _page(view, line=line, before=text)
    if "save" not in sent:
        return _page(services.check(actor, document, text))
    try:
        view = services.save(actor, document, text, sent.get("base", ""))
    except Conflict as error:
        return _refused(actor, document, text, error)
    if not view.saved:
        return _page(view, 422 if view.stopped else 200)
    flask.flash(_("Đã lưu bản sửa; văn bản chờ người khác kiểm tra lại."), "good")
    return flask.redirect(addresses.desk("van-ban", document), 303)


@screen.post("/van-ban/<document>/chinh-sua/dang-viet")
@permission(*CORRECTORS)
def writing(actor: Actor, document: str) -> Any:
    """What stands against a text while it is being written, as JSON.

    With ``move`` also the text after it; with ``keep`` the text is put by and the document locked.
    """
    sent = flask.request.form
    text = sent.get("text", "").replace("\r\n", "\n")
    services = context.services().repair
    answer: dict[str, Any] = {}
    if "move" in sent:
        view, line = services.move(actor, document, text, _move())
        text = view.text
        answer |= {"text": text, "line": line, "places": {str(at): place for at, place in view.beside.places.items()}}
    if "keep" in sent:
        lock, answer["copy"] = services.put_by(actor, document, text, sent.get("base", ""), sent.get("copy", ""))
        answer["lock"] = _told(lock)
    return rendering.as_json({**answer, **_live(services.live(actor, document, text))})


@screen.post("/van-ban/<document>/chinh-sua/khoi-phuc")
@permission(*CORRECTORS)
def restore(actor: Actor, document: str) -> Any:
    """Makes an earlier state of the structure the present one again."""
    view = context.services().repair.restore(actor, document, flask.request.form.get("version", 0, type=int))
    flask.flash(_("Đã khôi phục trạng thái cũ thành phiên bản mới.") if view.saved else _("Không có gì thay đổi."), "good")
    return flask.redirect(addresses.desk("van-ban", document, "chinh-sua"), 303)


@screen.post("/van-ban/<document>/chinh-sua/dau-vet")
@permission(*CORRECTORS)
def settle(actor: Actor, document: str) -> Any:
    """Decides on tracked changes, comments or hidden text: on all of them at once, or one by one."""
    chosen, sent = flask.request.form.get("settlement", ""), flask.request.form
    if not chosen:
        rest, waiting = sent.get("rest", ""), sent.get("open", "").split()
        said = {key.removeprefix(_CHOICE): "" if value == "open" else value for key, value in sent.items() if key.startswith(_CHOICE)}
        choices = {key: value or (rest if key in waiting else "") for key, value in said.items()}
        answers = {key.removeprefix(_ANSWER): value for key, value in sent.items() if key.startswith(_ANSWER)}
        context.services().settle.decide(actor, document, choices, answers)
        flask.flash(_("Đã ghi các lựa chọn."), "good")
        return flask.redirect(addresses.desk("van-ban", document, "chinh-sua") + "#dau-vet", 303)
    context.services().settle.settle(actor, document, chosen)
    flask.flash(_("Đã xử lý: %(what)s.", what=SETTLEMENTS[chosen].label(context.lang())), "good")
    return flask.redirect(addresses.desk("van-ban", document, "chinh-sua") + "#dau-vet", 303)


@screen.post("/van-ban/<document>/chinh-sua/khoa")
@permission(*CORRECTORS)
def lock(actor: Actor, document: str) -> Any:
    """Gives one's lock back, drops one's draft, or takes over another's lock with a reason."""
    services, reason = context.services().repair, flask.request.form.get("reason", "").strip()
    if "give" in flask.request.form:
        services.give_back(actor, document)
    elif "drop" in flask.request.form:
        services.drop(actor, document)
    else:
        services.take_over(actor, document, reason)
    return flask.redirect(addresses.desk("van-ban", document, "chinh-sua"), 303)


@screen.post("/van-ban/<document>/chap-nhan")
@permission(*CORRECTORS)
def accept(actor: Actor, document: str) -> Any:
    """Says that a value of the head was looked at and is right."""
    context.services().review.accept(actor, document, flask.request.form.get("name", ""))
    return flask.redirect(addresses.desk("van-ban", document, "chinh-sua") + "#thong-tin", 303)


def _refused(actor: Actor, document: str, text: str, error: Conflict) -> Any:
    """The page with what was written, put by where that is possible: nobody's text is lost, and nobody else's is overwritten."""
    services, sent, stamp = context.services().repair, flask.request.form, flask.request.form.get("copy", "")
    with suppress(Conflict):
        stamp = services.put_by(actor, document, text, sent.get("base", ""), stamp)[1]
    view = replace(services.check(actor, document, text), base=sent.get("base", ""))
    return _page(view, error.status, refused=error.message(context.lang()), stamp=stamp)


def _page(view: RepairView, status: int = 200, **values: Any) -> Any:
    shown = {
        "line": 1,
        "before": None,
        "number": None,
        "changes": {},
        "tracked": {},
        "against": None,
        "stamp": flask.request.form.get("copy", ""),
        "refused": "",
        **values,
    }
    return rendering.page(
        "desk/repair.html",
        status,
        view=view,
        moves=MOVES,
        names=FIELD_NAMES,
        kinds=KINDS,
        fields=FIELDS,
        stealers=LOCKS["text"].stealers,
        standings=STANDINGS,
        choices=CHOICES,
        **shown,
    )


def _move() -> Move:
    sent = flask.request.form
    return Move(sent["move"], sent.get("line", 1, type=int), sent.get("column", 0, type=int))


def _told(lock: LockView) -> str:
    return _("Đang khóa để bạn sửa đến %(until)s.", until=moment(lock.until))


def _live(found: LiveCheck) -> dict[str, Any]:
    lang = context.lang()
    told = [{"line": line or 0, "code": one.code, "level": one.level, "message": one.message(lang)} for line, one in found.findings]
    state = "bad" if not found.readable else "good" if found.identical else "wait"
    words = {
        "bad": _("Chưa lưu được: hãy sửa các lỗi ghi theo từng dòng."),
        "good": _("Bản sửa hợp lệ; chữ trùng khớp tệp Word."),
        "wait": _("Chữ của bản sửa khác tệp Word."),
    }
    return {"findings": told, "state": state, "told": words[state]}
