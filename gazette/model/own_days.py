"""Which provisions, and which changes of other acts, have a day of effect of their own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gazette.model.draft import Block, Draft, Inline, Line, Marked, Provision, Relation
from gazette.model.numbers import number_key
from gazette.model.paths import numbers_within, path

Day = date | None
"""A day of effect; None where the words name one that is not known yet."""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days of effect that are not the document's: by the key of a change (``Modification.mod``), and by place among the relations.

    ``elsewhere``: the text also names parts by what they are about, and which changes stand in them is for people to say.
    """

    changes: Mapping[str, Day] = field(default_factory=dict)
    ties: Mapping[int, Day] = field(default_factory=dict)
    elsewhere: bool = False


def own_days(draft: Draft) -> OwnDays:
    """The days of *draft* that differ from its day of effect.

    A provision has that of the narrowest one around it that has its own; what names its day itself (``bãi bỏ … kể từ ngày …``) has that.
    """
    own = {_plain(one.at): one.effect.day for one in draft.partial if one.at}
    named = any(one.starts for one in draft.relations)
    read = _Read()
    for number, component in enumerate(draft.components() if own or named else ()):
        name = f"att_{number}" if number else ""
        whole = {"": own[f"@{name}"]} if f"@{name}" in own else {}
        for item in component.body:
            if isinstance(item, Provision):
                read.take(item, name, ({}, whole), own)
    ties = dict(_ties(draft, read.places))
    changes = {**read.held, **(_named(draft, read.mods) if named else {})}
    return OwnDays(changes, ties, any(not one.at for one in draft.partial))


@dataclass(slots=True)
class _Read:
    """What the provisions say, gathered as they are walked: days by path and by change, and the changes by path."""

    places: dict[str, Day] = field(default_factory=dict)
    held: dict[str, Day] = field(default_factory=dict)
    mods: dict[str, list[str]] = field(default_factory=dict)

    def take(
        self, provision: Provision, component: str, above: tuple[Mapping[str, str], Mapping[str, Day]], own: Mapping[str, Day]
    ) -> None:
        around, held = above
        numbers = numbers_within(provision, around)
        at = _plain(path(component, numbers))
        if at in own:
            held = {"": own[at]}
        found = list(_mods((Line(provision.heading), *provision.lead, *provision.tail)))
        self.mods.setdefault(at, []).extend(found)
        for day in held.values():
            self.places.setdefault(at, day)
            self.held |= dict.fromkeys(found, day)
        for child in provision.children:
            self.take(child, component, (numbers, held), own)


def _ties(draft: Draft, places: Mapping[str, Day]) -> Iterator[tuple[int, Day]]:
    """The relations with a day of their own; of several provisions that state one, the first day on which one of them does."""
    whole = draft.effective.day if draft.effective else None
    for number, one in enumerate(draft.relations):
        stating = [at for at in map(_plain, one.at.split()) if at != "@"]
        own = [places[at] for at in stating if at in places]
        first = min(filter(None, own), default=None)
        if named := _day(one.starts):
            yield number, named
        elif own and (len(own) == len(stating) or (first and whole and first < whole)):
            yield number, first


def _named(draft: Draft, mods: Mapping[str, list[str]]) -> dict[str, Day]:
    """The changes whose own words name their day: those of the act, in the provision, of a relation that does."""
    found: dict[str, Day] = {}
    for one in draft.relations:
        day = _day(one.starts)
        inside = {mod for at in map(_plain, one.at.split()) for mod in mods.get(at, ())} if day else set()
        found |= {change.mod: day for change in draft.modifications if change.mod in inside and _of(change.target.act.number, one)}
    return found


def _of(number: str, relation: Relation) -> bool:
    return number_key(number) == number_key(relation.number)


def _day(text: str) -> Day:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
