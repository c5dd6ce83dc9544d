"""Finds footnotes and endnotes in their parts, and how their marks are counted."""

from collections.abc import Mapping
from typing import Literal

from lxml import etree

from gazette.word.names import VAL, w
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


def note_format(kind: NoteKind, section: etree._Element | None) -> str:
    """The number format of the marks: what the section says, or Word's own."""
    found = None if section is None else section.find(f"{w(kind + 'Pr')}/{w('numFmt')}")
    return _DEFAULTS[kind] if found is None else found.get(VAL, "decimal")
