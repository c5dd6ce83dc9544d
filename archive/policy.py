"""Who may do what: one rule, as an answer about one record and as one SQL condition over many."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, func, or_, true

from archive.levels import NEED_TO_KNOW, Clearance, dominates
from archive.register import Record, State
from archive.tables import dossier_grants, grants, records


class Action(StrEnum):
    """What can be done to a record through the vault."""

    LIST = "list"
    SHOW = "show"
    READ = "read"
    ADD_RENDITION = "add-rendition"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RECLASSIFY = "reclassify"
    PLACE = "place"
    GRANT = "grant"
    HOLD = "hold"
    DISPOSE = "dispose"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of actions: in which states it is possible, whether the public may, how many people it takes.

    ``emergency`` says whether break-glass opens it, ``labelled_public`` that it is for records labelled Công khai only.
    """

    states: frozenset[State]
    public: bool = False
    people: int = 1
    emergency: bool = False
    labelled_public: bool = False


_ALIVE = frozenset({State.KEPT, State.PUBLISHED, State.WITHDRAWN})
_ANY = frozenset(State)

RULES: dict[Action, Rule] = {
    Action.LIST: Rule(_ALIVE, public=True, emergency=True),
    Action.SHOW: Rule(_ANY, public=True, emergency=True),
    Action.READ: Rule(_ALIVE, public=True, emergency=True),
    Action.ADD_RENDITION: Rule(_ALIVE),
    Action.PUBLISH: Rule(frozenset({State.KEPT, State.WITHDRAWN}), labelled_public=True),
    Action.WITHDRAW: Rule(frozenset({State.PUBLISHED})),
    Action.RECLASSIFY: Rule(_ALIVE, people=2),
    Action.PLACE: Rule(_ALIVE),
    Action.GRANT: Rule(_ALIVE),
    Action.HOLD: Rule(_ALIVE),
    Action.DISPOSE: Rule(frozenset({State.KEPT, State.WITHDRAWN}), people=2),
}
"""The permission table. Everything here is besides the label: nobody does anything to a record they may not know of."""


def may(clearance: Clearance, action: Action, record: Record) -> bool:
    """Whether *clearance* permits *action* on *record*: label, need-to-know and state all agree. There is no bypass."""
    rule = RULES[action]
    possible = record.state in rule.states and (record.label.is_public or not rule.labelled_public)
    return possible and (clearance.member or rule.public) and knows_of(in_force_for(rule, clearance), record)


def in_force_for(rule: Rule, clearance: Clearance) -> Clearance:
    """The clearance as far as it counts for an act: break-glass opens reading only."""
    return clearance if rule.emergency else clearance.ordinary


def knows_of(clearance: Clearance, record: Record) -> bool:
    """Whether the reader may learn that the record exists. Whoever may not is answered as if it did not."""
    if not clearance.member:
        return record.label.is_public and record.state is State.PUBLISHED
    if record.id in clearance.opened:
        return True
    return dominates(clearance, record.label) and (not record.label.needs_to_know or _is_assigned(clearance, record))


def _is_assigned(clearance: Clearance, record: Record) -> bool:
    places = {record.id, record.dossier} - {""}
    return bool(places & clearance.need_to_know or record.granted & clearance.principals)


@dataclass(frozen=True)
class LabelColumns:
    """The columns of any table or mapped class whose rows bear a label, so that ``condition`` can guard it.

    ``record`` holds the id of the archive's record, to which assignments and grants are tied. ``dossier`` may be left out.
    ``published`` tells whether the public may have the row; without it, the public gets nothing from this table.
    """

    level: SQLColumnExpression[Any]
    secrecy: SQLColumnExpression[Any]
    compartments: SQLColumnExpression[Any]
    record: SQLColumnExpression[Any]
    dossier: SQLColumnExpression[Any] | None = None
    published: ColumnElement[bool] | None = None

    @classmethod
    def of(cls, holder: Any, record: SQLColumnExpression[Any], published: ColumnElement[bool] | None = None) -> Self:
        """The label columns of a table's ``.c`` or of a mapped class that uses ``label_columns``' names."""
        return cls(holder.level, holder.secrecy, holder.compartments, record, getattr(holder, "dossier", None), published)

    def labelled_public(self) -> ColumnElement[bool]:
        """The SQL twin of ``Label.is_public``."""
        return and_(self.level == 0, self.secrecy == 0, self.compartments == "")


def condition(clearance: Clearance, columns: LabelColumns) -> ColumnElement[bool]:
    """The SQL twin of ``knows_of``: true for exactly the rows whose existence the reader may learn."""
    if not clearance.member:
        published = columns.published if columns.published is not None else false()
        return and_(published, columns.labelled_public())
    cleared = and_(
        columns.level <= clearance.level,
        columns.secrecy <= clearance.secrecy,
        within(clearance, columns.compartments),
        or_(and_(columns.level < NEED_TO_KNOW, columns.secrecy == 0), _assigned(clearance, columns)),
    )
    return or_(cleared, columns.record.in_(sorted(clearance.opened))) if clearance.opened else cleared


def readable(clearance: Clearance, action: Action = Action.READ) -> ColumnElement[bool]:
    """The SQL twin of ``may`` over the register's table of records."""
    rule = RULES[action]
    if not (clearance.member or rule.public):
        return false()
    in_state = records.c.state.in_(sorted(rule.states)) if rule.states != _ANY else true()
    labelled = REGISTER.labelled_public() if rule.labelled_public else true()
    return and_(in_state, labelled, condition(in_force_for(rule, clearance), REGISTER))


REGISTER = LabelColumns.of(records.c, records.c.id, records.c.state == State.PUBLISHED.value)


def within(clearance: Clearance, compartments: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether all compartments of a row are among the reader's."""
    # The column is «|a||b|»: what remains after taking out the reader's own compartments is what they lack.
    remaining: SQLColumnExpression[Any] = compartments
    for name in sorted(clearance.compartments):
        remaining = func.replace(remaining, f"|{name}|", "")
    return remaining == ""


def _assigned(clearance: Clearance, columns: LabelColumns) -> ColumnElement[bool]:
    needs = sorted(clearance.need_to_know - {""})
    granted = exists().where(grants.c.record == columns.record, grants.c.principal.in_(sorted(clearance.principals)))
    ways: list[ColumnElement[bool]] = [granted, _by_dossier(clearance, columns)]
    if needs:
        ways.append(columns.record.in_(needs))
        if columns.dossier is not None:
            ways.append(columns.dossier.in_(needs))
    return or_(*ways)


def _by_dossier(clearance: Clearance, columns: LabelColumns) -> ColumnElement[bool]:
    granted = dossier_grants.c.principal.in_(sorted(clearance.principals))
    if columns.dossier is not None:
        return exists().where(dossier_grants.c.dossier == columns.dossier, granted)
    return exists().where(records.c.id == columns.record, dossier_grants.c.dossier == records.c.dossier, granted)
