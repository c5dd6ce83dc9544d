"""Writes a count in the number formats of Word (ST_NumberFormat, 17.18.59)."""

from collections.abc import Callable

from gazette.word import spelling

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CHICAGO = "*†‡§"
_FULL_WIDTH = {0x30 + digit: 0xFF10 + digit for digit in range(10)}


def roman(count: int) -> str:
    """``14`` as ``XIV``; counts outside 1–4999 in digits."""
    if not 0 < count < 5000:
        return str(count)
    text = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        text += sign * times
    return text


def letter(count: int) -> str:
    """``2`` as ``B``, ``28`` as ``BB``: Word repeats the letter."""
    if count <= 0:
        return str(count)
    times, place = divmod(count - 1, 26)
    return chr(65 + place) * min(times + 1, 30)


def ordinal(count: int) -> str:
    """``2`` as ``2nd``."""
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _chicago(count: int) -> str:
    return _CHICAGO[(count - 1) % 4] * min((count - 1) // 4 + 1, 30)


def _circled(count: int) -> str:
    return chr(0x245F + count) if 1 <= count <= 20 else str(count)


def _parenthesised(count: int) -> str:
    return chr(0x2473 + count) if 1 <= count <= 20 else f"({count})"


def _stopped(count: int) -> str:
    return chr(0x2487 + count) if 1 <= count <= 20 else f"{count}."


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": letter,
    "lowerLetter": lambda count: letter(count).lower(),
    "ordinal": ordinal,
    "chicago": _chicago,
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _parenthesised,
    "decimalEnclosedFullstop": _stopped,
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalHalfWidth": str,
    "vietnameseCounting": spelling.vietnamese,
    "none": lambda _: "",
    "bullet": lambda _: "",
}


_IN_WORDS: dict[str, Callable[[int, str], str]] = {"cardinalText": spelling.cardinal, "ordinalText": spelling.ordinal}


def known(number_format: str) -> bool:
    """Whether :func:`written` knows *number_format*; others are counted in digits."""
    return number_format in _FORMATS or number_format in _IN_WORDS or number_format == "custom"


def written(count: int, number_format: str, picture: str = "", language: str = "") -> str:
    """*count* in *number_format*; an unknown format counts in digits.

    ``custom`` follows *picture* (``001, 002, …``); counts in words are Vietnamese or English, as *language* (``vi-VN``) says.
    """
    if number_format == "custom":
        width = len(picture.split(",")[0].strip())
        return f"{count:0{min(width, 9)}d}" if picture[:1] == "0" else str(count)
    in_words = _IN_WORDS.get(number_format)
    return in_words(count, language) if in_words is not None else _FORMATS.get(number_format, str)(count)
