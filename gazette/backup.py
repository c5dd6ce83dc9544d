"""A whole installation but its keys in one tar file, and back: made while it runs, believed only when every digest holds."""

import hashlib
import io
import json
import os
import re
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, BinaryIO

import archive
from gazette import config
from gazette.bootstrap import Installation, move_in, new_secrets, opened
from gazette.db import snapshots
from gazette.home import Home
from gazette.model.errors import BadCall, Refused
from gazette.model.people import WORKER

ABOUT, MANIFEST, LOG_KEYS = "gazette-backup.json", "manifest-sha256.txt", "log-keys.txt"
LOOSE = ("gazette.toml", "signers.toml", "seal-use.log", "import-journal.jsonl")
"""Files of the home that go along when they are there."""

_ALLOWED = re.compile(
    rf"(?:{'|'.join(map(re.escape, (ABOUT, MANIFEST, LOG_KEYS, snapshots.SQLITE, snapshots.POSTGRES, *LOOSE)))}"
    r"|blobs/[0-9a-f]{64}|trust(?:/[^/\\\x00-\x1f.][^/\\\x00-\x1f]*)+)\Z"
)
_CHUNK = 1 << 20
Progress = Callable[[int, int], None]
Keys = Callable[[Path], None]


class NoBackup(BadCall):
    """The file cannot be read as a backup."""

    vi = "{path} không phải là bản sao lưu đọc được."
    en = "{path} is not a backup that can be read."


class BackupDamaged(Refused):
    """Something in the backup is missing, changed, or has no place there."""

    vi = "Bản sao lưu không nguyên vẹn tại “{place}”; chưa khôi phục nội dung nào."
    en = "The backup is not intact at “{place}”; nothing was restored."


class HomeTaken(Refused):
    """The folder to restore into is not empty."""

    vi = "Thư mục {home} không trống; chỉ khôi phục vào thư mục trống."
    en = "{home} is not empty; only an empty folder is restored into."


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: how many blobs, and the blobs that the register names and the store lacks.

    ``uncopied``: how many of the archive's keys are in no copy of the keys yet; without them what they sealed cannot be read again.
    """

    blobs: int
    missing: tuple[archive.Finding, ...]
    uncopied: int = 0


def save(installation: Installation, target: Path, progress: Progress | None = None) -> Saved:
    """Writes a backup to *target*, whole or not at all, while the installation goes on working. Raises Unavailable, OSError."""
    with _whole(target) as file, tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
        installation.services.log.noted(WORKER.user, "backup")
        before = _kept(installation)
        copy = snapshots.snapshot(installation.settings.database, Path(place))
        wanted = sorted(before | _kept(installation))
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            book = _Book(tar)
            book.add(ABOUT, _about(copy.name))
            book.add(LOG_KEYS, "".join(f"{key}\n" for key in installation.services.log.public_keys()).encode())
            for name, path in _loose(installation.home):
                book.add(name, path.read_bytes())
            with copy.open("rb") as data:
                book.stream(copy.name, data, copy.stat().st_size)
            missing = tuple(_blobs(book, installation, wanted, progress))
            book.close()
    keys = installation.parts.vault.keys
    return Saved(len(wanted) - len(missing), missing, keys.uncopied() if keys is not None else 0)


def restore(source: Path, folder: Path, keys: Keys | None = None) -> None:
    """Makes the installation in *source* anew in *folder*, which must be absent or empty, and rebuilds its index.

    *keys* puts the keys into a folder; without it a new key of the log and of sessions is made. The file is read twice: nothing is
    written before all of it was found sound. Raises NoBackup, BackupDamaged, HomeTaken, Refused, Unavailable.
    """
    home, building = Home(folder), Home(Home(folder).building)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HomeTaken(home=folder)
    missing = not folder.exists()
    with source.open("rb") as file:
        listed = _checked(file, source)
        file.seek(0)
        try:
            _furnish(building, file, listed, keys)
        except BaseException:
            shutil.rmtree(folder if missing else building.folder, ignore_errors=True)
            raise
    move_in(home, building)


def _furnish(building: Home, file: BinaryIO, listed: dict[str, str], keys: Keys | None) -> None:
    building.folder.mkdir(parents=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=building.folder, prefix=".copy-") as place:
        blobs: archive.BlobStore | None = None
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for name, data in _members(tar):
                if name.startswith("blobs/"):
                    blobs = blobs or archive.open_blobs(config.load(building.folder).blob_store)
                    if blobs.put_chunks(_chunks(data)).content.hex != name.removeprefix("blobs/"):
                        raise BackupDamaged(place=name)
                elif name not in (ABOUT, MANIFEST):
                    _write(Path(place) / name if name.startswith("database.") else building.folder / name, data)
        copy = next(Path(place) / name for name in listed if name.startswith("database."))
        snapshots.load(config.load(building.folder).database, copy)
    (building.folder / "keys").mkdir(mode=0o700, exist_ok=True)
    if keys is not None:
        keys(building.folder)
    new_secrets(building)
    with opened(config.load(building.folder)) as installation:
        installation.services.index.rebuild()


def _checked(file: BinaryIO, source: Path) -> dict[str, str]:
    """The manifest of a backup whose every file bears the digest it names; raises NoBackup, BackupDamaged."""
    found: dict[str, str] = {}
    about = manifest = b""
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for name, data in _members(tar):
                if name in found:
                    raise BackupDamaged(place=name)
                if name in (ABOUT, MANIFEST):
                    held = data.read(64 << 20)
                    about, manifest = (held, manifest) if name == ABOUT else (about, held)
                    found[name] = hashlib.sha256(held).hexdigest()
                else:
                    found[name] = archive.ContentId.of_chunks(_chunks(data)).hex
    except tarfile.TarError:
        raise NoBackup(path=source) from None
    if not _is_ours(about):
        raise NoBackup(path=source)
    del found[ABOUT]
    _compare(manifest, {name: digest for name, digest in found.items() if name != MANIFEST})
    return found


def _is_ours(about: bytes) -> bool:
    try:
        told = json.loads(about)
        return bool(told["format"] == 1)
    except (ValueError, KeyError, TypeError):
        return False


def _compare(manifest: bytes, found: dict[str, str]) -> None:
    lines = (line.partition("  ") for line in manifest.decode("utf-8", "replace").splitlines())
    listed = {name: digest for digest, _, name in lines}
    listed.pop(ABOUT, None)
    wrong = [name for name in sorted(listed.keys() | found.keys()) if listed.get(name) != found.get(name)]
    wrong += [name for name, digest in found.items() if name.startswith("blobs/") and name != f"blobs/{digest}"]
    if wrong:
        raise BackupDamaged(place=wrong[0])
    if sum(name.startswith("database.") for name in found) != 1:
        raise BackupDamaged(place="database")


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        # Names are chosen from a short list, so none can lead anywhere; sparse files could grow without end.
        if not _ALLOWED.match(member.name) or not member.isreg() or member.issparse():
            raise BackupDamaged(place=ascii(member.name[:80])[1:-1])
        data = tar.extractfile(member)
        assert data is not None
        yield member.name, data


class _Book:
    """A tar being written, with the digests of what is in it."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Adds a file."""
        self._digests[name] = hashlib.sha256(data).hexdigest()
        self._tar.addfile(_info(name, len(data)), io.BytesIO(data))

    def stream(self, name: str, data: IO[bytes], size: int) -> None:
        """Adds a large file."""
        reader = _Hashing(data)
        self._tar.addfile(_info(name, size), reader)
        self._digests[name] = reader.digest.hexdigest()

    def close(self) -> None:
        """Adds the manifest."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests.items()))
        self.add(MANIFEST, lines.encode())


class _Hashing:
    """Reads through to a file and keeps the digest of what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._source.read(size)
        self.digest.update(data)
        return data


def _blobs(
    book: _Book, installation: Installation, wanted: Iterable[archive.ContentId], progress: Progress | None
) -> Iterator[archive.Finding]:
    store = archive.open_blobs(installation.settings.blob_store)
    all_of_them = list(wanted)
    for done, content in enumerate(all_of_them, start=1):
        with tempfile.SpooledTemporaryFile(max_size=16 << 20) as data:
            try:
                for chunk in store.stream(content):
                    data.write(chunk)
            except archive.BlobMissing:
                yield archive.Finding("F001", content.hex)
                continue
            size = data.tell()
            data.seek(0)
            if archive.ContentId.of_chunks(_chunks(data)) != content:
                yield archive.Finding("F002", content.hex)
                continue
            data.seek(0)
            book.stream(f"blobs/{content.hex}", data, size)
        if progress:
            progress(done, len(all_of_them))


def _kept(installation: Installation) -> set[archive.ContentId]:
    with installation.parts.database.read() as work:
        return set(archive.blobs_kept(work.connection))


def _loose(home: Home) -> Iterator[tuple[str, Path]]:
    for name in LOOSE:
        if (home.folder / name).is_file():
            yield name, home.folder / name
    for path in sorted(home.trust.rglob("*")):
        if path.is_file():
            yield path.relative_to(home.folder).as_posix(), path


def _about(database: str) -> bytes:
    told = {"format": 1, "gazette": version("gazette"), "created": datetime.now(UTC).isoformat(), "database": database}
    return json.dumps(told).encode()


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
    return info


def _chunks(data: IO[bytes]) -> Iterator[bytes]:
    while chunk := data.read(_CHUNK):
        yield chunk


def _write(path: Path, data: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        shutil.copyfileobj(data, file, _CHUNK)


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A new file for its owner only, which takes its name when it is complete and on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
