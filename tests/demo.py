"""The demonstration's home, made once for a whole test session, and the command line as a test calls it."""

import contextlib
import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from gazette.cli import app

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "documents"


@dataclass(frozen=True)
class Answer:
    """How one call ended, and what it said on stdout and stderr."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout; anything else there is an error."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        """The only JSON object."""
        (found,) = self.rows
        return found

    @property
    def sentence(self) -> str:
        """What stands on stderr, which must be one line and no traceback."""
        (line,) = self.err.splitlines()
        assert line.startswith("gazette: ")
        assert "Traceback" not in line
        return line.removeprefix("gazette: ")


def call(*arguments: object) -> Answer:
    """One call of the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = app.run([str(argument) for argument in arguments])
        finally:
            structlog.reset_defaults()
    return Answer(status, out.getvalue(), err.getvalue())


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of the product."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GAZETTE_")} | more


def command(*arguments: object) -> list[str]:
    """The words that start the command line as a process of its own."""
    return [sys.executable, "-m", "gazette", *(str(argument) for argument in arguments)]


def run(*arguments: object, **environment: str) -> Answer:
    """One call of the command line as a process of its own."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, cwd=ROOT, env=clean_environment(**environment), timeout=300
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Demo:
    """The home after ``gazette demo --no-serve``, and what the command said. Nobody changes it; see ``copied``."""

    home: Path
    said: Answer

    def call(self, *arguments: object) -> Answer:
        """One call on this home."""
        return call("--home", self.home, *arguments)

    def json(self, *arguments: object) -> Answer:
        """One call on this home with ``--json``."""
        return call("--home", self.home, "--json", *arguments)

    def copied(self, folder: Path) -> "Demo":
        """A copy that a test may change."""
        shutil.copytree(self.home, folder, ignore=shutil.ignore_patterns("*.sock", "serve.lock"))
        return Demo(folder, self.said)


def in_common(factory: pytest.TempPathFactory) -> Path:
    """A folder that the test processes of one session have in common."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demonstration, run by whichever test process comes first."""
    folder = in_common(tmp_path_factory)
    home, said = folder / "demo-home", folder / "demo-said.json"
    with alone(folder / "demo.lock"):
        if not said.exists():
            answer = run("--home", home, "demo", "--no-serve")
            said.write_text(json.dumps([answer.status, answer.out, answer.err]))
    answer = Answer(*json.loads(said.read_text()))
    assert answer.status == 0, answer.err
    return Demo(home, answer)


@pytest.fixture
def own(demo: Demo, tmp_path: Path) -> Demo:
    """A copy of the demonstration for one test that changes it."""
    return demo.copied(tmp_path / "home")


@pytest.fixture
def served(own: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A copy whose processes may be started: the sample authority has one port, so one test at a time."""
    with alone(in_common(tmp_path_factory) / "authority.lock"):
        yield own


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine on which the tests run do not count."""
    for name in [name for name in os.environ if name.startswith("GAZETTE_")]:
        monkeypatch.delenv(name)
