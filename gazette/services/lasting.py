"""Lasting: until when what is published will verify without help, and archive timestamps before that ends."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import archive
import signing
from gazette.db import Work
from gazette.db.holdings import Holdings, Kept
from gazette.db.lastings import Failing, PublishedFile
from gazette.db.lists import turn
from gazette.db.steps import record
from gazette.model import addresses, job
from gazette.model.annexes import SIGNED_FORMATS
from gazette.model.document import FileRef
from gazette.model.errors import GazetteError, NotFound
from gazette.model.people import WORKER, Actor
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.services.failing import SigningRefused, SigningUnavailable, code_of, signing_errors
from gazette.services.parts import Parts

_BATCH = 100

MARGIN = timedelta(days=90)
"""How long before its proof ends a file is renewed."""

AT_ONCE = 20
"""Files renewed in one run of the job: the time-stamping authority is asked no more than so often in a ``PAUSE``."""

PAUSE = timedelta(minutes=1)


_ORDER = signing.BatchOrder("renewals", "renew", WORKER.user)


class TooShort(StepClosed):
    """The new timestamp gains nothing: the authority still stamps with the certificate whose end is near."""

    code = "no-longer"
    vi = "Dấu thời gian mới không giữ được lâu hơn dấu cũ."
    en = "The new timestamp holds no longer than the one before."


@dataclass(frozen=True, slots=True)
class Lasts:
    """A published PDF by its address, and what ends its proof; ``horizon.until`` is None when it bears no timestamp."""

    address: str
    horizon: signing.Horizon

    @property
    def until(self) -> datetime | None:
        """The moment from which it no longer verifies."""
        return self.horizon.until


class Lasting:
    """The report of what will stop verifying, and the nightly renewal."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def published(self) -> Iterator[Lasts]:
        """Every published issue and document PDF, newest first, annexes with their document. Raises Unavailable when one cannot be read."""
        yield from self._issues()
        after: archive.Place | None = None
        while True:
            with self._parts.database.read() as work:
                batch = work.lists(archive.ANYONE).published(_BATCH, after=after)
                holdings = Holdings(work, self._parts.vault, archive.ANYONE)
                rows = [
                    (addresses.pdf(document.slug or "", format), holdings.read(document, format))
                    for document in batch
                    for format in ("pdf", *SIGNED_FORMATS)
                    if document.file(format)
                ]
            yield from (_lasts(address, pdf) for address, pdf in rows)
            if len(batch) < _BATCH:
                return
            after = turn(batch[-1])

    def failing(self) -> tuple[Failing, ...]:
        """The files whose last renewal failed, the most urgent first."""
        with self._parts.database.read() as work:
            return work.lastings.failing()

    def renew_tonight(self) -> int:
        """One run of the nightly job; puts the next one down, after a pause while there is more to do. How many files were renewed."""
        more, renewed = False, 0
        try:
            more, renewed = self.renew_due(AT_ONCE)
        finally:
            # Also when this run fails and is given up after many tries: there is a next night.
            with self._parts.database.write() as work:
                if more:
                    work.queue.put(job.RENEW, due=work.now + PAUSE)
                else:
                    work.queue.put_once(job.RENEW, job.next_night(work.now))
        return renewed

    def renew_due(self, size: int) -> tuple[bool, int]:
        """Renews at most *size* files whose proof ends within ``MARGIN``; whether there may be more, and how many were renewed.

        They go to the signer as one batch, which gives out nothing that does not verify offline. Each takes the place of the old file in
        one transaction, so that a renewal that is broken off changes nothing; the stamps it had made are found again. What cannot be
        renewed is noted and tried again later. Raises Unavailable when nobody can say what a file is worth.
        """
        self._examine()
        with self._parts.database.read() as work:
            due = {file.sha256: file for file in work.lastings.due(work.now + MARGIN, size)}
            owing = bool(due or work.lastings.failing())
        renewed = self._renewed(due) if due else 0
        if not owing:
            with suppress(signing.SigningError):
                self._parts.signer.forget(_ORDER.batch)
        return len(due) == size, renewed

    def retry(self, actor: Actor) -> None:
        """Lets every file whose renewal failed be tried again now (administrators). Raises RoleMissing."""
        if not actor.has("administrator"):
            raise RoleMissing(vi="cần vai trò Quản trị hệ thống", en="needs the role Administrator")
        with self._parts.database.write() as work:
            work.lastings.due_now()
            work.queue.put(job.RENEW)

    def _examine(self) -> None:
        """Looks once at every published PDF that was not looked at before."""
        while True:
            with self._parts.database.read() as work:
                files = work.lastings.unexamined(_BATCH)
            for file in files:
                # A file replaced or withdrawn meanwhile is not asked for again.
                with suppress(NotFound), self._parts.database.write() as work:
                    found = _horizon(self._read(work, file))
                    work.lastings.note(file, found.until, found.cause, found.detail)
            if len(files) < _BATCH:
                return

    def _renewed(self, due: Mapping[str, PublishedFile]) -> int:
        left, given, renewed = dict(due), dict[str, bytes](), 0
        try:
            with signing_errors():
                for made in self._parts.signer.batch(_ORDER, self._read_all(due, given)):
                    renewed += self._took_place(left.pop(made.name), given, made)
                # A stamp that gained nothing must not come back tomorrow.
                self._parts.signer.forget(_ORDER.batch)
        except (SigningUnavailable, SigningRefused) as error:
            for file in left.values():
                self._fail(file, error)
        return renewed

    def _read_all(self, due: Mapping[str, PublishedFile], given: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
        for name, file in due.items():
            with suppress(NotFound), self._parts.database.write() as work:
                given[name] = self._read(work, file)
            if name in given:
                yield name, given[name]

    def _took_place(self, file: PublishedFile, given: dict[str, bytes], made: signing.Made) -> bool:
        try:
            ends = _longer(given.pop(file.sha256), made)
            with self._parts.database.write() as work:
                self._swap(work, file, made.pdf, ends)
        except NotFound:
            return False
        except GazetteError as error:
            self._fail(file, error)
            return False
        return True

    def _fail(self, file: PublishedFile, error: GazetteError) -> None:
        with self._parts.database.write() as work:
            work.lastings.fail(file, code_of(error), (error.message("vi"), error.message("en")))

    def _swap(self, work: Work, file: PublishedFile, renewed: bytes, ends: signing.Horizon) -> None:
        """Serves the renewed file from now on; raises NotFound when the old one is no longer served."""
        if file.document is not None:
            document = work.documents(WORKER.clearance).get(file.document)
            served = document.file_with(file.sha256)
            if served is None:
                raise NotFound
            rendition = work.documents(WORKER.clearance).rendition(document.id, served.format)
            made = Kept(served.format, rendition, renewed, rendition)
            kept = Holdings(work, self._parts.vault, WORKER.clearance).keep(document, made)
            record(work, WORKER, "renew", document, f"SHA-256 {file.sha256} → {kept.sha256}")
        else:
            kept = self._swap_issue(work, file, renewed)
        work.lastings.replace(file)
        successor = PublishedFile(kept.sha256, file.document, file.issue)
        work.lastings.note(successor, ends.until, ends.cause, ends.detail)

    def _swap_issue(self, work: Work, file: PublishedFile, renewed: bytes) -> FileRef:
        issue = work.issues(WORKER.clearance).get(file.issue or "")
        if issue.record is None or issue.pdf is None or issue.pdf.sha256 != file.sha256:
            raise NotFound
        made = self._parts.vault.add_rendition(
            work.connection, WORKER.clearance, issue.record, "signed", renewed, "application/pdf", "signed"
        )
        kept = FileRef("pdf", made.sha256.hex, made.size)
        work.issues(WORKER.clearance).keep_pdf(issue.id, kept)
        return kept

    def _read(self, work: Work, file: PublishedFile) -> bytes:
        if file.document is not None:
            document = work.documents(WORKER.clearance).get(file.document)
            served = document.file_with(file.sha256)
            if served is None:
                raise NotFound
            return Holdings(work, self._parts.vault, WORKER.clearance).read(document, served.format)
        issue = work.issues(WORKER.clearance).get(file.issue or "")
        return self._parts.vault.read(work.connection, WORKER.clearance, issue.record or "", "signed")

    def _issues(self) -> Iterator[Lasts]:
        after: tuple[int, int] | None = None
        while True:
            with self._parts.database.read() as work:
                batch = [line.issue for line in work.lists(archive.ANYONE).issue_lines(_BATCH, after)]
                rows = [
                    (
                        addresses.issue_file(issue.number.year, issue.number.part, "pdf"),
                        self._parts.vault.read(work.connection, archive.ANYONE, issue.record, "signed"),
                    )
                    for issue in batch
                    if issue.record
                ]
            yield from (_lasts(address, pdf) for address, pdf in rows)
            if len(batch) < _BATCH:
                return
            after = batch[-1].number.year, batch[-1].number.first


def _longer(before: bytes, made: signing.Made) -> signing.Horizon:
    """When the renewed file's proof ends: later than before, or it is refused."""
    with signing_errors():
        if made.error is not None:
            raise made.error
    if not made.pdf.startswith(before):
        raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
    old, new = _horizon(before), _horizon(made.pdf)
    if new.until is None or old.until is None or new.until <= old.until:
        raise TooShort
    return new


def _lasts(address: str, pdf: bytes) -> Lasts:
    return Lasts(address, _horizon(pdf))


def _horizon(pdf: bytes) -> signing.Horizon:
    with signing_errors():
        return signing.horizon(pdf)
