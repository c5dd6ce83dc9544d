"""The tables of keeping: the schedule of periods, the yearly lists, closed dossiers, and proposals of destruction."""

from sqlalchemy import Column, Date, ForeignKey, Integer, SmallInteger, String, Table, Text, UniqueConstraint

import archive
from gazette.db.tables import metadata

retention_terms = Table(
    "retention_terms",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("years", SmallInteger),
    Column("ground", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("entered_by", String(100), nullable=False),
    Column("entered_at", archive.Utc, nullable=False),
    Column("removed_by", String(100), nullable=False, server_default=""),
    Column("removed_at", archive.Utc),
)
"""Rows of the schedule that were entered here; they are removed, never rewritten."""

plan_entries = Table(
    "plan_entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("year", SmallInteger, nullable=False),
    Column("code", String(50), nullable=False),
    Column("heading", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("maker", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("proposed_by", String(100), nullable=False),
    Column("approved_by", String(100), nullable=False),
    Column("decision", Text, nullable=False),
    Column("decided_on", Date),
    Column("entered_by", String(100), nullable=False),
    Column("entered_at", archive.Utc, nullable=False),
    UniqueConstraint("year", "code"),
)

dossier_retention = Table(
    "dossier_retention",
    metadata,
    Column("dossier", String(64), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("entry", String(32), nullable=False, index=True),
    Column("closed_on", Date, index=True),
    Column("closed_by", String(100), nullable=False),
    Column("years", SmallInteger),
    Column("ground", Text, nullable=False),
)
"""What is fixed of the keeping of a dossier; its title and label stand in the archive's register and nowhere else."""

disposals = Table(
    "disposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(100), nullable=False),
    Column("proposed_at", archive.Utc, nullable=False),
    Column("state", String(12), nullable=False),
    Column("decided_by", String(100), nullable=False),
    Column("decided_at", archive.Utc),
    Column("decision", Text, nullable=False),
    Column("decision_reason", Text, nullable=False),
    Column("carried_by", String(100), nullable=False),
    Column("carried_at", archive.Utc),
    Column("protocol", String(32), nullable=False),
)

disposal_items = Table(
    "disposal_items",
    metadata,
    Column("disposal", String(32), ForeignKey("disposals.id"), primary_key=True),
    Column("dossier", String(64), primary_key=True, index=True),
    Column("closed_on", Date, nullable=False),
    Column("years", SmallInteger, nullable=False),
    Column("ground", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("cause", String(10), nullable=False),
    Column("records", Integer, nullable=False),
)

disposal_certificates = Table(
    "disposal_certificates",
    metadata,
    Column("disposal", String(32), ForeignKey("disposals.id"), primary_key=True),
    Column("record", String(32), primary_key=True),
    Column("certificate", Text, nullable=False),
)
"""Certificates of destroyed keys, until they are attached to the protocol."""
