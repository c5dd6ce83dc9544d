"""What one word says for and against each encoding: whether it spells Vietnamese syllables there."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from gazette.word.charmaps import foreign_to, readings
from gazette.word.syllables import is_syllable, score

# A sign between or before letters is no punctuation: an old font shows a letter there.
_SIGN_IN_WORD = re.compile(
    r"[\u0080-\u009f]|(?<=[^\W\d_])[¡-¨ª¬´-¸¼-¾÷]|(?<=[^\W\d_])[©«®-±¹»¿×](?=[^\W\d_])|[¡-¨ª¬\u00ad®¯´-¸¹»-¾](?=[^\W\d_])"
)
_UNIT = re.compile("µ[mglsAFHNVW]")
# TCVN3 writes ư where Windows has the optional hyphen; both begin words, for lists were typed with the hyphen as their dash.
_LEADING_HYPHEN = re.compile(r"(?<![^\W_])(?<!\u00ad)\u00ad")
_LETTERS = re.compile(r"[^\W\d_]+")
# A letter that an encoding does not have speaks against it more loudly than words that are no syllables.
_FOREIGN = -4.0


@lru_cache(maxsize=65536)
def weight(word: str, encoding: str) -> float:
    """How many syllables *word* spells in *encoding* ("" = Unicode), less the words that are none; 0 says nothing."""
    if word.isascii() or _UNIT.fullmatch(word):
        return 0.0
    return _weight_of(word, encoding, decoded(word, encoding) if encoding else word)


def _weight_of(word: str, encoding: str, letters: Sequence[str]) -> float:
    if encoding and foreign_to(encoding, word, letters):
        return _FOREIGN
    text = unicodedata.normalize("NFC", "".join(letters))
    signs = _SIGN_IN_WORD.search(text.replace("\u00ad", "") if encoding else text)
    return min(score(text), -1.0) if signs else score(text)


@lru_cache(maxsize=65536)
def decoded(word: str, encoding: str) -> tuple[str, ...]:
    """*word* read in *encoding*: one entry for each of its characters."""
    best = max(readings(word, encoding), key=lambda letters: _weight_of(word, encoding, letters))
    if encoding.startswith("tcvn3") and "\u00ad" in word:
        return tuple(_hyphens_kept(word, best))
    return tuple(best)


def _hyphens_kept(word: str, letters: list[str]) -> list[str]:
    """*letters* with the hyphen for ư where it stands alone, or makes no syllable of what is one (or one letter) without it."""
    done = list(letters)
    for match in _LEADING_HYPHEN.finditer(word):
        rest = _LETTERS.match("".join(letters[match.end() :]))
        alone = rest is None or len(rest[0]) == 1
        if rest is None or (not is_syllable(f"ư{rest[0]}") and (alone or is_syllable(rest[0]))):
            done[match.start()] = "\u00ad"
    return done
