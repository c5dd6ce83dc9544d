"""Batches of documents to be sealed, with their journal; and why renewals failed, in both languages and by code."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

_UNDER_WAY = sa.text("state IN ('waiting', 'handed')")


def upgrade() -> None:
    """Makes the tables and columns."""
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ordered_by", sa.String(length=100), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vi", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_table(
        "batch_items",
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("vi", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name=op.f("fk_batch_items_batch_batches")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_batch_items_document_documents")),
        sa.PrimaryKeyConstraint("batch", "document", name=op.f("pk_batch_items")),
    )
    op.create_index(
        "uq_batch_items_under_way",
        "batch_items",
        ["document"],
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    )
    op.add_column("lastings", sa.Column("problem_en", sa.Text(), nullable=False, server_default=""))
    op.add_column("lastings", sa.Column("code", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("lastings", "code")
    op.drop_column("lastings", "problem_en")
    op.drop_table("batch_items")
    op.drop_table("batches")
