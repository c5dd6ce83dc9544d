"""What a Word file is made of, as it would be read aloud: paragraphs, tables, frames, notes and pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from gazette.model.values import quick_value

Align = Literal["left", "center", "right", "justify"]


@quick_value(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; ``\\n`` is a soft line break and ``\\t`` a tab."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    script: Literal["", "super", "sub"] = ""

    def saying(self, text: str) -> "Run":
        """*text* in the look of this run."""
        return Run(text, self.bold, self.italic, self.underline, self.strike, self.script)


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place where a footnote or endnote is called; ``note`` is its key in ``Blocks.notes``."""

    note: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text; ``image`` is its key in ``Blocks.images``, ``alt`` its description, sizes in points."""

    image: str
    alt: str = ""
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as a MathML string, with the characters it shows."""

    mathml: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a mark begins or *ends* on what a Word file carries beside its text, in a file that was read to show it.

    ``key`` names the tracked change or comment; it is empty for hidden words, of which a paragraph has one stretch to decide on.
    ``gone`` says that what stands up to the mark's end is no part of the text.
    """

    mark: Literal["ins", "del", "format", "hidden", "comment"]
    key: str = ""
    gone: bool = False
    ends: bool = False


Inline = Run | NoteMark | Picture | Formula | Trace


@quick_value(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``label`` is its automatic number as Word prints it, empty when typed or absent, and ``suffix`` what
    Word puts between the number and the text: a tab, a space or nothing.

    ``where`` counts the paragraphs of the file from 1, in reading order; ``indent`` is the left indent in points;
    ``heading`` the outline level from the style (0 = none) and only a hint.
    """

    inlines: tuple[Inline, ...] = ()
    label: str = ""
    align: Align = "left"
    indent: float = 0.0
    heading: int = 0
    page_break_before: bool = False
    where: int = 0
    suffix: Literal["\t", " ", ""] = " "

    @property
    def text(self) -> str:
        """The characters a reader sees, the automatic number first, soft breaks as newlines."""
        typed = "".join(piece.text for piece in self.inlines if isinstance(piece, (Run, Formula)))
        return f"{self.label}{self.suffix}{typed}" if self.label else typed

    @property
    def bold(self) -> bool:
        """True when every visible run is bold; a hint only."""
        runs = [piece for piece in self.inlines if isinstance(piece, Run) and piece.text.strip()]
        return bool(runs) and all(run.bold for run in runs)


@quick_value(frozen=True, slots=True)
class Cell:
    """One cell after merging: it covers ``colspan`` columns and ``rowspan`` rows."""

    blocks: tuple["Block", ...]
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One table row; ``header`` rows repeat on every page. Cells continued from above are left out."""

    cells: tuple[Cell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` are the grid columns in points, ``borders`` False for the layout tables of letterheads."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()
    borders: bool = True
    where: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """A text box, read once, after the paragraph it is anchored in."""

    blocks: tuple["Block", ...]
    where: int = 0


@dataclass(frozen=True, slots=True)
class SectionBreak:
    """From here on pages have this size (points) and orientation."""

    landscape: bool = False
    width: float = 595.3
    height: float = 841.9


Block = Paragraph | Table | Frame | SectionBreak


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote with its own paragraphs; ``mark`` is the printed number."""

    blocks: tuple[Block, ...]
    kind: Literal["footnote", "endnote"] = "footnote"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """The bytes of a picture and their media type."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A comment or hidden words: no part of the visible text; ``where`` is the place as findings name it (``paragraph 12``).

    ``key`` tells it from every other one of the file, whatever was decided before.
    """

    kind: Literal["comment", "hidden"]
    text: str
    where: str = ""
    key: str = ""

    @property
    def paragraph(self) -> int:
        """The paragraph it stands in; 0 when it stands in none of the body."""
        number = self.where.rpartition(" ")[2]
        return int(number) if self.where.startswith("paragraph ") and number.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """A whole Word file, read. Reading order is body order; notes are read where they are called.

    ``headers`` are the lines of page headers, footers and watermarks: no part of the visible text, looked at for marks only.
    ``asides`` are its comments and hidden words, for those who decide on them.
    """

    blocks: tuple[Block, ...]
    notes: Mapping[str, Note] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order: tables cell by cell, frames once, notes left out."""
        return paragraphs_of(self.blocks)

    def visible_text(self) -> str:
        """Everything a reader sees, one paragraph a line, each note's text after the paragraph that calls it."""
        return "\n".join(line for paragraph in self.paragraphs() for line in self._lines(paragraph))

    def text_proper(self) -> tuple[tuple[int, str], ...]:
        """Each paragraph that says something by its place and words, without what marks say is no part of the text."""
        said = ((paragraph.where, _proper(paragraph)) for paragraph in self.paragraphs())
        return tuple((where, words) for where, words in said if words.strip())

    def _lines(self, paragraph: Paragraph) -> Iterator[str]:
        yield paragraph.text
        for piece in paragraph.inlines:
            if isinstance(piece, NoteMark) and piece.note in self.notes:
                yield from (inner.text for inner in paragraphs_of(self.notes[piece.note].blocks))


def _proper(paragraph: Paragraph) -> str:
    open_marks: set[Trace] = set()
    words = [paragraph.label]
    for piece in paragraph.inlines:
        if isinstance(piece, Trace):
            begin = replace(piece, ends=False)
            (open_marks.discard if piece.ends else open_marks.add)(begin)
        elif isinstance(piece, (Run, Formula)) and not any(mark.gone for mark in open_marks):
            words.append(piece.text)
    return "".join(words)


def paragraphs_of(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs under *blocks* in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Frame):
            yield from paragraphs_of(block.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_of(cell.blocks)
