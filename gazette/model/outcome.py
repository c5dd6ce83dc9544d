"""What a station gives back: a value, and findings about the document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from gazette.model.places import place_in_words

Level = Literal["info", "warning", "error"]
Lang = Literal["vi", "en"]
T = TypeVar("T")


_PLACES = (("đoạn", "paragraph"), ("dòng", "line"), ("cước chú", "footnote"), ("hậu chú", "endnote"), ("trang", "page"))


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One row of a room's catalogue: a stable code, its weight, and its sentence in both languages.

    The sentences are ``str.format`` templates over the finding's details.
    """

    code: str
    level: Level
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with, or worth knowing of, one document; never an error of the operation."""

    kind: FindingKind
    where: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, such as ``W012``."""
        return self.kind.code

    @property
    def level(self) -> Level:
        """``info``, ``warning`` or ``error``."""
        return self.kind.level

    def message(self, lang: Lang = "vi") -> str:
        """The finding as one sentence in *lang*."""
        return (self.kind.vi if lang == "vi" else self.kind.en).format(**self.details)

    def place(self, lang: Lang = "vi") -> str:
        """Where it stands, in the words of *lang*; ``where`` itself never changes with the language."""
        kind, space, number = self.where.partition(" ")
        for vi, en in _PLACES:
            if kind in (vi, en):
                return (vi if lang == "vi" else en) + space + number
        return place_in_words(self.where, lang) or self.where

    def to_json(self, lang: Lang = "vi") -> dict[str, str]:
        """The finding as the reports carry it: code, level, message, where."""
        return {"code": self.code, "level": self.level, "message": self.message(lang), "where": self.where}


class Catalogue(Mapping[str, FindingKind]):
    """The findings one room can make, by code; ``docs/findings.md`` is printed from all of them."""

    def __init__(self, rows: Iterable[FindingKind]) -> None:
        self._rows: dict[str, FindingKind] = {}
        for row in rows:
            if row.code in self._rows:
                raise ValueError(f"finding code {row.code} stands twice")
            self._rows[row.code] = row

    def __getitem__(self, code: str) -> FindingKind:
        return self._rows[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def finding(self, code: str, where: str = "", **details: object) -> Finding:
        """A finding of kind *code* at *where*; *details* fill its sentence."""
        return Finding(self._rows[code], where, {name: str(value) for name, value in details.items()})


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A value and what was found on the way; a refused document has no value and at least one error finding."""

    value: T | None
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """True when the station could give no value."""
        return self.value is None

    def require(self) -> T:
        """The value; ``ValueError`` when the document was refused."""
        if self.value is None:
            raise ValueError("; ".join(finding.message("en") for finding in self.findings) or "refused")
        return self.value
