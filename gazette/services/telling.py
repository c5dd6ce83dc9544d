"""Telling people that something waits for them: a notice on the desk and, where they have an address, a mail that names nothing."""

import secrets
from collections.abc import Iterable

import archive
from gazette.db import Work
from gazette.model import job
from gazette.model.circulation import PREFIX
from gazette.model.notice import Notice
from gazette.model.people import Actor
from gazette.services.acting import acting


def tell(work: Work, kind: str, users: Iterable[str]) -> None:
    """Writes one notice of *kind* to each of *users*, and asks for its mail, in the same transaction as what it is about."""
    for user in sorted(set(users)):
        notice = Notice(secrets.token_hex(16), user, kind, work.now)
        work.notices.add(notice)
        if work.notices.address(user):
            work.queue.put(job.MAIL, notice=notice.id)


def tell_holders(work: Work, kind: str, roles: Iterable[str], *but: str) -> None:
    """The same to whoever holds one of *roles*, but for the people named."""
    tell(work, kind, set(work.notices.holders(roles)) - set(but))


def tell_granted(work: Work, vault: archive.Vault, record: str, principals: Iterable[str], but: str) -> None:
    """Tells those of *principals*, and who is on the lists among them, that a record was assigned to them.

    Only whoever may read it now is told: somebody below its label learns of no grant.
    """
    named = set(principals)
    users = named.union(*(work.circulation.members(name) for name in named if name.startswith(PREFIX))) - {but}
    found = (work.accounts.find(user) for user in sorted(users))
    people = (acting(work, account) for account, _ in filter(None, found) if account.enabled)
    tell(work, "granted", (one.user for one in people if vault.opens(work.connection, one.clearance, record)))


def known_principals(work: Work, actor: Actor, principals: Iterable[str]) -> None:
    """Raises NotFound for a list among *principals* that the person may not know of, as for one that does not exist."""
    for name in principals:
        if name.startswith(PREFIX):
            work.circulation.get(actor.clearance, name)
