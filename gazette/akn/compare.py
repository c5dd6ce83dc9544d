"""Two texts side by side: whether they are one, and where they differ, paragraph by paragraph, under the provision they stand in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from gazette.akn.pairing import HEADING, RULE, Pair, pairs
from gazette.model.text import fold_space

_MOST_EDITS = 400


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two texts part: the words on both sides (one side empty for added or removed text), with their context.

    ``provision`` is the nearest label above (``Điều 5``), empty before the first.
    """

    kind: Literal["added", "removed", "changed"]
    before: str
    after: str
    provision: str
    lead: str
    follow: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer of :func:`compare`."""

    differences: tuple[Difference, ...]
    same_words: bool = True
    """True when both texts hold the same words, each as often: they differ in order at most (cells of a merged table)."""
    first: str = field(default="", repr=False)
    second: str = field(default="", repr=False)

    @property
    def identical(self) -> bool:
        """True when the texts are one, after NFC and folding of white space."""
        return not self.differences

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """The provisions that stand elsewhere or bear another number in the second text: their labels in both."""
        return tuple(
            (one.first.label, one.second.label) for one in self.provisions if one.first and one.second and (one.moved or one.renumbered)
        )

    @property
    def provisions(self) -> tuple[Pair, ...]:
        """The provisions of both texts side by side, in the order of the second."""
        return pairs(self.first, self.second)


def compare(a_text: str, b_text: str) -> Comparison:
    """The differences between two texts, word by word after NFC and folding of white space.

    Line breaks do not count, nor do typed rules (``-------``), which a typeset page draws.
    """
    if fold_space(a_text) == fold_space(b_text):
        return Comparison((), first=a_text, second=b_text)
    words_a, places = _words(a_text)
    words_b, _ = _words(b_text)
    differences = tuple(
        _difference(words_a, words_b, places, spans) for spans in changes(words_a, words_b) if spans[0] < spans[1] or spans[2] < spans[3]
    )
    return Comparison(differences, Counter(words_a) == Counter(words_b), a_text, b_text)


def _words(text: str) -> tuple[list[str], list[str]]:
    words: list[str] = []
    places: list[str] = []
    place = ""
    for line in text.split("\n"):
        folded = fold_space(line)
        match = HEADING.match(folded)
        place = fold_space(match.group(1)) if match else place
        split = [word for word in folded.split(" ") if word and not RULE.fullmatch(word)]
        words.extend(split)
        places.extend([place] * len(split))
    return words, places


def _difference(a: list[str], b: list[str], places: list[str], spans: tuple[int, int, int, int]) -> Difference:
    start, end, start_b, end_b = spans
    kind: Literal["added", "removed", "changed"] = "added" if start == end else "removed" if start_b == end_b else "changed"
    provision = places[min(start, len(places) - 1)] if places else ""
    return Difference(
        kind,
        " ".join(a[start:end]),
        " ".join(b[start_b:end_b]),
        provision,
        " ".join(a[max(0, start - 6) : start]),
        " ".join(a[end : end + 6]),
    )


Spans = tuple[int, int, int, int]


def changes(a: list[str], b: list[str]) -> Iterator[Spans]:
    """The spans in which *a* and *b* differ, in order: from, to in *a*, from, to in *b*."""
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    matches = _short_script(inner_a, inner_b)
    pairs = matches if matches is not None else _by_blocks(inner_a, inner_b)
    for low_a, high_a, low_b, high_b in pairs:
        yield low_a + start, high_a + start, low_b + start, high_b + start


def _by_blocks(a: list[str], b: list[str]) -> list[Spans]:
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) > 4000)
    return [(a1, a2, b1, b2) for name, a1, a2, b1, b2 in matcher.get_opcodes() if name != "equal"]


def _short_script(a: list[str], b: list[str]) -> list[Spans] | None:
    """The shortest edit script (Myers 1986) as changed spans; None when it needs more than a few hundred edits."""
    trace: list[dict[int, int]] = []
    reach = {1: 0}
    for edits in range(min(len(a) + len(b), _MOST_EDITS) + 1):
        trace.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while x < len(a) and x - diagonal < len(b) and a[x] == b[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(a) and x - diagonal >= len(b):
                return _spans(_steps(trace, len(a), len(b)))
    return None


def _steps(trace: list[dict[int, int]], x: int, y: int) -> list[Spans]:
    steps: list[Spans] = []
    for edits in range(len(trace) - 1, 0, -1):
        reach, diagonal = trace[edits], x - y
        down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        before_x = reach[before]
        before_y = before_x - before
        steps.append((before_x, before_x, before_y, before_y + 1) if down else (before_x, before_x + 1, before_y, before_y))
        x, y = before_x, before_y
    return steps[::-1]


def _spans(steps: list[Spans]) -> list[Spans]:
    spans: list[Spans] = []
    for step in steps:
        if spans and spans[-1][1] == step[0] and spans[-1][3] == step[2]:
            last = spans[-1]
            spans[-1] = (last[0], step[1], last[2], step[3])
        else:
            spans.append(step)
    return spans
