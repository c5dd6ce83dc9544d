"""Orders of destruction, written down with the tombstone: what was broken off before the keys went is finished, and certified, later."""

from dataclasses import dataclass, replace

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, insert, select, update

from archive.keystore import Destruction
from archive.tables import metadata

orders = Table(
    "archive_shreddings",
    metadata,
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("actor", String(200), nullable=False),
    Column("second", String(200), nullable=False),
    Column("decision", Text, nullable=False),
    Column("keys", Integer, nullable=False),
    Column("copied", String(27), nullable=False),
    Column("certificate", Text, nullable=False),
)
"""``keys`` and ``copied``: what the key store held and when it was last copied whole, as of the order; a second try finds less."""


@dataclass(frozen=True, slots=True)
class Order:
    """That a record's keys are to be destroyed, by whom and by which decision; ``certificate`` is empty until that is done."""

    record: str
    actor: str
    second: str
    decision: str
    keys: int = 0
    copied: str = ""
    certificate: str = ""

    def told(self, done: Destruction) -> Destruction:
        """What was destroyed over this try and those before it that were broken off."""
        return replace(done, keys=max(done.keys, self.keys), copied=max(done.copied, self.copied))


def order(connection: Connection, wanted: Order) -> None:
    """Writes an order down, in the transaction that destroys the record."""
    connection.execute(insert(orders).values(**{name: getattr(wanted, name) for name in Order.__dataclass_fields__}))


def ordered(connection: Connection, record_id: str) -> Order:
    """The order about a record, whose row nobody changes meanwhile. LookupError when there is none."""
    row = connection.execute(select(orders).where(orders.c.record == record_id).with_for_update()).mappings().first()
    if row is None:
        raise LookupError(record_id)
    return Order(**row)


def unfinished(connection: Connection) -> tuple[str, ...]:
    """The records whose keys are still to be destroyed."""
    return tuple(connection.scalars(select(orders.c.record).where(orders.c.certificate == "").order_by(orders.c.record)))


def certify(connection: Connection, record_id: str, certificate: str) -> None:
    """Keeps what certifies that an order was carried out."""
    connection.execute(update(orders).where(orders.c.record == record_id).values(certificate=certificate))


def certificate(connection: Connection, record_id: str) -> str:
    """The certificate about a record; empty while there is none."""
    return connection.scalar(select(orders.c.certificate).where(orders.c.record == record_id)) or ""


def certificates(connection: Connection) -> dict[str, str]:
    """Every certificate, by the record it is about."""
    query = select(orders.c.record, orders.c.certificate).where(orders.c.certificate != "")
    return {row.record: row.certificate for row in connection.execute(query.order_by(orders.c.record))}
