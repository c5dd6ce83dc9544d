"""Clearing: one person proposes a clearance, or a new security officer, and another confirms it; taking it back takes one."""

import secrets
from dataclasses import dataclass

import archive
from gazette.db import Work
from gazette.model.clearing import DECIDERS, OFFICER, Proposal, Wanted, obstacle
from gazette.model.document import today
from gazette.model.errors import BadCall, NotFound
from gazette.model.people import ROLES, Account, Actor
from gazette.model.refusals import NotAccepted, RoleMissing
from gazette.services.acting import OPEN, label_named
from gazette.services.parts import Parts
from gazette.services.telling import tell_holders


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits, and why the reader of the page may not confirm it (Vietnamese, English); ``None`` when they may."""

    proposal: Proposal
    obstacle: tuple[str, str] | None


class Clearing:
    """What accounts may read, decided by two people."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def propose(self, actor: Actor, wanted: Wanted) -> Proposal:
        """Writes down what is wanted for somebody; nothing changes yet. Raises NotAllowed, NotFound, BadCall, NotAccepted.

        A clearance has a last day and a reason, and names only what this deployment's profile may hold.
        """
        _need(actor)
        if actor.user == wanted.user:
            raise RoleMissing(vi="không ai tự đề nghị quyền cho mình", en="nobody proposes rights for themselves")
        if not wanted.reason.strip():
            raise BadCall(reason="phải nêu lý do / a reason must be given")
        label = label_named(wanted.level, wanted.compartments)
        if label.secrecy and self._parts.vault.profile is not archive.Profile.CLOSED:
            raise BadCall(reason=wanted.level)
        if wanted.kind == "clearance" and (wanted.until is None or wanted.until < today(self._parts.clock)):
            raise NotAccepted(vi="mức tiếp cận phải có ngày hết hạn, từ hôm nay trở đi", en="a clearance needs a last day, today or later")
        with self._parts.database.write() as work:
            if work.accounts.find(wanted.user) is None:
                raise NotFound
            proposal = Proposal(secrets.token_hex(16), wanted, actor.user, actor.roles & frozenset(DECIDERS), work.now)
            work.proposals.add(proposal)
            self._note(work, actor, f"{wanted.kind}-proposed", wanted)
            tell_holders(work, "proposal", DECIDERS, actor.user, wanted.user)
            return proposal

    def confirm(self, actor: Actor, proposal_id: str) -> Account:
        """Puts a proposal into force, as the second person. Raises RoleMissing with the reason when this person may not."""
        _need(actor)
        with self._parts.database.write() as work:
            proposal = work.proposals.get(proposal_id)
            standing = obstacle(proposal, actor, first=_without_officer(work))
            if standing is not None:
                raise RoleMissing(vi=standing[0], en=standing[1])
            account = _account(work, proposal.wanted.user)
            wanted = proposal.wanted
            if wanted.kind == "officer":
                work.accounts.change(account.user, roles=sorted({*account.roles, OFFICER}, key=list(ROLES).index))
            else:
                names = sorted(set(wanted.compartments))
                work.accounts.change(account.user, level=wanted.level, compartments=names, until=wanted.until)
            work.proposals.decide(proposal.id, "confirmed", actor.user, work.now)
            self._note(work, actor, f"{wanted.kind}-confirmed", wanted)
            return _account(work, account.user)

    def refuse(self, actor: Actor, proposal_id: str) -> None:
        """Refuses a proposal, or takes one's own back. Raises NotAllowed, NotFound, Conflict when it is decided already."""
        _need(actor)
        with self._parts.database.write() as work:
            proposal = work.proposals.get(proposal_id)
            work.proposals.decide(proposal.id, "refused", actor.user, work.now)
            self._note(work, actor, f"{proposal.wanted.kind}-refused", proposal.wanted)

    def revoke(self, actor: Actor, user: str, reason: str) -> None:
        """Takes a clearance back at once: the account reads Công khai, its sessions end, what waits for it is refused."""
        _need(actor)
        if not reason.strip():
            raise BadCall(reason="phải nêu lý do / a reason must be given")
        with self._parts.database.write() as work:
            work.accounts.change(user, level=OPEN, compartments=[], until=None)
            work.sessions.end(user=user)
            work.proposals.drop(user, actor.user, work.now)
            self._note(work, actor, "clearance-revoked", Wanted(user, reason))

    def waiting(self, actor: Actor) -> tuple[Waiting, ...]:
        """What waits for a second person, oldest first."""
        _need(actor, "auditor")
        with self._parts.database.read() as work:
            found, first = work.proposals.waiting(), _without_officer(work)
        return tuple(Waiting(proposal, obstacle(proposal, actor, first=first)) for proposal in found)

    def decided(self, actor: Actor) -> tuple[Proposal, ...]:
        """What was decided lately, newest first."""
        _need(actor, "auditor")
        with self._parts.database.read() as work:
            return work.proposals.decided()

    def _note(self, work: Work, actor: Actor, action: str, wanted: Wanted) -> None:
        told = {"user": wanted.user, "level": wanted.level, "compartments": sorted(wanted.compartments), "reason": wanted.reason}
        until = wanted.until.isoformat() if wanted.until else ""
        self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, action, details={**told, "until": until}))


def _without_officer(work: Work) -> bool:
    return not any(account.enabled and OFFICER in account.roles for account in work.accounts.all())


def _account(work: Work, user: str) -> Account:
    found = work.accounts.find(user)
    if found is None:
        raise NotFound
    return found[0]


def _need(actor: Actor, *more: str) -> None:
    if not actor.has(*DECIDERS, *more):
        raise RoleMissing(vi="cần vai trò Cán bộ bảo mật hoặc Quản trị hệ thống", en="needs the role Security officer or Administrator")
