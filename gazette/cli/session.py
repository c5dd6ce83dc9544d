"""What one call of the command line was told, and how it speaks."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gazette import config
from gazette.cli.system import unreadable
from gazette.model.errors import BadCall
from gazette.model.outcome import Lang


@dataclass(frozen=True)
class Session:
    """The global options of one call. Messages go to stderr; stdout carries results, with ``--json`` nothing but JSON lines."""

    home: Path
    json: bool = False
    lang: Lang = "vi"
    verbose: bool = False

    def say(self, vi: str, en: str) -> None:
        """One message for a person."""
        click.echo(vi if self.lang == "vi" else en, err=True)

    def emit(self, row: Mapping[str, Any], text: str | None = None) -> None:
        """One result: a JSON line with ``--json``, else *text* (nothing when it is None)."""
        if self.json:
            click.echo(json.dumps(row, ensure_ascii=False, default=_plain))
        elif text is not None:
            click.echo(text)

    def settings(self, **overrides: object) -> config.Settings:
        """The installation's settings."""
        return config.load(self.home, **overrides)

    @contextmanager
    def progress(self, vi: str, en: str, total: int) -> Iterator["Bar"]:
        """A progress bar on a terminal; silent elsewhere."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not (sys.stderr.isatty() and not self.json)) as progress:
            task = progress.add_task(vi if self.lang == "vi" else en, total=total)
            yield Bar(progress, task)


@dataclass(frozen=True)
class Bar:
    """A progress bar under way."""

    _progress: Progress
    _task: Any

    def step(self, count: int = 1) -> None:
        """Moves the bar on."""
        self._progress.advance(self._task, count)

    def reach(self, done: int, total: int) -> None:
        """Moves the bar to *done* of *total*."""
        self._progress.update(self._task, completed=done, total=total)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


pass_session = click.make_pass_decorator(Session)


def read_bytes(path: Path) -> bytes:
    """A named file's bytes; :class:`gazette.cli.system.Unreadable` with the file and the reason when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Writes *data* whole or not at all: a temporary neighbour takes the name when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def passphrase(file: Path | None, session: Session) -> str:
    """A secret from *file* or, on a terminal, from a prompt; never from an argument."""
    if file is not None:
        return _secret(file)
    if not sys.stdin.isatty():
        raise BadCall(reason="--passphrase-file")
    answer: str = click.prompt("Mật khẩu" if session.lang == "vi" else "Passphrase", hide_input=True, err=True)
    return answer


def _secret(file: Path) -> str:
    try:
        return read_bytes(file).rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        raise BadCall(reason=f"{file} (UTF-8)") from None
