"""Asking for a role, and saying which one is missing."""

from gazette.model.people import ROLES, Actor
from gazette.model.refusals import RoleMissing


def need(actor: Actor, *roles: str) -> None:
    """Raises RoleMissing unless *actor* holds one of *roles*."""
    if not actor.has(*roles):
        names = [ROLES[role] for role in roles]
        raise RoleMissing(
            vi="cần vai trò " + " hoặc ".join(role.vi for role in names), en="needs the role " + " or ".join(role.en for role in names)
        )
