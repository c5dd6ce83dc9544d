"""A writer that is killed at any of its steps leaves the index before or the index after, never anything between."""

import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Entry, Query, WhooshIndex, open_index
from tests.search.conftest import ENTRIES, decision

_STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "os.truncate"}
_NEW = [decision("77/2024/QĐ-UBND", "Văn bản mới"), decision("12/2023/QĐ-UBND", "Bảng giá đất, bản sau", id="qd-12")]
AFTER_PUT = {entry.id for entry in ENTRIES if entry.document != "qd-12"} | {entry.id for entry in _NEW}
WRITES: dict[str, tuple[Callable[[WhooshIndex], object], set[str]]] = {
    "put": (lambda index: index.put(_NEW), AFTER_PUT),
    "remove": (lambda index: index.remove(["qd-12"]), {entry.id for entry in ENTRIES if entry.document != "qd-12"}),
    "rebuild": (lambda index: index.replace_all(_NEW), {entry.id for entry in _NEW}),
}


def _killed_at(step: int, index: WhooshIndex, write: Callable[[WhooshIndex], object]) -> bool:
    """Runs the write in a child process that is killed before its so-many-th look at or change of a file; False when it ends before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: the child only writes and dies
        child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in _STEPS and str(index.folder) in str(arguments[0]):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            write(index)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _whole(index: WhooshIndex, allowed: list[set[str]]) -> None:
    ids = index.ids()
    assert ids in allowed
    assert index.stats()["entries"] == len(ids)
    assert {hit.entry.id for hit in index.search(Query("", size=50)).hits} <= ids


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.soak)])
def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path, name: str, every: int) -> None:
    write, after = WRITES[name]
    step, killed = 1, True
    while killed:
        index = open_index(tmp_path / f"step-{step}")
        index.put(ENTRIES)
        before = index.ids()
        killed = _killed_at(step, index, write)
        _whole(open_index(index.folder), [before, after])
        index.put([Entry(id="later", title="bảng giá đất")])
        assert open_index(index.folder).ids() in [before | {"later"}, after | {"later"}]
        step += every
    assert step > 10
