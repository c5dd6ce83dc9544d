"""The register's tables: records, renditions, dossiers, grants, holds, and what is worked out from them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC: timestamp with time zone on PostgreSQL, text-like without zone on SQLite, aware in Python on both."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Names(TypeDecorator[frozenset[str]]):
    """A set of short names as one column: ``|a||b|`` in order, so that one SQL expression can ask for a subset."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return "".join(f"|{name}|" for name in sorted(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:  # noqa: ARG002
        return frozenset(name for name in (value or "").split("|") if name)


def label_columns() -> list[Column[Any]]:
    """Fresh columns that carry a label, for the archive's tables and for any other table whose rows bear one."""
    return [
        Column("level", SmallInteger, nullable=False),
        Column("secrecy", SmallInteger, nullable=False, server_default="0"),
        Column("compartments", Names, nullable=False, server_default=""),
        Column("marks", Names, nullable=False, server_default=""),
        Column("personal_data", Boolean, nullable=False, server_default=false()),
        Column("release_date", Date),
    ]


_LABELLED = ("state", "level", "secrecy", "compartments", "created", "id")

records = Table(
    "archive_records",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    *label_columns(),
    Column("state", String(16), nullable=False),
    Column("dossier", String(64), nullable=False, server_default=""),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("own_level", SmallInteger, nullable=False, server_default="0"),
    Column("own_secrecy", SmallInteger, nullable=False, server_default="0"),
    Column("own_compartments", Names, nullable=False, server_default=""),
    Column("attached_to", String(32), nullable=False, server_default=""),
    Index(None, "created", "id"),
    Index("ix_archive_records_label", *_LABELLED),
    Index("ix_archive_records_dossier_label", "dossier", *_LABELLED),
    Index(None, "release_date", "id"),
    Index(None, "attached_to"),
)
"""``level``, ``secrecy`` and ``compartments`` are those in force: the highest of the record's own, its dossier's and its attachments'."""

dossiers = Table(
    "archive_dossiers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("code", String(64), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("heading", Text, nullable=False, server_default=""),
    Column("sealed", Text),
    Column("mark", String(64)),
    *label_columns(),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Index(None, "code"),
    Index(None, "level", "secrecy", "compartments", "created", "id"),
    Index(None, "mark"),
)
"""Dossiers by an opaque id; ``code`` is what people call them, ``heading`` their place in the classification plan (see ``covers``)."""

dossier_grants = Table(
    "archive_dossier_grants",
    metadata,
    Column("dossier", String(64), primary_key=True),
    Column("principal", String(200), primary_key=True),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Index(None, "principal"),
)
renditions = Table(
    "archive_renditions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("blob", String(64), nullable=False),
    Column("made_by", String(200), nullable=False, server_default=""),
    Column("derived_from", String(64), nullable=False, server_default=""),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("sealed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("record", "name", "version"),
    Index(None, "blob"),
)
"""``sealed``: the bytes lie in the store under a key of their own, ``blob`` is then the digest of the sealed bytes."""

leftovers = Table(
    "archive_leftovers",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("blob", String(64), primary_key=True),
)
"""What a change of label left behind, to be removed after its transaction; the row ``('', '')`` says that older records lie open still."""

grants = Table(
    "archive_grants",
    metadata,
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("principal", String(200), primary_key=True),
    Column("created", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
)

needs = Table(
    "archive_needs",
    metadata,
    Column("principal", String(200), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created", Utc, nullable=False),
    Index(None, "principal", "state", "level", "created", "record"),
    Index(None, "record"),
)
"""Who needs to know which closed record, by a grant of its own or of its dossier, in the order of lists: worked out (``settle_needs``)."""

label_sets = Table("archive_label_sets", metadata, Column("compartments", Names, primary_key=True))
"""Every set of compartments that a record was ever labelled with."""

holds = Table(
    "archive_holds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record", String(32), ForeignKey("archive_records.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("released", Utc),
    Column("released_by", String(200)),
    Index(None, "record"),
    Index(None, "released", "record"),
)

dossier_holds = Table(
    "archive_dossier_holds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("dossier", String(64), ForeignKey("archive_dossiers.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed", Utc, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("released", Utc),
    Column("released_by", String(200)),
    Index(None, "dossier"),
    Index(None, "released", "dossier"),
)
"""Orders about whole dossiers: they reach what lies in them now and whatever comes into them while they stand."""
