"""One measurement is one child process: processor time of the work itself, of the whole process, and the most memory it had."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """Medians over the runs. `work_ms`: processor time (user and system, children too) of the work after everything is imported;

    `process_ms`: of the whole process with its start; `peak_mb`: the most memory of the process or of one of its children;
    `extra`: figures that the task itself tells (pages, documents, parts of its time).
    """

    work_ms: float
    process_ms: float
    peak_mb: float
    extra: dict[str, float]


class TaskFailed(Exception):
    """The task could not be measured; the text is the last line of what it said."""


def measure(task: str, *arguments: str | Path, runs: int = 3, seconds: float = 600) -> Measurement:
    """Runs a task of `benchmarks.tasks` several times, each in a process of its own. Raises `TaskFailed`."""
    taken = [_once(task, [str(argument) for argument in arguments], seconds) for _ in range(runs)]
    extra = {name: statistics.median(one.extra[name] for one in taken) for name in taken[0].extra}
    work, process, peak = (statistics.median(figures) for figures in zip(*map(_figures, taken), strict=True))
    return Measurement(work, process, peak, extra)


def _figures(one: Measurement) -> tuple[float, float, float]:
    return one.work_ms, one.process_ms, one.peak_mb


def _once(task: str, arguments: list[str], seconds: float) -> Measurement:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen([sys.executable, "-m", "benchmarks.tasks", task, *arguments], stdout=said, stderr=complaints)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.wait()
            raise TaskFailed(f"longer than {seconds:.0f} s") from error
        said.seek(0)
        complaints.seek(0)
        lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
        if child.returncode:
            raise TaskFailed(lines[-1][:200] if lines else f"exit status {child.returncode}")
        answer = json.loads(said.read().splitlines()[-1])
    return Measurement(answer.pop("work_ms"), answer.pop("process_ms"), answer.pop("peak_mb"), answer)


def machine() -> str:
    """The machine in one line, for the head of a results page."""
    model = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?"
    )
    return f"{os.cpu_count()} cores, {model}, Python {sys.version.split()[0]}"
