"""Why a document stands where it does in a search: the shares of its score, for those who publish."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.people import Actor
from gazette.pages import later
from gazette.web import context, rendering
from gazette.web.guards import permission
from gazette.web.limits import limited
from gazette.web.questions import SEARCH_LIMIT, asked

screen = flask.Blueprint("ranking", __name__)
SHARES = {
    "accents": later("khớp đúng từng dấu"),
    "word": later("từ"),
    "title-all": later("tiêu đề có đủ các từ"),
    "title-phrase": later("tiêu đề có các từ liền nhau"),
    "issuer": later("của cơ quan được nêu tên"),
    "procedure": later("nêu mã thủ tục được hỏi, sát nhất"),
    "number": later("mang số hiệu được hỏi"),
    "number-year": later("số hiệu của năm được hỏi"),
    "full-number": later("số hiệu viết đúng như câu hỏi"),
    "recency": later("mới ban hành"),
}
FIELDS = {"text": later("nội dung"), "title": later("tiêu đề")}


@screen.get(f"{addresses.DESK}/thu-hang")
@permission("editor", "publisher", "archivist")
@limited(SEARCH_LIMIT)
def page(actor: Actor) -> Any:
    """The first ten answers to a question with the shares of their scores. What is asked is what is published, whoever asks."""
    del actor
    query = asked(10)
    find = context.services().find
    results = find.find(query) if query.text.strip() else None
    explained = [(hit, find.explain(query, hit.entry.document)) for hit in results.hits] if results else []
    return rendering.page("desk/ranking.html", query=query, results=results, explained=explained, shares=SHARES, fields=FIELDS)
