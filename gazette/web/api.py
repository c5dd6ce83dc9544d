"""The same facts for programs: documents, issues, search and verification as JSON, described by OpenAPI."""

import json
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import Upload
from gazette.model.errors import BadCall, NotFound
from gazette.model.reading import Tombstone
from gazette.pages import records
from gazette.web import context, questions, rendering
from gazette.web.crowd import one_of_few
from gazette.web.guards import public
from gazette.web.language import said as _
from gazette.web.limits import limited
from gazette.web.openapi import description
from gazette.web.uploads import sent_one
from templates import ROOT

screen = flask.Blueprint("api", __name__, url_prefix=addresses.API)
licences = flask.Blueprint("licences", __name__)
_MOST = 100


@screen.get("/documents")
@public("published documents")
def documents() -> Any:
    """Published documents, newest first, with a true total and the address of the next page."""
    size, read = min(_MOST, max(1, flask.request.args.get("so-dong", 20, type=int))), context.services().read
    found, mark, total = read.documents(size, flask.request.args.get("sau"))
    rows = [records.document_row(row, context.screens().site) for row in found]
    return rendering.as_json({"total": total, "size": size, "next": _here("sau", mark) if mark else None, "documents": rows})


@screen.get("/documents/<slug>")
@public("a published document")
def document(slug: str) -> Any:
    """One document's record."""
    view = context.services().read.document(slug)
    if isinstance(view, Tombstone):
        raise NotFound
    return rendering.as_json(records.document_json(view, context.screens().site))


@screen.get("/issues")
@public("published issues")
def issues() -> Any:
    """Published issues, newest first."""
    found = context.services().read.issues(flask.request.args.get("sau"))
    rows = [records.issue_row(line, context.screens().site) for line in found.lines]
    return rendering.as_json({"total": found.total, "next": _here("sau", found.next) if found.next else None, "issues": rows})


@screen.get("/issues/<int:year>/<part>")
@public("a published issue")
def issue(year: int, part: str) -> Any:
    """One issue with its contents."""
    return rendering.as_json(records.issue_json(context.services().read.issue(year, part), context.screens().site))


@screen.get("/search")
@public("searches published documents only")
@limited(questions.SEARCH_LIMIT)
def search() -> Any:
    """The public search; the parameters are those of the search page."""
    return rendering.as_json(questions.answered(context.services().find.find(questions.asked())))


@screen.post("/verify")
@public("anybody may check a file; nothing is kept of it")
@limited(questions.VERIFY_LIMIT)
@one_of_few
def check() -> Any:
    """The verification report on a PDF, sent as the body or as the form field ``file``."""
    upload = sent_one("file") or Upload("", flask.request.get_data())
    if not upload.data:
        raise BadCall(reason=_("không có tệp nào được gửi"))
    _view, report = questions.examined(upload.data, upload.name)
    return rendering.as_json(report)


@screen.get("/openapi.json")
@public("describes the public interface")
def openapi() -> Any:
    """The description (OpenAPI 3.1)."""
    return rendering.as_json(description(context.screens().site, context.lang()))


@screen.get("/docs")
@public("describes the public interface")
def docs() -> Any:
    """The description as a page."""
    return rendering.page("public/api.html", api=description(context.screens().site, context.lang()))


@licences.get("/giay-phep")
@public("names the open-source parts")
def parts() -> Any:
    """The front-end files and fonts this site serves, with their licences."""
    manifest = ROOT / "static" / "vendor" / "manifest.json"
    rows = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    return rendering.page("public/licences.html", rows=rows)


def _here(name: str, value: str) -> str:
    size = flask.request.args.get("so-dong", type=int)
    return context.screens().site.absolute(f"{flask.request.path}?{name}={value}" + (f"&so-dong={size}" if size else ""))
