"""Vietnamese syllables for searching: one exact form whatever the spelling habit, and one folded form without marks.

The exact form keeps letters and tone but moves the tone to the end of the syllable, so that the old and the new tone
placement (`hoà`, `hòa`) are one term; after a lone consonant `y` equals `i` (`kỹ`, `kĩ`). The folded form drops tones and
marks and writes `đ` as `d`. Both are meant for comparing only: shown text is never rewritten.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}  # huyền, sắc, ngã, hỏi, nặng
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "\u00a0": " ", "\u202f": " ", "\u2007": " "} | _FULL_WIDTH)
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_ODD = re.compile("[" + "".join(map(chr, _LOOKALIKES)) + _INVISIBLE.pattern[1:])
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_BARE = {ord(c): unicodedata.normalize("NFD", c)[0] for c in "ăâêôơư"} | {ord("đ"): "d"} | dict.fromkeys(map(ord, _TONES))
_LONGEST = 100
_ALPHABETS = 0x2001  # code points up to the first of the general punctuation
_CONSONANT_Y = re.compile(r"(qu|[bcdđfghjklmnpqrstvwxz]+)y")


class Syllable(NamedTuple):
    """One syllable of a text: where it stands, and its two forms."""

    start: int
    end: int
    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether it carries a tone, a vowel mark or đ: then the reader meant exactly this word."""
        return self.exact != self.folded


def normalise(text: str) -> str:
    """NFC, look-alike letters of other alphabets made Vietnamese, hard spaces made plain, invisible characters out."""
    composed = unicodedata.normalize("NFC", text)
    if not _ODD.search(composed):  # a translation goes letter by letter, and hardly any text needs it
        return composed
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", composed.translate(_LOOKALIKES)))


@lru_cache(maxsize=400_000)
def forms(word: str) -> tuple[str, str]:
    """The exact and the folded form of one word; what is longer than any word counts by its beginning."""
    lowered = word[:_LONGEST].lower()
    if lowered.isascii():
        folded = _same_y(lowered)
        return folded, folded
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", lowered).translate(_LOOKALIKES):
        (tones if character in _TONES else letters).append(character)
    base = _same_y(unicodedata.normalize("NFC", "".join(letters)))
    bare = "".join(c for c in unicodedata.normalize("NFD", base) if not unicodedata.combining(c)).replace("đ", "d")
    return base + "".join(tones), _same_y(bare)


def bare(text: str) -> str:
    """The text in small letters without any mark, letter for letter, so that places in it are places in the text.

    A letter of another alphabet becomes `ÿ`, what is no letter a space; done as a look-up of the whole text in a table.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _BARE_LETTERS[np.minimum(codes, len(_BARE_LETTERS) - 1)].tobytes().decode("latin-1")


def _same_y(base: str) -> str:
    return base[:-1] + "i" if base.endswith("y") and _CONSONANT_Y.fullmatch(base) else base


def exact(word: str) -> str:
    """The exact form of one word."""
    return forms(word)[0]


def fold(word: str) -> str:
    """The folded form of one word; folding a folded form changes nothing."""
    return forms(word)[1]


def fold_forms(exact_forms: Sequence[str]) -> list[str]:
    """The folded forms of many exact forms at once; a whole vocabulary is folded in the time of a few single words."""
    folded = "\n".join(exact_forms).translate(_BARE).split("\n") if exact_forms else []
    return [
        (_same_y(one) if one.endswith("y") else one) if one.isascii() else fold(form) for one, form in zip(folded, exact_forms, strict=True)
    ]


def fold_text(text: str) -> str:
    """A text as its folded syllables with one space between them."""
    return " ".join(syllable.folded for syllable in syllables(normalise(text)))


def words(text: str) -> list[str]:
    """The words of a text as they stand, without their places: the quick way for indexing."""
    return _WORD.findall(normalise(text))


def syllables(text: str, offset: int = 0) -> Iterator[Syllable]:
    """The syllables of a text that `normalise` made, with their places in it (plus `offset`)."""
    for match in _WORD.finditer(text):
        both = forms(match.group())
        yield Syllable(match.start() + offset, match.end() + offset, both[0], both[1])


def spell(term: str) -> str:
    """An exact form as people write it: the tone back on its vowel (`hoà`, kept as base and tone, becomes `hòa`)."""
    letters = unicodedata.normalize("NFD", term)
    tones = [c for c in letters if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    vowels = [at for at, c in enumerate(base) if unicodedata.normalize("NFD", c)[0] in "aeiouy"]
    if base.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    if not tones or not vowels:
        return unicodedata.normalize("NFC", base)
    at = _tone_place(base, vowels)
    return unicodedata.normalize("NFC", base[: at + 1] + tones[0] + base[at + 1 :])


def _tone_place(base: str, vowels: list[int]) -> int:
    hatted = [at for at in vowels if base[at] in "ăâêôơư"]
    if hatted:
        return hatted[-1]
    closed = vowels[-1] < len(base) - 1
    return vowels[min(len(vowels) - 1, 1)] if closed or len(vowels) > 2 else vowels[0]


def _bare_letters() -> NDArray[np.uint8]:
    folded = {code: fold(chr(code)) for code in range(_ALPHABETS)}
    plain = {code: letter for code, letter in folded.items() if len(letter) == 1 and letter.isascii() and chr(code).isalnum()}
    table = [ord(plain[code]) if code in plain else ord("ÿ") if chr(code).isalnum() else ord(" ") for code in range(_ALPHABETS)]
    return np.array(table, np.uint8)


_BARE_LETTERS = _bare_letters()
