"""The table of the forty properties is whole, and every test it names exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rooms" / "noninterference.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| N(\d+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)


def test_every_property_stands_in_the_table_once() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 41))


def test_every_property_names_its_test_or_what_it_waits_for() -> None:
    bare = [number for number, _, proof in ROWS if "`tests/" not in proof and not proof.startswith(("waits", "keeping issue"))]
    assert bare == []


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert named
    for path, function in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{path}::{function}"
