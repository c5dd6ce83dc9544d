"""Changing a record of the archive: its lock, working copies, and putting it back."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import DEPOSITORS
from gazette.web import context
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.uploads import sent_one

screen = flask.Blueprint("editing", __name__, url_prefix=f"{addresses.ARCHIVE}/ho-so")


@screen.post("/<record>/khoa")
@permission(*DEPOSITORS)
def lock(actor: Actor, record: str) -> Any:
    """Takes a record out to be changed; with a reason, takes it over from whoever has it."""
    editing, form = context.services().editing, flask.request.form
    if form.get("lay"):
        editing.take_over(actor, record, form.get("reason", ""))
    else:
        editing.check_out(actor, record)
    return _back(record, _("Đã khóa để sửa; người khác chưa sửa được cho đến khi bạn trả lại."))


@screen.post("/<record>/tra-khoa")
@permission(*DEPOSITORS)
def unlock(actor: Actor, record: str) -> Any:
    """Gives the lock back with nothing changed."""
    context.services().editing.give_up(actor, record)
    return _back(record, _("Đã trả khóa, không thay đổi gì."))


@screen.post("/<record>/sua")
@permission(*DEPOSITORS)
def change(actor: Actor, record: str) -> Any:
    """Keeps a working copy, or puts the record back as its next version."""
    editing, form, upload = context.services().editing, flask.request.form, sent_one("file")
    if form.get("nhap"):
        if upload is None:
            raise BadCall(reason=_("không có tệp nào được gửi"))
        editing.save(actor, record, upload)
        return _back(record, _("Đã lưu bản đang làm; chỉ bạn thấy bản này."))
    editing.check_in(actor, record, upload, form.get("title", ""))
    return _back(record, _("Đã lưu thành phiên bản mới và trả khóa."))


def _back(record: str, message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.archive("ho-so", record), 303)
