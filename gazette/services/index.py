"""Indexing: the worker feeds published documents to the search index, which may be thrown away and rebuilt at any time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import archive
import search
from gazette import akn
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.db.lists import turn
from gazette.model import addresses
from gazette.model.checks.registered import Register
from gazette.model.document import Document, status_label, today
from gazette.model.errors import NotFound
from gazette.model.fields import field_label
from gazette.model.findings import CATALOGUE
from gazette.model.force import force, provision_force
from gazette.model.outcome import Finding
from gazette.services.effects import ask_again
from gazette.services.parts import Parts

_BATCH = 200


class Index:
    """The search index, as a copy of what is published."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def apply(self, document_id: str) -> None:
        """Puts a document and its provisions into the index; what is not public (any more) is taken out. Idempotent.

        Its status is computed for today: its first day in force may have come, a later act may have ended it.
        """
        self._put([document_id])

    def apply_issue(self, issue_id: str) -> None:
        """The same for all documents of a published issue at once: whoever searches finds all of them or none. Idempotent."""
        with self._parts.database.read() as work:
            issue = work.issues(archive.ANYONE).get(issue_id)
        self._put([item.document.id for item in issue.items])

    def _put(self, documents: Sequence[str]) -> None:
        entries = [entry for document in documents for entry in self._current(document)]
        self._write(lambda: self._parts.index.put(entries))
        for slug in {entry.document for entry in entries}:
            if not self._is_public(slug):  # withdrawn meanwhile, and another worker may have taken it out before it was put in
                self.remove(slug)

    def _write(self, change: Callable[[], object]) -> None:
        try:
            change()
        except search.IndexDamaged:
            self.rebuild()

    def _current(self, document_id: str) -> tuple[search.Entry, ...]:
        """The entries of a document whose status is today's; none of one that is not public."""
        try:
            self._take_effect(document_id)
            with self._parts.database.read() as work:
                return tuple(self._entries(work, work.documents(archive.ANYONE).get(document_id)))
        except NotFound:
            return ()

    def _is_public(self, slug: str) -> bool:
        try:
            with self._parts.database.read() as work:
                return work.documents(archive.ANYONE).slugged(slug).slug == slug
        except NotFound:
            return False

    def _take_effect(self, document_id: str) -> None:
        with self._parts.database.write() as work:
            documents = work.documents(archive.ANYONE)
            document = documents.get(document_id)
            found = force(document, today(self._parts.clock))
            if found.status != document.status:
                documents.save(replace(document, status=found.status))
            if found.changes is not None:
                ask_again(work, document, found.changes)

    def remove(self, slug: str) -> None:
        """Takes a withdrawn document out. Idempotent."""
        if slug:
            self._write(lambda: self._parts.index.remove([slug]))

    def rebuild(self) -> int:
        """Builds a new index from what is published and swaps; how many entries it holds."""
        return self._parts.index.replace_all(self._everything())

    def mend(self) -> None:
        """Rebuilds an index that is damaged or lost; one look when it is whole."""
        try:
            self._parts.index.refresh()
        except search.IndexDamaged:
            self.rebuild()

    def check(self) -> tuple[Finding, ...]:
        """Whether the index can be read and holds exactly the published documents."""
        try:
            held = {name.partition("#")[0] for name in self._parts.index.ids()}
        except search.IndexDamaged:
            return (CATALOGUE.finding("D036"),)
        with self._parts.database.read() as work:
            published = {slug for slug, _ in work.lists(archive.ANYONE).slugs()}
        missing = (CATALOGUE.finding("D030", slug, slug=slug) for slug in sorted(published - held))
        surplus = (CATALOGUE.finding("D031", slug, slug=slug) for slug in sorted(held - published))
        return (*missing, *surplus)

    def stats(self) -> dict[str, int]:
        """Figures of the index."""
        return self._parts.index.stats()

    def _everything(self) -> Iterator[search.Entry]:
        after: archive.Place | None = None
        while True:
            with self._parts.database.read() as work:
                documents = work.lists(archive.ANYONE).published(_BATCH, after=after)
                entries = [entry for document in documents for entry in self._entries(work, document)]
            yield from entries
            if len(documents) < _BATCH:
                return
            after = turn(documents[-1])

    def _entries(self, work: Work, document: Document) -> Iterator[search.Entry]:
        slug = document.slug or ""
        names = Register.of(work.checks.agencies()).followers(document.issuer or "", document.issuer_slug or "")
        shared, day = replace(_shared(document), known_as="; ".join(names)), today(self._parts.clock)
        whole = replace(shared, id=slug, document=slug, title=document.title, url=addresses.document(slug))
        try:
            xml = Holdings(work, self._parts.vault, archive.ANYONE).read(document, "xml")
        except (archive.BlobMissing, archive.BlobDamaged):
            # The sweep and the backup name the loss; one lost text must not keep all others out of the index.
            yield whole
            return
        yield replace(whole, text=akn.text_body_first(xml))
        for provision in (*akn.provisions(xml), *akn.annex_rows(xml)):
            heading = " ".join(part for part in (provision.num, provision.heading) if part)
            status, since = provision_force(document, provision.eid, day)
            yield replace(
                shared,
                id=f"{slug}#{provision.eid}",
                document=slug,
                provision=provision.eid,
                title=heading or document.title,
                text=provision.text,
                url=addresses.provision(slug, provision.eid),
                effective_from=since.isoformat() if since else "",
                status=status,
                status_label=status_label(status),
            )


def _shared(document: Document) -> search.Entry:
    """What a document's entry and those of its provisions have in common."""
    return search.Entry(
        id=document.slug or "",
        work=document.work or "",
        number=document.number or "",
        kind=document.kind or "",
        kind_label=document.kind_name or "",
        issuer=document.issuer_slug or "",
        issuer_label=document.issuer or "",
        date=document.issued_on.isoformat() if document.issued_on else "",
        effective_from=document.effective_from.isoformat() if document.effective_from else "",
        gazetted=document.published_at.date().isoformat() if document.published_at else "",
        field=document.field or "",
        field_label=field_label(document.field),
        status=document.status,
        status_label=status_label(document.status),
        signer=document.signers[-1].name if document.signers else "",
    )
