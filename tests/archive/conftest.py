"""A small archive on each database engine, with a clock that the tests turn."""

import secrets
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, create_engine, event

from archive import (
    Audit,
    Clearance,
    KeyFile,
    KeyStore,
    Label,
    LocalBlobs,
    LogRow,
    Profile,
    Record,
    Vault,
    create_all,
    new_key,
    open_key_store,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass
class Clock:
    """A clock that goes on by one second each time it is read, and can be set."""

    now: datetime = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@dataclass
class House:
    """An archive with its engine, and short ways to do things in a transaction of their own."""

    engine: Engine
    blobs: LocalBlobs
    profile: Profile = Profile.CLOSED
    clock: Clock = field(default_factory=Clock)
    keys: KeyStore | None = None

    def __post_init__(self) -> None:
        self.audit = Audit("nhat-ky.anphuoc.example", self.clock, KEY, keys=self.keys)
        self.vault = Vault(self.blobs, self.audit, self.profile, self.clock, self.engine.begin, keys=self.keys)

    def deposit(
        self, actor: Clearance, level: str = "noi-bo", data: bytes = b"noi dung", title: str = "Tài liệu", **more: object
    ) -> Record:
        label = more.pop("label", None) or Label.named(level)
        with self.engine.begin() as connection:
            return self.vault.deposit(connection, actor, data, title=title, label=label, media_type="text/plain", **more)  # type: ignore[arg-type]

    def dossier(self, actor: Clearance, code: str, label: Label) -> str:
        """Opens a dossier; its id."""
        with self.engine.begin() as connection:
            return self.vault.dossiers.open(connection, actor, code, f"Hồ sơ {code}", label).id

    def log(self) -> list[LogRow]:
        with self.engine.begin() as connection:
            return list(self.audit.rows(connection))


def sqlite_engine(path: Path) -> Engine:
    """An engine as the product opens it: WAL, foreign keys, and BEGIN IMMEDIATE, with a short patience so that a deadlock shows."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _settle(dbapi_connection: object, _record: object) -> None:
        dbapi_connection.isolation_level = None  # type: ignore[attr-defined]
        for pragma in ("journal_mode=WAL", "busy_timeout=1500", "foreign_keys=ON", "synchronous=OFF"):
            dbapi_connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = sqlite_engine(tmp_path / "archive.db")
    else:
        engine = create_engine(request.getfixturevalue("postgres_database"), connect_args={"options": "-c lock_timeout=1500"})
    with engine.begin() as connection:
        create_all(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> House:
    return House(engine, LocalBlobs(tmp_path / "blobs"))


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[House]:
    """A house on SQLite only, for what does not depend on the engine."""
    engine = sqlite_engine(tmp_path / "archive.db")
    with engine.begin() as connection:
        create_all(connection)
    yield House(engine, LocalBlobs(tmp_path / "blobs"))
    engine.dispose()


def key_store(folder: Path, name: str = "keys") -> KeyStore:
    """The key store in *folder*, made with a key file beside it when there is none."""
    custody = KeyFile(folder / f"{name}.master")
    if custody.stamp() is None:
        custody.make(new_key())
    store = open_key_store(f"sqlite:///{folder / f'{name}.db'}", custody, lambda: datetime.now(UTC))
    store.make(next(custody.candidates()))
    return store


@pytest.fixture
def sealed(engine: Engine, tmp_path: Path) -> Iterator[House]:
    """A house of the closed profile that keeps what is above Công khai sealed, on each engine."""
    keys = key_store(tmp_path)
    yield House(engine, LocalBlobs(tmp_path / "blobs"), keys=keys)
    keys.close()


CLERK = Clearance("van-thu", level=1)
OFFICER = Clearance("can-bo-mat", level=3)
HEAD = Clearance("chanh-van-phong", level=3)
ADMINISTRATOR = Clearance("quan-tri", level=0)


def s3_environment(endpoint: str) -> dict[str, str]:
    """What the S3 store at *endpoint* is found and opened by."""
    return {
        "AWS_ACCESS_KEY_ID": "mau",
        "AWS_SECRET_ACCESS_KEY": "mau",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 server on this machine."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # (takes a second, which processes that tests start need not pay)

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a place of its own in an S3 bucket."""
    for name, value in s3_environment(s3_server).items():
        monkeypatch.setenv(name, value)
    name = f"kho-{secrets.token_hex(8)}"
    with urllib.request.urlopen(urllib.request.Request(f"{s3_server}/{name}", method="PUT")):
        return f"s3://{name}/tai-lieu"
