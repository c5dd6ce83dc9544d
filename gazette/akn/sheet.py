"""The text layer of a PDF as it is compared: its characters without white space, and where its lines and pages end."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from gazette.model.text import fold_space

PAGE_END = "\f"
BROKEN = "\u200b"
"""Stands where a line ends in a hyphen and the word seems to go on; like every unseen sign it does not count when words are compared."""
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_WINDOWS: dict[int, str | None] = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_WINDOWS |= {ord(sign): letters for sign, letters in LIGATURES.items()}
_NAME = r"[^\W\d_][^\d:;]{1,100}"
_TIME = r"\d{1,2}[./-]\d{1,2}[./-]\d{4},?(?:\d{1,2}:\d{2}(?::\d{2})?)?(?:[+-]\d{2}:?\d{2})?"
_MOST_LINES = 24
STAMPS = re.compile(
    rf"DỰTHẢO(?:LẦN\d)?|ĐÃKÝ|BẢNSAO|SAOY(?:BẢNCHÍNH)?|Signature(?:valid|NotVerified)|(?:Thờigian|Ngày|Giờ)ký:{_TIME}|Date:{_TIME}",
    re.IGNORECASE,
)
"""What stamps, watermarks and signature appearances say, without white space, on one line or several."""
SIGNED_BY = re.compile(
    rf"(?:(?:Ký|Được ký|Người ký|Digitally signed)(?: bởi| by)? ?:|(?:Cơ quan|Tổ chức) ?:) ?{_NAME}|"
    r"Email ?: ?[\w.-]{1,60}@[\w.-]{1,60}",
    re.IGNORECASE,
)
"""What they say with a name: on one line, for what follows could be the text's own words."""


@dataclass(frozen=True)
class Sheet:
    """The characters of a PDF without white space; ``lines`` as printed.

    ``ends`` are the places after each printed line, ``pages`` those after each page.
    """

    text: str
    lines: tuple[str, ...]
    ends: tuple[int, ...]
    pages: tuple[int, ...]

    @cached_property
    def stamps(self) -> dict[int, int]:
        """Where a stamp stands on lines of its own: from, to."""
        found: dict[int, int] = {}
        start = 0
        for number, end in enumerate(self.ends):
            ends = (end,) if SIGNED_BY.fullmatch(self.lines[number]) else self._fixed(number, start)
            if ends:
                found[start] = ends[-1]
            start = end
        return found

    def passage(self, start: int, end: int) -> str:
        """The characters from *start* to *end* with the spaces between their words."""
        first, last = bisect_right(self.ends, start), bisect_left(self.ends, end)
        before = self.ends[first - 1] if first else 0
        return spaced(" ".join(self.lines[first : last + 1]), start - before, end - before)

    def _fixed(self, number: int, start: int) -> tuple[int, ...]:
        return tuple(end for end in self.ends[number : number + _MOST_LINES] if STAMPS.fullmatch(self.text, start, end))

    def ends_between(self, start: int, end: int) -> tuple[int, ...]:
        """The ends of lines after *start*, up to and with *end*."""
        return self.ends[bisect_right(self.ends, start) : bisect_right(self.ends, end)]

    def pages_between(self, start: int, end: int) -> tuple[int, ...]:
        """The ends of pages after *start* and before *end*."""
        return self.pages[bisect_right(self.pages, start) : bisect_left(self.pages, end)]

    def hyphens_between(self, start: int, end: int) -> tuple[int, ...]:
        """The places of :attr:`hyphens` from *start* to *end*."""
        return self.hyphens[bisect_left(self.hyphens, start) : bisect_left(self.hyphens, end)]

    @cached_property
    def hyphens(self) -> tuple[int, ...]:
        """Where a hyphen ends a line between two letters: a producer may have put it there to break the word."""
        return tuple(
            end - 1
            for end in self.ends
            if 1 < end < len(self.text) and self.text[end - 1] in "-‐" and self.text[end - 2].isalpha() and self.text[end].islower()
        )


def sheet(printed: str) -> Sheet:
    """*printed*, one line a line and a form feed after each page, made ready for comparing."""
    pieces: list[str] = []
    lines: list[str] = []
    ends: list[int] = []
    pages: list[int] = []
    at = 0
    for page in printed.split(PAGE_END):
        for line in page.replace(BROKEN, "\n").split("\n"):
            piece = squeezed(line)
            if piece:
                pieces.append(piece)
                lines.append(worded(line))
                at += len(piece)
                ends.append(at)
        pages.append(at)
    return Sheet("".join(pieces), tuple(lines), tuple(ends), tuple(pages[:-1]))


def spaced(text: str, start: int, end: int) -> str:
    """The part of *text* from one of its characters to another, counted without spaces, and the rest of the words that would be cut."""
    places = [place for place, sign in enumerate(text) if sign != " "][start:end]
    if not places:
        return ""
    after = text.find(" ", places[-1])
    return text[text.rfind(" ", 0, places[0]) + 1 : after if after >= 0 else len(text)]


def squeezed(text: str) -> str:
    """*text* without white space, Windows control codes as the signs they stand for, ligatures opened."""
    return worded(text).replace(" ", "")


def worded(text: str) -> str:
    """*text* in single spaces, with the signs that :func:`squeezed` compares."""
    return fold_space(text.translate(_WINDOWS))
