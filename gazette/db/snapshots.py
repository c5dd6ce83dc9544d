"""A consistent copy of a database while it is in use, and such a copy put into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from gazette.db.engines import open_engines
from gazette.db.errors import translated
from gazette.model.errors import Refused, Unavailable

SQLITE, POSTGRES = "database.sqlite", "database.pgdump"
_HOUR = 3600


class ToolMissing(Unavailable):
    """PostgreSQL's own program is needed and not installed."""

    vi = "Cần chương trình {tool} của PostgreSQL (Debian: apt-get install postgresql-client), cùng phiên bản với máy chủ hoặc mới hơn."
    en = "PostgreSQL's {tool} is needed (Debian: apt-get install postgresql-client), of the server's version or a newer one."


class DatabaseTaken(Refused):
    """The database to restore into holds something."""

    vi = "Cơ sở dữ liệu đích không trống; chỉ khôi phục vào cơ sở dữ liệu trống."
    en = "The database to restore into is not empty; only an empty one is restored into."


def snapshot(address: str, folder: Path) -> Path:
    """Writes the database at *address*, as of one moment, to a new file in *folder*: :data:`SQLITE` or :data:`POSTGRES`.

    SQLite's copy carries no free pages, so nothing destroyed comes along. Raises ToolMissing, Unavailable.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        target = folder / SQLITE
        with _failing(), closing(sqlite3.connect(str(url.database), isolation_level=None)) as connection:
            connection.execute("PRAGMA busy_timeout=15000")
            connection.execute("VACUUM INTO ?", (str(target),))
        return target
    target = folder / POSTGRES
    _run("pg_dump", url, "--format=custom", "--no-owner", "--file", str(target))
    return target


def load(address: str, source: Path) -> None:
    """Puts a snapshot into the empty database at *address*, whole or not at all. Raises DatabaseTaken, ToolMissing, Unavailable."""
    url = make_url(address)
    if (url.get_backend_name() == "sqlite") != (source.name == SQLITE):
        raise Refused(reason=f"database_url {url.get_backend_name()} ≠ {source.name}")
    if url.get_backend_name() == "sqlite":
        target = Path(str(url.database))
        if target.exists():
            raise DatabaseTaken
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, partial)
        partial.replace(target)
        return
    writer, _ = open_engines(address)
    try:
        with translated(), writer.connect() as connection:
            taken = bool(inspect(connection).get_table_names())
    finally:
        writer.dispose()
    if taken:
        raise DatabaseTaken
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(source))


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Unavailable(reason=f"SQLite: {error}") from error


def _run(tool: str, url: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool=tool)
    place = url.set(drivername="postgresql", password=None).render_as_string()
    # The password is not an argument, which every user of the machine could read.
    secret = {"PGPASSWORD": url.password} if url.password else {}
    command = [program, "--no-password", "--dbname", place, *arguments]
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **secret}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=6 * _HOUR)  # noqa: S603 (our own words)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(reason=f"{tool}: {error}") from None
    if done.returncode:
        raise Unavailable(reason=f"{tool}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
