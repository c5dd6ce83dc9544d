"""Carrying labels on: what the archive decided about records reaches the documents of those records and the search index."""

from collections.abc import Iterable

import archive
from gazette.db import Work
from gazette.model import job
from gazette.services.effects import ask_touched


def carry(work: Work, records: Iterable[archive.Record]) -> None:
    """Gives the documents of *records* the label in force, in the same transaction; what is no longer public leaves the index at once.

    What it does to other acts is then no longer told either.
    """
    documents = work.documents(archive.ANYONE)
    for record in records:
        known = documents.published_of(record.id)
        slug = documents.relabel(record)
        if slug:
            work.queue.put(job.UNINDEX, slug=slug)
            if known is not None:
                ask_touched(work, known)
