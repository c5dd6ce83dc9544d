"""The ties of one document to other texts: each text once for each relation, whatever it is called from place to place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gazette.model.draft import Relation
from gazette.model.laws import one_spelling
from gazette.model.numbers import number_key

_PLAIN = "dan-chieu"
_OF_YEAR = re.compile(r" năm (\d{4})$")
_Text = tuple[str, str, str]


def once(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """*relations* with each text once for each type, the first place kept and the provisions of all of them named.

    A law called by its name alone is the one that the document calls so with its number; two of one name are kept apart.
    A plain reference is left out where a stronger tie to the text stands and it names no provision.
    """
    names = _Names()
    for one in relations:
        names.add(one)
    facts: dict[_Text, Relation] = {}
    merged: dict[tuple[str, _Text], Relation] = {}
    for one in relations:
        text = names.text(one)
        facts[text] = _joined(facts[text], one) if text in facts else one
        merged[one.type, text] = _joined(merged[one.type, text], one) if (one.type, text) in merged else one
    tied = {text for type, text in merged if type != _PLAIN}
    kept = ((text, one) for (type, text), one in merged.items() if type != _PLAIN or text not in tied or one.provisions)
    return tuple(replace(_joined(one, facts[text]), provisions=one.provisions, at=one.at, starts=one.starts) for text, one in kept)


@dataclass(slots=True)
class _Names:
    """What the document says of each text: the numbers that go with a name, the days that go with a number or a name."""

    numbers: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    days: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, one: Relation) -> None:
        number, name = number_key(one.number), _name(one)
        if number and name:
            self.numbers[one.kind, name].add(number)
        for called in filter(None, (number, name)):
            self.days[one.kind, called].update(filter(None, (one.day,)))

    def text(self, one: Relation) -> _Text:
        """The text that *one* points at: its kind, its number or name, its day."""
        number, name = number_key(one.number), _name(one)
        year = _OF_YEAR.search(one.title)
        if not number and name:
            fitting = {known for known in self.numbers[one.kind, name] if year is None or year.group(1) in known}
            number = fitting.pop() if len(fitting) == 1 else ""
        called = number or name
        days = {day for day in self.days[one.kind, called] if year is None or day.startswith(year.group(1))}
        day = one.day or (days.pop() if len(days) == 1 else year.group(1) if year and not number else "")
        return (one.kind, called, day)


def _name(one: Relation) -> str:
    return one_spelling(_OF_YEAR.sub("", one.title)).lower()


def _joined(first: Relation, other: Relation) -> Relation:
    return replace(
        first,
        number=first.number or other.number,
        day=first.day or other.day,
        title=other.title if other.title and (not first.title or _capitals(first.title)) else first.title,
        href=first.href or other.href,
        provisions=" ".join(_unique((*first.provisions.split(), *other.provisions.split()))),
        at=" ".join(_unique((*first.at.split(), *other.at.split()))),
        starts=min(filter(None, (first.starts, other.starts)), default=""),
    )


def _capitals(title: str) -> bool:
    """True for a name as a heading prints it: ``Luật GIÁO DỤC``."""
    return title.partition(" ")[2].isupper()


def _unique(values: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(values)
