"""The lines of the editable text as a tree by their indents, part by part."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from gazette.akn.editable.findings import Notebook
from gazette.akn.editable.labels import part_name

STEP = "  "
_DEEPEST = 80
_MOST_CHARACTERS = 40_000_000


@dataclass(slots=True)
class Node:
    """One line without its indent, its number counted from 1, and the lines indented below it."""

    text: str
    line: int
    children: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """What stands under one ``=== … ===`` line; the head stands under none."""

    name: str
    line: int
    nodes: list[Node] = field(default_factory=list)


def parts(text: str, book: Notebook) -> list[Part]:
    """The parts of *text*, the head first. Line ends of every kind, tabs, wrong indents and decomposed letters are put right."""
    if len(text) > _MOST_CHARACTERS:
        book.add("E024", 1)
        return []
    found = [Part("", 1)]
    open_nodes: list[Node] = []
    for number, raw in enumerate(_lines(text), start=1):
        depth, line = _indent(_composed(raw, number, book), number, book)
        if not line:
            continue
        name = part_name(line) if depth == 0 else None
        if name is not None:
            found.append(Part(name, number))
            open_nodes = []
            continue
        if depth > len(open_nodes) or depth > _DEEPEST:
            book.add("E024" if depth > _DEEPEST else "E013", number)
            depth = min(len(open_nodes), _DEEPEST)
        node = Node(line, number)
        (open_nodes[depth - 1].children if depth else found[-1].nodes).append(node)
        open_nodes[depth:] = [node]
    return found


def _lines(text: str) -> Iterator[str]:
    return iter(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _composed(raw: str, number: int, book: Notebook) -> str:
    if unicodedata.is_normalized("NFC", raw):
        return raw
    book.add("E021", number)
    return unicodedata.normalize("NFC", raw)


def _indent(raw: str, number: int, book: Notebook) -> tuple[int, str]:
    line = raw.strip(" \t")
    before = raw[: len(raw) - len(raw.lstrip(" \t"))]
    if line and "\t" in before:
        book.add("E012", number)
    width = len(before.replace("\t", STEP))
    if line and width % len(STEP):
        book.add("E013", number)
    return width // len(STEP), line
