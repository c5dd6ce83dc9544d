"""The family the pages are set in, the fonts for signs it lacks, and whether they have every character of a text."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from gazette.typeset.errors import FontMissing
from templates import ROOT

FAMILY = "Tinos"
"""Times-metric, complete Vietnamese, OFL-1.1; Decree 30/2020 asks for Times New Roman."""

SIGNS = ("DejaVu Sans Mono", "New Computer Modern Math", "Libertinus Serif")
"""Fonts that come with typst: tick boxes, arrows and mathematical signs; the letters are always Tinos."""

_FILES = tuple(f"Tinos_{style}.ttf" for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"))
_UNDRAWN = frozenset("\t\n\r ")


@lru_cache(maxsize=4)
def family(folder: Path = ROOT / "fonts") -> typst.Fonts:
    """The four styles of *folder* and the fonts within typst, but none of the machine; ``FontMissing`` when one is not there."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise FontMissing(name=name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])


def regular(folder: Path = ROOT / "fonts") -> Path:
    """The file of the upright, regular style."""
    family(folder)
    return folder / _FILES[0]


def face(*, italic: bool, folder: Path = ROOT / "fonts") -> Path:
    """The file of the regular style, upright or italic."""
    family(folder)
    return folder / _FILES[1 if italic else 0]


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
    """The characters of *text* that neither the family nor the fonts for signs can draw, in code point order."""
    drawable = coverage(folder)
    lacking = sorted(char for char in set(text) - _UNDRAWN if ord(char) not in drawable)
    return tuple(char for char in lacking if not _is_sign(char))


@lru_cache(maxsize=4096)
def _is_sign(char: str) -> bool:
    """Whether a font within typst draws *char*; those fonts are no files to look into, so typst itself is asked."""
    fonts = ", ".join(f'"{name}"' for name in SIGNS)
    probe = f'#set document(title: "?")\n#set text(font: ({fonts}), fallback: false)\n#json("sign.json")'
    files: Any = {"main.typ": probe.encode(), "sign.json": json.dumps(char).encode()}
    compiler = typst.Compiler(files, font_paths=family())
    try:
        compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except typst.TypstError:
        return False
    return True
