"""What rows say of closed documents may be sealed, and is found by keyed hashes then."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None

SEALED = (
    "documents",
    "relations",
    "history",
    "numbers",
    "document_checks",
    "emergencies",
    "signing_requests",
    "distribution_lists",
)
MARKS = (("documents", "number_mark"), ("documents", "series_mark"), ("numbers", "mark"))


def upgrade() -> None:
    """Adds the columns; rows of an archive of the closed profile are sealed when it is opened with its keys."""
    for name in SEALED:
        op.add_column(name, sa.Column("sealed", sa.Text))
    for name, mark in MARKS:
        op.add_column(name, sa.Column(mark, sa.String(64)))
        op.create_index(f"ix_{name}_{mark}", name, [mark])


def downgrade() -> None:
    """Drops the columns; what is sealed is lost with them."""
    for name, mark in MARKS:
        op.drop_index(f"ix_{name}_{mark}", name)
    for name in dict.fromkeys((*SEALED, *(name for name, _ in MARKS))):
        with op.batch_alter_table(name) as table:
            for column in ("sealed", *(mark for owner, mark in MARKS if owner == name)):
                table.drop_column(column)
