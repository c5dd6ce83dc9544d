"""Citations labelled by hand in real documents, and how those found compare with them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gazette import structure, word
from gazette.model.citations import Cited
from gazette.model.laws import one_spelling
from gazette.model.numbers import number_key
from tests.shared import shared

LABELS = Path(__file__).with_name("citations.tsv")


@dataclass(frozen=True, slots=True)
class Value:
    """What a citation says: kind, number (``this`` for the document itself), day, name of a law, paths of provisions."""

    kind: str
    number: str
    day: str
    title: str
    provisions: frozenset[str]


@dataclass(slots=True)
class Stretch:
    """A stretch of one document's visible text that was read whole, with the citations labelled in it by their offsets."""

    set: str
    file: str
    start: int
    end: int
    labels: list[tuple[int, int, Value]] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """How many labels were found, what was missed, what was found and is none."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the citations found that are labelled so."""
        return self.found / max(1, self.found + len(self.extra))

    @property
    def recall(self) -> float:
        """The share of the labels that were found."""
        return self.found / max(1, self.found + len(self.missed))


def stretches(*sets: str) -> Iterator[Stretch]:
    """The labelled stretches of *sets* (``dev``, ``held``)."""
    found: list[Stretch] = []
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if row[0] == "#":
                found.append(Stretch(row[1], row[2], int(row[3]), int(row[4])))
                continue
            start, end, kind, number, day, title, provisions = row
            value = Value(
                kind,
                number if number == "this" else number_key(number),
                day,
                "" if number else one_spelling(title),
                frozenset(provisions.split()),
            )
            found[-1].labels.append((int(start), int(end), value))
    return (one for one in found if one.set in sets)


def score(parts: Iterator[Stretch]) -> Score:
    """All stretches compared: a label is found when a citation with the same value lies over it."""
    result = Score()
    for part in parts:
        text, everything = _read(part.file)
        left = [one for one in everything if part.start <= one[0] < part.end]
        for start, end, value in part.labels:
            hit = next((one for one in left if one[0] < end and start < one[1] and one[2] == value), None)
            if hit is None:
                result.missed.append(f"{part.file}\t{start}\t{text[start:end]!r}\t{value}")
            else:
                result.found += 1
                left.remove(hit)
        result.extra.extend(f"{part.file}\t{start}\t{text[start:end]!r}\t{value}" for start, end, value in left)
    return result


@cache
def _read(name: str) -> tuple[str, tuple[tuple[int, int, Value], ...]]:
    blocks = word.read(shared("word-corpus", "files", name).read_bytes(), name=name).require()
    text = blocks.visible_text()
    return text, tuple(_placed(text, structure.cited(structure.recognise(blocks).require())))


def _placed(text: str, found: tuple[Cited, ...]) -> Iterator[tuple[int, int, Value]]:
    at = 0
    last: Cited | None = None
    for one in found:
        again = last is not None and one.line == last.line and one.start <= last.start
        place = text.find(one.line, at + again)
        at = place if place >= 0 else at
        last = one
        start = max(place, 0) + one.start
        yield start, start + len(one.text), _value(one)


def _value(one: Cited) -> Value:
    number = "this" if one.own else number_key(one.number)
    return Value(one.kind, number, one.day, "" if one.number else one_spelling(one.title), frozenset(one.provisions))
