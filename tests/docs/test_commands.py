"""The page of commands names every command there is, and none that is not."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click

from gazette.cli.app import cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "running" / "commands.md"


def _commands(group: click.Group, path: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield path + name


def _described() -> Iterator[str]:
    for row in re.findall(r"^\| (`[^|]*(?:\\\|[^|]*)*) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        for call in re.findall(r"`([^`]*)`", row):
            yield " ".join(takewhile(re.compile(r"[a-z]+(-[a-z]+)*\Z").match, call.split()))


def test_every_command_stands_on_the_page_and_no_other() -> None:
    assert sorted(_described()) == sorted(_commands(cli))
