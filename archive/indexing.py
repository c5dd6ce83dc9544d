"""For a search index that is kept beside the archive: which records changed since it was last fed, and which of its hits may be told."""

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from archive import register
from archive.audit import log_rows, log_state
from archive.fixity import DESTROYS, KEEPS, REFUSED
from archive.levels import Clearance
from archive.policy import Action, readable
from archive.register import Record
from archive.tables import records

CHANGES = (*KEEPS, *DESTROYS, "retitle", Action.PUBLISH.value, Action.RECLASSIFY.value, Action.PLACE.value)
DOSSIER_CHANGES = ("reclassify-dossier",)
_CHUNK = 500


def changed(connection: Connection, after: int, size: int) -> tuple[int, frozenset[str]]:
    """Up to which row of the log this looked, from row *after* on, and the records that may stand in an index otherwise than now.

    Whoever shares a label with a record that changed is among them.
    """
    newest = connection.execute(select(log_state.c.size)).scalar_one()
    telling = (log_rows.c.action.in_((*CHANGES, *DOSSIER_CHANGES)), log_rows.c.outcome != REFUSED)
    query = select(log_rows.c.seq, log_rows.c.action, log_rows.c.object).where(log_rows.c.seq > after, log_rows.c.seq <= newest, *telling)
    rows = connection.execute(query.order_by(log_rows.c.seq).limit(size)).all()
    reached = rows[-1].seq if len(rows) == size else newest
    if not rows:
        return reached, frozenset()
    single = {row.object for row in rows if row.action in CHANGES}
    filed = {row.object for row in rows if row.action in DOSSIER_CHANGES}
    near = records.c.dossier.in_(filed) if filed else records.c.id.in_(())
    first = register.whole(connection, or_(records.c.id.in_(single), near))
    roots = {record.attached_to or record.id for record in first}
    fellows = register.whole(connection, or_(records.c.id.in_(roots), records.c.attached_to.in_(roots)))
    return reached, frozenset(single | {record.id for record in (*first, *fellows)})


def tellable(connection: Connection, actor: Clearance, ids: Collection[str], size: int) -> list[Record]:
    """The newest of the records *ids* that *actor* may know of."""
    ordered, found = sorted(set(ids)), list[Record]()
    for begin in range(0, len(ordered), _CHUNK):
        chosen = (readable(actor, Action.LIST), records.c.id.in_(ordered[begin : begin + _CHUNK]))
        found += register.page(connection, chosen, size)
    return sorted(found, key=lambda record: (record.created, record.id), reverse=True)[:size]
