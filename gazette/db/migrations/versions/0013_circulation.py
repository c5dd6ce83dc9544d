"""Distribution lists, notices, what a session has opened, and dossiers with an id of their own beside their code."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Adds tables and columns; a dossier of before keeps its code as its id."""
    op.add_column("accounts", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("sessions", sa.Column("level", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("sessions", sa.Column("secrecy", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("sessions", sa.Column("compartments", sa.Text(), server_default="", nullable=False))
    _lists()
    _notices()
    _codes()


def _lists() -> None:
    op.create_table(
        "distribution_lists",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("secrecy", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("compartments", sa.Text(), server_default="", nullable=False),
        sa.Column("marks", sa.Text(), server_default="", nullable=False),
        sa.Column("personal_data", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("release_date", sa.Date(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_lists")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["list"], ["distribution_lists.id"], name=op.f("fk_memberships_list_distribution_lists")),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_memberships_user_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_list"), "memberships", ["list"])
    op.create_index(op.f("ix_memberships_user"), "memberships", ["user"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_notices_user_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_user_made"), "notices", ["user", "made"])


def _codes() -> None:
    present = sa.inspect(op.get_bind()).get_columns("archive_dossiers")
    if any(column["name"] == "code" for column in present):
        return  # (the archive made its tables as they are now, in the first revision of a new installation)
    op.add_column("archive_dossiers", sa.Column("code", sa.String(length=64), server_default="", nullable=False))
    op.create_index(op.f("ix_archive_dossiers_code"), "archive_dossiers", ["code"])
    dossiers = sa.table("archive_dossiers", sa.column("id"), sa.column("code"))
    op.execute(sa.update(dossiers).values(code=dossiers.c.id))


def downgrade() -> None:
    """Drops them again. The archive's own tables go with the first revision."""
    op.drop_index(op.f("ix_archive_dossiers_code"), "archive_dossiers")
    op.drop_column("archive_dossiers", "code")
    for table in ("notices", "memberships", "distribution_lists"):
        op.drop_table(table)
    for name in ("compartments", "secrecy", "level"):
        op.drop_column("sessions", name)
    op.drop_column("accounts", "email")
