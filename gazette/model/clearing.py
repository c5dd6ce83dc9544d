"""Clearances and the security officer's role: what one person proposes and another confirms, and who may be that other."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gazette.model.people import Actor

OFFICER, ADMINISTRATOR = "security-officer", "administrator"
DECIDERS = (OFFICER, ADMINISTRATOR)
"""Who proposes and confirms: the security officer proposes and the administrator confirms, or the other way."""

Kind = Literal["clearance", "officer"]
PAIRS = ((OFFICER, ADMINISTRATOR), (ADMINISTRATOR, OFFICER))
"""Which roles the first and the second person must hold."""

FIRST = (ADMINISTRATOR, ADMINISTRATOR)
"""Who may make a security officer besides, as long as there is none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for somebody: a clearance with its last day, or the role of security officer; always with a reason."""

    user: str
    reason: str
    level: str = "cong-khai"
    compartments: tuple[str, ...] = ()
    until: date | None = None
    kind: Kind = "clearance"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something wanted, who proposed it in which roles, and what became of it: ``waiting``, ``confirmed`` or ``refused``."""

    id: str
    wanted: Wanted
    proposed_by: str
    proposed_as: frozenset[str]
    proposed_at: datetime
    state: str = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None


def obstacle(proposal: Proposal, actor: Actor, *, first: bool) -> tuple[str, str] | None:
    """Why *actor* may not confirm the proposal, in Vietnamese and English; ``None`` when they may.

    *first* says that nobody holds the role of security officer, so that two administrators may give it.
    """
    if proposal.state != "waiting":
        return "đề nghị này đã được quyết định", "this proposal is decided already"
    if actor.user == proposal.wanted.user:
        return "không ai tự quyết định quyền của mình", "nobody decides their own rights"
    if actor.user == proposal.proposed_by:
        return "người đề nghị không được tự xác nhận", "whoever proposed it may not confirm it"
    pairs = (*PAIRS, FIRST) if first and proposal.wanted.kind == "officer" else PAIRS
    if not any(one in proposal.proposed_as and other in actor.roles for one, other in pairs):
        return (
            "cần một cán bộ bảo mật và một quản trị hệ thống cùng quyết định",
            "it takes a security officer and an administrator together",
        )
    return None
