"""Brings the letters of a stretch of text into one form: composed (NFC), Đ for eth, symbol fonts as Unicode."""

import re
import unicodedata
from itertools import groupby

from gazette.word import symbols
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks

# Eth stands for đ before the letters of Vietnamese; where only consonants are before it in its word (QÐ, HÐND), for no word of a
# language that has eth begins so; and as the letter of a list or of "đ/c".
_ETH = re.compile(
    "[Ðð](?=[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵbcdđghklmnpqrstvx])"
    "|(?<![^\\W\\d_])[bcdđghklmnpqrstvx]*(?-i:Ð)"
    "|(?<![\\w(/\\[])ð(?=[)/])",
    re.IGNORECASE,
)
# Beside the control characters of Latin-1, what joins, parts or turns letters unseen; the optional hyphen is Word's own.
_UNSEEN = re.compile("[\x80-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341"
_MOST_MARKS = 500
# No letter before the first combining mark is one.
_BEYOND_LATIN = re.compile(f"[\u0300-\U0010ffff]{{{_MOST_MARKS},}}")


def cleaned(texts: list[str], fonts: list[str], remarks: Remarks) -> list[str]:
    """The *texts* of one paragraph in their one form, each set in the one of *fonts* (named only where it is a symbol font).

    Word cuts runs anywhere, also between a letter and its tone mark: that goes back to its letter. ``Refusal`` W005 for a letter
    with more marks than any that is written; remarks W032, W042, W043, W063.
    """
    whole = texts[0] if len(texts) == 1 else "".join(texts)
    if whole.isascii() and not any(fonts):
        return texts
    check_marks(whole)
    if _is_clean(whole) and not any(fonts):
        return texts
    return [clean(text, font, remarks) for text, font in zip(_marks_given_back(texts), fonts, strict=True)]


def clean(text: str, font: str, remarks: Remarks) -> str:
    """*text* set in *font* (named only when it is a symbol font) in its one form; remarks W032, W042, W043, W063."""
    if not font and (text.isascii() or _is_clean(text)):
        return text
    if font or "Ð" in text or "ð" in text or not text.isprintable():
        text = _special(text, font, remarks)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        remarks.note("W042", "")
    return text


def _is_clean(text: str) -> bool:
    # Private-use characters do not count as printable; asking that first is three times quicker than looking for them.
    return text.isprintable() and "Ð" not in text and "ð" not in text and unicodedata.is_normalized("NFC", text)


def check_marks(text: str) -> None:
    """``Refusal`` W005 when a letter bears more marks than any that is written: ordering them takes the square of their number."""
    if len(text) > _MOST_MARKS:
        for stretch in _BEYOND_LATIN.finditer(text):
            marks = groupby(stretch[0], key=lambda char: unicodedata.combining(char) > 0)
            if any(combining and sum(1 for _ in group) >= _MOST_MARKS for combining, group in marks):
                raise Refusal("W005", reason=f"one letter with {_MOST_MARKS} marks")


def _marks_given_back(texts: list[str]) -> list[str]:
    done = texts[:1]
    for text in texts[1:]:
        count = _leading_marks(text) if done[-1] else 0
        done[-1] += text[:count]
        done.append(text[count:])
    return done


def _leading_marks(text: str) -> int:
    """How many combining tone marks *text* begins with: they belong to the letter before."""
    count = 0
    while count < len(text) and text[count] in _MARKS:
        count += 1
    return count


def _special(text: str, font: str, remarks: Remarks) -> str:
    spelled = _ETH.sub(lambda match: match[0].replace("ð", "đ").replace("Ð", "Đ"), text)
    if spelled != text:
        remarks.note("W043", "")
    for char in sorted(set(_UNSEEN.findall(text))):
        remarks.note("W063", "", character=f"U+{ord(char):04X}")
    read = symbols.readable(spelled, font)
    for before, after in zip(spelled, read, strict=True):
        if after == symbols.UNKNOWN and before != after:
            remarks.note("W032", symbol=f"U+{ord(before):04X}", font=font or "?")
    return read
