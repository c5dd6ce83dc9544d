"""From an account to the person who acts: roles and clearance as they are at this moment, with what break-glass opens."""

from collections.abc import Iterable

import archive
from gazette.db import Work
from gazette.model.document import today
from gazette.model.errors import BadCall
from gazette.model.people import Account, Actor

OPEN = "cong-khai"
"""The clearance everybody has."""


def acting(work: Work, account: Account) -> Actor:
    """The person of an account, with the lists they are on today.

    After its last day a clearance counts no more, and break-glass counts until its minute.
    """
    level, compartments = (OPEN, ()) if is_over(work, account) else (account.clearance, account.compartments)
    label = label_named(level, compartments)
    opened = work.emergencies.opened_to(account.user)
    lists = work.circulation.lists_of(account.user)
    clearance = archive.Clearance(account.user, label.level, label.secrecy, label.compartments, lists, opened=opened)
    return Actor(account.user, account.name, frozenset(account.roles), clearance)


def is_over(work: Work, account: Account) -> bool:
    """Whether the account's clearance has come to its end."""
    return account.until is not None and account.until < today(lambda: work.now)


def label_named(level: str, compartments: Iterable[str] = ()) -> archive.Label:
    """The label of a level's id and compartments; raises BadCall for names that no table knows."""
    names = tuple(compartments)
    try:
        return archive.Label.named(level, names)
    except archive.UnknownLabel as error:
        raise BadCall(reason=f"{level} {' '.join(names)}".strip()) from error
