"""Locks of records for those who change them: taken, prolonged, given back, taken over; plain functions for any service's transaction.

A lock is known by its kind (``gazette.model.locking.LOCKS``) and the archive record it is on: a document at work is locked by its
``record``. The archive asks the clearance and writes the log; here the roles are asked, and people are named.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import archive
from gazette.db import Work
from gazette.model.document import HANOI
from gazette.model.floor import check_floor
from gazette.model.locking import LOCKS, LockedByAnother, LockKind, LockView
from gazette.model.people import Actor
from gazette.services.roles import need
from gazette.services.telling import tell


@dataclass(frozen=True, slots=True)
class Thing:
    """What is locked: the kind of work, and the archive record it is done on."""

    kind: str
    record: str

    @property
    def rule(self) -> LockKind:
        """What the table says of its kind."""
        return LOCKS[self.kind]


def take(work: Work, vault: archive.Vault, actor: Actor, thing: Thing) -> LockView:
    """Locks a record for this person, or prolongs their own lock. Raises RoleMissing, RecordNotFound, StepClosed, LockedByAnother."""
    return _locked(
        work,
        vault,
        actor,
        thing,
        lambda: vault.locks.take(work.connection, actor.clearance, thing.kind, thing.record, thing.rule.lasting),
    )


def renew(work: Work, vault: archive.Vault, actor: Actor, thing: Thing) -> LockView:
    """Prolongs this person's lock, also one that ran out when nobody took it since. Raises LockGone, and as ``take``."""
    return _locked(
        work,
        vault,
        actor,
        thing,
        lambda: vault.locks.renew(work.connection, actor.clearance, thing.kind, thing.record, thing.rule.lasting),
    )


def give_back(work: Work, vault: archive.Vault, actor: Actor, thing: Thing) -> None:
    """Ends this person's lock; without one nothing happens. Raises RecordNotFound."""
    vault.locks.give_back(work.connection, actor.clearance, thing.kind, thing.record)


def steal(work: Work, vault: archive.Vault, actor: Actor, thing: Thing, reason: str) -> LockView:
    """Takes a lock over, by one of the kind's ``stealers`` and with a reason; whoever lost it finds a notice.

    Raises RoleMissing, RecordNotFound, StepClosed, ArchiveRefused without a reason.
    """
    need(actor, *thing.rule.stealers)
    before = standing(work, vault, actor, thing)
    lasting = thing.rule.lasting
    taken = _locked(
        work, vault, actor, thing, lambda: vault.locks.steal(work.connection, actor.clearance, thing.kind, thing.record, reason, lasting)
    )
    if before is not None and not before.own:
        tell(work, "lock-taken", [before.owner])
    return taken


def standing(work: Work, vault: archive.Vault, actor: Actor, thing: Thing) -> LockView | None:
    """The lock that stands now on a record that *actor* was just shown."""
    return standing_on(work, vault, actor, thing.kind, [thing.record]).get(thing.record)


def standing_on(work: Work, vault: archive.Vault, actor: Actor, kind: str, records: Iterable[str]) -> Mapping[str, LockView]:
    """The locks of one kind that stand now on records that *actor* was just shown, by record."""
    found = vault.locks.standing(work.connection, kind, records)
    return {record: _view(work, actor, lock) for record, lock in found.items()}


def _locked(work: Work, vault: archive.Vault, actor: Actor, thing: Thing, act: Callable[[], archive.Lock]) -> LockView:
    need(actor, *thing.rule.holders, *thing.rule.stealers)
    check_floor(actor, vault.show(work.connection, actor.clearance, thing.record).label)
    held = standing(work, vault, actor, thing)
    try:
        return _view(work, actor, act())
    except archive.RecordLocked as refused:
        name = held.name if held else refused.owner
        raise LockedByAnother(name=name, until=f"{refused.until.astimezone(HANOI):%H:%M %d/%m/%Y}") from None


def _view(work: Work, actor: Actor, lock: archive.Lock) -> LockView:
    found = work.accounts.find(lock.owner)
    return LockView(lock.kind, lock.owner, found[0].name if found else lock.owner, lock.taken, lock.until, lock.owner == actor.user)
