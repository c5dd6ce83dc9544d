"""Acts that an act touches: when they are looked at again, so that what is shown of their effect is true on the day."""

from datetime import UTC, date, datetime, time

import archive
from gazette.db import Work
from gazette.model import job
from gazette.model.document import HANOI, Document


def ask_again(work: Work, document: Document, day: date | None = None) -> None:
    """Puts down the work of computing the document's status and indexing it: at once, or when *day* begins in Vietnam."""
    due = datetime.combine(day, time(), HANOI).astimezone(UTC) if day else None
    if not work.queue.asked(job.INDEX, document.id, due or work.now):
        work.queue.put(job.INDEX, due=due, document=document.id)


def ask_touched(work: Work, document: Document) -> None:
    """The same for every published act whose effect *document* ends or changes, and for those it no longer does once it is withdrawn."""
    documents = work.documents(archive.ANYONE)
    for slug in sorted({relation.slug for relation in document.relations if relation.slug and relation.touches and not relation.back}):
        ask_again(work, documents.slugged(slug))
