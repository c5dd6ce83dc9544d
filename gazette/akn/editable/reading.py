"""The clerk's text as a Draft again: what can be put right is put right, what cannot is reported with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gazette.akn.editable import names
from gazette.akn.editable.findings import Notebook
from gazette.akn.editable.head import read_head
from gazette.akn.editable.labels import section_name
from gazette.akn.editable.letters import value_of
from gazette.akn.editable.outline import Node, Part, parts
from gazette.akn.editable.reading_blocks import BlockReader
from gazette.akn.editable.reading_inlines import Called
from gazette.akn.editable.reading_lines import LineReader, unquoted
from gazette.model.blocks import Image
from gazette.model.draft import Block, Component, Draft, Item, NoteText

_SECTIONS = {word.casefold(): attribute for attribute, word in names.SECTIONS.items()}
_KINDS = {word.casefold(): slug for word, slug in names.KIND_NAMES.items()}
_NOTE = re.compile(r"\[\^((?:\\.|[^\]\\])*)\] *(" + "|".join(names.NOTE_KINDS) + r")? *(.*)$", re.DOTALL)
_FORMULA = re.compile(r"(\d{1,6}): ?(.*)$", re.DOTALL)


@dataclass(slots=True)
class Reader:
    """Reads one text; *images* are the pictures it may name, None when nothing is known of them."""

    text: str
    images: Mapping[str, Image] | None = None
    book: Notebook = field(default_factory=Notebook)
    called: Called = field(default_factory=Called)
    reader: BlockReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = BlockReader(LineReader(self.book, self.called))

    def draft(self) -> Draft | None:
        """The Draft; None when an error was found."""
        head, *texts = parts(self.text, self.book) or [Part("", 1)]
        facts = read_head(head.nodes, self.book)
        for part in texts:
            if _title(part) == names.FORMULAS.casefold():
                self._formulas(part)
        main, attached = self._components(texts)
        notes: dict[str, NoteText] = {}
        for part in texts:
            if _title(part) == names.NOTES.casefold():
                self._notes(part, notes)
        self._check(notes)
        if self.book.stopped or main is None:
            return None
        return Draft(main, tuple(attached), **facts, notes=notes, images=dict(self.images or {}))

    def _components(self, texts: list[Part]) -> tuple[Component | None, list[Component]]:
        main: Component | None = None
        attached: list[Component] = []
        for part in texts:
            title, kind = _title(part), part.name.partition(":")[2].strip(" ")
            if title == names.MAIN.casefold():
                if main is not None:
                    self.book.add("E004", part.line, key=names.MAIN)
                main = self._component(part, self._kind(part, kind))
            elif title == names.ANNEX.casefold():
                attached.append(self._component(part, names.ANNEX_KIND))
            elif title == names.ATTACHED.casefold():
                attached.append(self._component(part, self._kind(part, kind)))
            elif title not in (names.NOTES.casefold(), names.FORMULAS.casefold()):
                self.book.add("E005", part.line, name=part.name[:60])
        if main is None:
            self.book.add("E023", 1)
        return main, attached

    def _kind(self, part: Part, shown: str) -> str:
        raw = unquoted(shown)
        if raw is None and shown and shown.casefold() not in _KINDS:
            some = ", ".join(list(names.KIND_NAMES)[:4])
            wanted = {"wanted": f"một trong các tên như {some}", "wanted_en": f"one of the names such as {some}"}
            self.book.add("E003", part.line, key=part.name.partition(":")[0], value=shown[:60], **wanted)
        return _KINDS.get(shown.casefold(), "") if raw is None else raw

    def _component(self, part: Part, kind: str) -> Component:
        self.reader.articles = {}
        sections: dict[str, list[Node]] = {}
        now: list[Node] | None = None
        for node in part.nodes:
            name = section_name(node.text)
            if name is not None:
                now = self._section(sections, node, name)
            elif now is None:
                self.book.add("E025", node.line)
            else:
                now.append(node)
        found: dict[str, tuple[Item, ...]] = {"body": self.reader.items(sections.get("body", ()))}
        blocks: dict[str, tuple[Block, ...]] = {
            attribute: self.reader.blocks(nodes) for attribute, nodes in sections.items() if attribute not in found
        }
        return Component(kind, **blocks, body=found["body"])

    def _section(self, sections: dict[str, list[Node]], node: Node, name: str) -> list[Node]:
        attribute = _SECTIONS.get(" ".join(name.split()).casefold())
        if attribute is None:
            self.book.add("E005", node.line, name=name[:60])
            return []
        if attribute in sections:
            self.book.add("E004", node.line, key=name)
        nodes = sections.setdefault(attribute, [])
        nodes += node.children
        return nodes

    def _notes(self, part: Part, notes: dict[str, NoteText]) -> None:
        for node in part.nodes:
            match = _NOTE.match(node.text)
            if not match:
                self.book.add("E025", node.line)
                continue
            key, kind, mark = value_of(match.group(1)), match.group(2), match.group(3)
            if key in notes:
                self.book.add("E004", node.line, key=key)
            notes[key] = NoteText(self.reader.blocks(node.children), names.NOTE_KINDS.get(kind or "", "footnote"), value_of(mark))
            self.called.held.setdefault(key, node.line)

    def _formulas(self, part: Part) -> None:
        for node in part.nodes:
            match = _FORMULA.match(node.text)
            if match:
                self.called.formulas[int(match.group(1))] = value_of(match.group(2))
            else:
                self.book.add("E025", node.line)

    def _check(self, notes: Mapping[str, NoteText]) -> None:
        for key, line in self.called.notes.items():
            if key not in notes:
                self.book.add("E016", line, key=key)
        for key, line in self.called.held.items():
            if key not in self.called.notes:
                self.book.add("E017", line, key=key)
        for key, line in self.called.pictures.items():
            if self.images is not None and key not in self.images:
                self.book.add("E018", line, key=key)


def _title(part: Part) -> str:
    return " ".join(part.name.partition(":")[0].split()).casefold()
