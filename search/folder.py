"""The folder of an index: its schema version, its generations of which one is live, and the lock of its one writer.

`SCHEMA` names the version, `CURRENT` the live generation folder, `LOCK` is held by the writer. A rebuild fills a new
generation beside the live one and then replaces `CURRENT`, so a reader never meets a half-built index. The folder holds
Whoosh's pickles and is therefore to be trusted like program code: never take one from outside.
"""

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage

from search.errors import IndexDamaged, IndexLocked, IndexOutdated, IndexUnwritable
from search.schema import VERSION, make_schema

_FORMAT = "gazette-search"
_PATIENCE = 10.0
"""Seconds to wait for another process that is making the index."""


class GenerationFiles(FileStorage):  # type: ignore[misc]
    """Whoosh's view of a generation, which can close what Whoosh forgets to close when it meets damage."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """A file of the generation."""
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def give_up(self) -> None:
        """Closes every file opened so far."""
        for file in self._opened:
            if not file.is_closed:
                file.close()

    def settle(self) -> None:
        """Leaves the files to those who opened them."""
        self._opened.clear()


class IndexFolder:
    """The files around Whoosh's own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether anything stands there already."""
        return self.path.is_dir() and any(child.name != "LOCK" for child in self.path.iterdir())

    def create(self) -> None:
        """Makes an empty index where nothing stands; another process doing the same at this moment is waited for."""
        deadline = time.monotonic() + _PATIENCE
        while not (self.path / "CURRENT").exists():
            try:
                with self.writing("create"):
                    if not self.exists():
                        self.go_live(self.new_generation())
                    return
            except IndexLocked:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def check(self) -> None:
        """Raises `IndexDamaged` or `IndexOutdated` when this is not an index that this program can read."""
        try:
            found = json.loads((self.path / "SCHEMA").read_text("utf-8"))
            version = found["version"] if found["format"] == _FORMAT else None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(self.path, "SCHEMA") from error
        if version != VERSION:
            raise IndexOutdated(self.path, version, VERSION)
        self.current()

    def current(self) -> str:
        """The name of the live generation."""
        try:
            name = (self.path / "CURRENT").read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexDamaged(self.path, "CURRENT") from error
        if not name.startswith("g") or not name[1:].isdigit():
            raise IndexDamaged(self.path, "CURRENT")
        return name

    def storage(self, generation: str) -> GenerationFiles:
        """The files of a generation."""
        return GenerationFiles(self.path / generation)

    def new_generation(self) -> str:
        """An empty generation beside the live one; leftovers of a rebuild that was cut off are cleared away."""
        live = self._live()
        for name in self._generations():
            if name > live:
                shutil.rmtree(self.path / name, ignore_errors=True)
        name = f"g{int(live[1:] or 0) + 1 if live else 1:06}"
        (self.path / name).mkdir()
        whoosh_index.FileIndex.create(self.storage(name), make_schema(), "MAIN")
        return name

    def forget_damage(self) -> None:
        """Takes away a live mark that cannot be read, so that a new generation can be made."""
        with contextlib.suppress(OSError):
            try:
                self.current()
            except IndexDamaged:
                (self.path / "CURRENT").unlink(missing_ok=True)

    def go_live(self, generation: str) -> None:
        """Makes a generation the live one; the one before stays for readers that are just opening it, older ones go."""
        self._write("SCHEMA", json.dumps({"format": _FORMAT, "version": VERSION}))
        before = self._live()
        self._write("CURRENT", generation)
        for name in self._generations():
            if name not in {before, generation}:
                shutil.rmtree(self.path / name, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Holds the writer's lock; raises `IndexLocked` naming who else does, `IndexUnwritable` without rights or space."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "LOCK").open("a+", encoding="utf-8")
        except OSError as error:
            raise IndexUnwritable(self.path, error.strerror or "") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                raise IndexLocked(self.path, lock.read().strip()) from error
            lock.truncate(0)
            lock.write(f"{purpose}, pid {os.getpid()}, {time.strftime('%H:%M:%S')}")
            lock.flush()
            try:
                yield
            except OSError as error:
                raise IndexUnwritable(self.path, error.strerror or str(error)) from error
            finally:
                lock.truncate(0)

    def _live(self) -> str:
        return self.current() if (self.path / "CURRENT").exists() else ""

    def _generations(self) -> list[str]:
        return [child.name for child in self.path.iterdir() if child.name.startswith("g") and child.name[1:].isdigit()]

    def _write(self, name: str, text: str) -> None:
        temporary = self.path / f"{name}.new"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / name)
