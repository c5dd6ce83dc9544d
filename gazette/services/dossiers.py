"""Dossiers: the labelled folders of the plan, opened, granted, regraded, and records placed in them."""

from dataclasses import dataclass

import archive
from gazette.model.document import today
from gazette.model.errors import BadCall
from gazette.model.floor import check_floor
from gazette.model.people import Actor
from gazette.model.permissions import ARCHIVE_ROLES, FILERS
from gazette.services.acting import label_named
from gazette.services.carrying import carry
from gazette.services.filing import must_be_open, must_follow
from gazette.services.parts import Parts
from gazette.services.roles import need
from gazette.services.telling import known_principals


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What a new dossier is called: its code, title, place in the classification plan, level and compartments."""

    code: str
    title: str
    heading: str = ""
    level: str = "noi-bo"
    compartments: tuple[str, ...] = ()


class Dossiers:
    """Dossiers within the person's clearance; what lies above it does not exist here."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def list(self, actor: Actor, *, code: str = "", after: str | None = None) -> archive.DossierPage:
        """A page of the dossiers this person may know of, newest first, or those of one *code*. Raises BadCall."""
        shelf = self._parts.vault.dossiers
        with self._parts.database.read() as work:
            if code:
                return archive.DossierPage(shelf.called(work.connection, actor.clearance, code), None)
            return shelf.list(work.connection, actor.clearance, after=after)

    def show(self, actor: Actor, code: str) -> archive.Dossier:
        """One dossier with those who work on it, by its id or its code. Raises NotFound."""
        with self._parts.database.write() as work:
            return self._parts.vault.dossiers.show(work.connection, actor.clearance, code)

    def open(self, actor: Actor, new: NewDossier) -> archive.Dossier:
        """Opens a dossier under a label. Raises NotAllowed, Refused, Conflict, BadCall."""
        need(actor, *FILERS)
        label = label_named(new.level, new.compartments)
        with self._parts.database.write() as work:
            must_follow(work, today(self._parts.clock), new.code)
            return self._parts.vault.dossiers.open(work.connection, actor.clearance, new.code, new.title, label, new.heading)

    def grant(self, actor: Actor, code: str, principal: str) -> None:
        """Lets somebody, or whoever is on a list, work on a dossier. Raises NotAllowed, NotFound."""
        need(actor, "archivist", "security-officer")
        with self._parts.database.write() as work:
            known_principals(work, actor, (principal,))
            self._parts.vault.dossiers.grant(work.connection, actor.clearance, code, principal)

    def revoke(self, actor: Actor, code: str, principal: str) -> None:
        """Takes that back, at once. Raises NotAllowed, NotFound."""
        need(actor, "archivist", "security-officer")
        with self._parts.database.write() as work:
            self._parts.vault.dossiers.revoke(work.connection, actor.clearance, code, principal)

    def hold(self, actor: Actor, code: str, reason: str) -> archive.Hold:
        """Orders that a dossier stay as it is, with what lies in it and what comes into it. Raises RoleMissing, BadCall, NotFound."""
        need(actor, *ARCHIVE_ROLES[archive.Action.HOLD])
        if not reason.strip():
            raise BadCall(reason="reason")
        shelf = self._parts.vault.dossiers
        with self._parts.database.write() as work:
            check_floor(actor, shelf.show(work.connection, actor.clearance, code).label)
            return shelf.hold(work.connection, actor.clearance, code, reason.strip())

    def release_hold(self, actor: Actor, code: str, hold: str, reason: str) -> None:
        """Lifts a hold. Raises RoleMissing, NotFound."""
        need(actor, *ARCHIVE_ROLES[archive.Action.HOLD])
        shelf = self._parts.vault.dossiers
        with self._parts.database.write() as work:
            check_floor(actor, shelf.show(work.connection, actor.clearance, code).label)
            shelf.release_hold(work.connection, actor.clearance, code, hold, reason)

    def place(self, actor: Actor, record: str, code: str) -> archive.Record:
        """Puts a record into a dossier, whose label it then bears at least. Raises NotAllowed, NotFound, RecordHeld."""
        need(actor, *FILERS)
        vault = self._parts.vault
        with self._parts.database.write() as work:
            dossier = vault.dossiers.show(work.connection, actor.clearance, code)
            must_be_open(work, dossier)
            placed = vault.place(work.connection, actor.clearance, record, dossier.id)
            carry(work, actor, vault.family(work.connection, placed.id))
        self._tidy()
        return placed

    def reclassify(self, actor: Actor, second: Actor, code: str, level: str, decision: tuple[str, str]) -> None:
        """Gives a dossier another level, by two people; all that lies in it follows. *decision* is the reason and the number."""
        need(actor, "security-officer")
        vault, (reason, number) = self._parts.vault, decision
        with self._parts.database.write() as work:
            present = vault.dossiers.show(work.connection, actor.clearance, code)
            label = label_named(level, present.label.compartments)
            vault.dossiers.reclassify(work.connection, actor.clearance, present.id, label, (reason, second.clearance, number))
            carry(work, actor, vault.dossiers.records(work.connection, present.id))
        self._tidy()

    def _tidy(self) -> None:
        with self._parts.database.write() as work:
            self._parts.vault.tidy(work.connection)
