"""Brings the letters of a stretch of text into one form: composed (NFC), Đ for eth, symbol fonts as Unicode."""

import re
import unicodedata

from gazette.word import symbols
from gazette.word.remarks import Remarks

_ETH = re.compile("[Ðð](?=[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵbcdđghklmnpqrstvx])", re.IGNORECASE)
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def clean(text: str, font: str, remarks: Remarks) -> str:
    """*text* set in *font* (named only when it is a symbol font) in its one form; remarks W032, W042, W043."""
    if text.isascii() and not font:
        return text
    # Private-use characters do not count as printable; asking that first is three times quicker than looking for them.
    if font or "Ð" in text or "ð" in text or not text.isprintable():
        text = _special(text, font, remarks)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        remarks.note("W042", "")
    return text


def strip_controls(text: str) -> str:
    """*text* without the control characters that no XML may hold."""
    return _FORBIDDEN.sub("", text)


def leading_marks(text: str) -> int:
    """How many combining tone marks *text* begins with: they belong to the letter before."""
    count = 0
    while count < len(text) and text[count] in _MARKS:
        count += 1
    return count


def _special(text: str, font: str, remarks: Remarks) -> str:
    spelled = _ETH.sub(lambda match: "đ" if match[0] == "ð" else "Đ", text)
    if spelled != text:
        remarks.note("W043", "")
    read = symbols.readable(spelled, font)
    for before, after in zip(spelled, read, strict=True):
        if after == symbols.UNKNOWN and before != after:
            remarks.note("W032", symbol=f"U+{ord(before):04X}", font=font or "?")
    return read
