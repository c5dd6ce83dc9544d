"""Sessions that can be ended, clearances of two people with an end, break-glass, dossiers with labels, and each record's own label."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

_OWN = ("level", "secrecy", "compartments")


def upgrade() -> None:
    """Adds tables and columns; what was there before bears the label it bore."""
    op.add_column("accounts", sa.Column("until", sa.Date(), nullable=True))
    _sessions()
    _proposals()
    _emergencies()
    _own_labels()
    archive.create_all(op.get_bind())


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_sessions_user_accounts")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_user"), "sessions", ["user"])


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("compartments", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=100), nullable=False),
        sa.Column("proposed_as", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=100), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_proposals_user_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_state"), "proposals", ["state"])


def _emergencies() -> None:
    op.create_table(
        "emergencies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("second", sa.String(length=100), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer", sa.String(length=100), server_default="", nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_emergencies_user_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergencies")),
    )
    op.create_index(op.f("ix_emergencies_user_state"), "emergencies", ["user", "state"])


def _own_labels() -> None:
    present = sa.inspect(op.get_bind()).get_columns("archive_records")
    if any(column["name"] == "own_level" for column in present):
        return  # (the archive made its tables as they are now, in the first revision of a new installation)
    op.add_column("archive_records", sa.Column("own_level", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("archive_records", sa.Column("own_secrecy", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("archive_records", sa.Column("own_compartments", sa.Text(), server_default="", nullable=False))
    op.add_column("archive_records", sa.Column("attached_to", sa.String(length=32), server_default="", nullable=False))
    op.create_index(op.f("ix_archive_records_attached_to"), "archive_records", ["attached_to"])
    records = sa.table("archive_records", *(sa.column(name) for name in (*_OWN, *(f"own_{name}" for name in _OWN))))
    op.execute(sa.update(records).values({f"own_{name}": records.c[name] for name in _OWN}))


def downgrade() -> None:
    """Drops them again. The archive's own tables go with the first revision."""
    for table in ("emergencies", "proposals", "sessions"):
        op.drop_table(table)
    op.drop_column("accounts", "until")
    op.drop_index(op.f("ix_archive_records_attached_to"), "archive_records")
    for name in ("attached_to", *(f"own_{name}" for name in _OWN)):
        op.drop_column("archive_records", name)
