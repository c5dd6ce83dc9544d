"""The folder of an index: its generations of which one is live, and the lock of its one writer.

`CURRENT` names the live generation folder and the version of its schema, `LOCK` is held by the writer. A rebuild fills a new
generation beside the live one and then replaces `CURRENT`, so a reader never meets a half-built index. What is not live goes
when it is replaced, or with the next writer; readers that have it open keep it until they look again. The folder holds
Whoosh's pickles and is therefore to be trusted like program code: never take one from outside.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from whoosh import index as whoosh_index

from search.errors import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated, IndexUnwritable, NotAnIndex
from search.files import GenerationFiles
from search.schema import VERSION, make_schema

_FORMAT = "gazette-search"
_GENERATION = re.compile(r"g\d{6,}")
_OWN = {"CURRENT", "LOCK", "SCHEMA"}
_PATIENCE = 10.0
"""Seconds to wait for another process that is making the index."""


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
        """An empty generation beside the live one."""
        name = f"g{max((int(name[1:]) for name in self._generations()), default=0) + 1:06}"
        (self.path / name).mkdir()
        whoosh_index.FileIndex.create(self.storage(name), make_schema(), "MAIN")
        return name

    def go_live(self, generation: str) -> None:
        """Makes a generation the live one; all others go."""
        temporary = self.path / "CURRENT.new"
        with temporary.open("w", encoding="ascii") as file:
            json.dump({"format": _FORMAT, "version": VERSION, "generation": generation}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / "CURRENT")
        self._keep_only(generation)

    def throw_away(self, generation: str) -> None:
        """Removes a generation that did not come to live."""
        shutil.rmtree(self.path / generation, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Holds the writer's lock; raises `IndexLocked` naming who else does, `IndexUnwritable` without rights or space."""
        try:
            self.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            lock: BinaryIO = (self.path / "LOCK").open("a+b", buffering=0)
        except OSError as error:
            raise IndexUnwritable(self.path, error.strerror or "") from error
        with lock:
            self._lock(lock)
            try:
                lock.write(f"{purpose}, pid {os.getpid()}, {time.strftime('%H:%M:%S')}".encode())
                with contextlib.suppress(IndexDamaged, IndexOutdated):
                    self._keep_only(self.current())
                yield
            except OSError as error:
                raise IndexUnwritable(self.path, error.strerror or str(error)) from error
            finally:
                lock.truncate(0)

    def _lock(self, lock: BinaryIO) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise IndexLocked(self.path, lock.read().decode("utf-8", "replace").strip()) from error
        lock.truncate(0)

    def _read(self, text: str) -> tuple[str, object]:
        try:
            found = json.loads(text)
            generation, version = found["generation"], found["version"]
            if found["format"] == _FORMAT and _GENERATION.fullmatch(generation):
                return generation, version
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(self.path, "CURRENT") from error
        raise IndexDamaged(self.path, "CURRENT")

    def _keep_only(self, generation: str) -> None:
        for name in self._generations():
            if name != generation:
                self.throw_away(name)

    def _generations(self) -> list[str]:
        return [child.name for child in self.path.iterdir() if _GENERATION.fullmatch(child.name)]
