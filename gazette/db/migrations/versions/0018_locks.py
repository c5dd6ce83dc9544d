"""Locks of records: who is changing what, until when."""

from alembic import op

import archive

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the table; the archive knows its own."""
    archive.create_all(op.get_bind())


def downgrade() -> None:
    """Drops the table: whoever was changing something must take their lock again."""
    op.drop_table("archive_locks")
