"""Gaps, repeats and jumps in the numbers of every level, from Phần to điểm: reported to the editor, never repaired."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gazette.model.draft import Item, Provision, text_of
from gazette.model.eids import EIds
from gazette.model.naming import in_words
from gazette.model.outcome import Finding
from gazette.model.text import fold_space
from gazette.structure.findings import CATALOGUE
from gazette.structure.labels import LETTERS, PLAIN_LETTERS

Key = tuple[int, int]

_NAMES = {
    "part": ("Phần", "Part"),
    "chapter": ("Chương", "Chapter"),
    "section": ("Mục", "Section"),
    "subsection": ("Tiểu mục", "Subsection"),
    "article": ("Điều", "Article"),
    "clause": ("khoản", "clause"),
    "point": ("điểm", "point"),
}
_EVERY_LETTER = [*PLAIN_LETTERS[:4], "đ", *PLAIN_LETTERS[4:]]
"""Both alphabets that lists are lettered by, as one order."""
_FOREIGN = frozenset("fjwz")
_RUNNING = frozenset(("part", "chapter", "section", "subsection"))
_NUMBER = re.compile(r"(\d+)\s?([a-zđ]?)(\d?)")
_POINT = re.compile(r"([a-zđ]{1,2})(\d{0,2})")
_ORDINAL = re.compile(r"thứ\s+(?=\d)", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLC]+$")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(slots=True)
class _Sequence:
    """The numbers of one level met so far; ``last`` is None at the start, ``parent`` the provision they stand in."""

    parent: int = -1
    last: Key | None = None
    shown: str = ""
    seen: set[Key] = field(default_factory=set)


def check_numbers(items: Iterable[Item], where: str, *, outline: bool = False) -> Iterator[Finding]:
    """What is odd in the numbers of one text, in reading order.

    *where* is the attachment's eId, empty for the main text; each finding stands at the eId of its provision. In an *outline* a list need
    not begin with 1, and one that does is a new list.
    """
    articles = _Sequence()
    levels = {level: _Sequence() for level in _RUNNING}
    roots = [item for item in items if isinstance(item, Provision)]
    optional = _FOREIGN | {"đ"} if _latin(roots) else _FOREIGN
    yield from _children(roots, (0, where), _Walk(outline, articles, levels, optional, EIds()))


def _latin(roots: list[Provision]) -> bool:
    """True when the points of a text are lettered by the plain alphabet: one has f, j, w or z, or all go from d to e and none reaches g."""
    parents = [roots, *(one.children for root in roots for one in root.walk())]
    lists = [letters for children in parents if "d" in (letters := [_letter(child) for child in children])]
    if any(not _FOREIGN.isdisjoint(letters) for letters in lists):
        return True
    going_on = [letters for letters in lists if "e" in letters]
    return bool(going_on) and not any("đ" in letters or "g" in letters for letters in lists)


def _letter(provision: Provision) -> str:
    return _shown(provision)[:1] if provision.level == "point" else ""


class _Met(NamedTuple):
    """A provision that was met: its level, the number it shows, that number's place in its sequence, what it stands in, and its eId."""

    level: str
    shown: str
    key: Key
    parent: int
    eid: str

    def finding(self, code: str, **details: str) -> Finding:
        """What is odd about it; the level's name within the sentence and, with a capital, at its beginning."""
        vi, en = _NAMES[self.level]
        names = {"label": vi, "label_en": en, "opening": vi[:1].upper() + vi[1:], "opening_en": en[:1].upper() + en[1:]}
        return CATALOGUE.finding(code, self.eid, number=self.shown, **names, **details)


@dataclass(frozen=True, slots=True)
class _Walk:
    outline: bool
    articles: _Sequence
    levels: dict[str, _Sequence]
    optional: frozenset[str]
    """Letters that a list may leave out."""
    eids: EIds


def _children(provisions: Iterable[Provision], within: tuple[int, str], walk: _Walk) -> Iterator[Finding]:
    """What is odd among *provisions* and below them; *within* tells the one that they stand in: which it is, and its eId."""
    local: dict[str, _Sequence] = {}
    parent, above = within
    for provision in provisions:
        sequence = _sequence(provision.level, walk, local)
        shown = _shown(provision)
        key = _key(provision.level, shown)
        eid = walk.eids.provision(above, provision)
        if key is not None and sequence is not None:
            yield from _step(sequence, _Met(provision.level, shown, key, parent, eid), walk)
        if provision.children:
            yield from _children(provision.children, (id(provision), eid), walk)


def _sequence(level: str, walk: _Walk, local: dict[str, _Sequence]) -> _Sequence | None:
    if level == "article":
        return walk.articles
    if level in _RUNNING and not walk.outline:
        return walk.levels[level]
    return local.setdefault(level, _Sequence()) if level in _NAMES else None


def _step(sequence: _Sequence, met: _Met, walk: _Walk) -> Iterator[Finding]:
    level, shown, key, parent = met.level, met.shown, met.key, met.parent
    if level in _RUNNING and parent != sequence.parent:
        if key == (1, 0):
            sequence.last, sequence.seen = None, set()
        sequence.parent = parent
    if walk.outline and (key == (1, 0) or (level in _RUNNING and key in sequence.seen)):
        sequence.last, sequence.seen = None, set()
    last = sequence.last
    if key in sequence.seen:
        yield met.finding("S009")
    elif last is None and key[0] > 1 and not walk.outline:
        yield met.finding("S016", first=_name(level, 1))
    elif last is not None and key < last:
        yield met.finding("S010", before=sequence.shown)
    elif last is not None and (missing := _missing(level, last, key, shown, walk.optional)):
        yield met.finding("S008", missing=missing, before=sequence.shown)
    sequence.seen.add(key)
    sequence.last, sequence.shown = key, shown


def _missing(level: str, last: Key, key: Key, shown: str, optional: frozenset[str]) -> str:
    """The numbers left out between *last* and *key* as an editor would write them; empty when none is."""
    if key[0] > last[0] + 1 and level == "point":
        left_out = [letter for letter in _EVERY_LETTER[last[0] : key[0] - 1] if letter not in optional]
        return _from_to(left_out[0], left_out[-1]) if left_out else ""
    if key[0] > last[0] + 1:
        written = _as_roman if _ROMAN.match(shown) else str
        return _from_to(written(last[0] + 1), written(key[0] - 1))
    if key[0] == last[0] and key[1] > last[1] + 1:
        return ", ".join(_suffixed(level, key[0], number) for number in range(last[1] + 1, key[1]))
    return ""


def _from_to(first: str, final: str) -> str:
    return first if first == final else f"{first}-{final}"


def _name(level: str, number: int) -> str:
    return _EVERY_LETTER[number - 1] if level == "point" and number <= len(_EVERY_LETTER) else str(number)


def _as_roman(number: int) -> str:
    text = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text


def _suffixed(level: str, number: int, suffix: int) -> str:
    return f"{_name(level, number)}{suffix if level == 'point' else LETTERS[suffix - 1]}"


def _shown(provision: Provision) -> str:
    """The number as printed, without the level's name (however it is spelt) and the sign after it."""
    words = fold_space(text_of(provision.num)).strip(" “”\"'«").split(" ")
    named = len(_NAMES[provision.level][0].split()) if provision.level in _NAMES and provision.level not in ("clause", "point") else 0
    if named and len(words) == 1:
        return (words[0].lstrip("ĐđÐðiềuIỀU") if provision.level == "article" else words[0]).strip(" .:)/-–")
    return " ".join(words[named:]).strip(" .:)/-–")


def _key(level: str, shown: str) -> Key | None:
    """The place in its sequence of what is *shown* as number: its number, and the rank of the letter (or figure) put behind it."""
    if level == "point":
        match = _POINT.match(shown)
        if not match or match.group(1) not in _EVERY_LETTER:
            return None
        return _EVERY_LETTER.index(match.group(1)) + 1, int(match.group(2) or 0)
    if match := _NUMBER.match(_ORDINAL.sub("", shown)):
        letter = match.group(2)
        return int(match.group(1)), LETTERS.index(letter) + 1 if letter in LETTERS else 0
    if level in _RUNNING or level == "article":
        value = in_words(shown) or _roman(shown)
        return (value, 0) if value else None
    return None


def _roman(shown: str) -> int:
    """The value of a Roman numeral; 0 when *shown* is none."""
    if not _ROMAN.match(shown):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in shown]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))
