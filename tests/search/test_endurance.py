"""Readers in processes of their own while another writes and rebuilds: no error, no wrong total, no growing memory, no slow answers."""

import multiprocessing
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, islice
from multiprocessing.context import SpawnProcess
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from search import Entry, Query, WhooshIndex, open_index
from tests.search.province import acts

IDLE, WRITING, IDLE_AGAIN, OVER = range(4)
_SPAWN = multiprocessing.get_context("spawn")
_THINKING = 0.1
"""Seconds between the questions of one reader."""
_MOVING = "văn bản tạm"
_STEADY = Query('"bảng giá đất"')


@dataclass(frozen=True)
class Endurance:
    """How many readers and entries; seconds idle, of writing, between two writes, and between two rebuilds."""

    readers: int
    entries: int
    idle: float
    writing: float
    pause: float
    rebuilds: float


@dataclass
class Told:
    """What a reader met: milliseconds an answer by phase, by the clock and of the processor, its memory in KB, the totals of what nobody touches."""

    taken: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: {phase: [] for phase in (IDLE, WRITING, IDLE_AGAIN)})
    memory: list[int] = field(default_factory=list)
    totals: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Shared:
    """What the processes share."""

    phase: Any
    started: Any
    told: Any


def _entries(wanted: int) -> Iterator[Entry]:
    """The acts, several times over in other years when they are too few."""
    copies = (
        replace(act, id=f"{act.id}-{copy}", document="", number=act.number.replace("/20", f"/{copy:02}20"))
        for copy in count()
        for act in acts()
    )
    return islice(copies, wanted)


def _read(folder: Path, seed: int, shared: Shared) -> None:
    chance, index, report = random.Random(seed), open_index(folder), Told()
    asked = [act.title for act in acts()] + [act.number for act in acts()] + ["quy dinh", _MOVING, '"mức hỗ trợ"']
    report.totals.add(index.search(_STEADY).total)
    shared.started.wait()
    while (now := shared.phase.value) != OVER:
        began, worked = time.perf_counter(), time.thread_time()
        index.search(Query(chance.choice(asked), size=10))
        report.taken[now].append(((time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000))
        if len(report.taken[now]) % 10 == 0:
            report.totals.add(index.search(_STEADY).total)
            report.memory.append(_own_memory())
        time.sleep(_THINKING * chance.uniform(0.5, 1.5))
    shared.told.put(report)


def _own_memory() -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def _write(index: WhooshIndex, plan: Endurance) -> int:
    """Puts in, replaces and takes out one document after the other, and rebuilds now and then; how many writes that were."""
    end = time.monotonic() + plan.writing
    rebuild = time.monotonic() + plan.rebuilds
    for number in count():
        text = f"{_MOVING} {number}. " + "Điều 1. Kinh phí do ngân sách tỉnh bảo đảm. " * 20
        index.put(
            [Entry(id=f"tam-{number % 40}{part}", number=f"{number}/2024/QĐ-UBND", title=_MOVING, text=text) for part in ("", "#a", "#b")]
        )
        time.sleep(plan.pause)
        index.remove([f"tam-{(number + 20) % 40}"])
        time.sleep(plan.pause)
        if time.monotonic() > rebuild:
            index.replace_all(_entries(plan.entries))
            rebuild = time.monotonic() + plan.rebuilds
        if time.monotonic() > end:
            return 2 * number
    raise AssertionError


def _together(folder: Path, plan: Endurance) -> tuple[list[Told], int]:
    index, shared = open_index(folder), Shared(_SPAWN.Value("i", IDLE), _SPAWN.Barrier(plan.readers + 1, timeout=300), _SPAWN.Queue())
    index.replace_all(_entries(plan.entries))
    readers: list[SpawnProcess] = [_SPAWN.Process(target=_read, args=(folder, seed, shared)) for seed in range(plan.readers)]
    try:
        for reader in readers:
            reader.start()
        shared.started.wait()
        time.sleep(plan.idle)
        shared.phase.value = WRITING
        writes = _write(index, plan)
        shared.phase.value = IDLE_AGAIN
        time.sleep(plan.idle)
        shared.phase.value = OVER
        return [shared.told.get(timeout=300) for _ in readers], writes
    finally:
        for reader in readers:
            reader.kill()
            reader.join()


def _p95(reports: list[Told], *phases: int) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    taken = [one for report in reports for phase in phases for one in report.taken[phase]]
    clock, processor = (quantiles(column, n=20)[-1] for column in zip(*taken, strict=True))
    return clock, processor


def test_readers_in_other_processes_get_whole_answers_while_one_writes(tmp_path: Path) -> None:
    reports, writes = _together(tmp_path / "index", Endurance(readers=2, entries=200, idle=0.2, writing=1, pause=0, rebuilds=0.3))
    assert writes
    assert set.union(*(report.totals for report in reports)) == {_steady(200)}


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_eight_readers_are_answered_through_ten_minutes_of_writing(tmp_path: Path) -> None:
    plan = Endurance(readers=8, entries=20_000, idle=60, writing=600, pause=0.25, rebuilds=320)
    reports, writes = _together(tmp_path / "index", plan)
    idle, writing = _p95(reports, IDLE, IDLE_AGAIN), _p95(reports, WRITING)
    answers = sum(len(taken) for report in reports for taken in report.taken.values())
    grown = [max(report.memory[len(report.memory) // 2 :]) / max(report.memory[: len(report.memory) // 2]) for report in reports]
    print(f"{writes} writes, {answers} answers, p95 (clock, processor) idle {idle} ms, writing {writing} ms, memory x {max(grown):.2f}")
    assert set.union(*(report.totals for report in reports)) == {_steady(plan.entries)}
    assert writing[1] < 2 * idle[1], "of the processor: by the clock the other processes of the machine decide"
    assert max(grown) < 1.25, "the arrays of a rebuilt generation are read beside those of the former one"


def _steady(entries: int) -> int:
    return sum("bảng giá đất" in f"{entry.title} {entry.text}" for entry in _entries(entries))
