"""One line of the editable text as a paragraph: the words in braces before it, then its inlines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gazette.akn.editable import names
from gazette.akn.editable.findings import Notebook
from gazette.akn.editable.inlines import NO_STYLE, Styles
from gazette.akn.editable.labels import suspect
from gazette.akn.editable.letters import split, value_of
from gazette.akn.editable.reading_inlines import Called, InlineReader
from gazette.model.blocks import Align
from gazette.model.draft import Line

_BRACES = re.compile(r"\{((?:\\u\{[0-9a-fA-F]+\}|\\.|[^{}\\])*)\} ?(.*)$", re.DOTALL)
_QUOTES = ('"', "“", "”")


@dataclass(slots=True)
class LineReader:
    """Reads paragraphs; what it finds goes into *book*, what their marks name into *called*."""

    book: Notebook
    called: Called

    def inlines(self, number: int, base: Styles = NO_STYLE) -> InlineReader:
        """A reader for the inlines of line *number*."""
        return InlineReader(number, self.book, self.called, base)

    def braced(self, text: str) -> tuple[list[str], str] | None:
        """The words in the braces before *text*, and the text after them; None when there are none."""
        match = _BRACES.match(text)
        if match is None:
            return None
        return [word.strip(" ") for word in split(match.group(1), ",") if word.strip(" ")], match.group(2)

    def line(self, text: str, number: int) -> Line:
        """The paragraph on line *number*."""
        words = self.braced(text)
        if words is None and (word := suspect(text)):
            self.book.add("E014", number, word=word)
        return self.worded(*(words or ([], text)), number)

    def worded(self, words: Sequence[str], text: str, number: int) -> Line:
        """The paragraph *text* with the role and alignment that *words* say."""
        role = ""
        align: Align | Literal[""] = ""
        for word in words:
            if word in names.ALIGNS:
                align = names.ALIGNS[word]
            elif word in names.ROLES:
                role = names.ROLES[word]
            elif (raw := unquoted(word)) is not None:
                role = raw
            elif word != names.LIGHT:
                self.book.add("E006", number, word=word[:40])
        reader = self.inlines(number)
        line = Line(reader.read(text), role, align)
        reader.finish()
        return line


def unquoted(word: str) -> str | None:
    """The value between quotation marks, straight or curly; None when *word* does not stand between them."""
    if len(word) > 1 and word[0] in _QUOTES and word[-1] in _QUOTES:
        return value_of(word[1:-1])
    return None
