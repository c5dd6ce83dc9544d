"""Who holds the master key of the key store: a file of one owner, or several people's passphrases, of which so many open it."""

import base64
import fcntl
import hashlib
import json
import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from archive.errors import KeyRefused, SealBroken
from archive.sealing import KEY, unwrap, wrap

MOST_HOLDERS = 9
"""With more, the ways to choose among them would be too many to wrap the key for each."""

SHORTEST = 12
"""A holder's passphrase has at least this many characters."""

_COST = {"n": 1 << 16, "r": 8, "p": 1}
_FORMAT = "gazette-shares-1"


class Custody(ABC):
    """Where the master key is. While the archive is open it lies at ``opened``: on disk for a key file, in memory for everything else.

    A replacement is written beside the present key (:meth:`prepare`) before the key store is re-wrapped, and takes its place after
    (:meth:`settle`): whatever breaks off in between, one of the two files opens the store.
    """

    def __init__(self, opened: Path) -> None:
        self.opened = opened

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the key at hand does; None while there is none. Asked before every use of a key: one look at a file."""
        try:
            found = self.opened.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def candidates(self) -> Iterator[bytes]:
        """The key at hand, and the one that was to replace it when that was broken off. Raises KeyRefused."""
        for path in (self.opened, beside(self.opened)):
            if path.exists():
                yield read_key(path)

    def lock(self) -> None:
        """Takes the key out of reach of every process that asks :meth:`stamp`."""
        for path in (self.opened, beside(self.opened)):
            path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keeps every other process from replacing the key meanwhile."""
        self.opened.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.opened.with_name(self.opened.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    @abstractmethod
    def prepare(self, key: bytes) -> None:
        """Puts a new key beside the present one. Raises KeyRefused where that takes the holders themselves."""

    def settle(self) -> None:
        """The new key takes the place of the old."""
        with suppress(FileNotFoundError):
            beside(self.opened).replace(self.opened)

    def put(self, key: bytes) -> None:
        """Opens the key: puts it where the archive finds it."""
        write_private(self.opened, key)


class KeyFile(Custody):
    """The master key in a file that only its owner may read: on a medium that can be taken away, or beside the installation."""

    def prepare(self, key: bytes) -> None:
        write_private(beside(self.opened), key)

    def make(self, key: bytes) -> None:
        """Writes the first key; FileExistsError when there is one."""
        if self.opened.exists():
            raise FileExistsError(self.opened)
        self.put(key)

    def destroy(self) -> None:
        """Writes over the key and removes it, and one that was to replace it."""
        for path in (self.opened, beside(self.opened)):
            if path.exists():
                with path.open("r+b") as file:
                    file.write(bytes(KEY))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()

    def lock(self) -> None:
        """Raises KeyRefused: the file is all there is of the key."""
        raise KeyRefused(reason="khóa nằm trong tệp, hãy cất tệp đó đi / the key is a file: take it away")


class Shares(Custody):
    """The master key under the passphrases of several holders, any *needed* of whom open it; opened, it lies in memory only.

    For each way to choose *needed* holders the key is wrapped once, under a key made of all their scrypt keys (HKDF): fewer open
    nothing. With nine holders at most this takes no more than 126 wrappings, and no arithmetic that a library does not bring
    (``cryptography`` has no Shamir sharing; the packages that have are small or no longer kept).
    """

    def __init__(self, sealed: Path, opened: Path) -> None:
        super().__init__(opened)
        self.sealed = sealed
        self._coming: tuple[Mapping[str, str], int] | None = None

    def appoint(self, passphrases: Mapping[str, str], needed: int) -> None:
        """Says who holds the next key, so that the present one can be replaced."""
        self._coming = (dict(passphrases), needed)

    def share(self, key: bytes, passphrases: Mapping[str, str], needed: int) -> None:
        """Writes the shares for these holders, and opens them. Raises KeyRefused for too few, too many, or short passphrases."""
        self.write(self.sealed, key, passphrases, needed)
        self.put(key)

    def write(self, path: Path, key: bytes, passphrases: Mapping[str, str], needed: int) -> None:
        """Writes the shares to *path*. Raises KeyRefused."""
        if not 0 < needed <= len(passphrases) <= MOST_HOLDERS:
            raise KeyRefused(reason=f"số người giữ khóa / holders: {needed} – {MOST_HOLDERS}")
        if any(len(passphrase) < SHORTEST for passphrase in passphrases.values()):
            raise KeyRefused(reason=f"mật khẩu ngắn hơn {SHORTEST} ký tự / a passphrase of fewer than {SHORTEST} characters")
        salts = {holder: secrets.token_bytes(16) for holder in sorted(passphrases)}
        derived = {holder: _stretched(passphrases[holder], salt, _COST) for holder, salt in salts.items()}
        wrapped = {
            "+".join(chosen): _text(wrap(_joined(derived, chosen), key, _FORMAT.encode())) for chosen in combinations(derived, needed)
        }
        told = {"format": _FORMAT, "needed": needed, "scrypt": _COST, "salts": {name: _text(salt) for name, salt in salts.items()}}
        write_private(path, json.dumps({**told, "wrapped": wrapped}, ensure_ascii=False, indent=1).encode())

    def holders(self) -> tuple[int, tuple[str, ...]]:
        """How many holders open the key, and their names. Raises KeyRefused."""
        told = self._told(self.sealed)
        return int(told["needed"]), tuple(told["salts"])

    def unlock(self, passphrases: Mapping[str, str]) -> None:
        """Opens the key with the passphrases of as many holders as are needed. Raises KeyRefused without saying whose was wrong."""
        coming = beside(self.sealed)
        try:
            self.put(self._opened(self.sealed, passphrases))
        except KeyRefused:
            if not coming.exists():
                raise
            self.put(self._opened(coming, passphrases))  # (a change of holders was broken off)

    def _opened(self, path: Path, passphrases: Mapping[str, str]) -> bytes:
        told = self._told(path)
        try:
            chosen = tuple(sorted(passphrases))[: int(told["needed"])]
            derived = {name: _stretched(passphrases[name], base64.b64decode(told["salts"][name]), told["scrypt"]) for name in chosen}
            return unwrap(_joined(derived, chosen), base64.b64decode(told["wrapped"]["+".join(chosen)]), _FORMAT.encode())
        except (SealBroken, KeyError, ValueError, TypeError):
            raise KeyRefused(reason="chưa đủ người giữ khóa hoặc sai mật khẩu / too few holders or a wrong passphrase") from None

    def prepare(self, key: bytes) -> None:
        if self._coming is None:
            raise KeyRefused(reason="thay khóa chủ cần những người giữ khóa / replacing the master key takes its holders")
        self.write(beside(self.sealed), key, *self._coming)
        write_private(beside(self.opened), key)

    def settle(self) -> None:
        if beside(self.sealed).exists():
            beside(self.sealed).replace(self.sealed)
        self._coming = None
        super().settle()

    def _told(self, path: Path) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads(path.read_bytes())
            if told["format"] != _FORMAT:
                raise ValueError(_FORMAT)
        except (OSError, ValueError, KeyError, TypeError):
            raise KeyRefused(reason=f"không đọc được {path.name} / cannot be read") from None
        return told


@dataclass(frozen=True, slots=True)
class KeyId:
    """A short public name of a master key, from which the key cannot be found."""

    hex: str

    @classmethod
    def of(cls, key: bytes) -> "KeyId":
        """The name of *key*: 128 bits of its SHA-256 under a fixed prefix; the key has 256 random bits, so nothing can be guessed."""
        return cls(hashlib.sha256(b"gazette master key\n" + key).hexdigest()[:32])


def write_private(path: Path, data: bytes) -> None:
    """Writes a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_key(path: Path) -> bytes:
    """The key in a file that its owner alone may read; raises KeyRefused for any other file."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyRefused(reason=f"{path.name}: quyền phải là 0600 / its mode must be 0600")
        key = path.read_bytes()
    except OSError as error:
        raise KeyRefused(reason=f"{path.name}: {error.strerror}") from None
    if len(key) != KEY:
        raise KeyRefused(reason=f"{path.name}: không phải khóa {KEY} byte / not a key of {KEY} bytes")
    return key


def beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _stretched(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    return Scrypt(salt=salt, length=KEY, **cost).derive(passphrase.encode())


def _joined(derived: Mapping[str, bytes], chosen: tuple[str, ...]) -> bytes:
    """One key from those of several people; every one of them is needed for it."""
    material = b"".join(derived[name] for name in chosen)
    return HKDF(hashes.SHA256(), KEY, None, f"{_FORMAT}\n{'+'.join(chosen)}".encode()).derive(material)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
