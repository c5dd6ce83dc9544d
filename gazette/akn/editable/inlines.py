"""Text within a line of the editable form, written: styles as doubled signs, everything else in square brackets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gazette.akn.editable import names
from gazette.akn.editable.letters import MARKS, argument, escaped, guarded
from gazette.model.blocks import Formula, NoteMark, Picture, Run
from gazette.model.draft import Inline, Marked

SIGNS = {"bold": "**", "italic": "//", "underline": "__", "strike": "~~", "super": "^^", "sub": ",,"}
Styles = frozenset[str]
NO_STYLE: Styles = frozenset()
BOLD: Styles = frozenset(("bold",))
_WORDS = names.turned(names.MARKED)


def styles_of(run: Run) -> Styles:
    """The names of the styles that *run* has."""
    found = {name for name in ("bold", "italic", "underline", "strike") if getattr(run, name)}
    return frozenset(found | {run.script} if run.script else found)


@dataclass(slots=True)
class InlineWriter:
    """Writes inlines; formulas are collected, so that their MathML stands at the end of the text."""

    formulas: list[str] = field(default_factory=list)

    def line(self, pieces: Iterable[tuple[Inline, ...] | str], base: Styles = NO_STYLE) -> str:
        """*pieces* as one line: inlines are written, strings stand between them as they are. *base* is what needs no sign."""
        events: list[Run | str] = []
        for piece in pieces:
            events += [piece] if isinstance(piece, str) else self._events(piece)
        return guarded("".join(_apart(list(_signed(events, base)))))

    def _events(self, inlines: tuple[Inline, ...]) -> Iterator[Run | str]:
        for piece in inlines:
            if isinstance(piece, Run):
                yield piece
            elif isinstance(piece, Marked):
                yield f"[{_head(piece)}: "
                yield from self._events(piece.inlines)
                yield "]"
            elif isinstance(piece, NoteMark):
                yield f"[^{argument(piece.note)}]"
            elif isinstance(piece, Picture):
                yield _picture(piece)
            else:
                yield f"[{names.FORMULA} {self._formula(piece)}: {argument(piece.text)}]"

    def _formula(self, piece: Formula) -> int:
        if piece.mathml not in self.formulas:
            self.formulas.append(piece.mathml)
        return self.formulas.index(piece.mathml) + 1


def number(value: float) -> str:
    """A measure without a useless ``.0``."""
    return repr(value).removesuffix(".0")


def _head(piece: Marked) -> str:
    word = _WORDS.get(piece.name) or f"{names.OTHER} {argument(piece.name)};"
    return f"{word} {argument(piece.value)}" if piece.value else word


def _picture(piece: Picture) -> str:
    parts = [argument(piece.image)]
    if piece.alt or piece.width or piece.height:
        parts.append(argument(piece.alt))
    if piece.width or piece.height:
        parts.append(f"{number(piece.width)} x {number(piece.height)}")
    return f"[{names.PICTURE}: {'; '.join(parts)}]"


def _signed(events: list[Run | str], base: Styles) -> Iterator[tuple[str, bool]]:
    """The pieces of the line with the signs of their styles; True marks text."""
    now = base
    for index, event in enumerate(events):
        if isinstance(event, str):
            yield event, False
            continue
        wanted = styles_of(event)
        yield "".join(SIGNS[name] for name in SIGNS if (name in wanted) != (name in now)), False
        yield event.text, True
        following = next((styles_of(later) for later in events[index + 1 :] if isinstance(later, Run)), base)
        ending = [name for name in reversed(SIGNS) if (name in wanted) != (name in base) and (name in following) == (name in base)]
        yield "".join(SIGNS[name] for name in ending), False
        now = wanted ^ frozenset(ending)


def _apart(pieces: list[tuple[str, bool]]) -> Iterator[str]:
    """The pieces with their text escaped, also where a sign in the text would run into a sign of the notation beside it."""
    shown = [piece for piece in pieces if piece[0]]
    for index, (text, is_text) in enumerate(shown):
        if not is_text:
            yield text
            continue
        before = shown[index - 1][0][-1] if index else ""
        after = shown[index + 1][0][0] if index + 1 < len(shown) else ""
        yield _unmarked(text, before, after)


def _unmarked(text: str, before: str, after: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        end = at + 1
        if text[at] not in MARKS:
            while end < len(text) and text[end] not in MARKS:
                end += 1
            out.append(escaped(text[at:end]))
        else:
            while end < len(text) and text[end] == text[at]:
                end += 1
            touches = (at == 0 and before == text[at]) or (end == len(text) and after == text[at])
            out.append(f"\\{text[at]}" * (end - at) if end - at == 2 or touches else text[at:end])
        at = end
    return "".join(out)
