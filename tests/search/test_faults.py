"""A writer that is killed at any of its steps leaves the index before or the index after, never anything between."""

import json
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest

from search import Entry, IndexMissing, IndexOutdated, Query, WhooshIndex, open_index, rebuild_index
from search.__main__ import main
from tests.search.conftest import ENTRIES, decision

_STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "os.truncate"}
_NEW = [decision("77/2024/QĐ-UBND", "Văn bản mới"), decision("12/2023/QĐ-UBND", "Bảng giá đất, bản sau", id="qd-12")]
_LATER = Entry(id="later", title="bảng giá đất")


class Write(NamedTuple):
    """A change of an index, and the entries that it leaves of `ENTRIES`."""

    act: Callable[[Path], object]
    after: set[str]
    before: Callable[[Path], object] = lambda folder: rebuild_index(folder, ENTRIES)


def _ids(entries: list[Entry]) -> set[str]:
    return {entry.id for entry in entries}


def _one_by_one(folder: Path) -> None:
    """As many segments as Whoosh lets stand before it merges them."""
    index, documents = open_index(folder), sorted({entry.document for entry in ENTRIES})
    for chosen in (*({one} for one in documents[:4]), set(documents[4:])):
        index.put([entry for entry in ENTRIES if entry.document in chosen])
    assert index.stats()["segments"] == 5


def _outdated(folder: Path) -> None:
    rebuild_index(folder, ENTRIES)
    (folder / "CURRENT").write_text("g000001")


def _load(folder: Path) -> None:
    lines = folder.with_suffix(".jsonl")
    lines.write_text("\n".join(json.dumps(asdict(entry)) for entry in _NEW), encoding="utf-8")
    main(["load", str(lines), str(folder)])


_AFTER_REMOVE = _ids(ENTRIES) - {"qd-12", "qd-12#art_2"}
WRITES = {
    "put": Write(lambda folder: open_index(folder).put(_NEW), _AFTER_REMOVE | _ids(_NEW)),
    "remove": Write(lambda folder: open_index(folder).remove(["qd-12"]), _AFTER_REMOVE),
    "merge": Write(lambda folder: open_index(folder).put(_NEW), _AFTER_REMOVE | _ids(_NEW), _one_by_one),
    "rebuild": Write(lambda folder: open_index(folder).replace_all(_NEW), _ids(_NEW)),
    "load": Write(_load, _ids(_NEW)),
    "make": Write(open_index, set(), Path.mkdir),
    "renew": Write(lambda folder: rebuild_index(folder, _NEW), _ids(_NEW), _outdated),
}


def _killed_at(step: int, folder: Path, act: Callable[[Path], object]) -> bool:
    """Acts in a child process that is killed before its so-many-th look at or change of a file; False when it ends before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: the child only writes and dies
        child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in _STEPS and str(folder) in str(arguments[0]):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            act(folder)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _held(index: WhooshIndex) -> set[str] | None:
    """The entries of an index that agrees with itself; None where there is none, or one of another version."""
    try:
        ids = index.ids()
    except (IndexMissing, IndexOutdated):
        return None
    assert index.stats()["entries"] == len(ids)
    assert _ids([hit.entry for hit in index.search(Query("", size=50)).hits]) <= ids
    return ids


def _tidy(folder: Path) -> None:
    """Nothing of the killed writer is left."""
    (generation,) = (child for child in folder.iterdir() if child.is_dir())
    kinds = sorted(file.suffix for file in generation.iterdir() if file.name != "MAIN_WRITELOCK")
    assert kinds == [".seg"] * open_index(folder).stats()["segments"] + [".toc"]


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_a_killed_writer_loses_and_doubles_nothing_and_readers_read_on(tmp_path: Path, name: str, every: int) -> None:
    write, step, killed = WRITES[name], 1, True
    write.before(tmp_path / "before")
    while killed:
        folder = shutil.copytree(tmp_path / "before", tmp_path / f"step-{step}")
        reader = WhooshIndex(folder)
        before = _held(reader)
        killed = _killed_at(step, folder, write.act)
        found = _held(reader)
        assert found in (before, write.after)
        if found is None:
            rebuild_index(folder, ENTRIES)
            found = _held(reader)
        reader.put([_LATER])
        assert _held(open_index(folder)) == _held(reader) == (found or set()) | {"later"}
        _tidy(folder)
        shutil.rmtree(folder)
        step += every
    assert step > 10
