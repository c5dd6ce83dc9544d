"""Certificates on people's own devices, and documents handed out to be signed there."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Makes the two tables."""
    op.create_table(
        "device_certificates",
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["accounts.user"], name=op.f("fk_device_certificates_user_accounts")),
        sa.PrimaryKeyConstraint("user", "role", "fingerprint", name=op.f("pk_device_certificates")),
    )
    op.create_table(
        "signing_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("sent", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("download", sa.String(length=64), nullable=True),
        sa.Column("upload", sa.String(length=64), nullable=True),
        sa.Column("prepared", sa.JSON(), nullable=True),
        sa.Column("tail", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(length=40), server_default="", nullable=False),
        sa.Column("vi", sa.Text(), server_default="", nullable=False),
        sa.Column("en", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_signing_requests_document_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_requests")),
        sa.UniqueConstraint("download", name=op.f("uq_signing_requests_download")),
        sa.UniqueConstraint("upload", name=op.f("uq_signing_requests_upload")),
    )
    op.create_index(op.f("ix_signing_requests_document"), "signing_requests", ["document"])


def downgrade() -> None:
    """Drops the two tables."""
    op.drop_table("signing_requests")
    op.drop_table("device_certificates")
