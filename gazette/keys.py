"""The keys of one home: what there is, new ones for old, and all of them under a passphrase."""

import base64
import hashlib
import io
import json
import os
import secrets
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

import archive
import signing
from gazette.bootstrap import Installation, retired_keys
from gazette.db import snapshots
from gazette.home import Home, write_secret
from gazette.model.errors import BadCall, Refused
from gazette.model.people import WORKER, Actor
from gazette.model.refusals import RoleMissing

FOLDERS = ("secrets", "keys", "authority")
"""Where keys lie in a home as files; the last in a sample installation only."""

STORE = "keystore"
"""Where the archive's keys lie: a database, of which a consistent copy is taken, and what holds its master key."""

EPOCH = "khoa-ky.key"
"""How the epoch's secret is called beside a copy of the keys."""

SHORTEST = 12
"""A passphrase over all keys has at least this many characters."""

_COPIES = {snapshots.SQLITE: "keys.db", snapshots.POSTGRES: "keys.pgdump"}
_MAGIC = "gazette-keys-1"
_COST = {"n": 1 << 17, "r": 8, "p": 1}
_LARGEST = {"n": 1 << 20, "r": 32, "p": 8}


class NoKeys(BadCall):
    """The file is no copy of keys."""

    vi = "{path} không phải là bản sao khóa đọc được."
    en = "{path} is not a copy of keys that can be read."


class WrongPassphrase(Refused):
    """The passphrase is wrong, or the file was changed."""

    vi = "Sai mật khẩu, hoặc bản sao khóa đã bị thay đổi."
    en = "The passphrase is wrong, or the copy of the keys was changed."


class ShortPassphrase(Refused):
    """The passphrase would be guessed."""

    vi = f"Mật khẩu của bản sao khóa phải có ít nhất {SHORTEST} ký tự."
    en = f"The passphrase of a copy of keys has at least {SHORTEST} characters."


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as ``gazette keys list`` shows it; ``public`` is the verifier key of a log key, the rest is from the certificate."""

    key: str
    state: str
    public: str | None = None
    name: str | None = None
    organisation: str | None = None
    fingerprint: str | None = None
    expires: str | None = None

    def to_json(self) -> dict[str, object]:
        """The object ``gazette keys list --json`` prints."""
        return {field: getattr(self, field) for field in self.__dataclass_fields__}


def rows(installation: Installation) -> Iterator[KeyRow]:
    """The log's keys, the present one first, then the signing keys. Raises signing.KeyRefused when these cannot be opened."""
    present, *retired = map(str, installation.services.log.public_keys())
    yield KeyRow("audit", "current", public=present)
    if (keys := installation.parts.vault.keys) is not None:
        yield KeyRow("archive", "locked" if keys.locked else "current", name=type(keys.custody).__name__)
    for line in dict.fromkeys(retired):
        if line != present:
            yield KeyRow("audit", "retired", public=line)
    home = installation.home
    folder = home.authority / "keys" if installation.settings.sample else home.keys
    if not any(folder.rglob("*.p12")):
        return
    ring = signing.Keyring.open(folder)
    for name in ring.names():
        key = signing.load_pkcs12(folder / f"{name}.p12", ring.passphrase)
        state = "expired" if key.not_after < datetime.now(UTC) else "current"
        yield KeyRow(name, state, None, key.name, key.organisation, key.fingerprint, key.not_after.isoformat())


def rotate(installation: Installation, actor: Actor) -> tuple[archive.VerifierKey, archive.VerifierKey]:
    """New keys for the log's heads and for sessions; gives the log's old and new public key. Raises RoleMissing.

    The old public key stays in ``log-keys.txt``, so that what it signed is still believed. Running processes go on with what they
    opened until they are started again. Signing keys are people's and authorities' and are not touched.
    """
    if not actor.has("administrator", "security-officer"):
        raise RoleMissing(vi="cần vai trò Quản trị hệ thống hoặc Cán bộ bảo mật", en="needs the role Administrator or Security officer")
    home, log = installation.home, installation.services.log
    if installation.parts.vault.keys is not None:
        _rotate_archive(installation.parts.vault.keys)
    old, made = log.public_keys()[0], Ed25519PrivateKey.generate()
    new = archive.VerifierKey(old.name, made.public_key())
    log.noted(actor.user, "rotate-keys", {"old": str(old), "new": str(new)})
    kept = dict.fromkeys([*map(str, retired_keys(home)), str(old)])
    # The old public key is written first: broken off here, nothing is lost and nothing disbelieved.
    _replace(home.log_keys, "".join(f"{line}\n" for line in kept).encode(), 0o644)
    _replace(home.audit_key, made.private_bytes_raw(), 0o600)
    _replace(home.session_key, secrets.token_bytes(32), 0o600)
    return old, new


def _rotate_archive(keys: archive.KeyStore) -> None:
    """A new master key and new level keys; where people or a token hold the master key, they must be there for it."""
    if isinstance(keys.custody, archive.KeyFile) and not keys.locked:
        keys.rotate()


def share(installation: Installation, actor: Actor, passphrases: dict[str, str], needed: int) -> archive.Rotation:
    """Hands the archive's master key over to people. Raises RoleMissing, archive.KeyRefused, archive.ArchiveLocked."""
    store = _handed_over(installation, actor, "share-archive-key", {"holders": sorted(passphrases), "needed": needed})
    return archive.share(store, installation.home.key_store, passphrases, needed)


def entrust(installation: Installation, actor: Actor, uri: str, pin: str) -> archive.Rotation:
    """Hands the archive's master key over to a token. Raises RoleMissing, archive.KeyRefused, archive.ArchiveLocked."""
    store = _handed_over(installation, actor, "entrust-archive-key", {"token": uri})
    return archive.entrust(store, installation.home.key_store, uri, pin)


def keep_epoch(installation: Installation, actor: Actor, place: Path) -> None:
    """Keeps the epoch's secret in one more place outside; from then on copies of the keys are made without it.

    Raises RoleMissing, archive.KeyRefused, archive.ArchiveLocked.
    """
    _handed_over(installation, actor, "keep-epoch", {"place": str(place)}).keep_epoch(place)


def forget_epoch(installation: Installation, actor: Actor, place: Path) -> None:
    """Asks for a place of the epoch's secret no more, because it was destroyed or lost. Raises RoleMissing, archive.KeyRefused."""
    store = _handed_over(installation, actor, "forget-epoch", {"place": str(place)})
    if store.epoch is not None:
        store.epoch.forget(place)


def change_holders(
    installation: Installation, actor: Actor, present: Mapping[str, str], passphrases: dict[str, str], needed: int
) -> archive.Rotation:
    """Gives the master key to other holders, in the presence of so many of the present ones as open it; the old shares open nothing then.

    Raises RoleMissing, archive.KeyRefused, archive.ArchiveLocked.
    """
    store = _handed_over(installation, actor, "change-key-holders", {"holders": sorted(passphrases), "needed": needed})
    return archive.change_holders(store, present, passphrases, needed)


def unlock(installation: Installation, secrets_of: Mapping[str, str]) -> None:
    """Opens the archive's key: with the holders' passphrases by name, or a token's PIN under ``pin``. Raises archive.KeyRefused."""
    store = _store(installation)
    if isinstance(store.custody, archive.Shares):
        store.custody.unlock(secrets_of)
    elif isinstance(store.custody, archive.Token):
        store.custody.unlock(secrets_of.get("pin", ""))
    store.unlocked()
    installation.services.log.noted(WORKER.user, "unlock-archive", {"holders": ", ".join(sorted(secrets_of))})


def lock(installation: Installation) -> None:
    """Takes the archive's key out of memory, for every process at once. Raises archive.KeyRefused where it is a file."""
    _store(installation).custody.lock()
    installation.services.partitions.forget()
    installation.services.log.noted(WORKER.user, "lock-archive")


def _handed_over(installation: Installation, actor: Actor, action: str, details: Mapping[str, object]) -> archive.KeyStore:
    if not actor.has("administrator", "security-officer"):
        raise RoleMissing(vi="cần vai trò Quản trị hệ thống hoặc Cán bộ bảo mật", en="needs the role Administrator or Security officer")
    installation.services.log.noted(actor.user, action, {name: str(value) for name, value in details.items()})
    return _store(installation)


def _store(installation: Installation) -> archive.KeyStore:
    keys = installation.parts.vault.keys
    if keys is None:
        raise archive.ArchiveLocked
    return keys


def copy(installation: Installation, passphrase: str, folder: Path) -> tuple[bytes, Path | None]:
    """A copy of all keys as of now, encrypted, and written down in the log and in the key store; and where the epoch's secret went.

    No copy holds that secret: where no other place keeps it yet, it is put into *folder*, the copy's, in a file of its own, which every
    shredding replaces there. Raises ShortPassphrase, archive.KeyRefused.
    """
    if len(passphrase) < SHORTEST:
        raise ShortPassphrase
    keys, place = installation.parts.vault.keys, None
    if keys is not None:
        place = _apart(keys, folder)
        keys.noted_copy()
    data = sealed(installation.home, passphrase, installation.settings.key_database)
    installation.services.log.noted(WORKER.user, "keys-backup", {"sha256": hashlib.sha256(data).hexdigest()})
    return data, place


def _apart(keys: archive.KeyStore, folder: Path) -> Path | None:
    """Puts the epoch's secret beside the first copy of the keys; None where another place keeps it, or the keys are not at hand."""
    if keys.epoch is None or keys.epoch.outside or not (keys.epoch.own.exists() or (keys.made and not keys.locked)):
        return None
    keys.keep_epoch(folder / EPOCH)
    return folder / EPOCH


def sealed(home: Home, passphrase: str, key_database: str) -> bytes:
    """All keys of a home, encrypted: scrypt (RFC 7914) and AES-256-GCM (SP 800-38D). Raises ShortPassphrase, Unavailable."""
    if len(passphrase) < SHORTEST:
        raise ShortPassphrase
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    told = {"kdf": "scrypt", **_COST, "salt": _text(salt), "cipher": "AES-256-GCM", "nonce": _text(nonce)}
    header = f"{_MAGIC}\n{json.dumps(told)}\n".encode()
    return header + AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, _packed(home, key_database), header)


def unseal(source: Path, passphrase: str, folder: Path, epoch: Path | None = None) -> None:
    """Writes the keys of a sealed copy into a home's folder that has none, and the secret of the *epoch* from where it is kept.

    Without *epoch* it is looked for beside the copy, where :func:`copy` puts it. Raises NoKeys, WrongPassphrase, OSError.
    """
    data = source.read_bytes()
    try:
        magic, told, body = data.split(b"\n", 2)
        header = json.loads(told)
        cost = {name: int(header[name]) for name in _COST}
        salt, nonce = (base64.b64decode(header[name], validate=True) for name in ("salt", "nonce"))
        if magic.decode() != _MAGIC or len(nonce) != 12 or any(not 0 < cost[name] <= _LARGEST[name] for name in cost):
            raise ValueError(source)
        plain = AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, body, data[: len(data) - len(body)])
    except InvalidTag:
        raise WrongPassphrase from None
    except (ValueError, KeyError, TypeError, RecursionError, MemoryError):
        raise NoKeys(path=source) from None
    _unpack(plain, folder, source)
    kept = archive.Epoch(folder / STORE)
    if epoch is None and not kept.own.exists() and (source.parent / EPOCH).exists():
        epoch = source.parent / EPOCH
    if epoch is not None:
        write_secret(kept.own, epoch.read_bytes())
        kept.add(epoch)


def _unpack(plain: bytes, folder: Path, source: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as tar:
            for member in tar:
                parts = member.name.split("/")
                data = tar.extractfile(member)
                if data is None or parts[0] not in (*FOLDERS, STORE) or ".." in parts or len(parts) < 2:
                    raise NoKeys(path=source)
                write_secret(folder / member.name, data.read())
    except tarfile.TarError:
        raise NoKeys(path=source) from None


def _packed(home: Home, key_database: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in _files(home):
            _pack(tar, name, path.read_bytes())
        with tempfile.TemporaryDirectory(dir=home.folder, prefix=".keys-") as place:
            taken = snapshots.snapshot(key_database, Path(place))
            _pack(tar, f"{STORE}/{_COPIES[taken.name]}", taken.read_bytes())
    return packed.getvalue()


def _files(home: Home) -> Iterator[tuple[str, Path]]:
    held = [path for name in FOLDERS for path in sorted((home.folder / name).rglob("*"))]
    epoch = archive.Epoch(home.key_store)
    alone = [] if epoch.outside else [epoch.own]  # kept elsewhere too, it stays out of every copy: a shredding replaces it there
    for path in (*held, *sorted(home.key_store.glob("*.json")), *sorted(home.key_store.glob("*.uri")), *alone):
        if path.is_file():
            yield path.relative_to(home.folder).as_posix(), path


def _pack(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _replace(path: Path, data: bytes, mode: int) -> None:
    partial = path.with_name(f".{path.name}.new")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
