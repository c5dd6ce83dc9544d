"""What is above Công khai is kept sealed: which versions are, and that those from before may lie open still."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None

_leftovers = sa.table("archive_leftovers", sa.column("record", sa.String), sa.column("blob", sa.String))


def upgrade() -> None:
    """Adds the column and the table, where the first revision did not make them in their present form, and notes the work to do."""
    inspector = sa.inspect(op.get_bind())
    if "sealed" not in {column["name"] for column in inspector.get_columns("archive_renditions")}:
        with op.batch_alter_table("archive_renditions") as table:
            table.add_column(sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false()))
    if not inspector.has_table("archive_leftovers"):
        op.create_table(
            "archive_leftovers",
            sa.Column("record", sa.String(32), primary_key=True),
            sa.Column("blob", sa.String(64), primary_key=True),
        )
    op.execute(sa.insert(_leftovers).values(record="", blob=""))


def downgrade() -> None:
    """Drops the table and the column; what is sealed stays sealed."""
    op.drop_table("archive_leftovers")
    with op.batch_alter_table("archive_renditions") as table:
        table.drop_column("sealed")
