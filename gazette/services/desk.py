"""The desk: what waits where, one document at work, the registers."""

from pathlib import PurePosixPath

from gazette.db.holdings import Holdings
from gazette.model.annexes import annex_number
from gazette.model.desk import DeskBoard, DeskRow, DeskView, Register
from gazette.model.document import Book
from gazette.model.errors import BadCall
from gazette.model.floor import climbs
from gazette.model.people import Actor
from gazette.model.reading import FileView
from gazette.model.workflow import STATES, allowed, closed
from gazette.services.flowing import Flow, Present
from gazette.services.parts import Parts

PAGE_SIZE = 50


class Desk:
    """Lists for those who work here; everything is seen with the person's own clearance."""

    def __init__(self, parts: Parts, present: Present) -> None:
        self._parts = parts
        self._present = present

    def board(self, actor: Actor, state: str | None = None, page: int = 1) -> DeskBoard:
        """One page of the documents at one state, or of all unfinished ones, with the counts of every state. Raises BadCall."""
        if state is not None and state not in STATES:
            raise BadCall(reason=state)
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            counts = lists.by_state()
            documents = lists.desk(state, page, PAGE_SIZE)
        finished = ("published", "returned", "withdrawn")
        total = counts.get(state, 0) if state else sum(count for name, count in counts.items() if name not in finished)
        rows = tuple(DeskRow(document, allowed(document, actor)) for document in documents)
        ordered = {name: counts.get(name, 0) for name in STATES}
        return DeskBoard(ordered, rows, state, max(1, page), max(1, -(-total // PAGE_SIZE)), total)

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

    def registers(self, actor: Actor, book: str, year: int, series: str | None = None) -> Register:
        """A book of a year: incoming (sổ văn bản đến) or issued (sổ văn bản đi), voided numbers with their reasons. Raises BadCall."""
        if book not in ("incoming", "issued"):
            raise BadCall(reason=book)
        chosen: Book = "issued" if book == "issued" else "incoming"
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            return Register(chosen, series or "", year, lists.register(book, series, year), lists.series(book, year))

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


def _named(source: str, format: str) -> str:
    """The name a file of the document is saved under: that of the file received, with the ending of what is in it."""
    path = PurePosixPath(source)
    if annex_number(format):
        return f"{path.stem}-{format}.pdf"
    ending = {"page": "pdf", "images": "zip"}.get(format, format)
    return source if path.suffix.lower() == f".{ending}" else f"{path.stem}.{ending}"
