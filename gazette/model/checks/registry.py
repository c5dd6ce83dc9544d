"""All checks before publication: one table, asked in the same way at review and at the pre-flight of an issue."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from gazette.model.checks.check import Check, Found, T
from gazette.model.checks.desk import DESK_CHECKS
from gazette.model.checks.facts import Facts
from gazette.model.checks.reading import Reading
from gazette.model.checks.texts import TEXT_CHECKS
from gazette.model.document import Document
from gazette.model.outcome import Catalogue, Finding

CATALOGUE = Catalogue([*(check.kind for check in TEXT_CHECKS), *(check.kind for check in DESK_CHECKS)])
"""The findings of the checks."""

EDITION = 3
"""Counted up when a check of a text finds something else than before: what was found by an older edition is looked for again."""

CARRIED = frozenset({"W020", "W021", "W022", "W023", "W024", "S008", "S009", "S010", "S016", "D012", "D014"})
"""Findings of the stations that are asked about again before publication: tracked changes, comments, hidden text; provisions whose
numbers skip or repeat; a signature that could not be checked or is alone."""

ANSWERED: Mapping[str, Callable[[Document], bool]] = {
    "R601": lambda document: bool(document.annexes),
    "R602": lambda document: bool(document.annexes),
    "R604": lambda document: bool(document.annexes),
}
"""What a text seems to lack, and its document has in a file of its own."""


ALLOWED: Mapping[str, tuple[str, ...]] = {"R206": ("R204",)}
"""What a text says of itself, and what is therefore nothing to warn of."""


def text_findings(reading: Reading) -> tuple[Finding, ...]:
    """What the checks of a text find in *reading*; the same text always gives the same."""
    return _found(TEXT_CHECKS, reading, reading.asked_on)


def findings_of(facts: Facts, found_in_text: Iterable[Finding]) -> tuple[Finding, ...]:
    """Everything to be known of a document before it is published, the gravest first."""
    document = facts.document
    told = tuple(found_in_text)
    allowed = {code for one in told for code in ALLOWED.get(one.code, ())}
    text = (one for one in told if one.code not in ANSWERED or not ANSWERED[one.code](document))
    carried = (one for one in document.findings if one.code in CARRIED)
    desk = (one for one in _found(DESK_CHECKS, facts, document.issued_on) if one.code not in allowed)
    found = (*text, *desk, *carried)
    return tuple(sorted(found, key=lambda one: (WEIGHT[one.level], one.code)))


WEIGHT = {"error": 0, "warning": 1, "info": 2}
"""The order of the levels on every screen."""


def _found(checks: Iterable[Check[T]], looked_at: T, day: date | None) -> tuple[Finding, ...]:
    return tuple(_finding(check, one) for check in checks if check.asks(day) for one in check.look(looked_at))


def _finding(check: Check[T], found: Found) -> Finding:
    return Finding(check.kind, found.at, dict(found.details))
