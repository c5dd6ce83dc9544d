"""Who signs and how far: the roles of a gazette document and the PAdES baseline levels."""

from enum import StrEnum


class Role(StrEnum):
    """What a signature stands for (Decree 30/2020, articles 13, 14, 25 and 32, and Annex I; the gazette's own publication).

    COPY and ANNEX are made by the organisation: on a certified electronic copy, and on an annex in a file of its own.
    """

    LEADER = "leader"
    SEAL = "seal"
    PUBLICATION = "publication"
    COPY = "copy"
    ANNEX = "annex"

    @property
    def field(self) -> str:
        """The name of the role's signature field in the PDF."""
        return _FIELDS[self]


_FIELDS = {Role.LEADER: "LanhDao", Role.SEAL: "ConDau", Role.PUBLICATION: "CongBao", Role.COPY: "BanSao", Role.ANNEX: "PhuLuc"}


def role_of(field: str) -> Role | None:
    """The role a field name stands for, or None for a foreign field."""
    return next((role for role, name in _FIELDS.items() if name == field), None)


class Level(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1): basic, with time, long-term, long-term with archive time."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    @property
    def timestamped(self) -> bool:
        """Whether the level needs a time-stamping authority."""
        return self is not Level.B

    @property
    def long_term(self) -> bool:
        """Whether the level embeds certificates and revocation data."""
        return self in (Level.LT, Level.LTA)
