"""Citations within a document: from the path that the words give (``@att_1/5/2/a``) to the eId of the provision."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from gazette.akn.names import work_type
from gazette.model.draft import Block, Draft, Inline, Item, Line, Marked, Provision, tidy
from gazette.model.eids import EIds
from gazette.model.paths import numbers_within, path


class Targets:
    """The eIds of the provisions and attachments of one draft by their paths, gathered when the first is asked for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def of(self, place: str) -> str:
        """The reference (``#art_5``) to what stands at *place*; of two with one path the first; empty when nothing does."""
        return self._known.get(place, "")

    @cached_property
    def _known(self) -> dict[str, str]:
        return _gathered(self._draft)


def _gathered(draft: Draft) -> dict[str, str]:
    eids = EIds()
    found: dict[str, str] = {}
    for number, component in enumerate(draft.components()):
        prefix = f"att_{number}" if number else ""
        if prefix:
            found[f"@{prefix}"] = f"#{prefix}"
        act = not number and work_type(draft.kind) == "act"
        for item in wrapped(component.body) if act else component.body:
            if isinstance(item, Provision):
                _collect(item, prefix, ({}, prefix), eids, found)
    return found


def _collect(provision: Provision, parent: str, above: tuple[Mapping[str, str], str], eids: EIds, found: dict[str, str]) -> None:
    around, component = above
    eid = eids.provision(parent, provision)
    numbers = numbers_within(provision, around)
    if numbers is not around:
        found.setdefault(path(component, numbers), f"#{eid}")
    for child in provision.children:
        _collect(child, eid, (numbers, component), eids, found)


def resolved(inlines: tuple[Inline, ...], known: Targets) -> tuple[Inline, ...]:
    """*inlines* with inner citations pointing at eIds; one that names no provision here is plain text again."""
    if not any(isinstance(piece, Marked) for piece in inlines):
        return inlines
    pieces: list[Inline] = []
    for piece in inlines:
        if isinstance(piece, Marked) and piece.value.startswith("@"):
            target = known.of(piece.value)
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
