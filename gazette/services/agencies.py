"""The Office's own table of agencies: who issued under which name from when to when, and who took whose place; with its history."""

from collections.abc import Iterable
from datetime import date

import archive
from gazette.db import Work
from gazette.model import job
from gazette.model.checks.registered import AGENCY_COLUMNS, Register, Registered, slug_of
from gazette.model.document import today
from gazette.model.errors import BadCall, NotFound
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted
from gazette.services.issue_acts import written
from gazette.services.parts import Parts
from gazette.services.roles import need
from gazette.services.table_values import day_in, text_in

KEEPERS = ("clerk", "administrator")
"""The roles that keep the table."""

MOST_BEFORE = 40
"""No more agencies are named in whose place another came."""

_LONGEST_SYMBOL = 40
_ANY_MEMBER = archive.Clearance("kiem-tra")
"""What every member of the staff may know: that a row is in use tells nothing of documents that are closed to one."""


class Agencies:
    """Agencies. A row is added, changed (the old one then stays in the history) or, while nothing names it, removed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def list(self, *, removed: bool = False) -> tuple[Registered, ...]:
        """The rows by slug and days; with *removed* their history too."""
        with self._parts.database.read() as work:
            return work.checks.agencies(removed=removed)

    def show(self, row_id: str) -> Registered:
        """One row that is in force. Raises NotFound."""
        with self._parts.database.read() as work:
            return _row(work, row_id)

    def add(self, actor: Actor, values: dict[str, str]) -> None:
        """Adds an agency by the columns of the table. Raises RoleMissing, BadCall, NotAccepted when its days meet another row's."""
        need(actor, *KEEPERS)
        new = _agency(values)
        with self._parts.database.write() as work:
            _must_not_meet(new, work.checks.agencies())
            work.checks.add_agency(new, actor.user)
            self._changed(work, actor, "agencies-add", new)

    def change(self, actor: Actor, row_id: str, values: dict[str, str]) -> None:
        """Puts another row in the place of one, which stays in the history.

        Raises RoleMissing, BadCall, NotFound, NotAccepted when another name would leave what bears the old one without an agency.
        """
        need(actor, *KEEPERS)
        new = _agency(values)
        with self._parts.database.write() as work:
            old = _row(work, row_id)
            if new.slug != old.slug:
                _must_be_free(work, old)
            _must_not_meet(new, (one for one in work.checks.agencies() if one.id != row_id))
            work.checks.remove_agency(row_id, actor.user)
            work.checks.add_agency(new, actor.user)
            self._changed(work, actor, "agencies-change", new, old)

    def remove(self, actor: Actor, row_id: str) -> None:
        """Takes a row out. Raises RoleMissing, NotFound, NotAccepted while a document, a term of office or another row names the agency."""
        need(actor, *KEEPERS)
        with self._parts.database.write() as work:
            old = _row(work, row_id)
            _must_be_free(work, old)
            work.checks.remove_agency(row_id, actor.user)
            self._changed(work, actor, "agencies-remove", old)

    def followers(self) -> dict[str, tuple[str, ...]]:
        """By row, the names of those that took the agency's place."""
        rows = self.list()
        register = Register.of(rows)
        return {one.id: register.followers(one.name, one.slug) for one in rows}

    def current(self) -> frozenset[str]:
        """The rows whose days today is one of."""
        day = today(self._parts.clock)
        return frozenset(one.id for one in self.list() if one.holds(day))

    def _changed(self, work: Work, actor: Actor, action: str, row: Registered, old: Registered | None = None) -> None:
        """Writes the log, and has the documents of the agencies that gave way found by the new name as well."""
        before = {"before": old.name} if old else {}
        written(self._parts, work, actor, action, {"agency": row.slug, "name": row.name, **before})
        for document in work.checks.issued_by({*row.before, *(old.before if old else ())}):
            work.queue.put(job.INDEX, document=document)


def _row(work: Work, row_id: str) -> Registered:
    found = next((one for one in work.checks.agencies() if one.id == row_id), None)
    if found is None:
        raise NotFound
    return found


def _must_be_free(work: Work, row: Registered) -> None:
    rows = work.checks.agencies()
    if any(row.slug == one.slug for one in rows if one.id != row.id):
        return
    if work.checks.bears(row.slug, _ANY_MEMBER) or any(row.slug in one.before for one in rows):
        raise NotAccepted(
            vi=f"“{row.name}” đang được văn bản, bảng chức vụ hoặc cơ quan khác sử dụng; hãy ghi ngày kết thúc thay vì bỏ",
            en=f"“{row.name}” is named by documents, terms of office or another agency; enter the day it ended instead",
        )


def _must_not_meet(new: Registered, rows: Iterable[Registered]) -> None:
    for one in rows:
        if one.slug == new.slug and _meet(one, new):
            raise NotAccepted(
                vi=f"“{one.name}” đã có trong bảng cho khoảng thời gian này", en=f"“{one.name}” stands in the table for these days already"
            )


def _meet(one: Registered, other: Registered) -> bool:
    first, last = date.min, date.max
    return (one.since or first) <= (other.until or last) and (other.since or first) <= (one.until or last)


def _agency(values: dict[str, str]) -> Registered:
    name, short, symbol, source = (text_in(values.get(column, "")) for column in ("name", "short", "symbol", "source"))
    since, until = day_in(values.get("since", "")), day_in(values.get("until", ""))
    after = tuple(dict.fromkeys(text_in(one) for one in values.get("after", "").split(";") if one.strip()))
    slug = slug_of(name)
    if (
        not slug
        or not all(map(slug_of, after))
        or (since and until and until < since)
        or len(symbol) > _LONGEST_SYMBOL
        or len(after) > MOST_BEFORE
        or slug in map(slug_of, after)
    ):
        raise BadCall(reason=f"{name or 'name'}: {', '.join(AGENCY_COLUMNS)}")
    return Registered(name, slug, short, symbol.upper(), after, since, until, source)
