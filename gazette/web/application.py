"""The Flask application, put together: guards, language, session, headers, screens."""

from datetime import timedelta

import flask
from flask_wtf.csrf import CSRFProtect

from archive import Profile
from gazette.pages import Site
from gazette.services import Services
from gazette.web import (
    accounts,
    agencies,
    annexes,
    api,
    appraisal,
    archive,
    batches,
    caching,
    circulation,
    clearing,
    context,
    custody,
    desk,
    display,
    editing,
    emergencies,
    errors,
    find,
    headers,
    issues,
    language,
    limits,
    notices,
    offices,
    operations,
    panel,
    plans,
    public,
    ranking,
    receipts,
    registers,
    remote,
    renewals,
    repair,
    requests_log,
    saved,
    session,
    stretches,
    transparency,
    verify,
)
from gazette.web.guards import public as public_screen
from gazette.web.guards import require_guards
from templates import ROOT

_YEAR = 365 * 24 * 3600
_PUBLIC = (
    display.screen,
    public.screen,
    find.screen,
    saved.screen,
    verify.screen,
    receipts.screen,
    transparency.screen,
    api.screen,
    api.licences,
    operations.screen,
)
"""What everybody may open; in the public profile there is nothing else."""

_STAFF = (
    session.screen,
    desk.screen,
    issues.screen,
    stretches.screen,
    offices.screen,
    offices.days,
    agencies.screen,
    registers.screen,
    repair.screen,
    remote.screen,
    remote.addresses_once,
    batches.screen,
    renewals.screen,
    annexes.screen,
    archive.screen,
    editing.screen,
    emergencies.screen,
    custody.screen,
    plans.screen,
    appraisal.screen,
    circulation.screen,
    notices.screen,
    ranking.screen,
    saved.desk,
    panel.screen,
    clearing.screen,
    accounts.screen,
    accounts.own,
)
_STATELESS = ("verify.check", "verify.passage", "receipts.receipt", "api.check", "signing.take_back")


def create_app(
    services: Services,
    *,
    secret_key: str | bytes,
    site: Site | None = None,
    secure: bool = False,
    upload_limit: int = 64 * 1024 * 1024,
    rate_limits: bool = True,
    signing_tool: str = context.SIGNING_TOOL,
    street: bool = False,
) -> flask.Flask:
    """The WSGI application over *services*.

    *secret_key* signs the session cookies, *secure* says that the site is served over HTTPS only, *upload_limit* is in bytes,
    *signing_tool* is where the signing tool on each person's own machine listens.
    In the public profile, and with *street*, no address of the staff exists, the door included, and nobody is ever logged in.
    Raises :class:`gazette.web.guards.Unguarded` when a screen declares neither roles nor a reason to be public.
    """
    app = flask.Flask("gazette", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=upload_limit,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        RATELIMIT_ENABLED=rate_limits,
        WTF_CSRF_TIME_LIMIT=8 * 3600,
        WTF_CSRF_SSL_STRICT=False,
    )
    staff = services.profile is not Profile.PUBLIC and not street
    context.attach(app, context.Screens(services, site or Site(), upload_limit, signing_tool, staff))
    operations.figures_of(app, requests_log.attach(app))
    headers.attach(app, secure=secure)
    language.attach(app)
    session.attach(app, staff=staff)
    caching.attach(app)
    errors.attach(app)
    csrf = CSRFProtect(app)

    _register(app, csrf, staff=staff)
    limits.attach(app)
    require_guards(app)
    return app


def _register(app: flask.Flask, csrf: CSRFProtect, *, staff: bool) -> None:
    app.add_url_rule("/static/<path:filename>", "static", _static)
    for blueprint in (*_PUBLIC, *(_STAFF if staff else ())):
        app.register_blueprint(blueprint)
    for stateless in set(_STATELESS) & app.view_functions.keys():
        csrf.exempt(app.view_functions[stateless])


@public_screen("style sheet, script, fonts")
def _static(filename: str) -> flask.Response:
    """A static file; its address carries a mark of its content, so browsers may keep it."""
    return flask.send_from_directory(ROOT / "static", filename, max_age=_YEAR)
