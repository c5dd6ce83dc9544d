"""The Office's own table of agencies, with their days and their successors."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "agencies",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(100), nullable=False),
        sa.Column("entered_at", archive.Utc(), nullable=False),
        sa.Column("removed_by", sa.String(100), nullable=False),
        sa.Column("removed_at", archive.Utc()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_index(op.f("ix_agencies_slug"), "agencies", ["slug"])


def downgrade() -> None:
    """Drops it again."""
    op.drop_table("agencies")
