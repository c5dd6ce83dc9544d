"""Search in PostgreSQL: our backend beside the Whoosh-kept index and beside plain ts_rank with GIN, the same queries in turn.

`python -m benchmarks.search_postgres FOLDER ENTRIES`, where `search_race` made the corpus and our index; prints JSON. Times are by the
clock, for PostgreSQL works in other processes.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.search_corpus import questions
from benchmarks.search_race import FACETS, ask_ours, read_corpus, whole
from search import PostgresIndex, WhooshIndex, open_index, open_postgres_index
from search.vietnamese import fold_text
from tests.postgres import database, running

SERVER = {"shared_buffers": "1GB", "work_mem": "64MB", "max_wal_size": "4GB", "maintenance_work_mem": "512MB"}
ROWS = ("symbol", "single", "AND", "AND + facets", "phrase")
_PLAIN = """
CREATE TABLE plain (id serial PRIMARY KEY, number text, kind text, year integer, issuer text, body tsvector);
"""
_RANKED = "SELECT id FROM plain, to_tsquery('simple', %s) asked WHERE body @@ asked ORDER BY ts_rank(body, asked) DESC, id LIMIT 10"
_COUNTED = "SELECT {name}, count(*) FROM plain WHERE body @@ to_tsquery('simple', %s) GROUP BY 1"
Ask = Callable[[str, str], object]


def main(folder: Path, count: int) -> None:
    """Builds and asks, and prints the figures."""
    with running(SERVER) as server, database(server) as url:
        started, spent = time.perf_counter(), time.process_time()
        ours = open_postgres_index(url, "bench")
        ours.replace_all(read_corpus(folder / "corpus.jsonl"))
        built = {"built s": time.perf_counter() - started, "built CPU s": time.process_time() - spent}
        with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True) as plain:
            _fill(plain, folder / "corpus.jsonl")
            print(json.dumps({**built, **_race(ours, open_index(folder / "ours"), plain, count)}))
        ours.close()


def _fill(plain: "psycopg.Connection[Any]", corpus: Path) -> None:
    plain.execute(_PLAIN)
    with plain.cursor() as cursor:
        for entry in read_corpus(corpus):
            cursor.execute(
                "INSERT INTO plain (number, kind, year, issuer, body) VALUES (%s, %s, %s, %s, to_tsvector('simple', %s))",
                (fold_text(entry.number), entry.kind, entry.year, entry.issuer, whole(entry)),
            )
    plain.execute("CREATE INDEX ON plain USING gin (body)")
    plain.execute("VACUUM ANALYZE plain")


def _race(ours: PostgresIndex, whoosh: WhooshIndex, plain: "psycopg.Connection[Any]", count: int) -> dict[str, Any]:
    """Milliseconds by engine and row, and how many totals of the two indexes agree."""
    lanes: dict[str, Ask] = {
        "PostgreSQL, cold": partial(ask_ours, ours),
        "PostgreSQL": partial(ask_ours, ours),
        "Whoosh-kept": partial(ask_ours, whoosh),
        "ts_rank": partial(_ask_plain, plain),
    }
    latency: dict[str, dict[str, list[float]]] = {name: {row: [] for row in ROWS} for name in lanes}
    same = asked = 0
    texts = questions(count)
    for row in ROWS:
        for text in texts["AND" if row.startswith("AND") else row]:
            ours.forget()
            ask_ours(whoosh, row, text)
            told = {name: _timed(ask, row, text, latency[name][row]) for name, ask in lanes.items()}
            asked += 1
            same += told["PostgreSQL"] == told["Whoosh-kept"]
    return {"latency": latency, "asked": asked, "same totals": same}


def _timed(ask: Ask, row: str, text: str, taken: list[float]) -> object:
    before = time.perf_counter()
    answer = ask(row, text)
    taken.append((time.perf_counter() - before) * 1000)
    return answer[0] if isinstance(answer, tuple) else answer


def _ask_plain(plain: "psycopg.Connection[Any]", row: str, text: str) -> object:
    words = fold_text(text).split()
    asked = (" <-> " if row in {"phrase", "symbol"} else " & ").join(words)
    found = plain.execute(_RANKED, (asked,)).fetchall()
    if row == "AND + facets":
        for name in FACETS:
            plain.execute(_COUNTED.format(name=name), (asked,)).fetchall()
    return len(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
