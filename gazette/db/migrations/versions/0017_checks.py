"""Checks before publication: terms of office, days off, what was found, who answers for it, and the approval of issues."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_APPROVAL = (
    ("approved_by", sa.String(100)),
    ("approved_at", archive.Utc()),
    ("approved_as", sa.String(64)),
    ("ordered_by", sa.String(100)),
    ("due", archive.Utc()),
)
_KEPT = (("entered_by", sa.String(100), False), ("entered_at", archive.Utc(), False), ("removed_by", sa.String(100), False))


def _kept() -> list[sa.Column[Any]]:
    made: list[sa.Column[Any]] = [sa.Column(name, kind, nullable=nullable) for name, kind, nullable in _KEPT]
    return [*made, sa.Column("removed_at", archive.Utc())]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    """Makes the tables and the columns. Issues that are not published yet wait for their first approval."""
    with op.batch_alter_table("issues") as batch:
        for name, kind in _APPROVAL:
            batch.add_column(sa.Column(name, kind))
    _issue_tables()
    op.create_table(
        "document_checks",
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        _reference("document_checks", "document", "documents"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_checks")),
    )
    _tables_of_the_office()


def _issue_tables() -> None:
    op.create_table(
        "issue_history",
        sa.Column("id", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("issue", sa.String(32), nullable=False),
        sa.Column("at", archive.Utc(), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("action", sa.String(30), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _reference("issue_history", "issue", "issues"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_history")),
    )
    op.create_index(op.f("ix_issue_history_issue"), "issue_history", ["issue"])
    op.create_table(
        "issue_passes",
        sa.Column("id", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("issue", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", archive.Utc(), nullable=False),
        _reference("issue_passes", "issue", "issues"),
        _reference("issue_passes", "document", "documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_passes")),
    )
    op.create_index(op.f("ix_issue_passes_issue"), "issue_passes", ["issue"])


def _tables_of_the_office() -> None:
    op.create_table(
        "office_terms",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("capacities", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_terms")),
    )
    op.create_index(op.f("ix_office_terms_agency"), "office_terms", ["agency"])
    op.create_table(
        "special_days",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
    )
    op.create_index(op.f("ix_special_days_day"), "special_days", ["day"])


def downgrade() -> None:
    """Drops the tables and the columns; an issue that was approved is at work again."""
    for name in ("special_days", "office_terms", "document_checks", "issue_passes", "issue_history"):
        op.drop_table(name)
    op.execute("UPDATE issues SET state = 'draft' WHERE state = 'approved'")
    with op.batch_alter_table("issues") as batch:
        for name, _ in reversed(_APPROVAL):
            batch.drop_column(name)
