"""The tables that the checks ask: who holds which office from when to when, and the days off; kept by the Office, with their history."""

import csv
import io

from gazette.model.checks.calendar import BUILT_IN, DAY_KINDS, SpecialDay
from gazette.model.checks.registered import slug_of
from gazette.model.checks.terms import CAPACITIES, COLUMNS, Term
from gazette.model.errors import BadCall
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing
from gazette.services.issue_acts import written
from gazette.services.parts import Parts
from gazette.services.table_values import day_in, text_in

KEEPERS = ("clerk", "administrator")
"""The roles that keep the tables; everybody of the staff may read them."""

MOST_ROWS = 5_000


class Offices:
    """Terms of office and days off. Rows are added and removed, never rewritten; what was removed stays in the history."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def terms(self, *, removed: bool = False) -> tuple[Term, ...]:
        """The terms of office by agency and person; with *removed* their history too."""
        with self._parts.database.read() as work:
            return work.checks.terms(removed=removed)

    def add_term(self, actor: Actor, values: dict[str, str]) -> None:
        """Adds a row, by the columns of the table; the agency by its name or slug. Raises RoleMissing, BadCall."""
        self._add(actor, (_term(values),))

    def take_in(self, actor: Actor, data: bytes) -> int:
        """Adds the rows of a CSV file (UTF-8, a line of column names first), all of them or none; how many were not known.

        Raises RoleMissing, BadCall.
        """
        _need(actor)
        try:
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadCall(reason="CSV, UTF-8") from error
        if not rows or len(rows) > MOST_ROWS or not {"person", "title", "agency", "since"} <= set(rows[0]):
            raise BadCall(reason=", ".join(COLUMNS))
        known = {_same(term) for term in self.terms()}
        read = (_term({name: value or "" for name, value in row.items() if name in COLUMNS}) for row in rows)
        new = {_same(term): term for term in read if _same(term) not in known}
        self._add(actor, tuple(new.values()))
        return len(new)

    def given_out(self) -> bytes:
        """The rows in force as CSV, as ``take_in`` reads them."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for one in self.terms():
            until = one.until.isoformat() if one.until else ""
            writer.writerow((one.person, one.title, one.agency, one.since.isoformat(), until, " ".join(one.capacities), one.source))
        return text.getvalue().encode("utf-8-sig")

    def remove_term(self, actor: Actor, term_id: str) -> None:
        """Takes a row out. Raises RoleMissing, NotFound."""
        _need(actor)
        with self._parts.database.write() as work:
            work.checks.remove_term(term_id, actor.user)
            written(self._parts, work, actor, "terms-remove", {"row": term_id})

    def days(self, year: int) -> tuple[SpecialDay, ...]:
        """The days off and worked instead of a year: the built-in ones, then those that were entered here."""
        with self._parts.database.read() as work:
            entered = work.checks.days()
        return tuple(one for one in (*BUILT_IN, *entered) if one.day.year == year)

    def add_day(self, actor: Actor, values: dict[str, str]) -> None:
        """Enters a day (``day``, ``kind``, ``name``, ``source``); it wins over a built-in row.

        Raises RoleMissing, BadCall.
        """
        _need(actor)
        day, kind, name = day_in(values.get("day", "")), values.get("kind", ""), text_in(values.get("name", ""))
        chosen = next((one for one in DAY_KINDS if one == kind), None)
        if day is None or chosen is None or not name:
            raise BadCall(reason="day, kind, name")
        with self._parts.database.write() as work:
            work.checks.add_day(SpecialDay(day, chosen, name, text_in(values.get("source", ""))), actor.user)  # type: ignore[arg-type]
            written(self._parts, work, actor, "days-add", {"day": day.isoformat(), "kind": chosen})

    def remove_day(self, actor: Actor, day_id: str) -> None:
        """Takes an entered day out. Raises RoleMissing, NotFound."""
        _need(actor)
        with self._parts.database.write() as work:
            work.checks.remove_day(day_id, actor.user)
            written(self._parts, work, actor, "days-remove", {"row": day_id})

    def _add(self, actor: Actor, terms: tuple[Term, ...]) -> None:
        _need(actor)
        with self._parts.database.write() as work:
            work.checks.add_terms(terms, actor.user)
            written(self._parts, work, actor, "terms-add", {"rows": str(len(terms))})


def _need(actor: Actor) -> None:
    if not actor.has(*KEEPERS):
        raise RoleMissing(vi="cần vai trò Văn thư hoặc Quản trị hệ thống", en="needs the role Clerk or Administrator")


def _term(values: dict[str, str]) -> Term:
    person, title, named = (text_in(values.get(name, "")) for name in ("person", "title", "agency"))
    since, until = day_in(values.get("since", "")), day_in(values.get("until", ""))
    capacities = tuple(dict.fromkeys(values.get("capacities", "").replace(".", " ").replace(",", " ").upper().split()))
    if not (person and title and named and since) or (until and until < since) or not set(capacities) <= set(CAPACITIES):
        raise BadCall(reason=f"{person or 'person'}: {', '.join(COLUMNS)}")
    return Term(person, title, slug_of(named), since, until, capacities, text_in(values.get("source", "")))


def _same(term: Term) -> tuple[object, ...]:
    return (term.person, term.title, term.agency, term.since, term.until, term.capacities)
