"""Dossiers: the labelled folders of the classification plan, which raise what lies in them and open it to those who work on them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import ColumnElement, Connection, delete, false, func, insert, or_, select, update

from archive import families, holdings, register, tables
from archive.covers import Covers
from archive.errors import ArchiveError, LabelRefused, NameRefused, RecordNotFound, SecondPersonNeeded, StateSecretRefused, WrongState
from archive.ledger import Ledger, absent
from archive.levels import Clearance, Label, Profile, dominates
from archive.listing import dossier_places, mark, place
from archive.policy import Action, LabelColumns, condition, readable
from archive.register import Hold, Record
from archive.tables import dossier_grants, dossier_holds, dossiers

_CHUNK = 500
_NEWEST = (dossiers.c.created.desc(), dossiers.c.id.desc())


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier: its opaque id, title, place in the plan, label, who works on it, the code that people call it by, the holds on it.

    Codes need not be unique: one that is taken above somebody's clearance must not be refused to them, or they would learn of it.
    """

    id: str
    title: str
    heading: str
    label: Label
    created: datetime
    actor: str
    granted: frozenset[str] = frozenset()
    code: str = ""
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Dossiers that the reader may know of, newest first, and the mark of the next page; never a count of what there is."""

    dossiers: tuple[Dossier, ...]
    next: str | None


class Dossiers:
    """The dossiers a clearance may know of; hidden and absent raise the same RecordNotFound."""

    def __init__(self, ledger: Ledger, profile: Profile, now: Callable[[], datetime], relabel: families.Relabel, covers: Covers) -> None:
        self._ledger = ledger
        self._covers = covers
        self._profile = profile
        self._now = now
        self._relabel = relabel

    def open(self, connection: Connection, actor: Clearance, code: str, title: str, label: Label, heading: str = "") -> Dossier:
        """Opens a dossier; whoever opens it works on it.

        Raises LabelRefused, NameRefused, WrongState for a code that a dossier they know of bears.
        """
        if not (0 < len(code) <= 64 and code.isprintable() and "|" not in code and title.strip()):
            raise NameRefused(name=ascii(code[:40])[1:-1])
        self._check_label(connection, actor, label)
        self._ledger.lock(connection)
        if connection.scalar(select(dossiers.c.id).where(self._called(code), _known(actor)).limit(1)) is not None:
            self._refuse(connection, actor, "open-dossier", code, WrongState())
        named = (register.new_id(), title.strip(), heading.strip())
        made = Dossier(*named, label, self._now(), actor.subject, frozenset({actor.subject}), code)
        row = {"id": made.id, "created": made.created, "actor": actor.subject, **register.label_values(label)}
        connection.execute(insert(dossiers).values(**row, **self._shut(made)))
        register.note_set(connection, label.compartments)
        self._grant(connection, actor, made.id, actor.subject)
        self._log(connection, actor, "open-dossier", made)
        return made

    def list(self, connection: Connection, actor: Clearance, *, size: int = 50, after: str | None = None) -> DossierPage:
        """A page of the dossiers this person may know of, newest first. Raises PageNotUnderstood for a mark *after* that no page gave."""
        begin = place(after) if after is not None else None
        found = dossier_places(connection, actor.ordinary, _known(actor), size + 1, begin)
        query = select(dossiers).where(dossiers.c.id.in_(found[:size]), _known(actor))
        shown = tuple(self._dossier(row) for row in connection.execute(query.order_by(*_NEWEST)).mappings())
        return DossierPage(shown, mark(shown[-1].created, shown[-1].id) if len(found) > size and shown else None)

    def called(self, connection: Connection, actor: Clearance, code: str) -> tuple[Dossier, ...]:
        """The dossiers of this code that this person may know of, newest first."""
        printable = code if code.isprintable() else ""
        query = select(dossiers).where(self._called(printable), _known(actor)).order_by(*_NEWEST).limit(_CHUNK)
        return tuple(self._dossier(row) for row in connection.execute(query).mappings())

    def among(self, connection: Connection, actor: Clearance, ids: Collection[str]) -> tuple[tuple[Dossier, int], ...]:
        """Those of the dossiers *ids* that this person may know of, by their place in the plan, and how much of each they can know.

        That is the number of records in it that they may know of and that are not destroyed.
        """
        ordered = sorted(set(ids))
        parts = [ordered[begin : begin + _CHUNK] for begin in range(0, len(ordered), _CHUNK)]
        held = tables.records.c
        rows: list[Any] = []
        living: dict[str, int] = {}
        for part in parts:
            rows += connection.execute(select(dossiers).where(dossiers.c.id.in_(part), _known(actor))).mappings().all()
            counted = select(held.dossier, func.count()).where(held.dossier.in_(part), readable(actor, Action.LIST))
            living |= {row[0]: int(row[1]) for row in connection.execute(counted.group_by(held.dossier))}
        found = sorted(map(self._dossier, rows), key=_in_plan)
        return tuple((one, living.get(one.id, 0)) for one in found)

    def show(self, connection: Connection, actor: Clearance, name: str) -> Dossier:
        """One dossier with those who work on it, by its id, or by its code when they know of one such only. Raises RecordNotFound."""
        printable = name if name.isprintable() else ""
        query = select(dossiers).where(or_(dossiers.c.id == printable, self._called(printable)), _known(actor))
        found = {row["id"]: row for row in connection.execute(query).mappings()}
        row = found.get(name) or (found.popitem()[1] if len(found) == 1 else None)
        if row is None:
            self._refuse(connection, actor, "show-dossier", name, RecordNotFound())
        granted = connection.scalars(select(dossier_grants.c.principal).where(dossier_grants.c.dossier == row["id"]))
        return replace(self._dossier(row, frozenset(granted)), holds=self._holds(connection, row["id"]))

    def check(self, connection: Connection, actor: Clearance, code: str) -> None:
        """Raises RecordNotFound when *code* is the id of a dossier this person may not know of."""
        if code and families.label_of_dossier(connection, code) is not None:
            self.show(connection, actor, code)

    def grant(self, connection: Connection, actor: Clearance, code: str, principal: str) -> None:
        """Lets somebody work on a dossier: they need to know what lies in it, within their clearance."""
        self._ledger.lock(connection)
        found = self.show(connection, actor, code)
        if not (0 < len(principal) <= 200 and principal.isprintable()):
            raise NameRefused(name=ascii(principal[:40])[1:-1])
        self._grant(connection, actor, found.id, principal)
        self._log(connection, actor, "grant-dossier", found, {"principal": principal})

    def revoke(self, connection: Connection, actor: Clearance, code: str, principal: str) -> None:
        """Takes that back, at once."""
        self._ledger.lock(connection)
        found = self.show(connection, actor, code)
        connection.execute(delete(dossier_grants).where(dossier_grants.c.dossier == found.id, dossier_grants.c.principal == principal))
        register.settle_needs(connection, tables.records.c.dossier == found.id)
        self._log(connection, actor, "revoke-dossier", found, {"principal": principal})

    def hold(self, connection: Connection, actor: Clearance, code: str, reason: str) -> Hold:
        """Orders that a dossier stay as it is: while the hold stands, what lies in it or comes into it is not destroyed or taken out."""
        self._ledger.lock(connection)
        found = self.show(connection, actor, code)
        hold = Hold(register.new_id(), reason, self._now(), actor.subject, found.id)
        kept = {"id": hold.id, "dossier": found.id, "placed": hold.placed, "actor": hold.actor}
        connection.execute(insert(dossier_holds).values(**kept, reason=self._covers.notes.seal("hold", found.id, found.label, reason)))
        self._log(connection, actor, "hold-dossier", found, {"hold": hold.id, "reason": reason})
        return hold

    def release_hold(self, connection: Connection, actor: Clearance, code: str, hold_id: str, reason: str) -> None:
        """Lifts one hold. Raises RecordNotFound when it does not stand on this dossier."""
        self._ledger.lock(connection)
        found = self.show(connection, actor, code)
        if hold_id not in {hold.id for hold in found.holds}:
            self._refuse(connection, actor, "release-hold-dossier", found.id, RecordNotFound())
        lifted = {"released": self._now(), "released_by": actor.subject}
        connection.execute(update(dossier_holds).where(dossier_holds.c.id == hold_id).values(**lifted))
        self._log(connection, actor, "release-hold-dossier", found, {"hold": hold_id, "reason": reason})

    def held(self, connection: Connection, ids: Collection[str]) -> set[str]:
        """Those of the dossiers *ids*, of which the caller knows, that are held as a whole."""
        standing = select(dossier_holds.c.dossier).where(dossier_holds.c.released.is_(None))
        return {*connection.scalars(standing)} & {*ids}

    def _holds(self, connection: Connection, dossier: str) -> tuple[Hold, ...]:
        found = register.holds_on_dossier(connection, dossier)
        return tuple(replace(hold, reason=self._covers.reason(dossier, hold.reason)) for hold in found)

    def reclassify(
        self, connection: Connection, actor: Clearance, code: str, label: Label, decision: tuple[str, Clearance, str]
    ) -> tuple[Record, ...]:
        """Gives a dossier another label, and all that lies in it the label in force; those records whose label changed.

        *decision* is the reason, the second person and the decision's number. Raises SecondPersonNeeded, LabelRefused.
        """
        reason, second, number = decision
        self._ledger.lock(connection)
        found = self.show(connection, actor, code)
        known = select(dossiers.c.id).where(dossiers.c.id == found.id, _known(second))
        reached = dominates(second, label) and connection.scalar(known) is not None
        if second.subject == actor.subject or not reached or not reason.strip() or not number.strip():
            self._refuse(connection, actor, "reclassify-dossier", found.id, SecondPersonNeeded())
        self._check_label(connection, actor, label)
        self._covers.relabel(found.id, label)
        values = {**register.label_values(label), **self._shut(replace(found, label=label))}
        connection.execute(update(dossiers).where(dossiers.c.id == found.id).values(**values))
        self._reword(connection, replace(found, label=label))
        register.note_set(connection, label.compartments)
        holdings.leave(connection, found.id)
        for person in (actor, second):
            self._grant(connection, actor, found.id, person.subject)
        changed = families.settle_dossier(connection, found.id, self._relabel)
        told = {"from": found.label.id, "to": label.id, "reason": reason, "second": second.subject, "decision": number}
        self._log(connection, actor, "reclassify-dossier", found, told)
        return tuple(changed)

    def records(self, connection: Connection, dossier: str) -> tuple[Record, ...]:
        """What shares a label with the records of a dossier, whoever asks: for those who carry the label on to rows of their own."""
        held = register.whole(connection, tables.records.c.dossier == dossier)
        return tuple(member for record in held for member in families.family(connection, record))

    def _grant(self, connection: Connection, actor: Clearance, dossier: str, principal: str) -> None:
        values = {"dossier": dossier, "principal": principal}
        if connection.execute(select(dossier_grants).filter_by(**values)).first() is None:
            connection.execute(insert(dossier_grants).values(**values, created=self._now(), actor=actor.subject))
            register.settle_needs(connection, tables.records.c.dossier == dossier)

    def close_rest(self, connection: Connection, size: int) -> int:
        """Seals the covers of up to *size* dossiers that an earlier version or another profile left open; how many there were."""
        closed = or_(dossiers.c.level > 0, dossiers.c.secrecy > 0, dossiers.c.compartments != "")
        rows = connection.execute(select(dossiers).where(dossiers.c.sealed.is_(None), closed).limit(size)).mappings().all()
        found = [one for one in map(self._dossier, rows) if self._covers.notes.seals(one.label)]
        for one in found:
            connection.execute(update(dossiers).where(dossiers.c.id == one.id).values(**self._shut(one)))
            self._reword(connection, replace(one, holds=self._holds(connection, one.id)))
        return len(found)

    def _reword(self, connection: Connection, dossier: Dossier) -> None:
        """Writes the reasons of its holds in the form that its label asks for."""
        for hold in dossier.holds:
            reason = self._covers.notes.seal("hold", dossier.id, dossier.label, hold.reason)
            connection.execute(update(dossier_holds).where(dossier_holds.c.id == hold.id).values(reason=reason))

    def _shut(self, dossier: Dossier) -> dict[str, Any]:
        said = {"code": dossier.code, "title": dossier.title, "heading": dossier.heading}
        return self._covers.shut(dossier.id, dossier.label, said)

    def _dossier(self, row: Any, granted: frozenset[str] = frozenset()) -> Dossier:
        said = self._covers.open(row)
        return Dossier(
            row["id"], said["title"], said["heading"], register.label_of(row), row["created"], row["actor"], granted, said["code"]
        )

    def _called(self, code: str) -> ColumnElement[bool]:
        """Whether a row bears that code, in clear or sealed; the empty one, which stands in the rows of sealed ones, is nobody's."""
        if not code:
            return false()
        mark = self._covers.mark(code)
        return dossiers.c.code == code if mark is None else or_(dossiers.c.code == code, dossiers.c.mark == mark)

    def _check_label(self, connection: Connection, actor: Clearance, label: Label) -> None:
        try:
            self._profile.check(label)
        except (LabelRefused, StateSecretRefused) as error:
            self._refuse(connection, actor, "open-dossier", "", error)
        if not actor.member or not dominates(actor, label):
            self._refuse(connection, actor, "open-dossier", "", LabelRefused())

    def _refuse(self, connection: Connection, actor: Clearance, action: str, code: str, error: ArchiveError) -> NoReturn:
        self._ledger.refuse(connection, actor, action, absent(code) if code else None, error)

    def _log(self, connection: Connection, actor: Clearance, action: str, found: Dossier, details: dict[str, Any] | None = None) -> None:
        said = Record(found.id, "", found.label, register.State.KEPT, found.created, found.actor)
        self._ledger.log(connection, actor, action, said, details)


def _known(clearance: Clearance) -> ColumnElement[bool]:
    """Whether a row of dossiers may be known: the rule of records, with the grants of dossiers for those of records."""
    columns = LabelColumns(dossiers.c.level, dossiers.c.secrecy, dossiers.c.compartments, dossiers.c.id, dossiers.c.id)
    return condition(clearance.ordinary, columns)


def _in_plan(dossier: Dossier) -> tuple[str, str, str]:
    """Where a dossier stands among others: by its place in the plan, then by its code."""
    return dossier.heading, dossier.code, dossier.id
