"""Documents over several issues, and the pages that an issue is estimated and allowed to have."""

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Adds the columns. What stands in an issue already stands there whole."""
    with op.batch_alter_table("issues") as batch:
        batch.add_column(sa.Column("budget", sa.Integer()))
    with op.batch_alter_table("issue_items") as batch:
        batch.add_column(sa.Column("begins", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("ends", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("estimate", sa.Integer()))


def downgrade() -> None:
    """Drops the columns again."""
    with op.batch_alter_table("issue_items") as batch:
        for name in ("begins", "ends", "estimate"):
            batch.drop_column(name)
    with op.batch_alter_table("issues") as batch:
        batch.drop_column("budget")
