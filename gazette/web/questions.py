"""A reader's question and the answers as data: what the pages, the feeds and the API share."""

from collections.abc import Mapping
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.relations import Relation
from gazette.pages.records import correction
from gazette.services import VerifyView
from gazette.web import context
from search import Form, Query, Results

SEARCH_LIMIT = "120 per minute"
VERIFY_LIMIT = "30 per minute; 300 per hour"


def asked(size: int = 20) -> Query:
    """The question in the address; nothing in it can be wrong, only without answers."""
    given = flask.request.args
    form = Form(
        words=given.get("q", ""),
        phrase=given.get("cum-tu", ""),
        either=given.get("mot-trong", ""),
        without=given.get("khong-co", ""),
        title=given.get("trong-tieu-de", ""),
    )
    return Query(
        text=form.text,
        kind=given.get("loai", ""),
        year=given.get("nam", type=int),
        issuer=given.get("co-quan", ""),
        field=given.get("linh-vuc", ""),
        status=given.get("hieu-luc", ""),
        signer=given.get("nguoi-ky", ""),
        date_from=given.get("tu", ""),
        date_to=given.get("den", ""),
        sort=given.get("sap-xep", "relevance"),  # type: ignore[arg-type]
        page=given.get("trang", 1, type=int),
        size=given.get("so-dong", size, type=int),
        after=given.get("sau", ""),
        before=given.get("truoc", ""),
    )


def address(query: Query, twin: str = "") -> str:
    """The address of the search page, or of its *twin*, that asks *query*."""
    path = f"{addresses.SEARCH}.{twin}" if twin else addresses.SEARCH
    parameters = query.parameters()
    return f"{path}?{parameters}" if parameters else path


def bars_of(results: Results) -> Mapping[str, tuple[Relation, ...]]:
    """What corrects the documents found, and what they correct, by slug."""
    return context.services().read.corrections({hit.entry.document for hit in results.hits}) if results.hits else {}


def answered(results: Results) -> dict[str, Any]:
    """The public search answer; addresses are absolute."""
    site = context.screens().site
    answer = results.to_json(context.lang(), lambda query: site.absolute(address(query, "json")))
    bars = bars_of(results)
    for hit in answer["hits"]:
        hit["corrections"] = [correction(one, site) for one in bars.get(hit["document"], ())]
        hit["url"] = site.absolute(hit["url"]) if hit["url"].startswith("/") else hit["url"]
    return answer


def examined(data: bytes, name: str) -> tuple[VerifyView, dict[str, Any]]:
    """The verification of one file: what the page shows, and the report as the contract gives it."""
    view = context.services().verify.verify(data, name)
    return view, view.report.to_json(context.lang())
