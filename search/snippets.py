"""The passage of a text that shows best why it was found, as safe HTML with the found words in `<mark>`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from search.parser import Word
from search.vietnamese import Syllable, bare, normalise, syllables

WIDTH = 240  # characters
_SCAN = 400_000  # characters of a text that are looked through
_STEP = 2_500  # characters looked through at once; a passage with every word ends the search
_AROUND = 60


class _Passage(NamedTuple):
    """A stretch of text with the syllables to mark; `start` is where the best window in it begins, `worth` how good that is."""

    worth: float
    text: str
    marked: Sequence[Syllable]
    start: int
    first: bool


def snippet(text: str, words: Sequence[Word]) -> str:
    """The best passage of `text` for these words; its beginning when none of them stands in it."""
    best: _Passage | None = None
    for passage in _passages(text, words):
        if best is None or passage.worth > best.worth:
            best = passage
        if best.worth >= len({word.folded for word in words}):
            break
    return _shown(best, len(text)) if best else ""


def _passages(text: str, words: Sequence[Word]) -> Iterator[_Passage]:
    for at in range(0, max(1, min(len(text), _SCAN)), _STEP):
        clean = " ".join(normalise(text[at : at + _STEP + WIDTH]).split())
        marked = _found(clean, words)
        worth, start = _best_window(marked, words)
        yield _Passage(worth, clean, marked, start, at == 0)


def _shown(passage: _Passage, length: int) -> str:
    clean = passage.text
    start = _word_start(clean, max(0, passage.start - _AROUND)) if passage.marked else 0
    end = _word_end(clean, start + WIDTH)
    pieces, at = ["… " if start or not passage.first else ""], start
    for syllable in (item for item in passage.marked if item.start >= start and item.end <= end):
        pieces += [escape(clean[at : syllable.start]), "<mark>", escape(clean[syllable.start : syllable.end]), "</mark>"]
        at = syllable.end
    more = end < len(clean) or length > _STEP + WIDTH
    return "".join([*pieces, escape(clean[at:end]), " …" if more else ""]).replace("</mark> <mark>", " ")


def _found(text: str, words: Sequence[Word]) -> list[Syllable]:
    """The syllables that agree with the words; where a word stands as accented, not those of another tone."""
    if not words:
        return []
    plain = {word.folded for word in words if not word.prefix}
    prefixes = tuple(word.folded for word in words if word.prefix)
    loose = [
        item
        for match in _pattern(frozenset(words)).finditer(bare(text))
        for item in syllables(text[match.start() : match.end()], match.start())
        if item.folded in plain or (prefixes and item.folded.startswith(prefixes))
    ]
    present = {item.exact for item in loose}
    accented = {word.folded for word in words if word.marked and word.exact in present}
    wanted = {word.exact for word in words if word.marked}
    return [item for item in loose if item.folded not in accented or item.exact in wanted]


@lru_cache(maxsize=200)
def _pattern(words: frozenset[Word]) -> re.Pattern[str]:
    choices = sorted(re.escape(word.folded).replace("i", "[iy]") + (r"[^\W_]*" if word.prefix else "") for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(choices)})(?![^\W_])")


def _best_window(marked: Sequence[Syllable], words: Sequence[Word]) -> tuple[float, int]:
    """What the window with the most different words is worth, and where it starts; another tone than asked for counts half."""
    accented = {word.exact for word in words if word.marked}
    asked = {word.folded for word in words if word.marked}
    everything = len({item.folded for item in marked})
    best, best_worth, left = 0, 0.0, 0
    for right, item in enumerate(marked):
        while item.end - marked[left].start > WIDTH - _AROUND:
            left += 1
        inside = {one.folded: one.folded in asked and one.exact not in accented for one in marked[left : right + 1]}
        worth = len(inside) - sum(inside.values()) / 2
        if worth > best_worth:
            best, best_worth = marked[left].start, worth
        if worth == everything:
            break
    return best_worth, best


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return at if at == 0 or space < 0 or space - at > _AROUND // 2 else space + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return space if at - space < _AROUND // 2 else at
