"""The old encodings as functions from the characters Word shows to Unicode; the tables of four of them are viparse's."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from viparse.normalize.encodings import CHARMAPS

Decode = Callable[[str], list[str]]
"""Gives for each character what it stands for; "" for the second character of a pair."""

NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "viscii": "VISCII",
    "vps": "VPS",
    "cp1258": "Windows-1258",
    "utf8": "UTF-8 → Windows-1252",
    "tcvn3/1258": "TCVN3 (ABC) → Windows-1258",
    "vni/1258": "VNI → Windows-1258",
}
"""Every reading that is tried, with its name for people; ``a → b`` is text in *a* that a program took for *b*."""
ENCODINGS = tuple(NAMES)
# The letters beyond ASCII that an encoding has where Latin-1 has them; elsewhere such a letter would be something else.
_LATIN = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_KEPT = {"tcvn3": frozenset("ý"), "vni": frozenset("ÍÌíì"), "viscii": _LATIN, "vps": _LATIN, "cp1258": _LATIN, "utf8": frozenset("")}
# Letters viparse leaves out because its corpus never shows them (VNI-Windows: breve with hook, y with dot).
_MORE_VNI = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"))
# Windows-1258: five tone marks that follow their vowel, and the letters Windows-1252 has not.
_CP1258 = dict(zip("ÌÒÞìòÃãÐðÕõÝýþ", "\u0300\u0309\u0303\u0301\u0323ĂăĐđƠơƯư₫", strict=True))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset(f"abcdeghiklmnopqrstuvxyđ\u0302\u0306\u031b{_TONES}")
# Punctuation of Windows-1252 that VISCII and VPS have letters for: around a word it is what Word itself put there.
_PUNCTUATION = "[‚„…†‡ˆ‰‹‘’“”•–—˜™›]*"
_AROUND = re.compile(f"({_PUNCTUATION})(.*?)({_PUNCTUATION})\\Z", re.DOTALL)
_UTF8 = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
)


def _pairs(name: str) -> dict[str, str]:
    pairs: dict[str, str] = dict(CHARMAPS[name].pairs)
    if name == "vni":
        pairs.update(_MORE_VNI)
        for legacy, letter in list(pairs.items()):
            if len(legacy) == 2 and legacy.islower():
                pairs.setdefault(legacy[0].upper() + legacy[1], letter.upper())
                pairs.setdefault(legacy[0] + legacy[1].upper(), letter)
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


def _one_to_one(table: dict[str, str]) -> Decode:
    return lambda text: [table.get(char, char) for char in text]


def _two_to_one(pairs: dict[str, str]) -> Decode:
    pattern = re.compile("|".join(re.escape(legacy) for legacy in sorted(pairs, key=len, reverse=True)))

    def decode(text: str) -> list[str]:
        done = list(text)
        for match in pattern.finditer(text):
            done[match.start() : match.end()] = [pairs[match[0]], *[""] * (len(match[0]) - 1)]
        return done

    return decode


def _from_utf8(text: str) -> list[str]:
    done = list(text)
    for match in _UTF8.finditer(text):
        size = {0xC: 2, 0xD: 2, 0xE: 3}.get(ord(match[0][0]) >> 4, 4)
        try:
            letter = b"".join(map(_byte, match[0][:size])).decode("utf-8")
        except UnicodeError:
            continue
        if len(letter) == 1:
            done[match.start() : match.start() + size] = [letter, *[""] * (size - 1)]
    return done


def _byte(char: str) -> bytes:
    """The byte Windows-1252 shows as *char*; a control code is the byte it was."""
    return bytes([ord(char)]) if char < "\u0100" else char.encode("cp1252")


def _unmixed_1258() -> dict[str, str]:
    """What a program that took bytes for Windows-1258 shows, as what Windows-1252 shows for them.

    The letters of Latin-1 stay: where they could be a composed vowel and tone mark too, no syllable needs that.
    """
    table = {letter: shown for shown, letter in _CP1258.items()}
    for base in "aeiouyAEIOUYâêôăơưÂÊÔĂƠƯ":
        for tone in _TONES:
            composed = unicodedata.normalize("NFC", base + tone)
            if composed > "\u00ff" and len(composed) == 1:
                table[composed] = table.get(base, base) + table[tone]
    return table


_UNMIXED = _unmixed_1258()


def _through_1258(decode: Decode) -> Decode:
    """*decode* for text whose bytes were taken for Windows-1258, and whose letters and tone marks were then composed."""

    def decode_all(text: str) -> list[str]:
        shown = [_UNMIXED.get(char, char) for char in text]
        letters = iter(decode("".join(shown)))
        return ["".join(next(letters) for _ in piece) for piece in shown]

    return decode_all


def _decoders() -> dict[str, Decode]:
    made: dict[str, Decode] = {}
    for name in CHARMAPS:
        pairs = _pairs(name)
        made[name] = _two_to_one(pairs) if name == "vni" else _one_to_one(pairs)
    made |= {"cp1258": _one_to_one(_CP1258), "utf8": _from_utf8}
    return made | {f"{name}/1258": _through_1258(made[name]) for name in ("tcvn3", "vni")}


DECODERS: dict[str, Decode] = _decoders()


def readings(text: str, encoding: str) -> list[list[str]]:
    """How *text*, one word, may read in *encoding*: with the quotation marks and dashes around it kept, or as the table says."""
    decoded = DECODERS[encoding](text)
    around = _AROUND.match(text) if encoding in ("viscii", "vps") else None
    if around is None or not (around[1] or around[3]):
        return [decoded]
    start, end = around.span(2)
    return [[*text[:start], *decoded[start:end], *text[end:]], decoded]


def foreign_to(encoding: str, raw: str, decoded: Sequence[str]) -> bool:
    """Whether *raw* holds a letter that nobody types in *encoding*."""
    kept = _KEPT[encoding.partition("/")[0]]
    for char, letter in zip(raw, decoded, strict=True):
        if letter == char and char > "\x7f" and char.isalpha() and char not in kept:
            return True
        if letter > "\x7f" and letter.isalpha() and not _VIETNAMESE.issuperset(unicodedata.normalize("NFD", letter.lower())):
            return True
    return False
