"""Whether a PDF says exactly what the XML says: the gate between a Word text and the file that was signed."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from gazette.akn.names import local, tag
from gazette.akn.parsing import parse
from gazette.akn.text import lines_of
from gazette.model.text import fold_space

_NOTE = "\ue000"
_SIDE = 40
_MARK = re.compile(r"[\d*]{1,3}")
_LOOSE = ("letterhead", "recipients", "signature")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first place where the two differ: what the XML says there, and what the PDF says."""

    text: str
    printed: str


@dataclass(slots=True)
class _Parts:
    """The XML's text without white space: pieces that must come in order, pieces that stand side by side or at the foot, heads that repeat."""

    strict: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def printed_mismatch(xml: bytes, printed: str) -> Mismatch | None:
    """Compares *xml* with the text of a PDF, character for character without white space; ``None`` when they say the same.

    Every character of each must occur in the other. Provisions and tables must come in their order; only the letterhead, the
    recipients, the signatures (which stand in columns) and footnotes may come elsewhere, each whole; a table's head may
    repeat on a new page. Raises NotAkomaNtoso.
    """
    parts = _parts(parse(xml))
    rest = _squeezed(printed)
    at = 0
    while at < len(rest):
        step = _step(parts, rest, at)
        if step == 0:
            return Mismatch(_expected(parts), rest[at : at + _SIDE])
        at += step
    missing = _expected(parts)
    return Mismatch(missing, "") if missing else None


def _step(parts: _Parts, rest: str, at: int) -> int:
    """How many characters of the PDF the next piece explains; that piece is taken. 0 when none does."""
    if parts.strict and parts.strict[0] == _NOTE:
        parts.strict.pop(0)
        mark = _MARK.match(rest, at)
        follows = parts.strict[0] if parts.strict else ""
        return len(mark[0]) if mark and not (follows and rest.startswith(follows, at)) else _step(parts, rest, at)
    fitting = [piece for piece in parts.loose if rest.startswith(piece, at)]
    if parts.strict and rest.startswith(parts.strict[0], at):
        fitting.append(parts.strict[0])
    if not fitting:
        return _repeat(parts, rest, at)
    longest = max(fitting, key=len)
    if parts.strict and longest == parts.strict[0]:
        parts.strict.pop(0)
    else:
        parts.loose.remove(longest)
    return len(longest)


def _repeat(parts: _Parts, rest: str, at: int) -> int:
    """A table head printed again, or a note's mark in front of its text."""
    head = next((piece for piece in parts.repeated if rest.startswith(piece, at)), "")
    if head:
        return len(head)
    mark = _MARK.match(rest, at)
    if mark and any(rest.startswith(piece, mark.end()) for piece in parts.loose):
        return len(mark[0])
    return 0


def _expected(parts: _Parts) -> str:
    pieces = [piece for piece in (*parts.strict, *parts.loose) if piece != _NOTE]
    return pieces[0][:_SIDE] if pieces else ""


def _parts(root: etree._Element) -> _Parts:
    tree = deepcopy(root)
    parts = _Parts()
    parts.loose += _pieces(_without_notes(tree))
    for container in [found for found in tree.iter(tag("container")) if found.get("name") in _LOOSE]:
        parts.loose += _pieces(lines_of(container))
        _cut(container)
    for line in lines_of(tree):
        for number, piece in enumerate(line.split(_NOTE)):
            parts.strict += ([_NOTE] if number else []) + list(_pieces([piece]))
    parts.repeated += _pieces(" ".join(lines_of(row)) for row in tree.iter(tag("tr")) if _is_head(row))
    return parts


def _without_notes(tree: etree._Element) -> list[str]:
    """Replaces every footnote by a mark; the footnotes' own lines."""
    lines: list[str] = []
    for note in list(tree.iter(tag("authorialNote"))):
        lines += lines_of(note)
        note.tail = _NOTE + (note.tail or "")
        _cut(note)
    return lines


def _cut(element: etree._Element) -> None:
    """Takes *element* out of its tree and leaves the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _is_head(row: etree._Element) -> bool:
    return len(row) > 0 and all(local(cell.tag) == "th" for cell in row)


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    return (piece for piece in map(_squeezed, lines) if piece)


def _squeezed(text: str) -> str:
    return fold_space(text).replace(" ", "")
