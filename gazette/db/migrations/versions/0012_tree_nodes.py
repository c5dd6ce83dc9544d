"""The stored nodes of the logs' hash trees: those of the rows there are already are made from their leaves."""

from alembic import op

import archive

revision: str = "0012"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the table and fills it."""
    connection = op.get_bind()
    archive.create_all(connection)
    archive.refill_nodes(connection)


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("archive_nodes")
