"""Batches: one order seals many documents; each stands in the journal until it is sealed, or until it is said why it was not."""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import archive
import signing
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.db.steps import advance, permit
from gazette.model import job
from gazette.model.batch import MOST, Batch, BatchItem, BatchLine, BatchView
from gazette.model.document import Document
from gazette.model.errors import BadCall, GazetteError, Unavailable
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.workflow import TRANSITIONS, check
from gazette.services.failing import AWAY, SigningRefused, SigningUnavailable, code_of, signing_errors
from gazette.services.parts import Parts

AT_ONCE = 50
"""Documents sealed in one run of the job, well within its lease."""

LISTED = 20
"""Batches shown on the page."""

_KEY = "seal"
_STEP = "seal"


@dataclass(slots=True)
class _Run:
    """One run over a part of a batch: for whom, and what was handed to the signer."""

    batch: Batch
    actor: Actor
    items: dict[str, BatchItem]
    handed: dict[str, bytes] = field(default_factory=dict)


class Batches:
    """From the order to the last seal."""

    def __init__(self, parts: Parts, person: Callable[[str], Actor | None]) -> None:
        self._parts = parts
        self._person = person

    def waiting(self, actor: Actor) -> tuple[Document, ...]:
        """The documents this person may seal now and that stand in no open batch, longest waiting first; at most ``MOST``."""
        with self._parts.database.read() as work:
            found = work.lists(actor.clearance).desk({"signed"}, MOST)
            busy = work.batches.busy(tuple(document.id for document in found))
        step = TRANSITIONS[_STEP]
        return tuple(one for one in found if one.id not in busy and check(step, one, actor) is None)

    def list(self, actor: Actor) -> tuple[BatchLine, ...]:
        """The newest batches, with those of their documents that this person may know of."""
        with self._parts.database.read() as work:
            return work.batches.newest(actor.clearance, LISTED)

    def show(self, actor: Actor, batch_id: str) -> BatchView:
        """One batch with its documents. Raises NotFound."""
        with self._parts.database.read() as work:
            return work.batches.view(work.batches.get(batch_id), actor.clearance)

    def order(self, actor: Actor, document_ids: Sequence[str]) -> Batch:
        """Orders the seal for documents, as ``permit`` allows it for each of them; the worker does the rest.

        All of them or none: raises BadCall for none or too many, RoleMissing, StepClosed, NotFound.
        """
        chosen = tuple(dict.fromkeys(document_ids))
        if not 0 < len(chosen) <= MOST:
            raise BadCall(reason=f"phải chọn từ 1 đến {MOST} văn bản / choose 1 to {MOST} documents")
        with self._parts.database.write() as work:
            documents = tuple(self._open(work, actor, document_id) for document_id in chosen)
            batch = Batch(uuid.uuid4().hex, actor.user, work.now)
            work.batches.add(batch, documents)
            work.queue.put(job.SEAL, batch=batch.id)
            told = {"batch": batch.id, "documents": str(len(documents))}
            self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, "order-seals", details=told))
        return batch

    def stop(self, actor: Actor, batch_id: str) -> int:
        """Takes out of a batch what is not with the signer yet; how many documents that are. Raises RoleMissing, NotFound."""
        with self._parts.database.write() as work:
            self._asked(work, actor, batch_id)
            stopped = work.batches.stop(batch_id)
            work.queue.put(job.SEAL, batch=batch_id)
            told = {"batch": batch_id, "documents": str(stopped)}
            self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, "stop-seals", details=told))
        return stopped

    def resume(self, actor: Actor, batch_id: str) -> None:
        """Lets a batch that could not go on try again now. Raises RoleMissing, StepClosed, NotFound."""
        with self._parts.database.write() as work:
            if self._asked(work, actor, batch_id).state != "open":
                raise StepClosed(vi="đợt đóng dấu đã xong", en="the batch is done")
            work.queue.put(job.SEAL, batch=batch_id)

    def run(self, batch_id: str) -> None:
        """Seals the next documents of a batch (worker; job ``seal``) and puts itself down again while there are more.

        Whatever is killed meanwhile: what is sealed stands in the journal in the transaction that keeps the file, and what the signer had
        done before comes out of it again unchanged. Raises Unavailable or SigningRefused for what concerns all documents.
        """
        with self._parts.database.read() as work:
            batch = work.batches.get(batch_id)
            items = work.batches.under_way(batch_id, AT_ONCE)
        if items:
            self._seal(batch, items)
        elif batch.state == "open":
            self._end(batch)

    def _seal(self, batch: Batch, items: tuple[BatchItem, ...]) -> None:
        actor = self._person(batch.ordered_by)
        if actor is None:
            gone = RoleMissing(vi="tài khoản đã bị khóa", en="the account is closed")
            for item in items:
                self._fail(item, gone.code, gone)
        else:
            run = _Run(batch, actor, {item.document: item for item in items})
            with self._told(batch), signing_errors():
                self._sealed(run)
        with self._parts.database.write() as work:
            work.queue.put(job.SEAL, batch=batch.id)

    def _sealed(self, run: _Run) -> None:
        order = signing.BatchOrder(run.batch.id, "sign", run.actor.user, signing.Role.SEAL, _KEY, self._parts.level)
        for made in self._parts.signer.batch(order, self._handed_over(run)):
            if isinstance(made.error, AWAY):
                raise made.error
            try:
                self._keep(run, made)
            except Unavailable:
                raise
            except GazetteError as error:
                self._fail(run.items[made.name], code_of(error), error)

    def _handed_over(self, run: _Run) -> Iterator[tuple[str, bytes]]:
        """What the signer is given, each noted before it goes; what may not be sealed any more is left out with its reason."""
        for name, item in run.items.items():
            try:
                with self._parts.database.write() as work:
                    document = self._still(work, run.actor, item)
                    pdf = Holdings(work, self._parts.vault, run.actor.clearance).read(document, "pdf")
                    if not work.batches.hand_over(item, hashlib.sha256(pdf).hexdigest()):
                        continue
            except Unavailable:
                raise
            except GazetteError as error:
                self._fail(item, error.code, error)
                continue
            run.handed[name] = pdf
            yield name, pdf

    def _keep(self, run: _Run, made: signing.Made) -> None:
        """The sealed file, the step, its history and the journal in one transaction."""
        given, item = run.handed.pop(made.name), run.items[made.name]
        with signing_errors():
            if made.error is not None:
                raise made.error
        if not made.pdf.startswith(given) or made.pdf == given:
            raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
        with self._parts.database.write() as work:
            if not work.batches.finish(item, hashlib.sha256(made.pdf).hexdigest()):
                return
            document = self._still(work, run.actor, item)
            Holdings(work, self._parts.vault, run.actor.clearance).keep_signed(document, made.pdf)
            advance(work, run.actor, _STEP, document)

    def _still(self, work: Work, actor: Actor, item: BatchItem) -> Document:
        document = work.documents(actor.clearance).get(item.document)
        permit(actor, _STEP, document)
        if document.version != item.version:
            raise StepClosed(vi="văn bản đã thay đổi sau khi yêu cầu đóng dấu", en="the document changed after the seal was ordered")
        return document

    def _fail(self, item: BatchItem, code: str, error: GazetteError) -> None:
        with self._parts.database.write() as work:
            work.batches.fail(item, code, (error.message("vi"), error.message("en")))

    @contextmanager
    def _told(self, batch: Batch) -> Iterator[None]:
        """Inside it, what keeps the whole batch from going on is noted for the page, and raised."""
        try:
            yield
        except (SigningUnavailable, SigningRefused) as error:
            with self._parts.database.write() as work:
                work.batches.say(batch.id, (error.message("vi"), error.message("en")))
            raise
        with self._parts.database.write() as work:
            work.batches.say(batch.id)

    def _end(self, batch: Batch) -> None:
        with self._told(batch), signing_errors():
            self._parts.signer.forget(batch.id)
        with self._parts.database.write() as work:
            work.batches.close(batch.id)

    def _open(self, work: Work, actor: Actor, document_id: str) -> Document:
        document = work.documents(actor.clearance).get(document_id)
        permit(actor, _STEP, document)
        work.batches.require_free(document)
        return document

    def _asked(self, work: Work, actor: Actor, batch_id: str) -> Batch:
        batch = work.batches.get(batch_id)
        work.batches.view(batch, actor.clearance)
        if not actor.has(*TRANSITIONS[_STEP].roles):
            raise RoleMissing(vi="cần vai trò Văn thư", en="needs the role Clerk")
        return batch
