"""A real PostgreSQL server for the tests: the one named in TEST_POSTGRES, or Debian's, started in a temporary folder."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

PACKAGE = "postgresql"
BINARIES = ("initdb", "postgres")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}
_PLACE = tempfile.gettempdir()
"""Where servers live: taken before any test turns temporary files to a folder of its own, which the server's account may not enter."""
_names = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a running server's ``postgres`` database; one server for each test process, started on first use."""
    named = os.environ.get("TEST_POSTGRES")
    if named:
        yield make_url(named)
        return
    folder = _binaries()
    if folder is None:
        _missing(f"PostgreSQL's server is not installed (Debian package {PACKAGE})")
    with _running(folder, SETTINGS) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The address of an empty database that the tests of one process share; ``postgres_database`` gives each test its own."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_server: URL) -> Iterator[str]:
    """The address of an empty database of this test's own, dropped after it (about 40 ms)."""
    with database(postgres_server) as url:
        yield url


@contextmanager
def database(server: URL, template: str = "template1") -> Iterator[str]:
    """A new database on *server*, a copy of *template*; gone, with whatever is still connected to it, at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"gazette_test_{worker}_{os.getpid()}_{next(_names)}"
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _binaries() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*folders, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in candidates if all((folder / name).exists() for name in BINARIES)), None)


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running(settings: Mapping[str, str]) -> Iterator[URL]:
    """A server of its own with *settings* over those of the tests, for measurements. Raises LookupError when it is not installed."""
    binaries = _binaries()
    if binaries is None:
        raise LookupError(PACKAGE)
    with _running(binaries, {**SETTINGS, **settings}) as url:
        yield url


@dataclass
class Server:
    """A server in a folder of its own, which can be stopped under those who use it, and started again."""

    binaries: Path
    folder: Path
    settings: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> URL:
        """Starts it and waits until it answers; its address."""
        command = _start(self.binaries, self.folder / "data", self.folder, self.settings)
        with (self.folder / "log").open("ab") as sink:
            self.process = subprocess.Popen(command, stdout=sink, stderr=sink)
        return _ready(self.process, self.folder, self.folder / "log")

    def stop(self) -> None:
        """Ends it as a fall of the machine would: PostgreSQL's immediate shutdown, which finishes nothing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=20)
        self.process = None


@pytest.fixture
def postgres_of_its_own() -> Iterator[Server]:
    """A server for one test, not yet started, that keeps what it commits; skips where PostgreSQL is not installed."""
    binaries = _binaries()
    if binaries is None:
        _missing(f"PostgreSQL's server is not installed (Debian package {PACKAGE})")
    else:
        with _made(binaries, {**SETTINGS, "synchronous_commit": "on"}) as server:
            yield server


@contextmanager
def _made(binaries: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    # A Unix socket's path is limited to 107 bytes, so pytest's deep temporary folders will not do.
    with tempfile.TemporaryDirectory(prefix="pg-", dir=_PLACE, ignore_cleanup_errors=True) as home:
        folder = Path(home)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _initialise(binaries, folder / "data")
        server = Server(binaries, folder, settings)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _running(binaries: Path, settings: Mapping[str, str]) -> Iterator[URL]:
    with _made(binaries, settings) as server:
        yield server.start()


def _initialise(binaries: Path, data: Path) -> None:
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run([*_as_postgres(), *command], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def _start(binaries: Path, data: Path, socket_folder: Path, settings: Mapping[str, str]) -> list[str]:
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # The parent-death signal ends the server even when the test process is killed outright.
    return [*_as_postgres("--pdeathsig", "QUIT"), str(binaries / "postgres"), "-D", str(data), "-k", str(socket_folder), *given]


def _as_postgres(*options: str) -> list[str]:
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *options]
    return ["setpriv", *options] if options else []


def _ready(server: "subprocess.Popen[bytes]", socket_folder: Path, log: Path) -> URL:
    url = URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(socket_folder)})
    engine = create_engine(url, poolclass=NullPool)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            return url
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
