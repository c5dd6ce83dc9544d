"""Search: ours beside Whoosh's own execution of the same index and beside SQLite FTS5, the same queries in turn."""

import json
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import documents
from benchmarks.tables import Table

ENTRIES = 10_000
QUERIES = 40
_KINDS = {"quyet-dinh": "QĐ-UBND", "nghi-quyet": "NQ-HĐND", "ke-hoach": "KH-UBND", "chi-thi": "CT-UBND"}
_VOWELS = (
    "a á à ả ã ạ ăn ắn ằng âm ất ấn ang áng anh ành ao áo e én ê ế ên ết i í inh ính o ó oan oàn ô ố ông ống ơ ớ ơn u ú uyên uyết "
    "ư ứ ưng ươc ước ương ường iêu iệt"
)
_CONSONANTS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"


def search(runs: int, folder: Path, entries: int = ENTRIES) -> Iterator[Table]:
    """Latency by kind of query, cold and warm, and what building costs."""
    del runs  # medians are over the queries
    command = [sys.executable, "-m", "benchmarks.search_race", str(folder / "race"), str(entries)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        table = Table("Search", ("engine",))
        table.remarks.append(f"not measured: {done.stderr.strip().splitlines()[-1:]}")
        yield table
        return
    answer = json.loads(done.stdout.splitlines()[-1])
    yield _build_table(answer["build"], entries)
    yield _latency_table(answer["latency"], entries)


def corpus(entries: int) -> Iterator[dict[str, str]]:
    """Entries with a Zipf vocabulary of syllables among sentences of rules; the same at every call."""
    chance = random.Random(2023)
    rare = [first + rest for first in _CONSONANTS.split() for rest in _VOWELS.split()]
    chance.shuffle(rare)
    weights = [1 / (place + 3) for place in range(len(rare))]
    for number in range(entries):
        year, kind = 2005 + number % 20, list(_KINDS)[number % len(_KINDS)]
        words = chance.choices(rare, weights, k=400)
        sentences = [documents.sentence(chance) for _ in range(12)]
        title = f"Quy định {documents.sentence(chance)[:80]} {' '.join(words[:4])}"
        body = " ".join(sentence + " " + " ".join(words[at * 33 : at * 33 + 33]) for at, sentence in enumerate(sentences))
        yield {
            "id": f"d{number}", "number": f"{number // 20 + 1}/{year}/{_KINDS[kind]}", "kind": kind, "issuer": f"co-quan-{number % 37}",
            "date": f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}", "title": title, "text": body,
        }  # fmt: skip


def questions(entries: list[dict[str, str]]) -> dict[str, list[str]]:
    """Queries drawn from titles, numbers and texts."""
    chance = random.Random(7)
    drawn = [chance.choice(entries) for _ in range(QUERIES)]
    texts = [entry["text"].split() for entry in drawn]
    starts = [chance.randrange(len(words) - 4) for words in texts]
    return {
        "number": [entry["number"] for entry in drawn],
        "one word": [words[at].strip(",.") for words, at in zip(texts, starts, strict=True)],
        "three words": [" ".join(chance.sample(words, 3)).replace(",", "").replace(".", "") for words in texts],
        "phrase of three": [
            " ".join(words[at : at + 3]).replace(",", "").replace(".", "") for words, at in zip(texts, starts, strict=True)
        ],
    }


def _build_table(build: dict[str, dict[str, float]], entries: int) -> Table:
    table = Table(f"Search: building {entries:,} entries", ("engine", "CPU s", "entries/s", "MB on disk"))
    for engine, figures in build.items():
        table.add(engine, figures["cpu"], entries / figures["cpu"], figures["bytes"] / 1e6)
    return table


def _latency_table(latency: dict[str, dict[str, list[float]]], entries: int) -> Table:
    table = Table(f"Search: latency over {entries:,} entries, CPU ms p50 / p95", ("query", *latency, "Whoosh / ours", "FTS5 / ours"))
    for kind in next(iter(latency.values())):
        taken = {engine: kinds.get(kind, []) for engine, kinds in latency.items()}
        cells = [f"{_middle(times):.2f} / {_late(times):.2f}" if times else "–" for times in taken.values()]
        table.add(kind, *cells, _ratio(taken, "Whoosh"), _ratio(taken, "FTS5"))
    table.remarks.append(
        f"{QUERIES} queries a row, engines in turn, one process. Ours is a whole page: exact total, ten hits with snippets, five facets; "
        "Whoosh and FTS5 give ten ranked ids only (Whoosh also its total)."
    )
    return table


def _ratio(taken: dict[str, list[float]], engine: str) -> float | None:
    return _middle(taken[engine]) / _middle(taken["ours, warm"]) if taken[engine] else None


def _middle(times: list[float]) -> float:
    return statistics.median(times)


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
