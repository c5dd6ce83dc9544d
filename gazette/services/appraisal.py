"""Appraisal: dossiers are closed, what is due is proposed for destruction, the head decides, and the archivist carries it out."""

import builtins
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import archive
from gazette.db import Work
from gazette.model.document import HANOI, today
from gazette.model.errors import BadCall, NotAllowed, NotFound
from gazette.model.people import Actor
from gazette.model.permissions import FILERS
from gazette.model.refusals import RoleMissing, StepClosed
from gazette.model.retention import DECIDERS, Disposal, Item, Retained, obstacle
from gazette.services.parts import Parts
from gazette.services.protocols import Protocols
from gazette.services.roles import need

VIEWERS = ("archivist", "leader", "auditor")
LATEST = 100
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A dossier whose time is over: its period as fixed, the last year it was to be kept, how many of its records the reader knows of.

    ``waiting``: it stands in a proposal; ``held``: an order keeps it as a whole.
    """

    dossier: archive.Dossier
    retained: Retained
    last_year: int
    records: int
    waiting: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with its dossiers by id, and why the reader may not decide it (Vietnamese, English); None when they may."""

    disposal: Disposal
    dossiers: dict[str, archive.Dossier]
    obstacle: tuple[str, str] | None


class Appraisal:
    """What is to be destroyed. A proposal exists only for whoever may know of every dossier in it."""

    def __init__(self, parts: Parts, person: Callable[[str], Actor | None]) -> None:
        self._parts = parts
        self._person = person
        self._protocols = Protocols(parts)

    def retained(self, actor: Actor, dossier: archive.Dossier) -> Retained | None:
        """What is fixed of the keeping of a dossier that *actor* was shown."""
        del actor
        with self._parts.database.read() as work:
            return work.retention.of_dossier(dossier.id)

    def close(self, actor: Actor, code: str, kind: str, day: date) -> Retained:
        """Closes a dossier: from then on nothing is put into it, and its period runs from the end of that year.

        The period is that of the schedule in force on the day of closing, for the kind of its line in the list, or *kind* without one.
        Raises RoleMissing, NotFound, StepClosed (closed already), BadCall.
        """
        need(actor, *FILERS)
        with self._parts.database.write() as work:
            dossier = self._parts.vault.dossiers.show(work.connection, actor.clearance, code)
            present = work.retention.of_dossier(dossier.id) or Retained(dossier.id, kind)
            if present.closed_on is not None:
                raise StepClosed(vi="hồ sơ này đã kết thúc", en="this dossier is closed already")
            term = work.retention.schedule().on(day).get(present.kind)
            if term is None or not dossier.created.astimezone(HANOI).date() <= day <= today(self._parts.clock):
                raise BadCall(reason=f"{present.kind[:40]!a} {day.isoformat()}")
            closed = replace(present, closed_on=day, closed_by=actor.user, years=term.years, ground=term.ground)
            work.retention.follow(closed)
            told = {"kind": closed.kind, "closed": day.isoformat(), "period": term.period(), "ground": term.ground}
            entry = archive.Entry(actor.user, "close-dossier", dossier.id, dossier.label, request=actor.clearance.request, details=told)
            self._parts.vault.audit.append(work.connection, entry)
            return closed

    def due(self, actor: Actor) -> tuple[Due, ...]:
        """The closed dossiers whose time is over and that still hold something the reader may know of, the longest due first."""
        need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return tuple(self._due(work, actor))

    def _due(self, work: Work, actor: Actor) -> Iterator[Due]:
        day = today(self._parts.clock)
        terms = work.retention.schedule().on(day)
        over = work.retention.over(day)
        known = {found.id: (found, held) for found, held in self._known(work, actor, [one.dossier for one in over])}
        waiting, kept = work.retention.in_proposals(known), self._parts.vault.dossiers.held(work.connection, known)
        for one in over:
            last = one.ends(terms.get(one.kind))
            dossier, held = known.get(one.dossier, (None, 0))
            if dossier is not None and held and last is not None and last < day.year:
                yield Due(dossier, one, last, held, one.dossier in waiting, one.dossier in kept)

    def unfiled(self, actor: Actor, *, size: int = 50, after: str | None = None) -> archive.Page:
        """A page of the records of years gone by that lie in no dossier, so that no period runs for them: somebody has to file them.

        They are never due, and nothing destroys them for lying in no dossier. Raises RoleMissing, BadCall.
        """
        need(actor, *VIEWERS)
        wanted = archive.Wanted(before=datetime(today(self._parts.clock).year, 1, 1, tzinfo=HANOI), unfiled=True)
        with self._parts.database.write() as work:
            return self._parts.vault.list(work.connection, actor.clearance, wanted, size=size, after=after)

    def propose(self, actor: Actor, dossiers: tuple[str, ...], reason: str) -> Disposal:
        """Proposes dossiers that are due for destruction. Raises RoleMissing, BadCall (no reason, not due), StepClosed (held)."""
        need(actor, "archivist")
        with self._parts.database.write() as work:
            due = {one.dossier.id: one for one in self._due(work, actor) if not one.waiting}
            chosen = [due[name] for name in dict.fromkeys(dossiers) if name in due]
            if not reason.strip() or not chosen or len(chosen) != len(set(dossiers)):
                raise BadCall(reason="reason, dossier")
            for one in chosen:
                if one.held or any(record.holds for record in self._records(work, actor, one.dossier.id)):
                    raise StepClosed(vi=f"hồ sơ {one.dossier.code} có lệnh giữ nguyên trạng", en=f"an order holds {one.dossier.code}")
            items = tuple(
                Item(one.dossier.id, one.retained.closed_on or date.min, one.retained.years or 0, one.retained.ground) for one in chosen
            )
            made = Disposal(secrets.token_hex(16), reason.strip()[:_LONGEST], actor.user, work.now, items)
            work.retention.propose(made)
            self._log(work, actor, "disposal-propose", made, [one.dossier for one in chosen])
            return made

    def list(self, actor: Actor) -> tuple[Shown, ...]:
        """The newest proposals of which this person may know."""
        need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            found = (self._shown(work, actor, disposal) for disposal in work.retention.disposals(LATEST))
            return tuple(one for one in found if one is not None)

    def show(self, actor: Actor, disposal_id: str) -> Shown:
        """One proposal. Raises NotFound."""
        need(actor, *VIEWERS)
        with self._parts.database.read() as work:
            return self._get(work, actor, disposal_id)

    def decide(self, actor: Actor, disposal_id: str, number: str, reason: str, *, approved: bool) -> Disposal:
        """Approves a proposal with a decision's number, or refuses it, each with a reason; never by whoever proposed it.

        Raises RoleMissing, BadCall, StepClosed, NotFound.
        """
        need(actor, *DECIDERS)
        if not reason.strip() or (approved and not number.strip()):
            raise BadCall(reason="reason, decision")
        with self._parts.database.write() as work:
            found = self._get(work, actor, disposal_id)
            if found.disposal.state != "proposed":
                raise StepClosed(vi="đề nghị này đã được quyết định", en="this proposal is decided already")
            if found.obstacle:
                raise RoleMissing(vi=found.obstacle[0], en=found.obstacle[1])
            decided = (number.strip()[:_LONGEST], reason.strip()[:_LONGEST])
            state = "approved" if approved else "refused"
            made = {"decision": decided[0], "decision_reason": decided[1], "decided_by": actor.user, "decided_at": work.now}
            work.retention.change(found.disposal, state, **made)
            self._log(
                work,
                actor,
                f"disposal-{state}",
                replace(found.disposal, decision=decided[0], decision_reason=decided[1]),
                found.dossiers.values(),
            )
            return work.retention.disposal(disposal_id)

    def carry_out(self, actor: Actor, disposal_id: str) -> Disposal:
        """Destroys what was approved, record by record, and keeps the protocol as a record; broken off, it is taken up by calling again.

        A dossier in which anything is held or published is kept whole, and the protocol says so. What is sealed loses its keys, and the
        certificates go with the protocol. Whoever decided is the second person, with the rights they have now.
        Raises RoleMissing, StepClosed, NotAllowed, NotFound, Unavailable.
        """
        need(actor, "archivist")
        with self._parts.database.read() as work:
            found = self._get(work, actor, disposal_id)
        disposal = found.disposal
        if disposal.state != "approved":
            raise StepClosed(vi="đề nghị này chưa được duyệt hoặc đã thực hiện", en="this proposal is not approved, or carried out already")
        second = self._person(disposal.decided_by)
        if second is None or second.user == actor.user:
            raise NotAllowed
        for item in disposal.items:
            if item.state == "waiting":
                self._destroy((actor, second), disposal, item)
        with self._parts.database.write() as work:
            self._parts.vault.purge(work.connection, actor.clearance)
        with self._parts.database.write() as work:
            done = replace(work.retention.disposal(disposal_id), carried_by=actor.user, carried_at=work.now)
            protocol = self._protocols.keep(work, actor, done, found.dossiers)
            work.retention.change(done, "carried-out", carried_by=actor.user, carried_at=work.now, protocol=protocol)
            self._log(work, actor, "disposal-carried-out", replace(done, protocol=protocol), found.dossiers.values())
            return work.retention.disposal(disposal_id)

    def _destroy(self, people: tuple[Actor, Actor], disposal: Disposal, item: Item) -> None:
        actor, _ = people
        with self._parts.database.write() as work:
            records = self._records(work, actor, item.dossier)
            cause = "held" if self._parts.vault.dossiers.held(work.connection, [item.dossier]) else _cause(records)
            if cause:
                work.retention.settle(disposal.id, item.dossier, "kept", cause=cause)
        if cause:
            return
        for record in records:
            self._destroy_one(people, disposal, record)
        with self._parts.database.write() as work:
            work.retention.settle(disposal.id, item.dossier, "destroyed")

    def _destroy_one(self, people: tuple[Actor, Actor], disposal: Disposal, record: archive.Record) -> None:
        (actor, second), vault = people, self._parts.vault
        told = (disposal.decision_reason, second.clearance, disposal.decision)
        sealed = any(item.sealed for item in record.renditions)
        with self._parts.database.write() as work:
            certify = vault.shred(work.connection, actor.clearance, record.id, *told) if sealed else None
            if not sealed:
                vault.dispose(work.connection, actor.clearance, record.id, *told)
            work.retention.count(disposal.id, record.dossier)
        if certify is not None:
            with self._parts.database.write() as work:
                work.retention.certify(disposal.id, record.id, certify(work.connection).to_json())

    def _records(self, work: Work, actor: Actor, dossier: str) -> tuple[archive.Record, ...]:
        """The records of a dossier that this person may know of, with their holds, each shown once in the log."""
        vault, after = self._parts.vault, None
        found: builtins.list[archive.Record] = []
        while True:
            page = vault.list(work.connection, actor.clearance, archive.Wanted(dossier), size=500, after=after)
            found += [vault.show(work.connection, actor.clearance, record.id) for record in page.records]
            if page.next is None:
                return tuple(found)
            after = page.next

    def _known(self, work: Work, actor: Actor, dossiers: builtins.list[str]) -> tuple[tuple[archive.Dossier, int], ...]:
        return self._parts.vault.dossiers.among(work.connection, actor.clearance, dossiers)

    def _get(self, work: Work, actor: Actor, disposal_id: str) -> Shown:
        found = self._shown(work, actor, work.retention.disposal(disposal_id))
        if found is None:
            raise NotFound
        return found

    def _shown(self, work: Work, actor: Actor, disposal: Disposal) -> Shown | None:
        wanted = [item.dossier for item in disposal.items]
        known = {dossier.id: dossier for dossier, _ in self._known(work, actor, wanted)}
        return Shown(disposal, known, obstacle(disposal.proposed_by, actor.user)) if len(known) == len(set(wanted)) else None

    def _log(self, work: Work, actor: Actor, action: str, disposal: Disposal, dossiers: Iterable[archive.Dossier]) -> None:
        """The row bears the highest label of the dossiers: nobody below learns from it what is destroyed, or why."""
        label = archive.highest(archive.Label(level=0), *(dossier.label for dossier in dossiers))
        said = {"reason": disposal.reason, "decision": disposal.decision, "opinion": disposal.decision_reason}
        details = {"dossiers": [item.dossier for item in disposal.items], "protocol": disposal.protocol, **said}
        self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, action, disposal.id, label, details=details))


def _cause(records: tuple[archive.Record, ...]) -> str:
    """Why a dossier must be kept; empty when nothing speaks for it."""
    if any(record.holds for record in records):
        return "held"
    return "published" if any(record.state is archive.State.PUBLISHED for record in records) else ""
