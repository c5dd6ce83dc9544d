"""Search within the clearance: one index for each label that records bear, in memory only, asked through the archive's rule."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import archive
import search
from gazette import akn, word
from gazette.db import Work
from gazette.model.errors import BadCall, Unavailable
from gazette.model.people import Actor
from gazette.model.permissions import READERS
from gazette.services.parts import Parts
from gazette.services.roles import need

SIZE = 50
_ROWS = 200
"""Rows of the log that are followed in one go."""

_PAGES = 5
"""Pages of an index, of the most entries an answer may hold, that are looked through for what may be told."""

_XML, _ORIGINAL = "xml", "original"
_LONGEST = 1 << 20
_INDEX, _LABEL, _MARK, _LOCK = "index", "LABEL", "SEQ", "LOCK"


class NoPartitions(Unavailable):
    """There is no index in memory: no worker made it yet, or the machine has no place for it."""

    code = "G124"
    vi = "Chưa tìm được trong kho lưu trữ: chỉ mục trong bộ nhớ (/dev/shm) chưa có; tiến trình nền (gazette worker) lập chỉ mục này."
    en = "The archive cannot be searched yet: there is no index in memory (/dev/shm); the worker (gazette worker) makes it."


class Partitions:
    """Indexes of what staff may search, an own one for each label, in a folder that lies in memory and is made anew from the archive.

    They follow the log: no service has to think of them. Nothing of them outlives the machine, nor the archive's being locked.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def find(self, actor: Actor, words: str) -> tuple[archive.Record, ...]:
        """The newest records in which the words stand, in their title or text, as far as this person may know of them.

        Only the indexes that the clearance dominates are asked; the archive's rule has the last word about every hit, so that neither
        order nor number tell of what it keeps back. Raises NotAllowed, NoPartitions, Unavailable while the archive is locked.
        """
        need(actor, *READERS)
        chosen = [(label, place) for label, place in self._places() if archive.dominates(actor.clearance, label)]
        keys = self._parts.vault.keys
        with self._parts.database.write() as work:
            if keys is not None and any(not label.is_public for label, _ in chosen):
                keys.unlocked()
            named = [name for _, place in chosen for name in _asked(search.open_index(place / _INDEX), words)]
            return self._parts.vault.found(work.connection, actor.clearance, named, size=SIZE)

    def catch_up(self) -> int:
        """Follows the log to its end; how many records were looked at. For the worker: what it costs, no reader's question shows.

        Does nothing where another process is at it; while the archive is locked, all is thrown away.
        """
        folder, keys = self._parts.partitions, self._parts.vault.keys
        if folder is None:
            return 0
        if keys is not None and keys.made and keys.locked:
            self.forget()
            return 0
        done = 0
        try:
            with _alone(folder) as ours:
                while ours and (count := self._step(folder)):
                    done += count
        except (search.IndexDamaged, search.IndexOutdated):  # the next time all is made anew
            self.forget()
            raise
        return done

    def forget(self) -> None:
        """Throws all of it away."""
        if self._parts.partitions is not None:
            shutil.rmtree(self._parts.partitions, ignore_errors=True)

    def _step(self, folder: Path) -> int:
        mark = folder / _MARK
        after = int(mark.read_text("ascii")) if mark.exists() else 0
        with self._parts.database.read() as work:
            reached, touched = self._parts.vault.changed(work.connection, after, _ROWS)
            entries = self._entries(work, touched)
        if reached == after and mark.exists():
            return 0
        for name, (label, _) in entries.items():
            _make(folder / name, label)
        for place in () if not touched else sorted(told.parent for told in folder.glob(f"*/{_LABEL}")):
            index = search.open_index(place / _INDEX)
            index.remove(touched & index.ids())
            if place.name in entries:
                index.put(entries[place.name][1])
        mark.write_text(str(reached), "ascii")
        return len(touched)

    def _entries(self, work: Work, touched: frozenset[str]) -> Mapping[str, tuple[archive.Label, list[search.Entry]]]:
        """What is to be indexed of these records, by the name of their label's index."""
        found: dict[str, tuple[archive.Label, list[search.Entry]]] = {}
        for record_id in sorted(touched):
            try:
                held = self._parts.vault.indexable(work.connection, record_id, (_XML, _ORIGINAL))
            except (archive.BlobMissing, archive.BlobDamaged):
                held = self._parts.vault.indexable(work.connection, record_id, ())  # the sweep names the loss; the title is there still
            if held is not None:
                record, texts = held
                found.setdefault(_name(record.label), (record.label, []))[1].append(_entry(record, texts))
        return found

    def _places(self) -> Iterator[tuple[archive.Label, Path]]:
        folder = self._parts.partitions
        if folder is None or not (folder / _MARK).exists():
            raise NoPartitions
        for told in sorted(folder.glob(f"*/{_LABEL}")):
            yield _label(told.read_text("utf-8")), told.parent


def _asked(index: search.SearchIndex, words: str) -> Iterator[str]:
    """The records that an index holds the words of, the newest first: no score says anything of the others in it."""
    for page in range(1, _PAGES + 1):
        hits = index.search(search.Query(words, sort="newest", page=page, size=search.MAX_SIZE)).hits
        yield from (hit.entry.document for hit in hits)
        if len(hits) < search.MAX_SIZE:
            return


def _entry(record: archive.Record, texts: Mapping[str, bytes]) -> search.Entry:
    text = akn.to_text(texts[_XML]) if _XML in texts else _plain(texts.get(_ORIGINAL, b""))
    return search.Entry(record.id, title=record.title, text=text[:_LONGEST], date=record.created.date().isoformat())


def _plain(data: bytes) -> str:
    """The text of a PDF or .docx file, or of one that is nothing but text; of any other file there is nothing to find but the title."""
    if data.lstrip()[:5] == b"%PDF-":
        with suppress(BadCall):
            return akn.pdf_text(data)
        return ""
    if word.sniff(data) is word.FileKind.DOCX:
        blocks = word.read(data, painter=word.TextOnly()).value
        return blocks.visible_text() if blocks is not None else ""
    with suppress(UnicodeDecodeError):
        return data.decode()
    return ""


def _name(label: archive.Label) -> str:
    return archive.ContentId.of(_told(label).encode()).hex[:32]


def _told(label: archive.Label) -> str:
    return json.dumps({"level": label.level, "secrecy": label.secrecy, "compartments": sorted(label.compartments)})


def _label(text: str) -> archive.Label:
    told = json.loads(text)
    return archive.Label(told["level"], told["secrecy"], frozenset(told["compartments"]))


def _make(place: Path, label: archive.Label) -> None:
    if not (place / _LABEL).exists():
        place.mkdir(mode=0o700, exist_ok=True)
        (place / _LABEL).write_text(_told(label), "utf-8")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this process is the one that follows the log meanwhile."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = folder.lstat()
    if held.st_uid != os.getuid() or held.st_mode & 0o077 or folder.is_symlink():
        raise NoPartitions  # an index is to be trusted like program code: never somebody else's
    with (folder / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
