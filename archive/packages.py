"""Hand-over packages: BagIt 1.0 folders (RFC 8493) that are written whole or not at all, and believed only when every digest holds."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archive.digest import ContentId
from archive.errors import BagDamaged, BagNotUnderstood, FolderTaken

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD, MANIFEST, TAG_MANIFEST, INFO = "data", "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"
LARGEST_TAG = 64 << 20
"""Tag files are read into memory; larger ones are not believed."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A file of a package: its place below ``data/``, its bytes in chunks, and the digest they must have when it is known before."""

    name: str
    chunks: Iterable[bytes]
    sha256: ContentId | None = None


@dataclass(frozen=True, slots=True)
class Bag:
    """A package whose every digest was found right: the ``bag-info.txt`` as pairs, and the digests of payload and tag files by path."""

    folder: Path
    info: Mapping[str, str]
    payload: Mapping[str, ContentId]
    tags: Mapping[str, ContentId] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """The bytes of a listed file, checked again; raises BagDamaged."""
        wanted = self.payload.get(path) or self.tags.get(path)
        try:
            data = (self.folder / path).read_bytes() if wanted else b""
        except OSError:
            raise BagDamaged(place=path) from None
        if wanted is None or ContentId.of(data) != wanted:
            raise BagDamaged(place=path)
        return data

    @property
    def seal(self) -> ContentId:
        """The digest of the tag manifest, which covers all else: what a signature over the package signs."""
        return ContentId.of((self.folder / TAG_MANIFEST).read_bytes())


def write_bag(
    folder: Path,
    payload: Iterable[Payload],
    info: Mapping[str, str],
    tags: Mapping[str, bytes] | None = None,
    sign: Callable[[ContentId], Mapping[str, bytes]] | None = None,
) -> Bag:
    """Writes a package to *folder*, which must be absent or empty, and reads it back. Only its owner may enter it.

    *tags* are further tag files by path. *sign* is given the bag's seal and gives signature and timestamp files by name.
    Raises FolderTaken, BagDamaged when a payload has not the digest it should; nothing is left behind then. OSError for a full disk.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(folder=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        _fill(partial, payload, info, tags or {})
        if sign is not None:
            for name, data in sign(Bag(partial, {}, {}).seal).items():
                _write(partial / _safe(name), [data])
        os.replace(partial, folder)  # noqa: PTH105 (replaces an empty folder, which Path.replace documents for files only)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return open_bag(folder)


def open_bag(folder: Path) -> Bag:
    """The package in *folder*, after every digest was checked.

    Refused is what is missing, changed, not listed, linked or outside the folder, and what would have to be fetched.
    Raises BagNotUnderstood when it is no such package, BagDamaged.
    """
    declared = _tag(folder, "bagit.txt")
    if not declared.startswith(b"BagIt-Version: ") or b"UTF-8" not in declared:
        raise BagNotUnderstood(folder=folder)
    if (folder / "fetch.txt").exists():
        raise BagDamaged(place="fetch.txt")
    tags = _listed(_tag(folder, TAG_MANIFEST), TAG_MANIFEST)
    payload = _listed(_tag(folder, MANIFEST), MANIFEST)
    if not {"bagit.txt", MANIFEST, INFO} <= tags.keys():
        raise BagDamaged(place=TAG_MANIFEST)
    lying = set(_lying(folder))
    for path, wanted in [*tags.items(), *payload.items()]:
        _check(folder, path, wanted, lying)
    for path in sorted(lying):
        if path.startswith(f"{PAYLOAD}/") and path not in payload:
            raise BagDamaged(place=path)
    return Bag(folder, _pairs(_tag(folder, INFO)), payload, tags)


def _fill(folder: Path, payload: Iterable[Payload], info: Mapping[str, str], tags: Mapping[str, bytes]) -> None:
    folder.mkdir(mode=0o700)
    (folder / PAYLOAD).mkdir()
    listed, octets = {}, 0
    for item in payload:
        path = f"{PAYLOAD}/{_safe(item.name)}"
        if path in listed:
            raise BagDamaged(place=path)
        listed[path], size = _write(folder / path, item.chunks)
        octets += size
        if item.sha256 not in (None, listed[path]):
            raise BagDamaged(place=path)
    counted = {**info, "Payload-Oxum": f"{octets}.{len(listed)}"}
    lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in counted.items())
    written = {"bagit.txt": DECLARATION.encode(), INFO: lines.encode(), MANIFEST: _manifest(listed), **tags}
    covered = {path: _write(folder / _safe(path), [data])[0] for path, data in written.items()}
    (folder / TAG_MANIFEST).write_bytes(_manifest(covered))


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[ContentId, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += file.write(chunk)
    return ContentId(digest.hexdigest()), size


def _manifest(listed: Mapping[str, ContentId]) -> bytes:
    return "".join(f"{content.hex}  {_encoded(path)}\n" for path, content in sorted(listed.items())).encode()


def _listed(data: bytes, place: str) -> dict[str, ContentId]:
    listed: dict[str, ContentId] = {}
    try:
        for line in filter(None, data.decode().replace("\r\n", "\n").split("\n")):
            digest, _, path = line.partition(" ")
            name = _safe(_decoded(path.lstrip(" \t").removeprefix("*")))
            if name in listed or name.startswith(f"{PAYLOAD}/") != (place == MANIFEST):
                raise ValueError(name)
            listed[name] = ContentId(digest.lower())
    except ValueError:
        raise BagDamaged(place=place) from None
    return listed


def _check(folder: Path, path: str, wanted: ContentId, lying: set[str]) -> None:
    if path not in lying:
        raise BagDamaged(place=path)
    with (folder / path).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != wanted.hex:
            raise BagDamaged(place=path)


def _lying(folder: Path) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(here, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise BagDamaged(place=path.relative_to(folder).as_posix())
        yield from (Path(here, name).relative_to(folder).as_posix() for name in files)


def _tag(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST_TAG:
            raise BagDamaged(place=name)
        return path.read_bytes()
    except OSError:
        raise BagNotUnderstood(folder=folder) from None


def _pairs(data: bytes) -> dict[str, str]:
    pairs: dict[str, str] = {}
    name = ""
    for line in filter(None, data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")):
        if line[:1] in (" ", "\t") and name:
            pairs[name] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        pairs[name] = value.strip()
    return pairs


def _safe(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\x00" in path or "/".join(parts) != path:
        raise BagDamaged(place=ascii(path[:80]))
    return path


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%0a", "\n").replace("%0d", "\r").replace("%25", "%")
