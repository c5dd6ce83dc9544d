"""The life of a search index: one document put in, suggestions, readers side by side, and a cache with a small limit.

`python -m benchmarks.search_life FOLDER ENTRIES`, where `search_race` made the corpus and our index; prints JSON. Times are by the clock.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import entries, questions
from search import Query, WhooshIndex, open_index

PUTS = 40
READ_SECONDS = 10.0
SMALL_CACHE = 16_000_000
"""Bytes; a fiftieth of what the questions ask for at 60,000 entries."""


def main(folder: Path, count: int) -> None:
    """Takes every measurement and prints them."""
    index = open_index(folder / "ours")
    asked = [text for texts in questions(count).values() for text in texts]
    opened = _opened(folder)
    figures = {"opened ms": opened, "pressure": _pressure(folder, asked), "suggest": _suggested(index, asked)}
    figures["readers a second"] = {number: _side_by_side(folder, count, number) for number in (1, 2, 8)}
    figures["put"] = _put(index, count)
    print(json.dumps(figures))


def _opened(folder: Path) -> list[float]:
    """Opening, and the first answer, in fresh processes."""
    code = (
        "import sys, time; from pathlib import Path; from search import Query, open_index; start = time.perf_counter();"
        "index = open_index(Path(sys.argv[1])); index.search(Query('quy định')); print((time.perf_counter() - start) * 1000)"
    )
    return [float(subprocess.check_output([sys.executable, "-c", code, str(folder / "ours")])) for _ in range(5)]


def _pressure(folder: Path, asked: list[str]) -> dict[str, Any]:
    """Every question twice with the default and with a small limit: what is kept, what the process takes, how long an answer takes."""
    told = {}
    for limit in (512 * 1024 * 1024, SMALL_CACHE):
        command = [sys.executable, "-m", "benchmarks.search_life", "asked", str(folder), str(limit)]
        told[str(limit)] = json.loads(subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True).stdout)
    return told


def _asked(folder: Path, limit: int) -> dict[str, float]:
    index, asked = open_index(folder / "ours", cache_bytes=limit), json.loads(sys.stdin.read())
    most, taken = 0, []
    for text in [*asked, *asked]:
        taken.append(_milliseconds(index.search, Query(text, size=10)))
        most = max(most, index.stats()["cached"])
    return {
        "most kept MB": most / 1e6,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **_spread(taken[len(asked) :]),
    }


def _suggested(index: WhooshIndex, asked: list[str]) -> dict[str, float]:
    begun = [text[: max(2, len(text) * 2 // 3)] for text in asked]
    index.suggest(begun[0])
    return _spread([_milliseconds(index.suggest, text) for text in begun])


def _side_by_side(folder: Path, count: int, readers: int) -> float:
    """Answers a second of so many processes together."""
    command = [sys.executable, "-m", "benchmarks.search_life", "read", str(folder), str(count)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(readers)]
    return sum(float(one.communicate()[0]) for one in running)


def _read(folder: Path, count: int) -> float:
    index, asked = open_index(folder / "ours"), questions(count)["AND"]
    for text in asked:
        index.search(Query(text, size=10))
    began, answers = time.perf_counter(), 0
    while time.perf_counter() - began < READ_SECONDS:
        index.search(Query(asked[answers % len(asked)], size=10))
        answers += 1
    return answers / (time.perf_counter() - began)


def _put(index: WhooshIndex, count: int) -> dict[str, Any]:
    """One document after the other put in and asked for: the whole time, and the first answer after it; a merge is among them."""
    writing, answering = [], []
    for number, entry in enumerate(entries(PUTS, count)):
        one = replace(entry, id=f"new{number}", document=f"new{number}", title=f"Văn bản mới zq{number}")
        writing.append(_milliseconds(index.put, [one]))
        answering.append(_milliseconds(index.search, Query(f"zq{number}")))
    return {"put": _spread(writing), "first answer": _spread(answering), "segments": index.stats()["segments"]}


def _milliseconds(act: Callable[..., object], given: object) -> float:
    before = time.perf_counter()
    act(given)
    return (time.perf_counter() - before) * 1000


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"p50": statistics.median(ordered), "p95": ordered[int(len(ordered) * 0.95)], "max": ordered[-1]}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["asked", path, limit]:
            print(json.dumps(_asked(Path(path), int(limit))))
        case ["read", path, size]:
            print(_read(Path(path), int(size)))
        case [path, size]:
            main(Path(path), int(size))
