"""The page of commands names every command there is, and none that is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from gazette.cli.app import MODULES, cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "running" / "commands.md"


def _commands() -> Iterator[str]:
    for name in MODULES:
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in command.commands)
        else:
            yield name


def _described() -> Iterator[str]:
    for row in re.findall(r"^\| (`[^|]*(?:\\\|[^|]*)*) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        for call in re.findall(r"`([^`]*)`", row):
            words = [word for word in call.split() if re.fullmatch(r"[a-z]+", word)]
            yield " ".join(words[:2])


def test_every_command_stands_on_the_page_and_no_other() -> None:
    assert sorted(_described()) == sorted(_commands())
