"""For machines that watch or index the site: health, figures, robots, site map."""

import ipaddress
from typing import Any

import flask

from gazette.model.errors import NotFound
from gazette.web import context, rendering
from gazette.web.guards import public
from gazette.web.requests_log import Figures
from search import Query

screen = flask.Blueprint("operations", __name__)
_KEY = "gazette.figures"


def figures_of(app: flask.Flask, figures: Figures) -> None:
    """Hangs the figures on *app*."""
    app.extensions[_KEY] = figures


@screen.get("/healthz")
@public("says only that the process lives")
def alive() -> Any:
    """200 while the process answers."""
    return flask.Response("ok\n", mimetype="text/plain")


@screen.get("/readyz")
@public("says only whether the site can serve")
def ready() -> Any:
    """200 when the database and the search index answer; otherwise the error's own status."""
    context.services().read.latest(1)
    context.services().find.find(Query(size=1))
    return flask.Response("ok\n", mimetype="text/plain")


@screen.get("/metrics")
@public("answers this machine only")
def metrics() -> Any:
    """The figures, to loopback only; to everybody else there is no such page."""
    request = flask.request
    near = ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104
    if not near or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        raise NotFound
    figures: Figures = flask.current_app.extensions[_KEY]
    return flask.Response(figures.text(), mimetype="text/plain")


@screen.get("/robots.txt")
@public("for search engines")
def robots() -> Any:
    """What search engines may read."""
    site = context.screens().site
    staff = ("Disallow: /ban-lam-viec", "Disallow: /luu-tru") if context.screens().staff else ()
    lines = ("User-agent: *", *staff, "Disallow: /hien-thi", f"Sitemap: {site.absolute('/sitemap.xml')}")
    return flask.Response("\n".join(lines) + "\n", mimetype="text/plain")


@screen.get("/sitemap.xml")
@public("published pages only")
def sitemap() -> Any:
    """Every published page, or where the files stand that name them, when one does not hold them all."""
    return rendering.data("public/sitemap.xml", "xml", sitemap=context.services().read.sitemap(_part()))


def _part() -> int:
    asked = flask.request.args.get("phan", "0")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise NotFound
    return int(asked)
