"""Keeping: pages of lists out of ten thousand to a million records, for readers of low and high clearance, on SQLite and PostgreSQL."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import text

import archive
from benchmarks.measure import machine
from benchmarks.shelves import ARCHIVIST, SPAN, fill
from benchmarks.tables import Table
from gazette.db import Database, Work, upgrade
from gazette.model.workflow import UNFINISHED
from tests.postgres import database, running

SIZES = (10_000, 100_000, 1_000_000)
ENGINES = ("SQLite", "PostgreSQL")
TIMES = 100
_AFTER = 40
"""How many pages a deep page lies behind the first, besides half of all time."""

READERS = {
    "public": archive.ANYONE,
    "Công khai": archive.Clearance("can-bo-7"),
    "Nội bộ": archive.Clearance("can-bo-8", level=1),
    "Bí mật, two compartments": archive.Clearance("can-bo-9", level=3, compartments=frozenset({"to-1", "to-2"})),
    "archivist of every fifth record": archive.Clearance(ARCHIVIST, level=3, compartments=frozenset({"to-1"})),
    "five compartments": archive.Clearance("can-bo-10", level=3, compartments=frozenset(f"to-{number}" for number in range(1, 6))),
}
Taken = tuple[float, float]
"""Milliseconds of one call: by the clock, and of this process's processor time (of PostgreSQL's server not)."""

_DURABLE = {"fsync": "on", "synchronous_commit": "on", "shared_buffers": "256MB"}


def keeping(runs: int, folder: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Table]:
    """The lists of the archive and of the desk at each size, on both engines."""
    for engine in ENGINES:
        table = Table(
            f"Lists on {engine}: ms p50 / p95 by the clock (p50 of processor time)", ("list", *(f"{size:,} records" for size in sizes))
        )
        measured = [_measured(engine, folder / f"{engine}-{size}", size, runs * TIMES // 5) for size in sizes]
        for name in measured[0]:
            table.add(name, *(_told(one[name]) for one in measured))
        table.remarks.append(
            f"{runs * TIMES // 5} calls a cell, one after the other ({machine()}). Pages of the archive are whole calls of a service: "
            "transaction, page of 50 with renditions, row of the log, commit to disk. The newest tenth of all records is closed to all "
            "but its dossiers' people. The rows of the desk are pages of 50, the register's of 500."
        )
        yield table


def _measured(engine: str, folder: Path, size: int, times: int) -> dict[str, list[Taken]]:
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        address = f"sqlite:///{folder / 'gazette.db'}"
        if engine == "PostgreSQL":
            address = stack.enter_context(database(stack.enter_context(running(_DURABLE))))
        upgrade(address)
        opened = Database(address, lambda: datetime.now(UTC))
        stack.callback(opened.close)
        fill(opened, size)
        if engine == "PostgreSQL":
            with opened.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        vault = _vault(opened, folder)
        return {name: _timed(asked, times) for name, asked in (*_archive(opened, vault), *_boards(opened, vault), *_desk(opened))}


def _vault(opened: Database, folder: Path) -> archive.Vault:
    audit = archive.Audit("do.example", lambda: datetime.now(UTC))
    return archive.Vault(archive.LocalBlobs(folder / "blobs"), audit, archive.Profile.OFFICE, lambda: datetime.now(UTC), opened.independent)


def _archive(opened: Database, vault: archive.Vault) -> Iterator[tuple[str, Callable[[int], object]]]:
    for reader, clearance in READERS.items():
        for name, (wanted, after) in _wanted(clearance).items():
            yield f"archive, {reader}: {name}", _listing(opened, vault, clearance, wanted, after)


def _wanted(clearance: archive.Clearance) -> dict[str, tuple[Callable[[int], archive.Wanted], str | None]]:
    middle = SPAN[0] + (SPAN[1] - SPAN[0]) / 2
    year = archive.Wanted(since=datetime(2015, 1, 1, tzinfo=UTC), before=datetime(2016, 1, 1, tzinfo=UTC))
    return {
        "first page": (lambda _: archive.Wanted(), None),
        "deep page": (lambda _: archive.Wanted(), archive.mark(middle, "f")),
        "one year": (lambda _: year, None),
        "withdrawn": (lambda _: archive.Wanted(state=archive.State.WITHDRAWN), None),
        "a dossier": (lambda turn: archive.Wanted(f"HS-{turn}"), None),
        "one level": (lambda _: archive.Wanted(level=min(clearance.level, 2)), None),
        "withdrawn, one year, one level": (lambda _: replace(year, state=archive.State.WITHDRAWN, level=0), None),
        "a dossier, kept, one level": (lambda turn: archive.Wanted(f"HS-{turn}", archive.State.KEPT, clearance.level), None),
    }


def _boards(opened: Database, vault: archive.Vault) -> Iterator[tuple[str, Callable[[int], object]]]:
    officer, day = READERS["Bí mật, two compartments"], date(2016, 1, 1)
    rows: dict[str, Callable[[Work], object]] = {
        "log, first page": lambda work: vault.audit.entries(work.connection, officer),
        "log, deep page": lambda work: vault.audit.entries(work.connection, officer, after=vault.audit.head(work.connection).size // 2),
        "log, latest refusals": lambda work: vault.audit.newest(work.connection, officer, 50, outcome="refused"),
        "log, an act that never was": lambda work: vault.audit.newest(work.connection, officer, 1, action="fixity"),
        "regrading desk: labels due": lambda work: vault.due(work.connection, officer, day),
        "disposal desk: held": lambda work: vault.held(work.connection, officer),
        "disposal desk: destroyed": lambda work: vault.at(work.connection, officer, archive.State.DISPOSED),
    }
    for name, asked in rows.items():
        yield name, _reading(opened, officer, lambda work, _, asked=asked: asked(work))
    deep = archive.mark(SPAN[0] + (SPAN[1] - SPAN[0]) / 2, "f")
    for who, after in product(("Nội bộ", "Bí mật, two compartments", "archivist of every fifth record"), (None, deep)):
        name, reader = f"dossiers, {who}: {'deep' if after else 'first'} page", READERS[who]
        yield name, _reading(opened, reader, lambda work, _, reader=reader, after=after: _dossiers(vault, work, reader, after))


def _dossiers(vault: archive.Vault, work: Work, reader: archive.Clearance, after: str | None) -> object:
    return vault.dossiers.list(work.connection, reader, after=after)


def _listing(
    opened: Database, vault: archive.Vault, clearance: archive.Clearance, wanted: Callable[[int], archive.Wanted], after: str | None
) -> Callable[[int], object]:
    def ask(turn: int) -> object:
        with opened.write() as work:
            return vault.list(work.connection, clearance, wanted(turn), after=after)

    return ask


def _desk(opened: Database) -> Iterator[tuple[str, Callable[[int], object]]]:
    clearance, middle = READERS["Nội bộ"], SPAN[0] + (SPAN[1] - SPAN[0]) / 2
    rows: dict[str, tuple[archive.Clearance, Callable[[Work, Any], object]]] = {
        "desk: what waits": (clearance, lambda _, lists: lists.desk(UNFINISHED, 51)),
        "desk: published, deep page": (clearance, lambda _, lists: lists.desk({"published"}, 51, (middle, "f"))),
        "desk: counts up to 1,000": (clearance, lambda _, lists: lists.counted((*UNFINISHED, "published", "withdrawn", "returned"))),
        "register of a year": (clearance, lambda _, lists: lists.register("issued", "QĐ", 2015, 501)),
        "register, from number 300": (clearance, lambda _, lists: lists.register("issued", "QĐ", 2015, 501, ("QĐ", 300))),
        "published, first page": (archive.ANYONE, lambda _, lists: lists.published(50)),
        "published, deep page": (archive.ANYONE, lambda _, lists: lists.published(50, after=(middle, "2015-01-01 f"))),
        "issues, first page": (archive.ANYONE, lambda _, lists: lists.issue_lines(25)),
        "issues, last page": (archive.ANYONE, lambda _, lists: lists.issue_lines(25, (2006, 25))),
        "issues of the desk": (clearance, lambda _, lists: lists.issue_lines(25, (2010, 1))),
        "issues, true total": (archive.ANYONE, lambda _, lists: lists.issue_count()),
        "published, true total": (archive.ANYONE, lambda _, lists: lists.published_count()),
        "kinds of the front page": (archive.ANYONE, lambda _, lists: lists.kinds()),
    }
    for name, (reader, asked) in rows.items():
        yield name, _reading(opened, reader, asked)


def _reading(opened: Database, clearance: archive.Clearance, asked: Callable[[Work, Any], object]) -> Callable[[int], object]:
    def ask(_: int) -> object:
        with opened.read() as work:
            return asked(work, work.lists(clearance))

    return ask


def _timed(asked: Callable[[int], object], times: int) -> list[Taken]:
    asked(0)
    taken: list[Taken] = []
    for turn in range(times):
        begin, used = time.perf_counter(), time.process_time()
        asked(turn)
        taken.append(((time.perf_counter() - begin) * 1000, (time.process_time() - used) * 1000))
    return taken


def _told(taken: list[Taken]) -> str:
    clock, used = (sorted(figures) for figures in zip(*taken, strict=True))
    return f"{statistics.median(clock):.1f} / {clock[int(len(clock) * 0.95)]:.1f} ({statistics.median(used):.1f})"
