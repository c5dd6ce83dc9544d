"""Tracked changes one by one: each as Word's own list shows it, and the file as it is once some of them were accepted or rejected."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from gazette.model.settling import ChangeKind, Decided, TrackedChange
from gazette.word.deciding import accept, reject
from gazette.word.names import FALLBACK, WORD, child, w

MOST = 1000
"""So many changes of one file are told one by one; the others wait until these are decided."""
_SHOWN = 300
_CONTENT = {w("ins"): "insert", w("del"): "delete", w("moveFrom"): "move", w("moveTo"): "move"}
_ON_CELLS = {w("cellIns"): "insert", w("cellDel"): "delete", w("cellMerge"): "format"}
_PROPERTIES = frozenset(w(name) for name in ("pPr", "rPr", "trPr", "tcPr", "tblPr", "tblPrEx", "sectPr", "numPr"))
_FORMATS = frozenset(f"{name}Change" for name in (*_PROPERTIES, w("numbering")))
_P, _R, _PPR, _RPR = w("p"), w("r"), w("pPr"), w("rPr")
_TEXTS, _BREAKING = (w("t"), w("delText")), (w("t"), w("tab"), w("br"), w("drawing"), w("sym"), w("footnoteReference"))
_RANGE_START, _RANGE_ENDS = (w("moveFromRangeStart"), w("moveToRangeStart")), (w("moveFromRangeEnd"), w("moveToRangeEnd"))
_AUTHOR, _DATE, _NAME, _ID = w("author"), w("date"), w("name"), w("id")
_MARK = "¶"


@dataclass(slots=True)
class Group:
    """One change: all elements of the file that make it, in their order."""

    kind: ChangeKind
    author: str
    date: str
    paragraph: int
    elements: list[etree._Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    aspects: dict[str, None] = field(default_factory=dict)

    def told(self, number: int) -> TrackedChange:
        """The change as a value; its key tells it from every other one, also if the file were another."""
        words = "".join(self.words)[:_SHOWN]
        mark = hashlib.sha256("\n".join((self.kind, self.author, self.date, words)).encode()).hexdigest()[:8]
        return TrackedChange(f"{number}-{mark}", self.kind, self.author, self.date[:16], words, self.paragraph, tuple(self.aspects))


def told(roots: Iterable[etree._Element]) -> tuple[TrackedChange, ...]:
    """The tracked changes of these parts, at most ``MOST``, in the order in which they stand."""
    return tuple(group.told(number) for number, group in _numbered(roots))


Marker = Callable[[str, etree._Element], None]
"""What marks an element of the change that a key names."""


def apply(roots: Iterable[etree._Element], decided: Decided, marker: Marker | None = None) -> None:
    """Makes those changes of the parts that were *decided* on what they were decided to be; the others stay, or *marker* marks them."""
    for number, group in reversed(list(_numbered(roots))):
        key = group.told(number).key
        step = accept if key in decided.accepted else reject if key in decided.rejected else partial(marker, key) if marker else None
        for element in reversed(group.elements) if step else ():
            step(element)  # type: ignore[misc]


def _numbered(roots: Iterable[etree._Element]) -> Iterator[tuple[int, Group]]:
    finder = _Finder()
    for root in roots:
        finder.walk(root)
        finder.last = None
    return zip(range(1, MOST + 1), finder.groups, strict=False)


class _Finder:
    """Gathers the changes of one file: what stands next to each other and is of one kind and author is one."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.last: Group | None = None
        self._paragraph = 0
        self._inside = 0
        self._moves: dict[str, str] = {}
        self._moved: dict[str, Group] = {}
        self._formats: dict[tuple[int, str], Group] = {}

    def walk(self, element: etree._Element) -> None:
        for inner in element:
            tag = inner.tag
            if tag in _CONTENT:
                self._content(inner)
            elif tag == _P:
                self._a_paragraph(inner)
            elif tag in _PROPERTIES:
                self._properties(inner, element)
            elif tag in _RANGE_START:
                self._moves[inner.get(_ID, "")] = inner.get(_NAME, "")
            elif tag in _RANGE_ENDS:
                self._moves.pop(inner.get(_ID, ""), None)
            elif tag != FALLBACK:
                if tag in _BREAKING and not self._inside:
                    self.last = None
                if len(inner):
                    self.walk(inner)

    def _content(self, element: etree._Element) -> None:
        group = self._group(element, _CONTENT[element.tag])
        group.words.append("".join(str(text.text or "") for text in element.iter(*_TEXTS)))
        self._inside += 1
        self.walk(element)
        self._inside -= 1
        self.last = group

    def _a_paragraph(self, element: etree._Element) -> None:
        self._paragraph += 1
        self.walk(element)
        properties = child(element, _PPR)
        mark = child(properties, _RPR) if properties is not None else None
        changes = [one for one in mark if one.tag in _CONTENT] if mark is not None else []
        for one in changes:
            self._group(one, _CONTENT[one.tag]).words.append(_MARK)
        if not changes and not self._inside:
            self.last = None

    def _properties(self, element: etree._Element, of: etree._Element) -> None:
        for inner in element:
            tag = inner.tag
            if tag in _FORMATS:
                self._format(inner, element, of)
            elif tag in _ON_CELLS:
                self._group(inner, _ON_CELLS[tag])
            elif tag in _CONTENT:
                if element.tag != _RPR or of.tag != _PPR:  # (that of a paragraph's mark comes at its end)
                    self._group(inner, _CONTENT[tag])
            elif tag in _PROPERTIES:
                self._properties(inner, element)

    def _format(self, change: etree._Element, properties: etree._Element, of: etree._Element) -> None:
        place = (self._paragraph, change.get(_AUTHOR, ""))
        group = self._formats.get(place)
        if group is None:
            group = self._formats[place] = self._new(change, "format")
        else:
            group.elements.append(change)
        if of.tag == _R:
            group.words.append("".join(str(text.text or "") for text in of.iter(*_TEXTS)))
        before = {one.tag: etree.tostring(one) for one in next(iter(change), ())}
        now = {one.tag: etree.tostring(one) for one in properties if one is not change}
        names = (tag for tag in (*before, *now) if before.get(tag) != now.get(tag))
        group.aspects |= dict.fromkeys(etree.QName(tag).localname for tag in names if str(tag).startswith(f"{{{WORD}}}"))

    def _group(self, element: etree._Element, kind: str) -> Group:
        """The group that *element* belongs to: that of its move, the one it stands next to, or a new one."""
        name = next(reversed(self._moves.values()), "") if kind == "move" else ""
        if kind == "move" and not name:
            kind = "delete" if element.tag == w("moveFrom") else "insert"
        last = self._moved.get(name) if name else self.last
        if last is not None and last.kind == kind and last.author == element.get(_AUTHOR, ""):
            last.elements.append(element)
        else:
            last = self._new(element, kind)
        if name:
            self._moved[name] = last
        self.last = last
        return last

    def _new(self, element: etree._Element, kind: str) -> Group:
        made = Group(kind, element.get(_AUTHOR, ""), element.get(_DATE, ""), max(self._paragraph, 1), [element])  # type: ignore[arg-type]
        self.groups.append(made)
        return made
