"""Writes a count in the number formats of Word (ST_NumberFormat, 17.18.59)."""

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_CHICAGO = "*†‡§"


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


def vietnamese(count: int) -> str:
    """``25`` as ``hai mươi lăm``; from a hundred on in digits."""
    if not 0 <= count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    if not tens:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{head} {tail}".strip()


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _chicago(count: int) -> str:
    return _CHICAGO[(count - 1) % 4] * min((count - 1) // 4 + 1, 30)


def _circled(count: int) -> str:
    return chr(0x245F + count) if 1 <= count <= 20 else str(count)


def _parenthesised(count: int) -> str:
    return chr(0x2473 + count) if 1 <= count <= 20 else f"({count})"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": letter,
    "lowerLetter": lambda count: letter(count).lower(),
    "ordinal": _ordinal,
    "chicago": _chicago,
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _parenthesised,
    "vietnameseCounting": vietnamese,
    "none": lambda _: "",
    "bullet": lambda _: "",
}


def written(count: int, number_format: str, picture: str = "") -> str:
    """*count* in *number_format*; ``custom`` follows *picture* (``001, 002, …``); an unknown format counts in digits."""
    if number_format == "custom":
        width = len(picture.split(",")[0].strip())
        return f"{count:0{min(width, 9)}d}" if picture[:1] == "0" else str(count)
    return _FORMATS.get(number_format, str)(count)
