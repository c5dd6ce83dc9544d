"""Citations within a document: from the path that the words give (``@att_1/5/2/a``) to the eId of the provision."""

import re
from dataclasses import replace

from gazette.akn.names import EIds, work_type
from gazette.model.draft import Block, Draft, Inline, Item, Line, Marked, Provision, text_of, tidy

_PRINTED = re.compile(r"\d+\s?[a-zđ]?|[a-zđ]\d?(?=\s*\))")
Path = tuple[str, str, str, str]
"""Component, article, clause and point, as citations within a document name them."""


def path_of(provision: Provision, above: Path) -> Path:
    """The path of *provision* below *above*; the same path when its level has no part in it."""
    number = _PRINTED.search(text_of(provision.num)) if provision.level in ("article", "clause", "point") else None
    if number is None:
        return above
    component, article, clause, _ = above
    shown = number.group(0).replace(" ", "")
    if provision.level == "article":
        return component, shown, "", ""
    return (component, article, shown, "") if provision.level == "clause" else (component, article, clause, shown)


def targets(draft: Draft) -> dict[str, str]:
    """The eId of every article, clause and point of *draft* by its path; of two with one path the first."""
    eids = EIds()
    found: dict[str, str] = {}
    for number, component in enumerate(draft.components()):
        prefix = f"att_{number}" if number else ""
        act = not number and work_type(draft.kind) == "act"
        for item in wrapped(component.body) if act else component.body:
            if isinstance(item, Provision):
                _collect(item, prefix, (prefix, "", "", ""), eids, found)
    return found


def _collect(provision: Provision, parent: str, above: Path, eids: EIds, found: dict[str, str]) -> None:
    eid = eids.provision(parent, provision)
    path = path_of(provision, above)
    if path != above:
        found.setdefault("@" + "/".join(path), f"#{eid}")
    for child in provision.children:
        _collect(child, eid, path, eids, found)


def resolved(inlines: tuple[Inline, ...], known: dict[str, str]) -> tuple[Inline, ...]:
    """*inlines* with inner citations pointing at eIds; one that names no provision here is plain text again."""
    if not any(isinstance(piece, Marked) for piece in inlines):
        return inlines
    pieces: list[Inline] = []
    for piece in inlines:
        if isinstance(piece, Marked) and piece.value.startswith("@"):
            target = known.get(piece.value)
            pieces.extend((replace(piece, value=target),) if target else piece.inlines)
        elif isinstance(piece, Marked):
            pieces.append(replace(piece, inlines=resolved(piece.inlines, known)))
        else:
            pieces.append(piece)
    return tidy(pieces)


def wrapped(items: tuple[Item, ...]) -> list[Provision]:
    """*items* where loose blocks stand in an unnumbered ``hcontainer``, as the ``body`` of an act asks."""
    wrapped: list[Provision] = []
    loose: list[Block] = []
    for item in items:
        if isinstance(item, Provision):
            if loose:
                wrapped.append(Provision("hcontainer", name="text", lead=tuple(loose)))
                loose = []
            wrapped.append(item)
        else:
            loose.append(item)
    if loose or not wrapped:
        wrapped.append(Provision("hcontainer", name="text", lead=tuple(loose) or (Line(()),)))
    return wrapped
