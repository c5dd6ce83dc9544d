"""Logging in and out; every request asks anew who the person is and what they may: a revoked right, an old password ends at once."""

from typing import Any

import flask
import flask_login

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.web import context, language, rendering
from gazette.web.display import local
from gazette.web.guards import permission, public
from gazette.web.language import said as _
from gazette.web.limits import GUESSING, limited

screen = flask.Blueprint("session", __name__)


class _Person(flask_login.UserMixin):  # type: ignore[misc]
    """Flask-Login's user around an actor."""

    def __init__(self, actor: Actor, carried: str) -> None:
        self.actor = actor
        self._carried = carried

    def get_id(self) -> str:
        return self._carried


def attach(app: flask.Flask, *, staff: bool) -> None:
    """Joins Flask-Login and the reading of each request's person to *app*; without *staff* there is only the public's language."""
    if not staff:
        app.before_request(_nobody)
        return
    manager = flask_login.LoginManager(app)
    manager.session_protection = "strong"
    manager.user_loader(_load)
    app.before_request(_recognise)


@screen.get("/dang-nhap")
@public("the door itself")
def login_form() -> Any:
    """The form."""
    return rendering.page("desk/login.html", back=local(flask.request.args.get("tiep"), addresses.DESK), user="", refused=False)


@screen.post("/dang-nhap")
@public("the door itself")
@limited(GUESSING, failed_only=True)
def login() -> Any:
    """Checks name and password; the refusal is the same whatever was wrong."""
    user, password = flask.request.form.get("user", "").strip(), flask.request.form.get("password", "")
    back = local(flask.request.form.get("tiep"), addresses.DESK)
    actor = context.services().accounts.authenticate(user, password)
    if actor is None:
        return rendering.page("desk/login.html", 401, back=back, user=user, refused=True)
    enter(actor)
    return flask.redirect(back, 303)


@screen.post("/dang-xuat")
@permission()
def logout(actor: Actor) -> Any:
    """Ends the session."""
    del actor
    context.services().sessions.close(flask_login.current_user.get_id())
    flask_login.logout_user()
    flask.session.clear()
    flask.flash(_("Đã đăng xuất."), "good")
    return flask.redirect(addresses.HOME, 303)


def enter(actor: Actor) -> None:
    """Opens a new session for *actor*; nothing of an earlier one is carried on."""
    carried = context.services().sessions.open(actor.user)
    flask.session.clear()
    flask_login.login_user(_Person(actor, carried))


def _load(carried: str) -> _Person | None:
    actor = context.services().sessions.bearer(carried)
    return _Person(actor, carried) if actor else None


def _nobody() -> None:
    context.remember(None, language.choose())


def _recognise() -> None:
    _nobody()
    if flask.request.endpoint != "static" and flask.request.cookies.get(flask.current_app.config["SESSION_COOKIE_NAME"]):
        person = flask_login.current_user
        if person.is_authenticated:
            context.remember(person.actor, language.choose())
