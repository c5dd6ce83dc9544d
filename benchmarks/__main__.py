"""`python -m benchmarks` (`./run bench`): measures and prints; `--write` keeps the tables in benchmarks/results.md."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import audit_log, keeping, reading_word, reviewing, sealing, searching, signing, stations, verification
from benchmarks.measure import machine
from benchmarks.tables import Table

RESULTS = Path(__file__).with_name("results.md")
GROUPS: dict[str, Callable[[int, Path], Iterator[Table]]] = {
    "word": reading_word.word,
    "reading": stations.reading,
    "html": stations.html,
    "typesetting": stations.typesetting,
    "issue": stations.issue,
    "signing": signing.signing,
    "verification": verification.verification,
    "whole": stations.whole,
    "search": searching.search,
    "search-life": searching.life,
    "search-postgres": searching.postgres,
    "search-postgres-60000": partial(searching.postgres, entries=60_000),
    "search-growth": searching.growth,
    "audit": audit_log.audit,
    "archive": sealing.sealing,
    "lists": keeping.keeping,
    "review": reviewing.review,
}
ON_DEMAND = {"search-growth", "search-postgres-60000"}
"""Groups that run only when they are named: hours, and gigabytes of disk."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the groups asked for; by default all but those on demand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--runs", type=int, default=5, help="each figure is the median of so many processes")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.groups if name not in GROUPS]
    if unknown:
        print(f"unknown group: {', '.join(unknown)} (known: {', '.join(GROUPS)})", file=sys.stderr)
        return 2
    head = (
        f"# Benchmarks\n\n{time.strftime('%Y-%m-%d')}, {machine()}, load {os.getloadavg()[0]:.1f}; medians of {options.runs} processes.\n"
    )
    pages = [head]
    print(head)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.groups or [name for name in GROUPS if name not in ON_DEMAND]:
            for table in GROUPS[name](options.runs, Path(folder)):
                pages.append(table.markdown())
                print(pages[-1], flush=True)
    if options.write:
        RESULTS.write_text("\n".join(pages), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
