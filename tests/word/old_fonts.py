"""Types Unicode text as the machines of the 1990s did: the characters an old font shows, cut into runs with their fonts.

The tables are viparse's turned round, so they prove the deciding and not the tables themselves; those are proved against the
transcripts of the shared corpus.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

from viparse.normalize.encodings import CHARMAPS

from tests.words import font, package, xml_document

Typed = tuple[str, str]
"""A font and the characters typed in it."""

FONTS = {
    "tcvn3": (".VnTime", ".VnTimeH"),
    "vni": ("VNI-Times", "VNI-Times"),
    "viscii": ("VI Times", "VI Times"),
    "vps": ("VPS Times", "VPS Times"),
    "cp1258": ("Times New Roman", "Times New Roman"),
    "utf8": ("Times New Roman", "Times New Roman"),
    "": ("Times New Roman", "Times New Roman"),
}
_TONES = str.maketrans({"\u0300": "Ì", "\u0309": "Ò", "\u0303": "Þ", "\u0301": "ì", "\u0323": "ò"})
_CP1258 = str.maketrans({"Ă": "Ã", "ă": "ã", "Đ": "Ð", "đ": "ð", "Ơ": "Õ", "ơ": "õ", "Ư": "Ý", "ư": "ý"})
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@cache
def _turned(encoding: str) -> dict[str, str]:
    turned: dict[str, str] = {}
    for legacy, letter in (*CHARMAPS[encoding].pairs, *((("aú", "ẳ"), ("AÚ", "Ẳ")) if encoding == "vni" else ())):
        if legacy != "\u00a0":
            turned.setdefault(letter, legacy)
    return turned


def typed_in(encoding: str, text: str) -> str:
    """*text* as the characters an old font shows: the tables turned round. TCVN3 has no capitals with tone marks."""
    if encoding == "utf8":
        return "".join(chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252") for byte in text.encode())
    if encoding == "cp1258":
        return "".join(_vietnamese_bytes(letter) for letter in text)
    return "".join(_turned(encoding).get(letter, letter) for letter in text) if encoding else text


def _vietnamese_bytes(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", _TONE.sub("", apart))
    marks = "".join(_TONE.findall(apart))
    if marks and unicodedata.normalize("NFC", letter) in "àáâèéêíóôùúÀÁÂÈÉÊÍÓÔÙÚ":
        return letter
    return base.translate(_CP1258) + marks.translate(_TONES)


def as_windows(text: str) -> str:
    """*text* with control codes 0x80–0x9F as the characters of Windows-1252, as Word writes them."""
    return "".join(bytes([ord(char)]).decode("cp1252", "ignore") or char if "\x80" <= char <= "\x9f" else char for char in text)


def runs(encoding: str, text: str, fonts: tuple[str, str] | None = None) -> list[Typed]:
    """*text* typed in *encoding*: for TCVN3 capitals with tone marks stand as small letters in the font of capitals."""
    small, capital = fonts or FONTS[encoding]
    if encoding != "tcvn3" or small == capital:
        return [(small, typed_in(encoding, text))]
    done: list[Typed] = []
    for word in re.split(r"(?<= )", text):
        letters = [letter for letter in word if letter.isalpha()]
        if len(letters) > 1 and all(letter.isupper() for letter in letters):
            done.append((capital, typed_in(encoding, word.lower())))
            continue
        for letter in word:
            lost = letter.isupper() and letter not in _turned("tcvn3") and not letter.isascii()
            done.append((capital, typed_in(encoding, letter.lower())) if lost else (small, typed_in(encoding, letter)))
    return joined(done)


def joined(pieces: Iterable[Typed]) -> list[Typed]:
    """Neighbours of one font as one run."""
    done: list[Typed] = []
    for name, text in pieces:
        if done and done[-1][0] == name:
            done[-1] = (name, done[-1][1] + text)
        else:
            done.append((name, text))
    return done


def cut(pieces: Sequence[Typed], every: int) -> list[Typed]:
    """The same runs cut after every *every* characters, bold and plain by turns, so that nothing joins them again."""
    return [(name, text[place : place + every]) for name, text in pieces for place in range(0, len(text), every)]


def old_docx(paragraphs: Iterable[Sequence[Typed]]) -> bytes:
    """A .docx of *paragraphs*; the optional hyphen stands as Word writes it. Runs are bold and plain by turns."""
    body = "".join(f"<w:p>{''.join(_run(place, *piece) for place, piece in enumerate(pieces))}</w:p>" for pieces in paragraphs)
    return package({"word/document.xml": xml_document(body)})


def _run(place: int, name: str, text: str) -> str:
    look = f"<w:rPr>{font(name) if name else ''}{'<w:b/>' if place % 2 else ''}</w:rPr>"
    inner = "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\u00ad"))
    return f"<w:r>{look}{inner}</w:r>"
