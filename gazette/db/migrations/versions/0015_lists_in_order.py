"""Indexes in the order of the lists, and the moment of each granted record beside its grant."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None

_LABELLED = ("state", "level", "secrecy", "compartments", "created", "id")
_INDEXES = {
    "ix_archive_records_label": ("archive_records", _LABELLED),
    "ix_archive_records_dossier_label": ("archive_records", ("dossier", *_LABELLED)),
    "ix_archive_records_release_date_id": ("archive_records", ("release_date", "id")),
    "ix_archive_dossier_grants_principal": ("archive_dossier_grants", ("principal",)),
    "ix_archive_grants_principal_filed_record": ("archive_grants", ("principal", "filed", "record")),
    "ix_documents_state_received_at_id": ("documents", ("state", "received_at", "id")),
    "ix_documents_kind": ("documents", ("kind", "kind_name", "state", "level", "secrecy", "compartments")),
    "ix_documents_published": ("documents", ("state", "published_at", "issued_on", "id")),
    "ix_numbers_year": ("numbers", ("book", "year", "series", "number")),
}
"""The archive makes its tables as they are now in the first revision of a new installation; then nothing of this is missing."""

_BEFORE = {
    "ix_archive_records_dossier": ("archive_records", ("dossier",)),
    "ix_documents_state_received_at": ("documents", ("state", "received_at")),
}


def upgrade() -> None:
    """Adds what is missing, and fills it."""
    if "filed" not in _columns("archive_grants"):
        _file_grants()
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns, if_not_exists=True)
    for name, (table, _) in _BEFORE.items():
        op.drop_index(name, table, if_exists=True)


def _file_grants() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("archive_grants", sa.Column("filed", moment, nullable=True))
    records = sa.table("archive_records", sa.column("id"), sa.column("created"))
    grants = sa.table("archive_grants", sa.column("record"), sa.column("filed"))
    kept = sa.select(records.c.created).where(records.c.id == grants.c.record).scalar_subquery()
    op.execute(sa.update(grants).values(filed=kept))
    with op.batch_alter_table("archive_grants") as table:
        table.alter_column("filed", existing_type=moment, nullable=False)


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def downgrade() -> None:
    """Removes them again. The archive's own tables go with the first revision."""
    for name, (table, columns) in _BEFORE.items():
        op.create_index(name, table, columns)
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("archive_grants", "filed")
