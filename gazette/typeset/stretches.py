"""A long document over several issues: the stretch that one of them prints, with the lines that lead from one to the next."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import cast

from gazette.model.issue import Stretch
from gazette.typeset.inlines import Pieces, plain
from gazette.typeset.reading import Leaf, Part, paragraph
from gazette.typeset.sources import Facts

_ENDLESS = 1_000_000
_AGAIN = ("(tiếp theo)", "i")


def stretched(leaves: list[Leaf], stretch: Stretch, facts: Facts, above: int) -> list[Leaf] | None:
    """What *stretch* holds of *leaves*; None when a provision that it names does not begin a line of the text.

    A later stretch repeats the title and says where it began, then names again what its first provision stands in; what is not the
    last says where it goes on. Headings are at most one deeper than the one before them, *above* being the level over the document.
    """
    if stretch.whole:
        return leaves
    first, end = _place(leaves, stretch.begins, 0), _place(leaves, stretch.ends, _ENDLESS)
    if first is None or end is None or first >= end:
        return None
    kept = list(_between(leaves, first, end))
    if stretch.begins:
        opens = [*_title(leaves, facts), *_line(stretch.comes_from), *_around(leaves, stretch.begins)]
        kept[0] = replace(kept[0], starts=True, parts=[*opens, *kept[0].parts])
    if stretch.ends:
        kept[-1] = replace(kept[-1], parts=[*kept[-1].parts, *_line(stretch.goes_on)])
    return list(_levelled(kept, above))


def places(leaves: list[Leaf], stretch: Stretch) -> Iterator[str]:
    """The provisions that a later stretch can begin with, *leaves* being what *stretch* holds.

    What stands before is more than the title and bases of an act, and ends with no heading, nor a line that leads in what follows; what
    follows is more than one line above the signatures.
    """
    parts = _parts(leaves)
    begun, lines = False, sum(map(_is_text, parts)) - bool(stretch.ends)
    for before, part in pairwise(parts):
        lines -= _is_text(before)
        begun = begun or "at" in before
        if "at" in part and (begun or part["is"] in ("title", "letterhead")) and not _leads(before) and lines > 1:
            yield str(part["at"])


def _parts(leaves: list[Leaf]) -> list[Part]:
    return [part for leaf in leaves for part in leaf.parts]


def _is_text(part: Part) -> bool:
    return part["is"] in ("paragraph", "table")


def _leads(part: Part) -> bool:
    if part["is"] != "paragraph":
        return part["is"] in ("heading", "title", "letterhead")
    return (part["align"], part["look"]) == ("center", "bold") or plain(cast(Pieces, part["pieces"])).rstrip().endswith(":")


def _line(said: str) -> list[Part]:
    return [paragraph([(f"({said})", "i")], align="center")] if said else []


def _title(leaves: list[Leaf], facts: Facts) -> list[Part]:
    titles = [part for part in leaves[0].parts if part["is"] == "title" and part.get("lines")]
    number = [paragraph([(f"Số: {facts.number}", "")], align="center")] if facts.number else []
    return [*(titles[:1] or [paragraph([(facts.subject or facts.kind, "b")], align="center", look="bold")]), *number]


def _around(leaves: list[Leaf], eid: str) -> Iterator[Part]:
    """What the provision *eid* stands in, from the outermost on: title of the annex, headings, numbers of what has no heading."""
    parts, steps = _parts(leaves), eid.split("__")
    for outer in ("__".join(steps[:depth]) for depth in range(1, len(steps))):
        place = _place(leaves, outer, 0)
        if place is not None:
            yield from _again(parts[place + 1 if parts[place]["is"] == "letterhead" else place])


def _again(part: Part) -> Iterator[Part]:
    """*part* as it is announced again, without what it says itself and without its notes, which stand where it stood first."""
    named = {name: value for name, value in part.items() if name != "at"}
    num = _words(part.get("num", []))
    if part["is"] == "title":
        yield {**named, "lines": [_words(line) for line in cast(list[Pieces], part["lines"])], "after": [[_AGAIN]]}
    elif part["is"] == "heading":
        heading = _words(part["heading"])
        yield {**named, "num": num, "heading": [*heading, (" ", ""), _AGAIN] if heading else [_AGAIN]}
    elif part["is"] == "paragraph" and num:
        yield {**paragraph([_AGAIN]), "num": num, "strong": part["strong"], "join": " "}


def _words(pieces: object) -> Pieces:
    return [piece for piece in cast(Pieces, pieces) if isinstance(piece, tuple) or piece["is"] != "note"]


def _place(leaves: list[Leaf], eid: str, default: int) -> int | None:
    """At which part, counted over all leaves, the provision begins."""
    if not eid:
        return default
    return next((place for place, part in enumerate(_parts(leaves)) if part.get("at") == eid), None)


def _between(leaves: list[Leaf], first: int, end: int) -> Iterator[Leaf]:
    passed = 0
    for leaf in leaves:
        low, high = max(first - passed, 0), min(end - passed, len(leaf.parts))
        if low < high:
            yield replace(leaf, starts=leaf.starts and low == 0, parts=leaf.parts[low:high])
        passed += len(leaf.parts)


def _levelled(leaves: list[Leaf], above: int) -> Iterator[Leaf]:
    """PDF/UA-1 lets no heading skip a level, as that of an article without its chapter's would."""
    last = above
    for leaf in leaves:
        parts = []
        for part in leaf.parts:
            if "level" in part:
                last = min(cast(int, part["level"]), last + 1)
                part = {**part, "level": last}
            parts.append(part)
        yield replace(leaf, parts=parts)
