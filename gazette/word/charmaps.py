"""The old encodings as functions from the characters Word shows to Unicode; the tables are viparse's."""

import re
from collections.abc import Callable, Iterable

from viparse.normalize.encodings import CHARMAPS

Decode = Callable[[str], str]
ENCODINGS = ("tcvn3", "vni", "viscii", "vps")
# Two letters viparse leaves out because its corpus never shows them (VNI-Windows: breve with hook, y with dot).
_MORE_VNI = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"))


def _pairs(name: str) -> dict[str, str]:
    pairs: dict[str, str] = dict(CHARMAPS[name].pairs)
    if name == "vni":
        pairs.update(_MORE_VNI)
        for legacy, letter in list(pairs.items()):
            if len(legacy) == 2 and legacy.islower():
                pairs.setdefault(legacy[0].upper() + legacy[1], letter.upper())
    # A no-break space is one in every file met, though VISCII has the letter Õ there.
    pairs.pop("\u00a0", None)
    if name in ("viscii", "vps"):
        pairs.update(_as_windows_1252(pairs.items()))
    return pairs


def _as_windows_1252(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Word shows bytes 0x80–0x9F as the punctuation of Windows-1252."""
    more: dict[str, str] = {}
    for legacy, letter in list(pairs):
        if "\x80" <= legacy <= "\x9f":
            shown = bytes([ord(legacy)]).decode("cp1252", "ignore")
            if shown:
                more[shown] = letter
    return more


def _decoder(name: str) -> Decode:
    pairs = _pairs(name)
    if all(len(legacy) == 1 for legacy in pairs):
        table = str.maketrans(pairs)
        return lambda text: text.translate(table)
    pattern = re.compile("|".join(re.escape(legacy) for legacy in sorted(pairs, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda match: pairs[match[0]], text)


DECODERS: dict[str, Decode] = {name: _decoder(name) for name in ENCODINGS}
