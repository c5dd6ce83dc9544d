"""Orders of destruction with their certificates; covers of dossiers can be sealed."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the archive's new table and the columns; a closed installation seals what lies open when it is next started."""
    archive.create_all(op.get_bind())
    if "mark" in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("archive_dossiers")}:
        return  # (the archive made its tables as they are now, in the first revision of a new installation)
    with op.batch_alter_table("archive_dossiers") as table:
        table.add_column(sa.Column("sealed", sa.Text()))
        table.add_column(sa.Column("mark", sa.String(64)))
    op.create_index(op.f("ix_archive_dossiers_mark"), "archive_dossiers", ["mark"])


def downgrade() -> None:
    """Nothing: the archive's own tables go with the first revision."""
