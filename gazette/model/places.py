"""Places in a document in the words of a reader: its parts and provisions, and the paragraphs and pages of its files."""

import re
from typing import Literal

ZONES: dict[str, tuple[str, str]] = {
    "preface": ("phần đầu văn bản", "head of the document"),
    "preamble": ("phần căn cứ", "legal bases"),
    "body": ("nội dung", "text"),
    "conclusions": ("phần cuối văn bản", "end of the document"),
}
"""The parts of a text by the names of Akoma Ntoso; they are also the places of what stands in no provision."""

_WORDS = {
    "part": ("Phần", "Part"),
    "chp": ("Chương", "Chapter"),
    "sec": ("Mục", "Section"),
    "subsec": ("Tiểu mục", "Subsection"),
    "art": ("Điều", "Article"),
    "clause": ("khoản", "clause"),
    "point": ("điểm", "point"),
    "att": ("Văn bản kèm theo", "Attachment"),
}
_AGAIN = re.compile(r"(\w+)-([2-9]|\d{2,})")
"""The name of a heading whose number stood before: ``art_2-2`` is the second ``Điều 2``."""
_DOTTED = ("clause", "point")
"""Levels whose numbers may themselves be written with dots (``1.2``)."""


def place_in_words(at: str, lang: Literal["vi", "en"] = "vi") -> str:
    """A place (eId, or a zone's name) in words: ``art_5__clause_2`` is ``khoản 2 Điều 5``; empty for no place."""
    chosen = lang != "vi"
    if at in ZONES:
        return ZONES[at][chosen]
    pieces = [piece.partition("_")[::2] for piece in at.split("__")]
    named = [f"{_WORDS[prefix][chosen]} {_number(prefix, number, chosen)}" for prefix, number in pieces if prefix in _WORDS]
    attached = [one for one in named if one.startswith(_WORDS["att"][chosen])]
    inner = [one for one in named if one not in attached]
    return ", ".join(filter(None, ((", " if chosen else " ").join(reversed(inner)), *attached)))


def _number(prefix: str, name: str, english: bool) -> str:
    said = name.replace("dd", "đ")
    again = _AGAIN.fullmatch(said) if prefix not in _DOTTED else None
    return f"{again[1]} ({'no. ' if english else 'lần '}{again[2]})" if again else said
