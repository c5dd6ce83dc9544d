"""The first tables: the archive's and our own."""

import sqlalchemy as sa
from alembic import op

import archive

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes every table."""
    archive.create_all(op.get_bind())
    op.create_table(
        "accounts",
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("compartments", sa.JSON(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_accounts")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("secrecy", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("compartments", sa.Text(), server_default="", nullable=False),
        sa.Column("marks", sa.Text(), server_default="", nullable=False),
        sa.Column("personal_data", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("release_date", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("provenance", sa.String(length=10), nullable=False),
        sa.Column("book", sa.String(length=10), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("received_number", sa.Integer(), nullable=True),
        sa.Column("received_year", sa.SmallInteger(), nullable=False),
        sa.Column("check_code", sa.String(length=24), nullable=False),
        sa.Column("slug", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("kind_name", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_slug", sa.String(length=200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("circulation", sa.Text(), nullable=True),
        sa.Column("work", sa.String(length=500), nullable=True),
        sa.Column("text_in", sa.Integer(), nullable=True),
        sa.Column("text_out", sa.Integer(), nullable=True),
        sa.Column("text_identical", sa.Boolean(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("log_index", sa.BigInteger(), nullable=True),
        sa.Column("log_leaf", sa.String(length=64), nullable=True),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("doers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("check_code", name=op.f("uq_documents_check_code")),
        sa.UniqueConstraint("record", name=op.f("uq_documents_record")),
        sa.UniqueConstraint("slug", name=op.f("uq_documents_slug")),
    )
    op.create_index(op.f("ix_documents_number_issued_on"), "documents", ["number", "issued_on"], unique=False)
    op.create_index(op.f("ix_documents_state_received_at"), "documents", ["state", "received_at"], unique=False)
    op.create_index(op.f("ix_documents_work"), "documents", ["work"], unique=False)
    op.create_table(
        "issues",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("check_code", sa.String(length=24), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("check_code", name=op.f("uq_issues_check_code")),
        sa.UniqueConstraint("year", "first", name=op.f("uq_issues_year_first")),
    )
    op.create_index(op.f("ix_issues_sha256"), "issues", ["sha256"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state_due"), "jobs", ["state", "due"], unique=False)
    op.create_table(
        "series",
        sa.Column("book", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "name", "year", name=op.f("pk_series")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "files",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("rendition", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_files_document_documents")),
        sa.PrimaryKeyConstraint("document", "format", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_history_document_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_document"), "history", ["document"], unique=False)
    op.create_table(
        "issue_items",
        sa.Column("issue", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=True),
        sa.Column("last_page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_issue_items_document_documents")),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name=op.f("fk_issue_items_issue_issues")),
        sa.PrimaryKeyConstraint("issue", "document", name=op.f("pk_issue_items")),
    )
    op.create_index(op.f("ix_issue_items_document"), "issue_items", ["document"], unique=False)
    op.create_table(
        "issue_numbers",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name=op.f("fk_issue_numbers_issue_issues")),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_issue_numbers")),
    )
    op.create_table(
        "numbers",
        sa.Column("book", sa.String(length=20), nullable=False),
        sa.Column("series", sa.String(length=200), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("voided", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_numbers_document_documents")),
        sa.PrimaryKeyConstraint("book", "series", "year", "number", name=op.f("pk_numbers")),
    )
    op.create_index(op.f("ix_numbers_document"), "numbers", ["document"], unique=False)
    op.create_table(
        "relations",
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_relations_document_documents")),
        sa.PrimaryKeyConstraint("document", "position", name=op.f("pk_relations")),
    )
    op.create_index(op.f("ix_relations_number_day"), "relations", ["number", "day"], unique=False)


def downgrade() -> None:
    """Removes every table and all that is in them."""
    op.drop_index(op.f("ix_relations_number_day"), table_name="relations")
    op.drop_table("relations")
    op.drop_index(op.f("ix_numbers_document"), table_name="numbers")
    op.drop_table("numbers")
    op.drop_table("issue_numbers")
    op.drop_index(op.f("ix_issue_items_document"), table_name="issue_items")
    op.drop_table("issue_items")
    op.drop_index(op.f("ix_history_document"), table_name="history")
    op.drop_table("history")
    op.drop_index(op.f("ix_files_sha256"), table_name="files")
    op.drop_table("files")
    op.drop_table("settings")
    op.drop_table("series")
    op.drop_index(op.f("ix_jobs_state_due"), table_name="jobs")
    op.drop_table("jobs")
    op.drop_index(op.f("ix_issues_sha256"), table_name="issues")
    op.drop_table("issues")
    op.drop_index(op.f("ix_documents_work"), table_name="documents")
    op.drop_index(op.f("ix_documents_state_received_at"), table_name="documents")
    op.drop_index(op.f("ix_documents_number_issued_on"), table_name="documents")
    op.drop_table("documents")
    op.drop_table("accounts")
    archive.drop_all(op.get_bind())
