"""The passage of a text that shows best why it was found, as safe HTML with the found words in `<mark>`."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from search.parser import Word
from search.vietnamese import Syllable, normalise, spellings, syllables

WIDTH = 240  # characters
_SCAN = 400_000  # characters of a text that are looked through
_AROUND = 60


def snippet(text: str, words: Sequence[Word]) -> str:
    """The best passage of `text` for these words; its beginning when none of them stands in it."""
    clean = " ".join(normalise(text).split())[:_SCAN]
    marked = _found(clean, words)
    first = _best(marked)
    start = _word_start(clean, max(0, first - _AROUND)) if marked else 0
    end = _word_end(clean, start + WIDTH)
    pieces, at = ["… " if start else ""], start
    for syllable in marked:
        if syllable.start >= start and syllable.end <= end:
            pieces += [escape(clean[at : syllable.start]), "<mark>", escape(clean[syllable.start : syllable.end]), "</mark>"]
            at = syllable.end
    return "".join([*pieces, escape(clean[at:end]), " …" if end < len(clean) else ""]).replace("</mark> <mark>", " ")


def _found(text: str, words: Sequence[Word]) -> list[Syllable]:
    """The syllables to mark: as accented where the text has them so, otherwise whatever their accents."""
    plain = {word.folded for word in words if not word.prefix}
    prefixes = tuple(word.folded for word in words if word.prefix)
    loose = (
        [
            item
            for match in _pattern(frozenset(words)).finditer(text)
            for item in syllables(match.group(), match.start())
            if item.folded in plain or (prefixes and item.folded.startswith(prefixes))
        ]
        if words
        else []
    )
    present = {item.exact for item in loose}
    accented = {word.folded for word in words if word.marked and word.exact in present}
    wanted = {word.exact for word in words if word.marked}
    return [item for item in loose if item.folded not in accented or item.exact in wanted]


@lru_cache(maxsize=200)
def _pattern(words: frozenset[Word]) -> re.Pattern[str]:
    choices = sorted(spellings(word.folded) + (r"[^\W_]*" if word.prefix else "") for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(choices)})(?![^\W_])")


def _best(marked: Sequence[Syllable]) -> int:
    """Where the window with the most different words starts; the first of equals."""
    best, best_count, left = 0, 0, 0
    inside: dict[str, int] = {}
    everything = len({item.folded for item in marked})
    for item in marked:
        inside[item.folded] = inside.get(item.folded, 0) + 1
        while item.end - marked[left].start > WIDTH - _AROUND:
            inside[marked[left].folded] -= 1
            left += 1
        here = sum(1 for number in inside.values() if number)
        if here > best_count:
            best, best_count = marked[left].start, here
        if here == everything:
            break
    return best


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return at if at == 0 or space < 0 or space - at > _AROUND // 2 else space + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return space if at - space < _AROUND // 2 else at
