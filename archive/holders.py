"""Which custody an installation's master key is in: by what lies in its key folder, a key file, shares, or a token's sealed file."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from archive.custody import Custody, KeyFile, Shares, beside, write_private
from archive.errors import KeyRefused
from archive.keystore import KeyStore, Rotation
from archive.sealing import new_key
from archive.token import Token, TokenPlace

SHARES, TOKEN, PLACE = "shares.json", "token.json", "token.uri"
_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder in memory, closed to others)


def open_custody(folder: Path, key_file: Path) -> Custody:
    """The custody that the files in *folder* tell of; the key file when they tell of none. Raises KeyRefused."""
    if (folder / SHARES).exists():
        return Shares(folder / SHARES, in_memory(folder))
    if (folder / TOKEN).exists():
        return Token(TokenPlace.parse((folder / PLACE).read_text(encoding="utf-8").strip()), folder / TOKEN, in_memory(folder))
    return KeyFile(key_file)


def in_memory(folder: Path) -> Path:
    """Where the key of the installation whose key folder this is lies while it is unlocked: in memory, for this user only.

    Raises KeyRefused on a machine without such a place.
    """
    place = next((path for path in (_MEMORY, Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))) if os.access(path, os.W_OK)), None)
    if place is None:
        raise KeyRefused(reason="không có thư mục trong bộ nhớ / no folder in memory (/dev/shm)")
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
    return place / f"gazette-{os.getuid()}-{name}" / "archive.key"


def share(store: KeyStore, folder: Path, passphrases: dict[str, str], needed: int) -> Rotation:
    """Hands the master key, until now in a file, over to people, any *needed* of whom open it. Raises ArchiveLocked, KeyRefused."""
    custody, fresh = Shares(folder / SHARES, in_memory(folder)), new_key()
    custody.write(beside(custody.sealed), fresh, passphrases, needed)
    return _hand_over(store, custody, beside(custody.sealed), fresh)


def change_holders(store: KeyStore, present: Mapping[str, str], passphrases: dict[str, str], needed: int) -> Rotation:
    """Gives the master key from some people to others: *present* are the passphrases of those who open it now.

    The key is a new one, so that neither the shares nor the passphrases of before open anything. Raises ArchiveLocked, KeyRefused.
    """
    custody = store.custody
    if not isinstance(custody, Shares):
        raise KeyRefused(reason="khóa chủ không do nhiều người giữ / the master key is not held by people")
    custody.unlock(present)
    custody.appoint(passphrases, needed)
    rotation = store.rotate()
    store.renew_epoch()
    return rotation


def entrust(store: KeyStore, folder: Path, uri: str, pin: str) -> Rotation:
    """Hands the master key, until now in a file, over to a token. Raises ArchiveLocked, KeyRefused."""
    custody, fresh = Token(TokenPlace.parse(uri), folder / TOKEN, in_memory(folder), pin), new_key()
    write_private(folder / PLACE, f"{uri}\n".encode())
    custody.write(beside(custody.sealed), fresh)
    return _hand_over(store, custody, beside(custody.sealed), fresh)


def _hand_over(store: KeyStore, custody: Shares | Token, waiting: Path, fresh: bytes) -> Rotation:
    """Until the last step the key file opens the store, whatever breaks off; then it is gone."""
    before = store.custody
    if not isinstance(before, KeyFile):
        raise KeyRefused(reason="khóa chủ không nằm trong tệp / the master key is not in a file")
    with before.alone():
        rotation = store.rotate_to(fresh)
        waiting.replace(custody.sealed)
        custody.put(fresh)
        before.destroy()
    store.custody = custody
    store.renew_epoch()  # from now on a shredding replaces what these holders unlock, without them
    return rotation
