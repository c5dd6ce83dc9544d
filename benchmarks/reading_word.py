"""Reading Word beside what others do with the same bytes: each pair measured in one run and held against its goal."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks import word_documents
from benchmarks.measure import Measurement
from benchmarks.pairs import Pair, beside, write_files, write_twenty_pages
from benchmarks.tables import Table

_BATCH = 100
_OLD = 12
_MOST_MB = 250

_PAIRS = (
    Pair("20 pages by a program: a plain python-docx walk", ("word",), ("python_docx",), "program", 20),
    Pair("20 pages by a program: pandoc → HTML", ("word",), ("pandoc",), "program", 12),
    Pair("20 pages as Word writes them: a plain python-docx walk", ("word",), ("python_docx",), "twenty", None),
    Pair("20 pages as Word writes them: pandoc → HTML", ("word",), ("pandoc",), "twenty", 12),
    Pair("20,000 paragraphs and 2,000 rows: lxml parses and writes the same XML", ("word",), ("lxml_tree",), "large", 1 / 4),
    Pair(f"gazette convert of {_BATCH} files: one process instead of two", ("convert_in", "2"), ("convert_in", "1"), "batch", 1.8, True),
    Pair(f"{_OLD} .doc files: a cold LibreOffice each instead of a warm one", ("old_files", "warm"), ("old_files", "cold"), "old", 3),
)


def word(runs: int, folder: Path) -> Iterator[Table]:
    """`gazette.word` beside python-docx, pandoc and lxml; two processes beside one; a warm LibreOffice beside cold ones."""
    _write_documents(folder)
    table = beside(
        "Reading Word: ours, and how many times as long others take", ((pair, _runs(pair, runs)) for pair in _PAIRS), folder, _remarks
    )
    table.remarks.append(
        "Processor time of the work after imports, children included; two processes beside one: time on the clock with the start."
    )
    yield table


def _runs(pair: Pair, runs: int) -> int:
    return runs if pair.files in ("program", "twenty") else 3 if pair.clock else 1


def _remarks(pair: Pair, ours: Measurement, other: Measurement) -> Iterator[str]:
    if pair.files == "large":
        yield f"The large document took {ours.peak_mb:.0f} MB in all (goal: at most {_MOST_MB}), lxml's tree {other.peak_mb:.0f} MB."
    if pair.clock:
        free = 2 * other.work_ms / ours.work_ms
        yield f"Load now {os.getloadavg()[0]:.1f}; by processor time two processes on two free cores would be {free:.2f} times one."


def _write_documents(folder: Path) -> None:
    write_twenty_pages(folder)
    write_files(folder / "large", 1, lambda _: word_documents.large())
    write_files(folder / "batch", _BATCH, word_documents.twenty_pages)
    write_files(folder / "old", _OLD, word_documents.two_pages)
    _as_old_files(folder / "old")


def _as_old_files(folder: Path) -> None:
    """Every .docx also as a Word 97 file, where LibreOffice is installed."""
    office = shutil.which("soffice")
    if office is not None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
        quiet = subprocess.DEVNULL
        subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, stdout=quiet, stderr=quiet)
