"""The ASCII names of provisions by the naming convention: ``Chương IV`` is ``chp_4``, ``điểm đ`` is ``point_dd``."""

import re
from functools import lru_cache

from gazette.model.text import fold_space, without_accents

PREFIXES = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "subsection": "subsec",
    "article": "art",
    "clause": "clause",
    "point": "point",
    "hcontainer": "hcontainer",
}
"""The prefix of each level (docs/rooms/naming.md)."""
_ROMAN = re.compile(r"^(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
_TEN = "muoi"
IN_WORDS = (
    r"(?:(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\s+)?(?:mười|mươi)(?:\s+(?:một|mốt|hai|ba|tư|bốn|năm|lăm|sáu|bảy|bẩy|tám|chín))?"
    r"|nhất|một|hai|nhì|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín"
)
"""The pattern of a number from one to ninety-nine in words, as ``Điều thứ hai mươi mốt`` prints it; read by :func:`in_words`."""
_TRAILING = re.compile(r"[\s.:)/\]-]+$")
_BARE = re.compile(r"\W*(?:[ivxlcdm]+|[a-zđ]|\d+)[a-zđ]?\W*$", re.IGNORECASE)
_LABELLED = re.compile(r"(?:phần|chương|mục|tiểu mục|điều)\s*(?:thứ\s+)?(?:số\s+)?(.*)$", re.DOTALL)
_ROMAN_LETTERED = re.compile(r"^([ivxlcdm]+)([a-z]?)$")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def roman(text: str) -> int | None:
    """The value of a Roman number, or None."""
    low = text.lower()
    if not _ROMAN.match(low):
        return None
    values = [_VALUES[char] for char in low]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def names_level(label: str) -> bool:
    """True when a printed label says its level in words (``Mục 3``), False for the bare signs of an outline (``II.``, ``A.``)."""
    return bool(label.strip()) and not _BARE.match(label)


@lru_cache(maxsize=4096)
def number_name(label: str, level: str) -> str:
    """The ASCII name of a printed label: ``Chương IV`` is ``4``, ``Điều 12a.`` is ``12a``, ``đ)`` is ``dd``; empty when it has none."""
    folded = fold_space(label).lstrip("“”\"'(« ")
    low = folded.lower().replace("ð", "đ")
    match = _LABELLED.match(low) if level not in ("clause", "point") else None
    core = _TRAILING.sub("", without_accents((match.group(1) if match else low).replace("đ", "dd")))
    if level == "part" and len(core) == 1 and core not in "ivx":
        return core
    if level in ("part", "chapter", "section", "subsection", "annex"):
        lettered = _ROMAN_LETTERED.match(core)
        value = roman(lettered.group(1)) if lettered else None
        if lettered and value:
            return f"{value}{lettered.group(2)}"
    if match and (said := in_words(core)):
        return str(said)
    return _NOT_NAME.sub("-", core).strip("-")


def in_words(text: str) -> int | None:
    """The number that *text* says in words, with or without ``thứ`` (``nhất``, ``THỨ HAI MƯƠI MỐT``), or None."""
    words = without_accents(fold_space(text)).lower().split()
    words = words[1:] if words[:1] == ["thu"] else words
    tens, ten, units = ([], "", words) if _TEN not in words else (words[: words.index(_TEN)], _TEN, words[words.index(_TEN) + 1 :])
    if not (ten or units) or len(tens) > 1 or len(units) > 1 or any(word not in _WORDS for word in (*tens, *units)):
        return None
    high = (_WORDS[tens[0]] if tens else 1) if ten else 0
    return 10 * high + (_WORDS[units[0]] if units else 0)


def under(parent: str, name: str) -> str:
    """*name* below *parent*, joined by two low lines."""
    return f"{parent}__{name}" if parent else name
