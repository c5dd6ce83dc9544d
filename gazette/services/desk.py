"""The desk: what waits where, one document at work, the registers."""

from pathlib import PurePosixPath

import archive
from gazette.db.holdings import Holdings
from gazette.db.lists import MANY
from gazette.model.annexes import annex_number
from gazette.model.desk import DeskBoard, DeskRow, DeskView, Register
from gazette.model.document import Book
from gazette.model.errors import BadCall
from gazette.model.floor import climbs
from gazette.model.people import Actor
from gazette.model.reading import FileView
from gazette.model.workflow import STATES, UNFINISHED, allowed, closed
from gazette.services.flowing import Flow, Present
from gazette.services.parts import Parts

PAGE_SIZE = 50
REGISTER_PAGE = 500


class Desk:
    """Lists for those who work here; everything is seen with the person's own clearance."""

    def __init__(self, parts: Parts, present: Present) -> None:
        self._parts = parts
        self._present = present

    def board(self, actor: Actor, state: str | None = None, after: str | None = None) -> DeskBoard:
        """One page of the documents at one state, or of all unfinished ones, with the counts of every state. Raises BadCall.

        *after* is the mark that the page before gave.
        """
        if state is not None and state not in STATES:
            raise BadCall(reason=state)
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            counts = lists.counted(STATES)
            place = archive.place(after) if after else None
            documents = lists.desk({state} if state else UNFINISHED, PAGE_SIZE + 1, place)
        rows = tuple(DeskRow(document, allowed(document, actor)) for document in documents[:PAGE_SIZE])
        last = rows[-1].document if len(documents) > PAGE_SIZE else None
        following = archive.mark(last.received_at, last.id) if last else None
        return DeskBoard({name: counts[name] for name in STATES}, rows, state, following, MANY)

    def document(self, actor: Actor, document_id: str) -> DeskView:
        """One document with its steps and history. Raises NotFound."""
        with self._parts.database.read() as work:
            documents = work.documents(actor.clearance)
            document = documents.get(document_id)
            history = documents.history(document)
            waiting = work.queue.waiting_for(document.id)
            label = documents.label(document.id)
        if climbs(actor, label):
            with self._parts.database.write() as work:
                work.sessions.raise_to(actor.session, label)
        return DeskView(document, allowed(document, actor), closed(document, actor), history, waiting)

    def registers(self, actor: Actor, book: str, year: int, series: str | None = None, after: str | None = None) -> Register:
        """A page of a book of a year: incoming (sổ văn bản đến) or issued (sổ văn bản đi), voided numbers with their reasons.

        *after* is the mark that the page before gave. Raises BadCall.
        """
        if book not in ("incoming", "issued"):
            raise BadCall(reason=book)
        chosen: Book = "issued" if book == "issued" else "incoming"
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            rows = lists.register(book, series, year, REGISTER_PAGE + 1, _number(after))
            names = lists.series(book, year)
        shown = rows[:REGISTER_PAGE]
        following = f"{shown[-1].number}/{shown[-1].series}" if len(rows) > REGISTER_PAGE else None
        return Register(chosen, series or "", year, shown, names, following)

    def file(self, actor: Actor, document_id: str, format: str) -> FileView:
        """A file of a document at work; the reading is logged. Raises NotFound."""
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            data = Holdings(work, self._parts.vault, actor.clearance).read(document, format)
            label = work.documents(actor.clearance).label(document.id)
            if climbs(actor, label):
                work.sessions.raise_to(actor.session, label)
        ref = next(ref for ref in document.files if ref.format == format)
        flow = Flow(self._parts, self._present, actor, document.record)
        return FileView(_named(document.source_name, format), ref, flow.of(data), document.published_at)


def _number(mark: str | None) -> tuple[str, int]:
    """The series and number that a mark names; before all of them without one."""
    if not mark:
        return "", 0
    number, _, series = mark.partition("/")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and series.isprintable()):
        raise BadCall(reason=mark)
    return series, int(number)


def _named(source: str, format: str) -> str:
    """The name a file of the document is saved under: that of the file received, with the ending of what is in it."""
    path = PurePosixPath(source)
    if annex_number(format):
        return f"{path.stem}-{format}.pdf"
    ending = {"page": "pdf", "images": "zip"}.get(format, format)
    return source if path.suffix.lower() == f".{ending}" else f"{path.stem}.{ending}"
