"""How a sample's letters are stored: composed, decomposed, or TCVN3 bytes under .VnTime and .VnTimeH."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Literal

Encoding = Literal["nfc", "nfd", "tcvn3"]

_LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂĐÊÔƠƯ"
_BYTES = bytes.fromhex(
    "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbcccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9"
    "fafbfcfdfeaea1a2a7a3a4a5a6"
)
_TCVN3 = {ord(letter): chr(byte) for letter, byte in zip(_LETTERS, _BYTES, strict=True)}


def typed(text: str, encoding: Encoding) -> Iterator[tuple[str, str]]:
    """The stretches of *text* as stored, each with the font it needs (empty: the document's own)."""
    if encoding == "tcvn3":
        yield from _tcvn3(text)
    else:
        yield unicodedata.normalize("NFD" if encoding == "nfd" else "NFC", text), ""


def _tcvn3(text: str) -> Iterator[tuple[str, str]]:
    """Capitals with a tone live in the font only: they, and the words in capitals around them, are small letters under .VnTimeH."""
    shouted = [font for word in re.split(r"([ -]+)", text) for font in _fonts(word)]
    for font, pieces in groupby(zip(text, shouted, strict=True), key=itemgetter(1)):
        stretch = "".join(letter for letter, _ in pieces)
        yield (stretch.lower() if font == ".VnTimeH" else stretch).translate(_TCVN3), font


def _fonts(word: str) -> list[str]:
    if word.isupper() and any(_needs_font(letter) for letter in word):
        return [".VnTimeH"] * len(word)
    return [".VnTimeH" if _needs_font(letter) else ".VnTime" for letter in word]


def _needs_font(letter: str) -> bool:
    return letter.isupper() and not letter.isascii() and ord(letter) not in _TCVN3
