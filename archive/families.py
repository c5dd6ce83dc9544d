"""The label in force: the highest of a record's own, its dossier's and its attachments', worked out anew whenever one of them changes."""

from collections.abc import Callable

from sqlalchemy import Connection, or_, select

from archive import register
from archive.levels import Label
from archive.register import Record, State
from archive.tables import dossiers, records


def family(connection: Connection, record: Record) -> list[Record]:
    """The record, what it is attached to, and all that is attached to the same; the destroyed ones are left out."""
    root = record.attached_to or record.id
    alive = records.c.state != State.DISPOSED.value
    return register.whole(connection, or_(records.c.id == root, records.c.attached_to == root), alive)


def label_of_dossier(connection: Connection, code: str) -> Label | None:
    """The label of a dossier that was opened with one; ``None`` for any other."""
    row = connection.execute(select(dossiers).where(dossiers.c.id == code)).mappings().first()
    return register.label_of(row) if row else None


def in_force(connection: Connection, record: Record, members: list[Record]) -> Label:
    """The label *record* bears among *members*: its own, raised to the others' and to their dossiers'."""
    held = {member.dossier for member in (record, *members)} - {""}
    above = [label for code in sorted(held) if (label := label_of_dossier(connection, code)) is not None]
    return (record.own or record.label).raised(*(member.own or member.label for member in members), *above)


Relabel = Callable[[Connection, Record, Label], object]
"""Told of each record whose label in force changes, as it was, and of the new label, in the same transaction."""


def settle(connection: Connection, record: Record, relabel: Relabel, *, lowering: bool = False) -> list[Record]:
    """Gives every member of the record's family the label in force; those whose label changed, as they are now.

    Only a decision lowers a label (*lowering*): what was destroyed or moved away leaves the others as they are. A published record that
    is no longer Công khai is taken back from the public in the same step.
    """
    members, changed = family(connection, record), []
    for member in members:
        label = in_force(connection, member, members)
        label = label if lowering else label.raised(member.label)
        if label == member.label:
            continue
        state = State.WITHDRAWN if member.state is State.PUBLISHED and not label.is_public else member.state
        register.change(connection, member.id, state=state.value, **register.label_values(label))
        relabel(connection, member, label)
        changed.append(register.find(connection, member.id) or member)
    return changed


def settle_dossier(connection: Connection, code: str, relabel: Relabel) -> list[Record]:
    """The same for every record of a dossier, after a decision about the dossier."""
    held = register.whole(connection, records.c.dossier == code, records.c.state != State.DISPOSED.value)
    return [changed for record in held for changed in settle(connection, record, relabel, lowering=True)]
