"""The public log: what was published before it began stands in it first, in its order, and each document knows its place there."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import archive
from gazette.model import addresses

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

_documents = sa.table(
    "documents",
    sa.column("id", sa.String),
    sa.column("slug", sa.String),
    sa.column("published_at", archive.Utc),
    sa.column("log_index", sa.BigInteger),
    sa.column("log_leaf", sa.String),
)
_files = sa.table("files", sa.column("document", sa.String), sa.column("format", sa.String), sa.column("sha256", sa.String))


def upgrade() -> None:
    """Makes the tables and fills them."""
    connection = op.get_bind()
    archive.create_all(connection)
    public = archive.Publications(archive.Audit("", lambda: datetime.now(UTC)))
    pdf = sa.and_(_files.c.document == _documents.c.id, _files.c.format == "pdf")
    query = sa.select(_documents.c.id, _documents.c.slug, _documents.c.published_at, _files.c.sha256).outerjoin(_files, pdf)
    known = query.where(_documents.c.slug.is_not(None), _documents.c.published_at.is_not(None))
    for row in connection.execute(known.order_by(_documents.c.published_at, _documents.c.slug)).all():
        at = row.published_at.astimezone(UTC).isoformat()
        made = archive.Publication("publish", addresses.document(row.slug), row.sha256 or "", at)
        index, leaf = public.append(connection, made)
        connection.execute(sa.update(_documents).where(_documents.c.id == row.id).values(log_index=index, log_leaf=leaf))


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("archive_publication_state")
    op.drop_table("archive_publications")
