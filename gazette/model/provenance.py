"""Where each value of a document's head was read, and how sure that is: as printed, worked out, entered, accepted, missing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model.checks.reading import PrintedLine
from gazette.model.document import HistoryEntry
from gazette.model.outcome import Lang
from gazette.model.text import fold_space

Confidence = Literal["printed", "derived", "entered", "accepted", "missing"]

CONFIDENCES: Mapping[Confidence, tuple[str, str, str]] = {
    "printed": ("đọc đúng như in", "read as printed", "good"),
    "derived": ("suy ra, cần xem", "worked out, look at it", "wait"),
    "entered": ("biên tập nhập", "entered by a person", ""),
    "accepted": ("đã chấp nhận", "accepted", "good"),
    "missing": ("chưa đọc được", "not read", "bad"),
}
"""What a value rests on: in Vietnamese, in English, and how a screen colours it."""

_READ_IN: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "number": ("number",),
    "issuer": ("authority", "parent-authority"),
    "place": ("place-date",),
    "issued_on": ("place-date", "issued"),
    "subject": ("subject",),
}
"""The printed lines of the head that each value is read in, by their class."""

_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One value of the head: its name among the editable ones, the value, the words it was read in, where they stand, and how sure it is.

    ``line`` is the place of their line among the printed lines; -1 without one.
    """

    name: str
    value: str
    words: str
    line: int
    confidence: Confidence

    def told(self, lang: Lang = "vi") -> str:
        """How sure it is, in words."""
        return CONFIDENCES[self.confidence][lang != "vi"]

    @property
    def colour(self) -> str:
        """The class a screen gives it."""
        return CONFIDENCES[self.confidence][2]


def read_facts(
    head: Mapping[str, str], lines: Iterable[PrintedLine], history: Iterable[HistoryEntry], evidence: str = ""
) -> tuple[ReadFact, ...]:
    """Where each value of *head* was read among the printed *lines*; *evidence* are the words that tell the day of effect."""
    printed, decided = list(lines), _decided(history)
    return tuple(_fact(name, value, (printed, evidence), decided.get(name)) for name, value in head.items())


def _fact(name: str, value: str, read: tuple[list[PrintedLine], str], decided: Confidence | None) -> ReadFact:
    printed, evidence = read
    line = _line(name, value, printed, evidence)
    words = printed[line].text if line >= 0 else ""
    return ReadFact(name, value, words, line, _confidence(name, value, words, decided))


def _confidence(name: str, value: str, words: str, decided: Confidence | None) -> Confidence:
    if decided is not None:
        return decided
    if not value:
        return "missing"
    return "printed" if words and _says(name, value, words) else "derived"


def _line(name: str, value: str, printed: list[PrintedLine], evidence: str) -> int:
    if name == "effective_from":
        told = fold_space(evidence)
        return next((at for at, line in enumerate(printed) if told and told[:80] in line.text), -1)
    roles = _READ_IN.get(name, ())
    places = [at for at, line in enumerate(printed) if line.role.split(" ")[0] in roles and not line.component]
    return next((at for at in places if _says(name, value, printed[at].text)), places[0] if places else -1)


def _says(name: str, value: str, words: str) -> bool:
    """Whether *words* hold *value* as they stand."""
    if name in ("issued_on", "effective_from"):
        return any(f"{year}-{int(month):02d}-{int(day):02d}" == value for day, month, year in _DAY.findall(words))
    said, wanted = fold_space(words).casefold(), fold_space(value).casefold()
    return bool(wanted) and (wanted in said or (name == "kind" and wanted.replace("-", " ")[:4] == said[:4]) or _begun(name, said, wanted))


def _begun(name: str, said: str, wanted: str) -> bool:
    """A subject or an issuer may go on over several lines: what one line says of it is enough."""
    return name in ("subject", "issuer") and len(said) > len("quyết định") and said in wanted


def _decided(history: Iterable[HistoryEntry]) -> dict[str, Confidence]:
    """What people said of the values, the last word counting."""
    found: dict[str, Confidence] = {}
    for entry in history:
        names = [name.strip() for name in entry.note.split(",")] if entry.action in ("correct", "accept") else ()
        found.update(dict.fromkeys(names, "entered" if entry.action == "correct" else "accepted"))
    return found
