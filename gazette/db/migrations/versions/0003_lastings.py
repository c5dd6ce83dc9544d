"""Until when published files verify by themselves, and the files that renewed ones took the place of."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "lastings",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=True),
        sa.Column("issue", sa.String(length=32), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_lastings_document_documents")),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name=op.f("fk_lastings_issue_issues")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_lastings")),
    )
    op.create_index(op.f("ix_lastings_until"), "lastings", ["until"])


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("lastings")
