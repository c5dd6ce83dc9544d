"""The way a document is signed, the page a number was written into, until when a device's certificate might sign."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Adds the columns."""
    op.add_column("documents", sa.Column("profile", sa.String(length=30), nullable=True))
    op.add_column("numbers", sa.Column("page", sa.String(length=64), nullable=True))
    op.add_column("numbers", sa.Column("page_size", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_numbers_printed"), "numbers", ["printed"])
    op.add_column("device_certificates", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drops the columns."""
    op.drop_index(op.f("ix_numbers_printed"), "numbers")
    op.drop_column("numbers", "page_size")
    op.drop_column("numbers", "page")
    op.drop_column("documents", "profile")
    op.drop_column("device_certificates", "ended_at")
