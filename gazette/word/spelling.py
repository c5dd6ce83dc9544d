"""Spells counts in words, in Vietnamese and in English, as Word does in lists numbered by words."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_VIETNAMESE_ORDINALS = {1: "nhất", 4: "tư"}


def vietnamese(count: int) -> str:
    """``25`` as ``hai mươi lăm``, ``101`` as ``một trăm linh một``; from a thousand on in digits."""
    if not 0 <= count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    if hundreds:
        tail = f"linh {_DIGITS[rest]}" if 0 < rest < 10 else vietnamese(rest) if rest else ""
        return f"{_DIGITS[hundreds]} trăm {tail}".strip()
    tens, ones = divmod(count, 10)
    if not tens:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{head} {tail}".strip()


def english(count: int) -> str:
    """``25`` as ``twenty-five``; from a thousand on in digits."""
    if not 0 <= count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    if hundreds:
        return f"{_ONES[hundreds]} hundred {english(rest) if rest else ''}".strip()
    return _ONES[rest] if rest < 20 else "-".join(filter(None, (_TENS[rest // 10], _ONES[rest % 10] if rest % 10 else "")))


def cardinal(count: int, language: str) -> str:
    """``2`` as ``Hai`` or ``Two``: Vietnamese when *language* (``vi-VN``) says so, English otherwise."""
    text = vietnamese(count) if language.startswith("vi") else english(count)
    return text[:1].upper() + text[1:]


def ordinal(count: int, language: str) -> str:
    """``2`` as ``Thứ hai`` or ``Second``; from a thousand on in digits."""
    if not 0 <= count < 1000:
        return str(count)
    if language.startswith("vi"):
        return f"Thứ {_VIETNAMESE_ORDINALS.get(count) or vietnamese(count)}"
    head, cut, last = cardinal(count, language).rpartition("-" if count % 100 > 20 else " ")
    lower = last.lower()
    ending = _ENGLISH_ORDINALS.get(lower) or (f"{lower[:-1]}ieth" if lower.endswith("y") else f"{lower}th")
    return f"{head}{cut}{ending if head else ending.capitalize()}"
