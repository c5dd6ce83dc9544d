"""What the checks of a document at work look at: the document, the day, the tables, and what the register says of other acts."""

from dataclasses import dataclass, field
from datetime import date

from gazette.model.checks.calendar import Calendar
from gazette.model.checks.registered import Register
from gazette.model.checks.terms import Term
from gazette.model.document import Document
from gazette.model.relations import Relation


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether a document may be published today.

    ``same`` are other acts of its number, issuer and year; ``taken`` the numbers of its series in its year that the register knows.
    ``bases`` are its legal bases that are published here, ``agencies`` the Office's table of agencies.
    """

    document: Document
    today: date
    calendar: Calendar = field(default_factory=Calendar.of)
    terms: tuple[Term, ...] = ()
    same: tuple[Document, ...] = ()
    taken: frozenset[int] = frozenset()
    bases: tuple[tuple[Relation, Document], ...] = ()
    agencies: Register = field(default_factory=Register)
