"""Lists in an outline: lines that open with a dash, a plus or a bullet are tiết below what introduces them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gazette.model.draft import Block, Inline, Item, Line, Provision, cut, trimmed

_SIGN = re.compile(r"\s*(?P<sign>[-–—−+*•●■▪◊○])(?:\s+(?=\S)|(?=[^\W\d_]))")
_RANKS = {"*": 0, "-": 2, "–": 2, "—": 2, "−": 2, "+": 3}
_BULLET = 1
_INNER_BULLET = 4


@dataclass(slots=True)
class _Entry:
    rank: int
    num: tuple[Inline, ...]
    first: tuple[Inline, ...]
    spaced: bool
    more: list[Block] = field(default_factory=list)
    children: list["_Entry"] = field(default_factory=list)

    def provision(self) -> Provision:
        return Provision(
            "hcontainer",
            num=self.num,
            lead=(Line(self.first), *self.more),
            children=tuple(child.provision() for child in self.children),
            name="tiet",
            join="space" if self.spaced else "none",
        )


def listed(lead: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Provision, ...], tuple[Block, ...]]:
    """*lead* as the words before its list, the list, and the words after it.

    There is no list where words without a sign stand between its lines: which of them they belong to would be a guess. A table
    belongs to the line above it.
    """
    signed = [_sign(one) is not None for one in lead]
    if True not in signed:
        return tuple(lead), (), ()
    first, last = signed.index(True), len(signed) - 1 - signed[::-1].index(True)
    if any(isinstance(one, Line) and not has for one, has in zip(lead[first:last], signed[first:last], strict=True)):
        return tuple(lead), (), ()
    end = last + 1
    while end < len(lead) and not isinstance(lead[end], Line) and _announces(lead[last]):
        end += 1
    return tuple(lead[:first]), tuple(_tree(lead[first:end])), tuple(lead[end:])


def with_lists(items: Iterable[Item]) -> tuple[Item, ...]:
    """*items* with the lists that stand among them, outside any provision."""
    done: list[Item] = []
    run: list[Block] = []
    for item in items:
        if not isinstance(item, Provision) and _sign(item):
            run.append(item)
            continue
        done.extend(_tree(run))
        run = []
        done.append(item)
    return (*done, *_tree(run))


def _sign(one: Block) -> re.Match[str] | None:
    """The sign that *one* opens with; None when it is no line of a list."""
    if not isinstance(one, Line) or one.role or one.align:
        return None
    text = one.text
    match = _SIGN.match(text)
    return match if match and text[match.end() :].strip(" .…_-–—*+") else None


def _announces(one: Block) -> bool:
    """True when *one* ends in a colon, so that the table after it is its own."""
    return isinstance(one, Line) and one.text.rstrip().endswith(":")


def _tree(lines: Sequence[Block]) -> list[Provision]:
    """The items of *lines*, those of a lower sign below those of a higher one: ``*``, bullet, dash, plus."""
    top: list[_Entry] = []
    stack: list[_Entry] = []
    for one in lines:
        match = _sign(one)
        if match is None or not isinstance(one, Line):
            stack[-1].more.append(one)
            continue
        entry = _entry(one, match, stack)
        while stack and stack[-1].rank >= entry.rank:
            stack.pop()
        (stack[-1].children if stack else top).append(entry)
        stack.append(entry)
    return [entry.provision() for entry in top]


def _entry(one: Line, match: re.Match[str], stack: list[_Entry]) -> _Entry:
    num, rest = cut(one.inlines, match.end())
    rank = _RANKS.get(match.group("sign"), _BULLET)
    if rank == _BULLET and stack and all(open_entry.rank != _BULLET for open_entry in stack):
        rank = _INNER_BULLET
    return _Entry(rank, trimmed(num), trimmed(rest), match.group(0)[-1:].isspace())
