"""Lines of the editable text as provisions and blocks, by their labels, brackets and indents."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gazette.akn.editable import names
from gazette.akn.editable.grids import GridReader
from gazette.akn.editable.inlines import BOLD, NO_STYLE
from gazette.akn.editable.labels import Label, bracketed, explicit_head, natural
from gazette.akn.editable.letters import closing, value_of
from gazette.akn.editable.outline import Node
from gazette.akn.editable.reading_lines import LineReader
from gazette.model.draft import Block, Group, Inline, Item, Line, Provision, Quotation, text_of

_OPENING = re.compile(r"\[([^\W\d_][^:\]]*)")


@dataclass(slots=True)
class BlockReader:
    """Reads the blocks of one document; ``articles`` holds the lines of the articles seen in the text at hand."""

    lines: LineReader
    articles: dict[str, int] = field(default_factory=dict)
    grids: GridReader = field(init=False)

    def __post_init__(self) -> None:
        self.grids = GridReader(self.lines, self.blocks)

    def items(self, nodes: Iterable[Node]) -> tuple[Item, ...]:
        """Provisions and blocks, in their order."""
        return tuple(item for node in nodes for item in self._item(node))

    def blocks(self, nodes: Iterable[Node]) -> tuple[Block, ...]:
        """Blocks only: a label is a part of the text here, a provision in brackets is reported."""
        return tuple(block for node in nodes for block in self._block(node))

    def _item(self, node: Node) -> list[Item]:
        label = natural(node.text) or bracketed(node.text)
        return [self._provision(node, label)] if label is not None else list(self._block(node))

    def _provision(self, node: Node, label: Label) -> Provision:
        reader = self.lines.inlines(node.line, BOLD if label.bold else NO_STYLE)
        num = reader.read(label.num)
        heading: tuple[Inline, ...] = ()
        lead: list[Block] = []
        if label.rest.startswith("# ") or (label.headed and label.rest):
            heading = reader.read(label.rest.removeprefix("# "))
        elif label.rest:
            lead.append(Line(reader.read(label.rest)))
        reader.finish()
        if label.level == "article":
            self._once(node, text_of(num))
        return self._filled(node, Provision(label.level, num, heading, name=label.name, join=label.join), lead)

    def _filled(self, node: Node, opened: Provision, lead: list[Block]) -> Provision:
        children: list[Provision] = []
        tail: list[Block] = []
        ended = False
        for below in node.children:
            if below.text == names.ENDING and not below.children:
                ended = True
                continue
            for item in self._item(below):
                if not isinstance(item, Provision):
                    (tail if children or ended else lead).append(item)
                    continue
                if tail:
                    self.lines.book.add("E020", below.line)
                    tail = self._pushed_back(tail, children, lead)
                children.append(item)
        return replace(opened, lead=tuple(lead), children=tuple(children), tail=tuple(tail))

    def _pushed_back(self, tail: list[Block], children: list[Provision], lead: list[Block]) -> list[Block]:
        """Gives *tail* to what stands before it, because more provisions follow."""
        if children:
            children[-1] = replace(children[-1], tail=(*children[-1].tail, *tail))
        else:
            lead += tail
        return []

    def _once(self, node: Node, shown: str) -> None:
        key = " ".join(shown.split()).rstrip(".:").casefold()
        if key and key in self.articles:
            self.lines.book.add("E015", node.line, label=shown, before=self.articles[key])
        self.articles.setdefault(key, node.line)

    def _block(self, node: Node) -> list[Block]:
        match = _OPENING.match(node.text)
        head = match.group(1).strip(" ") if match else ""
        inside = node.text[1 : closing(node.text, 0)]
        if head == names.GRID:
            return [self.grids.grid(node, inside[len(head) + 1 :])]
        if head == names.QUOTATION:
            return [self._quotation(node)]
        if head in names.GROUPS or head == names.GROUP:
            name = names.GROUPS.get(head) or value_of(inside[len(head) + 1 :])
            return [Group(name, self.blocks(node.children))]
        if head in (names.ROW, names.CELL) or (head and explicit_head(head)):
            self.lines.book.add("E019", node.line, word=node.text[:40])
            return []
        if node.children:
            # Nothing stands below a paragraph: what is indented there follows it.
            self.lines.book.add("E013", node.children[0].line)
        return [self.lines.line(node.text, node.line), *self.blocks(node.children)]

    def _quotation(self, node: Node) -> Quotation:
        outer, self.articles = self.articles, {}
        quotation = Quotation(self.items(node.children))
        self.articles = outer
        return quotation
