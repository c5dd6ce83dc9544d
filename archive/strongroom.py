"""Bytes at rest: as they are for what is Công khai, sealed under a key of their own for everything above; and the change between both."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Connection

from archive import families, holdings, register
from archive.blobs import Blob, BlobStore
from archive.covers import WITHHELD, Covers
from archive.digest import ContentId, chunks_of
from archive.errors import BlobDamaged, KeyDestroyed, KeyRefused
from archive.keystore import KeyStore
from archive.keytables import ABOUT, label_name
from archive.levels import Label
from archive.notes import Notes
from archive.register import Hold, Record, Rendition, State
from archive.sealing import Seal

Rekept = dict[ContentId, ContentId]
"""Bytes in the store, and those that hold the same in the form a new label asks for."""


class Strongroom:
    """Keeps and gives bytes. Without a key store everything is kept as it is: for trials and for the public profile.

    What a change of label leaves behind, the plain bytes of what is closed now or keys for a label that is gone, is written down in the
    caller's transaction and removed by :meth:`tidy` after it: whatever breaks off in between, the record can be read.
    """

    def __init__(self, blobs: BlobStore, keys: KeyStore | None, *, titles: bool = False) -> None:
        self.blobs = blobs
        self.keys = keys
        self._titles = titles
        self._notes = Notes(keys)
        self.covers = Covers(Notes(keys, sealing=titles), keys)

    def ready(self, label: Label) -> None:
        """Raises ArchiveLocked or KeyRefused when the keys are needed for *label* and not at hand."""
        if self.keys is not None and not label.is_public:
            self.keys.unlocked()

    def begin(self, record: Record, item: Rendition) -> Seal | None:
        """Makes the first keys of a new record; the seal for its first version. Raises ArchiveLocked, KeyRefused."""
        return self._new(record, item, ABOUT)

    def add(self, record: Record, item: Rendition) -> Seal | None:
        """The seal for one more version of a record. Raises ArchiveLocked, KeyRefused."""
        return self._new(record, item)

    def _new(self, record: Record, item: Rendition, *more: str) -> Seal | None:
        if self.keys is None or record.label.is_public:
            return None
        key = self.keys.new(record.id, [item.id, *more], record.label)[0]
        return Seal(key, _context(record.id, item))

    def keep(self, item: Rendition, data: bytes | BinaryIO, seal: Seal | None) -> Rendition:
        """Keeps the bytes of a version, sealed when there is a seal for it; the version as it now is. Raises StoreFailed."""
        chunks = [data] if isinstance(data, bytes) else chunks_of(data)
        if seal is not None:
            return self._sealed(seal, item, chunks, whole=isinstance(data, bytes))
        blob = self.blobs.put(data) if isinstance(data, bytes) else self.blobs.put_chunks(chunks)
        return replace(item, size=blob.size, sha256=blob.content, blob=blob.content)

    def get(self, record: Record, item: Rendition) -> bytes:
        """All the bytes, checked. Raises ArchiveLocked, KeyDestroyed, SealBroken, BlobMissing, BlobDamaged."""
        if not item.sealed:
            return self.blobs.get(item.blob)
        seal = self._seal(record.id, record.label, item)
        plain = b"".join(seal.open([self.blobs.get(item.blob)]))
        if ContentId.of(plain) != item.sha256:
            raise BlobDamaged(content=item.sha256)
        return plain

    def stream(self, record: Record, item: Rendition, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from *start* up to and without *end*; of sealed ones each chunk was found genuine before it is given."""
        if not item.sealed:
            return self.blobs.stream(item.blob, start, end)
        seal = self._seal(record.id, record.label, item)
        return seal.open_range(lambda first, stop: self.blobs.stream(item.blob, first, stop), item.size, start, end)

    def relabel(self, connection: Connection, before: Record, label: Label) -> Rekept:
        """What a record is kept as follows its new label; called in the transaction that changes the register, after the change.

        Gives the bytes that lie in the store in another form now. Raises ArchiveLocked, KeyRefused.
        """
        if self.keys is None or label_name(before.label) == label_name(label):
            return {}
        self.ready(before.label)
        self.ready(label)
        if label.is_public:
            rekept = self._open(connection, before)
        elif before.label.is_public:
            rekept = self._close(connection, before.id, label)
        else:
            self.keys.relabel(before.id, label)
            rekept = {}
        holdings.leave(connection, before.id)
        self._retitle(connection, before, label)
        return rekept

    def close_rest(self, connection: Connection, size: int) -> Iterator[tuple[Record, Rekept]]:
        """Seals up to *size* records above Công khai that still lie open, from before there were keys."""
        for record in register.unsealed(connection, size) if self.keys is not None else ():
            rekept = self._close(connection, record.id, record.label)
            holdings.leave(connection, record.id)
            self._retitle(connection, record, record.label)
            yield record, rekept

    def tidy(self, connection: Connection) -> None:
        """Removes what changes of labels left behind: bytes no version is kept as any more, and keys for other labels.

        Must be called in a later transaction than the change; safe to repeat.
        """
        for record_id, blobs in holdings.left(connection).items():
            record = register.locked(connection, record_id)
            broken_off = self.keys is not None and record is not None and record.state is State.DISPOSED
            if broken_off and self.keys is not None and not self.keys.is_destroyed(record_id):
                if self.keys.locked:
                    continue
                try:
                    self.keys.destroy(record_id)  # ordered by an earlier version, which wrote no order down
                except KeyRefused:
                    continue
            for blob in sorted(blobs - holdings.blobs_in_use(connection, blobs)):
                self.blobs.delete(blob)
            if self.keys is not None and record is not None and not broken_off:
                if record.label.is_public:
                    self.keys.forget(record_id, [item.id for item in register.renditions_of(connection, record_id)])
                else:
                    self.keys.settle(record_id, record.label)
            if self.keys is not None and record is None:
                self._settle_dossier(connection, record_id)
            holdings.clear_left(connection, record_id)

    def _settle_dossier(self, connection: Connection, dossier: str) -> None:
        label = families.label_of_dossier(connection, dossier)
        if self.keys is not None and label is not None and not label.is_public:
            self.keys.settle(dossier, label)

    def title(self, record_id: str, title: str, label: Label) -> str:
        """A title as it is written into the register: sealed where the profile says so."""
        return self._notes.seal("title", record_id, label, title) if self._titles else title

    def reason(self, record: Record, hold: Hold) -> Hold:
        """A hold as it is written into the register: its reason sealed where the profile says so."""
        return replace(hold, reason=self._notes.seal("hold", record.id, record.label, hold.reason)) if self._titles else hold

    def entitled(self, record: Record) -> Record:
        """The record with its title and the reasons of its holds readable; :data:`WITHHELD` stands for those whose key is not at hand."""
        title = self._opened("title", record.id, record.title)
        holds = tuple(replace(hold, reason=self._opened("hold", record.id, hold.reason)) for hold in record.holds)
        return record if (title, holds) == (record.title, record.holds) else replace(record, title=title, holds=holds)

    def _opened(self, part: str, record_id: str, text: str) -> str:
        told = self._notes.open(part, record_id, text)
        return WITHHELD if told is None else told

    def _retitle(self, connection: Connection, record: Record, label: Label) -> None:
        if self._titles:
            register.change(connection, record.id, title=self.title(record.id, self.entitled(record).title, label))
            held = replace(record, label=label, holds=register.holds_of(connection, record.id))
            for hold in self.entitled(held).holds:
                register.reword_hold(connection, self.reason(held, hold))

    def _close(self, connection: Connection, record_id: str, label: Label) -> Rekept:
        """Seals every version of a record that lies open; what was sealed is read again before the open bytes may go."""
        assert self.keys is not None
        items = [item for item in register.renditions_of(connection, record_id) if not item.sealed]
        self.keys.remake(record_id, [ABOUT, *(item.id for item in items)], label)
        rekept = {}
        for item in items:
            seal = self._seal(record_id, label, item)
            sealed = self._sealed(seal, item, self.blobs.stream(item.blob), whole=False)
            plain = seal.open(self.blobs.stream(sealed.blob))
            if not sealed.sha256 == item.sha256 == ContentId.of_chunks(plain):
                raise BlobDamaged(content=item.blob)
            holdings.rekeep(connection, sealed)
            holdings.leave(connection, record_id, item.blob)
            rekept[item.blob] = sealed.blob
        return rekept

    def _open(self, connection: Connection, before: Record) -> Rekept:
        rekept = {}
        for item in register.renditions_of(connection, before.id):
            if item.sealed:
                blob = self.blobs.put_chunks(self.stream(before, item))
                if blob.content != item.sha256:
                    raise BlobDamaged(content=item.sha256)
                holdings.rekeep(connection, replace(item, blob=blob.content, sealed=False))
                holdings.leave(connection, before.id, item.blob)
                rekept[item.blob] = blob.content
        return rekept

    def _seal(self, record_id: str, label: Label, item: Rendition) -> Seal:
        if self.keys is None:
            raise KeyDestroyed
        return Seal(self.keys.find(record_id, item.id, label), _context(record_id, item))

    def _sealed(self, seal: Seal, item: Rendition, chunks: Iterable[bytes], *, whole: bool) -> Rendition:
        digest, size = hashlib.sha256(), 0

        def read() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        sealed = seal.seal(read())
        blob: Blob = self.blobs.put(b"".join(sealed)) if whole else self.blobs.put_chunks(sealed)
        return replace(item, size=size, sha256=ContentId(digest.hexdigest()), blob=blob.content, sealed=True)


def blank(name: str, media_type: str, created: datetime, actor: str) -> Rendition:
    """A first version that holds nothing yet, with an id of its own."""
    nothing = ContentId.of(b"")
    return Rendition(name, 1, media_type, 0, nothing, nothing, "", "", created, actor, id=register.new_id())


def _context(record_id: str, item: Rendition) -> bytes:
    return f"{record_id}/{item.id}".encode()
