"""Links over the words of a line: its inlines cut where a citation begins and ends."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

from gazette.model.blocks import Run
from gazette.model.draft import Inline, Marked, text_of, tidy


def marked(inlines: tuple[Inline, ...], spans: Iterable[tuple[int, int, str]]) -> tuple[Inline, ...]:
    """*inlines* with a ``ref`` over each of *spans*, in one pass; one that overlaps another or what is marked already is left out."""
    atoms = _atoms(inlines, {place for start, end, _ in spans for place in (start, end)})
    done: list[Inline] = []
    index = last = 0
    for start, end, value in spans:
        if start < last:
            continue
        first = index
        while first < len(atoms) and atoms[first][0] < start:
            first += 1
        after = first
        while after < len(atoms) and atoms[after][0] < end:
            after += 1
        inside = tuple(piece for _, piece in atoms[first:after])
        if any(isinstance(piece, Marked) for piece in inside) or not inside:
            continue
        done.extend(piece for _, piece in atoms[index:first])
        done.append(Marked("ref", tidy(inside), value))
        index, last = after, end
    return tidy((*done, *(piece for _, piece in atoms[index:])))


def _atoms(inlines: tuple[Inline, ...], places: set[int]) -> list[tuple[int, Inline]]:
    """*inlines* with their offsets, runs in pieces that none of *places* falls within."""
    wanted = sorted(places)
    atoms: list[tuple[int, Inline]] = []
    at = 0
    for piece in inlines:
        width = len(text_of((piece,)))
        inner = wanted[bisect_right(wanted, at) : bisect_left(wanted, at + width)] if isinstance(piece, Run) else []
        for start, end in pairwise((at, *inner, at + width)):
            atoms.append((start, piece.saying(piece.text[start - at : end - at]) if isinstance(piece, Run) and inner else piece))
        at += width
    return atoms
