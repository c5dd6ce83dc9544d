"""The registers of incoming and issued documents, printable, voided numbers with their reasons (Decree 30/2020, Articles 15 and 22)."""

from datetime import datetime
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import HANOI, Book
from gazette.model.people import Actor
from gazette.web import context, rendering
from gazette.web.guards import DESK_READERS, permission

screen = flask.Blueprint("registers", __name__, url_prefix=f"{addresses.DESK}/so")
_FIRST = {"den": "den", "di": None}
_BOOKS: dict[str, Book] = {"den": "incoming", "di": "issued"}


@screen.get("/<any(den, di):book>")
@permission("clerk", "leader", "editor", "archivist", "auditor")
def register(actor: Actor, book: str) -> Any:
    """One book of one year; ``?so=`` picks the series where the book has several; incoming documents open at the public one."""
    year = flask.request.args.get("nam", datetime.now(HANOI).year, type=int)
    series = flask.request.args.get("so") or _FIRST[book]
    found = context.services().desk.registers(actor, _BOOKS[book], year, series, flask.request.args.get("sau"))
    return rendering.page("desk/register.html", register=found, book=book, readers=DESK_READERS)
