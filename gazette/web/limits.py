"""How often one address may knock, declared on the screen: passwords, search, verification."""

from collections.abc import Callable
from typing import Any

import flask
import flask_limiter
from flask_limiter.util import get_remote_address

GUESSING = "10 per minute; 60 per hour"
"""For every form that takes a password, whoever's it is."""

_MARK, _FAILED_ONLY = "__gazette_limit__", "__gazette_limit_failed__"
_REFUSED = 400
View = Callable[..., Any]


def limited(rule: str, *, failed_only: bool = False) -> Callable[[View], View]:
    """Marks a screen with a limit such as ``10 per minute; 60 per hour``.

    *failed_only* counts refusals alone: a whole office behind one address may log in on Monday morning, but nobody may guess on.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, rule)
        setattr(view, _FAILED_ONLY, failed_only)
        return view

    return mark


def attach(app: flask.Flask) -> None:
    """Counts what is marked, in this application's own memory; each process counts for itself."""
    limiter = flask_limiter.Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    app.extensions["gazette.limiter"] = limiter  # the counting views hold it by weak reference only
    for name, view in app.view_functions.items():
        if rule := getattr(view, _MARK, None):
            counted: View = limiter.limit(rule, deduct_when=_refused if getattr(view, _FAILED_ONLY) else None)(view)
            app.view_functions[name] = counted


def _refused(response: flask.Response) -> bool:
    return response.status_code >= _REFUSED
