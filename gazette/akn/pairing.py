"""The provisions of two texts set side by side: those that stay, move, are renumbered, come in or go."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gazette.model.text import fold_space

HEADING = re.compile(r"^[“\"]?(Điều\s+\d+[a-zđ]{0,2}|Chương\s+[IVXLC\d]+|PHỤ LỤC(?:\s+[IVXLC\d]+)?|Phụ lục(?:\s+[IVXLC\d]+)?)(?![\w])")
RULE = re.compile(r"[-–—_*=~]{3,}")
_ALIKE = 0.6
_MOST_GUESSES = 200


@dataclass(frozen=True, slots=True)
class Section:
    """One provision with its lines in single spaces, the heading first; ``label`` is empty before the first heading."""

    label: str
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        """Its words without the label: what stays the same when it is only moved or renumbered."""
        return " ".join(self.lines).removeprefix(self.label).lstrip(" .:")


Side = tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A provision on both sides, or on one; ``moved`` when it stands in another place among its neighbours."""

    first: Section | None
    second: Section | None
    moved: bool = False

    @property
    def renumbered(self) -> bool:
        """True when both sides bear another label."""
        return self.first is not None and self.second is not None and self.first.label != self.second.label


def sections(text: str) -> tuple[Section, ...]:
    """*text* cut before every heading of a provision; typed rules and empty lines are left out."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in map(fold_space, text.split("\n")):
        heading = HEADING.match(line)
        if heading:
            found.append((heading.group(1), []))
        if line and not RULE.fullmatch(line):
            found[-1][1].append(line)
    return tuple(Section(label, tuple(lines)) for label, lines in found if lines)


def pairs(a_text: str, b_text: str) -> tuple[Pair, ...]:
    """The provisions of both texts in the order of the second, those that went where they stood among their neighbours."""
    first, second = sections(a_text), sections(b_text)
    partner = _partners(first, second)
    steady = _in_order([index for index in range(len(second)) if index in partner], partner)
    taken = set(partner.values())
    done: list[Pair] = []
    next_first = 0
    for index, section in enumerate(second):
        if index in steady:
            done += [Pair(first[at], None) for at in range(next_first, partner[index]) if at not in taken]
            next_first = partner[index]
        done.append(Pair(first[partner[index]] if index in partner else None, section, index in partner and index not in steady))
    gone = {id(one.first) for one in done if one.first is not None}
    return (*done, *(Pair(one, None) for at, one in enumerate(first) if at not in taken and id(one) not in gone))


def _partners(first: Side, second: Side) -> dict[int, int]:
    """Which provision of *first* each of *second* is: the same words, else the same label, else words much alike."""
    partner: dict[int, int] = {}
    for found in (_same_words, _labelled, _alike):
        taken = set(partner.values())
        for index, at in found(first, second, partner):
            if index not in partner and at not in taken:
                partner[index] = at
                taken.add(at)
    return partner


def _same_words(first: Side, second: Side, _partner: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs of the same words, each once on its side."""
    counts, others = Counter(one.body for one in first), Counter(one.body for one in second)
    places = {one.body: at for at, one in enumerate(first)}
    for index, one in enumerate(second):
        if one.body and counts[one.body] == 1 and others[one.body] == 1:
            yield index, places[one.body]


def _labelled(first: Side, second: Side, partner: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs of one label, the first with the first where it comes again, unless an article much more alike is left."""
    keys = [list(_numbered(one)) for one in (first, second)]
    places = {key: at for at, key in enumerate(keys[0])}
    taken = set(partner.values())
    for index, key in enumerate(keys[1]):
        at = places.get(key)
        if at is not None and index not in partner and at not in taken and likeness(first[at].body, second[index].body) >= _ALIKE / 2:
            yield index, at


def _numbered(side: Side) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for one in side:
        yield one.label, seen[one.label]
        seen[one.label] += 1


def _alike(first: Side, second: Side, partner: dict[int, int]) -> Iterator[tuple[int, int]]:
    taken = set(partner.values())
    left = [at for at in range(len(first)) if at not in taken][:_MOST_GUESSES]
    for index in [index for index in range(len(second)) if index not in partner][:_MOST_GUESSES]:
        best = max(((likeness(first[at].body, second[index].body), at) for at in left), default=(0.0, 0))
        if best[0] >= _ALIKE:
            yield index, best[1]


def likeness(one: str, other: str) -> float:
    """How many words two texts share, of all they have: 1 for the same words, 0 for none."""
    a, b = Counter(one.split()), Counter(other.split())
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def _in_order(indexes: list[int], partner: dict[int, int]) -> set[int]:
    """The longest run of *indexes* whose partners come in order too: what is outside it has moved."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for step, index in enumerate(indexes):
        at = bisect_left(ends, partner[index])
        before.append(places[at - 1] if at else -1)
        if at == len(ends):
            ends.append(partner[index])
            places.append(step)
        else:
            ends[at], places[at] = partner[index], step
    kept: set[int] = set()
    step = places[-1] if places else -1
    while step >= 0:
        kept.add(indexes[step])
        step = before[step]
    return kept
