"""`python -m search`: an index by itself, for trials, benchmarks and repairs."""

import argparse
import json
import sys
from pathlib import Path

from search.errors import FileRefused, IndexDamaged, IndexMissing, NotAnIndex, SearchError
from search.lines import read_entries
from search.query import SORTS, Query
from search.whoosh_index import WhooshIndex, rebuild_index

_UNREADABLE = (FileRefused, IndexMissing, NotAnIndex)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; exit status 0 done, 1 nothing found or damaged, 2 unreadable input, 3 the operation failed."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        return status
    except SearchError as error:
        print(error.sentence(options.lang), file=sys.stderr)
        return 2 if isinstance(error, _UNREADABLE) else 3


def _load(options: argparse.Namespace) -> int:
    last = {entry.id: entry for entry in read_entries(options.file)}  # a later line replaces an earlier one
    entries = sorted(last.values(), key=lambda entry: (entry.document, entry.provision is not None))
    print(json.dumps(rebuild_index(options.index, entries).stats()))
    return 0


def _query(options: argparse.Namespace) -> int:
    filters = {name: getattr(options, name) for name in ("kind", "issuer", "field", "status")}
    asked = Query(" ".join(options.words), year=options.year, sort=options.sort, page=options.page, size=options.size, **filters)
    results = WhooshIndex(options.index).search(asked)
    if options.json:
        print(json.dumps(results.to_json(options.lang), ensure_ascii=False))
    else:
        print(f"{results.in_words(options.lang)}: {results.total}")
        for hit in results.hits:
            print(f"{hit.score:10.2f}  {hit.entry.id}  {hit.entry.number}  {hit.entry.title}")
    return 0 if results.total else 1


def _stats(options: argparse.Namespace) -> int:
    try:
        print(json.dumps(WhooshIndex(options.index).stats()))
    except IndexMissing:
        raise
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
