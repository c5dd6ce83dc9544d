"""The race of the search engines, in a process of its own: `python -m benchmarks.search_race FOLDER ENTRIES` prints JSON."""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.searching import corpus, questions
from search import Entry, Query, WhooshIndex, rebuild_index
from search.vietnamese import exact, fold_text, words


def main(folder: Path, count: int) -> None:
    """Builds both indexes, asks all engines in turn, prints the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = list(corpus(count))
    before = time.process_time()
    index = rebuild_index(folder / "index", (Entry.from_json(entry) for entry in entries))
    ours = {"cpu": time.process_time() - before, "bytes": index.stats()["bytes"]}
    before = time.process_time()
    database = _fts5(folder / "fts5.db", entries)
    build = {"ours (Whoosh's writer)": ours, "FTS5": {"cpu": time.process_time() - before, "bytes": (folder / "fts5.db").stat().st_size}}
    print(json.dumps({"build": build, "latency": race(index, folder / "index", database, questions(entries))}))


def race(index: WhooshIndex, folder: Path, database: sqlite3.Connection, asked: dict[str, list[str]]) -> dict[str, dict[str, list[float]]]:
    """CPU milliseconds by engine and kind of query, the engines taking turns query by query."""
    from whoosh.index import open_dir

    latency: dict[str, dict[str, list[float]]] = {name: {} for name in ("ours, first time", "ours, warm", "Whoosh", "FTS5")}
    with open_dir(str(next(folder.glob("g*")))).searcher() as searcher:
        for kind, texts in asked.items():
            for text in texts:
                query = Query(f'"{text}"' if kind.startswith("phrase") else text, size=10)
                lanes: dict[str, Callable[[], object]] = {
                    "ours, first time": partial(index.search, query),
                    "ours, warm": partial(index.search, query),
                    "Whoosh": partial(_ask_whoosh, searcher, kind, text),
                    "FTS5": partial(_ask_fts5, database, kind, text),
                }
                for lane, ask in lanes.items():
                    _clock(latency[lane], kind, ask)
    return latency


def _clock(latency: dict[str, list[float]], kind: str, ask: Callable[[], object]) -> None:
    before = time.process_time()
    ask()
    latency.setdefault(kind, []).append((time.process_time() - before) * 1000)


def _ask_whoosh(searcher: Any, kind: str, text: str) -> int:
    from whoosh.query import And, Phrase, Term

    from search.numbers import full_term

    if kind == "number":
        return len(searcher.search(Term("number", full_term(text)), limit=10))
    terms = [exact(word) for word in words(text)]
    query = Phrase("text", terms) if kind.startswith("phrase") else And([Term("text", term) for term in terms])
    return len(searcher.search(query, limit=10))


def _fts5(path: Path, entries: list[dict[str, str]]) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE entry USING fts5(number, title, body, tokenize='unicode61')")
    rows = ((fold_text(entry["number"]), fold_text(entry["title"]), fold_text(entry["text"])) for entry in entries)
    database.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
    database.commit()
    return database


def _ask_fts5(database: sqlite3.Connection, kind: str, text: str) -> list[Any]:
    folded = fold_text(text)
    match = {"number": f'number : "{folded}"', "phrase of three": f'"{folded}"'}.get(kind, folded)
    return database.execute("SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
