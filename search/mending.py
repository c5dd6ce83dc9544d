"""What was probably meant: keystrokes of Telex and VNI turned into letters, missing spaces, a procedure by its national code."""

import re
from collections.abc import Callable

from search.procedures import codes_in, national
from search.vietnamese import exact, fold, normalise, spell, syllables

_TELEX = {"uwow": "ươ", "uow": "ươ", "dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư"}
_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_VOWEL = re.compile("[aăâeêioôơuưy]")
_LONGEST_SYLLABLE = 7
_LONGEST_RUN = 60  # letters without a space that are cut apart

Known = Callable[[str], bool]


def mend(text: str, known: Known) -> str | None:
    """The query with every unknown word as it was probably meant; None when nothing can be mended.

    `known` tells whether a word, given by its exact form, stands in any living entry; a word without marks stands for all its accents.
    """
    query = normalise(text)
    longer = [code for code in codes_in(query) if national(code.term)]
    if longer:  # the act may name the procedure without the office that handles it, or with another
        for code in reversed(longer):
            query = query[: code.start] + national(code.term) + query[code.end :]
        return query
    pieces, at, changed = [], 0, False
    for item in syllables(query):
        word = query[item.start : item.end]
        better = None if known(item.exact) else _keyed(word, known) or _cut(word, known)
        pieces += [query[at : item.start], better or word]
        changed, at = changed or better is not None, item.end
    return "".join([*pieces, query[at:]]).strip() if changed else None


def telex(word: str) -> str | None:
    """The word whose Telex keystrokes these are (`quyeets`: quyết); None when they are none."""
    return _typed(word, _TELEX, _TELEX_TONES)


def vni(word: str) -> str | None:
    """The word whose VNI keystrokes these are (`quye61t`: quyết); None when they are none."""
    tones = [c for c in word if c in _VNI_TONES]
    moved = "".join(c for c in word if c not in _VNI_TONES) + "".join(tones[:1])
    return _typed(moved, _VNI, _VNI_TONES)


def _typed(word: str, letters: dict[str, str], tones: dict[str, str]) -> str | None:
    keys = word.lower()
    tone = tones.get(keys[-1:], "")
    base = keys[:-1] if tone else keys
    for typed, letter in letters.items():
        base = base.replace(typed, letter)
    if not _VOWEL.search(base) or not base.isalpha() or base + tone == keys:
        return None
    return spell(base + tone)


def _keyed(word: str, known: Known) -> str | None:
    if not word.isascii():
        return None
    return next((meant for meant in (telex(word), vni(word)) if meant and known(exact(meant))), None)


def _cut(word: str, known: Known) -> str | None:
    """The word as the fewest known syllables, the longer first."""
    if not 4 <= len(word) <= _LONGEST_RUN or not word.isalpha():
        return None
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end - 1):
            before, piece = best[start], word[start:end]
            if before is None or not _VOWEL.search(fold(piece)) or not known(exact(piece)):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, piece]
    pieces = best[-1]
    return " ".join(pieces) if pieces and len(pieces) > 1 else None
