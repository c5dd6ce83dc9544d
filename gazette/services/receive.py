"""Receiving: a Word file, and perhaps its issuer's signed PDF, becomes a registered document with its original in the vault."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import archive
from gazette import word
from gazette.db import Taken, Work
from gazette.db.holdings import ORIGINAL, Holdings, Kept
from gazette.model import job
from gazette.model.document import (
    MEDIA_TYPES,
    Book,
    Document,
    FileRef,
    HistoryEntry,
    Received,
    Upload,
    check_code,
    today,
)
from gazette.model.errors import BadCall
from gazette.model.fields import known_field
from gazette.model.floor import check_floor
from gazette.model.people import ROLES, WORKER, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.services.failing import refused
from gazette.services.intake import check_intake
from gazette.services.marks import refuse_marked, refuse_marked_blocks
from gazette.services.parts import Parts

RECEIVERS = ("clerk", "drafter", "editor")
"""The roles that take documents in."""

BOOKS = ("incoming", "issued")
INCOMING_SERIES = "den"
"""The series of incoming numbers (số đến): consecutive in order of receipt (Decree 30/2020, Article 22).

What is above Công khai has a book of its own for each level: a hole in the open book would tell everybody that something is hidden there.
"""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Taken:
    """An upload that was read and may be kept."""

    upload: Upload
    signed_pdf: Upload | None
    format: str
    book: Book
    label: archive.Label
    field: str | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.upload.data).hexdigest()


class Receive:
    """Taking documents in."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def receive(
        self,
        actor: Actor,
        upload: Upload,
        *,
        signed_pdf: Upload | None = None,
        book: str = "incoming",
        level: str = "cong-khai",
        field: str | None = None,
    ) -> Received:
        """Registers a Word file: original into the vault, a number of the book, job "convert"; all in one transaction.

        With *signed_pdf* (the issuer's signed file) that PDF is kept byte-identical and will be the document's ``.pdf``. The same bytes
        received before give that document again and store nothing. Raises StateSecretMark before anything is stored when the file bears
        a state-secret mark, NotAccepted for what is no readable Word file, RoleMissing, BadCall.
        """
        if not actor.has(*RECEIVERS):
            roles = [ROLES[role] for role in RECEIVERS]
            raise RoleMissing(
                vi="cần vai trò " + " hoặc ".join(role.vi for role in roles), en="needs the role " + " or ".join(role.en for role in roles)
            )
        check_intake(self._parts)
        check_floor(actor, _label(level))
        taken = self._examined(actor, upload, signed_pdf, (book, level, field))
        with self._parts.database.write() as work:
            known = work.lists(actor.clearance).same_bytes(taken.sha256)
            if known is not None:
                return Received(known, known.id)
            return Received(self._registered(work, actor, taken))

    def _examined(self, actor: Actor, upload: Upload, signed_pdf: Upload | None, chosen: tuple[str, str, str | None]) -> _Taken:
        book, level, field = chosen
        known_field(field)
        if book not in BOOKS:
            raise BadCall(reason=book)
        label = _label(level)
        if signed_pdf is not None and not signed_pdf.data.lstrip().startswith(b"%PDF-"):
            raise NotAccepted(vi=f"{_clean(signed_pdf.name)} không phải là tệp PDF", en=f"{_clean(signed_pdf.name)} is not a PDF")
        blocks = word.read(upload.data, name=upload.name, legacy=self._parts.legacy(label), painter=word.TextOnly())
        if blocks.value is None:
            raise refused(blocks.findings)
        refuse_marked_blocks(self._parts, actor, blocks.value, label)
        if signed_pdf is not None:
            refuse_marked(self._parts, actor, signed_pdf, label=label)
        kind = str(word.sniff(upload.data).value).lower()
        chosen_book: Book = "issued" if book == "issued" else "incoming"
        return _Taken(upload, signed_pdf, kind if kind in MEDIA_TYPES else "docx", chosen_book, label, field)

    def _registered(self, work: Work, actor: Actor, taken: _Taken) -> Document:
        name = _clean(taken.upload.name)
        record = self._parts.vault.deposit(
            work.connection,
            actor.clearance,
            taken.upload.data,
            title=name,
            label=taken.label,
            media_type=MEDIA_TYPES[taken.format],
            grants=(WORKER.user,),
        )
        day = today(self._parts.clock)
        document = Document(
            id=secrets.token_hex(16),
            record=record.id,
            state="received",
            provenance="issuer" if taken.signed_pdf else "office",
            level=taken.label.id,
            book=taken.book,
            source_name=name,
            received_at=work.now,
            received_by=actor.user,
            received_number=None,
            received_year=day.year,
            check_code=check_code(secrets.token_bytes(10)),
            field=taken.field,
            doers={"receive": actor.user},
        )
        documents = work.documents(actor.clearance)
        documents.add(document, taken.label)
        documents.keep_file(document.id, FileRef(taken.format, taken.sha256, len(taken.upload.data)), ORIGINAL)
        if taken.signed_pdf is not None:
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            holdings.keep(document, Kept("pdf", "signed-original", taken.signed_pdf.data))
        if taken.book == "incoming":
            number, _ = work.numbers.take(Taken("incoming", _series(taken.label), day, work.now, actor.user, document.id))
            document = documents.save(replace(document, received_number=number))
        documents.note(document, HistoryEntry(work.now, actor.user, "receive", document.state))
        work.queue.put(job.CONVERT, document=document.id)
        return documents.get(document.id)


def _series(label: archive.Label) -> str:
    return INCOMING_SERIES if label.is_public else f"{INCOMING_SERIES}/{label.id}"


def _label(level: str) -> archive.Label:
    try:
        return archive.Label.named(level)
    except archive.UnknownLabel as error:
        raise BadCall(reason=level) from error


def _clean(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return _CONTROL.sub("", last).strip()[:200] or "van-ban"
