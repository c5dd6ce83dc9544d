"""The tables of the key store, and what a key in them is bound to."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, bindparam, select, update

from archive.levels import Label

metadata = MetaData()
slots = Table(
    "key_slots",
    metadata,
    Column("label", String(500), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""One level key for each level, state secrecy and set of compartments, under the master key."""

entries = Table(
    "key_entries",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("version", String(32), primary_key=True),
    Column("label", String(500), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made", String(27), nullable=False),
    Index("ix_key_entries_label", "label"),
    Index("ix_key_entries_made", "made"),
)
"""One data key for each version of each record, under the level key of its label; version ``''`` is the key of what is said of it."""

destroyed = Table(
    "key_destroyed",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("at", String(27), nullable=False),
)
state = Table(
    "key_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("master", String(32), nullable=False),
    Column("copied", String(27), nullable=False, server_default=""),
)

ABOUT = ""
"""The version under which the key of a record's title and log details is kept."""


def label_name(label: Label) -> str:
    """What of a label keys are bound to: level, state secrecy and compartments."""
    return f"{label.level}.{label.secrecy}.{''.join(f'|{name}|' for name in sorted(label.compartments))}"


def context(record: str, version: str, label: str) -> bytes:
    """What a data key is wrapped with besides the level key: it opens for this version under this label only."""
    return f"{record}/{version}/{label}".encode()


def slot_context(label: str, epoch: int) -> bytes:
    """What a level key is wrapped with besides the master key: it opens as this label's key of this epoch only."""
    return f"{label}/{epoch}".encode()


SLOT = select(slots.c.epoch, slots.c.wrapped).where(slots.c.label == bindparam("label")).with_for_update(read=True)
OF_VERSION = select(entries.c.label, entries.c.wrapped).where(
    entries.c.record == bindparam("record"), entries.c.version == bindparam("version")
)
REWRAP = (
    update(entries)
    .where(entries.c.record == bindparam("of"), entries.c.version == bindparam("part"), entries.c.label == bindparam("under"))
    .values(wrapped=bindparam("new"))
)
