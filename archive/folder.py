"""A whole small archive in one folder: SQLite file, blobs and signing key, for the command line and for trying the library out."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.exc import SQLAlchemyError

from archive.audit import Audit
from archive.blobs import BlobStore, LocalBlobs
from archive.engines import sqlite_engine
from archive.errors import StoreFailed, StoreNotUnderstood
from archive.levels import Profile
from archive.schema import create_all
from archive.vault import Vault

DATABASE = "archive.db"
KEY = "audit.key"
PUBLIC_KEY = "audit.pub"


class Folder:
    """An archive in *path*, made there when *make* is True; raises StoreNotUnderstood when there is none, StoreFailed.

    The key that signs the log's heads lies beside the log here, which serves for trials only: an office keeps it elsewhere.
    """

    def __init__(self, path: Path, profile: Profile = Profile.OFFICE, *, make: bool = False) -> None:
        if not make and not (path / DATABASE).is_file():
            raise StoreNotUnderstood(address=path)
        self.path = path
        try:
            self.blobs: BlobStore = LocalBlobs(path / "blobs")
            key = _signing_key(path)
            self.engine = sqlite_engine(path / DATABASE)
            with self.engine.begin() as connection:
                create_all(connection)
        except (OSError, SQLAlchemyError, ValueError) as error:
            raise StoreFailed(reason=str(error).splitlines()[0]) from error
        self.audit = Audit("archive.localhost", _now, key)
        self.vault = Vault(self.blobs, self.audit, profile, _now, self.engine.begin)

    def public_key(self) -> Ed25519PublicKey:
        """The key that heads of this folder's log are verified with."""
        return read_public_key(self.path / PUBLIC_KEY)

    def close(self) -> None:
        """Lets go of the database file."""
        self.engine.dispose()


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The Ed25519 public key in a PEM file; raises StoreNotUnderstood."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreNotUnderstood(address=path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise StoreNotUnderstood(address=path)
    return key


def _signing_key(path: Path) -> Ed25519PrivateKey:
    if not (path / KEY).exists():
        made = Ed25519PrivateKey.generate()
        private = made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        public = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        _write(path / PUBLIC_KEY, public, 0o644)
        _write(path / KEY, private, 0o600)
    key = serialization.load_pem_private_key((path / KEY).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{KEY} is not an Ed25519 key")
    return key


def _write(path: Path, data: bytes, mode: int) -> None:
    unfinished = path.with_name(path.name + ".new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
    unfinished.replace(path)


def _now() -> datetime:
    return datetime.now(UTC)
