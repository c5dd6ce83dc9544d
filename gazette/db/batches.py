"""The journal of batches: what was ordered, what is with the signer, and how each document ended, once."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

import archive
from gazette.db.closing import RowSeal
from gazette.db.repositories import Documents
from gazette.db.tables import batch_items, batches, documents, guard
from gazette.model.batch import UNDER_WAY, Batch, BatchItem, BatchLine, BatchView, ItemState
from gazette.model.document import Document
from gazette.model.errors import NotFound
from gazette.model.refusals import StepClosed

_BATCH = tuple(field.name for field in fields(Batch))
_ITEM = tuple(field.name for field in fields(BatchItem))


@dataclass(frozen=True, slots=True)
class Batches:
    """The batches on one connection, at one moment."""

    connection: Connection
    now: datetime
    seal: RowSeal

    def add(self, batch: Batch, ordered: tuple[Document, ...]) -> None:
        """Writes an order; a document that stands in another open batch is refused by the database itself."""
        self.connection.execute(insert(batches).values(**{name: getattr(batch, name) for name in _BATCH}))
        items = (BatchItem(batch.id, document.id, place, document.version) for place, document in enumerate(ordered, 1))
        self.connection.execute(insert(batch_items), [{name: getattr(item, name) for name in _ITEM} for item in items])

    def get(self, batch_id: str) -> Batch:
        """The order; raises NotFound."""
        row = self.connection.execute(select(batches).where(batches.c.id == batch_id)).mappings().first()
        if row is None:
            raise NotFound
        return Batch(**{name: row[name] for name in _BATCH})

    def view(self, batch: Batch, clearance: archive.Clearance) -> BatchView:
        """The batch with its documents as this reader may know of them, in order. Raises NotFound when there is none such."""
        query = select(batch_items).join(documents, documents.c.id == batch_items.c.document)
        rows = self.connection.execute(query.where(batch_items.c.batch == batch.id, guard(clearance)).order_by(batch_items.c.position))
        items = [BatchItem(**{name: row[name] for name in _ITEM}) for row in rows.mappings()]
        inside = select(batch_items.c.document).where(batch_items.c.batch == batch.id)
        known = {
            one.id: one
            for one in Documents(self.connection, clearance, self.seal).select(select(documents).where(documents.c.id.in_(inside)))
        }
        if not items:
            raise NotFound
        return BatchView(batch, tuple((known[item.document], item) for item in items))

    def newest(self, clearance: archive.Clearance, size: int) -> tuple[BatchLine, ...]:
        """The newest batches with how many of their documents stand how, as far as this reader may know of them."""
        known = select(batch_items.c.batch, batch_items.c.state).join(documents, documents.c.id == batch_items.c.document)
        inside = known.where(guard(clearance)).subquery()
        query = select(batches).where(batches.c.id.in_(select(inside.c.batch)))
        rows = self.connection.execute(query.order_by(batches.c.ordered_at.desc(), batches.c.id).limit(size)).mappings()
        found = [Batch(**{name: row[name] for name in _BATCH}) for row in rows]
        counted = select(inside.c.batch, inside.c.state, func.count()).where(inside.c.batch.in_([batch.id for batch in found]))
        counts: dict[str, dict[ItemState, int]] = defaultdict(dict)
        for batch_id, state, count in self.connection.execute(counted.group_by(inside.c.batch, inside.c.state)):
            counts[batch_id][state] = count
        return tuple(BatchLine(batch, counts[batch.id]) for batch in found)

    def under_way(self, batch_id: str, size: int) -> tuple[BatchItem, ...]:
        """What of a batch is still to be done, in order."""
        query = select(batch_items).where(batch_items.c.batch == batch_id, batch_items.c.state.in_(UNDER_WAY))
        rows = self.connection.execute(query.order_by(batch_items.c.position).limit(size)).mappings()
        return tuple(BatchItem(**{name: row[name] for name in _ITEM}) for row in rows)

    def busy(self, document_ids: tuple[str, ...]) -> frozenset[str]:
        """Those of the documents that stand in an open batch."""
        query = select(batch_items.c.document).where(batch_items.c.document.in_(document_ids), batch_items.c.state.in_(UNDER_WAY))
        return frozenset(self.connection.scalars(query))

    def require_free(self, document: Document) -> None:
        """Raises StepClosed for a document that stands in an open batch: two seals must not be under way at once."""
        if self.busy((document.id,)):
            raise StepClosed(vi="văn bản đang trong một đợt đóng dấu", en="the document is in a batch that is being sealed")

    def hand_over(self, item: BatchItem, before: str) -> bool:
        """Notes that these bytes go to the signer; False when the batch was stopped meanwhile."""
        return self._change(item, state="handed", before=before)

    def finish(self, item: BatchItem, after: str) -> bool:
        """Notes the seal, in the transaction that keeps the sealed file; False when somebody was faster."""
        return self._change(item, state="sealed", after=after, finished=self.now, code="", vi="", en="")

    def fail(self, item: BatchItem, code: str, sentences: tuple[str, str]) -> bool:
        """Notes why the document was not sealed."""
        return self._change(item, state="failed", code=code, vi=sentences[0][:500], en=sentences[1][:500], finished=self.now)

    def stop(self, batch_id: str) -> int:
        """Takes out of a batch what is not yet with the signer; how many documents that are."""
        rest = and_(batch_items.c.batch == batch_id, batch_items.c.state == "waiting")
        return self.connection.execute(update(batch_items).where(rest).values(state="stopped", finished=self.now)).rowcount

    def say(self, batch_id: str, sentences: tuple[str, str] = ("", "")) -> None:
        """Notes what keeps a batch from going on, nothing when it goes on."""
        self.connection.execute(update(batches).where(batches.c.id == batch_id).values(vi=sentences[0][:500], en=sentences[1][:500]))

    def close(self, batch_id: str) -> None:
        """Nothing of the batch is left to do."""
        self.connection.execute(update(batches).where(batches.c.id == batch_id).values(state="done", finished=self.now, vi="", en=""))

    def _change(self, item: BatchItem, state: ItemState, **values: Any) -> bool:
        """Whether this call, and no other, changed an item that was still to be done: the database decides between two at once."""
        mark: tuple[ColumnElement[bool], ...] = (batch_items.c.batch == item.batch, batch_items.c.document == item.document)
        still = update(batch_items).where(*mark, batch_items.c.state.in_(UNDER_WAY))
        return self.connection.execute(still.values(state=state, **values)).rowcount == 1
