"""The only place where the parts are joined: settings become services, a web application, a worker, a signer."""

import secrets
import shutil
import socket
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import flask
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import archive
import search
import signing
from gazette import config, db, memory, web
from gazette.config import Settings
from gazette.home import SAMPLE_ACCOUNTS, SAMPLE_KEYS, SAMPLE_LEADERS, SAMPLE_USERS, Home, new_logins, write_logins, write_secret
from gazette.jobs import Worker
from gazette.mailing import SmtpMailer
from gazette.model.people import Actor
from gazette.pages import Site
from gazette.services import Gazette, Parts, Services, build
from gazette.word import WarmOffices
from templates import ROOT

__all__ = [
    "Installation",
    "initialise",
    "move_in",
    "new_secrets",
    "open_installation",
    "opened",
    "opened_for_the_street",
    "retired_keys",
    "run_signer",
    "signer_answers",
    "web_application",
    "web_is_ready",
]


_PATIENCE = 100
"""Looks, a tenth of a second apart, at an index that another process is renewing."""
FONT = ROOT / "fonts" / "Tinos_700Bold.ttf"
TEXT_FONT = ROOT / "fonts" / "Tinos_400Regular.ttf"


def now() -> datetime:
    """The clock of the product: now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Installation:
    """An opened installation: its settings, its parts, and the services made of them."""

    settings: Settings
    home: Home
    parts: Parts
    services: Services
    _offices: WarmOffices = field(default_factory=WarmOffices)

    @cached_property
    def batch(self) -> Services:
        """The services for one thread that takes many files in turn: LibreOffice stays warm from one file of a label to the next."""
        return build(replace(self.parts, legacy=self._offices.of))

    @cached_property
    def worker(self) -> Worker:
        """The worker; its LibreOffice ends whenever the queue is empty."""
        return Worker(self.parts.database, self.batch, rest=self._offices.close)

    def sample_actor(self, role: str) -> Actor:
        """The sample account that acts for *role*."""
        actor = self.services.accounts.actor(SAMPLE_USERS[role])
        if actor is None:
            raise LookupError(role)
        return actor

    def sample_leader(self, name: str | None) -> Actor:
        """The sample leader of that *name*, who signs what bears it; the first of them for any other name."""
        user = next((user for user, leader in SAMPLE_LEADERS.items() if leader == name), SAMPLE_USERS["leader"])
        actor = self.services.accounts.actor(user)
        if actor is None:
            raise LookupError(user)
        return actor

    def sample_reader(self, level: str) -> Actor:
        """The sample account cleared for *level* and no further."""
        actor = self.services.accounts.actor(f"doc-{level}")
        if actor is None:
            raise LookupError(level)
        return actor

    def close(self) -> None:
        """Closes the database and the index, and ends the LibreOffice of the batch."""
        self._offices.close()
        self.parts.index.close()
        self.parts.database.close()
        if self.parts.vault.keys is not None:
            self.parts.vault.keys.close()


def open_installation(settings: Settings, clock: Callable[[], datetime] = now) -> Installation:
    """Opens what :func:`initialise` made; raises :class:`gazette.home.NotInitialised` when there is nothing."""
    home = Home(settings.home)
    home.require()
    index, unfilled = _index(settings, home)
    parts = replace(_parts(settings, home, clock, index), partitions=memory.partitions(settings))
    services = build(parts)
    if unfilled:
        with suppress(search.IndexLocked):  # another process is just doing the same
            services.index.rebuild()
    return Installation(settings, home, parts, services)


@contextmanager
def opened_for_the_street(settings: Settings, clock: Callable[[], datetime] = now) -> Iterator[flask.Flask]:
    """The public site alone, over what a public reader needs: the database for reading, stored bytes, the public index, trust.

    No key is opened, neither the log's nor the sessions' nor the archive's, and what is closed cannot be: its bytes are sealed. Raises
    NotInitialised when there is no installation, Unavailable when its database waits for a newer revision.
    """
    home = Home(settings.home)
    home.require_furnished()
    db.require_newest(settings.public_database)
    database = db.Database(settings.public_database, clock, read_only=True)
    try:
        yield _application(settings, build(_public_parts(settings, home, clock, database)), secrets.token_bytes(32), street=True)
    finally:
        database.close()


def allow_reading(settings: Settings, role: str) -> None:
    """Lets a PostgreSQL role read what is published, and nothing else. Raises BadCall for SQLite, which knows no roles."""
    db.upgrade(settings.database)
    database = db.Database(settings.database, now)
    try:
        database.open_to(role)
    finally:
        database.close()


def _public_parts(settings: Settings, home: Home, clock: Callable[[], datetime], database: db.Database) -> Parts:
    retired = [verifier.key for verifier in retired_keys(home)]
    audit = archive.Audit(_origin(settings), clock, retired=retired)
    vault = archive.Vault(_blobs(settings), audit, archive.Profile(settings.profile), clock, database.independent)
    reading = settings.model_copy(update={"search_url": settings.search_url or settings.public_database})
    index = _postgres_index(reading) if reading.search == "postgres" else _whoosh_index(reading, home)
    return _joined(settings, home, clock, index, (database, vault))


@contextmanager
def opened(settings: Settings) -> Iterator[Installation]:
    """The installation, closed at the end of the block."""
    installation = open_installation(settings)
    try:
        yield installation
    finally:
        installation.close()


def _index(settings: Settings, home: Home) -> tuple[search.SearchIndex, bool]:
    """The search index, and whether it is to be filled anew: there is none yet, or an older program wrote it.

    A damaged one stays as it is: what asks it says so, until the worker or ``gazette index rebuild`` has mended it.
    """
    if settings.search == "postgres":
        return _renewed_postgres_index(settings)
    index = _whoosh_index(settings, home)
    with suppress(search.IndexDamaged):
        try:
            index.refresh()
        except (search.IndexOutdated, search.IndexMissing):
            return index, True
    return index, False


def _whoosh_index(settings: Settings, home: Home) -> search.WhooshIndex:
    return search.WhooshIndex(home.index, cache_bytes=settings.search_memory)


def _renewed_postgres_index(settings: Settings) -> tuple[search.SearchIndex, bool]:
    for _ in range(_PATIENCE):
        try:
            return _postgres_index(settings), False
        except search.IndexOutdated:
            with suppress(search.IndexLocked):  # another process is just doing the same
                search.drop_postgres_index(settings.search_database)
                return _postgres_index(settings), True
        time.sleep(0.1)
    return _postgres_index(settings), False


def _postgres_index(settings: Settings) -> search.SearchIndex:
    return search.open_postgres_index(settings.search_database, readers=settings.search_readers, cache_bytes=settings.search_memory)


def _parts(settings: Settings, home: Home, clock: Callable[[], datetime], index: search.SearchIndex) -> Parts:
    db.upgrade(settings.database)
    keys = _key_store(settings, home, clock)
    closed = archive.Profile(settings.profile) is archive.Profile.CLOSED
    database = db.Database(settings.database, clock, archive.Notes(keys, sealing=closed))
    audit = archive.Audit(_origin(settings), clock, _audit_key(home), [verifier.key for verifier in retired_keys(home)], keys)
    blobs = _blobs(settings)
    vault = archive.Vault(blobs, audit, archive.Profile(settings.profile), clock, database.independent, keys=keys)
    _close_rest(database, vault, keys)
    return _joined(settings, home, clock, index, (database, vault))


def _joined(
    settings: Settings, home: Home, clock: Callable[[], datetime], index: search.SearchIndex, stores: tuple[db.Database, archive.Vault]
) -> Parts:
    database, vault = stores
    return Parts(
        database=database,
        vault=vault,
        signer=signing.SignerClient(home.socket),
        authority=lambda: _timestamps(settings, home),
        level=signing.Level(settings.signing_level),
        rules=settings.signing_rules,
        trust=lambda: _trust(home),
        signers=lambda: _signers(home),
        index=index,
        clock=clock,
        gazette=Gazette(settings.province, settings.place, settings.publisher, settings.publisher_address, settings.public_url),
        mailer=_mailer(settings),
    )


def _mailer(settings: Settings) -> SmtpMailer | None:
    sender = settings.mail_from or f"khong-tra-loi@{urlsplit(settings.public_url).hostname or 'localhost'}"
    return SmtpMailer(settings.smtp, sender, settings.smtp_password_file) if settings.smtp else None


def _key_store(settings: Settings, home: Home, clock: Callable[[], datetime]) -> archive.KeyStore:
    keys = archive.open_key_store(
        settings.key_database, archive.open_custody(home.key_store, settings.archive_key_file), clock, archive.Epoch(home.key_store)
    )
    keys.prepare()
    return keys


def _close_rest(database: db.Database, vault: archive.Vault, keys: archive.KeyStore) -> None:
    """Seals what an earlier version left open above Công khai, a few records at a time, and finishes what was broken off.

    A home that was never sealed gets its master key here. One that was, and lost its keys, does not: it stays locked until they are back.
    """
    with database.read() as work:
        if not vault.unsettled(work.connection):
            _close_rows(database, vault, keys)
            return
        fresh = vault.never_sealed(work.connection)
    if fresh and not keys.made and isinstance(keys.custody, archive.KeyFile):
        if keys.custody.stamp() is None:
            keys.custody.make(archive.new_key())
        keys.make(next(keys.custody.candidates()))
    sealed = 1
    while sealed and not keys.locked:
        with database.write() as work:
            sealed = vault.close_rest(work.connection)
        with database.write() as work:
            vault.tidy(work.connection)
    _close_rows(database, vault, keys)


def _close_rows(database: db.Database, vault: archive.Vault, keys: archive.KeyStore) -> None:
    """Seals what rows about closed documents say, where an earlier version or another profile left it open."""
    found, closed = False, 1
    while closed and not keys.locked:
        with database.write() as work:
            closed = work.closing.close_rest(100) + vault.dossiers.close_rest(work.connection, 100)
        found = found or closed > 0
    if found:
        database.compact()


def _blobs(settings: Settings) -> archive.BlobStore:
    first = archive.open_blobs(settings.blob_store)
    return archive.MirroredBlobs(first, archive.open_blobs(settings.blobs_copy)) if settings.blobs_copy else first


def _origin(settings: Settings) -> str:
    return settings.public_url.removeprefix("https://").removeprefix("http://").rstrip("/") + "/nhat-ky"


def retired_keys(home: Home) -> list[archive.VerifierKey]:
    """The public keys of the log that were replaced, oldest first."""
    lines = home.log_keys.read_text(encoding="utf-8").splitlines() if home.log_keys.exists() else []
    return [archive.VerifierKey.parse(line) for line in lines if line.strip()]


def _audit_key(home: Home) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(home.audit_key.read_bytes())


def _trust(home: Home) -> signing.TrustStore:
    return signing.TrustStore.load(home.trust)


def _signers(home: Home) -> signing.AllowedSigners:
    return signing.AllowedSigners.load(home.signers) if home.signers.exists() else signing.AllowedSigners()


def initialise(folder: Path, *, sample: bool = False, address: str = "") -> bool:
    """Makes an installation in *folder*; False when there is one already. *address* is its ``public_url`` unless the settings name one.

    It is built beside its place and moved in part by part, the secrets last: an attempt that was broken off is finished or thrown away by
    the next. Raises :class:`gazette.home.Remains` when the folder holds parts of an installation without its secrets.
    """
    home, building = Home(folder), Home(Home(folder).building)
    if home.initialised:
        return False
    if not building.initialised:
        home.require_no_remains()
        shutil.rmtree(building.folder, ignore_errors=True)
        _build(home, building, sample, address)
    move_in(home, building)
    return True


def _build(home: Home, building: Home, sample: bool, address: str) -> None:
    missing = not home.folder.exists()
    building.folder.mkdir(parents=True)
    try:
        _furnish(home, building, sample, address)
    except BaseException:
        shutil.rmtree(building.folder, ignore_errors=True)
        if missing:
            with suppress(OSError):
                home.folder.rmdir()
        raise


def move_in(home: Home, building: Home) -> None:
    """Moves a finished installation into its place, part by part, the secrets last."""
    home.folder.mkdir(parents=True, exist_ok=True)
    for part in sorted(building.folder.iterdir(), key=lambda part: part.name == building.session_key.parent.name):
        part.replace(home.folder / part.name)
    building.folder.rmdir()


def _furnish(home: Home, building: Home, sample: bool, address: str) -> None:
    write_secret(building.audit_key, Ed25519PrivateKey.generate().private_bytes_raw())
    building.keys.mkdir(mode=0o700)
    port = _free_port() if sample else 0
    if sample:
        authority = signing.create_sample_authority(building.authority, people=SAMPLE_KEYS, base_url=f"http://127.0.0.1:{port}", font=FONT)
        authority.trust.save(building.trust)
        authority.signers.save(building.signers)
    else:
        signing.TrustStore("production").save(building.trust)
    settings = config.load(home.folder, sample=sample, authority_port=port)
    public_url = settings.public_url if "public_url" in settings.model_fields_set else address or settings.public_url
    _first_accounts(settings.model_copy(update={"home": building.folder, "public_url": public_url}), building, sample)
    wanted = {"sample": "true", "authority_port": str(port)} if sample else {}
    if public_url != settings.public_url:
        wanted["public_url"] = f'"{public_url}"'
    building.settings.write_text(_settings_text(home, wanted), encoding="utf-8")
    write_secret(building.session_key, secrets.token_bytes(32))


def new_secrets(home: Home) -> None:
    """Makes the key of the log and that of sessions where they are missing; the latter last, because it tells a whole installation."""
    if not home.audit_key.exists():
        write_secret(home.audit_key, Ed25519PrivateKey.generate().private_bytes_raw())
    if not home.session_key.exists():
        write_secret(home.session_key, secrets.token_bytes(32))


def _settings_text(home: Home, wanted: Mapping[str, str]) -> str:
    """The settings file: what is wanted, then what the operator wrote before there was an installation."""
    own = home.settings.read_text(encoding="utf-8") if home.settings.exists() else "# Gazette: docs/running/configuration.md\n"
    known = tomllib.loads(own)
    return "".join(f"{name} = {value}\n" for name, value in wanted.items() if name not in known) + own


def _first_accounts(settings: Settings, home: Home, sample: bool) -> None:
    parts = _parts(settings, home, now, _index(settings, home)[0])
    try:
        if sample:
            logins = new_logins()
            build(parts).accounts.begin([(SAMPLE_ACCOUNTS[login.user], login.password) for login in logins])
            write_logins(home.logins, logins)
    finally:
        parts.index.close()
        parts.database.close()
        if parts.vault.keys is not None:
            parts.vault.keys.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _timestamps(settings: Settings, home: Home) -> signing.TimestampAuthority | None:
    if settings.sample:
        return signing.SampleAuthority.open(home.authority).timestamps
    return signing.TimestampAuthority(settings.tsa_url) if settings.tsa_url else None


def web_application(installation: Installation) -> flask.Flask:
    """The WSGI application of an opened installation."""
    return _application(installation.settings, installation.services, installation.home.session_key.read_bytes())


def _application(settings: Settings, services: Services, secret_key: bytes, *, street: bool = False) -> flask.Flask:
    site = Site(settings.province, settings.place, settings.publisher, settings.publisher_address, settings.public_url, settings.sample)
    return web.create_app(
        services,
        secret_key=secret_key,
        site=site,
        secure=settings.public_url.startswith("https://"),
        upload_limit=settings.upload_limit,
        street=street,
    )


def web_is_ready(settings: Settings) -> bool:
    """Whether the web process answers and finds its database, index and signer."""
    try:
        with urllib.request.urlopen(f"http://{settings.host}:{settings.port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run_signer(settings: Settings, passphrase: int | None = None, pins: Mapping[str, int] | None = None) -> None:
    """Serves the signer's socket until the process is told to end.

    *passphrase* and *pins* (by key) are open file descriptors that hold secrets; what they do not give is read from the keyring's files.
    """
    home = Home(settings.home)
    home.require()
    sample = signing.SampleAuthority.open(home.authority) if settings.sample else None
    keys = sample.passphrase_file.parent if sample else home.keys
    home.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing.serve(
        home.socket,
        signing.SignerSettings(
            keyring=signing.Keyring.open(keys, passphrase, pins),
            log=home.folder / "seal-use.log",
            authority=_timestamps(settings, home),
            trust=home.trust,
            signers=home.signers,
            font=TEXT_FONT,
            spool=memory.spool(settings, home.folder / "signing-batches"),
        ),
    )


def signer_answers(settings: Settings) -> bool:
    """Whether the signer answers on its socket."""
    try:
        signing.SignerClient(Home(settings.home).socket, seconds=2.0).health()
    except signing.SigningError:
        return False
    return True
