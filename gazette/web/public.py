"""What the street sees: home, issues, documents and their files."""

import hashlib
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.annexes import annex_number
from gazette.model.document import FileRef
from gazette.model.errors import NotFound
from gazette.model.reading import DocumentView, Tombstone
from gazette.pages import records
from gazette.web import context, rendering
from gazette.web.guards import public
from gazette.web.sending import send

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
    return rendering.page("public/issues.html", list=context.services().read.issues(flask.request.args.get("sau")))


@screen.get("/cong-bao/<int:year>/<part>")
@public("a published issue")
def issue(year: int, part: str) -> Any:
    """One issue with its contents."""
    return rendering.page("public/issue.html", view=context.services().read.issue(year, part))


@screen.get("/cong-bao/<int:year>/<part>.<any(pdf, json, manifest):format>")
@public("a published issue's file")
def issue_file(year: int, part: str, format: str) -> Any:
    """The issue as signed PDF, as data, or its signed manifest."""
    read = context.services().read
    if format == "json":
        return rendering.as_json(records.issue_json(read.issue(year, part), context.screens().site))
    return send(read.issue_file(year, part, format))


@screen.get("/van-ban/<slug>")
@public("a published document")
def document(slug: str) -> Any:
    """One document's page; what is left of it when it was withdrawn."""
    view = context.services().read.document(slug)
    if isinstance(view, Tombstone):
        return rendering.page("public/withdrawn.html", 410, tombstone=view)
    return rendering.page("public/document.html", view=view)


@screen.get("/van-ban/<slug>.<any(pdf, xml, docx, json, html):format>")
@public("a published document's file")
def document_file(slug: str, format: str) -> Any:
    """The document's files; ``html`` is the reading view alone, ``json`` the record."""
    if format not in ("html", "json"):
        return send(context.services().read.file(slug, format))
    view = context.services().read.document(slug)
    if isinstance(view, Tombstone):
        raise NotFound
    reading = _reading(view)
    if format == "html":
        return flask.Response(reading, mimetype="text/html")
    data = reading.encode()
    ref = FileRef("html", hashlib.sha256(data).hexdigest(), len(data))
    return rendering.as_json(records.document_json(view, context.screens().site, ref))


@screen.get("/van-ban/<slug>/<annex>.pdf")
@public("an annex of a published document")
def annex_file(slug: str, annex: str) -> Any:
    """One annex in a file of its own."""
    if annex_number(annex) is None:
        raise NotFound
    return send(context.services().read.file(slug, annex))


@screen.get("/akn/<path:work>")
@public("leads to a published document")
def akn(work: str) -> Any:
    """A FRBR address leads to the document's page."""
    return flask.redirect(addresses.document(context.services().read.by_work(f"/akn/{work}")), 303)


@screen.get(addresses.PROCEDURES)
@public("published decisions on administrative procedures")
def procedures() -> Any:
    """The decisions that publish, amend or repeal administrative procedures."""
    return rendering.page("public/procedures.html", documents=context.services().read.procedures())


def _reading(view: DocumentView) -> str:
    return rendering.fragment("public/reading.html", bare=True, view=view)
