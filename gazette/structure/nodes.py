"""A provision while the body is read, and what it becomes: label, heading, first words, closing words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from gazette.model.blocks import Run
from gazette.model.draft import Block, Inline, Level, Line, Provision, cut, text_of, tidy, trimmed
from gazette.structure.labels import Label
from gazette.structure.lines import Row
from gazette.structure.lists import listed

_LEVELS: dict[str, tuple[Level, str]] = {
    "part": ("part", ""),
    "chapter": ("chapter", ""),
    "section": ("section", ""),
    "subsection": ("subsection", ""),
    "article": ("article", ""),
    "clause": ("clause", ""),
    "point": ("point", ""),
    "letter": ("part", ""),
    "roman": ("section", ""),
    "decimal": ("hcontainer", "tieu-muc"),
    "dash": ("hcontainer", "tiet"),
    "division": ("hcontainer", "phan"),
    "within": ("hcontainer", "muc"),
}
_PART_END = re.compile(r"[;,]\s*(?:và|hoặc)?\s*$")
_LIST_END = re.compile(r"[.;]\s*$")
DIVISIONS = frozenset(("part", "chapter", "section", "subsection"))
SENTENCE_END = re.compile(r"[.;:,?!]\s*(?:[”\"]\s*)?$|\./\.?$")
LONG = 300
_SHORT = 150


@dataclass(slots=True)
class Node:
    """A provision while it is being built."""

    style: str
    label: Label
    num: tuple[Inline, ...]
    join: Literal["space", "none", "apart"]
    first: tuple[Inline, ...] = ()
    first_bold: bool = False
    title: list[tuple[Inline, ...]] = field(default_factory=list)
    lead: list[Block] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    where: int = 0
    rank: float = 0
    titled: bool = False


def node_of(row: Row, label: Label) -> Node:
    """The provision that *row* opens with *label*."""
    num, rest = cut(row.inlines, label.end)
    bare = trimmed(num)
    first = trimmed(rest)
    gap = text_of(num)[-1:].isspace() or text_of(rest)[:1].isspace()
    join: Literal["space", "none", "apart"] = "space" if gap or not text_of(first) else "none"
    if not first:
        join = "apart"
    runs = [piece for piece in first if isinstance(piece, Run) and not piece.text.isspace()]
    return Node(label.style, label, bare, join, first, bool(runs) and all(run.bold for run in runs), where=row.where)


def frozen(node: Node, articles: bool) -> Provision:
    """*node* and all below it as it stands in the Draft; ``articles`` False is an outline, whose items may have headings."""
    level, name = _LEVELS[node.style]
    tail = tuple(_closing_words(node))
    heading, lead = _heading(node, articles)
    children = tuple(frozen(child, articles) for child in node.children)
    if not children:
        beside = 1 if node.first and not heading else 0
        before, children, tail = listed(lead[beside:])
        lead = [*lead[:beside], *before]
    return Provision(
        level=level,
        num=node.num,
        heading=heading,
        lead=tuple(lead),
        children=children,
        tail=tail,
        name=name,
        join=node.join,
    )


def _closing_words(node: Node) -> list[Block]:
    """The paragraph after a list of điểm that closes the khoản: its parts end in semicolons. Taken off the last."""
    last = node.children[-1] if len(node.children) > 1 else None
    if last is None or last.children or len(last.lead) != 1 or not isinstance(last.lead[0], Line):
        return []
    parts = node.children[:-1]
    if any(one.style != "point" for one in node.children) or any(one.lead or one.children for one in parts):
        return []
    if not all(_PART_END.search(text_of(one.first)) for one in parts) or not _LIST_END.search(text_of(last.first)):
        return []
    words = text_of(last.lead[0].inlines).strip()
    return [last.lead.pop()] if words[:1].isupper() and "điểm này" not in words else []


def _heading(node: Node, articles: bool) -> tuple[tuple[Inline, ...], Sequence[Block]]:
    if node.style in DIVISIONS:
        return _lines_as_heading(node), node.lead
    if not node.first:
        return (), node.lead
    if _is_heading(node, articles):
        return node.first, node.lead
    return (), [Line(node.first), *node.lead]


def _lines_as_heading(node: Node) -> tuple[Inline, ...]:
    pieces: list[Inline] = list(node.first)
    for title in node.title:
        if pieces:
            pieces.append(Run("\n"))
        pieces.extend(title)
    return tidy(pieces)


_DASHES = ("-", "–", "+", "*")
"""What opens the first of a list, which is no heading."""


def _is_heading(node: Node, articles: bool) -> bool:
    if node.style == "division":
        return True
    if node.style in ("point", "dash") or (articles and node.style not in ("roman", "letter", "within", "article")):
        return False
    text = text_of(node.first).strip()
    follows = bool(node.lead or node.children)
    if node.style in ("roman", "letter", "within"):
        return node.first_bold or (follows and (text.isupper() or not SENTENCE_END.search(text)) and len(text) < LONG)
    if node.style == "article":
        short = follows and not text.startswith(_DASHES) and len(text) < LONG * 2
        return short and (not SENTENCE_END.search(text) or (node.first_bold and not text.endswith(":")))
    return follows and (node.first_bold or node.titled) and not SENTENCE_END.search(text) and len(text) < LONG


def entitle(nodes: Sequence[Node]) -> None:
    """Find the headings of an outline that are not bold: short, without an end mark, with something below them.

    The last of a list may only look so when the words that close the list follow it: it counts when all before it are headings.
    """
    numbered = [node for node in nodes if node.style in ("clause", "decimal")]
    for node in numbered:
        node.titled = _like_heading(node) and (bool(node.children) or node is not numbered[-1] or _all_titled(numbered[:-1]))
    for node in nodes:
        entitle(node.children)


def _like_heading(node: Node) -> bool:
    text = text_of(node.first).strip()
    if not (node.lead or node.children) or not text[:1].isupper() or len(text) >= _SHORT or SENTENCE_END.search(text):
        return False
    following = node.lead[0] if node.lead else None
    return not isinstance(following, Line) or not following.text.lstrip()[:1].islower()


def _all_titled(nodes: Sequence[Node]) -> bool:
    return bool(nodes) and all(node.titled or node.first_bold for node in nodes)
