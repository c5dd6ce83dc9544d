"""The start of a line: which label opens a provision, which words only look like one, and what marks a paragraph, a part or a block."""

import re
from dataclasses import dataclass
from typing import Literal

from gazette.akn.editable import names
from gazette.akn.editable.letters import END, argument, closing, split, value_of
from gazette.model.draft import Level

Join = Literal["space", "none", "apart"]
_ROMAN = "[IVXLC]+"
_LABELS: tuple[tuple[Level, str, str], ...] = (
    ("part", "", rf"(?:Phần|PHẦN)\s+(?:(?:[Tt]hứ|THỨ)\s+\w+(?:\s+(?:một|hai|ba|MỘT|HAI|BA))?|{_ROMAN}|\d{{1,2}})[.:]?"),
    ("chapter", "", rf"(?:Chương|CHƯƠNG)\s+(?:{_ROMAN}|\d{{1,3}})[a-zđ]?[.:]?"),
    ("section", "", rf"(?:Mục|MỤC)\s+(?:{_ROMAN}|\d{{1,3}})[a-zđ]?[.:]?"),
    ("subsection", "", rf"(?:Tiểu [Mm]ục|TIỂU MỤC)\s+(?:{_ROMAN}|\d{{1,3}})[a-zđ]?[.:]?"),
    ("article", "", r"(?:Điều|ĐIỀU)\s+\d{1,4}[a-zđ]{0,2}\d?[.:]?"),
    ("hcontainer", "tieu-muc", r"\d{1,3}(?:\.\d{1,3}){1,4}\.?"),
    ("clause", "", r"\d{1,3}[a-zđ]?\d?\."),
    ("point", "", r"[a-zđ]{1,2}\d{0,2}\)"),
    ("section", "", rf"{_ROMAN}\."),
    ("part", "", r"[A-ZĐ]\."),
    ("hcontainer", "tiet", "[-+•]"),
)
_STYLED = r"(?:\*\*|//|__|~~)*"
_NATURAL = tuple(
    (level, name, re.compile(rf"(?P<num>{_STYLED}[“”\"«]?{label}{_STYLED})(?: ?(?P<apart>{END}) ?| |$)(?P<rest>.*)$", re.DOTALL))
    for level, name, label in _LABELS
)
_SUSPECT = re.compile(r"(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN)(?=\s*(?:[.:]|$)|\s+[A-ZĐÀ-Ỹ])")
_EXPLICIT = re.compile(
    r"(?P<level>"
    + "|".join(sorted(names.LEVELS, key=len, reverse=True))
    + rf")(?P<name> (?!{names.JOINED}$)(?:\\.|[^ :\\])+)?(?P<joined> {names.JOINED})?$"
)
_APART = re.compile(f" ?{END} ?")
_PART = re.compile(r"={3,}\s*(?P<name>.*?)\s*=*$", re.DOTALL)
_SECTION = re.compile(r"[-–—]{2,3} (?P<name>[^\W\d_].*?) [-–—]{2,3}$", re.DOTALL)
_BLOCK_WORDS = (names.GRID, names.QUOTATION, names.GROUP, names.ROW, names.CELL, *names.GROUPS, *names.LEVELS)
_BLOCK = re.compile(r"\[(?:" + "|".join(sorted(_BLOCK_WORDS, key=len, reverse=True)) + r")(?=[ :\]])")


@dataclass(frozen=True, slots=True)
class Label:
    """The label at the start of a provision's line: what it names, its text as written, and the text after it."""

    level: Level
    name: str
    num: str
    join: Join
    rest: str
    bold: bool = False

    @property
    def headed(self) -> bool:
        """True when the heading, not the text itself, goes on after the label."""
        return headed(self.level)


def headed(level: Level) -> bool:
    """Whether a label of *level* is followed by its heading on the same line, both in bold type."""
    return level in names.HEADED


def natural(text: str) -> Label | None:
    """The label that *text* opens with as print writes it (``Điều 5.``, ``1.``, ``a)``, ``-``), or None."""
    light = text.startswith("{" + names.LIGHT + "} ")
    inner = text[len(names.LIGHT) + 3 :] if light else text
    for level, name, pattern in _NATURAL:
        match = pattern.match(inner)
        if match:
            join: Join = "apart" if match.group("apart") else "space"
            return Label(level, name, match.group("num"), join, match.group("rest"), headed(level) and not light)
    return None


def explicit(level: Level, name: str, join: Join, num: str) -> str:
    """The label in brackets, for what print does not tell: ``[khoản: 1.]``, ``[đoạn muc liền: I.]``."""
    shown = "\\u{6c}iền" if name == names.JOINED else argument(name).replace(" ", "\\u{20}")
    words = [_LEVEL_WORDS[level], shown if name else "", names.JOINED if join == "none" else ""]
    return f"[{' '.join(word for word in words if word)}{': ' + num if num else ''}]"


def explicit_head(head: str) -> tuple[Level, str, bool] | None:
    """The level, the name, and whether the label is joined, out of the words before the colon of a label in brackets."""
    match = _EXPLICIT.match(head.strip(" "))
    if not match:
        return None
    name = match.group("name")
    return names.LEVELS[match.group("level")], value_of(name[1:]) if name else "", bool(match.group("joined"))


def bracketed(text: str) -> Label | None:
    """The label in brackets that *text* opens with (``[khoản: 1)] Một``), or None."""
    if not text.startswith("["):
        return None
    end = closing(text, 0)
    inside, rest = text[1:end], text[end + 1 :]
    head = split(inside, ":")[0]
    found = explicit_head(head)
    if found is None:
        return None
    level, name, joined = found
    apart = _APART.match(rest)
    rest = rest[apart.end() :] if apart else rest.removeprefix(" ")
    return Label(level, name, inside[len(head) + 1 :].removeprefix(" "), "apart" if apart else "none" if joined else "space", rest)


def suspect(text: str) -> str:
    """The word ``Điều``, ``Chương`` … when *text* opens with it and its number is missing; else empty."""
    match = _SUSPECT.match(text)
    return match.group(0) if match else ""


def part_name(text: str) -> str | None:
    """The name in a line such as ``=== VĂN BẢN ===``, or None."""
    match = _PART.match(text)
    return match.group("name") if match else None


def section_name(text: str) -> str | None:
    """The name in a line such as ``--- Nội dung ---``, or None."""
    match = _SECTION.match(text)
    return match.group("name") if match else None


def opens_block(text: str) -> bool:
    """Whether *text* opens a table, a quotation, a group or a provision in brackets."""
    return bool(_BLOCK.match(text))


def needs_braces(text: str) -> bool:
    """Whether a plain paragraph *text* would be read as something else without ``{}`` before it."""
    if not text or text[0] in "{|":
        return True
    if suspect(text) or natural(text) or opens_block(text):
        return True
    return part_name(text) is not None or section_name(text) is not None


_LEVEL_WORDS = {level: word for word, level in names.LEVELS.items()}
