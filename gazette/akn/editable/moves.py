"""Moves of an editor on the editable text: a line becomes an Điều, is joined, split, set deeper, begins an annex; the words stay."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gazette.akn.editable import names
from gazette.akn.editable.labels import Join, Label, bracketed, explicit, natural, needs_braces, part_name, section_name
from gazette.akn.editable.letters import value_of
from gazette.akn.editable.outline import STEP
from gazette.model.draft import Level

_ROMAN = "[IVXLC]+"
_LOOSE: Mapping[Level, re.Pattern[str]] = {
    "part": re.compile(rf"(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\w+|{_ROMAN}|\d+)\s*[.:]?|[A-ZĐ][.)/]"),
    "chapter": re.compile(rf"(?:Chương|CHƯƠNG)\s+(?:{_ROMAN}|\d+)[a-zđ]?\s*[.:]?"),
    "section": re.compile(rf"(?:Mục|MỤC)\s+(?:{_ROMAN}|\d+)[a-zđ]?\s*[.:]?|{_ROMAN}[.)/-]"),
    "article": re.compile(r"(?:Đ\s?iều|ĐIỀU)\s*\d+[a-zđ]{0,2}\s*[.:]?"),
    "clause": re.compile(r"\d+[a-zđ]?\d?\s*[.)/]"),
    "point": re.compile(r"[a-zđ]{1,2}\d?\s*[.)/]|[-+•]"),
}
"""How a label of each level may begin a line, also as print does not write it."""
_ORDER: tuple[Level, ...] = ("part", "chapter", "section", "subsection", "article", "clause", "point", "hcontainer")
_BRACES = re.compile(r"\{[^{}]*\} ?")


@dataclass(frozen=True, slots=True)
class Moved:
    """A text after a move: ``line`` is where the editor now stands, ``done`` False when the move means nothing there."""

    text: str
    line: int
    done: bool = True


def moved(text: str, move: str, line: int, column: int = 0) -> Moved:
    """*text* after *move* (one of ``MOVES``) at *line* (from 1); *column* (from 0) says where ``split`` cuts. The words never change.

    A move that means nothing at that line leaves the text as it is. ``KeyError`` for an unknown move.
    """
    act = MOVES[move]
    sheet = _Sheet(text.split("\n"), line - 1, column)
    if not 0 <= sheet.at < len(sheet.lines) or not sheet.movable:
        return Moved(text, line, done=False)
    done = act(sheet)
    return Moved("\n".join(sheet.lines), sheet.at + 1, done) if done else Moved(text, line, done=False)


@dataclass(slots=True)
class _Sheet:
    """The lines, and the one that is being moved."""

    lines: list[str]
    at: int
    column: int
    quoted: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.quoted = _quotations(self.lines)

    @property
    def words(self) -> str:
        return self.lines[self.at].strip(" ")

    @property
    def movable(self) -> bool:
        """Whether the line is a paragraph of a text: below a section, and no mark of the notation itself."""
        return bool(self.words) and self.section != "" and not _is_mark(self.words) and not self._in_block()

    def _in_block(self) -> bool:
        """Whether the line belongs to a table or a group, whose lines stay together."""
        depth = self.depth(self.at)
        for at in range(self.at - 1, -1, -1):
            if _is_bound(self.lines[at]):
                break
            if self.lines[at].strip() and self.depth(at) < depth:
                depth, words = self.depth(at), self.lines[at].strip(" ")
                if words.startswith("|") or (_is_mark(words) and not words.startswith(f"[{names.QUOTATION}")):
                    return True
        return False

    @property
    def section(self) -> str:
        """The section the line stands in; empty in the head of the sheet and among the notes."""
        for line in reversed(self.lines[: self.at + 1]):
            if not line.startswith(" "):
                if (name := section_name(line)) is not None:
                    return name
                if part_name(line) is not None:
                    return ""
        return ""

    def depth(self, at: int) -> int:
        return _depth(self.lines[at])

    def family(self, at: int) -> range:
        """The line and all that is indented below it."""
        end = at + 1
        while end < len(self.lines) and not _is_bound(self.lines[end]):
            if self.lines[end].strip() and self.depth(end) <= self.depth(at):
                break
            end += 1
        return range(at, end)

    def shift(self, places: range, by: int) -> None:
        for at in places:
            if self.lines[at].strip():
                self.lines[at] = STEP * max(0, self.depth(at) + by) + self.lines[at].strip(" ")

    def place_for(self, level: Level) -> int:
        """How deep a provision of *level* stands here: beside the last of its level, or one step below the last above it."""
        rank = _ORDER.index(level)
        for at in range(self.at - 1, -1, -1):
            if _is_bound(self.lines[at]):
                break
            label = _label(self.lines[at].strip(" "))
            if label is not None and self.quoted[at] == self.quoted[self.at] and _ORDER.index(label.level) <= rank:
                return self.depth(at) + (label.level != level)
        around = self.quoted[self.at]
        return self.depth(around) + 1 if around >= 0 else 0


def _make(level: Level) -> Callable[[_Sheet], bool]:
    """The move that makes a line a provision of *level*."""

    def made(sheet: _Sheet) -> bool:
        if not _in_body(sheet):
            return False
        line = _labelled(level, _plain_words(sheet.words))
        old, new = sheet.depth(sheet.at), sheet.place_for(level)
        if line == sheet.words and old == new:
            return False
        own = sheet.family(sheet.at)
        sheet.lines[sheet.at] = STEP * old + line
        _deepen(sheet, own, new)
        return True

    return made


def _in_body(sheet: _Sheet) -> bool:
    """Whether the line stands in the body of a text, or could be brought there: its border moves past the line, which then goes on it."""
    body = names.SECTIONS["body"]
    section = sheet.section.casefold()
    if section == body.casefold():
        return True
    if sheet.depth(sheet.at) or (sheet.words.startswith("[") and _label(sheet.words) is None):
        return False
    bounds = [at for at, line in enumerate(sheet.lines) if _is_bound(line)]
    if section == names.SECTIONS["preamble"].casefold():
        border = next((at for at in bounds if at > sheet.at), -1)
        wanted = sheet.at
    elif section == names.SECTIONS["conclusions"].casefold():
        border = next((at for at in reversed(bounds) if at < sheet.at), -1)
        wanted = sheet.family(sheet.at).stop
    else:
        return False
    return _moved_border(sheet, border, wanted, body if wanted < border else names.SECTIONS["conclusions"])


def _moved_border(sheet: _Sheet, border: int, wanted: int, name: str) -> bool:
    """Sets the line of a section at *wanted* instead of at *border*."""
    if border < 0 or (section_name(sheet.lines[border]) or "").casefold() != name.casefold():
        return False
    line = sheet.lines.pop(border)
    at = wanted - (border < wanted)
    sheet.lines.insert(at, line)
    sheet.at -= border < sheet.at
    sheet.at += at <= sheet.at
    sheet.quoted = _quotations(sheet.lines)
    return True


def _deepen(sheet: _Sheet, own: range, new: int) -> None:
    """Sets the line to depth *new* with what is below it; what followed beside it stays behind it, and so comes below it."""
    old = sheet.depth(own[0])
    end = own[-1] + 1
    while end < len(sheet.lines) and not _is_bound(sheet.lines[end]) and not (sheet.lines[end].strip() and sheet.depth(end) <= new):
        end += 1
    sheet.shift(own, new - old)
    if old > new:
        sheet.shift(range(own[-1] + 1, end), new + 1 - old)


def _plain(sheet: _Sheet) -> bool:
    """The line is a paragraph and no provision; what stood below it follows it."""
    if _label(sheet.words) is None or sheet.section.casefold() != names.SECTIONS["body"].casefold():
        return False
    depth, pieces = sheet.depth(sheet.at), _apart(sheet.words)
    sheet.shift(range(sheet.at + 1, sheet.family(sheet.at).stop), -1)
    sheet.lines[sheet.at : sheet.at + 1] = [STEP * depth + ("{} " if needs_braces(piece) else "") + piece for piece in pieces]
    return True


def _join(sheet: _Sheet) -> bool:
    """The line goes on in the one before."""
    before = next((at for at in range(sheet.at - 1, -1, -1) if sheet.lines[at].strip()), -1)
    if before < 0 or _is_mark(sheet.lines[before].strip(" ")) or "[^" in sheet.lines[before]:
        return False  # (a note is read after the paragraph that calls it, so its words would come to stand elsewhere)
    below = sheet.family(sheet.at)
    by = sheet.depth(before) - sheet.depth(sheet.at)
    sheet.shift(range(below.start + 1, below.stop), by)
    sheet.lines[before] += " " + _plain_words(sheet.words)
    del sheet.lines[before + 1 : sheet.at + 1]
    sheet.at = before
    return True


def _split(sheet: _Sheet) -> bool:
    """The line ends at the column; the rest is a paragraph of its own."""
    line = sheet.lines[sheet.at]
    head, rest = line[: sheet.column].rstrip(" "), line[sheet.column :].strip(" ")
    marks = _BRACES.match(head.strip(" "))
    if (
        not rest
        or not head.strip()
        or (head.lstrip(" ").startswith("{") and (marks is None or marks.end() == len(head.strip(" "))))
        or head.count("[") != head.count("]")
    ):
        return False
    if (label := _label(sheet.words)) is not None and label.rest.startswith("# "):
        head, rest = head.removesuffix(" #"), rest.removeprefix("# ")
    depth = sheet.depth(sheet.at) + (_label(head.strip(" ")) is not None)
    sheet.lines[sheet.at : sheet.at + 1] = [head, STEP * depth + ("{} " if needs_braces(rest) and not _label(rest) else "") + rest]
    sheet.at += 1
    return True


def _indent(sheet: _Sheet) -> bool:
    above = next((at for at in range(sheet.at - 1, -1, -1) if sheet.lines[at].strip()), -1)
    if above < 0 or sheet.depth(sheet.at) > sheet.depth(above) or _is_bound(sheet.lines[above]):
        return False
    sheet.shift(sheet.family(sheet.at), 1)
    return True


def _outdent(sheet: _Sheet) -> bool:
    if not sheet.depth(sheet.at):
        return False
    sheet.shift(sheet.family(sheet.at), -1)
    return True


def _annex(sheet: _Sheet) -> bool:
    """An annex begins here and takes what follows up to the next text."""
    if sheet.section.casefold() not in (names.SECTIONS["body"].casefold(), names.SECTIONS["conclusions"].casefold()):
        return False
    end = sheet.at
    while end < len(sheet.lines) and part_name(sheet.lines[end]) is None:
        end += 1
    rest = [line for line in sheet.lines[sheet.at : end] if section_name(line) is None]
    base = sheet.depth(sheet.at)
    for place, line in enumerate(rest):
        if line.strip():
            base = min(base, _depth(line))
            rest[place] = STEP * (_depth(line) - base) + line.strip(" ")
    head = ["", f"=== {names.ANNEX} ===", "", f"--- {names.SECTIONS['body']} ---", ""]
    sheet.lines[sheet.at : end] = [*head, *rest]
    sheet.at += len(head)
    return True


MOVES: Mapping[str, Callable[[_Sheet], bool]] = {
    "chapter": _make("chapter"),
    "section": _make("section"),
    "article": _make("article"),
    "clause": _make("clause"),
    "point": _make("point"),
    "plain": _plain,
    "join": _join,
    "split": _split,
    "indent": _indent,
    "outdent": _outdent,
    "annex": _annex,
}
"""What an editor can do to a line, by name."""


def _labelled(level: Level, words: str) -> str:
    """*words* as the line of a provision of *level*; words that do not begin like one keep an empty label."""
    found = natural(words)
    if found is not None and found.level == level:
        return words
    loose = _LOOSE[level].match(words)
    num, rest = (loose.group(), words[loose.end() :]) if loose else ("", words)
    join: Join = "space" if not num or rest.startswith(" ") or not rest else "none"
    between = " " if join == "space" else ""
    return f"{explicit(level, '', join, value_of(num))}{between}{rest.strip(' ')}".rstrip(" ")


def _plain_words(line: str) -> str:
    """The words of a line without its marks: no braces, no brackets round its label."""
    return " ".join(_apart(line))


def _apart(line: str) -> list[str]:
    """The paragraphs of a line, a label on a line of its own apart."""
    bare = _BRACES.sub("", line, count=1) if line.startswith("{") else line
    label = bracketed(bare) or natural(bare)
    if label is None:
        return [bare]
    rest = label.rest.removeprefix("# ")
    if label.join == "apart":
        return [one for one in (label.num, rest) if one]
    return [f"{label.num}{'' if label.join == 'none' or not label.num else ' '}{rest}".rstrip(" ")]


def _label(line: str) -> Label | None:
    """The label a line opens a provision with."""
    light = line.removeprefix("{" + names.LIGHT + "} ")
    return bracketed(light) or (natural(line) if light != line or not line.startswith("{") else None)


def _quotations(lines: list[str]) -> list[int]:
    """For each line the line of the quotation it stands in; -1 outside of any."""
    found: list[int] = []
    opened: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        depth = _depth(line)
        while opened and line.strip() and (depth <= opened[-1][0] or _is_bound(line)):
            opened.pop()
        found.append(opened[-1][1] if opened else -1)
        if line.strip(" ").startswith(f"[{names.QUOTATION}"):
            opened.append((depth, at))
    return found


def _depth(line: str) -> int:
    return (len(line) - len(line.lstrip(" "))) // len(STEP)


def _is_bound(line: str) -> bool:
    return not line.startswith(" ") and (part_name(line) is not None or section_name(line) is not None)


def _is_mark(line: str) -> bool:
    """Whether a line is part of the notation: a part, a section, a table's row, a bracket that is no label."""
    if part_name(line) is not None or section_name(line) is not None or line.startswith("|"):
        return True
    return line.startswith("[") and bracketed(line) is None and any(line.startswith(f"[{word}") for word in _BLOCKS)


_BLOCKS = (names.GRID, names.QUOTATION, names.GROUP, names.ROW, names.CELL, *names.GROUPS, names.ENDING.strip("[]"))
