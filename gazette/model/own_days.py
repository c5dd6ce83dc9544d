"""Which changes of other acts have a day of their own, because the provision that orders them takes effect on one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gazette.model.draft import Block, Draft, Inline, Line, Marked, Provision
from gazette.model.numbers import number_key
from gazette.model.paths import numbers_within, path

Day = date | None
"""A day of effect; None where the words name one that is not known yet."""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days of effect that are not the document's: by the key of a change (``Modification.mod``), and by type and number of a relation.

    ``elsewhere``: the text also names parts by what they are about, and which changes stand in them is for people to say.
    """

    changes: Mapping[str, Day] = field(default_factory=dict)
    ties: Mapping[tuple[str, str], Day] = field(default_factory=dict)
    elsewhere: bool = False


def own_days(draft: Draft) -> OwnDays:
    """The days of *draft* that differ from its day of effect: a provision has that of the narrowest one around it that has its own."""
    own = {_plain(one.at): one.effect.day for one in draft.partial if one.at}
    changes: dict[str, Day] = {}
    places: dict[str, Day] = {}
    if own:
        for number, component in enumerate(draft.components()):
            name = f"att_{number}" if number else ""
            whole = {"": own[f"@{name}"]} if f"@{name}" in own else {}
            for item in component.body:
                if isinstance(item, Provision):
                    for at, day, blocks in _walk(item, name, ({}, whole), own):
                        places.setdefault(at, day)
                        changes |= dict.fromkeys(_mods(blocks), day)
    ties = {(one.type, number_key(one.number)): places[_plain(one.at)] for one in draft.relations if _plain(one.at) in places}
    return OwnDays(changes, ties, any(not one.at for one in draft.partial))


def _walk(
    provision: Provision, component: str, above: tuple[Mapping[str, str], Mapping[str, Day]], own: Mapping[str, Day]
) -> Iterator[tuple[str, Day, tuple[Block, ...]]]:
    """The provisions that have a day of their own, or stand in one: path, day and text."""
    around, held = above
    numbers = numbers_within(provision, around)
    at = _plain(path(component, numbers))
    if at in own:
        held = {"": own[at]}
    for day in held.values():
        yield at, day, (Line(provision.heading), *provision.lead, *provision.tail)
    for child in provision.children:
        yield from _walk(child, component, (numbers, held), own)


def _plain(at: str) -> str:
    return at.rstrip("/")


def _mods(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield from _keys(block.inlines)


def _keys(inlines: Iterable[Inline]) -> Iterator[str]:
    for one in inlines:
        if isinstance(one, Marked):
            if one.name == "mod":
                yield one.value
            yield from _keys(one.inlines)
