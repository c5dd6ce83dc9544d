"""How often one address may knock, declared on the screen: log-in, search, verification."""

from collections.abc import Callable
from typing import Any

import flask
import flask_limiter
from flask_limiter.util import get_remote_address

_MARK = "__gazette_limit__"
View = Callable[..., Any]


def limited(rule: str) -> Callable[[View], View]:
    """Marks a screen with a limit such as ``10 per minute; 60 per hour``."""

    def mark(view: View) -> View:
        setattr(view, _MARK, rule)
        return view

    return mark


def attach(app: flask.Flask) -> None:
    """Counts what is marked, in this application's own memory; each process counts for itself."""
    limiter = flask_limiter.Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    app.extensions["gazette.limiter"] = limiter  # the counting views hold it by weak reference only
    for name, view in app.view_functions.items():
        if rule := getattr(view, _MARK, None):
            counted: View = limiter.limit(rule)(view)
            app.view_functions[name] = counted
