"""Works out the automatic numbers of a document as Word prints them (ISO/IEC 29500-1, 17.9)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lxml import etree

from gazette.word.counting import known, written
from gazette.word.names import ALTERNATE, CHOICE, VAL, number, on, points, w
from gazette.word.styles import PLAIN_LOOK, Look, look_of

_PLACE = re.compile(r"%([1-9])")
Suffix = Literal["\t", " ", ""]
_SUFFIXES: dict[str, Suffix] = {"tab": "\t", "space": " ", "nothing": ""}
_LEVELS = 9
_LONGEST_PATTERN = 255  # what Word itself can hold


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format and pattern (``Điều %1.``)."""

    number_format: str = "decimal"
    pattern: str = ""
    start: int = 0
    suffix: Suffix = "\t"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    indent: float | None = None
    look: Look = PLAIN_LOOK
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number: its text, what separates it from the paragraph, and the indent of its level."""

    text: str
    suffix: Suffix
    indent: float | None = None
    font: str = ""


@dataclass(frozen=True, slots=True)
class _Instance:
    """One ``w:num``: the abstract list whose counts it shares, its levels, those it replaces included, and those it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Lists:
    """The lists that numbering.xml defines, by identifier; they hold no counts, so several readings may share them."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._instances: dict[str, _Instance | None] = {}
        if root is not None:
            self._load(root)

    def get(self, identifier: str) -> _Instance | None:
        """List *identifier*; ``None`` when it does not exist, or nothing is known of it."""
        return self._instances.get(identifier)

    def _load(self, root: etree._Element) -> None:
        styles: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.iter(w("abstractNum")):
            identifier = element.get(w("abstractNumId"), "")
            self._abstracts.setdefault(identifier, _levels(element))
            _remember(element, "styleLink", identifier, styles, turned=True)
            _remember(element, "numStyleLink", identifier, links, turned=False)
        same = {one: styles[style] for one, style in links.items() if style in styles and not self._abstracts[one]}
        for element in root.iter(w("num")):
            named = element.find(w("abstractNumId"))
            abstract = "" if named is None else named.get(VAL, "")
            abstract = same.get(abstract, abstract)
            shared = self._abstracts.get(abstract)
            instance = None if shared is None else _instance(element, abstract, shared)
            self._instances.setdefault(element.get(w("numId"), ""), instance)


NO_LISTS = Lists(None)


class Numbering:
    """Counts the paragraphs of one document; call :meth:`label` once for each numbered paragraph, in reading order.

    *language* (``vi-VN``) is what counts in words are spelled in. ``unknown`` holds the number formats that were printed
    in digits because nobody here knows them.
    """

    def __init__(self, lists: Lists, language: str = "") -> None:
        self._lists = lists
        self._language = language
        self.unknown: set[str] = set()
        # Word shares the running counts of one abstract list among the lists made from it.
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()

    def label(self, identifier: str, level: int, styles: tuple[str, ...] = ()) -> Label | None:
        """The number of the next paragraph of list *identifier*; ``None`` when the list or level does not exist.

        A *level* of -1 asks for the level that names one of *styles* (the paragraph's and those it is based on), the first one otherwise.
        """
        instance = self._lists.get(identifier)
        if instance is None:
            return None
        levels = instance.levels
        if level < 0:
            named = {row.style: key for key, row in levels.items() if row.style}
            level = next((named[style] for style in styles if style in named), 0)
        if level not in levels:
            return None
        counts = self._counts[instance.abstract]
        _advance(counts, levels, level, self._start(identifier, instance, level))
        return self._printed(levels, counts, level)

    def _start(self, identifier: str, instance: _Instance, level: int) -> int | None:
        # A start override is for the first paragraph of its list at that level; what restarts later begins as the level says.
        start = instance.starts.get(level)
        if start is None or (identifier, level) in self._started:
            return None
        self._started.add((identifier, level))
        return start

    def _printed(self, levels: dict[int, Level], counts: dict[int, int], level: int) -> Label:
        row = levels[level]
        if row.number_format == "bullet":
            return Label(row.pattern, row.suffix, row.indent, row.look.font)

        def filled(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            source = levels.get(place)
            return "" if source is None else self._written(counts.get(place, source.start), source, legal=row.legal)

        text = _PLACE.sub(filled, row.pattern) if row.number_format != "none" else _PLACE.sub("", row.pattern)
        return Label(text, row.suffix, row.indent, row.look.font)

    def _written(self, count: int, level: Level, *, legal: bool) -> str:
        number_format = level.number_format
        if legal and number_format != "decimalZero":
            # Legal numbering leaves leading zeros ([MS-DOC] LVLF.fLegal).
            number_format = "decimal"
        if not known(number_format):
            self.unknown.add(number_format)
        return written(count, number_format, level.picture, self._language)


def _remember(element: etree._Element, name: str, identifier: str, into: dict[str, str], *, turned: bool) -> None:
    found = element.find(w(name))
    if found is not None:
        style = found.get(VAL, "")
        into[style if turned else identifier] = identifier if turned else style


def _instance(element: etree._Element, abstract: str, shared: dict[int, Level]) -> _Instance:
    own: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element.iter(w("lvlOverride")):
        place = number(override.get(w("ilvl")))
        start = override.find(w("startOverride"))
        replaced = override.find(w("lvl"))
        if replaced is not None:
            own[place] = _level(replaced)[1]
        if start is not None:
            starts[place] = number(start.get(VAL))
    return _Instance(abstract, {**shared, **own} if own else shared, starts)


def _levels(element: etree._Element) -> dict[int, Level]:
    rows = (row for row in element.iter(w("lvl")) if 0 <= number(row.get(w("ilvl"))) < _LEVELS)
    return dict(map(_level, islice(rows, _LEVELS)))


def _level(element: etree._Element) -> tuple[int, Level]:
    values = {child.tag: child.get(VAL) for child in element}
    legal = element.find(w("isLgl"))
    restart = values.get(w("lvlRestart"))
    rpr, ind = element.find(w("rPr")), element.find(f"{w('pPr')}/{w('ind')}")
    left = None if ind is None else ind.get(w("left"), ind.get(w("start")))
    number_format, picture = _format(element)
    level = Level(
        number_format=number_format,
        pattern=(values.get(w("lvlText")) or "")[:_LONGEST_PATTERN],
        start=number(values.get(w("start"))),
        suffix=_SUFFIXES.get(values.get(w("suff")) or "tab", "\t"),
        restart=None if restart is None else number(restart),
        legal=legal is not None and on(legal.get(VAL)),
        style=values.get(w("pStyle")) or "",
        indent=None if left is None else points(left),
        look=PLAIN_LOOK if rpr is None else look_of(rpr),
        picture=picture,
    )
    return number(element.get(w("ilvl"))), level


def _format(element: etree._Element) -> tuple[str, str]:
    """The number format of a level, and the picture of a custom one, which Word writes as an alternative."""
    chosen = element.find(f"{ALTERNATE}/{CHOICE}/{w('numFmt')}")
    if chosen is None:
        chosen = element.find(w("numFmt"))
    return ("decimal", "") if chosen is None else (chosen.get(VAL) or "decimal", chosen.get(w("format"), ""))


def _advance(counts: dict[int, int], levels: dict[int, Level], level: int, start: int | None) -> None:
    if start is not None:
        counts[level] = start
    elif level in counts:
        counts[level] += 1
    else:
        counts[level] = levels[level].start
    for upper in range(level):
        if upper not in counts and upper in levels:
            counts[upper] = levels[upper].start
    for deeper in range(level + 1, _LEVELS):
        if deeper in counts and _restarts(levels.get(deeper), level):
            del counts[deeper]


def _restarts(level: Level | None, used: int) -> bool:
    if level is None or level.restart is None:
        return True
    return used < level.restart
