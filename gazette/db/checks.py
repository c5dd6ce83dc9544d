"""The tables that the checks ask, what was found in texts, and which warnings somebody answers for."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select, update

import archive
from gazette.db import mapping
from gazette.db.closing import Closing, Holder, RowSeal
from gazette.db.tables import Row, agencies, document_checks, documents, guard, issue_history, issue_passes, office_terms, special_days
from gazette.model.checks.calendar import Calendar, SpecialDay
from gazette.model.checks.registered import Registered
from gazette.model.checks.terms import Term
from gazette.model.document import HistoryEntry
from gazette.model.errors import NotFound
from gazette.model.issue import Pass
from gazette.model.outcome import Finding


@dataclass(frozen=True, slots=True)
class Checks:
    """What checks ask and leave behind, on one connection."""

    connection: Connection
    now: datetime
    seal: RowSeal

    def terms(self, *, removed: bool = False) -> tuple[Term, ...]:
        """The terms of office by agency and person; with *removed* also the rows that were taken out."""
        query = select(office_terms).order_by(office_terms.c.agency, office_terms.c.person, office_terms.c.since, office_terms.c.id)
        rows = self.connection.execute(query if removed else query.where(office_terms.c.removed_at.is_(None))).mappings()
        return tuple(_term(row) for row in rows)

    def add_terms(self, terms: Iterable[Term], user: str) -> None:
        """Writes new rows."""
        rows = [
            {
                "id": secrets.token_hex(16),
                "person": one.person,
                "title": one.title,
                "agency": one.agency,
                "since": one.since,
                "until": one.until,
                "capacities": list(one.capacities),
                "source": one.source,
                "entered_by": user,
                "entered_at": self.now,
                "removed_by": "",
            }
            for one in terms
        ]
        if rows:
            self.connection.execute(insert(office_terms), rows)

    def remove_term(self, term_id: str, user: str) -> None:
        """Takes a row out; it stays in the history. Raises NotFound."""
        self._remove(office_terms, term_id, user)

    def agencies(self, *, removed: bool = False) -> tuple[Registered, ...]:
        """The agencies by slug and days; with *removed* also the rows that were taken out."""
        query = select(agencies).order_by(agencies.c.slug, agencies.c.since, agencies.c.id)
        rows = self.connection.execute(query if removed else query.where(agencies.c.removed_at.is_(None))).mappings()
        return tuple(Registered(**{**row, "after": tuple(row["after"])}) for row in rows)

    def add_agency(self, one: Registered, user: str) -> None:
        """Writes a new row."""
        row = {name: getattr(one, name) for name in ("slug", "name", "short", "symbol", "since", "until", "source")}
        told = {"id": secrets.token_hex(16), "after": list(one.after), "entered_by": user, "entered_at": self.now, "removed_by": ""}
        self.connection.execute(insert(agencies).values(**row, **told))

    def remove_agency(self, row_id: str, user: str) -> None:
        """Takes a row out; it stays in the history. Raises NotFound."""
        self._remove(agencies, row_id, user)

    def bears(self, agency: str, clearance: archive.Clearance) -> bool:
        """Whether a document that this clearance may know of, or a term of office, names the agency with this slug."""
        issued = select(literal(1)).where(documents.c.issuer_slug == agency, guard(clearance))
        held = select(literal(1)).where(office_terms.c.agency == agency, office_terms.c.removed_at.is_(None))
        return any(self.connection.execute(query.limit(1)).first() for query in (issued, held))

    def issued_by(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """The published documents of the agencies with these slugs."""
        query = select(documents.c.id).where(documents.c.issuer_slug.in_(sorted(slugs)), documents.c.state == "published")
        return tuple(self.connection.scalars(query.order_by(documents.c.id)))

    def days(self, *, removed: bool = False) -> tuple[SpecialDay, ...]:
        """The days off that were entered here, by day."""
        query = select(special_days).order_by(special_days.c.day, special_days.c.entered_at)
        rows = self.connection.execute(query if removed else query.where(special_days.c.removed_at.is_(None))).mappings()
        return tuple(SpecialDay(**row) for row in rows)

    def calendar(self) -> Calendar:
        """The calendar of this installation."""
        return Calendar.of(self.days())

    def add_day(self, one: SpecialDay, user: str) -> None:
        """Writes a day; an earlier row of that day is taken out."""
        same = special_days.c.day == one.day, special_days.c.removed_at.is_(None)
        self.connection.execute(update(special_days).where(*same).values(removed_by=user, removed_at=self.now))
        row = {"id": secrets.token_hex(16), "day": one.day, "kind": one.kind, "name": one.name, "source": one.source}
        self.connection.execute(insert(special_days).values(**row, entered_by=user, entered_at=self.now, removed_by=""))

    def remove_day(self, day_id: str, user: str) -> None:
        """Takes a row out; it stays in the history. Raises NotFound."""
        self._remove(special_days, day_id, user)

    def found(self, document: str, sha256: str, edition: int) -> tuple[Finding, ...] | None:
        """What the checks of this edition found in a document's text with this SHA-256; None when they did not look yet."""
        query = select(document_checks).where(document_checks.c.document == document)
        row = self.connection.execute(query).mappings().first()
        if row is None or row["sha256"] != sha256 or row["edition"] != edition:
            return None
        told = self.seal.open(document_checks, self._holder(document).record, row)
        return tuple(mapping.finding(**one) for one in told["findings"])

    def keep(self, document: str, sha256: str, edition: int, findings: Sequence[Finding]) -> None:
        """Notes what was found, instead of what was found in an earlier text."""
        self.connection.execute(delete(document_checks).where(document_checks.c.document == document))
        told = [mapping.finding_values(one) for one in findings]
        row = {"document": document, "sha256": sha256, "edition": edition, "findings": told}
        self.connection.execute(insert(document_checks).values(self.seal.shut(document_checks, self._holder(document), row)))

    def passes(self, issue: str) -> tuple[Pass, ...]:
        """The warnings of an issue that somebody answers for, oldest first."""
        query = select(issue_passes).where(issue_passes.c.issue == issue).order_by(issue_passes.c.id)
        columns = ("key", "document", "code", "reason", "by", "at")
        return tuple(Pass(**{name: row[name] for name in columns}) for row in self.connection.execute(query).mappings())

    def add_pass(self, issue: str, one: Pass) -> None:
        """Writes that somebody answers for a warning."""
        row = {"key": one.key, "document": one.document, "code": one.code, "reason": one.reason, "by": one.by, "at": one.at}
        self.connection.execute(insert(issue_passes).values(issue=issue, **row))

    def note(self, issue: str, entry: HistoryEntry) -> None:
        """Adds a line to an issue's history."""
        row: dict[str, Any] = {"at": entry.at, "actor": entry.actor, "action": entry.action, "state": entry.state, "note": entry.note}
        self.connection.execute(insert(issue_history).values(issue=issue, **row))

    def history(self, issue: str) -> tuple[HistoryEntry, ...]:
        """An issue's history, oldest first."""
        query = select(issue_history).where(issue_history.c.issue == issue).order_by(issue_history.c.id)
        return tuple(mapping.entry(row) for row in self.connection.execute(query).mappings())

    def _holder(self, document: str) -> Holder:
        return Closing(self.connection, self.seal).holder(document)

    def _remove(self, table: Any, row_id: str, user: str) -> None:
        where = table.c.id == row_id, table.c.removed_at.is_(None)
        if self.connection.execute(update(table).where(*where).values(removed_by=user, removed_at=self.now)).rowcount != 1:
            raise NotFound


def _term(row: Row) -> Term:
    values = {**row, "capacities": tuple(row["capacities"])}
    return Term(**values)
