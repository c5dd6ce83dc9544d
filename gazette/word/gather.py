"""Gathers the pieces of one paragraph while it is walked, joins what looks alike, and decodes it as a whole."""

from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from gazette.model.blocks import Inline, Run, Trace
from gazette.word import letters, symbols
from gazette.word.fonts import legacy_font
from gazette.word.reading import Face, Reading
from gazette.word.styles import BOLD, ITALIC, LOOK_BITS, STRIKE, SUB, SUPER, UNDERLINE, Look

Typed = tuple[str, Look]
"""Characters as they were typed, and their look."""
_Flags = tuple[bool, bool, bool, bool, Literal["", "super", "sub"]]


@dataclass(slots=True)
class Gather:
    """The pieces of one paragraph in order, its text boxes, whether anything was hidden or breaks the page, how much is no text."""

    pieces: list[Typed | Inline] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    hidden: bool = False
    unseen: int = 0

    def text(self, text: str, look: Look) -> None:
        """Adds *text* in *look*."""
        self.pieces.append((text, look))

    def piece(self, piece: Inline) -> None:
        """Adds a picture, note mark or formula."""
        self.pieces.append(piece)

    def page_break(self) -> None:
        """A page ends here."""
        self.breaks.append(len(self.pieces))

    @property
    def empty(self) -> bool:
        """Whether nothing that is text was gathered."""
        return len(self.pieces) == self.unseen and not self.boxes

    def shown(self, text: str, look: Look) -> None:
        """Adds *text* that is shown without being part of the text."""
        self.pieces.append((text, look))
        self.unseen += 1

    def mark(self, trace: Trace) -> None:
        """Here a mark begins or ends."""
        self.pieces.append(trace)
        self.unseen += 1

    def inlines(self, reading: Reading) -> tuple[Inline, ...]:
        """The pieces as the model knows them, in Unicode."""
        pieces = self._joined(reading.faces)
        stretches = [(piece[0][1], "".join(piece[1])) for piece in pieces if type(piece) is tuple]
        if not stretches:
            return tuple(pieces)  # type: ignore[arg-type]
        decoded = reading.decoder.paragraph(stretches, reading.remarks)
        texts = iter(letters.cleaned(decoded, [font and _symbol_font(font) for font, _ in stretches], reading.remarks))
        done: list[Inline] = []
        for piece in pieces:
            if type(piece) is not tuple:
                done.append(piece)  # type: ignore[arg-type]
            elif text := next(texts):
                bits = piece[0][0]
                done.append(Run(text, *_FLAGS[bits]) if bits else Run(text))
        return tuple(done)

    def _joined(self, faces: dict[Look, Face]) -> list[tuple[Face, list[str]] | Inline]:
        """The pieces with neighbouring characters of one face together."""
        done: list[tuple[Face, list[str]] | Inline] = []
        last: Face | None = None
        before: Look | None = None
        texts: list[str] = []
        for piece in self.pieces:
            if type(piece) is not tuple:
                last = before = None
                done.append(piece)  # type: ignore[arg-type]
                continue
            text, look = piece
            if look is before:
                texts.append(text)
                continue
            before = look
            face = faces.get(look)
            if face is None:
                face = faces[look] = look.bits & LOOK_BITS, font_class(look.font)
            if face == last:
                texts.append(text)
            else:
                last, texts = face, [text]
                done.append((face, texts))
        return done


def font_class(font: str) -> str:
    """*font* when it decides what its characters mean (an old Vietnamese or a symbol font), else ""."""
    return font if legacy_font(font) or symbols.is_symbol_font(font) else ""


def _symbol_font(font: str) -> str:
    return font if symbols.is_symbol_font(font) else ""


def _flags(bits: int) -> _Flags:
    script: Literal["", "super", "sub"] = "super" if bits & SUPER else "sub" if bits & SUB else ""
    return bool(bits & BOLD), bool(bits & ITALIC), bool(bits & UNDERLINE), bool(bits & STRIKE), script


_FLAGS = [_flags(bits) for bits in range(LOOK_BITS + 1)]
