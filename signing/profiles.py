"""Which signature fields a document carries, in which order they are filled, and who certifies: tables of data."""

from collections.abc import Collection
from dataclasses import dataclass

from signing.roles import Role


@dataclass(frozen=True)
class Box:
    """A place on a page in PDF points, from the lower left corner; `page` counts from 0, -1 is the last page."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Profile:
    """One way of signing a document: its roles in order, and whether the first of them certifies the document."""

    name: str
    roles: tuple[Role, ...]
    certifies: Role | None
    vi: str
    en: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that exist before the first signature."""
        return tuple(role.field for role in self.roles)


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "issued-document",
            (Role.LEADER, Role.SEAL, Role.PUBLICATION),
            Role.LEADER,
            "Văn bản phát hành: lãnh đạo ký, đóng dấu, công bố",
            "Issued document: leader, seal, publication",
        ),
        Profile("gazette-issue", (Role.PUBLICATION,), Role.PUBLICATION, "Số Công báo: ký công bố", "Gazette issue: publication signature"),
        Profile("plain", (), None, "Không tạo sẵn trường ký", "No prepared fields"),
    )
}


def profile_of(fields: Collection[str]) -> Profile:
    """The profile whose fields are all among `fields`; "plain" when there is none."""
    fitting = [p for p in PROFILES.values() if p.roles and set(p.fields) <= set(fields)]
    return max(fitting, key=lambda p: len(p.roles), default=PROFILES["plain"])
