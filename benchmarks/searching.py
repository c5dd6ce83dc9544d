"""Search: ours beside Whoosh's own execution, SQLite FTS5 and tantivy over the same entries, the same queries in turn."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import QUERIES
from benchmarks.tables import Table

SIZES = ((10_000, True), (60_000, False))
"""How many entries, and whether Whoosh's own writer and execution take part: at 60,000 they need an hour."""
_ENGINES = ("ours", "tantivy", "SQLite FTS5", "Whoosh")


class _Failed(Exception):
    """A step of the race ended badly; the text is the last line of what it said."""


def search(runs: int, folder: Path, sizes: tuple[tuple[int, bool], ...] = SIZES) -> Iterator[Table]:
    """What building costs, and latency by kind of query, cold and warm."""
    del runs  # medians are over the queries
    for entries, stock in sizes:
        yield from _at(folder / f"race-{entries}", entries, stock)


def _at(folder: Path, entries: int, stock: bool) -> Iterator[Table]:
    engines = _ENGINES if stock else _ENGINES[:-1]
    try:
        corpus = _step("corpus", folder, entries)
        build = {engine: _step(engine, folder, entries) for engine in engines}
        raced = _step("race", folder, entries)
    except _Failed as failed:
        table = Table(f"Search: {entries:,} entries", ("engine",))
        table.remarks.append(f"not measured: {failed}")
        yield table
        return
    yield _build_table(build, entries, corpus["bytes"])
    yield _latency_table(raced, entries)


def _step(step: str, folder: Path, entries: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.search_race", step, str(folder), str(entries)], capture_output=True, text=True, check=False
    )
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
