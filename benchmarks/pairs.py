"""Our work beside others' on the same files: each pair measured in one run and held against its goal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import documents, word_documents
from benchmarks.measure import Measurement, TaskFailed, measure
from benchmarks.tables import Table

_COLUMNS = ("beside", "ours ms/file", "other ms/file", "times", "goal")
DOCUMENTS = 8
"""How many different documents a folder of a measured kind holds."""

Remarks = Callable[["Pair", Measurement, Measurement], Iterable[str]]


@dataclass(frozen=True)
class Pair:
    """Our task and the other one on the same files, and how many times as long the other one must take (None: no goal is set).

    ``clock`` compares time on the clock; else it is processor time.
    """

    what: str
    ours: tuple[str, ...]
    other: tuple[str, ...]
    files: str
    goal: float | None
    clock: bool = False

    def ms(self, taken: Measurement) -> float:
        """The figure of one file."""
        work = taken.extra["seconds"] * 1000 if self.clock else taken.work_ms
        return work / taken.extra["documents"]


def beside(title: str, pairs: Iterable[tuple[Pair, int]], folder: Path, remarks: Remarks) -> Table:
    """The table of *pairs*, each with its number of runs, on the files below *folder*."""
    table = Table(title, _COLUMNS)
    for pair, runs in pairs:
        try:
            ours, other = (measure(*task, folder / pair.files, runs=runs) for task in (pair.ours, pair.other))
        except TaskFailed as error:
            table.remarks.append(f"{pair.what}: not measured: {error}")
            continue
        ratio = pair.ms(other) / pair.ms(ours)
        table.add(pair.what, pair.ms(ours), pair.ms(other), ratio, _judged(ratio, pair.goal))
        table.remarks += remarks(pair, ours, other)
    return table


def _judged(ratio: float, goal: float | None) -> str:
    return "–" if goal is None else f"≥ {goal:g} {_sign(ratio >= goal)}"


def _sign(reached: bool) -> str:
    return "✓" if reached else "✗"


_WAY = "Word → validated Akoma Ntoso"
_KINDS = (("program", "20 pages by a program"), ("twenty", "20 pages as Word writes them"))
_PEERS = (
    ("pandoc → HTML", "pandoc", 10),
    ("a full python-docx walk", "python_docx_full", 13),
    ("a plain python-docx walk", "python_docx", None),
)
_PAIRS = tuple(Pair(f"{pages}: {peer}", ("validated",), (task,), files, goal) for files, pages in _KINDS for peer, task, goal in _PEERS)
_ABOUT_WALKS = (
    "The full walk looks at what a reader must: blocks in their order, style, alignment and indents, and of each run its text,",
    "style, bold, italic, underline, font and size. The plain walk is that of tutorials: text, style, bold and italic, tables last.",
    "The goal of 13 was set by a full walk that took 1.4 times as long as pandoc; the plain walk is shown beside it, without a goal.",
)
_CODE_MS = 3_000
"""How long a code of 500 articles may take on its whole way."""


def whole_way(runs: int, folder: Path) -> Iterator[Table]:
    """Stations 1 to 3 with validation, beside pandoc and two walks by python-docx; and a code of 500 articles."""
    write_twenty_pages(folder)
    table = beside(f"{_WAY}: ours, and how many times as long others take", _runs(runs), folder, _no_remarks)
    table.remarks += _ABOUT_WALKS
    table.remarks.append("Processor time of the work after imports, children included; the schemas are compiled before, once a process:")
    schemas = measure("schemas", runs=runs)
    table.remarks.append(f"that takes {schemas.work_ms:.0f} ms of processor time and is in neither side's figure.")
    yield table
    yield _code(runs, folder)


def _code(runs: int, folder: Path) -> Table:
    table = Table(f"{_WAY}: a code of 500 articles", ("work", "CPU ms", "peak MB", "goal"))
    write_files(folder / "code", 1, lambda _: documents.code())
    taken = measure("validated", folder / "code", runs=runs)
    table.add("stations 1 to 3 with validation", taken.work_ms, taken.peak_mb, f"≤ {_CODE_MS:,} ms {_sign(taken.work_ms <= _CODE_MS)}")
    return table


def _runs(runs: int) -> Iterator[tuple[Pair, int]]:
    return ((pair, runs) for pair in _PAIRS)


def _no_remarks(pair: Pair, ours: Measurement, other: Measurement) -> Iterable[str]:  # noqa: ARG001
    return ()


def write_twenty_pages(folder: Path) -> None:
    """Twenty-page documents as Word writes them (``twenty``) and by a program (``program``) below *folder*."""
    write_files(folder / "twenty", DOCUMENTS, word_documents.twenty_pages)
    write_files(folder / "program", DOCUMENTS, word_documents.twenty_pages_of_a_program)


def write_files(folder: Path, count: int, make: Callable[[int], bytes]) -> None:
    """*count* documents in *folder*, which may stand there already."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.docx").write_bytes(make(number))
