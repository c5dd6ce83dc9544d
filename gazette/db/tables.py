"""The tables of the work in progress, portable to SQLite and PostgreSQL."""

import json
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

import archive

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def as_json(value: Any) -> str:
    """How JSON columns are written: Vietnamese letters as themselves."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sealed(*marks: str) -> list[Column[Any]]:
    """What a closed document's row says (see ``closing``), and the keyed hashes that it is found by."""
    return [Column("sealed", Text), *(Column(name, String(64)) for name in marks)]


# SQLite gives rowids only to INTEGER keys.
_COUNTED = BigInteger().with_variant(Integer, "sqlite")

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record", String(32), nullable=False, unique=True),
    *archive.label_columns(),
    Column("state", String(20), nullable=False),
    Column("provenance", String(10), nullable=False),
    Column("book", String(10), nullable=False),
    Column("source_name", Text, nullable=False),
    Column("received_at", archive.Utc, nullable=False),
    Column("received_by", String(100), nullable=False),
    Column("received_number", Integer),
    Column("received_year", SmallInteger, nullable=False),
    Column("check_code", String(24), nullable=False, unique=True),
    Column("slug", String(300), unique=True),
    Column("kind", String(40)),
    Column("kind_name", Text),
    Column("number", Text),
    Column("symbol", Text),
    Column("issuer", Text),
    Column("issuer_slug", String(200)),
    Column("issued_on", Date),
    Column("place", Text),
    Column("subject", Text),
    Column("effective_from", Date),
    Column("status", String(20), nullable=False),
    Column("field", String(60)),
    Column("urgency", Text),
    Column("circulation", Text),
    Column("work", String(500)),
    Column("text_in", Integer),
    Column("text_out", Integer),
    Column("text_identical", Boolean),
    Column("published_at", archive.Utc),
    Column("log_index", BigInteger),
    Column("log_leaf", String(64)),
    Column("profile", String(30)),
    Column("signers", JSON, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("own_days", JSON, nullable=False, server_default="[]"),
    Column("doers", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    *_sealed("number_mark", "series_mark"),
    Index(None, "number_mark"),
    Index(None, "series_mark"),
    Index(None, "state", "received_at", "id"),
    Index("ix_documents_kind", "kind", "kind_name", "state", "level", "secrecy", "compartments"),
    Index("ix_documents_published", "state", "published_at", "issued_on", "id"),
    Index(None, "number", "issued_on"),
    Index(None, "work"),
)

public_kinds = Table(
    "public_kinds",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("name", String(500), primary_key=True),
    Column("documents", Integer, nullable=False),
)
"""How many published documents there are of each kind, by the names it is printed with; kept by ``db.counting``, of nothing else."""

files = Table(
    "files",
    metadata,
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("format", String(20), primary_key=True),
    Column("rendition", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Index(None, "sha256"),
)

relations = Table(
    "relations",
    metadata,
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("type", String(30), nullable=False),
    Column("number", Text),
    Column("day", Date),
    Column("title", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("provisions", Text, nullable=False, server_default=""),
    Column("scope", String(10), nullable=False, server_default=""),
    Column("starts", Date),
    Column("apart", Boolean, nullable=False, server_default=false()),
    *_sealed(),
    Index(None, "number", "day"),
)

history = Table(
    "history",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("document", String(32), ForeignKey("documents.id"), nullable=False),
    Column("at", archive.Utc, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(30), nullable=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    *_sealed(),
    Index(None, "document"),
)

issues = Table(
    "issues",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("year", SmallInteger, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("check_code", String(24), nullable=False, unique=True),
    Column("record", String(32), index=True),
    Column("sha256", String(64), index=True),
    Column("size", BigInteger),
    Column("pages", Integer),
    Column("created_by", String(100), nullable=False),
    Column("published_at", archive.Utc),
    Column("version", Integer, nullable=False),
    Column("approved_by", String(100)),
    Column("approved_at", archive.Utc),
    Column("approved_as", String(64)),
    Column("ordered_by", String(100)),
    Column("due", archive.Utc),
    Column("budget", Integer),
    UniqueConstraint("year", "first"),
)
"""``approved_as``: what was approved, as ``model.issue.seal_of`` sums it up; ``due``: when the issue is to come out, ordered by whom.

``budget``: the most pages it should have.
"""

imprints = Table(
    "issue_imprints",
    metadata,
    Column("issue", String(32), ForeignKey("issues.id"), primary_key=True),
    Column("public_head", Text, nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", archive.Utc, nullable=False),
)
"""What an issue prints of the logs; salt and note open the commitment and are shown to nobody but those who keep the log."""

issue_numbers = Table(
    "issue_numbers",
    metadata,
    Column("year", SmallInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("issue", String(32), ForeignKey("issues.id"), nullable=False),
)
"""One row for each number an issue bears: the key forbids overlapping intervals on every engine."""

issue_items = Table(
    "issue_items",
    metadata,
    Column("issue", String(32), ForeignKey("issues.id"), primary_key=True),
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("part", String(40), nullable=False),
    Column("first_page", Integer),
    Column("last_page", Integer),
    Column("begins", String(300), nullable=False, server_default=""),
    Column("ends", String(300), nullable=False, server_default=""),
    Column("estimate", Integer),
    Index(None, "document"),
)
"""``begins`` and ``ends``: the eIds between which an issue prints a document that runs over several; ``estimate``: on how many pages."""

issue_history = Table(
    "issue_history",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("issue", String(32), ForeignKey("issues.id"), nullable=False),
    Column("at", archive.Utc, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(30), nullable=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "issue"),
)

issue_passes = Table(
    "issue_passes",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("issue", String(32), ForeignKey("issues.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("document", String(32), ForeignKey("documents.id"), nullable=False),
    Column("code", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", archive.Utc, nullable=False),
    Index(None, "issue"),
)
"""Warnings that an editor answers for; ``key`` is made of the document's version and the finding, so a change of either ends it."""

document_checks = Table(
    "document_checks",
    metadata,
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("findings", JSON, nullable=False),
    *_sealed(),
)
"""What the checks of a text found in the XML with this SHA-256; a copy that may be dropped at any time."""

office_terms = Table(
    "office_terms",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", String(200), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("capacities", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("entered_at", archive.Utc, nullable=False),
    Column("removed_by", String(100), nullable=False),
    Column("removed_at", archive.Utc),
)
"""Who may sign what for which agency; rows are removed, never rewritten."""

agencies = Table(
    "agencies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("slug", String(200), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("symbol", String(40), nullable=False),
    Column("after", JSON, nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("source", Text, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("entered_at", archive.Utc, nullable=False),
    Column("removed_by", String(100), nullable=False),
    Column("removed_at", archive.Utc),
)
"""The agencies that the Office knows of, and whose place each took; rows are removed, never rewritten."""

special_days = Table(
    "special_days",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("entered_at", archive.Utc, nullable=False),
    Column("removed_by", String(100), nullable=False),
    Column("removed_at", archive.Utc),
)
"""Days off and days worked instead, beside those that are built in."""

series = Table(
    "series",
    metadata,
    Column("book", String(20), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number given in each register series of each year; only ever counted up inside the transaction that writes the number."""

numbers = Table(
    "numbers",
    metadata,
    Column("book", String(20), primary_key=True),
    Column("series", String(200), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("printed", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", archive.Utc, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("document", String(32), ForeignKey("documents.id"), nullable=False),
    Column("voided", Boolean, nullable=False, server_default=false()),
    Column("reason", Text, nullable=False, server_default=""),
    Column("page", String(64)),
    Column("page_size", BigInteger),
    *_sealed("mark"),
    Index(None, "document"),
    Index(None, "mark"),
    Index(None, "printed"),
    Index("ix_numbers_year", "book", "year", "series", "number"),
)
"""``page`` and ``page_size``: SHA-256 and size of the page that a number was written into, where that was after the leader's signature."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("kind", String(30), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", archive.Utc, nullable=False),
    Column("leased_until", archive.Utc),
    Column("worker", String(100)),
    Column("problem", Text, nullable=False, server_default=""),
    Column("created", archive.Utc, nullable=False),
    Column("finished", archive.Utc),
    Index(None, "state", "due"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("user", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("password", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("level", String(20), nullable=False),
    Column("compartments", JSON, nullable=False),
    Column("enabled", Boolean, nullable=False, server_default=true()),
    Column("created", archive.Utc, nullable=False),
    Column("until", Date),
    Column("email", Text, nullable=False, server_default=""),
)
"""``until``: the last day of the clearance; afterwards the account reads what is Công khai. ``email``: where notices go, if anywhere."""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", String(100), ForeignKey("accounts.user"), nullable=False),
    Column("opened", archive.Utc, nullable=False),
    Column("level", SmallInteger, nullable=False, server_default="0"),
    Column("secrecy", SmallInteger, nullable=False, server_default="0"),
    Column("compartments", archive.Names, nullable=False, server_default=""),
    Index(None, "user"),
)
"""Who is logged in where, by the SHA-256 of what the cookie carries: a row that is gone ends the session at its next request.

``level``, ``secrecy`` and ``compartments`` are the highest of what was opened in it.
"""

distribution_lists = Table(
    "distribution_lists",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    *archive.label_columns(),
    Column("created", archive.Utc, nullable=False),
    Column("actor", String(100), nullable=False),
    *_sealed(),
)
"""Distribution lists and groups: who is on one needs to know what is granted to it."""

memberships = Table(
    "memberships",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("list", String(40), ForeignKey("distribution_lists.id"), nullable=False),
    Column("user", String(100), ForeignKey("accounts.user"), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("ended", archive.Utc),
    Column("actor", String(100), nullable=False),
    Index(None, "list"),
    Index(None, "user"),
)
"""Who is on a list from which day to which; ``ended``: taken off it at once, before its day."""

notices = Table(
    "notices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user", String(100), ForeignKey("accounts.user"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("made", archive.Utc, nullable=False),
    Column("seen", archive.Utc),
    Column("mailed", archive.Utc),
    Index(None, "user", "made"),
)
"""What waits for somebody: of which kind and since when, and nothing of what it is about."""

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("user", String(100), ForeignKey("accounts.user"), nullable=False),
    Column("level", String(20), nullable=False),
    Column("compartments", JSON, nullable=False),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(100), nullable=False),
    Column("proposed_as", JSON, nullable=False),
    Column("proposed_at", archive.Utc, nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_by", String(100), nullable=False, server_default=""),
    Column("decided_at", archive.Utc),
    Index(None, "state"),
)
"""Clearances and roles that one person proposed and another confirms or refuses."""

emergencies = Table(
    "emergencies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user", String(100), ForeignKey("accounts.user"), nullable=False),
    Column("record", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", archive.Utc, nullable=False),
    Column("state", String(10), nullable=False),
    Column("second", String(100), nullable=False, server_default=""),
    Column("opened_at", archive.Utc),
    Column("until", archive.Utc),
    Column("reviewer", String(100), nullable=False, server_default=""),
    Column("reviewed_at", archive.Utc),
    Column("review", Text, nullable=False, server_default=""),
    *_sealed(),
    Index(None, "user", "state"),
)
"""Break-glass: who asked for which record and why, who opened it until when, and who reviewed it."""

lastings = Table(
    "lastings",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("document", String(32), ForeignKey("documents.id")),
    Column("issue", String(32), ForeignKey("issues.id")),
    Column("until", archive.Utc),
    Column("cause", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", archive.Utc, nullable=False),
    Column("problem", Text, nullable=False),
    Column("replaced", archive.Utc),
    Column("problem_en", Text, nullable=False, server_default=""),
    Column("code", String(40), nullable=False, server_default=""),
    Index(None, "until"),
)
"""One row for each published PDF that was looked at: until when it verifies by itself, and when a renewed one took its place."""

settings = Table(
    "settings",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", JSON, nullable=False),
)

device_certificates = Table(
    "device_certificates",
    metadata,
    Column("user", String(100), ForeignKey("accounts.user"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("certificate", LargeBinary, nullable=False),
    Column("added_at", archive.Utc, nullable=False),
    Column("added_by", String(100), nullable=False),
    Column("ended_at", archive.Utc),
)
"""The certificates that accounts may sign with on their own devices, by role: what is not here is not accepted back."""

signing_requests = Table(
    "signing_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("document", String(32), ForeignKey("documents.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("user", String(100), nullable=False),
    Column("step", String(30), nullable=False),
    Column("way", String(10), nullable=False),
    Column("sent", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("expires", archive.Utc, nullable=False),
    Column("created", archive.Utc, nullable=False),
    Column("finished", archive.Utc),
    Column("download", String(64), unique=True),
    Column("upload", String(64), unique=True),
    Column("prepared", JSON),
    Column("tail", LargeBinary),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("vi", Text, nullable=False, server_default=""),
    Column("en", Text, nullable=False, server_default=""),
    *_sealed(),
    Index(None, "document"),
)
"""Documents handed out to be signed elsewhere; the one-time addresses are kept as SHA-256 only."""


batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("ordered_by", String(100), nullable=False),
    Column("ordered_at", archive.Utc, nullable=False),
    Column("state", String(10), nullable=False),
    Column("finished", archive.Utc),
    Column("vi", Text, nullable=False),
    Column("en", Text, nullable=False),
)

batch_items = Table(
    "batch_items",
    metadata,
    Column("batch", String(32), ForeignKey("batches.id"), primary_key=True),
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("before", String(64)),
    Column("after", String(64)),
    Column("code", String(40), nullable=False),
    Column("vi", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("finished", archive.Utc),
)
"""The journal of the batches: one row a document, from the order to the seal."""

_UNDER_WAY = text("state IN ('waiting', 'handed')")
Index("uq_batch_items_under_way", batch_items.c.document, unique=True, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY)
# A document stands in one open batch at most.


def guard(clearance: archive.Clearance) -> Any:
    """The condition every select of documents carries: true for the rows whose existence this reader may learn."""
    labels = archive.LabelColumns.of(documents.c, documents.c.record, documents.c.state == "published")
    return archive.condition(clearance, labels)


Row = RowMapping
