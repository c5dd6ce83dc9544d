"""Two stores with the same blobs: what the first has lost or let change is taken from the second, and the other way round."""

from collections.abc import Iterable, Iterator

from archive.blobs import Blob, BlobStore
from archive.digest import ContentId
from archive.errors import BlobDamaged, BlobMissing, StoreFailed


class MirroredBlobs:
    """A blob store with a second copy of every blob in another store, by its own address.

    A deposit stands when the first store has it; a second store that is away gets it with the next round (see ``rounds``). Reading whole
    bytes that are missing or damaged mends them on the way.
    """

    def __init__(self, first: BlobStore, second: BlobStore) -> None:
        self.first = first
        self.second = second

    def put(self, data: bytes) -> Blob:
        """Keeps *data* in both."""
        blob = self.first.put(data)
        self._copied(blob.content)
        return blob

    def put_chunks(self, chunks: Iterable[bytes]) -> Blob:
        """Keeps a stream in both."""
        blob = self.first.put_chunks(chunks)
        self._copied(blob.content)
        return blob

    def get(self, content: ContentId) -> bytes:
        """All the bytes, from the second store when the first has lost them or let them change, which is mended at once."""
        try:
            return self.first.get(content)
        except (BlobMissing, BlobDamaged):
            data = self.second.get(content)
            restore(self.first, content, [data])
            return data

    def stream(self, content: ContentId, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of the first store, of the second when they are missing there."""
        return (self.first if self.first.exists(content) else self.second).stream(content, start, end)

    def exists(self, content: ContentId) -> bool:
        """Whether either has the bytes."""
        return self.first.exists(content) or self.second.exists(content)

    def delete(self, content: ContentId) -> None:
        """Removes the bytes from both: what is destroyed has no second copy."""
        self.second.delete(content)
        self.first.delete(content)

    def forget_incoming(self) -> None:
        """Removes what broken streams left in either."""
        self.first.forget_incoming()
        self.second.forget_incoming()

    def contents(self) -> Iterator[Blob]:
        """Every blob of the first store, then what only the second has."""
        known = set()
        for blob in self.first.contents():
            known.add(blob.content)
            yield blob
        yield from (blob for blob in self.second.contents() if blob.content not in known)

    def _copied(self, content: ContentId) -> None:
        try:
            if not self.second.exists(content):
                self.second.put_chunks(self.first.stream(content))
        except StoreFailed:
            return  # (the next round finds it missing and copies it)


def restore(store: BlobStore, content: ContentId, chunks: Iterable[bytes]) -> None:
    """Puts good bytes in the place of missing or damaged ones. Raises StoreFailed, and BlobDamaged when they are not good."""
    if store.exists(content):
        store.delete(content)
    if store.put_chunks(chunks).content != content:
        raise BlobDamaged(content=content)
