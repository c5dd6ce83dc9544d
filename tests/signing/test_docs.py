"""The room's pages tell the truth: the protocol runs as it stands, every file and every finding is named."""

import doctest
from pathlib import Path

from signing import FINDINGS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rooms" / "signing.md"


def test_the_protocol_on_the_rooms_page_runs_as_printed() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 12
    assert result.failed == 0


def test_every_file_of_the_room_stands_in_its_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "signing").glob("[!_]*.py") if f"`{path.name}`" not in page] == []


def test_every_finding_stands_on_the_page_of_verification() -> None:
    page = (ROOT / "docs" / "rooms" / "verification.md").read_text(encoding="utf-8")
    assert [code for code in FINDINGS if code not in page] == []
