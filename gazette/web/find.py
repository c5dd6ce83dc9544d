"""Search, and its twins for programs: one question behind the page, the feed, the table and the data."""

import csv
import io
import unicodedata
from dataclasses import asdict, replace
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.checks.corrigenda import bar_in_words
from gazette.model.document import status_label
from gazette.model.fields import field_label
from gazette.pages import later
from gazette.pages.wording import kind_label
from gazette.web import context, rendering
from gazette.web.guards import public
from gazette.web.limits import limited
from gazette.web.questions import SEARCH_LIMIT, address, answered, asked, bars_of
from search import FACETS, Entry, Query, Results

screen = flask.Blueprint("find", __name__)
SORTS = (("relevance", later("Liên quan nhất")), ("newest", later("Mới nhất")), ("oldest", later("Cũ nhất")), ("number", later("Theo số")))
FACET_NAMES = {
    "kind": later("Loại văn bản"),
    "year": later("Năm"),
    "issuer": later("Cơ quan ban hành"),
    "field": later("Lĩnh vực"),
    "status": later("Tình trạng hiệu lực"),
    "signer": later("Người ký"),
}
_FEED = 50
_TABLE = 200
_COLUMNS = ("number", "kind", "issuer", "date", "title", "status", "work", "url", "corrections")


@screen.get(addresses.SEARCH)
@public("searches published documents only")
@limited(SEARCH_LIMIT)
def page() -> Any:
    """The search page."""
    query = asked()
    results = context.services().find.find(query)
    chosen = [(name, _label(results, name, value), _without(query, name)) for name, value in query.filters().items()]
    return rendering.page(
        "public/search.html",
        query=query,
        results=results,
        bars=bars_of(results),
        words=_in_words(results),
        subject=_subject,
        chosen=chosen,
        sorts=[(name, label, address(replace(query, sort=name, page=1))) for name, label in SORTS],  # type: ignore[arg-type]
        facets=[(name, FACET_NAMES[name], _links(query, name, results)) for name in FACETS if results.facets.get(name)],
        onward=address(results.next) if results.next else None,
        back=address(results.previous) if results.previous else None,
        offered=[(row.value, _named("kind", row.value, row.label)) for row in results.facets.get("kind", ())],
        twin=lambda kind: address(query.turn(1), kind),
        suggested=address(replace(query, text=results.suggestion, page=1)) if results.suggestion else None,
    )


@screen.get(f"{addresses.SEARCH}.json")
@public("searches published documents only")
@limited(SEARCH_LIMIT)
def data() -> Any:
    """The search answer as data."""
    return rendering.as_json(answered(context.services().find.find(asked())))


@screen.get(f"{addresses.SEARCH}.atom")
@public("searches published documents only")
@limited(SEARCH_LIMIT)
def feed() -> Any:
    """The newest answers as an Atom feed (RFC 4287); every question has its feed."""
    query = asked(_FEED)
    results = context.services().find.find(replace(query, sort="newest"))
    updated = max((hit.entry.gazetted or hit.entry.date for hit in results.hits), default="") or "1970-01-01"
    words = _in_words(results)
    return rendering.data(
        "public/feed.xml", "atom", results=results, bars=bars_of(results), words=words, updated=updated, here=address(query, "atom")
    )


@screen.get(f"{addresses.SEARCH}.csv")
@public("searches published documents only")
@limited(SEARCH_LIMIT)
def table() -> Any:
    """The answers as a table, 200 rows a page; the next page stands in the ``Link`` header, so nothing is cut off unsaid."""
    query = asked(_TABLE)
    results = context.services().find.find(query)
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    bars = {slug: "; ".join(bar_in_words(one) for one in found) for slug, found in bars_of(results).items()}
    rows = ({**hit, "corrections": bars.get(hit["document"], "")} for hit in answered(results)["hits"])
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    response = flask.Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="van-ban.csv")
    response.headers["X-Total-Count"] = str(results.total)
    if results.next:
        response.headers["Link"] = f'<{context.screens().site.absolute(address(results.next, "csv"))}>; rel="next"'
    return response


@screen.get("/goi-y")
@public("suggests from published documents only")
@limited(SEARCH_LIMIT)
def suggest() -> Any:
    """Suggestions for the beginning of a question."""
    return rendering.as_json(
        {"suggestions": [asdict(row) for row in context.services().find.suggest(flask.request.args.get("q", "")[:200])]}
    )


def _in_words(results: Results) -> str:
    """The question in words, with the names of kinds and fields in the reader's language."""
    labels = {name: {value: _named(name, value, known) for value, known in row.items()} for name, row in results.labels.items()}
    return results.answered.in_words(context.lang(), labels)


def _subject(entry: Entry) -> str:
    """The title of a hit without the kind and number that stand before it."""
    return entry.title.removeprefix(f"{entry.kind_label} số {entry.number}".strip() if entry.number else "").strip()


def _links(query: Query, name: str, results: Results) -> list[tuple[str, int, str, bool]]:
    chosen = query.filters().get(name)
    rows = results.facets[name]
    return [(_named(name, row.value, row.label), row.count, _toggled(query, name, row.value, chosen), row.value == chosen) for row in rows]


def _toggled(query: Query, name: str, value: str, chosen: str | None) -> str:
    return _without(query, name) if value == chosen else address(_with(query, name, value))


def _with(query: Query, name: str, value: str) -> Query:
    changed: Any = int(value) if name == "year" else value
    return replace(query, page=1, **{name: changed})


def _without(query: Query, name: str) -> str:
    empty: Any = None if name == "year" else ""
    return address(replace(query, page=1, **{name: empty}))


def _label(results: Results, name: str, value: str) -> str:
    rows = results.facets.get(name, ())
    known = next((row.label for row in rows if row.value == value and row.label), results.labels.get(name, {}).get(value, value))
    return _named(name, value, known)


def _named(name: str, value: str, known: str) -> str:
    """A facet's value in the reader's language; *known* is the name the index keeps, which is Vietnamese."""
    lang = context.lang()
    if name == "kind":
        return kind_label(value, known, lang)
    if name == "status":
        return status_label(value, lang)
    return (field_label(value, lang) if name == "field" else "") or known or value


def harmless(value: object) -> object:
    """What no spreadsheet takes for a formula, whatever width its signs have."""
    text = value if isinstance(value, str) else ""
    return f"'{text}" if unicodedata.normalize("NFKC", text.lstrip(" "))[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else value
