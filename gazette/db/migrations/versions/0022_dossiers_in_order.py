"""Lists of dossiers walk an index of their labels, the sets of compartments they bear are noted; issues are found by their record."""

from alembic import op

import archive

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None

_INDEX = "ix_archive_dossiers_level_secrecy_compartments_created_id"
_LABEL = ["level", "secrecy", "compartments", "created", "id"]


def upgrade() -> None:
    """Makes the indexes and notes the sets."""
    op.create_index(_INDEX, "archive_dossiers", _LABEL, if_not_exists=True)
    op.create_index("ix_issues_record", "issues", ["record"])
    archive.settle_all(op.get_bind())


def downgrade() -> None:
    """Drops the indexes."""
    op.drop_index("ix_issues_record", table_name="issues")
    op.drop_index(_INDEX, table_name="archive_dossiers")
