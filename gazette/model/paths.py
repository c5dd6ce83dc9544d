"""The path of a provision within its document: ``@att_1/5/2/a``, or ``@/chapter:III/section:2`` above the articles."""

import re
from collections.abc import Mapping
from functools import lru_cache

from gazette.model.draft import Provision, text_of
from gazette.model.naming import IN_WORDS, in_words

WIDE = ("part", "chapter", "section", "subsection")
"""The levels above the articles, from the widest."""
NARROW = ("article", "clause", "point")
"""The levels a path names one by one."""

_ABOVE = {level: (*WIDE, *NARROW)[: (*WIDE, *NARROW).index(level)] for level in (*WIDE, *NARROW)}
_NARROW_NUMBER = re.compile(r"\d+(?:\.\d+)*\s?[a-zđ]?(?!\w)|[a-zđ]\d?(?=\s*[-–./)])")
_WIDE_NUMBER = re.compile(r"(?<!\w)(?:[IVXLC]+[a-zđ]?|\d+[a-zđ]?|[A-ZĐ])(?!\w)")
_IN_WORDS = re.compile(rf"(?:phần|chương|mục|điều)\s+(?:thứ\s+)?(?P<said>{IN_WORDS})(?!\w)", re.IGNORECASE)
_WIDE_WORD = re.compile(r"^\W*(?:phần|chương|tiểu mục|mục)(?: thứ)?", re.IGNORECASE)


def numbers_within(provision: Provision, above: Mapping[str, str]) -> Mapping[str, str]:
    """The numbers by level of what stands in *provision*, *above* being those around it; *above* itself when it has no number."""
    level = provision.level
    if level not in _ABOVE:
        return above
    number = _number(text_of(provision.num), level in WIDE)
    if not number:
        return above
    inner = {wider: above[wider] for wider in _ABOVE[level] if wider in above}
    inner[level] = number
    return inner


@lru_cache(maxsize=512)
def _number(label: str, wide: bool) -> str:
    """The number in *label*, which is that of a *wide* level or of a narrow one; empty when it has none. The same few labels come again."""
    found = _WIDE_NUMBER.search(_WIDE_WORD.sub("", label)) if wide else _NARROW_NUMBER.search(label)
    return found.group(0).replace(" ", "") if found else _said(label)


def _said(label: str) -> str:
    """The number that a label says in words (``Phần thứ hai``, ``Điều thứ nhất``) in figures; empty when it says none."""
    named = _IN_WORDS.search(label)
    return str(in_words(named.group("said")) or "") if named else ""


def path(component: str, numbers: Mapping[str, str]) -> str:
    """The path that *numbers* give in *component* (empty for the document's own text, else ``att_1`` …).

    An Điều is named by its number alone; what stands in no Điều also by the Phần, Chương or Mục around it (``@/section:II//1/a``).
    """
    narrow = tuple(numbers.get(level, "") for level in NARROW) if any(numbers.get(level) for level in NARROW) else ()
    wide = () if numbers.get("article") else tuple(f"{level}:{numbers[level]}" for level in WIDE if level in numbers)
    return "/".join((f"@{component}", *wide, *narrow))
