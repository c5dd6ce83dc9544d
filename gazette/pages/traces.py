"""The marks on what a Word file carries beside its text, where they stand in its page: insertions, deletions, comments, hidden words."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from gazette.model.blocks import Inline, Trace
from gazette.model.offering import Offered

_ELEMENTS = {"ins": "ins", "del": "del", "format": "span", "hidden": "span", "comment": "sup"}
_COMMENT_SIGN = "✎"


def stretches(inlines: tuple[Inline, ...]) -> Iterator[tuple[tuple[Trace, ...], tuple[Inline, ...]]]:
    """The pieces of a paragraph in stretches under the same marks, the outermost first; a comment is a mark on nothing."""
    for traces, pieces in groupby(_each(inlines), lambda one: one[0]):
        yield traces, tuple(piece for _, piece in pieces if not isinstance(piece, Trace))


def _each(inlines: tuple[Inline, ...]) -> Iterator[tuple[tuple[Trace, ...], Inline]]:
    begun: dict[tuple[str, str], Trace] = {}
    for piece in inlines:
        if not isinstance(piece, Trace):
            yield tuple(begun.values()), piece
        elif piece.mark == "comment":
            yield (piece,), piece
        elif piece.ends:
            begun.pop((piece.mark, piece.key), None)
        else:
            begun[(piece.mark, piece.key)] = piece


class Traces:
    """The marks of one page, each leading to the row where it is decided on."""

    def __init__(self, offered: Offered) -> None:
        self._rows = offered.rows
        self._said = {one.key: ", ".join(filter(None, (one.author, one.date.replace("T", " ")))) for one in offered.changes}
        self._said |= {one.key: one.text for one in offered.asides if one.kind == "comment"}
        self._hidden = {one.paragraph: one.key for one in offered.asides if one.kind == "hidden" and one.paragraph}

    def marked(self, words: str, traces: tuple[Trace, ...], paragraph: int) -> str:
        """*words*, which are HTML, under *traces*; the innermost is a link that the Tab key passes by, as the list has them all."""
        for depth, trace in enumerate(reversed(traces)):
            key = trace.key if trace.mark != "hidden" else self._hidden.get(paragraph, "")
            words = self._mark(words if trace.mark != "comment" else _COMMENT_SIGN, trace, key, link=not depth)
        return words

    def _mark(self, words: str, trace: Trace, key: str, *, link: bool) -> str:
        element = _ELEMENTS.get(trace.mark)
        if element is None:
            return words
        row, said = self._rows.get(key), self._said.get(key, "")
        title = f' title="{escape(said)}"' if said else ""
        if row is None:
            return f'<{element} class="trace mark-{trace.mark}"{title}>{words}</{element}>'
        if link:
            words = f'<a href="#vet-{row}" tabindex="-1" aria-describedby="vet-{row}-ten">{words}</a>'
        return f'<{element} class="trace mark-{trace.mark}" data-trace="{row}"{title}>{words}</{element}>'
