"""The passage of a text that shows best why it was found, as safe HTML with the found words in `<mark>`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from search.parser import Word
from search.vietnamese import Syllable, bare, normalise, syllables

WIDTH = 240  # characters
_HALF = 160  # characters of each of two passages
_SCAN = 400_000  # characters of a text that are looked through
_STEP = 2_500  # characters looked through at once; a passage with every word ends the search
_AROUND = 60
_BETWEEN = re.compile(r"</mark>([ .])<mark>")  # words in a row, and the parts of a procedure's code, are marked as one


class _Passage(NamedTuple):
    """A stretch of text from `at` with the syllables to mark; `start` is where the best window in it begins, `worth` how good that is."""

    worth: float
    text: str
    marked: Sequence[Syllable]
    start: int
    at: int
    last: bool


class _Piece(NamedTuple):
    """What is shown of a passage, and whether it begins or ends the whole text."""

    html: str
    first: bool
    last: bool


def snippet(text: str, words: Sequence[Word]) -> str:
    """The best passage of `text` for these words, and a second one for words that stand apart; its beginning when it has none of them."""
    passages = list(_passages(text, words))
    best = max(passages, key=lambda passage: passage.worth)
    if not best.marked:
        return _shown([_piece(passages[0], 0, WIDTH)])
    second = _second(passages, best, words)
    if second is None:
        return _shown([_piece(best, _before(best), WIDTH)])
    return _shown([_piece(one, _before(one), _HALF) for one in sorted((best, second), key=lambda one: one.at + one.start)])


def _passages(text: str, words: Sequence[Word]) -> Iterator[_Passage]:
    """The passages one after the other; one that has every word is the last."""
    asked = len({word.folded for word in words})
    for at in range(0, max(1, min(len(text), _SCAN)), _STEP):
        clean = " ".join(normalise(text[at : at + _STEP + WIDTH]).split())
        marked = _found(clean, words)
        worth, start = _best_window(marked, words)
        yield _Passage(worth, clean, marked, start, at, at + _STEP + WIDTH >= len(text))
        if marked and worth >= asked:
            return


def _second(passages: Sequence[_Passage], best: _Passage, words: Sequence[Word]) -> _Passage | None:
    """The passage with most of the words that the best one lacks."""
    shown = [item for item in best.marked if best.start <= item.start and item.end <= best.start + WIDTH - _AROUND]
    lacking = [word for word in words if not any(_agrees(item, word) for item in shown)]
    found: _Passage | None = None
    for passage in passages if lacking else ():
        others = [item for item in passage.marked if any(_agrees(item, word) for word in lacking)]
        worth, start = _best_window(others, lacking)
        if worth > (found.worth if found else 0.0):
            found = passage._replace(worth=worth, start=start)
    return found


def _agrees(item: Syllable, word: Word) -> bool:
    return item.folded.startswith(word.folded) if word.prefix else item.folded == word.folded


def _before(passage: _Passage) -> int:
    return _word_start(passage.text, max(0, passage.start - _AROUND))


def _piece(passage: _Passage, start: int, width: int) -> _Piece:
    """A stretch of a passage as HTML."""
    clean, end = passage.text, _word_end(passage.text, start + width)
    pieces, at = [], start
    for syllable in (item for item in passage.marked if item.start >= start and item.end <= end):
        pieces += [escape(clean[at : syllable.start]), "<mark>", escape(clean[syllable.start : syllable.end]), "</mark>"]
        at = syllable.end
    html = "".join([*pieces, escape(clean[at:end])])
    html = _BETWEEN.sub(r"\1", html)
    return _Piece(html, start == 0 and passage.at == 0, end == len(clean) and passage.last)


def _shown(pieces: Sequence[_Piece]) -> str:
    return ("" if pieces[0].first else "… ") + " … ".join(piece.html for piece in pieces) + ("" if pieces[-1].last else " …")


def _found(text: str, words: Sequence[Word]) -> list[Syllable]:
    """The syllables that agree with the words; where a word stands as accented, not those of another tone."""
    if not words:
        return []
    plain = {word.folded for word in words if not word.prefix}
    prefixes = tuple(word.folded for word in words if word.prefix)
    letters = bare(text)
    loose = [
        item
        for match in _pattern(frozenset(words)).finditer(letters)
        for item in syllables(text[match.start() : match.end()], match.start())
        if item.folded in plain or (prefixes and item.folded.startswith(prefixes)) or " " in letters[match.start() : match.end()]
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
