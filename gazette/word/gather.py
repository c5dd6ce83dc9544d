"""Gathers the pieces of one paragraph while it is walked, joins what looks alike, and decodes it as a whole."""

from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from gazette.model.blocks import Inline, Run
from gazette.word import letters, symbols
from gazette.word.fonts import legacy_font
from gazette.word.reading import Reading
from gazette.word.styles import BOLD, ITALIC, LOOK_BITS, STRIKE, SUB, SUPER, UNDERLINE, Look

_classes: dict[str, str] = {}


@dataclass(slots=True)
class Stretch:
    """Neighbouring characters in one look; ``font`` is named only where it changes what the characters are."""

    bits: int
    font: str
    texts: list[str]


@dataclass(slots=True)
class Gather:
    """The pieces of one paragraph in order, its text boxes, and whether anything was hidden or breaks the page."""

    pieces: list[Stretch | Inline] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    hidden: bool = False

    def text(self, text: str, look: Look) -> None:
        """Adds *text* in *look*."""
        bits = look.bits & LOOK_BITS
        font = look.font and font_class(look.font)
        last = self.pieces[-1] if self.pieces else None
        if type(last) is Stretch and last.bits == bits and last.font == font and not self._just_broken():
            last.texts.append(text)
        else:
            self.pieces.append(Stretch(bits, font, [text]))

    def piece(self, piece: Inline) -> None:
        """Adds a picture, note mark or formula."""
        self.pieces.append(piece)

    def page_break(self) -> None:
        """A page ends here."""
        self.breaks.append(len(self.pieces))

    def _just_broken(self) -> bool:
        return bool(self.breaks) and self.breaks[-1] == len(self.pieces)

    @property
    def empty(self) -> bool:
        """Whether nothing visible was gathered."""
        return not self.pieces and not self.boxes

    def inlines(self, reading: Reading) -> tuple[Inline, ...]:
        """The pieces as the model knows them, in Unicode."""
        stretches = [piece for piece in self.pieces if type(piece) is Stretch]
        if not stretches:
            return tuple(piece for piece in self.pieces if type(piece) is not Stretch)  # type: ignore[misc]
        decoded = reading.decoder.paragraph([(s.font, "".join(s.texts)) for s in stretches], reading.remarks)
        letters.check_marks("".join(decoded))
        if len(stretches) > 1:
            _give_marks_back(decoded)
        texts = iter(decoded)
        done: list[Inline] = []
        for piece in self.pieces:
            inline = _run(piece, next(texts), reading) if type(piece) is Stretch else piece
            if inline is not None:
                done.append(inline)  # type: ignore[arg-type]
        return tuple(done)


def font_class(font: str) -> str:
    """*font* when it decides what its characters mean (an old Vietnamese or a symbol font), else ""."""
    known = _classes.get(font)
    if known is None:
        matters = bool(legacy_font(font)) or symbols.is_symbol_font(font)
        known = font if matters else ""
        if len(_classes) < 4096:
            _classes[font] = known
    return known


def _run(stretch: Stretch, text: str, reading: Reading) -> Run | None:
    """The run that *stretch* becomes; ``None`` when nothing of it is left."""
    font, bits = stretch.font, stretch.bits
    text = letters.clean(text, font if font and symbols.is_symbol_font(font) else "", reading.remarks)
    if not text:
        return None
    if not bits:
        return Run(text)
    script: Literal["", "super", "sub"] = "super" if bits & SUPER else "sub" if bits & SUB else ""
    return Run(text, bool(bits & BOLD), bool(bits & ITALIC), bool(bits & UNDERLINE), bool(bits & STRIKE), script)


def _give_marks_back(texts: list[str]) -> None:
    # Word cuts runs anywhere, also between a letter and its combining tone mark.
    for place in range(1, len(texts)):
        if not texts[place] or texts[place][0] < "\u0300":
            continue
        count = letters.leading_marks(texts[place])
        if count and texts[place - 1]:
            texts[place - 1] += texts[place][:count]
            texts[place] = texts[place][count:]
