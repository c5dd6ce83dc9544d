"""Search: ours beside Whoosh's own execution, SQLite FTS5, tantivy and PostgreSQL over the same entries; its life and its growth."""

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import QUERIES
from benchmarks.tables import Table

SIZES = ((10_000, True), (60_000, True))
"""How many entries, and whether Whoosh's own writer and execution take part: at 60,000 they take a quarter of an hour."""
LIFE, POSTGRES = 60_000, 10_000
GROWTH = (10_000, 30_000, 100_000, 300_000)
_ENGINES = ("ours", "tantivy", "SQLite FTS5", "Whoosh")


class _Failed(Exception):
    """A step of the race ended badly; the text is the last line of what it said."""


def search(runs: int, folder: Path, sizes: tuple[tuple[int, bool], ...] = SIZES) -> Iterator[Table]:
    """What building costs, and latency by kind of query, cold and warm."""
    del runs  # medians are over the queries
    for entries, stock in sizes:
        yield from _at(folder / f"race-{entries}", entries, stock)


def life(runs: int, folder: Path) -> Iterator[Table]:
    """Opening, putting in one document, suggestions, readers side by side, and a cache with a small limit."""
    del runs
    try:
        told = _of_our_index(folder / "life", LIFE, "search_life")
    except _Failed as failed:
        yield _not_measured(LIFE, failed)
        return
    table = Table(f"Search: the life of an index of {LIFE:,} entries, ms by the clock", ("what", "p50", "p95", "most"))
    for name, figures in (("suggestions", told["suggest"]), *told["put"].items()):
        if isinstance(figures, dict):
            table.add(name, figures["p50"], figures["p95"], figures["max"])
    for limit, figures in told["pressure"].items():
        table.add(f"a page, cache of {int(limit) / 1e6:,.0f} MB", figures["p50"], figures["p95"], figures["max"])
        table.remarks.append(
            f"Cache of {int(limit) / 1e6:,.0f} MB: {figures['most kept MB']:,.1f} MB kept at most, process {figures['peak MB']:,.0f} MB."
        )
    table.remarks.append(f"Opened and first answer, each in a new process: {', '.join(f'{time:,.0f}' for time in told['opened ms'])} ms.")
    table.remarks.append(
        "Answers a second by readers: " + ", ".join(f"{count}: {rate:,.0f}" for count, rate in told["readers a second"].items()) + "."
    )
    yield table


def postgres(runs: int, folder: Path, entries: int = POSTGRES) -> Iterator[Table]:
    """Our PostgreSQL backend beside the Whoosh-kept index and plain ts_rank with GIN."""
    del runs
    try:
        told = _of_our_index(folder / f"postgres-{entries}", entries, "search_postgres")
    except _Failed as failed:
        yield _not_measured(entries, failed)
        return
    latency = told["latency"]
    table = Table(f"Search in PostgreSQL: {entries:,} entries, ms by the clock p50 / p95", ("query", *latency))
    for row in next(iter(latency.values())):
        table.add(row, *(f"{statistics.median(rows[row]):.2f} / {_late(rows[row]):.2f}" for rows in latency.values()))
    table.remarks.append(
        f"Built in {told['built s']:,.0f} s by the clock, {told['built CPU s']:,.0f} CPU seconds of ours; "
        f"totals equal to the Whoosh-kept index's: {told['same totals']} of {told['asked']}."
    )
    yield table


def growth(runs: int, folder: Path) -> Iterator[Table]:
    """Ours alone at growing sizes: building, size, opening, and latency."""
    del runs
    rows = ("single", "AND", "AND + facets", "phrase", "page AND")
    table = Table("Search: growth, CPU ms p50 / p95", ("entries", "CPU s to build", "MB", "opened ms", "peak MB", *rows, "AND, cold"))
    for count in GROWTH:
        made = folder / f"growth-{count}"
        try:
            _step("corpus", made, count)
            built = _step("ours", made, count)
            raced = _step("race", made, count)
        except _Failed as failed:
            table.remarks.append(f"{count:,} not measured: {failed}")
            break
        warm, cold = raced["latency"]["ours"], raced["latency"]["ours, cold"]["AND"]
        cells = [f"{statistics.median(times):.2f} / {_late(times):.2f}" for times in (*(warm[row] for row in rows), cold)]
        table.add(f"{count:,}", built["cpu"], built["bytes"] / 1e6, raced["open and answer ms"], raced["peak MB"], *cells)
        shutil.rmtree(made)
    yield table


def _not_measured(entries: int, failed: _Failed) -> Table:
    table = Table(f"Search: {entries:,} entries", ("engine",))
    table.remarks.append(f"not measured: {failed}")
    return table


def _at(folder: Path, entries: int, stock: bool) -> Iterator[Table]:
    engines = _ENGINES if stock else _ENGINES[:-1]
    try:
        corpus = _step("corpus", folder, entries)
        build = {engine: _step(engine, folder, entries) for engine in engines}
        raced = _step("race", folder, entries)
    except _Failed as failed:
        yield _not_measured(entries, failed)
        return
    yield _build_table(build, entries, corpus["bytes"])
    yield _latency_table(raced, entries)


def _of_our_index(made: Path, entries: int, module: str) -> dict[str, Any]:
    """What *module* measures of an index of ours, which is built first."""
    for step in ("corpus", "ours"):
        _step(step, made, entries)
    return _step(str(made), entries, module=module)


def _step(step: str | Path, *given: object, module: str = "search_race") -> dict[str, Any]:
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, (step, *given))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _Failed(f"{step}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _build_table(build: dict[str, dict[str, float]], entries: int, size: float) -> Table:
    table = Table(f"Search: building {entries:,} entries", ("engine", "CPU s", "entries per CPU s", "MB on disk", "peak MB"))
    for engine, figures in build.items():
        table.add(engine, figures["cpu"], entries / figures["cpu"], figures["bytes"] / 1e6, figures["peak"])
    table.remarks.append(
        f"Corpus of {size / 1e6:,.0f} MB, its reading not counted. FTS5 and tantivy keep the text and the facets too; ours is one process."
    )
    return table


def _latency_table(raced: dict[str, Any], entries: int) -> Table:
    latency = raced["latency"]
    others = [engine for engine in latency if not engine.startswith("ours")]
    columns = ("query", *latency, *(f"{engine} / ours" for engine in others))
    table = Table(f"Search: latency over {entries:,} entries, CPU ms p50 / p95", columns)
    for row in latency["ours"]:
        taken = {engine: [time for time in rows[row] if time is not None] for engine, rows in latency.items()}
        cells = [f"{statistics.median(times):.2f} / {_late(times):.2f}" if times else "–" for times in taken.values()]
        table.add(row, *cells, *(_ratio(taken[engine], taken["ours"]) for engine in others))
    table.remarks.append(
        f"{QUERIES} queries a row, engines in turn, one process. Cold: the cache of postings emptied before every query. Rows without "
        "'page' are ten places and, but for FTS5, the exact total; facets are three there and six with us; a page has ten snippets."
    )
    table.remarks.append(
        f"Opening {raced['open ms']:.0f} ms, with the first answer {raced['open and answer ms']:.0f} ms; cache after all queries "
        f"{raced['cache MB']:.0f} MB; exact totals of ours and tantivy's that differ: {raced['unequal totals']}."
    )
    return table


def _ratio(times: list[float], ours: list[float]) -> float | None:
    return statistics.median(times) / statistics.median(ours) if times else None


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
