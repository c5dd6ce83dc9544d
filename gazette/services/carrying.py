"""Carrying labels on: what the archive decided about records reaches the documents of those records and the search index."""

from collections.abc import Iterable

import archive
from gazette.db import Work
from gazette.model import job
from gazette.model.document import HistoryEntry
from gazette.model.people import Actor
from gazette.services.effects import ask_touched


def carry(work: Work, actor: Actor, records: Iterable[archive.Record]) -> None:
    """Gives the documents of *records* the label in force, in the same transaction; what is no longer public leaves the index at once.

    What it does to other acts is then no longer told either. A published document whose record was taken back from the public by it
    stands at "withdrawn" from then on, as the record does: lowering the label again publishes nothing by itself.
    """
    documents = work.documents(archive.ANYONE)
    for record in records:
        known = documents.published_of(record.id)
        slug = documents.relabel(record)
        if record.state is archive.State.WITHDRAWN and documents.take_back(record.id) and known is not None:
            note = "mức tiếp cận đã đổi / the level was changed"
            documents.note(known, HistoryEntry(work.now, actor.user, "regrade", "withdrawn", note))
        if slug:
            work.queue.put(job.UNINDEX, slug=slug)
            if known is not None:
                ask_touched(work, known)
