"""What was probably meant: keystrokes of Telex and VNI turned into letters, missing spaces, a procedure by its national code."""

import re
from collections.abc import Callable, Sequence

from search.procedures import codes_in, national
from search.vietnamese import exact, fold, normalise, spell, syllables

_TELEX = {"uwow": "ươ", "uow": "ươ", "dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư"}
_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_VOWEL = re.compile("[aăâeêioôơuưy]")
_LONGEST_SYLLABLE = 7
_LONGEST_RUN = 60  # letters without a space that are cut apart

Known = Callable[[str], int]
Together = Callable[[Sequence[str]], int]
_ODDITY = 20
"""A known word that stands in so many times fewer entries than what its keys would have made was typed with these keys."""
_ALTERNATIVES = 8


def mend(text: str, known: Known, together: Together) -> str | None:
    """The query with every unknown word as it was probably meant; None when nothing can be mended.

    `known` tells in how many living entries a word, given by its exact form, stands; a word without marks stands for all its accents.
    `together` tells in how many these words follow one another.
    """
    query = normalise(text)
    longer = [code for code in codes_in(query) if national(code.term)]
    if longer:  # the act may name the procedure without the office that handles it, or with another
        for code in reversed(longer):
            query = query[: code.start] + national(code.term) + query[code.end :]
        return query
    pieces, at, changed = [], 0, False
    keyed = False
    for item in syllables(query):
        word = query[item.start : item.end]
        times = known(item.exact)
        typed = _keyed(word, known, times * _ODDITY) if not times or keyed else None
        keyed = keyed or typed is not None
        better = typed or (None if times else _cut(word, known, together))
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


def _keyed(word: str, known: Known, least: int) -> str | None:
    if not word.isascii():
        return None
    return next((meant for meant in (telex(word), vni(word)) if meant and known(exact(meant)) > least), None)


def _cut(word: str, known: Known, together: Together) -> str | None:
    """The word as the fewest known syllables; of several ways the one that is found most, then the one with the longer first."""
    if not 3 <= len(word) <= _LONGEST_RUN or not word.isalpha():
        return None
    best: list[list[list[str]]] = [[[]], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            piece = word[start:end]
            if best[start] and _is_syllable(piece) and known(exact(piece)):
                ways = [*best[end], *([*before, piece] for before in best[start])]
                fewest = min(map(len, ways))
                best[end] = [way for way in ways if len(way) == fewest][:_ALTERNATIVES]
    ways = [way for way in best[-1] if len(way) > 1]
    if not ways:
        return None
    return " ".join(max(ways, key=lambda way: together([*way])) if len(ways) > 1 else ways[0])


def _is_syllable(piece: str) -> bool:
    folded = fold(piece)
    return bool(_VOWEL.search(folded)) and (len(piece) > 1 or folded == "y")
