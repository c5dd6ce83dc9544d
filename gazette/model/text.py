"""Small laws of Vietnamese text: composed letters, folded white space, ASCII names, dates in words."""

import re
import unicodedata
from datetime import date

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def nfc(text: str) -> str:
    """*text* with every Vietnamese letter as one code point (TCVN 6909:2001, Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def fold_space(text: str) -> str:
    """*text* in NFC with every run of white space as one space, unseen characters gone, ends trimmed."""
    return folded(nfc(text))


def folded(seen: str) -> str:
    """*seen*, which is in NFC already, with every run of white space as one space, unseen characters gone, ends trimmed."""
    if not seen.isprintable():  # a quick look: what is unseen, and any white space but the space, is never printable
        seen = _UNSEEN.sub("", seen)
    elif "  " not in seen:
        return seen.strip()
    return " ".join(seen.split())


def small(text: str) -> str:
    """*text* as a pattern that ignores case compares it: every letter small, each character in its place.

    What such a pattern cannot do without stands in the small text; a quick look for it spares most lines the slow search.
    """
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


def without_accents(text: str) -> str:
    """*text* without tone and vowel marks, đ as d: ``Quyết định`` becomes ``Quyet dinh``."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def alike(text: str) -> str:
    """*text* as names are compared: small letters, single spaces, each syllable's tone wherever it is written (``Thuý``, ``Thúy``)."""
    return " ".join(map(_tone_last, fold_space(text).casefold().split()))


def _tone_last(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable)
    return "".join(char for char in decomposed if char not in _TONES) + "".join(char for char in decomposed if char in _TONES)


def slug(text: str) -> str:
    """*text* as an ASCII name for addresses: ``12/2023/QĐ-UBND`` becomes ``12-2023-qd-ubnd``."""
    return _NOT_SLUG.sub("-", without_accents(text).lower()).strip("-")


def date_in_words(day: date) -> str:
    """``ngày 05 tháng 01 năm 2020``: day below 10 and months 1 and 2 with a zero (Decree 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def gazette_date(day: date) -> str:
    """``24-7-2020``: the form of gazette heads and contents, months 1 and 2 with a zero."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}-{month}-{day.year}"
