"""The folder of an index: its generations of which one is live, and the locks of its one writer and its one rebuild.

`CURRENT` names the live generation folder and the version of its schema, `LOCK` is held by the writer. A rebuild, which holds
`REBUILD`, fills a new generation beside the live one and then replaces `CURRENT`, so a reader never meets a half-built index;
`TOUCHED` names the documents that others wrote meanwhile. What is not live goes when it is replaced, or with the next writer;
readers that have it open keep it until they look again. The folder holds Whoosh's pickles and is therefore to be trusted like
program code: never take one from outside.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from whoosh import index as whoosh_index

from search.errors import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated, IndexUnwritable, NotAnIndex
from search.files import GenerationFiles
from search.schema import VERSION, make_schema

_FORMAT = "gazette-search"
_GENERATION = re.compile(r"g\d{6,}")
_OWN = {"CURRENT", "LOCK", "REBUILD", "TOUCHED", "SCHEMA"}
_PATIENCE = 10.0
"""Seconds to wait for another writer."""


class IndexFolder:
    """The files around Whoosh's own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether an index stands there, whole or damaged; what a killed `create` left is none. Raises `NotAnIndex`."""
        names = {child.name for child in self.path.iterdir()} if self.path.is_dir() else set()
        if names and not any(name in _OWN or _GENERATION.fullmatch(name) for name in names):
            raise NotAnIndex(self.path)
        return "CURRENT" in names or any(any((self.path / name).glob("*.seg")) for name in names)

    def create(self) -> None:
        """Makes an empty index where nothing stands."""
        if not (self.path / "CURRENT").exists():
            with self.writing("create"):
                if not self.exists():
                    self.go_live(self.new_generation())

    def current(self) -> str:
        """The name of the live generation. Raises `IndexDamaged`, `IndexMissing`, or `IndexOutdated` when another version wrote it."""
        try:
            text = (self.path / "CURRENT").read_text("ascii").strip()
        except (OSError, ValueError) as error:
            if not self.exists():
                raise IndexMissing(self.path) from error
            raise IndexDamaged(self.path, "CURRENT") from error
        if _GENERATION.fullmatch(text):  # up to version 3 the version stood elsewhere
            raise IndexOutdated(self.path, "≤ 3", VERSION)
        generation, version = self._read(text)
        if version != VERSION:
            raise IndexOutdated(self.path, version, VERSION)
        return generation

    def storage(self, generation: str) -> GenerationFiles:
        """The files of a generation."""
        return GenerationFiles(self.path / generation)

    def new_generation(self) -> str:
        """An empty generation beside the live one; what is written into that from now on is noted."""
        name = f"g{max((int(name[1:]) for name in self._generations()), default=0) + 1:06}"
        (self.path / name).mkdir()
        whoosh_index.FileIndex.create(self.storage(name), make_schema(), "MAIN")
        (self.path / "TOUCHED").write_bytes(b"")
        return name

    def touch(self, documents: Iterable[str]) -> None:
        """Notes documents that are about to be written, if a rebuild is under way."""
        if (self.path / "TOUCHED").exists():
            with (self.path / "TOUCHED").open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(document) + "\n" for document in documents)

    def touched(self) -> set[str]:
        """The documents that were written since the new generation was begun."""
        return {json.loads(line) for line in (self.path / "TOUCHED").read_text("utf-8").splitlines()}

    def go_live(self, generation: str) -> None:
        """Makes a generation the live one; all others go."""
        temporary = self.path / "CURRENT.new"
        with temporary.open("w", encoding="ascii") as file:
            json.dump({"format": _FORMAT, "version": VERSION, "generation": generation}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / "CURRENT")
        self._sweep(generation)

    def throw_away(self, generation: str) -> None:
        """Removes a generation that did not come to live."""
        shutil.rmtree(self.path / generation, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Holds the writer's lock, for which it waits ten seconds; raises `IndexLocked` naming who has it, `IndexUnwritable`."""
        with self._holding("LOCK", purpose, _PATIENCE):
            if not self._is_rebuilt():
                with contextlib.suppress(IndexDamaged, IndexOutdated):
                    self._sweep(self.current())
            yield

    @contextlib.contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Holds the lock of a rebuild; raises `IndexLocked` at once when there is one, `IndexUnwritable` without rights or space."""
        with self._holding("REBUILD", "rebuild", 0):
            yield

    @contextlib.contextmanager
    def _holding(self, name: str, purpose: str, patience: float) -> Iterator[None]:
        try:
            self.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            lock: BinaryIO = (self.path / name).open("a+b", buffering=0)
        except OSError as error:
            raise IndexUnwritable(self.path, error.strerror or "") from error
        with lock:
            self._wait(lock, patience)
            try:
                lock.truncate(0)
                lock.write(f"{purpose}, pid {os.getpid()}, {time.strftime('%H:%M:%S')}".encode())
                yield
            except OSError as error:
                raise IndexUnwritable(self.path, error.strerror or str(error)) from error
            finally:
                lock.truncate(0)

    def _wait(self, lock: BinaryIO, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not _taken(lock):
            if time.monotonic() >= deadline:
                lock.seek(0)
                raise IndexLocked(self.path, lock.read().decode("utf-8", "replace").strip())
            time.sleep(0.02)

    def _is_rebuilt(self) -> bool:
        try:
            with (self.path / "REBUILD").open("rb") as lock:
                return not _taken(lock)
        except FileNotFoundError:
            return False

    def _read(self, text: str) -> tuple[str, object]:
        try:
            found = json.loads(text)
            generation, version = found["generation"], found["version"]
            if found["format"] == _FORMAT and _GENERATION.fullmatch(generation):
                return generation, version
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(self.path, "CURRENT") from error
        raise IndexDamaged(self.path, "CURRENT")

    def _sweep(self, live: str) -> None:
        (self.path / "TOUCHED").unlink(missing_ok=True)
        for name in self._generations():
            if name != live:
                self.throw_away(name)

    def _generations(self) -> list[str]:
        return [child.name for child in self.path.iterdir() if _GENERATION.fullmatch(child.name)]


def _taken(lock: BinaryIO) -> bool:
    """Whether a lock is this process's now."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
