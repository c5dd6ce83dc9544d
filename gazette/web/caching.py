"""Who may keep an answer: nobody keeps a page made for a member of staff; public pages carry a tag of their content."""

import flask

from gazette.web import context
from gazette.web.guards import guard_of

_TAGGED = {"text/html", "application/json", "application/xml", "application/atom+xml", "text/csv", "application/problem+json"}


def attach(app: flask.Flask) -> None:
    """Joins the rule to *app*."""
    app.after_request(mark)


def mark(response: flask.Response) -> flask.Response:
    """Sets ``Cache-Control`` and, on public pages, a tag of the body; answers 304 when the reader has it already."""
    if not _public():
        response.headers["Cache-Control"] = "no-store"
        return response
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if flask.request.endpoint != "static":
        response.vary.update(("Accept-Language", "Cookie"))
    if response.status_code != 200 or flask.request.method not in ("GET", "HEAD") or "ETag" in response.headers:
        return response
    if response.mimetype in _TAGGED and not response.is_streamed:
        response.add_etag()
        response.make_conditional(flask.request)
    return response


def _public() -> bool:
    if context.actor() is not None or flask.request.method not in ("GET", "HEAD"):
        return False
    view = flask.current_app.view_functions.get(flask.request.endpoint or "")
    guard = guard_of(view) if view else None
    return guard is None or guard.public
