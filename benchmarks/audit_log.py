"""The log as it grows from 10⁴ to 10⁶ rows: appending, proofs, and the check of the whole."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, insert, select, update

import archive
from archive import merkle
from archive.audit import log_rows, log_state
from archive.nodes import LOWEST, tree_nodes
from benchmarks.tables import Table

SIZES = (10_000, 100_000, 1_000_000)
APPENDS, PROOFS, BATCH = 3000, 200, 5000
_BEGIN = datetime(2100, 1, 1, tzinfo=UTC)
"""Later than any row that is appended between the batches."""
SAMPLE = {"rendition": "original", "version": 1}


def audit(runs: int, folder: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Table]:
    """Growth of the log in one SQLite file: processor time of an append, a proof, and the whole check at each size."""
    del runs  # medians are over appends and proofs
    table = Table("The log as it grows (SQLite)", ("rows", "appends a second", "inclusion, ms", "consistency, ms", "whole check, s"))
    engine = create_engine(f"sqlite:///{folder / 'log.db'}")
    with engine.begin() as connection:
        archive.create_all(connection)
    log = archive.Audit("bench.localhost", lambda: datetime.now(UTC))
    for size in sizes:
        _fill(engine, size)
        table.add(f"{size:,}", *_figures(engine, log, size))
    engine.dispose()
    table.remarks.append(f"Processor time; appends one by one in one transaction of {APPENDS:,}, proofs the median of {PROOFS}.")
    yield table


def _figures(engine: Engine, log: archive.Audit, size: int) -> tuple[float, ...]:
    chance = random.Random(size)
    with engine.begin() as connection:
        appended = _taken(lambda: _append(connection, log))
    with engine.begin() as connection:
        included = [_taken(lambda: log.inclusion(connection, chance.randint(1, size))) for _ in range(PROOFS)]
        grown = [_taken(lambda: log.consistency(connection, chance.randint(1, size))) for _ in range(PROOFS)]
        checked = _taken(lambda: log.verify(connection))
    return APPENDS / appended, statistics.median(included) * 1000, statistics.median(grown) * 1000, checked


def _taken(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _append(connection: Connection, log: archive.Audit) -> None:
    for number in range(APPENDS):
        log.append(connection, archive.Entry("can-bo", "read", f"{number:032x}", details=SAMPLE))


def _fill(engine: Engine, size: int) -> None:
    """Rows up to *size* in large batches, as appending would have left them."""
    with engine.begin() as connection:
        done, peaks, last = connection.execute(select(log_state.c.size, log_state.c.peaks, log_state.c.last)).one()
        frontier = [bytes.fromhex(peak) for peak in peaks.split()]
        for begin in range(done, size, BATCH):
            rows, nodes = [], []
            for seq in range(begin + 1, min(begin + BATCH, size) + 1):
                row = _row(seq)
                made = merkle.completed(frontier, seq - 1, bytes.fromhex(row.leaf))
                frontier = [*frontier[: len(frontier) - len(made) + 1], made[-1]]
                rows.append(row.values())
                nodes += [
                    {"tree": "audit", "level": level, "place": (seq >> level) - 1, "hash": made[level].hex()}
                    for level in range(LOWEST, len(made))
                ]
                last = row.time
            connection.execute(insert(log_rows), rows)
            connection.execute(insert(tree_nodes), nodes)
        connection.execute(update(log_state).values(size=size, peaks=" ".join(peak.hex() for peak in frontier), last=last))


def _row(seq: int) -> archive.LogRow:
    moment = (_BEGIN + timedelta(seconds=seq)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    empty = archive.LogRow(seq, moment, "can-bo", "read", f"{seq:032x}", 1, 0, (), "done", "", "0" * 64, "")
    return archive.LogRow(**empty.values() | {"leaf": empty.computed_leaf()})
