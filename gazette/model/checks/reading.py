"""What the checks of a text look at: its printed lines with their places, and the facts read from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazette.model.draft import Relation, Signer
from gazette.model.kinds import KINDS
from gazette.model.numbers import DocumentNumber, parse_number

Zone = Literal["preface", "preamble", "body", "conclusions"]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed paragraph. ``at`` is the eId of the provision it stands in, or the name of its zone.

    ``component`` is empty for the document's own text, else the eId of the attachment (``att_1``). ``role`` is its class in Akoma Ntoso.
    ``table``: it stands in a table, in the row and column that ``cell`` says; ``quoted``: within a quotation of another text.
    """

    text: str
    zone: Zone
    at: str
    role: str = ""
    component: str = ""
    table: bool = False
    quoted: bool = False
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as the checks of a text read it: the printed lines in order, and what they say of the document."""

    lines: tuple[PrintedLine, ...]
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer_slug: str | None = None
    day: date | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    attachments: int = 0

    @property
    def parsed_number(self) -> DocumentNumber | None:
        """The number as the grammar of numbers reads it."""
        return parse_number(self.number) if self.number else None

    @property
    def asked_on(self) -> date | None:
        """The day by which rules are chosen: of issue, else the last of the year in its number; None for a text that has neither."""
        number = self.parsed_number
        return self.day or (date(number.year, 12, 31) if number and number.year else None)

    @property
    def normative(self) -> bool:
        """Whether it is law by its kind and the year in its number (Law 64/2025/QH15, Article 7.3; Law 80/2015/QH13, Article 10)."""
        return is_normative(self.kind, self.number)

    def own(self, zone: Zone) -> Iterator[PrintedLine]:
        """The lines of the document's own text in *zone*."""
        return (line for line in self.lines if line.zone == zone and not line.component)


def is_normative(kind: str | None, number: str | None) -> bool:
    """Whether a document of this kind and number is a normative one."""
    found = KINDS.get(kind or "")
    parsed = parse_number(number) if number else None
    return bool(found and found.normative and parsed and parsed.year)
