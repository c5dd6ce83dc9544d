"""Migrations without a configuration file: Alembic is told everything here.

Alembic itself is loaded only when there is something to migrate or to compare: every start of every process would pay for it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

import archive
import gazette.db.retention_tables  # noqa: F401 (its tables stand in the same metadata)
from gazette.db import planning
from gazette.db.engines import open_engines
from gazette.db.errors import OldDatabase, translated
from gazette.db.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0027"
"""The revision that the tables in the code stand at."""

TARGETS = (metadata, archive.metadata)
"""What the migrations must lead to: our tables and the archive's."""


def upgrade(address: str) -> None:
    """Brings the database at *address* to the newest revision; doing it again changes nothing. Raises Unavailable."""
    writer, reader = open_engines(address)
    try:
        _upgrade(writer)
    finally:
        writer.dispose()
        reader.dispose()


def require_newest(address: str) -> None:
    """Raises Unavailable unless the database at *address* stands at the newest revision; nothing is written."""
    reader, _ = open_engines(address, read_only=True)
    try:
        if _revision(reader) != NEWEST:
            raise OldDatabase
    finally:
        reader.dispose()


def _upgrade(engine: Engine) -> None:
    if _revision(engine) == NEWEST:
        return
    from alembic import command

    with translated(), engine.begin() as connection:
        settings = configuration()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        planning.tell(connection)


def _revision(engine: Engine) -> str | None:
    with translated(), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check(address: str) -> list[str]:
    """The differences between the database and the tables in the code; empty when a migration is not needed."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    writer, reader = open_engines(address)
    try:
        with translated(), writer.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
            return [str(difference) for target in [list(TARGETS)] for difference in compare_metadata(context, target)]  # type: ignore[arg-type]
    finally:
        writer.dispose()
        reader.dispose()


def configuration() -> "Config":
    """Alembic's configuration: where the revisions are."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings
