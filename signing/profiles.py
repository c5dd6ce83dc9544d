"""Which fields a document carries, in which order they are filled, and who certifies: tables of data."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from signing.errors import OrderRefused
from signing.roles import Role

NUMBER_FIELD = "SoVanBan"
"""The text field of the number and symbol, where the number is given after the leader's signature."""

DATE_FIELD = "NgayVanBan"
"""The text field of the date, likewise."""


_AGAIN = re.compile(rf"({NUMBER_FIELD}|{DATE_FIELD})(?:[2-9]|[1-9]\d)?")


def text_of_field(name: str) -> str | None:
    """Which of the two texts a field holds: ``SoVanBan2`` says the number once more; None for any other field."""
    told = _AGAIN.fullmatch(name)
    return told[1] if told else None


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
    """One way of signing a document.

    roles      in the order of their signatures
    certifies  the role whose signature certifies the document (DocMDP, form filling stays allowed); None when all approve
    texts      text fields that stand empty at the first signature and are filled once, before the second
    spare      roles whose field is made when a box is given for it, and may stay empty for good
    own_fields whether an outside tool may leave a role's field empty and sign in one of its own
    """

    name: str
    roles: tuple[Role, ...]
    certifies: Role | None
    vi: str
    en: str
    texts: tuple[str, ...] = ()
    spare: tuple[Role, ...] = ()
    own_fields: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that exist before the first signature, text fields first."""
        return (*self.texts, *(role.field for role in self.roles))


_ISSUED = (Role.LEADER, Role.SEAL, Role.PUBLICATION)
_BLANKS = (NUMBER_FIELD, DATE_FIELD)

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "issued-document",
            _ISSUED,
            Role.LEADER,
            "Văn bản phát hành: lãnh đạo ký, đóng dấu, công bố",
            "Issued document: leader, seal, publication",
            spare=(Role.COPY,),
        ),
        Profile(
            "issued-approved",
            _ISSUED,
            None,
            "Văn bản phát hành ký bằng công cụ ngoài: lãnh đạo ký phê duyệt, không chứng nhận",
            "Issued document signed by an outside tool that makes its own field: the leader approves",
            spare=(Role.COPY,),
            own_fields=True,
        ),
        Profile(
            "number-after-leader",
            _ISSUED,
            Role.LEADER,
            "Văn bản phát hành: lãnh đạo ký, cấp số và ngày, đóng dấu, công bố",
            "Issued document: leader, number and date, seal, publication",
            texts=_BLANKS,
            spare=(Role.COPY,),
        ),
        Profile("gazette-issue", (Role.PUBLICATION,), Role.PUBLICATION, "Số Công báo: ký công bố", "Gazette issue: publication signature"),
        Profile("certified-copy", (Role.COPY,), None, "Bản sao điện tử: sao y, sao lục, trích sao", "Certified electronic copy"),
        Profile("separate-annex", (Role.ANNEX,), Role.ANNEX, "Phụ lục là tệp riêng", "Annex in a separate file"),
        Profile("plain", (), None, "Không tạo sẵn trường ký", "No prepared fields"),
    )
}


def profile_named(name: str) -> Profile:
    """The profile of a name; raises OrderRefused for an unknown one."""
    if name not in PROFILES:
        raise OrderRefused(f"Không có hồ sơ ký {name!r}.", f"There is no signing profile {name!r}.")
    return PROFILES[name]


def profile_of(fields: Collection[str], role: Role | None = None, *, certified: bool = True) -> Profile:
    """The profile whose fields are all among `fields`; "plain" when there is none.

    A copy or an annex is its own profile whatever else stands in the file. Of profiles with the same fields the first is meant, and of a
    document whose first signature is there and did not certify it (`certified` false), the first in which nobody certifies.
    """
    if role in (Role.COPY, Role.ANNEX):
        return next(p for p in PROFILES.values() if p.roles == (role,))
    fitting = [p for p in PROFILES.values() if p.roles and set(p.fields) <= set(fields)]
    fitting = [p for p in fitting if certified or p.certifies is None] or fitting
    return max(fitting, key=lambda p: len(p.fields), default=PROFILES["plain"])
