"""What the street sees: home, issues, documents and their files."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.errors import NotFound
from gazette.web import context, rendering
from gazette.web.guards import public

screen = flask.Blueprint("public", __name__)


@screen.get("/")
@public("the gazette's front page")
def home() -> Any:
    """The latest issue, the latest documents, the search box."""
    return rendering.page("public/home.html", home=context.services().read.home())


@screen.get("/cong-bao")
@public("published issues")
def issues() -> Any:
    """All issues by year."""
    page = flask.request.args.get("trang", 1, type=int)
    return rendering.page("public/issues.html", list=context.services().read.issues(max(1, page)))


@screen.get("/cong-bao/<int:year>/<part>")
@public("a published issue")
def issue(year: int, part: str) -> Any:
    """One issue with its contents."""
    return rendering.page("public/issue.html", view=context.services().read.issue(year, part))


@screen.get("/van-ban/<slug>")
@public("a published document")
def document(slug: str) -> Any:
    """One document's page."""
    return rendering.page("public/document.html", view=context.services().read.document(slug))


@screen.get("/akn/<path:work>")
@public("leads to a published document")
def akn(work: str) -> Any:
    """A FRBR address leads to the document's page."""
    slug = context.services().read.by_work(f"/akn/{work}")
    if slug is None:
        raise NotFound
    return flask.redirect(addresses.document(slug), 303)
