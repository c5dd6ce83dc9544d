"""The room's page tells the truth: its protocol is run as it stands."""

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rooms" / "archive.md"


def test_the_protocol_on_the_rooms_page_runs_as_printed() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 8
    assert result.failed == 0


def test_every_file_of_the_room_stands_in_its_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [path.name for path in (PAGE.parents[2] / "archive").glob("[!_]*.py") if f"`{path.name}`" not in page]
    assert missing == []
