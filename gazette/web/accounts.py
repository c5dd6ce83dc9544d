"""Accounts: who works here, in which roles, cleared how far; administrators keep them and read nothing by it."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.errors import BadCall
from gazette.model.people import ROLES, Account, Actor
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.language import said as _
from gazette.web.limits import GUESSING, limited
from gazette.web.session import enter

OPEN = "cong-khai"
"""What a new account may read."""

screen = flask.Blueprint("accounts", __name__, url_prefix=f"{addresses.DESK}/tai-khoan")

own = flask.Blueprint("password", __name__, url_prefix=f"{addresses.DESK}/mat-khau")


@screen.get("")
@permission("administrator", "security-officer", "auditor")
def listed(actor: Actor) -> Any:
    """All accounts."""
    return rendering.page("desk/accounts.html", accounts=context.services().accounts.list(actor), roles=ROLES)


@screen.post("")
@permission("administrator")
def add(actor: Actor) -> Any:
    """Adds an account."""
    form = flask.request.form
    account = Account(form.get("user", "").strip(), form.get("name", "").strip(), _roles(), OPEN)
    context.services().accounts.add(actor, account, form.get("password", ""))
    return _done(_("Đã thêm tài khoản."))


@screen.post("/<user>/vai-tro")
@permission("administrator")
def roles(actor: Actor, user: str) -> Any:
    """Sets the roles; none implies another."""
    context.services().accounts.set_roles(actor, user, _roles())
    return _done(_("Đã lưu vai trò."))


@screen.post("/<user>/mat-khau")
@permission("administrator")
def password(actor: Actor, user: str) -> Any:
    """Sets a new password."""
    lowered = context.services().accounts.passwd(actor, user, flask.request.form.get("password", ""))
    if lowered:
        flask.flash(_("Mức tiếp cận của tài khoản đã về Công khai; hai người cấp lại khi đã gặp đúng người."), "wait")
    return _done(_("Đã đặt mật khẩu mới."))


@screen.post("/<user>/khoa")
@permission("administrator")
def disable(actor: Actor, user: str) -> Any:
    """Closes an account at once."""
    context.services().accounts.disable(actor, user)
    return _done(_("Đã khóa tài khoản."))


@own.get("")
@permission()
def own_password(actor: Actor) -> Any:
    """The form for one's own password."""
    return rendering.page("desk/password.html", user=actor.user)


@own.post("")
@permission()
@limited(GUESSING, failed_only=True)
def change_own_password(actor: Actor) -> Any:
    """Sets one's own password, against the present one."""
    form, accounts = flask.request.form, context.services().accounts
    if accounts.authenticate(actor.user, form.get("present", "")) is None:
        raise BadCall(reason=_("mật khẩu hiện tại không đúng"))
    accounts.passwd(actor, actor.user, form.get("password", ""))
    enter(actor)
    flask.flash(_("Đã đặt mật khẩu mới."), "good")
    return flask.redirect(addresses.DESK, 303)


def _roles() -> tuple[str, ...]:
    return tuple(role for role in flask.request.form.getlist("role") if role in ROLES)


def _done(message: str) -> Any:
    flask.flash(message, "good")
    return flask.redirect(addresses.desk("tai-khoan"), 303)
