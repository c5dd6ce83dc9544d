"""Retention: the schedule's own rows, yearly lists of dossiers, what closed dossiers follow, and proposals of destruction."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the tables. Dossiers that were opened before follow nothing until they are closed."""
    _schedule()
    op.create_table(
        "dossier_retention",
        sa.Column("dossier", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_by", sa.String(100), nullable=False),
        sa.Column("years", sa.SmallInteger()),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_dossier_retention")),
    )
    op.create_index(op.f("ix_dossier_retention_entry"), "dossier_retention", ["entry"])
    op.create_index(op.f("ix_dossier_retention_closed_on"), "dossier_retention", ["closed_on"])
    _destruction()


def _schedule() -> None:
    op.create_table(
        "retention_terms",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("years", sa.SmallInteger()),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("entered_by", sa.String(100), nullable=False),
        sa.Column("entered_at", archive.Utc(), nullable=False),
        sa.Column("removed_by", sa.String(100), nullable=False, server_default=""),
        sa.Column("removed_at", archive.Utc()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_terms")),
    )
    op.create_table(
        "plan_entries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(50), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("proposed_by", sa.String(100), nullable=False),
        sa.Column("approved_by", sa.String(100), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("entered_by", sa.String(100), nullable=False),
        sa.Column("entered_at", archive.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_entries")),
        sa.UniqueConstraint("year", "code", name=op.f("uq_plan_entries_year_code")),
    )


def _destruction() -> None:
    op.create_table(
        "disposals",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(100), nullable=False),
        sa.Column("proposed_at", archive.Utc(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("decided_at", archive.Utc()),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("carried_by", sa.String(100), nullable=False),
        sa.Column("carried_at", archive.Utc()),
        sa.Column("protocol", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
    )
    op.create_table(
        "disposal_items",
        sa.Column("disposal", sa.String(32), nullable=False),
        sa.Column("dossier", sa.String(64), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("years", sa.SmallInteger(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("cause", sa.String(10), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["disposal"], ["disposals.id"], name=op.f("fk_disposal_items_disposal_disposals")),
        sa.PrimaryKeyConstraint("disposal", "dossier", name=op.f("pk_disposal_items")),
    )
    op.create_index(op.f("ix_disposal_items_dossier"), "disposal_items", ["dossier"])
    op.create_table(
        "disposal_certificates",
        sa.Column("disposal", sa.String(32), nullable=False),
        sa.Column("record", sa.String(32), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["disposal"], ["disposals.id"], name=op.f("fk_disposal_certificates_disposal_disposals")),
        sa.PrimaryKeyConstraint("disposal", "record", name=op.f("pk_disposal_certificates")),
    )


def downgrade() -> None:
    """Drops the tables."""
    for name in ("disposal_certificates", "disposal_items", "disposals", "dossier_retention", "plan_entries", "retention_terms"):
        op.drop_table(name)
