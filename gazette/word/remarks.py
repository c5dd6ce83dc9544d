"""Collects what is found while reading, once per place, and never without end."""

from collections import Counter

from gazette.model.outcome import Finding
from gazette.word.findings import CATALOGUE

_MOST_PER_CODE = 100


class Remarks:
    """The findings of one reading; ``place`` is where the reader stands, such as ``paragraph 12``."""

    def __init__(self) -> None:
        self.place = ""
        self._paragraph = 0
        self._findings: list[Finding] = []
        self._seen: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
        self._count: Counter[str] = Counter()

    def stand(self, paragraph: int) -> None:
        """The reader now stands in *paragraph*."""
        self._paragraph = paragraph
        self.place = ""

    def note(self, code: str, where: str | None = None, /, **details: object) -> None:
        """A finding of kind *code* at *where* (default: the present place); the same one twice is kept once."""
        finding = CATALOGUE.finding(code, self.here if where is None else where, **details)
        key = (code, finding.where, tuple(finding.details.items()))
        if key in self._seen:
            return
        self._count[code] += 1
        if self._count[code] <= _MOST_PER_CODE:
            self._seen.add(key)
            self._findings.append(finding)

    @property
    def here(self) -> str:
        """The present place; "" before the first paragraph."""
        return self.place or (f"paragraph {self._paragraph}" if self._paragraph else "")

    def take(self, other: "Remarks") -> None:
        """Adds everything that *other* collected."""
        for finding in other._findings:
            self.note(finding.code, finding.where, **finding.details)
        for code, count in other._count.items():
            self._count[code] += max(0, count - _MOST_PER_CODE)

    def findings(self) -> tuple[Finding, ...]:
        """All findings in order, with one line for those beyond the first hundred of a code."""
        more = ((code, count - _MOST_PER_CODE) for code, count in self._count.items() if count > _MOST_PER_CODE)
        return (*self._findings, *(CATALOGUE.finding("W099", "", kind=code, count=count) for code, count in more))
