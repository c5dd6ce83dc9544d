"""The path of a provision within its document: ``@att_1/5/2/a``, or ``@/chapter:III/section:2`` above the articles."""

import re
from collections.abc import Mapping

from gazette.model.draft import Provision, text_of

WIDE = ("part", "chapter", "section", "subsection")
"""The levels above the articles, from the widest."""
NARROW = ("article", "clause", "point")
"""The levels a path names one by one."""

_NARROW_NUMBER = re.compile(r"\d+(?:\.\d+)*\s?[a-zđ]?(?!\w)|[a-zđ]\d?(?=\s*\))")
_WIDE_NUMBER = re.compile(r"(?<!\w)(?:[IVXLC]+[a-zđ]?|\d+[a-zđ]?|[A-ZĐ])(?!\w)")
_WIDE_WORD = re.compile(r"^\W*(?:phần|chương|tiểu mục|mục)(?: thứ)?", re.IGNORECASE)


def numbers_within(provision: Provision, above: Mapping[str, str]) -> Mapping[str, str]:
    """The numbers by level of what stands in *provision*, *above* being those around it; *above* itself when it has no number."""
    label = text_of(provision.num)
    if provision.level in WIDE:
        found = _WIDE_NUMBER.search(_WIDE_WORD.sub("", label))
        kept = WIDE[: WIDE.index(provision.level)]
    elif provision.level in NARROW:
        found = _NARROW_NUMBER.search(label)
        kept = (*WIDE, *NARROW[: NARROW.index(provision.level)])
    else:
        return above
    inner = {level: above[level] for level in kept if level in above}
    return {**inner, provision.level: found.group(0).replace(" ", "")} if found else above


def path(component: str, numbers: Mapping[str, str]) -> str:
    """The path that *numbers* give in *component* (empty for the document's own text, else ``att_1`` …)."""
    if any(numbers.get(level) for level in NARROW):
        return "/".join((f"@{component}", *(numbers.get(level, "") for level in NARROW)))
    return "/".join((f"@{component}", *(f"{level}:{numbers[level]}" for level in WIDE if level in numbers)))
