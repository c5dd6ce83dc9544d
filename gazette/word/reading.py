"""What the readers of one file share while they walk through it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from gazette.word.images import Images
from gazette.word.numbering import Numbering
from gazette.word.package import Limits, Relationship
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks
from gazette.word.styles import Styles

Version = Literal["accepted", "original"]
Stretch = tuple[str, str]


class Decoder(Protocol):
    """Turns the stretches of one paragraph, each a (font, text), into Unicode."""

    def paragraph(self, stretches: list[Stretch], remarks: Remarks, /) -> list[str]:
        """The texts of *stretches*, decoded, in the same order."""


@dataclass(slots=True)
class Call:
    """A place where a note is called: its kind, its identifier in the file, and whether the mark is typed."""

    kind: Literal["footnote", "endnote"]
    identifier: str
    typed: bool

    @property
    def key(self) -> str:
        """The note's key in ``Blocks.notes``."""
        return f"{self.kind}-{self.identifier}"


@dataclass(slots=True)
class FieldState:
    """An open field: its instruction, what an old form field shows by itself, and whether its result has begun."""

    instruction: str = ""
    form: str | None = None
    in_result: bool = False
    shown: str = ""


@dataclass(slots=True)
class Reading:
    """One pass over one file: tables of styles and numbers, what was collected, and where the reader stands."""

    styles: Styles
    numbering: Numbering
    images: Images
    decoder: Decoder
    limits: Limits
    version: Version
    remarks: Remarks
    links: dict[str, Relationship] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    fields: list[FieldState] = field(default_factory=list)
    count: int = 0
    depth: int = 0
    in_notes: bool = False

    def next_paragraph(self) -> int:
        """Steps to the next paragraph and gives its number; ``Refusal`` W005 beyond the limit. Notes are not counted."""
        if self.in_notes:
            return 0
        self.count += 1
        if self.count > self.limits.paragraphs:
            raise Refusal("W005", reason=f"> {self.limits.paragraphs} paragraphs")
        self.remarks.stand(self.count)
        return self.count

    @property
    def instruction(self) -> bool:
        """Whether the reader stands within a field's instruction, which nobody sees."""
        return any(not state.in_result for state in self.fields)
