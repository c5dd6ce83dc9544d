"""Provisions of a text without Điều as its own words name them: ``điểm a mục II``, ``khoản 2 mục I phần thứ hai``."""

from collections.abc import Iterable, Mapping, Sequence

from gazette.model.naming import roman
from gazette.model.paths import NARROW, WIDE
from gazette.structure.provisions import THIS, Target

Numbers = Mapping[str, str]
"""The number of a provision at each level."""
_LEVELS = (*WIDE, *NARROW)
_NAMED = frozenset((*_LEVELS, "item"))


class Outline:
    """The provisions of a text, found by the numbers at some of their levels; each set of levels is gone through once, when asked for."""

    def __init__(self, provisions: Iterable[Numbers] = ()) -> None:
        self._own: dict[int, list[Numbers]] = {}
        for one in provisions:
            self._own.setdefault(max(_LEVELS.index(level) for level in one), []).append(one)
        self._indexes: dict[tuple[int, tuple[str, ...]], dict[tuple[str, ...], list[Numbers]]] = {}

    def bearing(self, own: int, numbers: Numbers) -> Sequence[Numbers]:
        """The first two of the provisions whose own level is at the place *own* and that bear *numbers*."""
        levels = tuple(sorted(numbers))
        index = self._indexes.get((own, levels))
        if index is None:
            index = self._indexes.setdefault((own, levels), self._indexed(own, levels))
        return index.get(tuple(numbers[level] for level in levels), ())

    def _indexed(self, own: int, levels: tuple[str, ...]) -> dict[tuple[str, ...], list[Numbers]]:
        index: dict[tuple[str, ...], list[Numbers]] = {}
        for one in self._own.get(own, ()):
            if all(level in one for level in levels):
                found = index.setdefault(tuple(one[level] for level in levels), [])
                if len(found) < 2:
                    found.append(one)
        return index


def in_outline(target: Target, here: Numbers, provisions: Outline) -> Numbers:
    """The numbers of the one of *provisions* that *target* names from the place *here*; empty when none or several fit.

    The signs of an outline have no fixed names: ``1.`` is called khoản, điểm or mục. So the words are taken as they stand, and
    where no such provision is, by the shape of their numbers.
    """
    if any(level not in _NAMED for level, _ in target.path):
        return {}
    for wanted in (_as_said(target, here), _by_shape(target)):
        found = _only(wanted, here, provisions) if wanted else {}
        if found:
            return found
    return {}


def _as_said(target: Target, here: Numbers) -> Numbers:
    said = {level: here.get(level, "") if number == THIS else number for level, number in target.path}
    return said if all(said.values()) and "item" not in said else {}


def _by_shape(target: Target) -> Numbers:
    """The numbers of *target* by what they look like: II a Mục, B a Phần, 2 a khoản, b a điểm; empty when two are of one shape."""
    if any(number == THIS for _, number in target.path):
        return {}
    shaped = {_shape(number): number for _, number in target.path}
    return shaped if len(shaped) == len(target.path) and "" not in shaped else {}


def _shape(number: str) -> str:
    if number.isdecimal():
        return "clause"
    if number.isupper():
        return "section" if roman(number) else "part" if len(number) == 1 else ""
    return "point" if len(number) == 1 and number.isalpha() else ""


def _only(wanted: Numbers, here: Numbers, provisions: Outline) -> Numbers:
    """The one provision that bears *wanted* and nothing narrower; what *wanted* leaves out above it is as *here*, if need be."""
    levels = [_LEVELS.index(level) for level in wanted]
    own = max(levels)
    around = {level: here[level] for level in _LEVELS[: min(levels)] if level in here}
    found = provisions.bearing(own, {**around, **wanted})
    if not found and min(levels) < len(WIDE):
        found = provisions.bearing(own, wanted)
    return found[0] if len(found) == 1 else {}
