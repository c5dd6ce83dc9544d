"""One row of the table of checks: what it says, how grave it is, which article it follows and since when, and how it looks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from gazette.model.effect import Source
from gazette.model.outcome import FindingKind, Level

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a check: its place (an eId of the text, or a zone's name; empty: the document itself) and what fills its sentence."""

    at: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """A check of what *look* takes. It asks documents issued while one of *sources* was in force; without sources, all.

    ``kind`` is its finding: a stable code, the level, the sentence in both languages.
    """

    kind: FindingKind
    look: Callable[[T], Iterable[Found]]
    sources: tuple[Source, ...] = ()

    @property
    def code(self) -> str:
        """The stable code."""
        return self.kind.code

    def asks(self, day: date | None) -> bool:
        """Whether it asks a document issued on *day*; one without a day is asked by what is in force."""
        if not self.sources:
            return True
        return any(source.until is None if day is None else source.holds(day) for source in self.sources)


def row(code: str, level: Level, vi: str, en: str) -> FindingKind:
    """A finding of a check."""
    return FindingKind(code, level, vi, en)
