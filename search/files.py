"""The files of a generation: what Whoosh has finished is sealed with a check sum, and nothing is read without it.

Whoosh's tables of contents and segments are pickles and unguarded binary tables: a changed bit in them is another answer, or
whatever unpickling does with it. Both kinds of file are written once, so one sum at their end, looked at when they are opened,
tells every damage before anything is read.
"""

import struct
import zlib
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from whoosh.filedb.filestore import FileStorage

from search.errors import IndexDamaged

_SEAL = struct.Struct("<4sI")
_MAGIC = b"GzS1"
_SEALED = (".toc", ".seg")
_CHUNK = 1 << 20
_MOST_REMEMBERED = 1000
_whole: dict[str, "Signature"] = {}
"""The files of this process's indexes that were whole when last read: a writer opens every segment for each document."""


class Signature(NamedTuple):
    """What tells a file from another one put in its place, or from itself after a change."""

    inode: int
    size: int
    changed: int


class GenerationFiles(FileStorage):  # type: ignore[misc]
    """Whoosh's view of a generation, which can close what Whoosh forgets to close when it meets damage."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """A file of the generation; raises `IndexDamaged` for a finished one that is not what was written."""
        if name.endswith(_SEALED) and not _is_whole(self.path(name)):
            raise IndexDamaged(Path(self.folder).parent, name)
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """What Whoosh does when a table of contents is complete; it is sealed first, and what killed writers left of others goes."""
        self.seal(oldname)
        super().rename_file(oldname, newname, safe)
        for name in self.list():
            if ".toc." in name:
                self.delete_file(name)

    def seal(self, name: str) -> None:
        """Adds the check sum to the end of a finished file."""
        with self.path(name).open("r+b") as file:
            file.write(_SEAL.pack(_MAGIC, _checksum(file, self.file_length(name))))

    def path(self, name: str) -> Path:
        """Where a file lies."""
        return Path(self.folder, name)

    def give_up(self) -> None:
        """Closes every file opened so far."""
        for file in self._opened:
            if not file.is_closed:
                file.close()

    def settle(self) -> None:
        """Leaves the files to those who opened them."""
        self._opened.clear()


def signature(path: Path) -> Signature:
    """The signature of a file; raises `FileNotFoundError`."""
    found = path.stat()
    return Signature(found.st_ino, found.st_size, found.st_mtime_ns)


def _is_whole(path: Path) -> bool:
    """Whether the file is what was written; it is read once as long as it stays the same file, whoever opens it again."""
    seen = signature(path)
    if _whole.get(str(path)) == seen:
        return True
    length = seen.size - _SEAL.size
    if length < 0:
        return False
    with path.open("rb") as file:
        checksum = _checksum(file, length)
        if file.read() != _SEAL.pack(_MAGIC, checksum):
            return False
    if len(_whole) >= _MOST_REMEMBERED:
        _whole.clear()
    _whole[str(path)] = seen
    return True


def _checksum(file: BinaryIO, length: int) -> int:
    """The sum of the next bytes of a file, which is read no further."""
    checksum = 0
    while length > 0 and (chunk := file.read(min(length, _CHUNK))):
        checksum = zlib.crc32(chunk, checksum)
        length -= len(chunk)
    return checksum
