"""Changing a record: taken out under a lock, worked on in copies that nobody else sees, put back as the next version of its file."""

import archive
from gazette.db import Work
from gazette.model.document import MEDIA_TYPES, Upload
from gazette.model.locking import LockView
from gazette.model.people import Actor
from gazette.model.permissions import DEPOSITORS
from gazette.model.refusals import StepClosed
from gazette.services.intake import check_intake
from gazette.services.locking import Thing, give_back, renew, standing, steal, take
from gazette.services.marks import refuse_marked
from gazette.services.parts import Parts
from gazette.services.roles import need

KIND = "file"
ORIGINAL = "original"


class Editing:
    """Check-out and check-in of the archive's records. What a clearance hides is ``NotFound``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def lock_on(self, actor: Actor, record: str) -> LockView | None:
        """Who is changing a record that *actor* was just shown."""
        with self._parts.database.read() as work:
            return standing(work, self._parts.vault, actor, Thing(KIND, record))

    def at_work(self, record: str) -> bool:
        """Whether the record is a document's or an issue's, which nobody changes here. Only for a record that somebody was just shown."""
        with self._parts.database.read() as work:
            return work.documents(archive.ANYONE).stands_on(record)

    def check_out(self, actor: Actor, record: str) -> LockView:
        """Locks a record for this person. Raises RoleMissing, NotFound, StepClosed for a document at work, LockedByAnother."""
        with self._parts.database.write() as work:
            lock = take(work, self._parts.vault, actor, Thing(KIND, record))
            self._check_kept(work, record)
            return lock

    def take_over(self, actor: Actor, record: str, reason: str) -> LockView:
        """Takes the lock over from whoever holds it. Raises RoleMissing, NotFound, StepClosed, ArchiveRefused without a reason."""
        with self._parts.database.write() as work:
            lock = steal(work, self._parts.vault, actor, Thing(KIND, record), reason)
            self._check_kept(work, record)
            return lock

    def give_up(self, actor: Actor, record: str) -> None:
        """Gives the lock back with nothing changed; copies kept meanwhile are seen by nobody any more. Raises NotFound."""
        with self._parts.database.write() as work:
            give_back(work, self._parts.vault, actor, Thing(KIND, record))

    def save(self, actor: Actor, record: str, upload: Upload) -> LockView:
        """Keeps unfinished work as a copy that only this person sees, and prolongs the lock. Raises as ``check_in``."""
        self._check(actor, record, upload)
        with self._parts.database.write() as work:
            lock = renew(work, self._parts.vault, actor, Thing(KIND, record))
            self._keep(work, actor, record, archive.WORKING, upload)
            return lock

    def check_in(self, actor: Actor, record: str, upload: Upload | None, title: str = "") -> None:
        """Puts a record back: *upload* becomes the next version of its file, *title* its title, and the lock ends.

        Raises RoleMissing, NotFound, LockGone when somebody took the lock meanwhile, StateSecretMark, StepClosed.
        """
        self._check(actor, record, *([upload] if upload else []))
        with self._parts.database.write() as work:
            vault = self._parts.vault
            renew(work, vault, actor, Thing(KIND, record))
            found = vault.show(work.connection, actor.clearance, record)
            if upload is not None:
                self._keep(work, actor, record, ORIGINAL, upload)
            if title.strip() and title.strip() != found.title:
                vault.retitle(work.connection, actor.clearance, record, title)
            give_back(work, vault, actor, Thing(KIND, record))

    def _check(self, actor: Actor, record: str, *uploads: Upload) -> None:
        need(actor, *DEPOSITORS)
        check_intake(self._parts)
        with self._parts.database.write() as work:
            label = self._parts.vault.show(work.connection, actor.clearance, record).label
            self._check_kept(work, record)
        refuse_marked(self._parts, actor, *uploads, label=label)

    def _check_kept(self, work: Work, record: str) -> None:
        if work.documents(archive.ANYONE).stands_on(record):
            raise StepClosed(
                vi="tệp này là của một văn bản hoặc số Công báo, được sửa ở bàn làm việc",
                en="this file belongs to a document or an issue of the gazette, which is changed on the desk",
            )

    def _keep(self, work: Work, actor: Actor, record: str, name: str, upload: Upload) -> None:
        media_type = MEDIA_TYPES.get(upload.name.rpartition(".")[2].lower(), "application/octet-stream")
        self._parts.vault.add_rendition(work.connection, actor.clearance, record, name, upload.data, media_type)
