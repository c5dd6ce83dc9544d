"""Finds footnotes and endnotes in their parts, and how their marks are counted."""

from collections.abc import Mapping, Sequence
from typing import Literal

from lxml import etree

from gazette.word.counting import written
from gazette.word.names import VAL, number, w
from gazette.word.package import Package, Relationship
from gazette.word.remarks import Remarks

NoteKind = Literal["footnote", "endnote"]
NOTE_KINDS: tuple[NoteKind, NoteKind] = ("footnote", "endnote")
_DEFAULTS = {"footnote": "decimal", "endnote": "lowerRoman"}


class NotePart:
    """``footnotes.xml`` or ``endnotes.xml``, opened when the first note of it is asked for."""

    def __init__(self, package: Package, links: Mapping[str, Relationship], kind: NoteKind) -> None:
        self._package = package
        self._kind = kind
        self._name = package.part_of(links, f"{kind}s")
        self._notes: dict[str, etree._Element] | None = None
        self.links: dict[str, Relationship] = {}

    def note(self, identifier: str, remarks: Remarks) -> etree._Element | None:
        """The element of one note; ``None`` and a remark (W035) when it is not there. ``Refusal`` when its part is damaged."""
        if self._notes is None:
            self._notes = self._open()
        found = self._notes.get(identifier)
        if found is None:
            remarks.note("W035", note=identifier)
        return found

    def _open(self) -> dict[str, etree._Element]:
        # A damaged part raises: without it the text of every note would be lost.
        if not self._name:
            return {}
        root = self._package.tree(self._name)
        self.links = self._package.relationships(self._name)
        return {element.get(w("id"), ""): element for element in root.iter(w(self._kind))}


class NoteMarks:
    """Counts the marks of the notes as the sections they are called in say (17.11.11, 17.11.17, 17.11.19, 17.11.20).

    *ends* holds how many notes were called up to the end of each section, with the section's properties. ``by_page`` tells
    whether a mark was asked for that begins anew on each page; pages are not known here, so it was counted on.
    """

    def __init__(self, ends: Sequence[tuple[int, etree._Element]]) -> None:
        self._ends = ends
        self._section = 0
        self._counts = dict.fromkeys(NOTE_KINDS, 0)
        self.by_page = False

    def mark(self, kind: NoteKind, called: int) -> str:
        """The mark of the next note of *kind*, which is the *called*-th call of the text, from 0."""
        while self._section < len(self._ends) - 1 and self._ends[self._section][0] <= called:
            self._section += 1
            for each in NOTE_KINDS:
                if self._said(each, "numRestart", "") == "eachSect":
                    self._counts[each] = 0
        self.by_page = self.by_page or self._said(kind, "numRestart", "") == "eachPage"
        self._counts[kind] += 1
        return written(number(self._said(kind, "numStart", "1"), 1) + self._counts[kind] - 1, self._said(kind, "numFmt", _DEFAULTS[kind]))

    def _said(self, kind: NoteKind, name: str, default: str) -> str:
        if not self._ends:
            return default
        found = self._ends[self._section][1].find(f"{w(kind + 'Pr')}/{w(name)}")
        return default if found is None else found.get(VAL, default)
