"""What lists of millions walk: who needs to know which closed record, sets of compartments, counts of kinds, the log by act and outcome."""

import sqlalchemy as sa
from alembic import op

import archive
from gazette.db.counting import recount

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | None = None
depends_on: str | None = None

_INDEXES = {
    "ix_archive_audit_outcome_seq": ("archive_audit", ("outcome", "seq")),
    "ix_archive_audit_action_seq": ("archive_audit", ("action", "seq")),
    "ix_archive_holds_released_record": ("archive_holds", ("released", "record")),
}


def upgrade() -> None:
    """Makes the tables and fills them; a grant needs the moment of its record no longer."""
    connection = op.get_bind()
    archive.create_all(connection)
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns, if_not_exists=True)
    op.drop_index("ix_archive_grants_principal_filed_record", table_name="archive_grants", if_exists=True)
    if "filed" in {column["name"] for column in sa.inspect(connection).get_columns("archive_grants")}:
        op.drop_column("archive_grants", "filed")
    op.create_table(
        "public_kinds",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(500), primary_key=True),
        sa.Column("documents", sa.Integer, nullable=False),
    )
    archive.settle_all(connection)
    recount(connection)


def downgrade() -> None:
    """Goes back: grants bear the moment of their record again."""
    op.drop_table("public_kinds")
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table_name=table)
    for table in ("archive_label_sets", "archive_needs"):
        op.drop_table(table)
    op.add_column("archive_grants", sa.Column("filed", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_archive_grants_principal_filed_record", "archive_grants", ["principal", "filed", "record"])
