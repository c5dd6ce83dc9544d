"""What of a Word file is to be decided one by one: its tracked changes, comments and hidden words, decided on or not."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from gazette.model.blocks import Aside
from gazette.model.settling import CHOICES, NOTHING, Decided, TrackedChange

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything that may be decided on, and what was."""

    changes: tuple[TrackedChange, ...] = ()
    asides: tuple[Aside, ...] = ()
    decided: Decided = NOTHING

    @property
    def rows(self) -> Mapping[str, int]:
        """By key the number of the row that each has in the list, from 1."""
        keys = (*(one.key for one in self.changes), *(one.key for one in self.asides))
        return {key: number for number, key in enumerate(keys, start=1)}

    def choices(self, key: str) -> Mapping[str, tuple[str, str]]:
        """What may be said of what *key* names, in Vietnamese and English; nothing of what is not there."""
        if any(one.key == key for one in self.changes):
            return CHOICES["change"]
        return next((CHOICES[one.kind] for one in self.asides if one.key == key), {})

    def named(self, key: str, choice: str) -> str:
        """The decision in Vietnamese, as the history keeps it."""
        said = self.choices(key)[choice][0] if choice else "Để ngỏ"
        change = next((one for one in self.changes if one.key == key), None)
        words = change.words if change else next((one.text for one in self.asides if one.key == key), "")
        what = f"{change.label()} “{words[:_SHOWN]}” ({change.author})" if change else f"“{words[:_SHOWN]}”"
        return f"{said}: {what}"

    def chosen(self, key: str) -> str:
        """What was said of what *key* names; empty while it is open."""
        return next((one.name for one in fields(Decided) if key in getattr(self.decided, one.name)), "")


NOTHING_OFFERED = Offered()
"""A file with nothing to decide on."""
