"""Orders that keep whole dossiers as they are."""

from alembic import op

import archive

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the archive's new table."""
    archive.create_all(op.get_bind())


def downgrade() -> None:
    """Nothing: the archive's own tables go with the first revision."""
