"""Keeping: the archive's records, each call with the person's own clearance and no more."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import archive
from gazette.db import Work
from gazette.model.document import MEDIA_TYPES, Upload, today
from gazette.model.findings import CATALOGUE
from gazette.model.floor import check_floor, climbs
from gazette.model.outcome import Finding
from gazette.model.people import Actor
from gazette.model.permissions import ARCHIVE_ROLES, DEPOSITORS, READERS
from gazette.services.acting import label_named
from gazette.services.carrying import carry
from gazette.services.filing import must_be_open
from gazette.services.flowing import Flow, Present
from gazette.services.intake import check_intake
from gazette.services.marks import refuse_marked
from gazette.services.parts import Parts
from gazette.services.roles import need
from gazette.services.telling import known_principals, tell_granted

Progress = Callable[[int, int], None]
CERTIFIED_TO = ("archivist", "security-officer", "auditor")
"""Who lists the certificates of destroyed keys."""
WITHHELD = "…"
"""Stands for a place above the reader's clearance."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendition read from the archive: the record and the bytes."""

    record: archive.Record
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Certified:
    """A record whose keys were destroyed, the certificate, and whether that is genuine: signed by the log's key, its row in the log."""

    record: str
    certificate: archive.Certificate
    holds: bool


@dataclass(frozen=True, slots=True)
class About:
    """What else is said of a deposit: marks, personal data, the day its label is to be looked at again, recipients, and where it belongs.

    ``attached_to`` and ``copy_of`` are ids of records that this one belongs to or was copied from.
    """

    dossier: str = ""
    marks: frozenset[str] = frozenset()
    personal_data: bool = False
    release_date: date | None = None
    recipients: tuple[str, ...] = ()
    attached_to: str = ""
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a label is changed or a record destroyed, and the number of the written decision."""

    reason: str
    number: str


class Keep:
    """The archive as its people use it; what a clearance hides is ``NotFound``."""

    def __init__(self, parts: Parts, present: Present) -> None:
        self._parts = parts
        self._present = present

    def put(
        self, actor: Actor, upload: Upload, *, title: str, level: str, compartments: Iterable[str] = (), about: About | None = None
    ) -> archive.Record:
        """Keeps a file as a new record. Raises NotAllowed, Refused, StateSecretMark, BadCall, NotFound, Unavailable.

        A Word file is read in memory first: with a state-secret mark nothing of it is stored. A copy bears at least the label of what
        it was copied from, and whatever is kept that of what was opened in the session, whatever was asked for.
        """
        need(actor, *DEPOSITORS)
        check_intake(self._parts)
        said = about or About()
        label = replace(
            label_named(level, compartments), marks=said.marks, personal_data=said.personal_data, release_date=said.release_date
        )
        label = label.raised(actor.floor)
        refuse_marked(self._parts, actor, upload, label=label)
        extension = upload.name.rpartition(".")[2].lower()
        media_type = MEDIA_TYPES.get(extension, "application/octet-stream")
        vault = self._parts.vault
        with self._parts.database.write() as work:
            known_principals(work, actor, said.recipients)
            dossier = self._dossier(work, actor, said.dossier) if said.dossier else ""
            if said.copy_of:
                label = label.raised(vault.show(work.connection, actor.clearance, said.copy_of).label)
            kept = vault.deposit(
                work.connection,
                actor.clearance,
                upload.data,
                title=title,
                label=label,
                media_type=media_type,
                dossier=dossier,
                grants=said.recipients,
                attached_to=said.attached_to,
            )
            carry(work, actor, vault.family(work.connection, kept.id))
            tell_granted(work, vault, kept.id, said.recipients, actor.user)
        with self._parts.database.write() as work:
            vault.tidy(work.connection)
        return kept

    def _dossier(self, work: Work, actor: Actor, code: str) -> str:
        found = self._parts.vault.dossiers.show(work.connection, actor.clearance, code)
        must_be_open(work, found)
        return found.id

    def get(self, actor: Actor, record: str, rendition: str = "original", version: int | None = None) -> Kept:
        """The bytes of a record's rendition. Raises NotFound."""
        with self._parts.database.write() as work:
            found = self._parts.vault.show(work.connection, actor.clearance, record)
            data = self._parts.vault.read(work.connection, actor.clearance, record, rendition, version)
            if climbs(actor, found.label):
                work.sessions.raise_to(actor.session, found.label)
        item = found.rendition(rendition, version)
        return Kept(found, data, item.media_type if item else "application/octet-stream")

    def flow(self, actor: Actor, kept: Kept) -> Iterator[bytes]:
        """The bytes of a rendition on their way to a person; they end early when the reading is no longer allowed."""
        return Flow(self._parts, self._present, actor, kept.record.id).of(kept.data)

    def list(self, actor: Actor, wanted: archive.Wanted | None = None, *, size: int = 50, after: str | None = None) -> archive.Page:
        """A page of the records this person may know of, newest first, or of those *wanted*. Raises NotFound, BadCall."""
        asked = wanted or archive.Wanted()
        with self._parts.database.write() as work:
            if asked.dossier:
                asked = replace(asked, dossier=self._parts.vault.dossiers.show(work.connection, actor.clearance, asked.dossier).id)
            return self._parts.vault.list(work.connection, actor.clearance, asked, size=size, after=after)

    def attachments(self, actor: Actor, record: archive.Record) -> tuple[archive.Record, ...]:
        """What a record shares its label with, as far as this person may know of it."""
        with self._parts.database.read() as work:
            found = self._parts.vault.family(work.connection, record.id)
            return tuple(one for one in found if one.id != record.id and self._parts.vault.opens(work.connection, actor.clearance, one.id))

    def show(self, actor: Actor, record: str) -> archive.Record:
        """A record without its bytes. Raises NotFound."""
        with self._parts.database.write() as work:
            found = self._parts.vault.show(work.connection, actor.clearance, record)
            if climbs(actor, found.label):
                work.sessions.raise_to(actor.session, found.label)
            return found

    def history(self, actor: Actor, record: str) -> tuple[archive.LogRow, ...]:
        """What the log says about a record. Raises NotFound."""
        with self._parts.database.write() as work:
            return self._parts.vault.history(work.connection, actor.clearance, record)

    def reclassify(self, actor: Actor, second: Actor, record: str, level: str, decision: Decision) -> archive.Record:
        """Gives a record another level of its own, by a security officer and a second person; documents that share its label follow.

        Only the level changes: compartments, marks and the rest of the label stay. A published document that is no longer public leaves
        the index at once.
        """
        need(actor, *ARCHIVE_ROLES[archive.Action.RECLASSIFY])
        wanted = label_named(level)
        with self._parts.database.write() as work:
            found = self._parts.vault.show(work.connection, actor.clearance, record)
            label = replace(found.own or found.label, level=wanted.level, secrecy=wanted.secrecy)
            changed = self._parts.vault.reclassify(
                work.connection, actor.clearance, record, label, decision.reason, second.clearance, decision.number
            )
            carry(work, actor, self._parts.vault.family(work.connection, record))
        with self._parts.database.write() as work:
            self._parts.vault.tidy(work.connection)
        return changed

    def grant(self, actor: Actor, record: str, principal: str) -> None:
        """Makes a person, or whoever is on a list, need to know a record, and tells them. Raises NotAllowed, NotFound."""
        need(actor, *ARCHIVE_ROLES[archive.Action.GRANT])
        with self._parts.database.write() as work:
            known_principals(work, actor, (principal,))
            self._parts.vault.grant(work.connection, actor.clearance, record, principal)
            tell_granted(work, self._parts.vault, record, (principal,), actor.user)

    def hold(self, actor: Actor, record: str, reason: str) -> archive.Hold:
        """Orders that a record stay as it is."""
        need(actor, "archivist")
        with self._parts.database.write() as work:
            check_floor(actor, self._parts.vault.show(work.connection, actor.clearance, record).label)
            return self._parts.vault.hold(work.connection, actor.clearance, record, reason)

    def release_hold(self, actor: Actor, record: str, hold: str, reason: str) -> None:
        """Lifts a hold. Raises NotAllowed, NotFound."""
        need(actor, *ARCHIVE_ROLES[archive.Action.HOLD])
        with self._parts.database.write() as work:
            check_floor(actor, self._parts.vault.show(work.connection, actor.clearance, record).label)
            self._parts.vault.release_hold(work.connection, actor.clearance, record, hold, reason)

    def revoke(self, actor: Actor, record: str, principal: str) -> None:
        """Takes the need to know back, at once. Raises NotAllowed, NotFound."""
        need(actor, *ARCHIVE_ROLES[archive.Action.GRANT])
        with self._parts.database.write() as work:
            self._parts.vault.revoke(work.connection, actor.clearance, record, principal)

    def due(self, actor: Actor) -> tuple[archive.Record, ...]:
        """Records whose release date has come: proposals to look at the label again. For security officers, archivists, auditors."""
        need(actor, "security-officer", "archivist", "auditor")
        with self._parts.database.read() as work:
            return self._parts.vault.due(work.connection, actor.clearance, today(self._parts.clock))

    def held(self, actor: Actor) -> tuple[archive.Record, ...]:
        """The newest records that an order keeps as they are, within the clearance."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            return self._parts.vault.held(work.connection, actor.clearance)

    def at(self, actor: Actor, state: archive.State) -> tuple[archive.Record, ...]:
        """The newest records in a state, within the clearance."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            return self._parts.vault.at(work.connection, actor.clearance, state)

    def dispose(self, actor: Actor, second: Actor, record: str, decision: Decision) -> None:
        """Destroys a record, by an archivist and a second person. Raises NotAllowed, Refused, NotFound."""
        need(actor, "archivist")
        with self._parts.database.write() as work:
            self._parts.vault.dispose(work.connection, actor.clearance, record, decision.reason, second.clearance, decision.number)
        with self._parts.database.write() as work:
            self._parts.vault.purge(work.connection, actor.clearance)

    def shred(self, actor: Actor, second: Actor, record: str, decision: Decision) -> archive.Certificate:
        """Destroys a record and its keys, so that no backup gives it back; what certifies it. As dispose; Raises ArchiveLocked besides."""
        need(actor, "archivist")
        with self._parts.database.write() as work:
            destroy = self._parts.vault.shred(work.connection, actor.clearance, record, decision.reason, second.clearance, decision.number)
            work.closing.forget(record)
        with self._parts.database.write() as work:
            certificate = destroy(work.connection)
        with self._parts.database.write() as work:
            self._parts.vault.purge(work.connection, actor.clearance)
        return certificate

    def certificates(self, actor: Actor) -> tuple[Certified, ...]:
        """The certificates of destroyed keys, of the records this person may know of. Raises RoleMissing."""
        need(actor, *CERTIFIED_TO)
        with self._parts.database.read() as work:
            found = self._parts.vault.certificates(work.connection, actor.clearance)
        return tuple(self._certified(record, one) for record, one in found.items())

    def certificate(self, actor: Actor, record: str) -> Certified | None:
        """What certifies that a record's keys were destroyed; None when they were not. Raises RoleMissing, NotFound."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            found = self._parts.vault.certificate(work.connection, actor.clearance, record)
        return self._certified(record, found) if found else None

    def _certified(self, record: str, certificate: archive.Certificate) -> Certified:
        return Certified(record, certificate, certificate.holds(*self._parts.vault.audit.public_keys))

    def fixity(self, actor: Actor, progress: Progress | None = None) -> tuple[archive.Finding, ...]:
        """Reads the kept bytes of every record this person may know of and says which differ from the register.

        Auditors and security officers learn besides that something is wrong above their clearance, never where. Raises NotAllowed.
        """
        need(actor, "archivist", "auditor", "security-officer")
        entry = archive.Entry(actor.user, "fixity", request=actor.clearance.request)
        with self._parts.database.write() as work, suppress(archive.ArchiveLocked, archive.KeyRefused):
            self._parts.vault.recover(work.connection)  # what was broken off before its commit is no fault of what is kept
        with self._parts.database.write() as work:
            self._parts.vault.audit.append(work.connection, entry)
        with self._parts.database.read() as work:
            if not actor.has("auditor", "security-officer"):
                return tuple(self._parts.vault.sweep(work.connection, actor.clearance, progress))
            known = {blob.hex for blob in archive.blobs_kept(work.connection, archive.readable(actor.clearance))}
            found = self._parts.vault.sweep(work.connection, None, progress)
            return tuple(finding if finding.where in known else replace(finding, where=WITHHELD) for finding in found)

    def check(self, actor: Actor, progress: Progress | None = None) -> tuple[archive.Finding | Finding, ...]:
        """As fixity, and compares the rows of documents with the register: the record there, the same label, files and digests."""
        found = self.fixity(actor, progress)
        with self._parts.database.read() as work:
            return (*found, *(CATALOGUE.finding("D032", document) for document in work.lists(actor.clearance).astray()))

    def log(self, actor: Actor, after: int = 0, size: int = 100) -> tuple[archive.LogRow, ...]:
        """Rows of the log, for auditors; above their clearance only the opaque id."""
        need(actor, "auditor", "security-officer")
        with self._parts.database.read() as work:
            return tuple(self._parts.vault.audit.entries(work.connection, actor.clearance, after=after, size=size))
