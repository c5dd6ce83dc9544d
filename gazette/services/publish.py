"""Publishing: the issue is set, signed and timestamped, and then everything in it becomes public in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import archive
import signing
from gazette import akn
from gazette.db import Work
from gazette.db.errors import ChangedMeanwhile
from gazette.db.holdings import Holdings, Kept
from gazette.db.steps import advance, permit
from gazette.model import addresses, job
from gazette.model.document import Document, FileRef, HistoryEntry, slug_of, today, validity
from gazette.model.errors import BadCall, GazetteError, NotAllowed, Unavailable
from gazette.model.gazetted import settles
from gazette.model.issue import Issue, IssueItem, Order
from gazette.model.people import WORKER, Actor
from gazette.model.refusals import NotAccepted, StepClosed
from gazette.services.checking import Checking
from gazette.services.describing import judged, relations
from gazette.services.effects import ask_again, ask_touched
from gazette.services.failing import signing_errors
from gazette.services.imprinting import fix_missing
from gazette.services.issue_acts import as_seen, must_pass, noted, permitted
from gazette.services.manifests import keep_manifest
from gazette.services.parts import Parts
from gazette.services.pressing import Pages, Pressed, Pressing, Span
from gazette.services.rechecking import recheck

PUBLICATION_KEY = "publication"


@dataclass(frozen=True, slots=True)
class _Ready:
    """All that takes time, done before the transaction that publishes: the signed issue and the timestamped documents by id."""

    pressed: Pressed
    pdf: bytes
    stamped: dict[str, bytes]


class Publish:
    """From the composed issue to the street, and back for one document."""

    def __init__(self, parts: Parts, person: Callable[[str], Actor | None]) -> None:
        self._parts = parts
        self._person = person

    def publish(self, actor: Actor, issue_id: str, seen: str = "") -> Issue:
        """Publishes a whole issue exactly as another person approved it, or nothing, and signs the log's head over it.

        *seen* is the sum of what the publisher looked at (``issue.seal_of``). Raises RoleMissing, StepClosed (not approved, or changed
        since), NotAccepted (a finding stands), ChangedMeanwhile (it is no longer what was seen), Unavailable, NotFound.
        """
        with self._parts.database.read() as work:
            approved = work.issues(actor.clearance).get(issue_id)
            permitted(approved, actor, "publish")
            as_seen(approved, seen)
        recheck(self._parts, actor, issue_id)
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            self._permitted(work, actor, issue)
            fix_missing(self._parts, work, issue)
            pages = Pressing(self._parts, work, actor.clearance).take(issue)
            unstamped = self._unstamped(work, actor, issue)
        stamps = signing.BatchOrder(f"issue-{issue.id}", "timestamp", actor.user)
        ready = self._prepared(actor, pages, stamps, unstamped)
        with self._parts.database.write() as work:
            published = self._published(work, actor, issue, ready)
        with suppress(signing.SigningError):  # (what stays with the signer harms nothing, and the issue is out)
            self._parts.signer.forget(stamps.batch)
        return published

    def order(self, actor: Actor, issue_id: str, due: datetime) -> Issue:
        """Lets the worker publish an approved issue at *due* on behalf of *actor*, if nothing has changed by then.

        Raises RoleMissing, StepClosed, BadCall (not in the future), NotFound.
        """
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            permitted(issue, actor, "order")
            ordered = replace(issue, order=Order(actor.user, _later(work, due)))
            work.queue.put(job.PUBLISH, due=_later(work, due), issue=issue.id, due_at=_later(work, due).isoformat())
            return self._kept(work, actor, ordered, "order", _later(work, due).isoformat())

    def cancel(self, actor: Actor, issue_id: str) -> Issue:
        """Takes a set time back. Raises RoleMissing, StepClosed, NotFound."""
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            permitted(issue, actor, "cancel")
            return self._kept(work, actor, replace(issue, order=None), "cancel", "")

    def publish_ordered(self, issue_id: str, due_at: str) -> None:
        """Publishes what was ordered for *due_at*, as whoever ordered it (worker). An order that was cancelled or replaced does nothing.

        What has changed since the approval is not published: the issue's history says why, and the order is gone. What cannot be done now
        is tried again, for a day (``job.PATIENCE``); the history says that too, once. Raises Unavailable, ChangedMeanwhile.
        """
        with self._parts.database.read() as work:
            issue = work.issues(WORKER.clearance).get(issue_id)
        if issue.state == "published" or issue.order is None or issue.order.due.astimezone(UTC).isoformat() != due_at:
            return
        actor = self._person(issue.order.by)
        try:
            if actor is None:
                raise NotAllowed
            self.publish(actor, issue_id)
        except Unavailable as error:
            with self._parts.database.write() as work:
                if work.checks.history(issue_id)[-1].action != "delayed":
                    self._ended(work, issue, "delayed", error)
            raise
        except (NotAllowed, StepClosed, NotAccepted) as error:
            with self._parts.database.write() as work:
                work.issues(WORKER.clearance).drop_order(issue_id)
                self._ended(work, issue, "not-published", error)

    def _ended(self, work: Work, issue: Issue, action: str, error: GazetteError) -> None:
        """Writes into an issue's history why it did not come out at its time."""
        noted(self._parts, work, issue, HistoryEntry(work.now, WORKER.user, action, issue.state, error.message("vi")))

    def withdraw(self, actor: Actor, document_id: str, reason: str) -> Document:
        """Takes a published document off the site; its address then tells that it was withdrawn, when and why, and nothing else."""
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            gone = advance(work, actor, "withdraw", document, note=reason, status="withdrawn")
            self._parts.vault.withdraw(work.connection, actor.clearance, document.record, reason)
            self._told(work, "withdraw", addresses.document(document.slug or ""), document.file("pdf"))
            self._sign_public(work)
            work.queue.put(job.UNINDEX, document=document.id, slug=document.slug or "")
            ask_touched(work, document)
            return gone

    def republish(self, actor: Actor, document_id: str, reason: str) -> Document:
        """Opens a withdrawn document to the public again under its old address, by another person than withdrew it; nothing is signed anew.

        Its label must be Công khai. Raises RoleMissing, StepClosed, BadCall, NotFound.
        """
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            status = validity(document.effective_from, today(self._parts.clock))
            again = advance(work, actor, "republish", document, note=reason, status=status)
            self._parts.vault.publish(work.connection, actor.clearance, document.record, document.title)
            self._told(work, "publish", addresses.document(document.slug or ""), document.file("pdf"))
            self._sign_public(work)
            ask_again(work, again)
            ask_touched(work, again)
            return again

    def _permitted(self, work: Work, actor: Actor, issue: Issue) -> None:
        permitted(issue, actor, "publish")
        for item in issue.items:
            permit(actor, _step(item), item.document)
        must_pass(Checking(self._parts, work, actor.clearance).issue(issue))

    def _kept(self, work: Work, actor: Actor, issue: Issue, action: str, note: str) -> Issue:
        saved = work.issues(actor.clearance).save(issue)
        noted(self._parts, work, saved, HistoryEntry(work.now, actor.user, action, saved.state, note))
        return saved

    def _unstamped(self, work: Work, actor: Actor, issue: Issue) -> dict[str, bytes]:
        """The signed PDFs of the Office's own documents, which get the publication timestamp; issuers' files stay byte-identical.

        What an earlier issue began to print bears it already.
        """
        holdings = Holdings(work, self._parts.vault, actor.clearance)
        fresh = (item.document for item in issue.items if _step(item) == "publish")
        own = (document for document in fresh if document.provenance == "office")
        return {document.id: holdings.read(document, "pdf") for document in own}

    def _prepared(self, actor: Actor, pages: Pages, stamps: signing.BatchOrder, unstamped: dict[str, bytes]) -> _Ready:
        """A publication that was broken off finds the stamps it had made with the signer, under the issue's name."""
        pressed = pages.press()
        with signing_errors():
            signer = self._parts.signer
            stamped = dict(_succeeded(signer.batch(stamps, unstamped.items())))
            prepared = signing.prepare(pressed.pdf, "gazette-issue")
            signed = signer.sign(prepared, signing.Role.PUBLICATION, PUBLICATION_KEY, self._parts.level, actor=actor.user)
        return _Ready(pressed, signed, stamped)

    def _published(self, work: Work, actor: Actor, issue: Issue, ready: _Ready) -> Issue:
        if work.issues(actor.clearance).get(issue.id) != issue:
            raise ChangedMeanwhile
        record = self._parts.vault.deposit(
            work.connection,
            actor.clearance,
            ready.pdf,
            title=issue.title,
            label=archive.Label(level=0),
            media_type="application/pdf",
            rendition="signed",
            grants=(WORKER.user,),
        )
        self._parts.vault.publish(work.connection, actor.clearance, record.id)
        spans = {span.document: span for span in ready.pressed.spans}
        items = tuple(self._public(work, actor, issue, (item, spans.get(item.document.id), ready)) for item in issue.items)
        kept = record.renditions[0]
        changed = replace(
            issue,
            state="published",
            items=items,
            record=record.id,
            pdf=FileRef("pdf", kept.sha256.hex, kept.size),
            pages=ready.pressed.pages,
            published_at=work.now,
        )
        before = work.lists(actor.clearance).last_published()
        self._kept(work, actor, changed, "publish", "")
        saved = work.issues(actor.clearance).get(issue.id)
        keep_manifest(work, self._parts.vault, actor, (saved, before))
        self._told(work, "publish", addresses.issue(issue.number.year, issue.number.part), changed.pdf)
        self._parts.vault.audit.sign_head(work.connection)
        work.queue.put(job.HEAD)
        work.queue.put(job.ISSUE, issue=issue.id)
        self._sign_public(work)
        return saved

    def _told(self, work: Work, action: str, address: str, file: FileRef | None) -> tuple[int, str]:
        """One row of the public log: its number and leaf."""
        made = archive.Publication(action, address, file.sha256 if file else "", work.now.astimezone(UTC).isoformat())
        return self._parts.vault.public.append(work.connection, made)

    def _sign_public(self, work: Work) -> None:
        self._parts.vault.public.sign_head(work.connection, work.now.astimezone(UTC).isoformat())

    def _public(self, work: Work, actor: Actor, issue: Issue, taken: tuple[IssueItem, Span | None, _Ready]) -> IssueItem:
        item, span, ready = taken
        opens = self._opened(work, actor, item.document, ready) if _step(item) == "publish" else {}
        if settles(item.stretch, issue.date):
            opens |= self._counted(work, actor, item.document, issue)
        status = validity(opens.get("effective_from", item.document.effective_from), today(self._parts.clock))
        published = advance(work, actor, _step(item), item.document, note=issue.title, status=status, **opens)
        ask_touched(work, published)
        first, last = (span.first, span.last) if span else (None, None)
        return replace(item, document=published, first_page=first, last_page=last)

    def _opened(self, work: Work, actor: Actor, document: Document, ready: _Ready) -> dict[str, Any]:
        """What a document has from the issue on that first prints it: stamped file, open record, address, row of the log."""
        if document.id in ready.stamped:
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            holdings.keep(document, Kept("pdf", "signed", ready.stamped[document.id], "signed"))
        self._parts.vault.publish(work.connection, actor.clearance, document.record, document.title)
        slug = document.slug or work.lists(WORKER.clearance).free_slug(slug_of(document))
        index, leaf = self._told(work, "publish", addresses.document(slug), work.documents(actor.clearance).get(document.id).file("pdf"))
        return {"slug": slug, "published_at": work.now, "log_index": index, "log_leaf": leaf}

    def _counted(self, work: Work, actor: Actor, document: Document, issue: Issue) -> dict[str, Any]:
        """The days of effect that are known with the publication, also those of single provisions; the signed XML stays as it is.

        What counts from the gazette counts from the day printed on the issue, or today when the issue comes out later.
        """
        xml = Holdings(work, self._parts.vault, actor.clearance).read(document, "xml")
        facts = akn.metadata(xml, gazetted=max(issue.date, today(self._parts.clock)))
        work.documents(actor.clearance).relate(document.id, judged(relations(facts), document.relations))
        return {"effective_from": document.effective_from or facts.effective_from, "own_days": facts.own_days}


def _step(item: IssueItem) -> str:
    """A later part of a document finds it published already."""
    return "continue" if item.stretch.begins else "publish"


def _succeeded(made: Iterable[signing.Made]) -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each; the first that failed stops the publication."""
    for one in made:
        if one.error is not None:
            raise one.error
        yield one.name, one.pdf


def _later(work: Work, due: datetime) -> datetime:
    if due.tzinfo is None or due <= work.now:
        raise BadCall(reason="giờ phát hành phải ở tương lai / the set time must lie in the future")
    return due.astimezone(UTC)
