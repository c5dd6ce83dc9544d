"""Circulation: distribution lists and groups, who is on them from when to when, and records granted to them."""

import secrets
from dataclasses import dataclass
from datetime import date

import archive
from gazette.db import Work
from gazette.model.circulation import KINDS, LIST_KEEPERS, PREFIX, DistributionList, ListKind, Membership
from gazette.model.document import today
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.permissions import READERS
from gazette.model.refusals import NotAccepted
from gazette.services.acting import label_named
from gazette.services.parts import Parts
from gazette.services.roles import need


@dataclass(frozen=True, slots=True)
class NewList:
    """What a new list is called, of which kind it is, and who may know of it."""

    name: str
    kind: ListKind = "list"
    level: str = "noi-bo"


class Circulation:
    """Lists within the person's clearance; what lies above it does not exist here. Nothing here opens a record above a clearance."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def day(self) -> date:
        """Today, in Vietnam: the day that memberships are counted by."""
        return today(self._parts.clock)

    def known(self, actor: Actor) -> tuple[DistributionList, ...]:
        """The lists this person may know of."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            return work.circulation.known(actor.clearance)

    def show(self, actor: Actor, list_id: str) -> DistributionList:
        """One list with all that were ever on it. Raises NotFound."""
        need(actor, *READERS)
        with self._parts.database.read() as work:
            return work.circulation.get(actor.clearance, list_id)

    def make(self, actor: Actor, new: NewList) -> DistributionList:
        """Makes a list; from Hạn chế on those who are on it, and its maker, know of it. Raises NotAllowed, BadCall, NotAccepted."""
        need(actor, *LIST_KEEPERS)
        label = label_named(new.level)
        name = " ".join(new.name.split())
        if not name or len(name) > 200 or new.kind not in KINDS:
            raise BadCall(reason="phải nêu tên và loại danh sách / a name and a kind must be given")
        if not archive.dominates(actor.clearance, label):
            raise NotAccepted(vi="mức của danh sách vượt quyền của người lập", en="the list's level is above its maker's clearance")
        with self._parts.database.write() as work:
            made = DistributionList(PREFIX + secrets.token_hex(16), new.kind, name, label, work.now, actor.user)
            work.circulation.add(made)
            self._note(work, actor, "list-made", made)
            return made

    def enrol(self, actor: Actor, list_id: str, user: str, days: tuple[date | None, date | None] = (None, None)) -> None:
        """Puts somebody on a list from the first to the last of *days*: today when none is named, and without end.

        Raises NotAllowed, NotFound, BadCall for an unknown account, NotAccepted for days that are over or run backwards.
        """
        need(actor, *LIST_KEEPERS)
        since, until = days[0] or today(self._parts.clock), days[1]
        if until is not None and (until < since or until < today(self._parts.clock)):
            raise NotAccepted(
                vi="ngày cuối phải từ hôm nay và không trước ngày đầu", en="the last day must be today or later, and not before the first"
            )
        with self._parts.database.write() as work:
            found = work.circulation.get(actor.clearance, list_id)
            if work.accounts.find(user) is None:
                raise BadCall(reason=f"không có tài khoản {user} / there is no account {user}")
            work.circulation.enrol(found.id, Membership(secrets.token_hex(16), user, since, until, actor.user))
            told = {"user": user, "since": since.isoformat(), "until": until.isoformat() if until else ""}
            self._note(work, actor, "list-joined", found, told)

    def strike(self, actor: Actor, list_id: str, user: str) -> None:
        """Takes somebody off a list, at once. Raises NotAllowed, NotFound."""
        need(actor, *LIST_KEEPERS)
        with self._parts.database.write() as work:
            found = work.circulation.get(actor.clearance, list_id)
            work.circulation.strike(found.id, user)
            self._note(work, actor, "list-left", found, {"user": user})

    def _note(self, work: Work, actor: Actor, action: str, about: DistributionList, details: dict[str, str] | None = None) -> None:
        entry = archive.Entry(actor.user, action, about.id[:40], about.label, details=details or {}, request=actor.clearance.request)
        self._parts.vault.audit.append(work.connection, entry)
