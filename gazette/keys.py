"""The keys of one home: what there is, new ones for old, and all of them under a passphrase."""

import base64
import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterator
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
from gazette.home import Home, write_secret
from gazette.model.errors import BadCall, Refused
from gazette.model.people import Actor
from gazette.model.refusals import RoleMissing

FOLDERS = ("secrets", "keys", "authority")
"""Where keys lie in a home; the last in a sample installation only."""

SHORTEST = 12
"""A passphrase over all keys has at least this many characters."""

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
    old, made = log.public_keys()[0], Ed25519PrivateKey.generate()
    new = archive.VerifierKey(old.name, made.public_key())
    log.noted(actor.user, "rotate-keys", {"old": str(old), "new": str(new)})
    kept = dict.fromkeys([*map(str, retired_keys(home)), str(old)])
    # The old public key is written first: broken off here, nothing is lost and nothing disbelieved.
    _replace(home.log_keys, "".join(f"{line}\n" for line in kept).encode(), 0o644)
    _replace(home.audit_key, made.private_bytes_raw(), 0o600)
    _replace(home.session_key, secrets.token_bytes(32), 0o600)
    return old, new


def sealed(home: Home, passphrase: str) -> bytes:
    """All keys of a home, encrypted: scrypt (RFC 7914) and AES-256-GCM (SP 800-38D). Raises ShortPassphrase."""
    if len(passphrase) < SHORTEST:
        raise ShortPassphrase
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    told = {"kdf": "scrypt", **_COST, "salt": _text(salt), "cipher": "AES-256-GCM", "nonce": _text(nonce)}
    header = f"{_MAGIC}\n{json.dumps(told)}\n".encode()
    return header + AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, _packed(home), header)


def unseal(source: Path, passphrase: str, folder: Path) -> None:
    """Writes the keys of a sealed copy into a home's folder that has none. Raises NoKeys, WrongPassphrase, OSError."""
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


def _unpack(plain: bytes, folder: Path, source: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as tar:
            for member in tar:
                parts = member.name.split("/")
                data = tar.extractfile(member)
                if data is None or parts[0] not in FOLDERS or ".." in parts or len(parts) < 2:
                    raise NoKeys(path=source)
                write_secret(folder / member.name, data.read())
    except tarfile.TarError:
        raise NoKeys(path=source) from None


def _packed(home: Home) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in FOLDERS:
            for path in sorted((home.folder / name).rglob("*")):
                if path.is_file():
                    info = tarfile.TarInfo(path.relative_to(home.folder).as_posix())
                    info.size, info.mode = path.stat().st_size, 0o600
                    with path.open("rb") as data:
                        tar.addfile(info, data)
    return packed.getvalue()


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
