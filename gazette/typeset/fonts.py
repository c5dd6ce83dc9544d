"""The one family the pages are set in, and whether it has every character of a text."""

from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from gazette.typeset.errors import FontMissing
from templates import ROOT

FAMILY = "Tinos"
"""Times-metric, complete Vietnamese, OFL-1.1; Decree 30/2020 asks for Times New Roman."""

_FILES = tuple(f"Tinos_{style}.ttf" for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"))
_UNDRAWN = frozenset("\t\n\r ")


@lru_cache(maxsize=4)
def family(folder: Path = ROOT / "fonts") -> typst.Fonts:
    """The four styles of *folder*, and no other font of the machine; ``FontMissing`` when one is not there."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise FontMissing(name=name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def regular(folder: Path = ROOT / "fonts") -> Path:
    """The file of the upright, regular style."""
    family(folder)
    return folder / _FILES[0]


@lru_cache(maxsize=4)
def coverage(folder: Path = ROOT / "fonts") -> frozenset[int]:
    """The code points that all four styles can draw."""
    family(folder)
    maps = []
    for name in _FILES:
        with TTFont(folder / name, lazy=True) as font:
            maps.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*maps)


def missing(text: str, folder: Path = ROOT / "fonts") -> tuple[str, ...]:
    """The characters of *text* that the family cannot draw, in code point order."""
    drawable = coverage(folder)
    return tuple(sorted(char for char in set(text) - _UNDRAWN if ord(char) not in drawable))
