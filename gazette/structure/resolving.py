"""Where a citation leads within the document: its provisions by path, or the reason why it stays plain text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from gazette.model.citations import Reason
from gazette.model.draft import Draft, Line, Provision
from gazette.model.paths import NARROW, WIDE, numbers_within, path
from gazette.structure.acts import Act
from gazette.structure.citations import Citation
from gazette.structure.listing import Listing
from gazette.structure.outlines import Outline, in_outline
from gazette.structure.provisions import THIS, Target

_ANNEX = re.compile(r"phụ lục(?: số)? +([IVXLC]+|\d+[a-zA-Z]?|[A-Z])(?!\w)", re.IGNORECASE)
_LEVELS = (*WIDE, *NARROW)
_BELOW = frozenset(NARROW)
_NONE = Outline()


class Here(NamedTuple):
    """Where a line stands: its component and that one's kind, the numbers of the provisions around it by level.

    ``amends`` is True where unnamed provisions are those of an amended text, ``quoted`` within its quoted words; ``listing`` is the list
    of texts that the words above have opened, ``row`` True in a row of one as a table.
    """

    component: str = ""
    kind: str = ""
    numbers: Mapping[str, str] = MappingProxyType({})
    amends: bool = False
    quoted: bool = False
    listing: Listing | None = None
    row: bool = False

    @property
    def path(self) -> str:
        """The place as a path: ``@att_1/5/2/a``."""
        return path(self.component, self.numbers)


@dataclass(frozen=True, slots=True)
class Known:
    """What the document has: its provisions by path and how often, its annexes by number, the kinds of its components.

    ``outlines`` are the provisions of each component that is not built by Điều, ``divisions`` the Phần, Chương and Mục of the others.
    """

    paths: Counter[str]
    annexes: Mapping[str, str]
    kinds: Mapping[str, str]
    outlines: Mapping[str, Outline]
    divisions: Mapping[str, Outline]


def known(draft: Draft) -> Known:
    """What a citation in *draft* may lead to."""
    paths: Counter[str] = Counter()
    annexes: dict[str, str] = {}
    outlines: dict[str, Outline] = {}
    divisions: dict[str, Outline] = {}
    kinds = {"": draft.kind or draft.main.kind}
    for number, component in enumerate(draft.components()):
        name = f"att_{number}" if number else ""
        if number:
            kinds[name] = component.kind
            title = _ANNEX.search(" ".join(one.text for one in component.title if isinstance(one, Line)))
            if title:
                annexes[title.group(1)] = name if title.group(1) not in annexes else ""
        numbered = [one for item in component.body if isinstance(item, Provision) for one in _numbered(item, {})]
        paths.update(path(name, numbers) for numbers in numbered)
        if any("article" in numbers for numbers in numbered):
            divisions[name] = Outline(numbers for numbers in numbered if _BELOW.isdisjoint(numbers))
        else:
            outlines[name] = Outline(numbered)
    return Known(paths, annexes, kinds, outlines, divisions)


def _numbered(provision: Provision, above: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The numbers by level of *provision* and of all below it; those without a number of their own are left out."""
    numbers = numbers_within(provision, above)
    if numbers is not above:
        yield numbers
    for child in provision.children:
        yield from _numbered(child, numbers)


def reason_of(found: Citation, here: Here, paths: list[tuple[str, Reason]]) -> Reason:
    """Why the whole citation is plain text: empty as soon as one of its provisions is found."""
    if here.quoted:
        return "quoted-text"
    if not found.targets:
        return "whole-text"
    return "" if any(place for place, _ in paths) else paths[0][1]


def resolved(target: Target, found: Citation, here: Here, known: Known) -> tuple[str, Reason]:
    """The path of *target* in this document, or why it has none."""
    if found.elsewhere:
        return "", "incomplete"
    own = found.act or found.issued_with
    component = _component(own, here, known) if own else here.component
    if component is None:
        return "", "unknown-text"
    if target.path[0][0] in ("annex", "form"):
        return _annex(target, found, known)
    this = any(number == THIS for _, number in target.path)
    if here.amends and not this and own is None:
        return "", "amended-text"
    outline = known.outlines.get(component)
    if outline is not None:
        numbers = in_outline(target, here.numbers, outline)
    else:
        numbers = _division(target, here, known.divisions.get(component, _NONE)) or _numbers(target, here)
    if not numbers:
        return "", "incomplete" if outline is None or this else "no-such-provision"
    place = path(component, numbers)
    count = known.paths[place]
    return (place, "") if count == 1 else ("", "ambiguous" if count else "no-such-provision")


def _division(target: Target, here: Here, divisions: Outline) -> Mapping[str, str]:
    """The Phần, Chương or Mục that *target* names, in whatever Phần it stands; empty when it names a narrower level."""
    return {} if any(level in _BELOW for level, _ in target.path) else in_outline(target, here.numbers, divisions)


def _component(act: Act, here: Here, known: Known) -> str | None:
    """Which part of the document ``Quyết định này`` means; None when none is of that kind."""
    if not act.own:
        return None
    if act.kind in ("van-ban", here.kind):
        return here.component
    if act.kind == known.kinds[""]:
        return ""
    same = [name for name, kind in known.kinds.items() if kind == act.kind]
    return same[0] if len(same) == 1 else None


def _annex(target: Target, found: Citation, known: Known) -> tuple[str, Reason]:
    if found.issued_with is not None and not found.issued_with.own:
        return "", "incomplete"
    level, number = target.path[0]
    name = known.annexes.get(number, "") if level == "annex" and len(target.path) == 1 else ""
    return (f"@{name}", "") if name else ("", "no-such-provision")


def _numbers(target: Target, here: Here) -> Mapping[str, str]:
    """The numbers of *target* by level, what the words leave out taken from where they stand; empty when that does not tell."""
    numbers = {level: here.numbers.get(level, "") if number == THIS else number for level, number in target.path if level in _LEVELS}
    if not numbers or not all(numbers.values()):
        return {}
    if "article" in numbers:
        return {level: number for level, number in numbers.items() if level not in WIDE}
    if any(level in numbers for level in WIDE):
        chapter = {level: here.numbers[level] for level in WIDE[: _widest(numbers)] if level in here.numbers}
        return {} if any(level in numbers for level in ("clause", "point")) else {**chapter, **numbers}
    if not here.numbers.get("article"):
        return {}
    clause = {} if "clause" in numbers else {"clause": here.numbers.get("clause", "")}
    return {"article": here.numbers["article"], **clause, **numbers}


def _widest(numbers: Mapping[str, str]) -> int:
    return min(WIDE.index(level) for level in numbers if level in WIDE)


def printed(target: Target) -> str:
    """``5.2.a`` for point a of clause 2 of Article 5; wider levels by name: ``chapter:III``."""
    numbers = dict(target.path)
    narrow = [numbers.get(level, "") for level in NARROW]
    while narrow and not narrow[-1]:
        narrow.pop()
    levels = [] if numbers.get("article") else [level for level, _ in target.path if level not in NARROW]
    wide = [f"{level}:{numbers[level]}" for level in levels]
    return "/".join((*wide, ".".join(narrow))) if wide and narrow else "/".join(wide) or ".".join(narrow)
