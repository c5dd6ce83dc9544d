"""What the readers of one file share while they walk through it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from gazette.model.settling import Version
from gazette.word.asides import Asides
from gazette.word.images import Images
from gazette.word.numbering import Numbering
from gazette.word.package import Limits, Relationship
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks
from gazette.word.styles import Look, Styles

Stretch = tuple[str, str]
Face = tuple[int, str]
"""What of a look makes a run of its own: its bits, and its font where that changes what the characters are."""
_TELLING = 200


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

    def show(self, text: str) -> None:
        """Adds *text* to what the field shows; its beginning tells enough."""
        if len(self.shown) < _TELLING:
            self.shown += text


class OpenFields:
    """The fields that are open where the reader stands: ``states``, the innermost last."""

    def __init__(self) -> None:
        self.states: list[FieldState] = []
        self._instructions = 0

    @property
    def instruction(self) -> bool:
        """Whether any of them is still in its instruction, which nobody sees."""
        return self._instructions > 0

    @property
    def innermost(self) -> FieldState:
        """The field opened last; ``IndexError`` when none is open."""
        return self.states[-1]

    def begin(self, state: FieldState) -> None:
        """A field begins."""
        self.states.append(state)
        self._instructions += not state.in_result

    def separate(self) -> None:
        """The result of the innermost field begins."""
        self._instructions -= not self.innermost.in_result
        self.innermost.in_result = True

    def end(self) -> FieldState:
        """The innermost field ends."""
        state = self.states.pop()
        self._instructions -= not state.in_result
        return state


@dataclass(frozen=True, slots=True)
class Passed:
    """What somebody decided on before: comments by their id, and the places of hidden words that are text now, or are left out."""

    comments: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reading:
    """One pass over one file: tables of styles and numbers, what was collected, where the reader stands, and whether traces are marked."""

    styles: Styles
    numbering: Numbering
    images: Images
    decoder: Decoder
    limits: Limits
    version: Version
    remarks: Remarks
    links: dict[str, Relationship] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    faces: dict[Look, Face] = field(default_factory=dict)
    fields: OpenFields = field(default_factory=OpenFields)
    asides: Asides = field(default_factory=Asides)
    count: int = 0
    depth: int = 0
    in_notes: bool = False
    decided: Passed = field(default_factory=Passed)
    marking: bool = False

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
        return self.fields.instruction
