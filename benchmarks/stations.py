"""The stations of the line: reading, recognising, writing, typesetting, and all of it together."""

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import documents
from benchmarks.measure import Measurement, TaskFailed, measure
from benchmarks.pairs import whole_way
from benchmarks.tables import Table

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
_COLUMNS = ("work", "CPU ms/doc", "docs/s", "whole process ms", "peak MB", "times pandoc's speed")
_OURS = ("word", "structure", "akn", "line", "convert")
_PEERS = ("pandoc", "mammoth", "python_docx")
_PEER_SECONDS = 300.0
_PAGES_A_SECOND = 100


def reading(runs: int, folder: Path) -> Iterator[Table]:
    """Word → Akoma Ntoso beside pandoc, mammoth and a python-docx walk, on the samples and two generated documents; the goals first."""
    yield from whole_way(runs, folder)
    inputs = {
        "samples": SAMPLES,
        "20 pages": _file(folder, "twenty", documents.twenty_pages),
        "20,000 paragraphs and a table of 2,000 rows": _file(folder, "large", documents.large),
    }
    for name, place in inputs.items():
        few = runs if name != list(inputs)[-1] else 1
        taken = [_row(task, runs if task in _OURS and few > 1 else few, place) for task in (*_OURS, *_PEERS)]
        yield _reading_table(name, taken)


def html(runs: int, folder: Path) -> Iterator[Table]:
    """Akoma Ntoso → the reading view, on the document of about 100 printed pages."""
    table = Table("Akoma Ntoso → reading HTML, 100 pages", ("work", "CPU ms", "pages/s", "peak MB", "goal"))
    name, taken = _row("html", runs, _file(folder, "hundred", documents.hundred_pages))
    if isinstance(taken, Measurement):
        rate = 100_000 / taken.work_ms
        table.add("akn.to_html", taken.work_ms, rate, taken.peak_mb, f"≥ {_PAGES_A_SECOND} {'✓' if rate >= _PAGES_A_SECOND else '✗'}")
    else:
        table.remarks.append(f"{name}: {taken}")
    yield table


def typesetting(runs: int, folder: Path) -> Iterator[Table]:
    """Our PDF/A-3a of about 100 pages beside typst's own share of it and beside plain text through typst."""
    table = Table("Typesetting 100 pages", ("work", "CPU ms", "pages", "peak MB", "times typst's own time"))
    place = _file(folder, "hundred", documents.hundred_pages)
    ours = _row("typeset", runs, place)[1]
    plain = _row("typst_plain", runs, place)[1]
    if isinstance(ours, Measurement):
        own = ours.extra["typst_ms"]
        table.add("gazette.typeset (PDF/A-3a, tagged, XML attached)", ours.work_ms, ours.extra["pages"], ours.peak_mb, ours.work_ms / own)
        table.add("  typst's part of it", own, ours.extra["pages"], None, 1.0)
    if isinstance(plain, Measurement):
        table.add("typst, the same words as plain paragraphs", plain.work_ms, plain.extra["pages"], plain.peak_mb, None)
    table.remarks += [f"{name}: {one}" for name, one in (("typeset", ours), ("typst", plain)) if not isinstance(one, Measurement)]
    table.remarks.append("Goal: at most 2 times typst's own time.")
    yield table


def issue(runs: int, folder: Path) -> Iterator[Table]:
    """A gazette issue of 1,100 pages composed whole, beside typst's own share, and its preview after one of its fifty documents changed."""
    del folder
    few = min(runs, 3)
    table = Table("An issue of fifty documents", ("work", "CPU s", "s by the clock", "pages", "peak MB", "times typst's own time"))
    whole, preview = _row("issue_whole", few, "50")[1], _row("issue_preview", few, "50")[1]
    if isinstance(whole, Measurement):
        own = whole.extra["typst_ms"]
        table.add("composed whole", whole.work_ms / 1000, None, whole.extra["pages"], whole.peak_mb, whole.work_ms / own)
        table.add("  typst's part of it", own / 1000, None, whole.extra["pages"], None, 1.0)
    if isinstance(preview, Measurement):
        table.add(
            "preview, one document changed", preview.work_ms / 1000, preview.extra["seconds"], preview.extra["pages"], preview.peak_mb, None
        )
    table.remarks += [f"not measured: {one}" for one in (whole, preview) if not isinstance(one, Measurement)]
    table.remarks.append("Goals: at most 1.3 times typst's own time and 1,600 MB; a preview under 2 s.")
    yield table


def whole(runs: int, folder: Path) -> Iterator[Table]:
    """`gazette demo --no-serve` on an empty home, all processes counted."""
    del runs, folder  # once is enough, in a home of its own
    table = Table("Everything: gazette demo --no-serve", ("work", "CPU ms/doc", "CPU s in all", "peak MB of one process"))
    name, taken = _row("demo", 1)
    if isinstance(taken, Measurement):
        table.add(name, taken.work_ms / taken.extra["documents"], taken.work_ms / 1000, taken.peak_mb)
    else:
        table.remarks.append(f"not measured: {taken}")
    table.remarks.append(
        "An upper bound: the start of the program, the sample CA and its answers, and the gazette issue are in it. "
        "Goal: under 2,000 ms a document without the CA."
    )
    yield table


def _reading_table(name: str, taken: list[tuple[str, Measurement | str]]) -> Table:
    table = Table(f"Word → Akoma Ntoso: {name}", _COLUMNS)
    known = {task: one for task, one in taken if isinstance(one, Measurement)}
    pandoc = known["pandoc"].work_ms if "pandoc" in known else None
    for task, one in taken:
        if isinstance(one, str):
            table.add(_LABELS[task], None, None, None, None, None)
            table.remarks.append(f"{_LABELS[task]}: {one}")
            continue
        per = one.work_ms / one.extra["documents"]
        table.add(
            _LABELS[task], per, 1000 / per, one.process_ms, one.peak_mb, pandoc / one.work_ms if pandoc and task in _COMPARED else None
        )
    table.remarks.append("CPU ms/doc is the work after imports (pandoc: its whole process, which is started for each document).")
    return table


_LABELS = {
    "word": "1 word: bytes → Blocks", "structure": "2 structure: Blocks → Draft", "akn": "3 akn: Draft → XML",
    "line": "1–3 Word → Akoma Ntoso", "convert": "gazette convert (with XSD and text comparison)",
    "pandoc": "pandoc → HTML", "mammoth": "mammoth → HTML", "python_docx": "python-docx, a plain walk", "demo": "gazette demo",
}  # fmt: skip
_COMPARED = {"line", "convert", "pandoc", "mammoth", "python_docx"}


def _row(task: str, runs: int, *arguments: Path) -> tuple[str, Measurement | str]:
    try:
        return task, measure(task, *arguments, runs=runs, seconds=_PEER_SECONDS)
    except TaskFailed as error:
        return task, f"not measured: {error}"


def _file(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    path = folder / f"{name}.docx"
    if not path.exists():
        path.write_bytes(make())
    return path
