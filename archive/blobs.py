"""Bytes under their own digest, written once: in a local folder, or in any S3 bucket by its address."""

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, from_url

from archive.digest import CHUNK, ContentId
from archive.errors import BlobDamaged, BlobMissing, StoreFailed, StoreNotUnderstood

_INCOMING = "incoming"
_FAILURES = (BaseError, OSError)
_CLIENT: Any = {"allow_http": True, "timeout": timedelta(seconds=30), "connect_timeout": timedelta(seconds=5)}
_BACKOFF = {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2}
_RETRY: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20), "backoff": _BACKOFF}
"""A store that does not answer is an error within seconds: what waits for it holds the log's lock. The address says whether it is http."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Stored bytes: their content id and their size in bytes."""

    content: ContentId
    size: int


class BlobStore(Protocol):
    """Where bytes are kept under their digest. Nothing is ever overwritten; errors are BlobMissing and StoreFailed."""

    def put(self, data: bytes) -> Blob:
        """Keeps *data*; keeping the same bytes again is no error and writes nothing."""

    def put_chunks(self, chunks: Iterable[bytes]) -> Blob:
        """Keeps a stream without holding it in memory; its digest is known at the end."""

    def get(self, content: ContentId) -> bytes:
        """All the bytes, checked against their digest (BlobDamaged when they differ)."""

    def stream(self, content: ContentId, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from *start* up to and without *end*, in chunks; the whole is checked only by get and by fixity."""

    def exists(self, content: ContentId) -> bool:
        """Whether the bytes are here."""

    def delete(self, content: ContentId) -> None:
        """Removes the bytes; only the vault's purge and shredding call this."""

    def forget_incoming(self) -> None:
        """Removes what streams that were broken off left behind; only while none is under way."""

    def contents(self) -> Iterator[Blob]:
        """Every blob in the store, with its size, in no order."""


class ObjectBlobs:
    """Blobs in an obstore store: ``ab/cd/<sha256>`` below its root, created only when absent."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def put(self, data: bytes) -> Blob:
        content = ContentId.of(data)
        try:
            obstore.put(self._store, _path(content), data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            pass
        except _FAILURES as error:
            raise _failed(error) from error
        return Blob(content, len(data))

    def put_chunks(self, chunks: Iterable[bytes]) -> Blob:
        name = f"{_INCOMING}/{secrets.token_hex(16)}"
        try:
            blob = self._spool(name, chunks)
            self._settle(name, blob.content)
        except _FAILURES as error:
            self._forget(name)
            raise _failed(error) from error
        except BaseException:
            self._forget(name)
            raise
        return blob

    def _spool(self, name: str, chunks: Iterable[bytes]) -> Blob:
        size = 0

        def written() -> Iterator[bytes]:
            nonlocal size
            with obstore.open_writer(self._store, name) as writer:
                for chunk in chunks:
                    writer.write(chunk)
                    size += len(chunk)
                    yield chunk

        return Blob(ContentId.of_chunks(written()), size)

    def _settle(self, name: str, content: ContentId) -> None:
        try:
            obstore.rename(self._store, name, _path(content), overwrite=False)
        except AlreadyExistsError:
            self._forget(name)

    def _forget(self, name: str) -> None:
        try:
            obstore.delete(self._store, name)
        except _FAILURES:
            return  # what is left in incoming/ has no name a record could have, and goes when the archive recovers

    def get(self, content: ContentId) -> bytes:
        data = b"".join(self.stream(content))
        if ContentId.of(data) != content:
            raise BlobDamaged(content=content)
        return data

    def stream(self, content: ContentId, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        try:
            if start or end is not None:
                # Stores refuse a range that holds nothing, where reading past the end should simply give nothing.
                end = min(obstore.head(self._store, _path(content))["size"], sys.maxsize if end is None else end)
                if start >= end:
                    return
            options: Any = {"range": (start, end)} if end is not None else None
            for chunk in obstore.get(self._store, _path(content), options=options).stream(min_chunk_size=CHUNK):
                yield bytes(chunk)
        except FileNotFoundError as error:
            raise BlobMissing(content=content) from error
        except _FAILURES as error:
            raise _failed(error) from error

    def exists(self, content: ContentId) -> bool:
        try:
            obstore.head(self._store, _path(content))
        except FileNotFoundError:
            return False
        except _FAILURES as error:
            raise _failed(error) from error
        return True

    def delete(self, content: ContentId) -> None:
        try:
            obstore.delete(self._store, _path(content))
        except FileNotFoundError:
            return
        except _FAILURES as error:
            raise _failed(error) from error

    def forget_incoming(self) -> None:
        try:
            for batch in obstore.list(self._store, _INCOMING):
                obstore.delete(self._store, [entry["path"] for entry in batch])
        except _FAILURES as error:
            raise _failed(error) from error

    def contents(self) -> Iterator[Blob]:
        try:
            for batch in obstore.list(self._store):
                for entry in batch:
                    name = entry["path"].rsplit("/", 1)[-1]
                    if not entry["path"].startswith(f"{_INCOMING}/") and len(name) == 64:
                        yield Blob(ContentId(name), entry["size"])
        except _FAILURES as error:
            raise _failed(error) from error


class LocalBlobs(ObjectBlobs):
    """Blobs in a local folder, which is made if absent and closed to other users of the machine."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            store = LocalStore(folder)
        except _FAILURES as error:
            raise _failed(error) from error
        self.folder = folder
        super().__init__(store)

    def put(self, data: bytes) -> Blob:
        blob = super().put(data)
        self._flush(blob.content)
        return blob

    def put_chunks(self, chunks: Iterable[bytes]) -> Blob:
        blob = super().put_chunks(chunks)
        self._flush(blob.content)
        return blob

    def _flush(self, content: ContentId) -> None:
        # obstore leaves flushing to the system; a record must not be acknowledged before its bytes would survive a power cut.
        path = self.folder / _path(content)
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def open_blobs(address: str) -> BlobStore:
    """The store at *address*: ``file:///folder`` or ``s3://bucket/prefix`` (key, region and endpoint from the usual AWS_* variables).

    Raises StoreNotUnderstood for any other address.
    """
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path:
        return LocalBlobs(Path(unquote(parts.path)))
    if parts.scheme != "s3" or not parts.netloc:
        raise StoreNotUnderstood(address=address)
    try:
        return ObjectBlobs(from_url(address, config={"copy_if_not_exists": "multipart"}, client_options=_CLIENT, retry_config=_RETRY))
    except _FAILURES as error:
        raise StoreNotUnderstood(address=address) from error


def _path(content: ContentId) -> str:
    return f"{content.hex[:2]}/{content.hex[2:4]}/{content.hex}"


def _failed(error: BaseException) -> StoreFailed:
    # Only the first line: obstore adds a debug dump, with paths, below it.
    return StoreFailed(reason=str(error).splitlines()[0] if str(error) else type(error).__name__)
