"""Who works here: roles as data, and the person who acts, with the clearance they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from archive import Clearance, Label
from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its stable name and what the screens call it. No role implies another, and none gives a clearance."""

    id: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """The role as the screens print it."""
        return self.vi if lang == "vi" else self.en


ROLES: Mapping[str, Role] = {
    role.id: role
    for role in (
        Role("clerk", "Văn thư", "Clerk"),
        Role("drafter", "Chuyên viên soạn thảo", "Drafter"),
        Role("leader", "Lãnh đạo", "Leader"),
        Role("editor", "Biên tập Công báo", "Gazette editor"),
        Role("publisher", "Người phát hành Công báo", "Publisher"),
        Role("archivist", "Lưu trữ cơ quan", "Archivist"),
        Role("security-officer", "Cán bộ bảo mật", "Security officer"),
        Role("auditor", "Kiểm soát viên", "Auditor"),
        Role("administrator", "Quản trị hệ thống", "Administrator"),
    )
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the worker) on whose behalf something is done.

    ``floor`` is the highest of what was opened in this ``session``: what is written in it bears no lower label.
    """

    user: str
    name: str
    roles: frozenset[str]
    clearance: Clearance
    session: str = field(default="", compare=False, repr=False)
    floor: Label = field(default=Label(level=0), compare=False)

    def has(self, *roles: str) -> bool:
        """True when the person holds at least one of *roles*."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as administrators see it; the password never leaves the database.

    ``until`` is the last day of the clearance; without one it has no end.
    """

    user: str
    name: str
    roles: tuple[str, ...]
    clearance: str
    compartments: tuple[str, ...] = ()
    enabled: bool = True
    until: date | None = None

    def to_json(self) -> dict[str, object]:
        """The object ``gazette user list --json`` prints."""
        return {"user": self.user, "roles": list(self.roles), "clearance": self.clearance, "compartments": list(self.compartments)}


WORKER = Actor("he-thong", "Hệ thống", frozenset(), Clearance("he-thong", level=3))
"""The worker: it holds no role, and reads a restricted document only because its depositor lists it among those who need to know."""
