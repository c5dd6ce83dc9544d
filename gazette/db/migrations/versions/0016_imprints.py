"""What issues print of the two logs, and the timestamps over signed heads."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the tables."""
    archive.create_all(op.get_bind())
    op.create_table(
        "issue_imprints",
        sa.Column("issue", sa.String(32), sa.ForeignKey("issues.id"), primary_key=True),
        sa.Column("public_head", sa.Text, nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created", archive.Utc, nullable=False),
    )


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("issue_imprints")
    op.drop_table("archive_anchors")
