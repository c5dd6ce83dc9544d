"""Provisions with a day of effect of their own, and relations that hold from such a day."""

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Adds the columns; what stands there already counts from its document's day until that is read anew."""
    op.add_column("documents", sa.Column("own_days", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("relations", sa.Column("starts", sa.Date()))
    op.add_column("relations", sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drops the columns again."""
    op.drop_column("relations", "apart")
    op.drop_column("relations", "starts")
    op.drop_column("documents", "own_days")
