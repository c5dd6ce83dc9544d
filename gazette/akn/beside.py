"""Which printed paragraphs of two forms of one text belong together: the Word file, the editable text, the lines of the XML."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from gazette.akn.compare import changes
from gazette.model.text import nfc

_BRACES = re.compile(r"^\s*\{[^{}]*\}")
_HEADS = re.compile(r"\[\^[^\]]*\]|\[hình:[^\]]*\]|\[[^\W\d_][^:\]\[]*(?:: ?|\])")
_CELLS = re.compile(r"(?<!\\)\||¶")
_SIGNS = re.compile(r"[\W_]+")
_ESCAPED = re.compile(r"\\u\{[0-9a-f]+\}|\\[snt]")


def beside(first: Iterable[tuple[int, str]], second: Iterable[tuple[int, str]]) -> dict[int, int]:
    """For each place of *second* the place of *first* whose words it has; one between two others belongs to the one before it.

    Both are places with their words, in reading order; only letters and figures count. Where the words differ the nearest before is told.
    """
    a, b = _keyed(first), _keyed(second)
    spans = [*changes([key for _, key in a], [key for _, key in b]), (len(a), len(a), len(b), len(b))]
    found: dict[int, int] = {}
    at_a = at_b = last = 0
    for a1, a2, b1, b2 in spans:
        for (place, _), (other, _) in zip(a[at_a:a1], b[at_b:b1], strict=False):
            last = found.setdefault(other, place)
        for other, place in _within(a[a1:a2], b[b1:b2]):
            last = place or last
            found.setdefault(other, last)
        at_a, at_b = a2, b2
    return found


def _within(a: list[tuple[int, str]], b: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The places of a stretch whose paragraphs are cut otherwise on both sides, letter by letter; 0 where nothing is left."""
    ends = list(accumulate(len(key) for _, key in a))
    at = 0
    for other, key in b:
        index = bisect_right(ends, at)
        yield other, a[index][0] if index < len(a) else 0
        at += len(key)


def editable_lines(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The lines of the editable text with their numbers from 1, without the signs of its notation; a table's row is its cells."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith(("===", "---")):
            pieces = _CELLS.split(line) if "|" in line or "¶" in line else (line,)
            found += [(number, _ESCAPED.sub(" ", _HEADS.sub("", _BRACES.sub("", piece)))) for piece in pieces]
    return found


def _keyed(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return [(place, key) for place, words in lines if (key := _SIGNS.sub("", nfc(words)))]
