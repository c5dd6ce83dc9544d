"""Reading Word beside what others do with the same bytes: each pair measured in one run and held against its goal."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import word_documents
from benchmarks.measure import Measurement, TaskFailed, measure
from benchmarks.tables import Table

_DOCUMENTS = 8
_BATCH = 100
_OLD = 12
_MOST_MB = 250


@dataclass(frozen=True)
class _Pair:
    """Our task and the other one on the same files, and how many times as long the other one must take (None: no goal is set)."""

    what: str
    ours: tuple[str, ...]
    other: tuple[str, ...]
    files: str
    goal: float | None
    clock: bool = False


_PAIRS = (
    _Pair("20 pages by a program: a plain python-docx walk", ("word",), ("python_docx",), "program", 20),
    _Pair("20 pages by a program: pandoc → HTML", ("word",), ("pandoc",), "program", 12),
    _Pair("20 pages as Word writes them: a plain python-docx walk", ("word",), ("python_docx",), "twenty", None),
    _Pair("20 pages as Word writes them: pandoc → HTML", ("word",), ("pandoc",), "twenty", 12),
    _Pair("20,000 paragraphs and 2,000 rows: lxml parses and writes the same XML", ("word",), ("lxml_tree",), "large", 1 / 4),
    _Pair(f"gazette convert of {_BATCH} files: one process instead of two", ("convert_in", "2"), ("convert_in", "1"), "batch", 1.8, True),
    _Pair(f"{_OLD} .doc files: a cold LibreOffice each instead of a warm one", ("old_files", "warm"), ("old_files", "cold"), "old", 3),
)


def word(runs: int, folder: Path) -> Iterator[Table]:
    """`gazette.word` beside python-docx, pandoc and lxml; two processes beside one; a warm LibreOffice beside cold ones."""
    _write_documents(folder)
    table = Table(
        "Reading Word: ours, and how many times as long others take", ("beside", "ours ms/file", "other ms/file", "times", "goal")
    )
    for pair in _PAIRS:
        few = runs if pair.files in ("program", "twenty") else 3 if pair.clock else 1
        try:
            ours, other = (measure(*task, folder / pair.files, runs=few) for task in (pair.ours, pair.other))
        except TaskFailed as error:
            table.remarks.append(f"{pair.what}: not measured: {error}")
            continue
        figure = _clock_ms if pair.clock else _processor_ms
        ratio = figure(other) / figure(ours)
        table.add(pair.what, figure(ours), figure(other), ratio, _judged(ratio, pair.goal))
        table.remarks += _remarks(pair, ours, other)
    table.remarks.append(
        "Processor time of the work after imports, children included; two processes beside one: time on the clock with the start."
    )
    yield table


def _judged(ratio: float, goal: float | None) -> str:
    return "–" if goal is None else f"≥ {goal:g} {'✓' if ratio >= goal else '✗'}"


def _processor_ms(taken: Measurement) -> float:
    return taken.work_ms / taken.extra["documents"]


def _clock_ms(taken: Measurement) -> float:
    return taken.extra["seconds"] / taken.extra["documents"] * 1000


def _remarks(pair: _Pair, ours: Measurement, other: Measurement) -> Iterator[str]:
    if pair.files == "large":
        yield f"The large document took {ours.peak_mb:.0f} MB in all (goal: at most {_MOST_MB}), lxml's tree {other.peak_mb:.0f} MB."
    if pair.clock:
        free = 2 * other.work_ms / ours.work_ms
        yield f"Load now {os.getloadavg()[0]:.1f}; by processor time two processes on two free cores would be {free:.2f} times one."


def _write_documents(folder: Path) -> None:
    _write(folder / "twenty", _DOCUMENTS, word_documents.twenty_pages)
    _write(folder / "program", _DOCUMENTS, word_documents.twenty_pages_of_a_program)
    _write(folder / "large", 1, lambda _: word_documents.large())
    _write(folder / "batch", _BATCH, word_documents.twenty_pages)
    _write(folder / "old", _OLD, word_documents.two_pages)
    _as_old_files(folder / "old")


def _write(folder: Path, count: int, make: Callable[[int], bytes]) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.docx").write_bytes(make(number))


def _as_old_files(folder: Path) -> None:
    """Every .docx also as a Word 97 file, where LibreOffice is installed."""
    office = shutil.which("soffice")
    if office is not None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
        quiet = subprocess.DEVNULL
        subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, stdout=quiet, stderr=quiet)
