"""Text within a line of the editable form, read back; a broken sign is repaired or reported with its line."""

import re
from dataclasses import dataclass, field
from typing import Literal

from gazette.akn.editable import names
from gazette.akn.editable.findings import Notebook
from gazette.akn.editable.inlines import NO_STYLE, SIGNS, Styles
from gazette.akn.editable.letters import MARKS, closing, letters, split, value_of
from gazette.model.blocks import Formula, NoteMark, Picture, Run
from gazette.model.draft import Inline, Marked, tidy

_STYLES = {sign: name for name, sign in SIGNS.items()}
_TOKEN = re.compile(r"\\u\{[0-9a-fA-F]{1,6}\}|\\.|([*/_~^,])\1*|\[|[^\\\[*/_~^,]+", re.DOTALL)
_CODED = re.compile(r"[\\↵⇥]")
_MARKED = re.compile(r"(" + "|".join(sorted(names.MARKED, key=len, reverse=True)) + r")(?=[ :\]]|$)")
_WORD = re.compile(r"[^\s:\]]{0,20}")
_SIZE = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?) *[x×] *(\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_PICTURE_PARTS = 2
_MOST_DIGITS = 7
_DEEPEST = 40


@dataclass(slots=True)
class Called:
    """What the marks of a text name, each with the first line that does: notes, pictures; the notes and formulas there are."""

    notes: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    formulas: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class InlineReader:
    """Reads one line, perhaps in several pieces, through which the styles go on."""

    line: int
    book: Notebook
    called: Called
    base: Styles = NO_STYLE
    styles: Styles = field(init=False)

    def __post_init__(self) -> None:
        self.styles = self.base

    def read(self, text: str) -> tuple[Inline, ...]:
        """The inlines of *text*."""
        return self._read(text, 0)

    def finish(self) -> None:
        """Reports the styles that were not turned off again."""
        for name in SIGNS:
            if (name in self.styles) != (name in self.base):
                self.book.add("E009", self.line, mark=SIGNS[name])

    def _read(self, text: str, depth: int) -> tuple[Inline, ...]:
        found: list[Inline] = []
        start = at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            end = token.end() if token else at + 1
            if text[at] == "[":
                found += self._run(text[start:at])
                end = closing(text, at)
                found += self._mark(text[at + 1 : end], depth, closed=end < len(text))
                start = end = min(end + 1, len(text))
            elif text[at] in MARKS and end - at == len("**"):
                found += self._run(text[start:at])
                self.styles ^= {_STYLES[text[at:end]]}
                start = end
            at = end
        return tidy([*found, *self._run(text[start:])])

    def _run(self, raw: str) -> list[Inline]:
        if not raw:
            return []
        on = self.styles
        script: Literal["", "super", "sub"] = "super" if "super" in on else "sub" if "sub" in on else ""
        return [Run(decoded(raw), "bold" in on, "italic" in on, "underline" in on, "strike" in on, script)]

    def _mark(self, inside: str, depth: int, *, closed: bool) -> list[Inline]:
        word = _WORD.match(inside)
        if not closed:
            self.book.add("E008", self.line, word=word.group(0) if word else "")
        if depth > _DEEPEST:
            self.book.add("E024", self.line)
            return []
        if inside.startswith("^"):
            key = value_of(inside[1:])
            self.called.notes.setdefault(key, self.line)
            return [NoteMark(key)]
        head, *rest = split(inside, ":")
        content = inside[len(head) + 1 :].removeprefix(" ") if rest else ""
        if head == names.PICTURE:
            return self._picture(content)
        if head.startswith(names.FORMULA):
            return self._formula(head.removeprefix(names.FORMULA).strip(" "), content)
        named = _named(head)
        if named is not None:
            return [Marked(named[0], self._read(content, depth + 1), named[1])]
        self.book.add("E007", self.line, word=word.group(0) if word else "")
        return []

    def _picture(self, content: str) -> list[Inline]:
        key, *more = split(content, ";")
        size = _SIZE.fullmatch(more[1].strip(" ")) if len(more) == _PICTURE_PARTS else None
        if len(more) > _PICTURE_PARTS or (len(more) == _PICTURE_PARTS and size is None):
            wanted = {"wanted": "tên; mô tả; rộng x cao", "wanted_en": "name; description; width x height"}
            self.book.add("E003", self.line, key=names.PICTURE, value=content[:40], **wanted)
            return []
        name = value_of(key)
        self.called.pictures.setdefault(name, self.line)
        width, height = (float(one) for one in size.groups()) if size else (0.0, 0.0)
        return [Picture(name, value_of(more[0]) if more else "", width, height)]

    def _formula(self, key: str, content: str) -> list[Inline]:
        source = self.called.formulas.get(int(key)) if key.isdecimal() and len(key) < _MOST_DIGITS else None
        if source is None:
            self.book.add("E022", self.line, key=key)
            return []
        return [Formula(source, value_of(content))]


def decoded(raw: str) -> str:
    """The characters that *raw* stands for."""
    return "".join(char for char, _ in letters(raw)) if _CODED.search(raw) else raw


def _named(head: str) -> tuple[str, str] | None:
    """The element and the value of a mark's head; None when the word is unknown."""
    match = _MARKED.match(head)
    if match:
        return names.MARKED[match.group(1)], value_of(head[match.end() :]) if head[match.end() :].strip(" ") else ""
    if head.startswith(names.OTHER + " "):
        name, *rest = split(head[len(names.OTHER) :], ";")
        if len(rest) == 1:
            return value_of(name), value_of(rest[0]) if rest[0].strip(" ") else ""
    return None
