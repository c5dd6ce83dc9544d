"""Which provisions of the other act a relation names, and how much of that act it touches."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Adds the columns; what an older relation touches stays open until the document is reviewed again."""
    op.add_column("relations", sa.Column("provisions", sa.Text(), server_default="", nullable=False))
    op.add_column("relations", sa.Column("scope", sa.String(length=10), server_default="", nullable=False))


def downgrade() -> None:
    """Drops the columns."""
    op.drop_column("relations", "scope")
    op.drop_column("relations", "provisions")
