"""`python -m search`: an index by itself, for trials, benchmarks and repairs."""

import argparse
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from search.entry import Entry
from search.errors import IndexDamaged, SearchError
from search.query import SORTS, Query
from search.whoosh_index import open_index, rebuild_index


class _Unreadable(Exception):
    """The call cannot be understood or the input cannot be read."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; exit status 0 done, 1 nothing found or damaged, 2 unreadable input, 3 the operation failed."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        return status
    except _Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    except SearchError as error:
        print(error.sentence(options.lang), file=sys.stderr)
        return 3


def read_entries(file: Path) -> Iterator[Entry]:
    """The entries of a JSON Lines file (UTF-8, one object a line with at least `id`), entries of one document together."""
    entries = sorted(_lines(file), key=lambda entry: (entry.document, entry.provision is not None))
    for _, same in itertools.groupby(entries, key=lambda entry: entry.id):
        yield list(same)[-1]  # a later line replaces an earlier one


def _lines(file: Path) -> Iterator[Entry]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _entry(file, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise _Unreadable(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error


def _entry(file: Path, number: int, line: str) -> Entry:
    try:
        return Entry.from_json(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise _Unreadable(f"{file}:{number}: {error}") from error


def _load(options: argparse.Namespace) -> int:
    index = rebuild_index(options.index, read_entries(options.file))
    print(json.dumps(index.stats()))
    return 0


def _query(options: argparse.Namespace) -> int:
    if not options.index.is_dir():
        raise _Unreadable(f"{options.index}: no such index")
    filters = {name: getattr(options, name) for name in ("kind", "issuer", "field", "status")}
    asked = Query(" ".join(options.words), year=options.year, sort=options.sort, page=options.page, size=options.size, **filters)
    results = open_index(options.index).search(asked)
    if options.json:
        print(json.dumps(results.to_json(options.lang), ensure_ascii=False))
    else:
        print(f"{results.in_words(options.lang)}: {results.total}")
        for hit in results.hits:
            print(f"{hit.score:10.2f}  {hit.entry.id}  {hit.entry.number}  {hit.entry.title}")
    return 0 if results.total else 1


def _stats(options: argparse.Namespace) -> int:
    if not options.index.is_dir():
        raise _Unreadable(f"{options.index}: no such index")
    try:
        print(json.dumps(open_index(options.index).stats()))
    except IndexDamaged as error:
        print(error.sentence(options.lang), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search", description="Vietnamese full-text search over an index of its own.")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    commands = parser.add_subparsers(required=True, metavar="load|query|stats")
    load = commands.add_parser("load", help="fill a new index from a JSON Lines file, replacing what INDEX holds")
    load.add_argument("file", type=Path, metavar="FILE.jsonl")
    load.add_argument("index", type=Path, metavar="INDEX")
    load.set_defaults(run=_load)
    query = commands.add_parser("query", help="ask the index")
    query.add_argument("index", type=Path, metavar="INDEX")
    query.add_argument("words", nargs="*", metavar="WORDS")
    for name in ("kind", "issuer", "field", "status"):
        query.add_argument(f"--{name}", default="")
    query.add_argument("--year", type=int)
    query.add_argument("--sort", choices=SORTS, default="relevance")
    query.add_argument("--page", type=int, default=1)
    query.add_argument("--size", type=int, default=20)
    query.add_argument("--json", action="store_true")
    query.set_defaults(run=_query)
    stats = commands.add_parser("stats", help="figures of the index; exit 1 when it is damaged")
    stats.add_argument("index", type=Path, metavar="INDEX")
    stats.set_defaults(run=_stats)
    return parser


if __name__ == "__main__":
    sys.exit(main())
